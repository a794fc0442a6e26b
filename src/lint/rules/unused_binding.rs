//! Bindings that no template uses.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1012",
    name: "unused-binding",
    title: "a binding is used by no template",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
`.bind(name = …)` gives references `{{name}}` their value. When no text of the file and of the files that it includes speaks of
the name, the binding does nothing: it is left over, or its name is misspelt. A reference inside of a reference stands for any text:
`{{db_{{environment}}}}` uses every binding that begins with `db_`.",
    example: "
run = Process(name = 'run', cmdline = './app --profile={{profile}}')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
job = Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)
jobs = [job.bind(profile = 'test', heap = 256)]",
    mend: "Use the name in a template, correct it, or take the binding out.",
    checks: &[Check::Evidence(check)],
};

fn check(view: &FileView, sink: &mut Sink) {
    if view.reads_data {
        return;
    }
    let all = view.all_names();
    for names in &all {
        for one in names.bound.iter().filter(|one| !names.mentions(&one.name)) {
            let is_used =
                all.iter().any(|other| other.mentions(&one.name)) || view.says(&one.name) || view.may_bind(&one.name);
            let message = format!("no template uses the binding `{}`", one.name);
            let help = format!("write `{{{{{}}}}}` where its value belongs, or take the binding out", one.name);
            sink.push_unless_used(Draft::new(message, one.span, "bound here").help(help), is_used);
        }
    }
}
