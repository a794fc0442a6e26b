//! Ports that are announced and not used, and services that use ports and announce none.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::texts::{Part, commands, texts};
use crate::cpython::int_text::parse_int;
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
`{{thermos.ports[NAME]}}` in its command: if none does, nothing listens there and every connection fails. A name that the portmap
leads to another port stands for that port, here and in commands: `{'aurora': 'http'}`, which is the default, makes both names one
port. Where it leads to a number, a process may know the number, and nothing is said.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task,
                announce = Announcer(primary_port = 'htpp'))]",
    mend: "Use the port in the command of the process that listens, or announce the port that it listens on.",
    checks: &[Check::Job(unused)],
};

/// A service that uses ports and has no announcer.
pub static NO_ANNOUNCER: Rule = Rule {
    code: "AUR1102",
    name: "port-not-announced",
    title: "a service uses ports and announces none",
    severity: Severity::Note,
    is_default: false,
    fixes: Fixes::None,
    rationale: "\
The scheduler gives an instance its ports anew whenever it starts. Without an announcer nobody is told where a service listens; with
one, the executor announces every port that the task uses. Left alone are the ports that only the executor asks (`health`, and that
of the life cycle), and ports that several processes use, which is how processes of one task speak with each other. Many a service
is not meant to be found, so the rule is off unless it is selected.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Announce the service: `announce = Announcer(primary_port = 'http')`.",
    checks: &[Check::Job(not_announced)],
};

fn unused(_: &FileView, job: &JobView, sink: &mut Sink) {
    let told = job.warnings.iter().find(|warning| warning.code == "AUR0438");
    let announced = announced(job);
    let used = used(job);
    if let Some(told) = told
        && announced.as_ref().is_none_or(|announced| announced.lacks_primary(used.as_ref()))
    {
        sink.push(Draft::of(told));
    }
    let (Some(announced), Some(used)) = (announced, used) else { return };
    let listening: BTreeSet<&str> = used.iter().map(|port| announced.last(port)).collect();
    for port in announced.ports().into_iter().filter(|port| !listening.contains(port)) {
        let is_primary = port == announced.last(&announced.primary);
        if is_primary && told.is_some() {
            continue;
        }
        let message = format!("port `{port}` is announced, and no command of the task uses it");
        let help = format!("use {{{{thermos.ports[{port}]}}}} in the command of the process that listens");
        let place = job.place(if is_primary { "/announce/primary_port" } else { "/announce/portmap" });
        sink.push(Draft::new(message, place, "announced here").help(help));
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
struct Announced<'a> {
    primary: String,
    portmap: &'a Map<String, Value>,
}

impl Announced<'_> {
    /// What a port stands for at last: a name of the map leads to another name, or to a number.
    fn last<'b>(&'b self, port: &'b str) -> &'b str {
        let mut at = port;
        // A map that leads in a circle has no last name; it is refused elsewhere.
        for _ in 0..self.portmap.len() {
            match self.portmap.get(at).and_then(Value::as_str) {
                Some(next) if !is_fixed(at) || at == port => at = next,
                _ => break,
            }
        }
        at
    }

    /// Ports of the scheduler's that others can find, as far as they can be told.
    fn ports(&self) -> BTreeSet<&str> {
        let names = self.portmap.keys().chain([&self.primary]);
        names.map(|name| self.last(name)).filter(|port| !is_fixed(port) && !port.contains("{{")).collect()
    }

    /// Whether the primary port is one that the scheduler gives, and that no command uses by any of its names.
    fn lacks_primary(&self, used: Option<&BTreeSet<String>>) -> bool {
        let last = self.last(&self.primary);
        let is_used = used.is_some_and(|used| used.iter().any(|port| self.last(port) == last));
        !is_fixed(last) && !is_used
    }
}

/// Whether a port is a number, which the scheduler does not choose: a process may know it without asking.
fn is_fixed(port: &str) -> bool {
    parse_int(port, None).is_ok()
}

fn announced(job: &JobView) -> Option<Announced<'_>> {
    let announcer = job.value("/announce")?;
    let primary = announcer.get("primary_port")?.as_str()?.to_owned();
    Some(Announced { primary, portmap: announcer.get("portmap").and_then(Value::as_object)? })
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
