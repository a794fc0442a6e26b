//! What is done to a job when it is loaded, in the original's order (`reference/loading.md §6`): required attributes,
//! standard bindings, the default environment, deprecation warnings, validations.

mod announce;
mod deprecated;
mod environment;
mod health_check;
mod required;
mod standard;
mod update;

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::objects::{Context, Object};

use super::convert::{First, Terms};
use super::problem::{Problems, Result};

/// A job after loading.
pub struct Prepared {
    /// The job with the standard bindings and an environment.
    pub job: Object,
    /// What its first interpolation comes to.
    pub first: Result<First>,
    /// Names of all ports to allocate, if a step had to find them out.
    pub ports: Option<BTreeSet<String>>,
    /// What the user should know.
    pub warnings: Vec<Diagnostic>,
    /// What is wrong with it; nothing may be sent if there is something.
    pub problems: Problems,
}

/// The job with the standard bindings and an environment, and warnings. Errors: attributes are missing without which nothing
/// else can be checked.
pub fn standing(cx: &Context, job: &Object) -> Result<(Object, Vec<Diagnostic>)> {
    required::check(cx, job)?;
    environment::default(cx, &standard::bind(cx, job)?)
}

/// The checks that look at nothing but the attributes that they are about, of a job that lacks others.
pub fn checks(cx: &Context, job: &Object) -> Problems {
    let mut problems = Problems::default();
    problems.keep(health_check::check(job));
    if job.has("update_config") && job.has("health_check_config") {
        problems.keep(update::check(cx, job));
    }
    if job.has("environment") {
        problems.keep(environment::check(cx, job));
    }
    problems
}

/// Runs all steps. Errors: as [`standing`].
pub fn prepare(terms: &Terms, job: &Object) -> Result<Prepared> {
    let cx = terms.cx;
    let (job, mut warnings) = standing(cx, job)?;
    warnings.extend(deprecated::warnings(&job));
    let mut problems = Problems::default();
    let mut ports = None;
    let first = First::of(terms, &job);
    let once = first.as_ref().ok().and_then(First::once);
    problems.keep(health_check::check(&job));
    problems.keep(update::check(cx, &job));
    problems.keep(announce::check(cx, &job, once, &mut warnings, &mut ports));
    problems.keep(environment::check(cx, &job));
    Ok(Prepared { job, first, ports, warnings, problems })
}

/// Whether a job has a `dedicated` constraint, its references resolved.
pub(super) fn is_dedicated(cx: &Context, job: &Object) -> Result<bool> {
    let Some(constraints) = super::read::attribute(cx, job, "constraints")? else { return Ok(false) };
    for key in constraints.iterate(cx)? {
        if super::read::text(cx, &key)? == "dedicated" {
            return Ok(true);
        }
    }
    Ok(false)
}
