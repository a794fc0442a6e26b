//! Limits of failures that nothing can reach.

use serde_json::Value;

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1106",
    name: "never-fails",
    title: "a failure that is never noticed",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A process with `max_failures = 0` is run again for ever, however it ends: its task never fails, and nobody is told that it does
not work. A task fails when as many processes have failed as its `max_failures` says: if it has fewer processes, it never does.
An update that lets all instances fail never fails either; such a job is refused.",
    example: "
run = Process(name = 'run', cmdline = './app', max_failures = 0)
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Give the process a limit of failures, and the task one that its processes can reach.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    if job.configuration.is_none() {
        return;
    }
    let processes: Vec<&Value> = job.value("/task/processes").and_then(Value::as_array).into_iter().flatten().collect();
    let flag = |process: &Value, name: &str| process.get(name) == Some(&Value::Bool(true));
    for (at, process) in processes.iter().enumerate() {
        let is_endless = process.get("max_failures").and_then(Value::as_i64) == Some(0);
        if is_endless && !flag(process, "ephemeral") {
            let name = process.get("name").and_then(Value::as_str).unwrap_or_default();
            let message = format!("the process `{name}` is run again for ever, however often it fails");
            let draft = Draft::new(message, job.place(&format!("/task/processes/{at}/max_failures")), "set here");
            sink.push(draft.help("give it a limit: max_failures = 5"));
        }
    }
    let Some(limit) = job.value("/task/max_failures").and_then(Value::as_i64) else { return };
    let count = processes.len() as i64;
    if count > 0 && limit > count {
        let noun = if count == 1 { "process" } else { "processes" };
        let message = format!("the task fails when {limit} processes have failed, and it has {count} {noun}");
        let draft = Draft::new(message, job.place("/task/max_failures"), "set here");
        sink.push(draft.help(format!("let `max_failures` of the task be at most {count}")));
    }
}
