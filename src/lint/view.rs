//! What a rule sees of a file and of a job.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::names::{Names, words};
use super::patterns::{Pattern, patterns};
use super::rules::secret::Written;
use crate::config::{Configuration, Evaluation, raw_text};
use crate::diagnostics::Diagnostic;
use crate::interp::programs::Program;
use crate::objects::{Context, Object, Step};
use crate::source::Span;

/// A file after its evaluation.
pub struct FileView {
    /// The path, relative to the working directory, without detours.
    pub path: String,
    /// The file itself, then the files that it includes, directly or not. Only those that could be parsed.
    pub programs: Vec<Rc<Program>>,
    /// Its evaluation, with the namespace in which the program ran. Names of the schema are among them.
    pub evaluation: Evaluation,
    /// The objects' state.
    pub cx: Rc<Context>,
    /// Whether the name `jobs` is defined.
    pub has_jobs: bool,
    /// What went wrong before there were jobs.
    pub problems: Vec<Diagnostic>,
    /// Its jobs in their order.
    pub jobs: Vec<JobView>,
    /// Whether the evaluation read files that are no programs: they may hold templates.
    pub reads_data: bool,
    /// What all texts of the jobs say, once they were asked for.
    pub(super) said: OnceCell<Said>,
    /// The secrets in the file's own text, once they were looked for.
    pub(super) secrets: OnceCell<Vec<Written>>,
}

impl FileView {
    /// The file's own program; `None` if it could not be parsed.
    pub fn program(&self) -> Option<&Program> {
        self.programs.first().filter(|program| super::places::normal(&program.file.name) == self.path).map(|p| &**p)
    }

    /// What its text does with names.
    pub fn names(&self) -> Rc<Names> {
        self.program().map(Names::of_program).unwrap_or_default()
    }

    /// What each text does with names, in the order of `programs`.
    pub fn all_names(&self) -> Vec<Rc<Names>> {
        self.programs.iter().map(|program| Names::of_program(program)).collect()
    }

    /// Whether a word stands in a text of a job, be it one that the program put together: the template `'{{%s}}' % name` names
    /// what no text of the file does.
    pub fn says(&self, word: &str) -> bool {
        self.said().words.contains(word)
    }

    /// Whether a reference with others inside, in a text of the file or of a job, may name a binding.
    pub fn may_bind(&self, name: &str) -> bool {
        self.all_names().iter().any(|names| names.may_bind(name))
            || self.said().patterns.iter().any(|pattern| pattern.may_bind(name))
    }

    /// Whether such a reference may name a field of one of some structures.
    pub fn may_name_field(&self, field: &str, structures: &BTreeSet<&str>) -> bool {
        let all = self.all_names();
        let may_hold = |name: &str| {
            let mut held = all.iter().flat_map(|names| names.held_by(name)).peekable();
            held.peek().is_none() || held.any(|one| one.is_none_or(|one| structures.contains(one)))
        };
        all.iter().any(|names| names.may_name_field(field, &may_hold))
            || self.said().patterns.iter().any(|pattern| pattern.may_name_field(field, &may_hold))
    }

    fn said(&self) -> &Said {
        self.said.get_or_init(|| {
            let mut said = Said::default();
            for job in &self.jobs {
                said.add(&job.object);
                // What a binding holds is part of the job from here on.
                let once = job.configuration.as_ref().and_then(|made| made.once.as_ref());
                once.into_iter().for_each(|once| said.add(once));
            }
            said
        })
    }
}

/// What texts say.
#[derive(Default)]
pub(super) struct Said {
    words: BTreeSet<String>,
    patterns: BTreeSet<Pattern>,
}

impl Said {
    /// Adds all texts of an object.
    fn add(&mut self, object: &Object) {
        if let Some(value) = object.scalar_value() {
            let text = raw_text(value);
            self.words.extend(words(&text).map(str::to_owned));
            self.patterns.extend(patterns(&text));
        }
        object.slots().unwrap_or_default().iter().flatten().for_each(|slot| self.add(&slot.value));
        object.elements().unwrap_or_default().iter().for_each(|part| self.add(part));
        for (key, value) in object.pairs().unwrap_or_default() {
            self.add(key);
            self.add(value);
        }
    }
}

/// A job after all checks.
pub struct JobView {
    /// The job as the file made it, with the bindings of the command line.
    pub object: Object,
    /// The job as it would be sent; `None` if something is wrong with it.
    pub configuration: Option<Configuration>,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
    /// What the loader warns of.
    pub warnings: Vec<Diagnostic>,
    pub(super) cx: Rc<Context>,
    pub(super) tree: OnceCell<Option<Value>>,
}

/// Interpolations after which nothing that is known is left open.
const PASSES: usize = 4;

impl JobView {
    /// `cluster/role/environment/name` as far as the job can be converted.
    pub fn key(&self) -> Option<String> {
        self.configuration.as_ref().map(|configuration| configuration.key().to_string())
    }

    /// Its key, or the name that it was given.
    pub fn name(&self) -> String {
        let given = || self.object.slot("name").and_then(|slot| slot.value.scalar_value().map(raw_text));
        self.key().or_else(given).unwrap_or_else(|| "a job without a name".to_owned())
    }

    /// The schedule of a cron job; an empty one is none, as for the scheduler.
    pub fn schedule(&self) -> Option<&str> {
        let made = self.configuration.as_ref()?;
        made.thrift.cron_schedule.as_deref().filter(|text| !text.is_empty())
    }

    /// The job with the schema's names, interpolated: fields without a value are not there, sizes are in bytes.
    pub fn tree(&self) -> Option<&Value> {
        let make = || {
            let made = self.configuration.as_ref();
            let object = made.map_or(&self.object, |made| made.once.as_ref().unwrap_or(&made.job));
            object.json_tree(&self.cx, PASSES).ok()
        };
        self.tree.get_or_init(make).as_ref()
    }

    /// A value of [`JobView::tree`] by a JSON pointer such as `/task/processes/0/cmdline`.
    pub fn value(&self, pointer: &str) -> Option<&Value> {
        // None of the names needs an escape, so none is looked for.
        pointer.split('/').skip(1).try_fold(self.tree()?, |value, word| match value {
            Value::Object(members) => members.get(word),
            Value::Array(items) => items.get(word.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Where a part of the job was set, by a pointer as in [`JobView::value`]; the nearest part around it whose place is
    /// known, or else the place of the job's name.
    pub fn place(&self, pointer: &str) -> Span {
        let mut here = self.object.clone();
        let mut span = Span::NONE;
        for word in pointer.split('/').filter(|word| !word.is_empty()) {
            if let Some(slot) = here.slot(word)
                && !slot.origin().span().is_none()
            {
                span = slot.origin().span();
            }
            let step = match word.parse() {
                Ok(index) if here.elements().is_some() => Step::Index(index),
                _ => Step::Field(word.into()),
            };
            let Some(part) = here.part(&step) else { break };
            here = part;
        }
        if !span.is_none() {
            return span;
        }
        let names = ["name", "task", "role", "cluster"];
        let slots = names.iter().filter_map(|name| self.object.slot(name)).map(|slot| slot.origin().span());
        slots.into_iter().find(|span| !span.is_none()).unwrap_or_default()
    }
}
