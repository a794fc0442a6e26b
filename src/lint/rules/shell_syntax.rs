//! Commands that no shell can read.

use super::texts::commands;
use crate::diagnostics::Severity;
use crate::lint::shell::{self, Fault};
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1108",
    name: "shell-syntax",
    title: "a command that no shell can read",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A process's `cmdline` is run by bash. A quote, a substitution, a here-document or a compound command (`if`, `for`, `case`, `{`,
`(`, …) that nothing ends, an operator that lacks a command, and a word that cannot stand where it does, such as a `fi` without
its `if`, make bash refuse the command, or read to its end what was meant to be commands. The rule reports only what its reading
of the shell's grammar proves: a command that uses extended patterns or aliases is not judged, nor is what follows a line with
`exit` or `exec`.",
    example: "
run = Process(name = 'run', cmdline = \"echo it's running && ./app\")
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "End what is open, or escape the character: `echo \"it's running\" && ./app`.",
    checks: &[Check::Job(check)],
};

/// What ends a compound command. A closing brace counts only where a command may begin.
const CLOSERS: [(&str, &str); 10] = [
    ("(", ")"),
    ("((", "))"),
    ("[[", "]]"),
    ("{", "; }"),
    ("case", "esac"),
    ("for", "done"),
    ("if", "fi"),
    ("select", "done"),
    ("until", "done"),
    ("while", "done"),
];

fn check(_: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(tree) = job.tree() else { return };
    for (name, pointer, command) in commands(tree) {
        let (what, help) = match shell::read(command).fault {
            None => continue,
            Some(Fault::Open(opener, line)) => (
                format!("nothing ends the `{opener}` on line {line} of the command of `{name}`"),
                match CLOSERS.iter().find(|(known, _)| *known == opener) {
                    Some((_, closer)) => format!("end it with `{closer}`"),
                    None => "end it, or put a backslash before it".to_owned(),
                },
            ),
            Some(Fault::HereDocument(end, line)) => (
                format!("the here-document on line {line} of the command of `{name}` has no end"),
                format!("its end is `{end}` alone on a line, without blanks around it"),
            ),
            Some(Fault::Operator(operator)) => (
                format!("the command of `{name}` ends with `{operator}`"),
                "take it out, or add the command that is missing".to_owned(),
            ),
            Some(Fault::Unexpected(token, line)) => (
                format!("`{token}` cannot stand where it does on line {line} of the command of `{name}`"),
                "take it out, or add what is missing before it; quotes make it a plain word".to_owned(),
            ),
        };
        sink.push(Draft::new(what, job.place(&pointer), "this command").help(help));
    }
}
