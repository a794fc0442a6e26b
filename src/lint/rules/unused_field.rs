//! Fields of structures that no template uses.

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1014",
    name: "unused-field",
    title: "a field of a structure is never used",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A class that is a `Struct` holds values for templates: `{{profile.heap}}`. When no text and no attribute access of the file and
of the files that it includes speaks of a field, setting it has no effect, which whoever sets it does not expect.",
    example: "
class Profile(Struct):
  heap = Default(Integer, 256)
  threads = Default(Integer, 8)

run = Process(name = 'run', cmdline = 'java -Xmx{{profile.heap}}m')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
job = Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)
jobs = [job.bind(profile = Profile(threads = 16))]",
    mend: "Use the field in a template, or take it out.",
    checks: &[Check::Evidence(check)],
};

fn check(view: &FileView, sink: &mut Sink) {
    if view.reads_data {
        return;
    }
    let all = view.all_names();
    for names in &all {
        for one in names.fields.iter().filter(|one| !names.mentions(&one.name) && !one.name.starts_with('_')) {
            let is_used = all.iter().any(|other| other.mentions(&one.name));
            let message = format!("nothing uses the field `{}`", one.name);
            let draft = Draft::new(message, one.span, "declared here").help("use it in a template, or take it out");
            sink.push_unless_used(draft, is_used);
        }
    }
}
