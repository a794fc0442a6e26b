//! Two sets of jobs side by side: which came, went, got another key, or changed.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::JobFacts;
use super::tree::{Change, What};
use crate::config::JobKey;

/// A job with its key.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// Its key.
    pub key: JobKey,
    /// The job.
    pub facts: JobFacts,
}

/// What became of a job.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// It is there only afterwards.
    Added,
    /// It was there only before.
    Removed,
    /// Its content has another key now. The changes are those that follow from the key, such as texts that hold it.
    Renamed(JobKey, Vec<Change>),
    /// Fields of it changed.
    Changed(Vec<Change>),
    /// Nothing changed.
    Same,
}

/// The fields that are the key.
pub const KEY_FIELDS: [&str; 4] = ["cluster", "role", "environment", "name"];

/// What became of each key's jobs, which are compared in their order, with the job itself (of a removed job the old one). Which
/// of those that came and went are one job is not looked at: see [`following`].
pub fn review(before: Vec<Named>, after: Vec<Named>) -> Vec<(Named, Verdict)> {
    let mut old: BTreeMap<JobKey, VecDeque<Named>> = BTreeMap::new();
    for job in before {
        old.entry(job.key.clone()).or_default().push_back(job);
    }
    let (mut found, mut added) = (Vec::new(), Vec::new());
    for job in after {
        match old.get_mut(&job.key).and_then(VecDeque::pop_front) {
            Some(was) => {
                let changes = was.facts.changes_to(&job.facts);
                let verdict = if changes.is_empty() { Verdict::Same } else { Verdict::Changed(changes) };
                found.push((job, verdict));
            }
            None => added.push(job),
        }
    }
    found.extend(old.into_values().flatten().map(|job| (job, Verdict::Removed)));
    found.extend(added.into_iter().map(|job| (job, Verdict::Added)));
    found.sort_by(|(one, _), (other, _)| one.key.cmp(&other.key));
    found
}

/// The differences of two jobs besides their keys, if all of them follow from the keys: then they are one job, renamed.
pub fn following(before: &Named, after: &Named) -> Option<Vec<Change>> {
    let mut changes = before.facts.changes_to(&after.facts);
    changes.retain(|change| !KEY_FIELDS.contains(&change.path.as_str()));
    changes.iter().all(|change| follows(change, &before.key, &after.key)).then_some(changes)
}

fn follows(change: &Change, before: &JobKey, after: &JobKey) -> bool {
    match &change.what {
        What::Spelling => true,
        What::Changed(Value::String(old), Value::String(new)) => {
            let parts = [
                (&before.cluster, &after.cluster),
                (&before.role, &after.role),
                (&before.environment, &after.environment),
                (&before.name, &after.name),
            ];
            let parts = parts.into_iter().filter(|(was, is)| was != is && !was.is_empty());
            let replaced = parts.fold(old.clone(), |text, (was, is)| text.replace(was.as_str(), is));
            replaced == *new
        }
        _ => false,
    }
}
