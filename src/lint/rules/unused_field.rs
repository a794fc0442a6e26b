//! Fields of structures that no template uses.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, Names, Rule, Sink};

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
of the files that it includes speaks of a field, setting it has no effect, which whoever sets it does not expect. A reference inside
of a reference stands for any text: `{{sizes.{{environment}}}}` uses every field of what is bound to `sizes`. Where a program takes
all values of an object at once, with `get()`, or reads names that no text shows, nothing is said.",
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
    // Whoever takes all values of an object has no need to name one.
    let is_blind = all.iter().any(|names| names.reads_whole || names.is_reflective);
    let known = derived("Struct", &all);
    for names in &all {
        for class in names.classes.iter().filter(|class| known.contains(class.name.as_str())) {
            let heirs = derived(&class.name, &all);
            for one in class.fields.iter().filter(|one| !one.name.starts_with('_') && !names.mentions(&one.name)) {
                let is_said = all.iter().any(|other| other.mentions(&one.name)) || view.says(&one.name);
                let is_used = is_blind || is_said || view.may_name_field(&one.name, &heirs);
                let message = format!("nothing uses the field `{}`", one.name);
                let draft = Draft::new(message, one.span, "declared here").help("use it in a template, or take it out");
                sink.push_unless_used(draft, is_used);
            }
        }
    }
}

/// The name of a class and of all that are made from it, in one step or in several.
fn derived<'a>(from: &'a str, all: &'a [Rc<Names>]) -> BTreeSet<&'a str> {
    let mut known = BTreeSet::from([from]);
    loop {
        let before = known.len();
        for class in all.iter().flat_map(|names| &names.classes) {
            if class.bases.iter().any(|base| known.contains(base.as_str())) {
                known.insert(&class.name);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}
