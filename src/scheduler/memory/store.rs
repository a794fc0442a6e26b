//! What the scheduler stores, and the changes that calls make to it.

use std::collections::{BTreeMap, BTreeSet};

use super::admission::{check_job, populated, valid_key};
use super::answers::{done, failed, invalid, refuse};
use super::state::{Pace, Personality, TaskFate};
use super::updates::Updates;
use crate::scheduler::api::*;

/// How many tasks a job may have.
const TASK_LIMIT: usize = 4000;

/// Everything.
#[derive(Default)]
pub(super) struct Store {
    /// All tasks, oldest first; ended ones stay.
    pub tasks: Vec<ScheduledTask>,
    /// When and how each task moves on, by task id.
    pub plans: BTreeMap<String, Vec<(i64, ScheduleStatus)>>,
    /// Cron jobs by path.
    pub crons: BTreeMap<String, JobConfiguration>,
    /// Locks by path.
    pub locks: BTreeMap<String, Lock>,
    /// Updates that this scheduler carries out itself.
    pub updates: Updates,
    pub personality: Personality,
    /// Quotas by role.
    pub quotas: BTreeMap<String, ResourceAggregate>,
    pub pace: Pace,
    pub fates: BTreeMap<i32, Vec<TaskFate>>,
    /// Numbers for ids.
    pub counter: u64,
}

/// Whether the task belongs to the job.
pub(super) fn belongs(task: &ScheduledTask, key: &JobKey) -> bool {
    task.config().is_some_and(|config| key_of(config).path() == key.path())
}

/// The key of the job that a task belongs to.
pub(super) fn key_of(config: &TaskConfig) -> JobKey {
    JobKey {
        role: config.owner.as_ref().and_then(|owner| owner.role.clone()),
        environment: config.environment.clone(),
        name: config.job_name.clone(),
        unknown: Vec::new(),
    }
}

/// Whether the task's state is one of an active task.
pub(super) fn is_active(task: &ScheduledTask) -> bool {
    task.status.is_some_and(ScheduleStatus::is_active)
}

impl Store {
    /// Active tasks of a job.
    pub fn active<'a>(&'a self, key: &'a JobKey) -> impl Iterator<Item = &'a ScheduledTask> {
        self.tasks.iter().filter(move |task| is_active(task) && belongs(task, key))
    }

    /// `populateJobConfig`.
    pub fn populate(&self, job: &JobConfiguration) -> Response {
        if let Err(why) = check_job(job) {
            return invalid(&format!("Invalid configuration: {why}"));
        }
        let task = populated(job.task_config.clone().unwrap_or_default());
        let result = match self.personality {
            Personality::Locks => {
                PopulateJobResult { populated: Some([task].into_iter().collect()), ..Default::default() }
            }
            Personality::Updates => PopulateJobResult { task_config: Some(task), ..Default::default() },
        };
        super::answers::with(ApiResult { populate_job: Some(result), ..Default::default() })
    }

    /// `createJob`; `None` for an illegal key.
    pub fn create(&mut self, job: JobConfiguration, lock: Option<Lock>, now: i64) -> Option<Response> {
        let key = job.key.clone().filter(valid_key)?;
        if let Err(refused) = self.check_lock(&key, lock.as_ref()) {
            return Some(*refused);
        }
        if let Err(why) = check_job(&job) {
            return Some(invalid(&why));
        }
        if self.active(&key).next().is_some() || self.crons.contains_key(&key.path()) {
            return Some(invalid(&format!("Job already exists: {}", key.path())));
        }
        if job.cron_schedule.is_some() {
            let template = JobConfiguration { task_config: job.task_config.clone().map(populated), ..job };
            if let Some(refused) = self.check_cron_room(&template) {
                return Some(refused);
            }
            return Some(match self.put_cron(template) {
                Ok(()) => done(),
                Err(why) => invalid(&format!("org.apache.aurora.scheduler.cron.CronException: {why}")),
            });
        }
        let task = populated(job.task_config.unwrap_or_default());
        let count = usize::try_from(job.instance_count.unwrap_or(0)).unwrap_or(0);
        if let Some(refused) = self.check_room(&key, &task, count) {
            return Some(refused);
        }
        for instance in 0..job.instance_count.unwrap_or(0) {
            self.start(&task, instance, None, now);
        }
        Some(done())
    }

    /// The limits on tasks per job and on a role's quota.
    fn check_room(&self, key: &JobKey, task: &TaskConfig, more: usize) -> Option<Response> {
        if more + self.active(key).count() > TASK_LIMIT {
            return Some(invalid("Job exceeds task limit of 4000"));
        }
        self.check_quota(task, more).err().map(|why| invalid(&format!("Insufficient resource quota: {why}")))
    }

    /// The quota for a run of a cron job.
    pub fn check_cron_room(&self, job: &JobConfiguration) -> Option<Response> {
        let (key, task) = (job.key.clone().unwrap_or_default(), job.task_config.clone().unwrap_or_default());
        self.check_room(&key, &task, usize::try_from(job.instance_count.unwrap_or(0)).unwrap_or(0))
    }

    /// `addInstances`; `None` for an illegal key.
    pub fn add(&mut self, config: AddInstancesConfig, lock: Option<Lock>, now: i64) -> Option<Response> {
        let key = config.key.clone().filter(valid_key)?;
        let ids = config.instance_ids.clone().unwrap_or_default();
        if ids.is_empty() {
            return Some(failed("Argument cannot be blank", Some("Argument cannot be blank")));
        }
        if let Err(refused) = self.check_lock(&key, lock.as_ref()) {
            return Some(*refused);
        }
        if self.crons.contains_key(&key.path()) {
            return Some(invalid("Instances may not be added to cron jobs."));
        }
        let task = populated(config.task_config.clone().unwrap_or_default());
        if let Some(refused) = self.check_room(&key, &task, ids.len()) {
            return Some(refused);
        }
        if self.active(&key).filter_map(ScheduledTask::instance).any(|id| ids.contains(&id)) {
            return Some(invalid("Instance ID collision detected."));
        }
        for instance in ids {
            self.start(&task, instance, None, now);
        }
        Some(done())
    }

    /// `addInstances` of releases from 0.13 on; `None` for an illegal key.
    pub fn add_copies(&mut self, copied: InstanceKey, count: i32, now: i64) -> Option<Response> {
        let key = copied.job_key.filter(valid_key)?;
        let active: Vec<&ScheduledTask> = self.active(&key).collect();
        let Some(model) = active.iter().find(|task| task.instance() == copied.instance_id) else {
            return Some(invalid("No active task found for a given instance ID."));
        };
        let task_config = model.config().cloned();
        let first = active.iter().filter_map(|task| task.instance()).max().unwrap_or_default() + 1;
        let instance_ids = Some((first..first.saturating_add(count)).collect());
        self.add(AddInstancesConfig { key: Some(key), task_config, instance_ids, unknown: Vec::new() }, None, now)
    }

    /// `killTasks`.
    pub fn kill(&mut self, query: &TaskQuery, lock: Option<Lock>, now: i64) -> Response {
        if query.job_name.as_deref().is_some_and(|name| name.trim().is_empty()) {
            return invalid("Invalid job name: ''");
        }
        let mut query = query.clone();
        if query.statuses.as_ref().is_none_or(|statuses| statuses.0.is_empty()) {
            query.statuses = Some(ScheduleStatus::ACTIVE.into_iter().collect());
        }
        let ids: Vec<String> = self.matching(&query).filter_map(ScheduledTask::task_id).map(str::to_owned).collect();
        let mut keys: Vec<JobKey> = self.matching(&query).filter_map(ScheduledTask::config).map(key_of).collect();
        let whole = whole_job(&query);
        keys.extend(whole.clone().filter(|key| self.crons.contains_key(&key.path())));
        for key in &keys {
            if let Err(refused) = self.check_lock(key, lock.as_ref()) {
                return *refused;
            }
        }
        let removed = whole.is_some_and(|key| self.crons.remove(&key.path()).is_some());
        for id in &ids {
            self.kill_task(id, now);
        }
        if ids.is_empty() && !removed { refuse(ResponseCode::Ok, "No tasks to kill.") } else { done() }
    }

    /// `restartShards`; `None` for an illegal key.
    pub fn restart(&mut self, key: &JobKey, ids: BTreeSet<i32>, lock: Option<Lock>, now: i64) -> Option<Response> {
        if !valid_key(key) {
            return None;
        }
        if ids.is_empty() {
            return Some(failed("Argument cannot be blank", Some("Argument cannot be blank")));
        }
        if let Err(refused) = self.check_lock(key, lock.as_ref()) {
            return Some(*refused);
        }
        let found: Vec<(i32, String)> = self
            .active(key)
            .filter_map(|task| Some((task.instance()?, task.task_id()?.to_owned())))
            .filter(|(instance, _)| ids.contains(instance))
            .collect();
        if found.iter().map(|(instance, _)| *instance).collect::<BTreeSet<i32>>() != ids {
            return Some(invalid("Not all requested shards are active."));
        }
        for (_, id) in found {
            self.restart_task(&id, now);
        }
        Some(done())
    }

    /// `startCronJob`; `None` for an illegal key.
    pub fn start_cron(&mut self, key: &JobKey, now: i64) -> Option<Response> {
        if !valid_key(key) {
            return None;
        }
        let Some(job) = self.crons.get(&key.path()).cloned() else {
            let why = format!("Failed to start cron job - No cron template found for {}.", key.path());
            return Some(invalid(&why));
        };
        let running: Vec<String> = self.active(key).filter_map(ScheduledTask::task_id).map(str::to_owned).collect();
        if !running.is_empty() && job.cron_collision_policy == Some(CronCollisionPolicy::CancelNew) {
            return Some(done());
        }
        for id in &running {
            self.kill_task(id, now);
        }
        let task = job.task_config.unwrap_or_default();
        for instance in 0..job.instance_count.unwrap_or(0) {
            self.start(&task, instance, None, now);
        }
        Some(done())
    }

    /// `setQuota`.
    pub fn set_quota(&mut self, role: String, quota: ResourceAggregate) -> Response {
        if role.trim().is_empty() {
            return failed("Argument cannot be blank", Some("Argument cannot be blank"));
        }
        let (cpus, ram, disk) = (quota.num_cpus, quota.ram_mb, quota.disk_mb);
        let shown = format!(
            "ResourceAggregate(numCpus:{:?}, ramMb:{}, diskMb:{})",
            cpus.unwrap_or(0.0),
            ram.unwrap_or(0),
            disk.unwrap_or(0)
        );
        if cpus.is_none() || ram.is_none() || disk.is_none() {
            return invalid(&format!("Missing quota specification(s) in: {shown}"));
        }
        if cpus < Some(0.0) || ram < Some(0) || disk < Some(0) {
            return invalid(&format!("Negative values in: {shown}"));
        }
        self.quotas.insert(role, quota);
        done()
    }
}

/// The job that a query of exactly role, environment and name is about: such a kill removes the cron job too.
fn whole_job(query: &TaskQuery) -> Option<JobKey> {
    let restricted = query.instance_ids.as_ref().is_some_and(|ids| !ids.is_empty())
        || query.task_ids.is_some()
        || query.job_keys.is_some()
        || query.slave_hosts.is_some();
    if restricted {
        return None;
    }
    Some(JobKey::new(query.owner.clone()?.role?, query.environment.clone()?, query.job_name.clone()?))
}
