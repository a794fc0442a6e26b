//! References that nothing satisfies: which of them are allowed, and where they were written.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, Kind, nearest};
use crate::objects::{Object, Raw, Reference};
use crate::schema::Release;
use crate::source::Span;

use super::bindings::Bindings;
use super::blame::with_nearly;
use super::convert::Terms;
use super::problem::{Problems, bind_help};
use super::{later, ports};

/// Names that the executor or the client gives a value.
const KNOWN: &[&str] =
    &["mesos.instance", "mesos.role", "mesos.cluster", "thermos.task_id", "thermos.user", "thermos.ports[http]"];

/// Whether a reference may reach the executor unresolved.
pub fn is_allowed(reference: &Reference, release: Release) -> bool {
    match reference.address() {
        "thermos.task_id" | "mesos.instance" => true,
        "mesos.hostname" => later::has_hostname(release),
        _ => is_below_ports(reference),
    }
}

fn is_below_ports(reference: &Reference) -> bool {
    ports::port_name(reference).is_some()
}

/// One error for each reference of a job that may not stay, in the order of their first occurrence. `given` is the job before
/// interpolation.
pub fn problems(terms: &Terms, job: &Object, given: &Object, references: &[Reference]) -> Problems {
    let mut problems = Problems::default();
    const MOST: usize = 50;
    let mut seen: HashSet<&str> = HashSet::new();
    for reference in references.iter().filter(|reference| !is_allowed(reference, terms.release)) {
        if problems.0.len() < MOST && seen.insert(reference.address()) {
            let problem = problem(job, given, reference, (terms.bindings, terms.release));
            problems.0.push(with_nearly(terms.cx, given, reference, problem));
        }
    }
    problems
}

fn problem(
    job: &Object,
    given: &Object,
    reference: &Reference,
    (bindings, release): (&Bindings, Release),
) -> Diagnostic {
    let name = reference.address();
    let mut names: Vec<String> = KNOWN.iter().map(|known| (*known).to_owned()).collect();
    names.extend(bindings.names().map(str::to_owned));
    names.extend(attribute_names(job));
    names.extend(given.bound_names().iter().map(|bound| bound.to_string()));
    let later = later::hostname_hint(name, release);
    let help = match (name.strip_prefix('&'), nearest(name, names.iter().map(String::as_str))) {
        (None, Some(near)) => format!("did you mean `{{{{{near}}}}}`? Otherwise {}", bind_help(name)),
        _ => bind_help(name),
    };
    let help = later.map_or(help.clone(), |hint| format!("{hint}; {help}"));
    // Three escapes: one for each interpolation up to the executor's text.
    let help = format!("{help}; to keep the braces in the text, write {{{{&&&{name}}}}}");
    Diagnostic::error("AUR0306", Kind::Unbound, format!("`{reference}` has no value"))
        .help(help)
        .at(place_in(job, reference), "used here")
}

/// Names of the job's own attributes and of those of its task.
fn attribute_names(job: &Object) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for object in [Some(job), job.slot("task").map(|slot| &slot.value)].into_iter().flatten() {
        names
            .extend(object.ty().as_struct().into_iter().flat_map(|fields| fields.names()).map(|name| name.to_string()));
    }
    names
}

/// Where a text of an object with this reference in it was set; [`Span::NONE`] if no text shows it.
pub fn place_in(object: &Object, reference: &Reference) -> Span {
    let wanted = reference.to_string();
    search(object, &wanted, Span::NONE).unwrap_or(Span::NONE)
}

fn search(object: &Object, wanted: &str, here: Span) -> Option<Span> {
    if let Some(slots) = object.slots() {
        return slots.iter().flatten().find_map(|slot| {
            let own = slot.origin().span();
            search(&slot.value, wanted, if own.is_none() { here } else { own })
        });
    }
    if let Some(elements) = object.elements() {
        return elements.iter().find_map(|element| search(element, wanted, here));
    }
    if let Some(pairs) = object.pairs() {
        return pairs.iter().find_map(|(key, value)| search(key, wanted, here).or_else(|| search(value, wanted, here)));
    }
    match object.scalar_value()? {
        Raw::Text(text) if text.contains(wanted) => Some(here),
        Raw::Bytes(bytes) if String::from_utf8_lossy(bytes).contains(wanted) => Some(here),
        _ => None,
    }
}
