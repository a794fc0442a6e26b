//! The form for people: a report with the source lines of every place, drawn by miette.

use std::fmt;

use miette::{Diagnostic as Report, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::diagnostics::{Diagnostic, Frame, Place, Severity};
use crate::source::{SourceMap, Span};

use super::concise::position;
use super::excerpt::Excerpt;
use super::{Style, text};

/// Places shown in one report; more of them are only counted.
const MOST_PLACES: usize = 12;

/// Frames shown of a longer chain: the outermost and the innermost ones.
const OUTER_FRAMES: usize = 4;
const INNER_FRAMES: usize = 8;

/// The narrowest report, in columns.
const NARROWEST: usize = 30;

/// What miette takes up beside a source line: its number and the gutter.
const GUTTER: usize = 10;

/// A report, its trace and a blank line.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, style: Style) -> String {
    let width = style.width.max(NARROWEST);
    let shown: Vec<Place> = shown_places(diagnostic);
    let report = View {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: text::lines(&text::shortened(&diagnostic.message, text::LONGEST_MESSAGE)).into_owned(),
        help: diagnostic.help.as_ref().map(|h| text::lines(&text::shortened(h, text::LONGEST_MESSAGE)).into_owned()),
        excerpt: Excerpt::new(&shown, sources, width.saturating_sub(GUTTER)),
    };
    let mut out = String::new();
    let handler = GraphicalReportHandler::new_themed(theme(style)).with_width(width).without_cause_chain();
    if handler.render_report(&mut out, &report).is_err() {
        return super::concise::render(diagnostic, sources);
    }
    if diagnostic.places.len() > shown.len() {
        out.push_str(&format!("  and {} more places\n", diagnostic.places.len() - shown.len()));
    }
    push_trace(&mut out, diagnostic, sources);
    out.push('\n');
    out
}

/// The places to draw; without any, the innermost frame stands in.
fn shown_places(diagnostic: &Diagnostic) -> Vec<Place> {
    if diagnostic.places.is_empty() {
        let frame = diagnostic.trace.last().filter(|frame| !frame.span.is_none());
        return frame.map(|frame| Place { span: frame.span, label: String::new() }).into_iter().collect();
    }
    diagnostic.places.iter().take(MOST_PLACES).cloned().collect()
}

/// A chain of one frame says no more than the main place does, unless it is in another file.
fn push_trace(out: &mut String, diagnostic: &Diagnostic, sources: &SourceMap) {
    let trace = &diagnostic.trace;
    let file = |span: Span| sources.file_at(span.start).map(|file| file.base);
    let is_shown = |frame: &Frame| diagnostic.places.iter().any(|place| file(place.span) == file(frame.span));
    if trace.len() < 2 && (diagnostic.places.is_empty() || trace.iter().all(is_shown)) {
        return;
    }
    out.push_str("  trace, outermost call first:\n");
    let hidden = trace.len().saturating_sub(OUTER_FRAMES + INNER_FRAMES);
    for (index, frame) in trace.iter().enumerate() {
        if hidden > 1 && index == OUTER_FRAMES {
            out.push_str(&format!("    … {hidden} more …\n"));
        }
        if hidden > 1 && (OUTER_FRAMES..OUTER_FRAMES + hidden).contains(&index) {
            continue;
        }
        let name = call_text(frame);
        match position(frame.span, sources) {
            Some(position) => out.push_str(&format!("    {position} in {name}\n")),
            None => out.push_str(&format!("    in {name}\n")),
        }
    }
}

/// `make(n='two')`: the function and what it was called with, on one line.
fn call_text(frame: &Frame) -> String {
    let name = text::one_line(&text::shortened(&frame.name, text::LONGEST_LABEL)).into_owned();
    if frame.arguments.is_empty() {
        return name;
    }
    let arguments = frame.arguments.iter().map(|one| {
        let value = text::shortened(&one.value, text::LONGEST_LABEL);
        format!("{}={}", text::one_line(&one.name), text::one_line(&value))
    });
    format!("{name}({})", arguments.collect::<Vec<_>>().join(", "))
}

fn theme(style: Style) -> GraphicalTheme {
    match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    }
}

/// A diagnostic as miette sees it.
#[derive(Debug)]
struct View {
    code: &'static str,
    severity: Severity,
    message: String,
    help: Option<String>,
    excerpt: Excerpt,
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View {}

impl Report for View {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.excerpt.marks().is_empty()).then_some(&self.excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.excerpt.marks().iter().enumerate().map(|(index, mark)| {
            let label = (!mark.label.is_empty()).then(|| mark.label.clone());
            let span = (mark.range.start, mark.range.len());
            if index == 0 {
                LabeledSpan::new_primary_with_span(label, span)
            } else {
                LabeledSpan::new_with_span(label, span)
            }
        });
        Some(Box::new(labels))
    }
}
