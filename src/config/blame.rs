//! The further places of an error about a value: the bindings that its text came from, and the declaration of its attribute.

use std::collections::HashSet;
use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Kind, nearest, shown};
use crate::objects::{Candidate, Context, Explanation, Nearly, Object, Origin, Reference, Step, Substitution};
use crate::source::Span;

use super::declared::{declared, declared_default};
use super::problem::shortened;
use super::provenance::{followed, leaves};
use super::read::lacks;

/// Places that are added to one error.
const MOST: usize = 6;

/// Adds to the error about the value at `path` where the references in its text were bound, and where a Struct of the
/// configuration declares it. The job is the one before interpolation; what cannot be followed adds nothing.
///
/// With a `reference`, its value is at fault and not the text that refers to it.
pub fn with_places(
    cx: &Context,
    job: &Object,
    path: &[Step],
    reference: Option<&str>,
    diagnostic: Diagnostic,
) -> Diagnostic {
    let mut object = job.clone();
    let mut declaration = None;
    for step in path {
        if let (Step::Field(name), Some(fields)) = (step, object.ty().as_struct()) {
            let field = fields.slot(name).and_then(|at| fields.field(at));
            declaration = field.map(|field| (Rc::clone(&field.name), field.origin.span()));
        }
        let Some(part) = object.part(step) else { return diagnostic };
        object = part;
    }
    if let Some(reference) = reference.and_then(|reference| Reference::parse(reference, cx.index_style()).ok()) {
        return with_owner(cx, job, &reference, diagnostic);
    }
    let mut diagnostic = diagnostic;
    if object.scalar_value().is_some()
        && let Ok(explanation) = object.explain(cx)
    {
        if diagnostic.kind == Kind::Cycle
            && let Some(help) = path.last().and_then(|step| own_name(step, &explanation))
        {
            return diagnostic.help(help);
        }
        // What goes in a circle is what is still replaced at the end.
        let skipped = if diagnostic.kind == Kind::Cycle { explanation.rounds.len().saturating_sub(MOST) } else { 0 };
        let mut known = HashSet::new();
        let all = explanation.rounds.iter().skip(skipped).flat_map(|round| &round.substitutions);
        let all = all.filter(|one| known.insert(one.reference.address().to_owned())).take(MOST);
        if diagnostic.kind == Kind::Unbound
            && let Some(reference) = explanation.unbound.first()
        {
            diagnostic = with_nearly(cx, job, reference, diagnostic);
        }
        for (reference, first) in all.filter_map(|one| Some((one.reference.to_string(), one.candidates.first()?))) {
            diagnostic = bound(diagnostic, &reference, first);
        }
    }
    match declaration {
        Some((name, class)) => new_place(diagnostic, class, declared(&name)),
        None => diagnostic,
    }
}

/// Adds where the attribute that a reference finds was set, or declared if its default counts.
fn with_owner(cx: &Context, job: &Object, reference: &Reference, diagnostic: Diagnostic) -> Diagnostic {
    let Some(Nearly { object, missing, origin, beginning }) = job.nearly(cx, reference) else { return diagnostic };
    let diagnostic = attribute_place(&object, &missing, diagnostic);
    match origin {
        Origin::At(span) => new_place(diagnostic, span, format!("`{beginning}` was bound here")),
        _ => diagnostic,
    }
}

/// Adds where an attribute of a Struct was set and where it is declared.
fn attribute_place(object: &Object, name: &str, diagnostic: Diagnostic) -> Diagnostic {
    let (Some(fields), Some(slot)) = (object.ty().as_struct(), object.slot(name)) else { return diagnostic };
    let class = fields.slot(name).and_then(|at| fields.field(at)).map_or(Span::NONE, |field| field.origin.span());
    match slot.origin() {
        Origin::At(span) => {
            let diagnostic = new_place(diagnostic, span, format!("`{name}` was set here"));
            new_place(diagnostic, class, declared(name))
        }
        Origin::Default => new_place(diagnostic, class, declared_default(name)),
        _ => diagnostic,
    }
}

/// Adds to the error about a reference without a value how far it leads in the job before interpolation: the place of what its
/// first names find, and what there is instead of the name that is missing.
pub fn with_nearly(cx: &Context, job: &Object, reference: &Reference, diagnostic: Diagnostic) -> Diagnostic {
    let Some(Nearly { beginning, object, origin, missing }) = job.nearly(cx, reference) else { return diagnostic };
    let kind = object.ty().name();
    let names = names_in(cx, &object);
    let fields = object.ty().as_struct();
    let field = fields.and_then(|fields| fields.field(fields.slot(&missing)?));
    let unset = field.filter(|_| !object.has(&missing)).map(|field| field.origin.span());
    let help = if unset.is_some() {
        format!("`{beginning}` is a {kind} in which `{missing}` is not set: write {kind}({missing}=…)")
    } else if field.is_some() {
        format!("`{beginning}` is a {kind}: write {{{{{beginning}.{missing}}}}}")
    } else if names.iter().any(|name| **name == *missing) {
        format!("`{beginning}` is a Map: write {{{{{beginning}[{missing}]}}}}")
    } else if let Some(elements) = object.elements() {
        match elements.len() {
            0 => format!("`{beginning}` is an empty list"),
            count => format!(
                "`{beginning}` is a list: its elements are {{{{{beginning}[0]}}}} to {{{{{beginning}[{}]}}}}",
                count - 1
            ),
        }
    } else {
        match nearest(&missing, names.iter().map(|name| &**name)) {
            Some(near) => format!("`{beginning}` has no `{missing}`: did you mean `{near}`?"),
            None if names.is_empty() => format!("`{beginning}` is a {kind} and has no `{missing}`"),
            None => format!("`{beginning}` has no `{missing}`; it has {}", shortened(&names.join(", "))),
        }
    };
    let label = format!("`{beginning}` was bound here");
    let diagnostic = match origin {
        Origin::At(span) => new_place(diagnostic.help(help), span, label),
        _ => diagnostic.help(help),
    };
    match unset {
        Some(class) => {
            let diagnostic = new_place(diagnostic, object.first_place(), lacks(kind));
            new_place(diagnostic, class, declared(&missing))
        }
        None => diagnostic,
    }
}

/// Adds what was bound to a reference of the text if the one without a value is in there, and not in the text itself.
pub fn with_carrier(cx: &Context, job: &Object, reference: &Reference, diagnostic: Diagnostic) -> Diagnostic {
    let wanted = reference.to_string();
    let Some(place) = diagnostic.places.first().map(|place| place.span) else { return diagnostic };
    let found = leaves(job).iter().filter(|leaf| leaf.set_at() == Some(place)).find_map(|leaf| {
        let explanation = followed(cx, &leaf.object).ok()?.explanation;
        let explanation = explanation.filter(|explanation| !explanation.start.contains(&wanted))?;
        let mut all = explanation.rounds.into_iter().flat_map(|round| round.substitutions);
        all.find(|one| one.candidates.first().is_some_and(|first| first.text.contains(&wanted)))
    });
    match found.as_ref().and_then(|one| Some((one.reference.to_string(), one.candidates.first()?))) {
        Some((carrier, first)) => bound(diagnostic, &carrier, first),
        None => diagnostic,
    }
}

/// Where the text of a job was set in which a reference is left without a value, though the text itself does not show it: what it
/// refers to does. `job` is the one before interpolation.
pub fn carrying_text(cx: &Context, job: &Object, reference: &Reference) -> Option<Span> {
    leaves(job).iter().find_map(|leaf| {
        let explanation = followed(cx, &leaf.object).ok()?.explanation?;
        let is_left = explanation.unbound.iter().any(|left| left.address() == reference.address());
        leaf.set_at().filter(|_| is_left)
    })
}

/// The names of an object's parts: attributes of a Struct, whether set or not, or keys of a Map.
pub fn names_in(cx: &Context, object: &Object) -> Vec<Rc<str>> {
    match (object.ty().as_struct(), object.pairs()) {
        (Some(fields), _) => fields.names(),
        (None, Some(pairs)) => pairs.iter().filter_map(|(key, _)| key.unicode(cx).ok()).collect(),
        (None, None) => Vec::new(),
    }
}

/// Help for an attribute whose text names the attribute itself, which is found before any binding.
fn own_name(step: &Step, explanation: &Explanation) -> Option<String> {
    let Step::Field(name) = step else { return None };
    let round = explanation.rounds.first()?;
    let is_own = |one: &&Substitution| {
        one.reference.address() == &**name
            && one.candidates.first().is_some_and(|first| first.owner.is_some() && first.text == explanation.start)
    };
    let found = round.substitutions.iter().find(is_own)?;
    let kind = &found.candidates.first()?.scope;
    Some(format!(
        "inside of this {kind}, `{{{{{name}}}}}` is the attribute `{name}` itself, whatever is bound to that name: \
         give the binding another name, such as `{{{{profile.{name}}}}}`"
    ))
}

/// Where one reference got its text.
fn bound(diagnostic: Diagnostic, reference: &str, candidate: &Candidate) -> Diagnostic {
    let text = shown(&candidate.text);
    let inner = candidate.owner.as_ref().and_then(|(owner, name)| Some((owner.slot(name)?.origin(), name)));
    let told = diagnostic.places.len();
    let diagnostic = match inner {
        Some((Origin::At(span), name)) => {
            new_place(diagnostic, span, format!("`{reference}` is `{text}`: `{name}` was set here"))
        }
        Some((Origin::Default, _)) => match &candidate.owner {
            Some((owner, name)) => attribute_place(owner, name, diagnostic),
            None => diagnostic,
        },
        _ => diagnostic,
    };
    match candidate.origin {
        Origin::At(span) => {
            let name = reference.trim_start_matches('{').trim_end_matches('}');
            let is_told = diagnostic.places.len() > told;
            let label = match name.split_once(['.', '[']) {
                Some((first, _)) if is_told => format!("`{first}` was bound here"),
                _ => format!("`{reference}` was bound to `{text}` here"),
            };
            new_place(diagnostic, span, label)
        }
        Origin::CommandLine(number) => {
            let words = format!("`{reference}` is `{text}` by the -E number {number} of the command line");
            let help = diagnostic.help.clone();
            diagnostic.help(help.map_or_else(|| words.clone(), |help| format!("{words}; {help}")))
        }
        Origin::Unknown | Origin::Default | Origin::Standard => diagnostic,
    }
}

/// Adds a place that is not there yet.
fn new_place(diagnostic: Diagnostic, span: Span, label: String) -> Diagnostic {
    if diagnostic.places.iter().any(|place| place.span == span) { diagnostic } else { diagnostic.at(span, label) }
}
