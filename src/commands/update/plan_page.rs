//! The plan of an update for people.

use std::collections::{BTreeMap, BTreeSet};

use crate::commands::Paper;
use crate::commands::remote::list;
use crate::commands::table::Table;
use crate::scheduler::update::{Action, Plan, Settings};

/// How many changed fields are named for instances that change alike.
const MOST_FIELDS: usize = 6;

/// The plan: what becomes of which instances, what changes in them, and how long it takes at least.
pub fn page(plan: &Plan, settings: &Settings, paper: Paper) -> String {
    let mut table = Table::new(["ACTION", "COUNT", "INSTANCES", "CHANGES"]);
    for (fields, ids) in replaced(plan) {
        table.row(["replace", &ids.len().to_string(), &list(&ids), &fields]);
    }
    for (word, action) in [("add", Action::Add), ("remove", Action::Remove), ("keep", Action::Keep)] {
        let ids = plan.with(action);
        if !ids.is_empty() {
            table.row([word, &ids.len().to_string(), &list(&ids), ""]);
        }
    }
    format!("{}{}\n", table.render(paper), summary(plan, settings))
}

/// The instances to be replaced, those together in which the same fields change.
fn replaced(plan: &Plan) -> BTreeMap<String, BTreeSet<i32>> {
    let mut groups: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    for id in plan.with(Action::Replace) {
        let Some(running) = plan.running.get(&id) else { continue };
        let fields = crate::commands::diff::changed_fields(running, &plan.wanted);
        let mut words = fields.iter().take(MOST_FIELDS).cloned().collect::<Vec<_>>().join(", ");
        if fields.len() > MOST_FIELDS {
            words.push_str(&format!(" and {} more", fields.len() - MOST_FIELDS));
        }
        groups.entry(words).or_default().insert(id);
    }
    groups
}

/// How many batches, and how long they take.
pub fn summary(plan: &Plan, settings: &Settings) -> String {
    let batches = plan.batches(settings.batch_size).len();
    if batches == 0 {
        return "Nothing has to be changed.".to_owned();
    }
    let (now, then) = plan.sizes();
    let sizes = if now == then { format!("{now} instances") } else { format!("{now} instances now, then {then}") };
    let seconds = plan.least_ms(settings.batch_size, settings.watch_ms) / 1000;
    let word = if batches == 1 { "batch" } else { "batches" };
    format!("{sizes}; {batches} {word} of at most {}, which take at least {}.", settings.batch_size, length(seconds))
}

/// A length of time for people.
pub fn length(seconds: i64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_are_short() {
        assert_eq!(length(45), "45 s");
        assert_eq!(length(135), "2 min 15 s");
        assert_eq!(length(7_260), "2 h 1 min");
    }
}
