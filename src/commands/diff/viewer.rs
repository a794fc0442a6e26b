//! The user's own program for differences (`reference/commands.md §13`).

use serde_json::Value;

use super::plan::Comparison;
use super::readable;
use crate::commands::remote::{Program, list};
use crate::commands::{Context, Failure};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::update::Action;

/// Gives the viewer two files: what runs, and what is wanted, in the same words. Returns its exit code; one that only says
/// that there are differences counts as 0.
///
/// # Errors
/// If it cannot be run.
pub fn show(viewer: &str, comparison: &Comparison, known: Option<Value>, context: &Context) -> Result<u8, Failure> {
    let (running, wanted) = match comparison.is_cron {
        true => (known.map(|known| readable::lines(&known)).unwrap_or_default(), readable::lines(&comparison.wanted)),
        false => texts(comparison),
    };
    let files = [("running", running.as_str()), ("configuration", wanted.as_str())];
    let code = context.machine.run_over_files(&Program::new(viewer, [""; 0]), &files);
    let code = code.map_err(|why| {
        let error = Diagnostic::error("AUR0611", Kind::Command, why);
        error.help("the variable DIFF_VIEWER holds the name of one program, without arguments")
    })?;
    Ok(if code == 1 { 0 } else { u8::try_from(code).unwrap_or(255) })
}

/// One record for each group of instances, with the same heads in both files.
fn texts(comparison: &Comparison) -> (String, String) {
    let (mut running, mut wanted) = (String::new(), String::new());
    for group in &comparison.groups {
        let head = format!("# instances {}\n", list(&group.ids));
        if let Some(record) = &group.running {
            running.push_str(&head);
            running.push_str(&readable::lines(record));
        }
        if group.action != Action::Remove {
            wanted.push_str(&head);
            let same = group.running.as_ref().filter(|_| group.action == Action::Keep);
            wanted.push_str(&readable::lines(same.unwrap_or(&comparison.wanted)));
        }
    }
    if running.is_empty() {
        running.push('\n');
    }
    (running, wanted)
}
