//! A comparison for people.

use serde_json::Value;
use similar::TextDiff;

use super::plan::{Comparison, Group};
use super::readable;
use crate::commands::Paper;
use crate::commands::remote::list;
use crate::config::changes::{Change, What};
use crate::diagnostics::render::text;
use crate::scheduler::update::Action;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const CYAN: &str = "\u{1b}[36m";
const PLAIN: &str = "\u{1b}[0m";

/// The longest value that is shown beside a field's name, in characters.
const LONGEST_VALUE: usize = 60;

/// The comparison of a job with a file.
pub fn layout(job: &str, file: &str, comparison: &Comparison, paper: Paper) -> String {
    let paint =
        |color: &str, words: &str| if paper.color { format!("{color}{words}{PLAIN}") } else { words.to_owned() };
    let mut out = format!("{}\n", paint(BOLD, &format!("{job}: {}", summary(comparison))));
    for change in comparison.template.iter().flatten() {
        out.push_str(&named(change, &paint));
    }
    for group in comparison.groups.iter().filter(|group| group.action != Action::Keep) {
        out.push_str(&format!("\n{}\n", paint(BOLD, &title(group))));
        group.changes.iter().for_each(|change| out.push_str(&named(change, &paint)));
        if let (Action::Replace, Some(running)) = (group.action, &group.running) {
            out.push('\n');
            out.push_str(&unified(running, &comparison.wanted, group, file, &paint));
        }
    }
    out
}

fn summary(comparison: &Comparison) -> String {
    match &comparison.template {
        _ if !comparison.is_cron => {}
        None => return "there is no such cron job yet".to_owned(),
        Some(changes) if changes.is_empty() => return "no difference to the cron job's template".to_owned(),
        Some(_) => return "the cron job's template differs".to_owned(),
    }
    let words = [
        (Action::Replace, "to change"),
        (Action::Add, "to add"),
        (Action::Remove, "to remove"),
        (Action::Keep, "unchanged"),
    ];
    let parts: Vec<String> = words
        .iter()
        .map(|(action, word)| (comparison.ids(*action).len(), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match comparison.differs() {
        true => format!("instances: {}", parts.join(", ")),
        false => {
            let count = comparison.ids(Action::Keep).len();
            format!("no difference ({count} instance{})", if count == 1 { "" } else { "s" })
        }
    }
}

fn title(group: &Group) -> String {
    let noun = if group.ids.len() == 1 { "Instance" } else { "Instances" };
    let verb = match group.action {
        Action::Add => "to add",
        Action::Remove => "to remove",
        Action::Replace => "to change",
        Action::Keep => "unchanged",
    };
    format!("{noun} {verb}: {}", list(&group.ids))
}

/// A field that differs, on one line.
fn named(change: &Change, paint: &impl Fn(&str, &str) -> String) -> String {
    let path = text::one_line(&change.path);
    let line = match &change.what {
        What::Added(value) => paint(GREEN, &format!("+ {path}: {}", short(value))),
        What::Removed(value) => paint(RED, &format!("- {path}: {}", short(value))),
        What::Changed(old, new) if is_long(old) || is_long(new) => format!("~ {path}: differs"),
        What::Changed(old, new) => format!("~ {path}: {} → {}", short(old), short(new)),
        What::Reordered(_, new) => format!("~ {path}: in another order: {}", text::one_line(&new.join(", "))),
        What::Spelling => format!("~ {path}: written in another way"),
    };
    format!("  {line}\n")
}

fn is_long(value: &Value) -> bool {
    value.as_str().is_some_and(|words| words.contains('\n')) || value.to_string().chars().count() > LONGEST_VALUE
}

fn short(value: &Value) -> String {
    text::one_line(&text::shortened(&value.to_string(), LONGEST_VALUE)).into_owned()
}

/// Both texts as a unified diff.
fn unified(
    running: &Value,
    wanted: &Value,
    group: &Group,
    file: &str,
    paint: &impl Fn(&str, &str) -> String,
) -> String {
    let (old, new) = (readable::lines(running), readable::lines(wanted));
    let header = format!("running {}", list(&group.ids));
    let diff = TextDiff::from_lines(&old, &new).unified_diff().header(&header, &text::one_line(file)).to_string();
    let color = |line: &str| match line.chars().next() {
        _ if line.starts_with("--- ") || line.starts_with("+++ ") => paint(BOLD, line),
        Some('-') => paint(RED, line),
        Some('+') => paint(GREEN, line),
        Some('@') => paint(CYAN, line),
        _ => line.to_owned(),
    };
    diff.lines().map(|line| color(line) + "\n").collect()
}
