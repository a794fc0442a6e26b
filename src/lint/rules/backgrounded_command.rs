//! Commands that leave their work in the background.

use super::texts::commands;
use crate::diagnostics::Severity;
use crate::lint::shell::{self, End};
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1109",
    name: "backgrounded-command",
    title: "a command ends with its work in the background",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A process ends when its shell does. A command whose last part is put into the background with `&` ends at once and counts as
done, whatever becomes of the rest: it is not watched, not restarted, and may be killed as a leftover.",
    example: "
run = Process(name = 'run', cmdline = './app --port={{thermos.ports[http]}} &')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Take the `&` out, or end the command with `wait`. Things that run side by side are processes of their own.",
    checks: &[Check::Job(check)],
};

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(tree) = job.tree() else { return };
    for (name, pointer, command) in commands(tree).into_iter().filter(|(_, _, command)| command.contains('&')) {
        let reading = shell::read(command);
        if reading.fault.is_none() && reading.end == End::Background {
            let message = format!("the command of `{name}` ends at once and leaves its work in the background");
            let draft = Draft::new(message, job.place(&pointer), "this command");
            sink.push(draft.help("take the `&` at its end out, or add `wait`"));
        }
    }
}
