//! Rolling restart (`reference/commands.md §12`): no lock, no change of configuration.

use std::collections::{BTreeSet, VecDeque};

use super::engine::watch;
use super::{Event, Exchange, Failures, LockState, Outcome, Report, Trouble};
use crate::scheduler::api::{JobKey, ScheduleStatus, ScheduledTask, TaskQuery};

/// How a restart goes. Times are milliseconds.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub struct RestartSettings {
    pub batch_size: usize,
    pub restart_threshold_ms: i64,
    pub watch_ms: i64,
    pub poll_ms: i64,
    pub max_per_instance_failures: u32,
    pub max_total_failures: u32,
}

impl Default for RestartSettings {
    fn default() -> RestartSettings {
        RestartSettings {
            batch_size: 1,
            restart_threshold_ms: 60_000,
            watch_ms: 45_000,
            poll_ms: 3_000,
            max_per_instance_failures: 0,
            max_total_failures: 0,
        }
    }
}

/// Restarts instances, `None` for all active ones. It always ends in a report; a job without active instances is finished.
pub fn restart(exchange: &Exchange, key: &JobKey, only: Option<&BTreeSet<i32>>, settings: &RestartSettings) -> Report {
    let mut changed = BTreeSet::new();
    let mut left = BTreeSet::new();
    let outcome = match roll(exchange, key, only, settings, &mut changed, &mut left) {
        Ok(outcome) => outcome,
        Err(Trouble::Interrupted) => Outcome::Interrupted,
        Err(trouble) if changed.is_empty() && !matches!(trouble, Trouble::Doubt(_)) => Outcome::Refused(trouble),
        Err(trouble) => Outcome::Aborted(trouble),
    };
    Report { outcome, lock: LockState::NotTaken, changed, left, down: BTreeSet::new() }
}

fn roll(
    exchange: &Exchange,
    key: &JobKey,
    only: Option<&BTreeSet<i32>>,
    settings: &RestartSettings,
    changed: &mut BTreeSet<i32>,
    left: &mut BTreeSet<i32>,
) -> Result<Outcome, Trouble> {
    let query = TaskQuery::job(key).statuses(ScheduleStatus::ACTIVE);
    let response =
        exchange.read("getTasksWithoutConfigs", |scheduler| scheduler.get_tasks_without_configs(query.clone()))?;
    let active: BTreeSet<i32> = response.tasks().iter().filter_map(ScheduledTask::instance).collect();
    let mut queue: VecDeque<i32> = only.unwrap_or(&active).iter().copied().collect();
    if !queue.is_empty() {
        (exchange.tell)(Event::Chosen(queue.iter().copied().collect()));
    }
    let mut failures = Failures::new(settings.max_per_instance_failures, settings.max_total_failures);
    while !queue.is_empty() {
        *left = queue.iter().copied().collect();
        if exchange.interrupt.wants_stop() {
            return Ok(Outcome::Interrupted);
        }
        let size = settings.batch_size.max(1).min(queue.len());
        let batch: BTreeSet<i32> = queue.drain(..size).collect();
        (exchange.tell)(Event::Restarting(batch.clone()));
        exchange.change("restartShards", |scheduler| scheduler.restart_shards(key.clone(), batch.clone(), None))?;
        changed.extend(&batch);
        let (threshold, stay, poll) = (settings.restart_threshold_ms, settings.watch_ms, settings.poll_ms);
        let Some(failed) = watch(exchange, key, &batch, threshold, stay, poll)? else {
            return Ok(Outcome::Interrupted);
        };
        failures.count(&failed);
        let exceeded = failures.exceeded();
        // An instance over its limit is left alone: to try it again could go on for ever.
        queue.extend(failed.difference(&exceeded));
        *left = queue.iter().copied().chain(exceeded.iter().copied()).collect();
        if failures.is_over() {
            return Ok(Outcome::Failed(exceeded));
        }
    }
    Ok(Outcome::Finished)
}
