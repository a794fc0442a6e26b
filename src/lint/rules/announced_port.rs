//! Ports that are announced and not used, and used but not announced.

use std::collections::BTreeSet;

use serde_json::Value;

use super::texts::{Part, commands, texts};
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
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
In a job that announces itself, a port that a command uses and the portmap lacks cannot be found by others: often it was forgotten,
or is written differently there. Left alone are the ports that only the executor asks (`health`, and that of the life cycle), and
ports that several processes use, which is how processes of one task speak with each other. A port for people of the team only
says so in a suppressing comment.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}} --admin={{thermos.ports[admin]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task,
                announce = Announcer(primary_port = 'http'))]",
    mend: "Add the port to the portmap: `Announcer(primary_port = 'http', portmap = {'admin': 'admin'})`.",
    checks: &[Check::Job(unannounced)],
};

/// A service that uses ports and announces none.
pub static NO_ANNOUNCER: Rule = Rule {
    code: "AUR1117",
    name: "service-not-announced",
    title: "a service uses ports and announces none",
    severity: Severity::Note,
    is_default: false,
    fixes: Fixes::None,
    rationale: "\
The scheduler gives an instance its ports anew whenever it starts. Without an announcer nobody is told where a service listens.
Many a service is not meant to be found, so the rule is off unless it is selected. Ports are left alone as by AUR1102.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Announce the service: `announce = Announcer(primary_port = 'http')`.",
    checks: &[Check::Job(not_announced)],
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
    let Some(announced) = announced(job) else { return };
    for port in outward(job).into_iter().filter(|port| !announced.has(port)) {
        let message = format!("port `{port}` is used in a command and not announced");
        let help = format!("add it to the portmap: portmap = {{'{port}': '{port}'}}");
        sink.push(Draft::new(message, job.place("/announce"), "announced here").help(help));
    }
}

fn not_announced(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(made) = job.configuration.as_ref().filter(|made| made.thrift.task_config.is_service) else { return };
    let Some(tree) = job.tree().filter(|tree| tree.get("announce").is_none_or(Value::is_null)) else { return };
    let ports = outward(job);
    let Some(first) = ports.get("http").or(ports.first()) else { return };
    let is_used = |command: &str| command.contains(&format!("thermos.ports[{first}]"));
    let used_at = commands(tree).into_iter().find(|(_, _, command)| is_used(command)).map(|(_, pointer, _)| pointer);
    let message = match ports.len() {
        1 => format!("the service `{}` uses the port `{first}` and announces none", made.thrift.key.name),
        count => format!("the service `{}` uses {count} ports and announces none", made.thrift.key.name),
    };
    let draft = Draft::new(message, job.place(&used_at.unwrap_or_default()), "used here");
    sink.push(draft.help(format!("announce it: announce = Announcer(primary_port = '{first}')")));
}

/// Ports of the job's commands that others may want to find. None if one cannot be told.
fn outward(job: &JobView) -> BTreeSet<String> {
    let (Some(used), Some(tree)) = (used(job), job.tree()) else { return BTreeSet::new() };
    let of_executor = tree.pointer("/lifecycle/http/port").and_then(Value::as_str);
    let commands = commands(tree);
    let is_outward = |port: &String| {
        let reference = format!("thermos.ports[{port}]");
        // Processes of one task speak with each other by a port that both know.
        let users = commands.iter().filter(|(_, _, command)| command.contains(&reference)).count();
        port != "health" && of_executor != Some(port) && users == 1
    };
    used.into_iter().filter(is_outward).collect()
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
