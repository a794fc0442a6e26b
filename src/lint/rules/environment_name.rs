//! Names of environments.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1110",
    name: "environment-name",
    title: "the environment is missing or not one of those there are",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
The environment of a job is `prod`, `devel`, `test`, or `staging` with an optional number; a job with another one is refused. A
job that sets none runs in `devel`, which is seldom what the file's reader expects.",
    example: "
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'production', name = 'app', task = task)]",
    mend: "Write one of the names: `environment = 'prod'`.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    let told = job.problems.iter().chain(&job.warnings);
    told.filter(|one| matches!(one.code, "AUR0437" | "AUR0440")).for_each(|one| sink.push(Draft::of(one)));
}
