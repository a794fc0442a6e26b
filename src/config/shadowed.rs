//! What answers a reference before `-E` is asked: an attribute nearer to the text, or a binding of the file.

use crate::objects::{Candidate, Context, Object, Origin, Raw, Reference};
use crate::source::Span;

use super::provenance::leaves;

/// A reference that a binding of the command line would answer, and what does so first.
pub struct Shadow {
    /// The reference, with its braces.
    pub reference: String,
    /// The attribute that answers it; `None` if a binding does.
    pub attribute: Option<String>,
    /// Whether it is a binding of the tool itself.
    pub is_standard: bool,
    /// Where that was set or bound; [`Span::NONE`] if it is no place of a file.
    pub place: Span,
}

/// Those of some `-E`, by their numbers from 1, that satisfy a reference of a job. For jobs whose interpolation ends at a fault: each
/// text is followed by itself, and one that cannot be followed may use whatever it names.
pub fn chosen(cx: &Context, job: &Object, numbers: &[(u32, &Reference)]) -> Vec<u32> {
    let mut found = Vec::new();
    for leaf in leaves(job) {
        match leaf.object.explain(cx) {
            Ok(explanation) => {
                let first = explanation.rounds.iter().flat_map(|round| &round.substitutions);
                found.extend(first.filter_map(|one| match one.candidates.first()?.origin {
                    Origin::CommandLine(number) => Some(number),
                    _ => None,
                }));
            }
            Err(_) => {
                let text = match leaf.object.scalar_value() {
                    Some(Raw::Text(text)) => text.to_string(),
                    Some(Raw::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
                    _ => continue,
                };
                let is_named = |(_, name): &&(u32, &Reference)| text.contains(&format!("{{{{{}", name.address()));
                found.extend(numbers.iter().filter(is_named).map(|(number, _)| *number));
            }
        }
    }
    found
}

/// The first reference of a job that the n-th `-E` would answer if nothing nearer did. What cannot be followed has none.
pub fn shadow(cx: &Context, job: &Object, number: u32) -> Option<Shadow> {
    let is_it = |one: &Candidate| one.origin == Origin::CommandLine(number);
    for leaf in leaves(job) {
        let Ok(explanation) = leaf.object.explain(cx) else { continue };
        for substitution in explanation.rounds.iter().flat_map(|round| &round.substitutions) {
            let Some((first, rest)) = substitution.candidates.split_first() else { continue };
            if is_it(first) || !rest.iter().any(is_it) {
                continue;
            }
            let inner = first.owner.as_ref().and_then(|(owner, name)| Some(owner.slot(name)?.origin().span()));
            let place = inner.filter(|span| !span.is_none()).unwrap_or(first.origin.span());
            let attribute = first.owner.as_ref().filter(|_| &*first.scope != "bound").map(|(_, name)| name.to_string());
            let is_standard = first.origin == Origin::Standard;
            return Some(Shadow { reference: substitution.reference.to_string(), attribute, is_standard, place });
        }
    }
    None
}
