//! Resolving the references of a text (`reference/objects.md §7.1, §7.2`).

use std::rc::Rc;

use super::context::Context;
use super::environment::Bound;
use super::error::{Error, ErrorClass, Result};
use super::object::Object;
use super::raw_ops;
use super::scope::Scopes;
use crate::syntax::template::{self, Fragment, Fragments, Reference};

/// A text after resolution and the references that are left in it, in order, repeated ones kept.
pub(super) struct Resolved {
    pub(super) text: Rc<str>,
    pub(super) unbound: Vec<Reference>,
}

/// Replaces references by the texts of what they find, pass after pass until a pass replaces nothing.
/// Errors: `Uninterpolatable` after too many passes, `InvalidRefError`, and what lookups raise.
pub(super) fn resolve(cx: &Context, text: &Rc<str>, scopes: &Scopes) -> Result<Resolved> {
    let Some(mut fragments) = cx.fragments(text)? else {
        return Ok(Resolved { text: Rc::clone(text), unbound: Vec::new() });
    };
    let mut text = Rc::clone(text);
    let mut rounds_left = cx.limits().rounds;
    let most = cx.limits().text_bytes.saturating_add(text.len().saturating_mul(4));
    loop {
        let pass = pass(cx, &fragments, scopes, most)?;
        let replaced = pass.text.is_some();
        if pass.text.is_none() && fragments.is_plain {
            cx.charge((fragments.pieces.len() + text.len() / 32) as u64)?;
            return Ok(Resolved { text, unbound: unbound(&fragments) });
        }
        let joined = pass.text.unwrap_or_else(|| spelled(&fragments.pieces));
        cx.charge((fragments.pieces.len() + joined.len() / 32) as u64)?;
        rounds_left = rounds_left.saturating_sub(1);
        if joined.len() > most {
            return Err(too_much_text(most));
        }
        if replaced && rounds_left == 0 {
            return Err(endless(&joined));
        }
        // Where tokens begin only at references that this pass found unsatisfied, another pass would find the same.
        if replaced && opens_only_at(&joined, &pass.left) {
            let unbound = pass.left.into_iter().map(|(_, reference)| reference.clone()).collect();
            return Ok(Resolved { text: joined.into(), unbound });
        }
        match cx.fragments(&joined)? {
            None => return Ok(Resolved { text: joined.into(), unbound: Vec::new() }),
            Some(next) if replaced => (text, fragments) = (joined.into(), next),
            Some(next) => return Ok(finish(&next)),
        }
    }
}

/// Whether all tokens that a text may have begin where these references stand in it.
fn opens_only_at(text: &str, references: &[(usize, &Reference)]) -> bool {
    let mut from = 0;
    for (at, reference) in references {
        if template::opening(text, from) != Some(*at) {
            return false;
        }
        from = at + reference.address().len() + BRACES;
    }
    template::opening(text, from).is_none()
}

/// `Maximum replacements reached`; the text is cut when it is very long.
fn endless(text: &str) -> Error {
    const SHOWN: usize = 2000;
    let shown = match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    };
    Error::new(ErrorClass::Uninterpolatable, format!("Unable to interpolate {shown}!  Maximum replacements reached."))
        .with_facts(|facts| facts.value = Some(shown))
}

/// The original would go on until its memory is used up.
fn too_much_text(most: usize) -> Error {
    let message = format!(
        "a text grew to more than {most} bytes while its references were replaced; \
         look for a binding that leads back to itself, or for texts that double with each level"
    );
    Error::new(ErrorClass::TooMuchText, message)
}

/// What one pass over a text comes to.
struct Pass<'a> {
    /// The joined text, escapes kept; `None` if no reference was replaced.
    text: Option<String>,
    /// The references that nothing satisfies, and where they begin in the joined text if there is one.
    left: Vec<(usize, &'a Reference)>,
}

fn pass<'a>(cx: &Context, fragments: &'a Fragments, scopes: &Scopes, most: usize) -> Result<Pass<'a>> {
    let mut out: Option<String> = None;
    let mut left = Vec::new();
    // Where the next piece would begin while nothing is replaced.
    let mut at = 0;
    for (count, piece) in fragments.pieces.iter().enumerate() {
        let found = match piece {
            Fragment::Reference(reference) => {
                let found = scopes.lookup(cx, reference.path())?;
                if found.is_none() {
                    left.push((out.as_ref().map_or(at, String::len), reference));
                }
                found
            }
            Fragment::Literal(_) | Fragment::Escape(_) => None,
        };
        match (found, &mut out) {
            (Some((found, _)), out) => {
                let out = out.get_or_insert_with(|| spelled(&fragments.pieces[..count]));
                push_found(cx, out, &found).map_err(|error| at_fault(error, piece))?;
            }
            (None, Some(out)) => push_piece(out, piece),
            (None, None) => at += spelled_len(piece),
        }
        if out.as_ref().is_some_and(|out| out.len() > most) {
            break;
        }
    }
    Ok(Pass { text: out, left })
}

/// Notes whose value is at fault: not that of the text that refers to it.
fn at_fault(error: Error, piece: &Fragment) -> Error {
    match piece {
        Fragment::Reference(reference) => error.with_facts(|facts| {
            facts.reference.get_or_insert_with(|| reference.address().into());
        }),
        Fragment::Literal(_) | Fragment::Escape(_) => error,
    }
}

/// Bytes of the braces around an address.
const BRACES: usize = 4;

fn spelled_len(piece: &Fragment) -> usize {
    match piece {
        Fragment::Literal(text) => text.len(),
        Fragment::Escape(inner) => inner.len() + BRACES + 1,
        Fragment::Reference(reference) => reference.address().len() + BRACES,
    }
}

/// Pieces as text, nothing replaced, escapes kept.
fn spelled(pieces: &[Fragment]) -> String {
    let mut out = String::new();
    pieces.iter().for_each(|piece| push_piece(&mut out, piece));
    out
}

fn push_piece(out: &mut String, piece: &Fragment) {
    match piece {
        Fragment::Literal(text) => out.push_str(text),
        Fragment::Escape(inner) => push_braced(out, "&", inner),
        Fragment::Reference(reference) => push_braced(out, "", reference.address()),
    }
}

fn push_braced(out: &mut String, mark: &str, inner: &str) {
    out.push_str("{{");
    out.push_str(mark);
    out.push_str(inner);
    out.push_str("}}");
}

/// The text of a found value (`reference/objects.md §7.2`).
fn push_found(cx: &Context, out: &mut String, found: &Bound) -> Result<()> {
    match found {
        Bound::Text(text) => out.push_str(text),
        Bound::Bytes(bytes) => out.push_str(raw_ops::decode_ascii(bytes)?),
        Bound::Object(object) => out.push_str(&found_text(cx, object)?),
    }
    Ok(())
}

/// An object's text; the path in an error is that of the place where the text goes, not of the object found.
pub(super) fn found_text(cx: &Context, object: &Object) -> Result<Rc<str>> {
    cx.deeper(|| object.unicode(cx)).map_err(|error| error.with_facts(|facts| facts.path.clear()))
}

/// The last step: escapes lose one `&`, references stay.
fn finish(fragments: &Fragments) -> Resolved {
    let mut out = String::new();
    for piece in &fragments.pieces {
        match piece {
            Fragment::Escape(inner) => push_braced(&mut out, "", inner),
            other => push_piece(&mut out, other),
        }
    }
    Resolved { text: out.into(), unbound: unbound(fragments) }
}

fn unbound(fragments: &Fragments) -> Vec<Reference> {
    let reference = |piece: &Fragment| match piece {
        Fragment::Reference(reference) => Some(reference.clone()),
        Fragment::Literal(_) | Fragment::Escape(_) => None,
    };
    fragments.pieces.iter().filter_map(reference).collect()
}
