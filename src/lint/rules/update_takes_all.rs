//! Updates that take all instances at once.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1116",
    name: "update-takes-all",
    title: "an update takes all instances of a production service at once",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
An update kills `batch_size` instances, starts them anew and watches them before it goes on. When the batch holds every instance,
the service is away during each update, and a version that does not work is found out with nothing left that does.",
    example: "
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task, production = True,
                instances = 4, update_config = UpdateConfig(batch_size = 4))]",
    mend: "Let `batch_size` be less than `instances`. A service that may be away says so in a suppressing comment.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(made) = &job.configuration else { return };
    let (task, instances) = (&made.thrift.task_config, &made.thrift.instance_count);
    // Of a single instance another rule speaks.
    if !(task.production && task.is_service) || job.schedule().is_some() || *instances < 2.into() {
        return;
    }
    let Some(batch) = job.value("/update_config/batch_size").and_then(|value| value.as_i64()) else { return };
    if *instances <= batch.into() {
        let name = &made.thrift.key.name;
        let message = format!("an update of `{name}` takes all {instances} instances at once");
        let draft = Draft::new(message, job.place("/update_config/batch_size"), "set here");
        sink.push(draft.help("let `batch_size` be less than `instances`"));
    }
}
