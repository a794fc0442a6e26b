//! References that nothing satisfies: which of them are allowed, and where they were written.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, Kind, nearest, nearest_address};
use crate::objects::{Context, Object, Raw, Reference};
use crate::schema::Release;
use crate::source::Span;

use super::blame::{carrying_text, names_in, with_carrier, with_nearly};
use super::convert::Terms;
use super::narrow::USED_HERE;
use super::problem::{Problems, bind_help};
use super::{later, ports};

/// Names that the executor or the client gives a value.
const KNOWN: &[&str] =
    &["mesos.instance", "mesos.role", "mesos.cluster", "thermos.task_id", "thermos.user", "thermos.ports[http]"];

/// The name that the executor gives a value in later releases only.
const HOSTNAME: &str = "mesos.hostname";

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
    let is_wrong = |one: &&Reference| !is_allowed(one, terms.release) && !is_of_lacking(given, one.address());
    for reference in references.iter().filter(is_wrong) {
        if problems.0.len() < MOST && seen.insert(reference.address()) {
            let problem = problem(terms, job, given, reference);
            let problem = with_carrier(terms.cx, given, reference, problem);
            problems.0.push(with_nearly(terms.cx, given, reference, problem));
        }
    }
    problems
}

/// Whether a name is one that the schema's defaults refer to, in vain because of what the job lacks: that is told, and a value for
/// the name would be no way out.
pub fn is_of_lacking(job: &Object, name: &str) -> bool {
    let Some(task) = job.slot("task").map(|slot| &slot.value) else { return name.starts_with("task.") };
    let first = task.slot("processes").and_then(|slot| slot.value.elements()?.first());
    name.trim_start_matches("task.") == "processes[0].name" && first.is_none_or(|first| !first.has("name"))
}

fn problem(terms: &Terms, job: &Object, given: &Object, reference: &Reference) -> Diagnostic {
    let name = reference.address();
    let mut help: Vec<String> = Vec::new();
    match (name.strip_prefix('&'), near(terms, job, given, reference)) {
        (None, Some(Near::Reference(near))) => {
            help.push(format!("did you mean `{{{{{near}}}}}`? Otherwise {}", bind_help(name)));
        }
        (None, Some(Near::Option(option))) => {
            // Which of the two has the slip, nobody knows.
            help.push(format!("nothing uses `-E {option}=…`: did you mean `{{{{{option}}}}}`, or `-E {name}=…`?"));
        }
        (None, Some(Near::Later(hint))) => help.extend([hint, bind_help(name)]),
        _ => help.push(bind_help(name)),
    }
    // Three escapes: one for each interpolation up to the executor's text.
    help.push(format!("to keep the braces in the text, write {{{{&&&{name}}}}}"));
    let place = Some(place_in(job, reference)).filter(|place| !place.is_none());
    let place = place.or_else(|| carrying_text(terms.cx, given, reference)).unwrap_or_default();
    Diagnostic::error("AUR0306", Kind::Unbound, format!("`{reference}` has no value"))
        .help(help.join("; ").replace("?; to", "? To"))
        .at(place, USED_HERE)
        .about_reference(name)
}

/// What a reference without a value was perhaps meant to be.
enum Near {
    /// Another reference, one that has a value.
    Reference(String),
    /// The name of an option `-E` that nothing uses.
    Option(String),
    /// One that only later releases know, in a sentence.
    Later(String),
}

fn near(terms: &Terms, job: &Object, given: &Object, reference: &Reference) -> Option<Near> {
    let name = reference.address();
    if let Some(hint) = later::hostname_hint(name, terms.release) {
        return Some(Near::Later(hint));
    }
    let (bindings, cx) = (terms.bindings, terms.cx);
    let mut names: Vec<String> = KNOWN.iter().map(|known| (*known).to_owned()).collect();
    names.extend(attribute_names(job));
    names.extend(given.bound_names().iter().map(|bound| bound.to_string()));
    if let Some((_, port)) = name.split_once('[') {
        names.push(format!("thermos.ports[{port}"));
    }
    if later::has_hostname(terms.release) {
        names.push(HOSTNAME.to_owned());
    }
    names.retain(|known| !bindings.names().any(|bound| bound == known));
    names.extend(bindings.names().map(str::to_owned));
    if let Some(near) = nearest_address(name, names.iter().map(String::as_str)) {
        let unused = bindings.never_used(cx);
        let is_unused = (1u32..).zip(bindings.names()).any(|(number, own)| own == near && unused.contains(&number));
        return Some(if is_unused { Near::Option(near.to_owned()) } else { Near::Reference(near.to_owned()) });
    }
    if let Some(near) = nearest_address(name, [HOSTNAME]) {
        let hint = later::hostname_hint(near, terms.release)?;
        return Some(Near::Later(format!("did you mean `{{{{{near}}}}}`? {hint}")));
    }
    let first = name.split(['.', '[']).next()?;
    let near = nearest(first, names.iter().map(String::as_str))?;
    let meant = Reference::parse(&format!("{near}{}", name.strip_prefix(first)?), cx.index_style()).ok()?;
    nearest_below(cx, given, &meant).map(Near::Reference)
}

/// The reference itself if it leads to something that is there, or the nearest one that does.
fn nearest_below(cx: &Context, given: &Object, reference: &Reference) -> Option<String> {
    let nearly = given.nearly(cx, reference)?;
    if reference.path().len() != 1 + Reference::parse(&nearly.beginning, cx.index_style()).ok()?.path().len() {
        return None;
    }
    let names = names_in(cx, &nearly.object);
    if names.iter().any(|known| **known == *nearly.missing) {
        return Some(reference.address().to_owned());
    }
    let near = nearest(&nearly.missing, names.iter().map(|known| &**known))?;
    nearly.object.ty().as_struct().map(|_| format!("{}.{near}", nearly.beginning))
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
