//! What the user can do after an end that was not the wished one: sentences with the commands in them.

use std::collections::BTreeSet;

use crate::commands::remote::list;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::update::{LockState, Report, Trouble};

/// The words for commands about one job.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The job's whole key.
    pub key: String,
    /// The command that was given, as it would be given again.
    pub again: String,
}

impl Advice {
    /// For an update of some instances, or of all.
    pub fn new(key: &str, file: &str, only: Option<&BTreeSet<i32>>) -> Advice {
        let only = only.map(|ids| format!("--shards={} ", list(ids))).unwrap_or_default();
        Advice { key: key.to_owned(), again: format!("aurora update {only}{key} {}", quoted(file)) }
    }

    /// For a command without a file.
    pub fn of_command(key: &str, again: String) -> Advice {
        Advice { key: key.to_owned(), again }
    }

    /// How to go on from here or back.
    pub fn on_lock(&self, lock: LockState) -> String {
        let Advice { key, again } = self;
        match lock {
            LockState::Released | LockState::NotTaken => {
                format!("`{again}` goes on from here; the same command with the former file goes back")
            }
            LockState::Held => format!(
                "the job is still locked for this update: `aurora cancel_update {key}` releases the lock and changes no \
                 instance; then `{again}` goes on from here, and with the former file it goes back"
            ),
            LockState::Unknown => format!(
                "the job may still be locked for this update: if `{again}` says so, `aurora cancel_update {key}` releases \
                 the lock"
            ),
            LockState::Lost => format!(
                "somebody else released or took the job's lock meanwhile: find out who is updating it (`aurora status \
                 {key}` shows its instances) before `{again}`"
            ),
        }
    }
}

/// A file's name as a shell reads it.
fn quoted(name: &str) -> String {
    let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+=:,@%".contains(c));
    if is_plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

/// In which state the job is left: parts of a sentence.
pub fn joined(report: &Report) -> String {
    let instances = |ids: &BTreeSet<i32>| match ids.len() {
        1 => format!("instance {}", list(ids)),
        count => format!("{count} instances ({})", list(ids)),
    };
    let done: BTreeSet<i32> = report.changed.difference(&report.left).copied().collect();
    let begun: BTreeSet<i32> = report.changed.intersection(&report.left).copied().collect();
    let untouched: BTreeSet<i32> = report.left.difference(&report.changed).copied().collect();
    let mut parts = Vec::new();
    if report.changed.is_empty() {
        parts.push("nothing was changed".to_owned());
    }
    if !done.is_empty() {
        parts.push(format!("changed: {}", instances(&done)));
    }
    if !begun.is_empty() {
        parts.push(format!("begun and not watched to the end: {}", instances(&begun)));
    }
    if !untouched.is_empty() {
        parts.push(format!("not begun: {}", instances(&untouched)));
    }
    if !report.down.is_empty() {
        parts.push(format!("stopped and not surely started again: {}", instances(&report.down)));
    }
    parts.join("; ")
}

/// A trouble that ended `what`, as an error.
pub fn error_of_trouble(trouble: &Trouble, what: &str, advice: &Advice) -> Diagnostic {
    let key = &advice.key;
    match trouble {
        Trouble::Locked(why) => {
            let message = format!("{key} is locked: {why}");
            Diagnostic::error("AUR0716", Kind::Scheduler, message).help(format!(
                "an update is under way, or one was left unfinished; only when you are sure that nobody is updating the \
                 job, `aurora cancel_update {key}` releases the lock (it changes no instance), and then `{}` works",
                advice.again
            ))
        }
        Trouble::Interrupted => {
            let message = format!("{what} was interrupted; nothing was changed");
            Diagnostic::error("AUR0714", Kind::Interrupted, message).help(format!("`{}` starts anew", advice.again))
        }
        other => Diagnostic::error("AUR0715", kind_of(other), format!("{what} of {key} could not start: {other}"))
            .help("nothing was changed"),
    }
}

/// What a trouble is about; it decides the exit code.
pub fn kind_of(trouble: &Trouble) -> Kind {
    match trouble {
        Trouble::Denied(_) => Kind::Auth,
        Trouble::Doubt(_) | Trouble::Unreachable(_) => Kind::Network,
        Trouble::Interrupted => Kind::Interrupted,
        Trouble::Locked(_) | Trouble::Refused(_) | Trouble::NoMethod(_) => Kind::Scheduler,
    }
}
