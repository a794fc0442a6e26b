//! Waiting for a job's instances (`reference/commands.md §16`).

use std::collections::{BTreeMap, BTreeSet};

use crate::commands::Failure;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{Call, JobKey, ScheduleStatus, ScheduledTask, TaskQuery};
use crate::scheduler::update::Interrupt;

use super::Remote;

/// The first pause between two looks, in milliseconds; it doubles up to the longest.
const PAUSE_MS: i64 = 2_000;

/// The longest pause. A wait with a limit ends when this one would be next, after 254 seconds.
const LONGEST_PAUSE_MS: i64 = 150_000;

/// What is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// Each instance runs, or has ended.
    Running,
    /// Each instance has ended.
    Ended,
}

impl Until {
    fn is_reached(self, status: ScheduleStatus) -> bool {
        use ScheduleStatus::{Draining, Killing, Partitioned, Preempting, Restarting, Running};
        let is_live = matches!(status, Killing | Preempting | Restarting | Draining | Running | Partitioned);
        status.is_terminal() || self == Until::Running && is_live
    }
}

/// How a wait ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Waited {
    /// All are there; without any task that is so at once.
    Done,
    /// Time ran out for these instances.
    TooLong(BTreeSet<i32>),
    /// The user does not want to wait for these instances any longer.
    Interrupted(BTreeSet<i32>),
}

/// How long to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// Until it is so.
    None,
    /// 254 seconds.
    Minutes,
}

/// Waits for instances of a job, or for all.
///
/// # Errors
/// If the scheduler cannot be asked.
pub fn wait(
    remote: &Remote,
    key: &JobKey,
    ids: Option<&BTreeSet<i32>>,
    until: Until,
    limit: Limit,
    interrupt: &Interrupt,
) -> Result<Waited, Failure> {
    let query = match ids {
        None => TaskQuery::job(key),
        // An empty set would ask for all.
        Some(ids) => match TaskQuery::job(key).instances(ids) {
            Some(query) => query,
            None => return Ok(Waited::Done),
        },
    };
    let call = Call::GetTasksWithoutConfigs { query: Some(query) };
    let mut pause = PAUSE_MS;
    loop {
        let response = remote.read(&call)?;
        let newest = newest(response.tasks());
        let missing: BTreeSet<i32> =
            newest.iter().filter(|(_, status)| !until.is_reached(**status)).map(|(id, _)| *id).collect();
        if missing.is_empty() {
            return Ok(Waited::Done);
        }
        if interrupt.wants_stop() {
            return Ok(Waited::Interrupted(missing));
        }
        if limit == Limit::Minutes && pause >= LONGEST_PAUSE_MS {
            return Ok(Waited::TooLong(missing));
        }
        remote.debug(&format!("waiting for instances {}", list(&missing)));
        remote.context.machine.clock().sleep_ms(pause);
        if interrupt.wants_stop() {
            return Ok(Waited::Interrupted(missing));
        }
        pause = (pause * 2).min(LONGEST_PAUSE_MS);
    }
}

/// The state of each instance: that of the task whose first event is the latest.
fn newest(tasks: &[ScheduledTask]) -> BTreeMap<i32, ScheduleStatus> {
    let mut found: BTreeMap<i32, (i64, ScheduleStatus)> = BTreeMap::new();
    for task in tasks {
        let (Some(id), Some(status)) = (task.instance(), task.status) else { continue };
        let first = task.task_events.as_ref().and_then(|events| events.first());
        let born = first.and_then(|event| event.timestamp).unwrap_or(i64::MIN);
        let known = found.entry(id).or_insert((born, status));
        if born >= known.0 {
            *known = (born, status);
        }
    }
    found.into_iter().map(|(id, (_, status))| (id, status)).collect()
}

/// Instances as the user writes them, with ranges.
pub fn list(ids: &BTreeSet<i32>) -> String {
    let mut ranges: Vec<(i32, i32)> = Vec::new();
    for id in ids {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*id) => *last = *id,
            _ => ranges.push((*id, *id)),
        }
    }
    let text = |(first, last): &(i32, i32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first},{last}"),
        _ => format!("{first}-{last}"),
    };
    ranges.iter().map(text).collect::<Vec<_>>().join(",")
}

/// The error of a user who did not wait to the end.
pub fn interrupted(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error("AUR0609", Kind::Interrupted, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn instances_are_written_as_they_are_read() {
        assert_eq!(list(&[0, 1, 2, 4, 6, 7].into()), "0-2,4,6,7");
        assert_eq!(list(&[5].into()), "5");
        assert_eq!(list(&[].into()), "");
    }
}
