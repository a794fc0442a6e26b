//! The form for editors, logs and `grep`: `file:line:column: CODE message`.

use std::fmt::Write;

use crate::diagnostics::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};

use super::text;

/// One line for the diagnostic, then an indented one for each further place, for calls that led there, and for the help.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let mut out = String::new();
    let place = main_place(diagnostic, sources).unwrap_or_else(|| "aurora".to_owned());
    let severity = match diagnostic.severity {
        Severity::Error => "",
        Severity::Warning => " warning:",
        Severity::Note => " note:",
    };
    let message = text::joined(&text::shortened(&diagnostic.message, text::LONGEST_MESSAGE));
    push_line(&mut out, &format!("{place}: {}{severity} {message}", diagnostic.code));
    for further in diagnostic.places.iter().skip(1) {
        if let Some(place) = position(further.span, sources) {
            let label = text::shortened(&further.label, text::LONGEST_LABEL);
            push_line(&mut out, &format!("  {place}: {}", text::joined(&label)));
        }
    }
    for place in calls(diagnostic, sources) {
        push_line(&mut out, &format!("  {place}: called from here"));
    }
    if let Some(help) = &diagnostic.help {
        push_line(&mut out, &format!("  help: {}", text::joined(&text::shortened(help, text::LONGEST_MESSAGE))));
    }
    out
}

/// Calls that are shown of those that led to a diagnostic.
const MOST_CALLS: usize = 3;

/// The calls and includes that led to a diagnostic, the innermost first, as far as no place is in their lines.
fn calls(diagnostic: &Diagnostic, sources: &SourceMap) -> impl Iterator<Item = String> {
    let line = |span: Span| sources.locate(span).map(|(file, at)| (file.base, at.line));
    let shown: Vec<_> = diagnostic.places.iter().filter_map(|place| line(place.span)).collect();
    // In the innermost one it happened.
    let calls = diagnostic.trace.iter().rev().skip(1).map(|frame| frame.span);
    let calls = calls.filter(move |span| line(*span).is_some_and(|line| !shown.contains(&line)));
    calls.filter_map(|span| position(span, sources)).take(MOST_CALLS)
}

/// `file:line:column` of a span's start.
pub fn position(span: Span, sources: &SourceMap) -> Option<String> {
    let (file, at) = sources.locate(span)?;
    Some(format!("{}:{}:{}", text::one_line(&file.name), at.line, at.column))
}

/// The main place; without one, the innermost frame that has one.
fn main_place(diagnostic: &Diagnostic, sources: &SourceMap) -> Option<String> {
    let places = diagnostic.places.iter().map(|place| place.span);
    let frames = diagnostic.trace.iter().rev().map(|frame| frame.span);
    places.chain(frames).find_map(|span| position(span, sources))
}

fn push_line(out: &mut String, line: &str) {
    let written = writeln!(out, "{}", line.trim_end());
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}
