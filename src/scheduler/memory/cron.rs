//! Cron jobs: templates only. Runs begin when `startCronJob` says so.

use super::admission::{check_job, populated, valid_key};
use super::answers::{done, invalid};
use super::store::Store;
use crate::scheduler::api::*;

impl Store {
    /// Stores a cron job's template.
    pub fn put_cron(&mut self, job: JobConfiguration) -> Result<(), String> {
        let key = job.key.clone().unwrap_or_default();
        let Some(schedule) = job.cron_schedule.as_deref() else {
            return Err(format!("Job {} has no cron schedule", described(&key)));
        };
        if !is_schedule(schedule) {
            return Err(format!("Invalid cron schedule: {schedule}"));
        }
        if job.cron_collision_policy == Some(CronCollisionPolicy::RunOverlap) {
            return Err("The RUN_OVERLAP collision policy has been removed (AURORA-38).".to_owned());
        }
        self.crons.insert(key.path(), job);
        Ok(())
    }

    /// `scheduleCronJob`; `None` for an illegal key.
    pub fn schedule_cron(&mut self, job: JobConfiguration, lock: Option<Lock>) -> Option<Response> {
        let key = job.key.clone().filter(valid_key)?;
        if let Err(refused) = self.check_lock(&key, lock.as_ref()) {
            return Some(*refused);
        }
        if let Some(refused) = self.check_cron_room(&job) {
            return Some(refused);
        }
        Some(match check_job(&job).and_then(|()| self.put_cron(with_defaults(job))) {
            Ok(()) => done(),
            Err(why) => invalid(&why),
        })
    }

    /// `replaceCronTemplate`; `None` for an illegal key.
    pub fn replace_cron(&mut self, job: JobConfiguration, lock: Option<Lock>) -> Option<Response> {
        let key = job.key.clone().filter(valid_key)?;
        if let Err(refused) = self.check_lock(&key, lock.as_ref()) {
            return Some(*refused);
        }
        if !self.crons.contains_key(&key.path()) {
            return Some(invalid(&format!("No cron template found for {}.", key.path())));
        }
        Some(match check_job(&job).and_then(|()| self.put_cron(with_defaults(job))) {
            Ok(()) => done(),
            Err(why) => invalid(&why),
        })
    }

    /// `descheduleCronJob`; `None` for an illegal key.
    pub fn deschedule_cron(&mut self, key: &JobKey, lock: Option<Lock>) -> Option<Response> {
        if !valid_key(key) {
            return None;
        }
        if let Err(refused) = self.check_lock(key, lock.as_ref()) {
            return Some(*refused);
        }
        Some(match self.crons.remove(&key.path()) {
            Some(_) => done(),
            None => invalid(&format!("Job {} is not scheduled with cron", described(key))),
        })
    }
}

fn with_defaults(job: JobConfiguration) -> JobConfiguration {
    JobConfiguration { task_config: job.task_config.map(populated), ..job }
}

/// A key in the words of the scheduler's messages.
pub(super) fn described(key: &JobKey) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    format!("JobKey(role:{}, environment:{}, name:{})", part(&key.role), part(&key.environment), part(&key.name))
}

/// Five fields in range; a day of the month and a day of the week exclude each other.
fn is_schedule(schedule: &str) -> bool {
    let fields: Vec<&str> = schedule.split_whitespace().collect();
    let ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];
    let days = [fields.get(2), fields.get(4)];
    fields.len() == 5
        && fields.iter().zip(ranges).all(|(field, range)| is_field(field, range))
        && days.into_iter().any(|day| day == Some(&"*"))
}

fn is_field(field: &str, (low, high): (u32, u32)) -> bool {
    let value = |text: &str| {
        text.parse().map_or_else(
            |_| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()),
            |number: u32| (low..=high).contains(&number),
        )
    };
    field.split(',').all(|part| {
        let (range, step) = part.split_once('/').unwrap_or((part, "1"));
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        step.parse::<u32>().is_ok_and(|step| step > 0) && (range == "*" || (value(first) && value(last)))
    })
}
