//! One job that was chosen and prepared.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::objects::{Context, Object, Type};
use crate::schema::Release;
use crate::source::{SourceMap, Span};

use super::behind;
use super::bindings::Bindings;
use super::convert::{First, Terms, all_else, convert};
use super::declared;
use super::include::Include;
use super::job_configuration::JobConfiguration;
use super::job_key::JobKey;
use super::jobs_place::JobsPlace;
use super::lacking;
use super::narrow;
use super::placeless;
use super::plugins::{Prepared, prepare};
use super::problem::{BIND_IN_FILE, Problems, Result};
use super::read;
use super::trees::Trees;
use super::written;

/// What all jobs of one evaluation share.
#[derive(Clone)]
pub struct Shared {
    /// The objects' state.
    pub cx: Rc<Context>,
    /// The type of the namespace `mesos`.
    pub mesos_context: Type,
    /// What was bound on the command line.
    pub bindings: Rc<Bindings>,
    /// Login name of the person at the keyboard.
    pub user: Rc<str>,
    /// Who included whom.
    pub include: Rc<Include>,
    /// The texts that were run.
    pub sources: Rc<RefCell<SourceMap>>,
    /// The start of the file that was run first; [`Span::NONE`] as long as there is none.
    pub main: Rc<Cell<Span>>,
    /// Whose schema the jobs have.
    pub release: Release,
    /// Whether jobs are kept as their first interpolation left them, for those who look at them further.
    pub keeps_once: bool,
    /// The texts' syntax trees, once an error asks for them.
    pub trees: Rc<Trees>,
    /// The list of jobs, once an error asks for it.
    pub jobs_place: Rc<OnceCell<JobsPlace>>,
    /// The jobs at fault that are still looked at closely.
    pub left: Rc<written::Left>,
    /// What the user should know of each job, whatever becomes of it.
    pub warnings: Rc<RefCell<Vec<Diagnostic>>>,
}

impl Shared {
    /// Where one of the `count` jobs stands in the list of jobs, if they are written out there.
    pub fn element(&self, at: usize, count: usize) -> Option<Span> {
        let find = || JobsPlace::find(&self.sources.borrow(), self.main.get());
        self.jobs_place.get_or_init(find).written(at, count)
    }

    /// Adds to problems that stand in a function the call that made the job, if the list of `count` jobs has it as its element.
    pub fn with_call(&self, mut problems: Problems, at: usize, count: usize) -> Problems {
        let Some(span) = self.element(at, count) else { return problems };
        let sources = self.sources.borrow();
        let is_call = sources.file_at(span.start).is_some_and(|file| file.slice(span).ends_with(')'));
        let is_inside = |place: &Place| span.start <= place.span.start && place.span.end <= span.end;
        for problem in problems.0.iter_mut().filter(|_| is_call) {
            let in_function = problem.places.first().is_some_and(|place| self.trees.in_function(&sources, place.span));
            if in_function && !problem.places.iter().any(is_inside) {
                problem.places.push(Place { span, label: "the job is made here".to_owned() });
            }
        }
        drop(sources);
        problems
    }
}

/// A job of a configuration, checked and converted.
pub struct Configuration {
    /// The job with the standard bindings, not interpolated.
    pub job: Object,
    /// The job as its first interpolation left it, if the evaluation keeps that.
    pub once: Option<Object>,
    /// What the scheduler is sent.
    pub thrift: JobConfiguration,
    /// What the user should know.
    pub warnings: Vec<Diagnostic>,
    /// The objects' state.
    pub cx: Rc<Context>,
    cluster: String,
}

impl Configuration {
    /// Prepares and converts a bound job. Errors: everything that is wrong with it, by place, behind its warnings.
    pub fn of(shared: &Shared, bound: &Object) -> Result<Configuration> {
        Configuration::made(shared, bound).map_err(|mut problems| {
            let sources = shared.sources.borrow();
            let warnings = problems.0.iter().take_while(|one| one.severity != Severity::Error).count();
            let mut errors = Problems(problems.0.split_off(warnings));
            placeless::place(&sources, shared.main.get(), bound, &mut errors);
            lacking::widen(&sources, &shared.trees, &mut errors);
            behind::add(&shared.cx, bound, &mut errors);
            shared.include.add_traces(&sources, &mut errors);
            written::add(shared, &sources, bound, &mut errors);
            declared::find(&sources, &shared.trees, &mut errors);
            narrow::narrow(&sources, &mut errors);
            // No program was run: the job is one of JSON.
            if shared.main.get().is_none() {
                let helps = errors.0.iter_mut().filter_map(|one| one.help.as_mut());
                helps.for_each(|help| *help = help.replace(BIND_IN_FILE, ""));
            }
            errors.sort();
            problems.0.extend(errors.0);
            problems
        })
    }

    fn made(shared: &Shared, bound: &Object) -> Result<Configuration> {
        let cx = &*shared.cx;
        let terms = Terms {
            cx,
            mesos_context: &shared.mesos_context,
            bindings: &shared.bindings,
            user: &shared.user,
            release: shared.release,
        };
        let Prepared { job, first, ports, warnings, problems } = prepare(&terms, bound).map_err(|mut problems| {
            problems.add(all_else(&terms, bound));
            problems.sort();
            problems
        })?;
        let warnings: Vec<Diagnostic> = shared.warnings.borrow().iter().cloned().chain(warnings).collect();
        let mut found = problems;
        let once = first.as_ref().ok().and_then(First::once).filter(|_| shared.keeps_once).cloned();
        let thrift = found.keep(first.and_then(|first| convert(&terms, &job, first, ports)));
        let cluster = found.keep(read::text_of(cx, &job, "cluster")).flatten().unwrap_or_default();
        let made = thrift.map(|thrift| (thrift, cluster));
        match found.or_value(made) {
            Ok((thrift, cluster)) => {
                Ok(Configuration { job, once, thrift, warnings, cx: Rc::clone(&shared.cx), cluster })
            }
            Err(mut problems) => {
                problems.sort();
                Err(Problems(warnings.into_iter().chain(problems.0).collect()))
            }
        }
    }

    /// The job's key.
    pub fn key(&self) -> JobKey {
        let key = self.thrift.key.clone();
        JobKey { cluster: self.cluster.clone(), role: key.role, environment: key.environment, name: key.name }
    }
}
