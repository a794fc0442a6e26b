//! What an update does to each instance: a pure decision (`reference/commands.md §11.3`).

use std::collections::{BTreeMap, BTreeSet};

use crate::scheduler::api::{ResourceAggregate, TaskConfig};

/// What happens to an instance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// It does not run yet.
    Add,
    /// It runs and shall not.
    Remove,
    /// It runs with another configuration.
    Replace,
    /// It runs as wanted.
    Keep,
}

/// Instances that neither run nor are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutOfRange(pub BTreeSet<i32>);

/// The decision about each instance, in the order of the work.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// By instance, ascending.
    pub actions: BTreeMap<i32, Action>,
    /// What runs now.
    pub running: BTreeMap<i32, TaskConfig>,
    /// What each instance shall run.
    pub wanted: TaskConfig,
}

impl Plan {
    /// Decides for instances 0 up to `count`, or for the given ones only.
    ///
    /// # Errors
    /// If given instances neither run nor are wanted.
    pub fn new(
        running: BTreeMap<i32, TaskConfig>,
        wanted: TaskConfig,
        count: i32,
        only: Option<&BTreeSet<i32>>,
    ) -> Result<Plan, OutOfRange> {
        let all: BTreeSet<i32> = running.keys().copied().chain(0..count).collect();
        let ids = only.unwrap_or(&all);
        let outside: BTreeSet<i32> = ids.difference(&all).copied().collect();
        if !outside.is_empty() {
            return Err(OutOfRange(outside));
        }
        let decide = |id: i32| match running.get(&id) {
            Some(_) if id >= count || id < 0 => Action::Remove,
            Some(config) if same_task(config, &wanted) => Action::Keep,
            Some(_) => Action::Replace,
            None => Action::Add,
        };
        let actions = ids.iter().map(|id| (*id, decide(*id))).collect();
        Ok(Plan { actions, running, wanted })
    }

    /// The instances with this action.
    pub fn with(&self, action: Action) -> BTreeSet<i32> {
        self.actions.iter().filter(|(_, has)| **has == action).map(|(id, _)| *id).collect()
    }

    /// The changed instances in groups of at most `size`, ascending. A size of zero counts as one.
    pub fn batches(&self, size: usize) -> Vec<BTreeSet<i32>> {
        let changed: Vec<i32> =
            self.actions.iter().filter(|(_, action)| **action != Action::Keep).map(|(id, _)| *id).collect();
        changed.chunks(size.max(1)).map(|ids| ids.iter().copied().collect()).collect()
    }

    /// How long an update with these settings takes at least, in milliseconds: each batch that starts instances is watched.
    pub fn least_ms(&self, batch_size: usize, watch_ms: i64) -> i64 {
        let starts = |id: &i32| matches!(self.actions.get(id), Some(Action::Add | Action::Replace));
        let watched = self.batches(batch_size).iter().filter(|batch| batch.iter().any(starts)).count();
        watch_ms.saturating_mul(i64::try_from(watched).unwrap_or(i64::MAX))
    }

    /// How many instances run now, and how many will when all is done.
    pub fn sizes(&self) -> (usize, usize) {
        let now = self.running.len();
        (now, now + self.with(Action::Add).len() - self.with(Action::Remove).len())
    }
}

/// Whether two tasks are the same to an executor: sets as sets, and the executor's text as data if it is JSON, so that
/// neither blanks nor the order of keys count.
pub fn same_task(one: &TaskConfig, other: &TaskConfig) -> bool {
    if one == other {
        return true;
    }
    let data = |task: &TaskConfig| {
        let text = task.executor_config.as_ref()?.data.as_deref()?;
        serde_json::from_str::<serde_json::Value>(text).ok()
    };
    match (data(one), data(other)) {
        (Some(ours), Some(theirs)) if same_json(&ours, &theirs) => {
            let mut adjusted = one.clone();
            if let (Some(ours), Some(theirs)) = (&mut adjusted.executor_config, &other.executor_config) {
                ours.data.clone_from(&theirs.data);
            }
            adjusted == *other
        }
        _ => false,
    }
}

/// Equality without regard to the order of keys. The parser limits the depth.
fn same_json(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Object};
    match (one, other) {
        (Object(ours), Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(key, value)| theirs.get(key).is_some_and(|their| same_json(value, their)))
        }
        (Array(ours), Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same_json(ours, theirs))
        }
        _ => one == other,
    }
}

/// Whether the number of instances changes so much that a person should look twice: four times as many, a quarter, or none.
pub fn is_large_change(now: usize, then: usize) -> bool {
    then == 0 || (now > 0 && (then >= now.saturating_mul(4) || then.saturating_mul(4) <= now))
}

/// By how much a production job's plan exceeds the quota: cores, mebibytes of memory and of disk, where positive.
pub fn quota_shortfall(plan: &Plan, quota: &ResourceAggregate, used: &ResourceAggregate) -> Option<[f64; 3]> {
    if plan.wanted.production != Some(true) {
        return None;
    }
    let of = |task: &TaskConfig| {
        let amounts = [task.cpus().unwrap_or(0.0), task.ram().unwrap_or(0) as f64, task.disk().unwrap_or(0) as f64];
        if task.production == Some(true) { amounts } else { [0.0; 3] }
    };
    let totals = |aggregate: &ResourceAggregate| {
        let whole = |amount: Option<i64>| amount.unwrap_or(0) as f64;
        [aggregate.cpus().unwrap_or(0.0), whole(aggregate.ram()), whole(aggregate.disk())]
    };
    let mut over = [0.0; 3];
    for (id, action) in &plan.actions {
        let added = if matches!(action, Action::Add | Action::Replace) { of(&plan.wanted) } else { [0.0; 3] };
        let gone = matches!(action, Action::Remove | Action::Replace);
        let killed = plan.running.get(id).filter(|_| gone).map_or([0.0; 3], of);
        for at in 0..3 {
            over[at] += added[at] - killed[at];
        }
    }
    let (quota, used) = (totals(quota), totals(used));
    for at in 0..3 {
        over[at] += used[at] - quota[at];
    }
    over.iter().any(|amount| *amount > 0.0).then_some(over)
}
