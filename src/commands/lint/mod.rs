//! `aurora lint`

mod args;
mod gather;
mod mend;
mod report;
mod since;

use super::{Context, Failure, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::lint::{self, Baseline, Finding, Fixes, RULES, Remaining, Report, severity_name};
use crate::source::SourceMap;

use since::Since;

pub use args::LintArgs;

/// Looks for faults.
pub fn run(args: &LintArgs, context: &Context) -> Result {
    if args.list_rules {
        context.streams.out(rules().as_bytes());
        return Ok(Outcome::Done);
    }
    let outputs = report::outputs(args).map_err(usage)?;
    let mut task = gather::task(args, context)?;
    let since = args.changed_since.as_ref().map(|name| Since::open(name, context)).transpose()?;
    let since = since.as_ref();
    if args.diff {
        let mended = mend::run(&mut task, since, args, context)?;
        return Ok(if mended.files.is_empty() { Outcome::Done } else { Outcome::Findings });
    }
    let mut found = if args.fix || args.fix_only {
        mend::run(&mut task, since, args, context)?.report
    } else {
        let differs = |path: &str| since.is_some_and(|since| since.differs(&task.disk, path));
        lint::run(&task.disk, &task.plan, since.is_some().then_some(&differs)).map_err(failed)?
    };
    if args.fix_only {
        return Ok(Outcome::Done);
    }
    if args.write_baseline {
        return write_baseline(&task, &found, context);
    }
    if let Some(file) = &task.baseline {
        found.findings = remaining(file, found.findings, context)?;
    }
    report::write(&found, &outputs, args, context, &task.disk)?;
    Ok(if found.findings.is_empty() { Outcome::Done } else { Outcome::Findings })
}

/// Keeps the counts of what was found.
fn write_baseline(task: &gather::Task, found: &Report, context: &Context) -> Result {
    let Some(file) = &task.baseline else {
        return Err(usage("say where: --baseline FILE --write-baseline".to_owned()));
    };
    let text = Baseline::of(&found.findings).text();
    context
        .disk
        .write(file, text.as_bytes())
        .map_err(|reason| failed(format!("`{file}` cannot be written: {reason}")))?;
    Ok(Outcome::Done)
}

/// What goes beyond the baseline.
fn remaining(file: &str, findings: Vec<Finding>, context: &Context) -> std::result::Result<Vec<Finding>, Failure> {
    let bytes = context.disk.read(file).map_err(|reason| {
        usage(format!("the baseline `{file}` cannot be read: {reason}; `--write-baseline` makes it"))
    })?;
    let baseline = Baseline::parse(&bytes).map_err(|reason| usage(format!("`{file}` is no baseline: {reason}")))?;
    let Remaining { findings, gone, .. } = baseline.apply(findings);
    if gone > 0 {
        let message = format!("{gone} findings of the baseline `{file}` are gone");
        let note = Diagnostic { severity: Severity::Note, ..Diagnostic::error("AUR0006", Kind::Lint, message) };
        (context.tell)(&note.help("`--write-baseline` takes them out"), &SourceMap::new());
    }
    Ok(findings)
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
