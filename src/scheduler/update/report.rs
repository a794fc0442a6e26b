//! What an engine tells while it works, and at the end.

use std::collections::BTreeSet;

use super::{Plan, Trouble};
use crate::scheduler::api::{JobUpdateStatus, Lock};

/// A step, as it happens.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub enum Event {
    /// Before the first change. Whoever is told may wait, and raise the wish to stop.
    Planned(Box<Plan>),
    /// Which instances will be restarted.
    Chosen(BTreeSet<i32>),
    Killing(BTreeSet<i32>),
    Killed(BTreeSet<i32>),
    Adding(BTreeSet<i32>),
    Added(BTreeSet<i32>),
    Restarting(BTreeSet<i32>),
    Watching(BTreeSet<i32>),
    Healthy(BTreeSet<i32>),
    /// The scheduler began to update these.
    Updating(BTreeSet<i32>),
    Failed(BTreeSet<i32>),
    RollingBack(BTreeSet<i32>),
    Retrying {
        method: &'static str,
        reason: String,
        wait_ms: i64,
    },
    /// The job is locked for this run.
    Locked(Lock),
    /// The lock was given back.
    Released,
    /// The scheduler carries the update out, under this id.
    Started(String),
    /// The scheduler's update went into this state.
    State(JobUpdateStatus),
}

/// What became of the job's lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LockState {
    /// This run never had it.
    NotTaken,
    /// It was given back.
    Released,
    /// It is still held for this run: `cancel_update` removes it.
    Held,
    /// Somebody else removed or took it while this run had it.
    Lost,
    /// A lost answer leaves open whether it is held.
    Unknown,
}

/// How it ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// Everything is as wanted.
    Finished,
    /// The cron job's template was replaced.
    CronReplaced,
    /// Nothing was done; the reason is given.
    Refused(Trouble),
    /// Too many instances failed, and the former state was restored, except for the given instances.
    RolledBack {
        /// Which instances failed too often.
        failed: BTreeSet<i32>,
        /// Which did not come up again in their former state.
        unreverted: BTreeSet<i32>,
    },
    /// Too many instances failed, and nothing was taken back.
    Failed(BTreeSet<i32>),
    /// The user stopped it.
    Interrupted,
    /// It could not go on; the reason is given.
    Aborted(Trouble),
    /// The scheduler has no locks: it carries updates out itself. Nothing was done.
    NoLocks,
    /// Nothing had to be done.
    Unchanged,
    /// The scheduler carries the update out; the user's wish to stop paused it.
    Paused,
    /// The scheduler carries the update out; it was asked for no more than that.
    Started,
    /// The scheduler carries the update out, and goes on; the user did not wait.
    Left,
}

/// The end of a run, in full.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// The job's lock.
    pub lock: LockState,
    /// Instances that were changed.
    pub changed: BTreeSet<i32>,
    /// Instances that should be changed and were not.
    pub left: BTreeSet<i32>,
    /// Instances that were stopped, and of which it is not sure that they were started again.
    pub down: BTreeSet<i32>,
}

impl Report {
    /// The end of a run that changed nothing.
    pub(super) fn nothing(outcome: Outcome, lock: LockState) -> Report {
        Report { outcome, lock, changed: BTreeSet::new(), left: BTreeSet::new(), down: BTreeSet::new() }
    }
}
