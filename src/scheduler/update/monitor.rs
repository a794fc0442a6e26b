//! Waiting for instances to end (`reference/commands.md §16`), and looking at what runs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Exchange, Trouble};
use crate::scheduler::api::{JobKey, ScheduleStatus, ScheduledTask, TaskConfig, TaskQuery};

/// After how long instances that still run are given up, in milliseconds.
pub const STILL_ALIVE_AFTER_MS: i64 = 254_000;

/// The longest pause between looks, in milliseconds.
const LONGEST_PAUSE_MS: i64 = 150_000;

/// Waits until instances have no active task; `None` means all of the job. Returns those that still have one at the end.
///
/// # Errors
/// If the scheduler cannot be asked, or the user wants out.
pub fn wait_until_ended(
    exchange: &Exchange,
    key: &JobKey,
    ids: Option<&BTreeSet<i32>>,
) -> Result<BTreeSet<i32>, Trouble> {
    let mut pause = 2_000;
    loop {
        let alive: BTreeSet<i32> =
            tasks(exchange, key, ids)?.iter().filter(|task| active(task)).filter_map(ScheduledTask::instance).collect();
        if alive.is_empty() || pause >= LONGEST_PAUSE_MS {
            return Ok(alive);
        }
        if exchange.interrupt.wants_out() {
            return Err(Trouble::Interrupted);
        }
        exchange.clock.sleep_ms(pause);
        pause *= 2;
    }
}

fn active(task: &ScheduledTask) -> bool {
    task.status.is_some_and(ScheduleStatus::is_active)
}

/// All tasks of instances, without the executor's text.
fn tasks(exchange: &Exchange, key: &JobKey, ids: Option<&BTreeSet<i32>>) -> Result<Vec<ScheduledTask>, Trouble> {
    let query = restricted(TaskQuery::job(key), ids)?;
    let response =
        exchange.read("getTasksWithoutConfigs", |scheduler| scheduler.get_tasks_without_configs(query.clone()))?;
    Ok(response.tasks().to_vec())
}

/// The query for these instances only.
pub(super) fn restricted(query: TaskQuery, ids: Option<&BTreeSet<i32>>) -> Result<TaskQuery, Trouble> {
    match ids {
        None => Ok(query),
        Some(ids) => {
            query.instances(ids).ok_or_else(|| Trouble::Refused("an empty set of instances names none".to_owned()))
        }
    }
}

/// Which of the instances run, with their task's id.
pub(super) fn running(
    exchange: &Exchange,
    key: &JobKey,
    ids: &BTreeSet<i32>,
) -> Result<BTreeMap<i32, String>, Trouble> {
    let query = restricted(TaskQuery::job(key), Some(ids))?.statuses([ScheduleStatus::Running]);
    let response =
        exchange.read("getTasksWithoutConfigs", |scheduler| scheduler.get_tasks_without_configs(query.clone()))?;
    let found = response.tasks().iter();
    Ok(found.filter_map(|task| Some((task.instance()?, task.task_id()?.to_owned()))).collect())
}

/// The active instances with what they run.
pub(super) fn active_configs(exchange: &Exchange, key: &JobKey) -> Result<BTreeMap<i32, TaskConfig>, Trouble> {
    let query = TaskQuery::job(key).statuses(ScheduleStatus::ACTIVE);
    let response = exchange.read("getTasksStatus", |scheduler| scheduler.get_tasks_status(query.clone()))?;
    let found = response.tasks().iter();
    Ok(found.filter_map(|task| Some((task.instance()?, task.config()?.clone()))).collect())
}

/// The active instances among these.
pub(super) fn active_ids(exchange: &Exchange, key: &JobKey, ids: &BTreeSet<i32>) -> Result<BTreeSet<i32>, Trouble> {
    let found = tasks(exchange, key, Some(ids))?;
    Ok(found.iter().filter(|task| active(task)).filter_map(ScheduledTask::instance).collect())
}
