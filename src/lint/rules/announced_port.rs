//! Ports that are announced and not used, and used but not announced.

use std::collections::BTreeSet;

use serde_json::Value;

use super::texts::{Part, texts};
use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// Announced, and no command uses it.
pub static UNUSED: Rule = Rule {
    code: "AUR1101",
    name: "announced-port-unused",
    title: "nothing listens on an announced port",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A port that is announced is published for others to connect to. A process can learn the port's number only from
`{{thermos.ports[NAME]}}` in its command: if none does, nothing listens there and every connection fails.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task,
                announce = Announcer(primary_port = 'htpp'))]",
    mend: "Use the port in the command of the process that listens, or announce the port that it listens on.",
    checks: &[Check::Job(unused)],
};

/// Used in a command, and not announced.
pub static UNANNOUNCED: Rule = Rule {
    code: "AUR1102",
    name: "port-not-announced",
    title: "a port is used and not announced",
    severity: Severity::Note,
    is_default: false,
    fixes: Fixes::None,
    rationale: "\
In a job that announces itself, a port that is used in a command but is not in the portmap cannot be found by others. That may
be meant, so the rule is off unless it is selected. The port `health`, which only the executor asks, is left alone.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}} --admin={{thermos.ports[admin]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task,
                announce = Announcer(primary_port = 'http'))]",
    mend: "Add the port to the portmap: `Announcer(primary_port = 'http', portmap = {'admin': 'admin'})`.",
    checks: &[Check::Job(unannounced)],
};

fn unused(_: &FileView, job: &JobView, sink: &mut Sink) {
    job.warnings.iter().filter(|warning| warning.code == "AUR0438").for_each(|told| sink.push(Draft::of(told)));
    let (Some(announced), Some(used)) = (announced(job), used(job)) else { return };
    let is_told = job.warnings.iter().any(|warning| warning.code == "AUR0438");
    for port in announced.others.iter().filter(|port| !used.contains(*port)) {
        let is_primary = *port == announced.primary;
        if is_primary && is_told {
            continue;
        }
        let message = format!("port `{port}` is announced, and no command of the task uses it");
        let help = format!("use {{{{thermos.ports[{port}]}}}} in the command of the process that listens");
        let place = job.place(if is_primary { "/announce/primary_port" } else { "/announce/portmap" });
        sink.push(Draft::new(message, place, "announced here").help(help));
    }
}

fn unannounced(_: &FileView, job: &JobView, sink: &mut Sink) {
    let (Some(announced), Some(used)) = (announced(job), used(job)) else { return };
    for port in used.iter().filter(|port| *port != "health" && !announced.has(port)) {
        let message = format!("port `{port}` is used in a command and not announced");
        let help = format!("add it to the portmap: portmap = {{'{port}': '{port}'}}");
        sink.push(Draft::new(message, job.place("/announce"), "announced here").help(help));
    }
}

/// The ports of an announcer.
struct Announced {
    primary: String,
    /// Names that the portmap gives, and ports that they stand for, without numbers.
    names: BTreeSet<String>,
    /// Ports that the portmap's names lead to, without numbers and without `{{…}}`.
    others: BTreeSet<String>,
}

impl Announced {
    fn has(&self, port: &str) -> bool {
        port == self.primary || self.names.contains(port) || self.others.contains(port)
    }
}

fn announced(job: &JobView) -> Option<Announced> {
    let announcer = job.value("/announce")?;
    let primary = announcer.get("primary_port")?.as_str()?.to_owned();
    let (mut names, mut others) = (BTreeSet::new(), BTreeSet::new());
    let portmap = announcer.get("portmap").and_then(Value::as_object)?;
    for (name, port) in portmap {
        names.insert(name.clone());
        let Some(port) = port.as_str() else { continue };
        // A name may lead to another name of the map, and a number is no port of the scheduler's.
        let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && !port.contains("{{") && !portmap.contains_key(port) {
            others.insert(port.to_owned());
        }
    }
    if !portmap.contains_key(&primary) && !primary.contains("{{") {
        others.insert(primary.clone());
    }
    Some(Announced { primary, names, others })
}

/// Names in `{{thermos.ports[…]}}` of all texts of the job but for the announcer's; `None` if one cannot be told.
fn used(job: &JobView) -> Option<BTreeSet<String>> {
    let (mut used, mut is_known) = (BTreeSet::new(), true);
    texts(job.tree()?, &mut |way, text| {
        if matches!(way.first(), Some(Part::Name("announce"))) || !text.contains('[') {
            return;
        }
        for part in text.split("thermos.ports[").skip(1) {
            match part.split(']').next() {
                Some(name) if !name.contains(['{', '}']) => {
                    used.insert(name.to_owned());
                }
                _ => is_known = false,
            }
        }
    });
    is_known.then_some(used)
}
