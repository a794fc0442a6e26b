//! Production services that one failure takes down.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1105",
    name: "single-instance-production",
    title: "a production service with a single instance",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A service for production with one instance is away whenever that instance is: with each update, each lost machine, each
failure. A service that must not run twice says so in a suppressing comment.",
    example: "
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task, production = True)]",
    mend: "Give it two or more `instances`, or a comment with the reason: `# aurora: ignore[AUR1105] holds a lock`.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(made) = &job.configuration else { return };
    let task = &made.thrift.task_config;
    let is_one = made.thrift.instance_count == 1.into();
    if task.production && task.is_service && job.schedule().is_none() && is_one {
        let message = format!("the production service `{}` has a single instance", made.thrift.key.name);
        let place = ["/instances", "/production"].into_iter().find(|pointer| set(job, pointer)).unwrap_or("/name");
        let draft = Draft::new(message, job.place(place), "set here");
        sink.push(draft.help("give it two or more `instances`"));
    }
}

/// Whether the job itself sets a field.
fn set(job: &JobView, pointer: &str) -> bool {
    job.object.slot(pointer.trim_start_matches('/')).is_some_and(|slot| !slot.origin().span().is_none())
}
