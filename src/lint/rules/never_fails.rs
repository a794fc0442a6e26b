//! Limits of failures that nothing can reach, or that are none.

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
A process with `max_failures = 0` has no limit: it is run again however often it fails (an executor gives up after a hundred
runs), and nobody is told that it does not work. A task fails when as many processes have failed as its `max_failures` says. If
fewer of them count, it never does, and with 0 it ends well even when all have failed. Processes that are `ephemeral` or `final`
do not count. A job with `max_task_failures = -1` starts a task that fails again without end; a service does so whatever the
number is. For processes and tasks a number below 0 does not mean \"without a limit\": a process fails the first time, and a task
has failed before it begins. An update that lets all instances fail never fails either; such a job is refused.",
    example: "
run = Process(name = 'run', cmdline = './app', max_failures = 0)
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Give the process and the job a limit of failures, and the task one that its processes can reach.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(made) = &job.configuration else { return };
    let processes: Vec<&Value> = job.value("/task/processes").and_then(Value::as_array).into_iter().flatten().collect();
    for (at, process) in processes.iter().enumerate() {
        if let Some((message, help)) = of_process(process) {
            let place = job.place(&format!("/task/processes/{at}/max_failures"));
            sink.push(Draft::new(message, place, "set here").help(help));
        }
    }
    if let Some(limit) = job.value("/task/max_failures").and_then(Value::as_i64)
        && let Some((message, help)) = of_task(limit, &processes)
    {
        sink.push(Draft::new(message, job.place("/task/max_failures"), "set here").help(help));
    }
    // A service is started again however it ends.
    let is_endless = job.value("/max_task_failures").and_then(Value::as_i64) == Some(-1);
    if is_endless && !made.thrift.task_config.is_service {
        let message = format!("a task of the job `{}` that fails is started again without end", made.thrift.key.name);
        let draft = Draft::new(message, job.place("/max_task_failures"), "set here");
        sink.push(draft.help("give it a limit: max_task_failures = 3"));
    }
}

fn is_set(process: &Value, name: &str) -> bool {
    process.get(name) == Some(&Value::Bool(true))
}

/// What is wrong with a process's limit, and the way out.
fn of_process(process: &Value) -> Option<(String, &'static str)> {
    let name = process.get("name").and_then(Value::as_str).unwrap_or_default();
    match process.get("max_failures").and_then(Value::as_i64)? {
        // Its failures do not matter to the task.
        _ if is_set(process, "ephemeral") => None,
        0 if is_set(process, "daemon") => {
            Some((format!("the process `{name}` is run again however it ends"), "give it a limit: max_failures = 5"))
        }
        0 => {
            let message = format!("the process `{name}` is run again however often it fails");
            Some((message, "give it a limit: max_failures = 5"))
        }
        limit if limit < 0 => {
            let message =
                format!("`max_failures` of the process `{name}` is {limit}: it fails the first time, as with 1");
            Some((message, "write how often it may fail: max_failures = 5"))
        }
        _ => None,
    }
}

/// What is wrong with a task's limit, and the way out.
fn of_task(limit: i64, processes: &[&Value]) -> Option<(String, String)> {
    let all = processes.len();
    let count = processes.iter().filter(|one| !is_set(one, "ephemeral") && !is_set(one, "final")).count();
    if count == 0 || (1..=count as i64).contains(&limit) {
        return None;
    }
    if limit < 0 {
        let message = format!("`max_failures` of the task is {limit}: it has failed before it begins");
        return Some((message, "write how many processes must fail: max_failures = 1".to_owned()));
    }
    if limit == 0 {
        let message = "the task ends well even if all its processes fail";
        return Some((message.to_owned(), "let `max_failures` of the task be 1".to_owned()));
    }
    let has = match (count, all) {
        (1, 1) => "it has 1 process".to_owned(),
        _ if count == all => format!("it has {all} processes"),
        _ => format!("of its {all} processes only {count} can"),
    };
    let message = format!("the task fails when {limit} processes have failed, and {has}");
    let help = match count {
        1 => "let `max_failures` of the task be 1".to_owned(),
        _ => format!("let `max_failures` of the task be at most {count}"),
    };
    Some((message, help))
}
