//! References in templates that nothing satisfies.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1002",
    name: "unbound-reference",
    title: "a reference in a template has no value",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A reference `{{name}}` that no binding and no field satisfies makes the job invalid: it cannot be created or updated. Only
`{{mesos.instance}}`, `{{thermos.task_id}}` and `{{thermos.ports[…]}}` are left to the executor. Where a binding is given on
the command line at each deployment, give it to `aurora lint` too: with `-E`, or as `bind` in `aurora.toml`.",
    example: "
run = Process(name = 'run', cmdline = './app --profile={{profil}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task).bind(profile = 'test')]",
    mend: "Correct the name, or bind it: `.bind(profil = 'test')` in the file.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    job.problems.iter().filter(|problem| problem.code == "AUR0306").for_each(|problem| sink.push(Draft::of(problem)));
}
