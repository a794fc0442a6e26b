//! The place of a reference inside of the text that holds it.
//!
//! Objects remember where an attribute was set. Where its text is written out there, the reference is looked up in the source once
//! there is an error to show.

use crate::diagnostics::Place;
use crate::source::{SourceMap, Span};

use super::declared;
use super::problem::Problems;
use super::provenance::{FROM_HERE, PERHAPS_FROM_HERE};
use super::trees::Trees;

/// The label of an attribute in whose text a reference stands.
pub const USED_HERE: &str = "used here";

/// The label of an attribute whose text cannot be read.
pub const SET_HERE: &str = "the text was set here";

/// Problems about a reference show the reference itself if it stands as it is at their place, or at one behind it where the text
/// was written. In a text of several lines it is a further place: a comment that suppresses a finding cannot stand inside of the
/// text.
pub fn narrow(sources: &SourceMap, problems: &mut Problems) {
    let is_text = |label: &str| [USED_HERE, SET_HERE, FROM_HERE, PERHAPS_FROM_HERE].contains(&label);
    for problem in &mut problems.0 {
        let Some(reference) = problem.subject.references.first().map(|address| format!("{{{{{address}}}}}")) else {
            continue;
        };
        let found = problem.places.iter().enumerate().filter(|(_, place)| is_text(&place.label));
        let found = found.filter_map(|(at, place)| Some((at, inside(sources, place.span, &reference)?)));
        let Some((at, span)) = found.min_by_key(|(at, _)| *at) else { continue };
        let Some(place) = problem.places.get_mut(at) else { continue };
        let line = |span: Span| sources.locate(span).map(|(_, at)| at.line);
        if line(span) == line(place.span) {
            place.span = span;
        } else {
            problem.places.insert(at + 1, Place { span, label: "in this line".to_owned() });
        }
    }
}

/// Puts problems that are told by themselves at the exact places.
pub fn exact(sources: &SourceMap, problems: &mut Problems) {
    declared::find(sources, &Trees::default(), problems);
    narrow(sources, problems);
}

/// The first place of a reference within a span; `None` if it stands behind what may begin a comment.
fn inside(sources: &SourceMap, span: Span, reference: &str) -> Option<Span> {
    let file = sources.file_at(span.start).filter(|_| !span.is_none())?;
    let text = file.slice(span);
    let at = text.find(reference)?;
    let line = text[..at].rsplit('\n').next()?;
    let start = span.start + u32::try_from(at).ok()?;
    (!line.contains('#')).then(|| Span::new(start, start + reference.len() as u32))
}
