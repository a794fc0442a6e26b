//! The differences of two JSON trees.

use std::collections::HashSet;

use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::path;

/// One difference.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// Where, in the configuration's words: `task.processes[server].cmdline`.
    pub path: String,
    /// What happened there.
    pub what: What,
}

/// The kinds of differences.
#[derive(Clone, PartialEq, Debug)]
pub enum What {
    /// It is there only afterwards.
    Added(Value),
    /// It was there only before.
    Removed(Value),
    /// It is another value.
    Changed(Value, Value),
    /// The same named elements stand in another order: their names before and after.
    Reordered(Vec<String>, Vec<String>),
    /// The same content, written in another way. A scheduler compares the text, so it counts as a change all the same.
    Spelling,
}

impl Change {
    /// The value before, if there was one.
    pub fn before(&self) -> Option<&Value> {
        match &self.what {
            What::Removed(value) | What::Changed(value, _) => Some(value),
            _ => None,
        }
    }

    /// The value afterwards, if there is one.
    pub fn after(&self) -> Option<&Value> {
        match &self.what {
            What::Added(value) | What::Changed(_, value) => Some(value),
            _ => None,
        }
    }
}

/// Elements of two lists that are compared by content; longer lists are one change.
const LONGEST: usize = 2_000;

/// All differences, in the order of the fields. Null and a missing field are the same. Elements of lists that have a
/// `name` are compared by it, others by content.
pub fn between(before: &Value, after: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    values("", before, after, &mut changes);
    changes
}

fn values(at: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Null, _) => push(changes, at, What::Added(after.clone())),
        (_, Value::Null) => push(changes, at, What::Removed(before.clone())),
        (Value::Object(before), Value::Object(after)) => objects(at, before, after, changes),
        (Value::Array(before), Value::Array(after)) => lists(at, before, after, changes),
        _ => push(changes, at, What::Changed(before.clone(), after.clone())),
    }
}

fn push(changes: &mut Vec<Change>, path: &str, what: What) {
    changes.push(Change { path: path.to_owned(), what });
}

fn objects(at: &str, before: &Map<String, Value>, after: &Map<String, Value>, changes: &mut Vec<Change>) {
    for (name, old) in before {
        values(&path::field(at, name), old, after.get(name).unwrap_or(&Value::Null), changes);
    }
    for (name, new) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        values(&path::field(at, name), &Value::Null, new, changes);
    }
}

fn lists(at: &str, before: &[Value], after: &[Value], changes: &mut Vec<Change>) {
    match (names(before), names(after)) {
        (Some(old), Some(new)) => named(at, (before, &old), (after, &new), changes),
        _ if before.iter().chain(after).all(|element| !element.is_object() && !element.is_array())
            || before.len().max(after.len()) > LONGEST =>
        {
            let (old, new) = (Value::from(before), Value::from(after));
            push(changes, at, What::Changed(old, new));
        }
        _ => unnamed(at, before, after, changes),
    }
}

/// The names of a list's elements, if each has one of its own.
fn names(list: &[Value]) -> Option<Vec<&str>> {
    let names: Vec<&str> = list.iter().map(|element| element.get("name")?.as_str()).collect::<Option<_>>()?;
    let distinct: HashSet<&str> = names.iter().copied().collect();
    (distinct.len() == names.len()).then_some(names)
}

/// A list and the names of its elements.
type NamedList<'a> = (&'a [Value], &'a [&'a str]);

fn named(at: &str, (before, old): NamedList, (after, new): NamedList, changes: &mut Vec<Change>) {
    let find = |list: &[Value], names: &[&str], name: &str| {
        names.iter().position(|known| *known == name).and_then(|at| list.get(at).cloned())
    };
    for (name, element) in old.iter().zip(before) {
        let counterpart = find(after, new, name).unwrap_or(Value::Null);
        values(&path::element(at, name), element, &counterpart, changes);
    }
    for (name, element) in new.iter().zip(after).filter(|(name, _)| !old.contains(name)) {
        values(&path::element(at, name), &Value::Null, element, changes);
    }
    let common = |names: &[&str], others: &[&str]| -> Vec<String> {
        names.iter().filter(|name| others.contains(name)).map(|name| (*name).to_owned()).collect()
    };
    let (was, is) = (common(old, new), common(new, old));
    if was != is {
        push(changes, at, What::Reordered(was, is));
    }
}

fn unnamed(at: &str, before: &[Value], after: &[Value], changes: &mut Vec<Change>) {
    let key = |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>();
    let (old, new) = (key(before), key(after));
    let element = |list: &[Value], at: usize| list.get(at).cloned().unwrap_or(Value::Null);
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (from, to) = (step.old_range(), step.new_range());
        if matches!(step, DiffOp::Equal { .. }) {
            continue;
        }
        let both = from.len().min(to.len());
        for offset in 0..both {
            let (old, new) = (element(before, from.start + offset), element(after, to.start + offset));
            values(&path::index(at, to.start + offset), &old, &new, changes);
        }
        for gone in from.skip(both) {
            values(&path::index(at, gone), &element(before, gone), &Value::Null, changes);
        }
        for come in to.skip(both) {
            values(&path::index(at, come), &Value::Null, &element(after, come), changes);
        }
    }
}
