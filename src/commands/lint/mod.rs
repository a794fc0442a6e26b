//! `aurora lint`

mod args;
mod gather;
mod mend;
mod report;

use super::{Context, Failure, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};
use crate::lint::{self, Fixes, RULES, severity_name};

pub use args::LintArgs;

/// Looks for faults.
pub fn run(args: &LintArgs, context: &Context) -> Result {
    if args.list_rules {
        context.streams.out(rules().as_bytes());
        return Ok(Outcome::Done);
    }
    let outputs = report::outputs(args).map_err(usage)?;
    let mut task = gather::task(args, context)?;
    if args.diff {
        let mended = mend::run(&mut task, args, context)?;
        return Ok(if mended.files.is_empty() { Outcome::Done } else { Outcome::Findings });
    }
    let found = if args.fix {
        mend::run(&mut task, args, context)?.report
    } else {
        lint::run(&task.disk, &task.plan).map_err(failed)?
    };
    report::write(&found, &outputs, args, context, &task.disk)?;
    Ok(if found.findings.is_empty() { Outcome::Done } else { Outcome::Findings })
}

/// One line for each rule.
fn rules() -> String {
    let line = |rule: &&lint::Rule| {
        let fix = match rule.fixes {
            Fixes::None => "",
            Fixes::Safe => ", fix",
            Fixes::Unsafe => ", fix (--unsafe-fixes)",
        };
        let default = if rule.is_default { "" } else { ", off" };
        let severity = severity_name(rule.severity);
        format!("{}  {:<28} {} ({severity}{default}{fix})\n", rule.code, rule.name, rule.title)
    };
    RULES.iter().map(line).collect()
}

fn usage(message: String) -> Failure {
    Diagnostic::error("AUR0002", Kind::Usage, message).into()
}

fn failed(message: String) -> Failure {
    Diagnostic::error("AUR0004", Kind::Command, message).into()
}
