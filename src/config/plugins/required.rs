//! Attributes without which a job cannot even be looked at (`reference/loading.md §6.1`).

use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Object};
use crate::source::Span;

use super::super::problem::{Problems, Result};
use super::super::read;

/// Errors: `cluster`, `task`, `role`, or the task's `processes` are not set; every one of them.
pub fn check(cx: &Context, job: &Object) -> Result<()> {
    // The name of a job without one is that of its task, which may be missing, too.
    let name = read::text_of(cx, job, "name")?.filter(|name| !name.contains("{{"));
    let mut problems = Problems::default();
    for attribute in ["cluster", "task", "role"] {
        if !job.has(attribute) {
            problems.0.push(missing(attribute, "Job", name.as_deref(), job.first_place()));
        }
    }
    // Interpolation neither sets nor unsets an attribute of a Struct: the task as it is written tells.
    if let Some(task) = job.slot("task").map(|slot| &slot.value)
        && task.slots().is_some()
        && !task.has("processes")
    {
        let place = task.first_place();
        let place = if place.is_none() { read::place(job, "task") } else { place };
        problems.0.push(missing("processes", "Task", name.as_deref(), place));
    }
    problems.or_value(Some(()))
}

fn missing(attribute: &str, owner: &str, name: Option<&str>, place: Span) -> Diagnostic {
    let which = name.map_or_else(|| "a job without a name".to_owned(), |name| format!("job `{}`", shown(name)));
    let message = match owner {
        "Job" => format!("{which} has no `{attribute}`"),
        _ => format!("the task of {which} has no `{attribute}`"),
    };
    Diagnostic::error("AUR0420", Kind::MissingRequired, message)
        .help(format!("add `{attribute}=…` to the {owner}"))
        .at(place, read::lacks(owner))
}
