//! Task links: which ports they name, and their form for the scheduler (`reference/loading.md §7.1, §7.4`).

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::{Context, Environment, Keyword, Object, Raw, Reference};
use crate::source::Span;
use crate::syntax::template::Component;

use super::ports::port_name;
use super::problem::{Problems, Result};
use super::read;

/// Ports that the links of an interpolated job refer to; `None` if it has no links.
pub fn ports(cx: &Context, job: &Object) -> Result<Option<BTreeSet<String>>> {
    let Some(links) = read::attribute(cx, job, "task_links")? else { return Ok(None) };
    let mut problems = Problems::default();
    let mut names = BTreeSet::new();
    for reference in links.interpolate(cx)?.1 {
        match port_name(&reference) {
            None => {}
            Some(Ok(name)) => {
                names.insert(name);
            }
            Some(Err(())) => problems.add(bad_reference(job, &reference).into()),
        }
    }
    problems.or_value(Some(Some(names)))
}

fn bad_reference(job: &Object, reference: &Reference) -> Diagnostic {
    let name = reference.path().skip(2).first().map_or("name", Component::text);
    Diagnostic::error(
        "AUR0436",
        Kind::Announce,
        format!("`{reference}` in task_links is not the way to refer to a port"),
    )
    .help(format!("write it with brackets: {{{{thermos.ports[{name}]}}}}"))
    .at(read::place(job, "task_links"), "")
    .about_reference(reference.address())
}

/// The links of a job with the scheduler's own placeholders bound in: `%shard_id%`, `%port:name%`.
pub fn translated(cx: &Context, job: &Object) -> Result<Option<Object>> {
    let Some(links) = read::attribute(cx, job, "task_links")? else { return Ok(None) };
    let mut pairs = vec![Keyword::new("mesos.instance", Raw::text("%shard_id%"), Span::NONE)];
    for reference in links.interpolate(cx)?.1 {
        if let Some(Ok(name)) = port_name(&reference) {
            pairs.push(Keyword::new(reference.address(), Raw::text(&format!("%port:{name}%")), Span::NONE));
        }
    }
    let table = Environment::construct(cx, &[], &pairs)?;
    Ok(Some(links.bind(cx, &[Raw::Environment(table)], &[], Span::NONE)?))
}
