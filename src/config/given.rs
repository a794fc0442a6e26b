//! Where a name was given that an object does not know, when a function handed it on.

use crate::diagnostics::{Diagnostic, Place};
use crate::source::{SourceMap, Span};

use super::provenance::FROM_HERE;

/// Adds the argument or the key `name` in the innermost of the calls that led to a diagnostic which writes it out. Nothing is added
/// where the diagnostic's own place does so.
pub fn add(sources: &SourceMap, name: &str, diagnostic: &mut Diagnostic) {
    let own = diagnostic.places.first().map(|place| place.span);
    if own.is_none_or(|span| inside(sources, span, name).is_some()) {
        return;
    }
    let found = diagnostic.trace.iter().rev().find_map(|frame| inside(sources, frame.span, name));
    diagnostic.places.extend(found.map(|span| Place { span, label: FROM_HERE.to_owned() }));
}

/// The first place in a span where a name is that of an argument or a key of a dictionary.
fn inside(sources: &SourceMap, span: Span, name: &str) -> Option<Span> {
    let file = sources.file_at(span.start).filter(|_| !span.is_none() && !name.is_empty())?;
    let text = file.slice(span);
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (at, _) = text.match_indices(name).find(|(at, _)| {
        let (before, after) = (&text[..*at], &text[at + name.len()..]);
        let rest = after.trim_start();
        let is_argument = rest.starts_with('=') && !rest.starts_with("==") && !after.starts_with(is_word);
        let unquoted = after.strip_prefix(['\'', '"']).map(str::trim_start);
        let is_key = before.ends_with(['\'', '"']) && unquoted.is_some_and(|rest| rest.starts_with(':'));
        (is_argument && !before.ends_with(is_word)) || is_key
    })?;
    let start = span.start + u32::try_from(at).ok()?;
    Some(Span::new(start, start + u32::try_from(name.len()).ok()?))
}
