//! Production services whose health nobody asks for.

use super::texts::texts;
use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1114",
    name: "missing-health-check",
    title: "a production service that others connect to has no health check",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
The executor asks an instance for its health on the port named `health`, and only if the task uses such a port. Without it, an
instance that hangs stays announced, and an update takes every instance that starts for a good one. The rule looks at services
for production that announce themselves.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task, production = True,
                instances = 2, announce = Announcer())]",
    mend: "\
Let the service answer health checks on a port of that name: `--health-port={{thermos.ports[health]}}`, or map it in the
portmap: `Announcer(portmap = {'health': 'http'})`.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    let (Some(made), Some(tree)) = (&job.configuration, job.tree()) else { return };
    let task = &made.thrift.task_config;
    if !(task.production && task.is_service) || tree.get("announce").is_none_or(|announcer| announcer.is_null()) {
        return;
    }
    if !is_checked(job) {
        let message = format!("nobody asks the production service `{}` for its health", made.thrift.key.name);
        let draft = Draft::new(message, job.place("/announce"), "it is announced here");
        sink.push(draft.help("use {{thermos.ports[health]}} in its command, or map `health` in the portmap"));
    }
}

/// Whether the executor asks the job's instances for their health: on the port `health`, or, in newer releases, by a command.
pub fn is_checked(job: &JobView) -> bool {
    let Some(tree) = job.tree() else { return false };
    let has = |pointer: &str| tree.pointer(pointer).is_some();
    let is_requested =
        job.configuration.as_ref().is_some_and(|made| made.thrift.task_config.requested_ports.contains("health"));
    if is_requested || has("/announce/portmap/health") || has("/health_check_config/health_checker/shell") {
        return true;
    }
    let mut is_used = false;
    texts(tree, &mut |_, text| is_used |= text.contains("thermos.ports[health]"));
    is_used
}
