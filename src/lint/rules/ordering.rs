//! Orders of processes that cannot be kept.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1003",
    name: "process-order",
    title: "processes cannot be put in this order",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
The constraints of a task say which process waits for which. A constraint that names a process the task does not have, that
leads in a circle, or that waits for a daemon, makes the task invalid: none of its processes would ever start.",
    example: "
fetch, run = Process(name = 'fetch', cmdline = 'fetch'), Process(name = 'run', cmdline = './app')
task = Task(processes = [run], constraints = order(fetch, run),
            resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Add the process to `processes`, or take it out of the order. In a circle, take one of the orders out.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    job.problems.iter().filter(|problem| problem.code == "AUR0455").for_each(|problem| sink.push(Draft::of(problem)));
}
