//! What the evaluation itself tells of a file or job, except for what has a rule of its own.

use crate::config::UpdateSettings;
use crate::diagnostics::{Diagnostic, Severity};
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1001",
    name: "evaluation-error",
    title: "a file or a job is invalid",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
The file cannot be evaluated, or one of its jobs would be refused, be it only by its first update: `UpdateConfig(batch_size = 0)`.
The finding carries the code of the error itself, which `aurora explain` explains. A file that is made to be included, and that
works where it is included, is not reported.",
    example: "
web = Process(name = 'web', cmdline = './web')
task = Task(processes = [web], resources = Resources(cpu = 1.0, ram = 512, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'web', task = task)]",
    mend: "Follow the help of the message. Here `ram` is 512 bytes: write `512*MB`.",
    checks: &[Check::File(file), Check::Job(job)],
};

/// Codes that rules of their own report.
const ELSEWHERE: [&str; 3] = ["AUR0306", "AUR0437", "AUR0455"];

fn is_here(problem: &&Diagnostic) -> bool {
    !ELSEWHERE.contains(&problem.code)
}

fn file(view: &FileView, sink: &mut Sink) {
    view.problems.iter().filter(is_here).for_each(|problem| sink.push(Draft::of(problem)));
}

fn job(_: &FileView, view: &JobView, sink: &mut Sink) {
    view.problems.iter().filter(is_here).for_each(|problem| sink.push(Draft::of(problem)));
    // A job with such settings can be created, and no update of it begins.
    if let Some(made) = &view.configuration
        && let Err(problems) = UpdateSettings::of(made)
    {
        problems.0.iter().for_each(|problem| sink.push(Draft::of(problem)));
    }
}
