//! Processes that no task runs.

use std::collections::{HashMap, HashSet};

use crate::config::environment::object_of;
use crate::diagnostics::Severity;
use crate::interp::value::Value;
use crate::lint::patterns::may_become;
use crate::lint::{Check, Draft, FileView, Fixes, Rule, Sink};
use crate::objects::{Object, Raw};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1013",
    name: "unused-process",
    title: "a process is part of no task",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
A process that the file makes and even reads, to order it or to copy it, runs only if a task lists it in `processes`. A process
that no task of the file lists is left over, or was forgotten. Nothing is said of a process whose name stands in a list or in an
argument `processes`, since that may be in a branch which was not taken this time.",
    example: "
fetch = Process(name = 'fetch', cmdline = 'fetch app')
run = Process(name = 'run', cmdline = './app')
print 'made %s and %s' % (fetch.name(), run.name())
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "Add it to the `processes` of a task, or take it out. Give a process that only serves as a model a name with `_` in front.",
    checks: &[Check::Evidence(check)],
};

fn check(view: &FileView, sink: &mut Sink) {
    if view.jobs.is_empty() {
        return;
    }
    let all = view.all_names();
    let mut seen = Seen::default();
    view.jobs.iter().for_each(|job| seen.object(&job.object));
    let mut processes: Vec<(String, Object)> = Vec::new();
    for (key, value) in view.evaluation.namespace.items() {
        let Value::Str(key) = &key else { continue };
        let key = key.lossy().into_owned();
        match object_of(&value) {
            Some(object) if &**object.ty().name() == "Process" => processes.push((key, object)),
            Some(object) => seen.object(&object),
            None => seen.value(&value, 0),
        }
    }
    for (name, process) in processes {
        // What nothing reads at all is the matter of another rule.
        let is_defined = all.iter().any(|names| names.defined.iter().any(|one| one.name == name));
        let is_read = all.iter().any(|names| names.loads.contains(&name));
        if name.starts_with('_') || (is_defined && !is_read) {
            continue;
        }
        let Some(text) = text_of(&process, "name") else { continue };
        let place = process.slot("name").map_or(Span::NONE, |slot| slot.origin().span());
        let message = format!("the process `{text}` is part of no task");
        let draft = Draft::new(message, place, "made here").help(format!("add `{name}` to the `processes` of a task"));
        // It may be part of a task in a branch that was not taken this time.
        let is_listed = all.iter().any(|names| names.listed.contains(&name));
        sink.push_unless_used(draft, is_listed || seen.has(&process));
    }
}

/// The fields that tell a process from another one of the same name, and stay as they are when the process is bound.
const TELLING: [&str; 2] = ["name", "cmdline"];

type Texts = [Option<String>; 2];
type Origins = [Span; 2];

/// The texts of the telling fields, and where they were written.
fn mark(process: &Object) -> (Texts, Origins) {
    let origin = |field| process.slot(field).map_or(Span::NONE, |slot| slot.origin().span());
    (TELLING.map(|field| text_of(process, field)), TELLING.map(origin))
}

/// The processes that are part of something.
#[derive(Default)]
struct Seen {
    marks: HashMap<Origins, HashSet<Texts>>,
}

/// Lists inside of lists that are looked into.
const DEEPEST: usize = 3;

impl Seen {
    fn add(&mut self, process: &Object) {
        let (texts, places) = mark(process);
        self.marks.entry(places).or_default().insert(texts);
    }

    /// Whether a process is part of something, be it after its references got their values.
    fn has(&self, process: &Object) -> bool {
        let (own, places) = mark(process);
        let may_become = |(own, text): (&Option<String>, &Option<String>)| match (own, text) {
            (Some(own), Some(text)) => may_become(own, text),
            (own, text) => own == text,
        };
        let Some(known) = self.marks.get(&places) else { return false };
        known.contains(&own) || known.iter().any(|texts| own.iter().zip(texts).all(may_become))
    }

    /// A value of the program: processes that stand in lists and dictionaries are not looked at, but tasks and jobs.
    fn value(&mut self, value: &Value, depth: usize) {
        if let Some(object) = object_of(value) {
            self.object(&object);
        }
        if depth >= DEEPEST {
            return;
        }
        match value {
            Value::List(items) => items.items.borrow().iter().for_each(|item| self.value(item, depth + 1)),
            Value::Tuple(items) => items.iter().for_each(|item| self.value(item, depth + 1)),
            Value::Dict(dict) => dict.items().iter().for_each(|(_, item)| self.value(item, depth + 1)),
            _ => {}
        }
    }

    /// The processes of a task, or of a job's task, and what they are copies of.
    fn object(&mut self, object: &Object) {
        if let Some(task) = object.slot("task") {
            self.object(&task.value);
        }
        let Some(list) = object.slot("processes") else { return };
        for process in list.value.elements().unwrap_or_default() {
            let mut version = Some(process.clone());
            while let Some(process) = version {
                self.add(&process);
                version = process.before();
            }
        }
    }
}

/// A text of a process as it was written.
fn text_of(process: &Object, field: &str) -> Option<String> {
    match process.slot(field)?.value.scalar_value()? {
        Raw::Text(text) => Some(text.to_string()),
        Raw::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}
