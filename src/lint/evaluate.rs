//! Evaluating one file for the rules.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::places::normal;
use super::view::{FileView, JobView};
use crate::config::{Bindings, Configuration, Evaluation, Problems, Settings, Shared};
use crate::config::{Found, Input, Inputs};
use crate::diagnostics::{Diagnostic, Severity};
use crate::interp::host::Host;
use crate::interp::programs::Programs;
use crate::objects::Object;
use crate::source::SourceMap;

/// What the evaluations of one thread share.
#[derive(Default)]
pub struct Desk {
    /// All source texts.
    pub sources: Rc<RefCell<SourceMap>>,
    /// Files that were parsed.
    pub programs: Rc<RefCell<Programs>>,
}

/// Texts and their bytes that a desk holds at most before it is cleared: a run over any number of files keeps its memory, and
/// looking a text up stays quick. Files that many others include are parsed anew then, which is seldom enough.
const MOST_TEXTS: usize = 256;
const MOST_BYTES: u32 = 16 << 20;

impl Desk {
    /// Starts anew if there is too much on it.
    pub fn clear_if_full(&mut self) {
        let is_full = {
            let sources = self.sources.borrow();
            let bytes = sources.files().last().map_or(0, |file| file.span().end);
            sources.files().len() >= MOST_TEXTS || bytes >= MOST_BYTES
        };
        if is_full {
            *self = Desk::default();
        }
    }
}

/// A file after its evaluation, and what it read.
pub struct Looked {
    /// What the rules see.
    pub view: FileView,
    /// What was read, and when the evaluation did not even start, nothing.
    pub inputs: Inputs,
}

/// Evaluates a file and all its jobs. `options` are those of `-E`.
pub fn look(
    desk: &Desk,
    world: Box<dyn Host>,
    settings: &Settings,
    options: &[String],
    (path, bytes): (&str, &[u8]),
) -> Result<Looked, Problems> {
    let mut evaluation = Evaluation::new(world, settings, &desk.sources)?;
    evaluation.vm.programs = Some(Rc::clone(&desk.programs));
    let mut problems = Vec::new();
    if let Err(found) = evaluation.run_bytes(path, bytes) {
        problems.extend(found.0);
    }
    let has_jobs = evaluation.name("jobs").is_some();
    let jobs = if problems.is_empty() && has_jobs { jobs(&mut evaluation, options, &mut problems) } else { Vec::new() };
    evaluation.vm.finish_output();
    let programs = programs(desk, &evaluation, path);
    let is_program = |name: &str| programs.iter().any(|program| program.file.name == name);
    let reads_data = {
        let inputs = evaluation.inputs.borrow();
        inputs.iter().any(|(input, found)| match (input, found) {
            (Input::Path(name), Found::Content(_)) => name != path && !is_program(name),
            _ => false,
        })
    };
    let inputs = Rc::clone(&evaluation.inputs);
    let view = FileView {
        path: normal(path),
        programs,
        reads_data,
        cx: Rc::clone(&evaluation.cx),
        evaluation,
        has_jobs,
        problems,
        jobs,
        said: OnceCell::new(),
        secrets: OnceCell::new(),
    };
    Ok(Looked { view, inputs })
}

/// The file itself, then what it includes.
fn programs(desk: &Desk, evaluation: &Evaluation, path: &str) -> Vec<Rc<crate::interp::programs::Program>> {
    let programs = desk.programs.borrow();
    let inputs = evaluation.inputs.borrow();
    let files = inputs.iter().filter_map(|(input, found)| match (input, found) {
        (Input::Path(name), Found::Content(_)) if name != path => Some(name.as_str()),
        _ => None,
    });
    std::iter::once(path).chain(files).filter_map(|name| programs.named(name)).collect()
}

fn jobs(evaluation: &mut Evaluation, options: &[String], problems: &mut Vec<Diagnostic>) -> Vec<JobView> {
    let objects = match evaluation.jobs() {
        Ok(objects) => objects,
        Err(found) => {
            // A file may say that it has no jobs.
            problems.extend(found.0.into_iter().filter(|problem| problem.code != "AUR0411"));
            return Vec::new();
        }
    };
    let cx = Rc::clone(&evaluation.cx);
    let made = Bindings::parse(&cx, options).and_then(|bindings| Ok((evaluation.shared(bindings.clone())?, bindings)));
    let (shared, bindings) = match made {
        Ok((shared, bindings)) => (Shared { keeps_once: true, ..shared }, bindings),
        Err(found) => {
            problems.extend(found.0);
            return Vec::new();
        }
    };
    objects.iter().map(|object| job(&shared, &bindings, object)).collect()
}

fn job(shared: &Shared, bindings: &Bindings, object: &Object) -> JobView {
    let bound = bindings.apply(&shared.cx, object);
    let made = bound.map(|bound| (Configuration::of(shared, &bound), bound));
    let (object, made) = match made {
        Ok((made, bound)) => (bound, made),
        Err(problems) => (object.clone(), Err(problems)),
    };
    let (configuration, told) = match made {
        Ok(mut configuration) => {
            let warnings = std::mem::take(&mut configuration.warnings);
            (Some(configuration), warnings)
        }
        Err(problems) => (None, problems.0),
    };
    let (problems, warnings) = told.into_iter().partition(|one| one.severity == Severity::Error);
    JobView { object, configuration, problems, warnings, cx: Rc::clone(&shared.cx), tree: OnceCell::new() }
}
