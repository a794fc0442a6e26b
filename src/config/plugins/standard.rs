//! The standard bindings (`reference/loading.md §6.2`).

use crate::objects::{Context, Environment, Keyword, Object, Origin, Raw};
use crate::source::Span;

use super::super::problem::Result;

const BINDINGS: [(&str, &str); 3] =
    [("mesos.role", "{{role}}"), ("mesos.cluster", "{{cluster}}"), ("thermos.user", "{{role}}")];

/// The job with role, cluster and user bound in front of everything else.
pub fn bind(cx: &Context, job: &Object) -> Result<Object> {
    let pairs: Vec<Keyword> = BINDINGS
        .iter()
        .map(|(name, value)| Keyword { name: (*name).into(), value: Raw::text(value), origin: Origin::Standard })
        .collect();
    let table = Environment::construct(cx, &[], &pairs)?;
    Ok(job.bind(cx, &[Raw::Environment(table)], &[], Span::NONE)?)
}
