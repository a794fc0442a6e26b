//! One version of the files, evaluated.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::commands::Failure;
use crate::commands::diff::args::DiffArgs;
use crate::commands::inspect::{tree, wire};
use crate::config::changes::{JobFacts, Named};
use crate::config::{self, Bindings, Candidate, Configuration, Evaluation, Problems, Selector, Settings, Shared};
use crate::diagnostics::Diagnostic;
use crate::interp::host::{Host, PathKind};
use crate::lint::normal;
use crate::objects::Object;
use crate::source::SourceMap;

/// One of the two versions.
pub struct Version<'a> {
    pub args: &'a DiffArgs,
    pub settings: &'a Settings,
    pub selector: Option<&'a Selector>,
    /// The files and folders that the user named.
    pub named: &'a [String],
    /// The revision, for messages; `None` for this machine's files.
    pub title: Option<&'a str>,
    /// The files of the places of errors.
    pub sources: &'a Rc<RefCell<SourceMap>>,
}

/// What a version's files define.
#[derive(Default)]
pub struct Evaluated {
    /// Each job with the number of its file.
    pub jobs: Vec<(usize, Named)>,
    /// The files that could not be evaluated, by number: their names and how much of each is missing.
    pub broken: BTreeMap<usize, (String, Extent)>,
    /// Why not.
    pub diagnostics: Vec<Diagnostic>,
    /// The revision.
    pub title: Option<String>,
}

/// How much of a file could not be evaluated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Some of its jobs.
    Part,
}

impl Version<'_> {
    /// All jobs of the files; a file that is not there has none. What cannot be evaluated, of any file and of any job that was
    /// asked for, is noted beside them. Errors: there is no such revision, or a binding is none.
    pub fn jobs(
        &self,
        files: &[String],
        world: &dyn Fn() -> Result<Box<dyn Host>, Diagnostic>,
    ) -> Result<Evaluated, Failure> {
        let mut all = Evaluated { title: self.title.map(str::to_owned), ..Evaluated::default() };
        let mut included: BTreeSet<String> = BTreeSet::new();
        let mut failed: Vec<(usize, Extent, Problems)> = Vec::new();
        for (number, file) in files.iter().enumerate() {
            let mut world = world()?;
            if is_missing(&mut *world, file) {
                continue;
            }
            let mut problems = Problems::default();
            let jobs = Evaluation::new(world, self.settings, self.sources).and_then(|mut evaluation| {
                let jobs = self.of_file(&mut evaluation, file, &mut problems);
                included.extend(evaluation.includes().iter().map(|(_, path)| normal(path)));
                jobs
            });
            match jobs {
                Ok(jobs) => all.jobs.extend(jobs.into_iter().map(|job| (number, job))),
                // What the command line says wrongly is wrong for every file.
                Err(found) if found.0.iter().all(is_of_bindings) => {
                    return Err(Failure { diagnostics: found.0, sources: Rc::clone(self.sources) });
                }
                Err(found) => failed.push((number, Extent::Whole, found)),
            }
            if !problems.is_empty() {
                failed.push((number, Extent::Part, problems));
            }
        }
        // A file of a folder may be one that others include, and lack names on its own.
        let is_meant = |file: &str| self.named.iter().any(|named| named == file) || !included.contains(&normal(file));
        let mut problems = Problems::default();
        for (number, extent, found) in failed {
            let file = files.get(number).map(String::as_str).unwrap_or_default();
            if extent == Extent::Part || is_meant(file) {
                all.broken.entry(number).or_insert_with(|| (file.to_owned(), extent));
                problems.add(found);
            }
        }
        all.diagnostics = problems.0;
        if let Some(title) = self.title {
            all.diagnostics.iter_mut().for_each(|one| one.message = format!("{} (in `{title}`)", one.message));
        }
        Ok(all)
    }

    fn of_file(&self, evaluation: &mut Evaluation, file: &str, problems: &mut Problems) -> config::Result<Vec<Named>> {
        let cx = Rc::clone(&evaluation.cx);
        let bindings = Bindings::parse(&cx, &self.args.config.bindings)?;
        let shared = evaluation.shared(bindings.clone())?;
        let jobs = if self.args.config.json {
            vec![evaluation.json_job(file)?]
        } else {
            evaluation.run_file(file)?;
            match evaluation.jobs() {
                Err(none) if none.0.iter().all(|one| one.code == "AUR0411") => Vec::new(),
                jobs => jobs?,
            }
        };
        Ok(jobs.iter().filter_map(|job| self.named(&shared, job, &bindings, problems)).collect())
    }

    /// A job with its key. Its errors are problems only if it is one that was asked for.
    fn named(&self, shared: &Shared, job: &Object, bindings: &Bindings, problems: &mut Problems) -> Option<Named> {
        let candidate = problems.keep(Candidate::of(&shared.cx, job, bindings))?;
        let bound = bindings.apply(&shared.cx, job);
        let named = bound.and_then(|job| Configuration::of(shared, &job)).and_then(|job| facts(&job));
        if self.selector.is_none_or(|selector| candidate.is(selector)) { problems.keep(named) } else { named.ok() }
    }
}

/// A job for comparison: what is sent, and how it is updated.
fn facts(job: &Configuration) -> config::Result<Named> {
    let update = tree(job)?.get("update_config").cloned();
    Ok(Named { key: job.key(), facts: JobFacts::of_wire(&wire(&job.thrift)?).with("update_config", update) })
}

fn is_of_bindings(one: &Diagnostic) -> bool {
    matches!(one.code, "AUR0403" | "AUR0404")
}

/// Whether nothing stands at a path.
pub fn is_missing(world: &mut dyn Host, path: &str) -> bool {
    matches!(world.stat(path), Ok(PathKind::Missing))
}
