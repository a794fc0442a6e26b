//! Differences as one JSON document.

use serde::Serialize;
use serde_json::Value;

use super::{Reviewed, Sum};
use crate::config::changes::{Change, Verdict, What};

/// Version of the document's shape; it grows when a key is removed or changes its meaning.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    against: &'a str,
    summary: Summary,
    jobs: Vec<Job<'a>>,
}

#[derive(Serialize)]
struct Summary {
    added: usize,
    removed: usize,
    renamed: usize,
    changed: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct Job<'a> {
    key: String,
    status: &'static str,
    /// The old key of a renamed job.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    changes: Vec<Field<'a>>,
    /// The whole job if it came or went.
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<Value>,
}

#[derive(Serialize)]
struct Field<'a> {
    path: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Value>,
}

/// All jobs that differ; those that do not are counted only.
pub fn document(jobs: &[Reviewed], against: &str) -> Value {
    let sum = Sum::of(jobs);
    let summary = Summary {
        added: sum.added,
        removed: sum.removed,
        renamed: sum.renamed,
        changed: sum.changed,
        unchanged: sum.same,
    };
    let differing = jobs.iter().filter(|(_, verdict)| *verdict != Verdict::Same);
    let document = Document { version: VERSION, against, summary, jobs: differing.map(job).collect() };
    serde_json::to_value(document).unwrap_or_default()
}

fn job((job, verdict): &Reviewed) -> Job<'_> {
    let whole = || Some(job.facts.tree());
    let (status, from, changes, job_tree) = match verdict {
        Verdict::Added => ("added", None, &[][..], whole()),
        Verdict::Removed => ("removed", None, &[][..], whole()),
        Verdict::Renamed(from, changes) => ("renamed", Some(from.to_string()), &changes[..], None),
        Verdict::Changed(changes) => ("changed", None, &changes[..], None),
        Verdict::Same => ("unchanged", None, &[][..], None),
    };
    Job { key: job.key.to_string(), status, from, changes: changes.iter().map(field).collect(), job: job_tree }
}

fn field(change: &Change) -> Field<'_> {
    let (kind, before, after) = match &change.what {
        What::Added(value) => ("added", None, Some(value.clone())),
        What::Removed(value) => ("removed", Some(value.clone()), None),
        What::Changed(old, new) => ("changed", Some(old.clone()), Some(new.clone())),
        What::Reordered(old, new) => {
            ("reordered", Some(Value::from(old.as_slice())), Some(Value::from(new.as_slice())))
        }
        What::Spelling => ("spelling", None, None),
    };
    Field { path: &change.path, kind, before, after }
}
