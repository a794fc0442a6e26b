//! Names that nothing reads.

use crate::diagnostics::Severity;
use crate::lint::{Check, Defined, Draft, FileView, Fixes, Found, Repository, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1011",
    name: "unused-name",
    title: "a name is defined and never read",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A process, task or constant that nothing reads is dead weight at best; often it is a job that somebody forgot to add to
`jobs`, or a misspelt name. A file that others include shares its names with them: there a name counts as unused only when
the whole repository is looked at and no file that includes it reads the name. Nothing is said where a text reads names that it does
not show (`globals()`, `eval`, `getattr` and their like), of functions and classes with a decorator, which is given them, of classes
where `__subclasses__()` is asked, and of names that begin with `_`.",
    example: "
install = Process(name = 'install', cmdline = 'tar xf app.tgz')
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Use the name where it was meant to be used, or take its definition out.",
    checks: &[Check::File(functions), Check::Repository(top)],
};

/// Variables of functions.
fn functions(view: &FileView, sink: &mut Sink) {
    let names = view.names();
    if names.is_reflective {
        return;
    }
    for function in &names.functions {
        let unread = |name: &str| !function.loads.contains(name) && !name.starts_with('_');
        let is_listed = |one: &Defined| names.lists_classes && one.kind == "class";
        for one in function.defined.iter().filter(|one| unread(&one.name) && !is_listed(one)) {
            let message = format!("the {} `{}` is never read", one.kind, one.name);
            sink.push(Draft::new(message, one.span, "defined here").help("use it or take it out"));
        }
    }
}

/// Names at the top of files.
fn top(repository: &Repository, found: &mut Found) {
    for file in repository.files.iter().filter(|file| file.is_evaluated) {
        if file.unread.is_empty() || repository.may_have_unseen_users(file) {
            continue;
        }
        let users = repository.users(&file.path);
        for one in file.unread.iter().filter(|one| !users.iter().any(|user| repository.reads(user, one))) {
            let message = format!("the {} `{}` is never read", one.kind, one.name);
            found.push(message, "use it or take it out", vec![(one.location.clone(), "defined here".to_owned())]);
        }
    }
}
