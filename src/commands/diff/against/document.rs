//! Differences as one JSON document.

use serde::Serialize;
use serde_json::Value;

use super::compared::{Broken, Side};
use super::version::Extent;
use super::{Review, Reviewed, Sum};
use crate::config::changes::{Change, Verdict, What};

/// Version of the document's shape; it grows when a key is removed or changes its meaning.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    against: &'a str,
    summary: Summary,
    jobs: Vec<Job<'a>>,
    not_compared: Vec<LeftOut<'a>>,
}

/// A file that one of the versions could not evaluate.
#[derive(Serialize)]
struct LeftOut<'a> {
    file: &'a str,
    /// `before` or `after`.
    version: &'static str,
    /// Whether some of its jobs could be evaluated all the same.
    partly: bool,
    /// Jobs of the other version that have no counterpart because of that.
    jobs: Vec<String>,
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

/// All jobs that differ, and the files that were left out; jobs that do not differ are counted only.
pub fn document(review: &Review, against: &str) -> Value {
    let sum = Sum::of(review);
    let summary = Summary {
        added: sum.added,
        removed: sum.removed,
        renamed: sum.renamed,
        changed: sum.changed,
        unchanged: sum.same,
    };
    let differing = review.jobs.iter().filter(|(_, verdict)| *verdict != Verdict::Same);
    let jobs = differing.map(job).collect();
    let not_compared = review.broken.iter().map(left_out).collect();
    let document = Document { version: VERSION, against, summary, jobs, not_compared };
    serde_json::to_value(document).unwrap_or_default()
}

fn left_out(broken: &Broken) -> LeftOut<'_> {
    LeftOut {
        file: &broken.file,
        version: match broken.side {
            Side::Before => "before",
            Side::After => "after",
        },
        partly: broken.extent == Extent::Part,
        jobs: broken.waiting.iter().map(ToString::to_string).collect(),
    }
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
