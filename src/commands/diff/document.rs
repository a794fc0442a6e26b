//! A comparison for programs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::plan::Comparison;
use crate::config::changes::{Change, What};
use crate::scheduler::update::Action;

/// The version of the document's shape.
const VERSION: u32 = 1;

/// The plan of an update: `version`, `job`, `from`, `different`, the instances by what becomes of them, and the groups that
/// differ alike with their changes.
pub fn document(job: &str, from: &str, comparison: &Comparison) -> Value {
    let groups: Vec<Value> = comparison
        .groups
        .iter()
        .map(|group| {
            json!({
                "action": word(group.action),
                "instances": group.ids,
                "changes": group.changes.iter().map(change).collect::<Vec<_>>(),
            })
        })
        .collect();
    let ids = |action| -> BTreeSet<i32> { comparison.ids(action) };
    let template = comparison.template.as_ref().map(|changes| changes.iter().map(change).collect::<Vec<_>>());
    json!({
        "version": VERSION,
        "job": job,
        "from": from,
        "different": comparison.differs(),
        "cron": comparison.is_cron,
        "added": ids(Action::Add),
        "removed": ids(Action::Remove),
        "changed": ids(Action::Replace),
        "unchanged": ids(Action::Keep),
        "groups": groups,
        "template_changes": template,
    })
}

/// The word for what becomes of an instance.
pub fn word(action: Action) -> &'static str {
    match action {
        Action::Add => "add",
        Action::Remove => "remove",
        Action::Replace => "change",
        Action::Keep => "keep",
    }
}

fn change(change: &Change) -> Value {
    let (kind, before, after) = match &change.what {
        What::Added(value) => ("added", Value::Null, value.clone()),
        What::Removed(value) => ("removed", value.clone(), Value::Null),
        What::Changed(old, new) => ("changed", old.clone(), new.clone()),
        What::Reordered(old, new) => ("reordered", json!(old), json!(new)),
        What::Spelling => ("spelling", Value::Null, Value::Null),
    };
    json!({"path": change.path, "kind": kind, "before": before, "after": after})
}
