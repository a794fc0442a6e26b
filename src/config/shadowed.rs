//! What answers a reference before `-E` is asked: an attribute nearer to the text, or a binding of the file.

use crate::objects::{Candidate, Context, Object, Origin};
use crate::source::Span;

use super::provenance::leaves;

/// A reference that a binding of the command line would answer, and what does so first.
pub struct Shadow {
    /// The reference, with its braces.
    pub reference: String,
    /// The attribute that answers it; `None` if a binding does.
    pub attribute: Option<String>,
    /// Where that was set or bound; [`Span::NONE`] if it is no place of a file.
    pub place: Span,
}

/// The first reference of a job that the n-th `-E` would answer if nothing nearer did. What cannot be followed has none. To be
/// asked last: looking counts as a use of the binding.
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
            return Some(Shadow { reference: substitution.reference.to_string(), attribute, place });
        }
    }
    None
}
