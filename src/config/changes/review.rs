//! Two sets of jobs side by side: which came, went, got another key, or changed.

use std::collections::{BTreeMap, HashMap, VecDeque};

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

/// Pairs that are looked at for a change of key.
const MOST_PAIRS: usize = 10_000;

/// The fields that are the key.
const KEY_FIELDS: [&str; 4] = ["cluster", "role", "environment", "name"];

/// What became of each job, by its key (of a renamed job the new one), with the job itself (of a removed job the old
/// one). Jobs of the same key are compared in their order.
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
    let removed: Vec<Named> = old.into_values().flatten().collect();
    let (removed, added) = renamed_as_is(removed, added, &mut found);
    let (removed, added) = renamed_with_texts(removed, added, &mut found);
    found.extend(removed.into_iter().map(|job| (job, Verdict::Removed)));
    found.extend(added.into_iter().map(|job| (job, Verdict::Added)));
    found.sort_by(|(one, _), (other, _)| one.key.cmp(&other.key));
    found
}

/// Jobs that came and jobs that went.
type Rest = (Vec<Named>, Vec<Named>);

/// Jobs whose content but for the key is the same.
fn renamed_as_is(removed: Vec<Named>, added: Vec<Named>, found: &mut Vec<(Named, Verdict)>) -> Rest {
    let mut by_content: HashMap<String, VecDeque<Named>> = HashMap::new();
    for job in removed {
        by_content.entry(content(&job)).or_default().push_back(job);
    }
    let mut rest = Vec::new();
    for job in added {
        match by_content.get_mut(&content(&job)).and_then(VecDeque::pop_front) {
            Some(was) => found.push((job, Verdict::Renamed(was.key, Vec::new()))),
            None => rest.push(job),
        }
    }
    let mut removed: Vec<Named> = by_content.into_values().flatten().collect();
    removed.sort_by(|one, other| one.key.cmp(&other.key));
    (removed, rest)
}

fn content(job: &Named) -> String {
    let mut tree = job.facts.tree();
    if let Value::Object(fields) = &mut tree {
        KEY_FIELDS.iter().for_each(|name| drop(fields.shift_remove(*name)));
    }
    // A map's order says nothing.
    tree.sort_all_objects();
    tree.to_string()
}

/// Jobs whose other differences are texts that hold a part of the key.
fn renamed_with_texts(removed: Vec<Named>, added: Vec<Named>, found: &mut Vec<(Named, Verdict)>) -> Rest {
    if removed.len().saturating_mul(added.len()) > MOST_PAIRS {
        return (removed, added);
    }
    let mut removed: Vec<Option<Named>> = removed.into_iter().map(Some).collect();
    let mut rest = Vec::new();
    for job in added {
        let twin = removed.iter_mut().find_map(|slot| {
            let following = following(slot.as_ref()?, &job)?;
            Some((slot.take()?, following))
        });
        match twin {
            Some((was, following)) => found.push((job, Verdict::Renamed(was.key, following))),
            None => rest.push(job),
        }
    }
    (removed.into_iter().flatten().collect(), rest)
}

/// The differences of two jobs besides their keys, if all of them follow from the keys.
fn following(before: &Named, after: &Named) -> Option<Vec<Change>> {
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
