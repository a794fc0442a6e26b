//! `aurora lint`

mod args;
mod gather;
mod mend;
mod report;
mod since;

use std::collections::BTreeMap;

use super::{Context, Failure, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::lint::{self, Baseline, Finding, Fixes, RULES, Remaining, Report, Selection, severity_name};
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
    let since = args.changed_since.as_ref().map(|name| Since::open(name, &task.settings, context)).transpose()?;
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
        if since.is_some() {
            let message = "--write-baseline counts the findings of whole files, and --changed-since leaves files out";
            return Err(usage(message.to_owned()));
        }
        return write_baseline(&task, &found, context);
    }
    if let Some(file) = &task.baseline {
        found.findings = remaining(file, &task, since.is_none(), found.findings, context)?;
    }
    report::write(&found, &outputs, args, context, &task.disk)?;
    Ok(if found.findings.is_empty() { Outcome::Done } else { Outcome::Findings })
}

/// Keeps the counts of what was found, and those of files that were not looked at.
fn write_baseline(task: &gather::Task, found: &Report, context: &Context) -> Result {
    let Some(file) = &task.baseline else {
        return Err(usage("say where: --baseline FILE --write-baseline".to_owned()));
    };
    let key = |path: &str| task.baseline_key(file, path);
    let mut baseline = Baseline::of(&found.findings, &key);
    if let Ok(bytes) = context.disk.read(file) {
        let old = Baseline::parse(&bytes).map_err(|reason| usage(format!("`{file}` is no baseline: {reason}")))?;
        let looked_at = looked_at(task, file);
        baseline.keep(old, &|path, code| looked_at.has(path, code));
    }
    context
        .disk
        .write(file, baseline.text().as_bytes())
        .map_err(|reason| failed(format!("`{file}` cannot be written: {reason}")))?;
    Ok(Outcome::Done)
}

/// Whether a run looks at all that its baseline is about.
fn is_whole(task: &gather::Task, file: &str) -> bool {
    task.plan.is_whole && !lint::normal(file).starts_with("../")
}

/// What a run looks at, as its baseline names it.
struct LookedAt<'a> {
    selections: BTreeMap<String, &'a Selection>,
    /// What there is not any more counts as looked at.
    is_whole: bool,
}

impl LookedAt<'_> {
    /// Whether a rule looks at a file.
    fn has(&self, path: &str, code: &str) -> bool {
        self.selections.get(path).map_or(self.is_whole, |selection| selection.has(code))
    }
}

fn looked_at<'a>(task: &'a gather::Task, file: &str) -> LookedAt<'a> {
    let of = |path: &String| (task.baseline_key(file, path), &task.plan.of(path).selection);
    LookedAt { selections: task.plan.paths.iter().map(of).collect(), is_whole: is_whole(task, file) }
}

/// What goes beyond the baseline. `is_all`: the run looks at all of its files.
fn remaining(
    file: &str,
    task: &gather::Task,
    is_all: bool,
    findings: Vec<Finding>,
    context: &Context,
) -> std::result::Result<Vec<Finding>, Failure> {
    let bytes = context.disk.read(file).map_err(|reason| {
        usage(format!("the baseline `{file}` cannot be read: {reason}; `--write-baseline` makes it"))
    })?;
    let baseline = Baseline::parse(&bytes).map_err(|reason| usage(format!("`{file}` is no baseline: {reason}")))?;
    let looked_at = looked_at(task, file);
    let is_looked_at = |path: &str, code: &str| is_all && looked_at.has(path, code);
    let key = |path: &str| task.baseline_key(file, path);
    let Remaining { findings, gone, .. } = baseline.apply(findings, &key, &is_looked_at);
    if gone > 0 {
        let message = match gone {
            1 => format!("1 finding of the baseline `{file}` is gone"),
            _ => format!("{gone} findings of the baseline `{file}` are gone"),
        };
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
