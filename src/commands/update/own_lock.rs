//! Recognising one's own lock after an abnormal end: a small note, kept while an update runs, tells which lock it took.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::commands::remote::{Remote, list};
use crate::commands::{Prints, time};
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::host::Host;
use crate::scheduler::api::Lock;
use crate::scheduler::update::{Action, Exchange, LockState, Outcome, Report, Target, Trouble, held_lock, plan};

use super::advice::Advice;

/// The note about a job's update.
pub struct OwnLock<'a> {
    remote: &'a Remote<'a>,
    name: String,
    /// What an earlier run left.
    earlier: Option<Note>,
    host: RefCell<Box<dyn Host>>,
}

/// What a note says.
struct Note {
    token: Option<String>,
    process: u32,
    host: String,
    started_ms: i64,
}

impl Note {
    fn read(text: &str) -> Option<Note> {
        let document: Value = serde_json::from_str(text).ok()?;
        Some(Note {
            token: document["token"].as_str().map(str::to_owned),
            process: u32::try_from(document["process"].as_u64()?).ok()?,
            host: document["host"].as_str()?.to_owned(),
            started_ms: document["started_ms"].as_i64()?,
        })
    }
}

impl<'a> OwnLock<'a> {
    /// Reads what an earlier run left for a job.
    pub fn of(remote: &'a Remote<'a>, key: &str) -> OwnLock<'a> {
        let name = format!("update/{key}");
        let earlier = remote.context.machine.kept(&name).as_deref().and_then(Note::read);
        OwnLock { remote, name, earlier, host: RefCell::new((remote.context.world)(Prints::Err)) }
    }

    /// An update is about to lock the job. What an earlier run noted stays until the lock is taken.
    pub fn begin(&self) {
        if self.earlier.is_none() {
            self.write(None);
        }
    }

    /// The update has the lock.
    pub fn taken(&self, lock: &Lock) {
        self.write(lock.token.as_deref());
    }

    /// The update has ended. The note stays if the lock may still be there.
    pub fn end(&self, report: &Report) {
        let is_over = match report.lock {
            LockState::Released | LockState::Lost => true,
            LockState::NotTaken => {
                self.earlier.is_none() || !matches!(report.outcome, Outcome::Refused(Trouble::Locked(_)))
            }
            LockState::Held | LockState::Unknown => false,
        };
        if is_over {
            self.forget();
        }
    }

    /// Nothing is noted any more.
    pub fn forget(&self) {
        self.tell(self.remote.context.machine.keep(&self.name, None));
    }

    fn write(&self, token: Option<&str>) {
        let machine = self.remote.context.machine;
        let document = json!({
            "version": 1,
            "token": token,
            "process": machine.process(),
            "host": self.host_name(),
            "started_ms": machine.clock().now_ms(),
        });
        self.tell(machine.keep(&self.name, Some(&document.to_string())));
    }

    fn tell(&self, result: Result<(), String>) {
        if let Err(why) = result {
            self.remote.debug(&format!("a note about this update cannot be kept: {why}"));
        }
    }

    fn host_name(&self) -> String {
        self.host.borrow_mut().host_name().unwrap_or_default()
    }

    /// If the update was refused because of a lock that an earlier run of this user left: what that is, and what mends it.
    pub fn explain(
        &self,
        exchange: &Exchange,
        target: &Target,
        report: &Report,
        advice: &Advice,
    ) -> Option<Diagnostic> {
        let (Outcome::Refused(Trouble::Locked(_)), Some(note)) = (&report.outcome, &self.earlier) else { return None };
        let key = target.job.key.clone().unwrap_or_default();
        let response = exchange.read("getLocks", |scheduler| scheduler.get_locks()).ok()?;
        let lock = held_lock(&response, &key)?;
        let by = match &note.token {
            Some(token) if lock.token.as_deref() == Some(token) => "by your own update",
            Some(_) => return None,
            // The run ended before it could note its lock; a lock of somebody else would be a coincidence.
            None => "most likely by your own update",
        };
        let since = time::local(&mut **self.host.borrow_mut(), lock.timestamp_ms.unwrap_or(note.started_ms));
        let job = &advice.key;
        let is_here = note.host == self.host_name();
        if is_here && self.remote.context.machine.is_at_work(note.process) {
            let process = note.process;
            let message = format!("{job} is locked {by} of {since}, which is still at work (process {process})");
            let error = Diagnostic::error("AUR0716", Kind::Scheduler, message);
            return Some(error.help("wait for it, or stop it with Ctrl-C"));
        }
        let place = if is_here { String::new() } else { format!(" on {}", note.host) };
        let message = format!(
            "{job} is locked {by} of {since}{place}, which ended without giving the lock back{}",
            state(exchange, target)
        );
        Some(Diagnostic::error("AUR0716", Kind::Scheduler, message).help(format!(
            "`aurora cancel_update {job}` would release the lock and change no instance; then `{}` goes on from there, and \
             with the former file it goes back",
            advice.again
        )))
    }
}

/// How far that update came, as a part of a sentence.
fn state(exchange: &Exchange, target: &Target) -> String {
    let Ok(plan) = plan(exchange, target) else { return String::new() };
    let words = [
        (Action::Keep, "already as wanted"),
        (Action::Replace, "still different"),
        (Action::Add, "missing"),
        (Action::Remove, "to be removed"),
    ];
    let parts: Vec<String> = words
        .iter()
        .map(|(action, word)| (plan.with(*action), word))
        .filter(|(ids, _)| !ids.is_empty())
        .map(|(ids, word)| format!("{word}: {}", list(&ids)))
        .collect();
    format!(" ({})", parts.join("; "))
}
