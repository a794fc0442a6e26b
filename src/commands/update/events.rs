//! Events for programs: one JSON object each.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::scheduler::update::{Action, Event, LockState, Outcome, Plan, Report, Settings};

/// The version of the events' form, in the first one.
const VERSION: u32 = 1;

/// The plan.
pub fn planned(plan: &Plan, settings: &Settings) -> Value {
    let (now, then) = plan.sizes();
    json!({
        "event": "planned",
        "version": VERSION,
        "add": plan.with(Action::Add),
        "remove": plan.with(Action::Remove),
        "replace": plan.with(Action::Replace),
        "keep": plan.with(Action::Keep),
        "instances_now": now,
        "instances_then": then,
        "batch_size": settings.batch_size,
        "least_seconds": plan.least_ms(settings.batch_size, settings.watch_ms) / 1000,
    })
}

/// A step.
pub fn step(event: &Event, settings: &Settings) -> Value {
    let ids = |name: &str, ids: &BTreeSet<i32>| json!({"event": name, "instances": ids});
    match event {
        Event::Planned(plan) => planned(plan, settings),
        Event::Chosen(set) => ids("chosen", set),
        Event::Killing(set) => ids("killing", set),
        Event::Killed(set) => ids("killed", set),
        Event::Adding(set) => ids("adding", set),
        Event::Added(set) => ids("added", set),
        Event::Restarting(set) => ids("restarting", set),
        Event::Watching(set) => ids("watching", set),
        Event::Healthy(set) => ids("healthy", set),
        Event::Updating(set) => ids("updating", set),
        Event::Failed(set) => ids("failed", set),
        Event::RollingBack(set) => ids("rolling_back", set),
        Event::Retrying { method, reason, wait_ms } => {
            json!({"event": "retrying", "method": method, "reason": reason, "wait_ms": wait_ms})
        }
        Event::Locked(_) => json!({"event": "locked"}),
        Event::Released => json!({"event": "released"}),
        Event::Started(id) => json!({"event": "started", "id": id}),
        Event::State(status) => json!({"event": "state", "state": status.name()}),
    }
}

/// The end.
pub fn ended(report: &Report) -> Value {
    let mut document = json!({
        "event": "ended",
        "outcome": word(&report.outcome),
        "lock": lock(report.lock),
        "changed": report.changed,
        "left": report.left,
        "down": report.down,
    });
    let (name, value) = match &report.outcome {
        Outcome::RolledBack { failed, unreverted } => {
            document["unreverted"] = json!(unreverted);
            ("failed", json!(failed))
        }
        Outcome::Failed(failed) => ("failed", json!(failed)),
        Outcome::Refused(trouble) | Outcome::Aborted(trouble) => ("reason", json!(trouble.to_string())),
        _ => return document,
    };
    document[name] = value;
    document
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Finished => "finished",
        Outcome::CronReplaced => "cron_replaced",
        Outcome::Refused(_) => "refused",
        Outcome::RolledBack { .. } => "rolled_back",
        Outcome::Failed(_) => "failed",
        Outcome::Interrupted => "interrupted",
        Outcome::Aborted(_) => "aborted",
        Outcome::NoLocks => "no_locks",
        Outcome::Unchanged => "unchanged",
        Outcome::Started => "started",
        Outcome::Paused => "paused",
        Outcome::Left => "left",
    }
}

fn lock(lock: LockState) -> &'static str {
    match lock {
        LockState::NotTaken => "not_taken",
        LockState::Released => "released",
        LockState::Held => "held",
        LockState::Lost => "lost",
        LockState::Unknown => "unknown",
    }
}
