//! The end of an update: success, or an error that says in which state the job is and how to mend it.

use std::collections::BTreeSet;

use crate::commands::remote::list;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::update::{LockState, Outcome, Report};

use super::advice::{Advice, error_of_trouble, joined, kind_of};

/// The line for an update that did what it should.
pub fn success(report: &Report) -> &'static str {
    match report.outcome {
        Outcome::CronReplaced => "Cron template updated, next run will reflect changes",
        Outcome::Unchanged => "Job is unchanged by proposed update",
        Outcome::Started => "The scheduler carries the update out",
        _ => "Update successful",
    }
}

/// The error of an update that did not; `None` if it did. `is_carried`: the scheduler carried it out.
pub fn error(report: &Report, is_carried: bool, advice: &Advice) -> Option<Diagnostic> {
    let key = &advice.key;
    let help = advice.on_lock(report.lock);
    let state = joined(report);
    Some(match &report.outcome {
        Outcome::Finished | Outcome::CronReplaced | Outcome::Unchanged | Outcome::Started => {
            return unreleased(report, advice);
        }
        Outcome::RolledBack { failed, unreverted } => rolled_back(failed, unreverted, report, advice),
        Outcome::Failed(failed) => {
            let message = format!("the update of {key} failed: {}; nothing was taken back ({state})", failing(failed));
            let why = "rollback_on_failure is false";
            Diagnostic::error("AUR0712", Kind::Command, message).help(format!("{why}; {help}"))
        }
        Outcome::Interrupted => {
            let message = format!("the update of {key} was interrupted: {state}");
            Diagnostic::error("AUR0714", Kind::Interrupted, message).help(help)
        }
        Outcome::Paused => {
            let message = format!("the update of {key} is paused ({state})");
            Diagnostic::error("AUR0714", Kind::Interrupted, message).help(format!(
                "`aurora update --resume {key}` goes on, `aurora update --rollback {key}` goes back, `aurora cancel_update \
                 {key}` ends it as it is"
            ))
        }
        Outcome::Left => {
            let message = format!("the scheduler goes on with the update of {key} by itself");
            Diagnostic::error("AUR0714", Kind::Interrupted, message).help(format!(
                "`aurora update --watch {key}` shows it again, `aurora update --pause {key}` and `aurora cancel_update {key}` \
                 stop it"
            ))
        }
        Outcome::Refused(trouble) => {
            let error = error_of_trouble(trouble, "the update", advice);
            match report.lock {
                LockState::Released | LockState::NotTaken => error,
                lock => error.help(format!("nothing was changed; {}", advice.on_lock(lock))),
            }
        }
        Outcome::Aborted(trouble) => {
            let message = format!("the update of {key} was ended without a rollback: {trouble} ({state})");
            let help = match is_carried {
                true => format!("`aurora update --watch {key}` shows what became of it"),
                false => help,
            };
            Diagnostic::error("AUR0713", kind_of(trouble), message).help(help)
        }
        Outcome::NoLocks => {
            let message = format!("the scheduler of {key} has no locks, and no updates of its own either");
            Diagnostic::error("AUR0715", Kind::Scheduler, message).help("nothing was changed")
        }
    })
}

fn failing(failed: &BTreeSet<i32>) -> String {
    match failed.len() {
        0 => "too many instances failed".to_owned(),
        1 => format!("instance {} did not stay up", list(failed)),
        _ => format!("instances {} did not stay up", list(failed)),
    }
}

fn rolled_back(failed: &BTreeSet<i32>, unreverted: &BTreeSet<i32>, report: &Report, advice: &Advice) -> Diagnostic {
    let key = &advice.key;
    let message = format!("the update of {key} failed and was rolled back: {}", failing(failed));
    if !unreverted.is_empty() {
        let left = list(unreverted);
        let message = format!("{message}; instances {left} did not come up again with their former configuration");
        let mut help = format!("`aurora status {key}` shows why; `aurora restart --shards={left} {key}` tries again");
        if !matches!(report.lock, LockState::Released | LockState::NotTaken) {
            help = format!("{}; {help}", advice.on_lock(report.lock));
        }
        return Diagnostic::error("AUR0711", Kind::Command, message).help(help);
    }
    let help = match report.lock {
        LockState::Released | LockState::NotTaken => {
            format!("everything runs as before; `aurora status {key}` shows how the instances ended")
        }
        lock => advice.on_lock(lock),
    };
    Diagnostic::error("AUR0711", Kind::Command, message).help(help)
}

/// All is done, except that the lock was not given back.
fn unreleased(report: &Report, advice: &Advice) -> Option<Diagnostic> {
    let key = &advice.key;
    let (what, help) = match report.lock {
        LockState::Released | LockState::NotTaken => return None,
        LockState::Held | LockState::Unknown => {
            ("could not be released", format!("nothing is left to do but to release it: `aurora cancel_update {key}`"))
        }
        LockState::Lost => (
            "was released or taken by somebody else meanwhile",
            format!("find out who is updating the job; `aurora status {key}` shows its instances"),
        ),
    };
    let message = format!("the update of {key} is complete, but the job's lock {what}");
    Some(Diagnostic::error("AUR0713", Kind::Scheduler, message).help(help))
}
