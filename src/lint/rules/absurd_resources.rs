//! Resources that no machine has, or no process can live with.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1103",
    name: "absurd-resources",
    title: "resources that cannot be meant",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
`ram` and `disk` are counted in bytes and written with `MB`, `GB` or `TB`. A forgotten unit asks for next to nothing, a unit
too many for more than any machine has: such a task is killed at once, or stays pending for ever. The rule finds memory below
4 MB or above 16 TB, disks above 1 PB, more than 512 cores, and less than a hundredth of a core. Sizes below 1 MB are refused
anyway, and AUR1001 tells of them.",
    example: "
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Write the size with one unit: `ram = 512*MB`.",
    checks: &[Check::Job(check)],
};

const MB: f64 = 1_048_576.0;
const TB: f64 = MB * MB;

/// Field, least and most that can be meant, and how one of them is written.
const LIMITS: [(&str, f64, f64, &str); 3] = [
    ("cpu", 0.01, 512.0, "`cpu` counts cores: 0.25 is a quarter of one"),
    ("ram", 4.0 * MB, 16.0 * TB, "`ram` is counted in bytes: write e.g. 512*MB"),
    ("disk", 0.0, 1024.0 * TB, "`disk` is counted in bytes: write e.g. 10*GB"),
];

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    for (name, least, most, help) in LIMITS {
        let pointer = format!("/task/resources/{name}");
        let Some(value) = job.value(&pointer).and_then(|value| value.as_f64()) else { continue };
        // What is not positive is refused anyway.
        if value <= 0.0 || (least..=most).contains(&value) || is_refused(job, name) {
            continue;
        }
        let amount = if name == "cpu" { format!("{value} cores") } else { size(value) };
        let fault = if value > most { "more than any machine has" } else { "too little for any process" };
        let message = format!("`{name}` is {amount}, {fault}");
        sink.push(Draft::new(message, job.place(&pointer), "set here").help(help));
    }
}

/// Whether the job is refused for this resource, so that another rule tells of it.
fn is_refused(job: &JobView, name: &str) -> bool {
    let start = format!("`{name}` ");
    job.problems.iter().any(|problem| problem.code == "AUR0453" && problem.message.starts_with(&start))
}

fn size(bytes: f64) -> String {
    match bytes {
        _ if bytes >= TB => format!("{:.0} TB", bytes / TB),
        _ if bytes < MB => format!("{bytes} bytes"),
        _ => format!("{:.1} MB", bytes / MB),
    }
}
