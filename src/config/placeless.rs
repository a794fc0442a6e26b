//! Places of problems that are of a job as a whole, or of what it does not have.

use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::Object;
use crate::source::{SourceMap, Span};

use super::jobs_place::JobsPlace;
use super::lacking::IN_JOB;
use super::problem::Problems;
use super::read::lacks;

/// Gives problems that are known by no place that of the job: where its first attribute was set, or if it has none, the element of
/// `jobs` that makes it. `main` is the start of the file that was run first.
pub fn place(sources: &SourceMap, main: Span, job: &Object, problems: &mut Problems) {
    let mut found: Option<(Span, bool)> = None;
    let is_placeless = |one: &&mut Diagnostic| one.places.is_empty() && one.trace.is_empty();
    for problem in problems.0.iter_mut().filter(is_placeless) {
        let (span, is_own) = *found.get_or_insert_with(|| of_job(sources, main, job));
        let label = match (is_own, problem.kind) {
            (false, _) => "one of these jobs".to_owned(),
            (true, Kind::MissingRequired) => lacks(job.ty().name()),
            (true, _) => IN_JOB.to_owned(),
        };
        *problem = problem.clone().at(span, label);
    }
}

/// The place of a job, and whether it is of this job alone.
fn of_job(sources: &SourceMap, main: Span, job: &Object) -> (Span, bool) {
    let own = job.first_place();
    if !own.is_none() {
        return (own, true);
    }
    if main.is_none() {
        return (Span::NONE, false);
    }
    let jobs = JobsPlace::find(sources, main);
    match jobs.empty_call() {
        Some(call) => (call, true),
        None => (jobs.whole, false),
    }
}
