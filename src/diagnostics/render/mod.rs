//! Diagnostics as text: a report for people, one line for editors and logs, one JSON object for programs.
//!
//! Renderers return text and write nowhere. Whatever comes from outside (messages, names, source lines) passes through
//! [`text`], so that no control character reaches a terminal.

mod concise;
mod excerpt;
mod fancy;
mod json;
pub mod text;

use super::Diagnostic;
use crate::source::SourceMap;

pub use json::{VERSION as JSON_VERSION, terminal_safe};

/// Which of the three forms.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Format {
    /// A report with source lines, for people.
    #[default]
    Fancy,
    /// `file:line:column: CODE message`.
    Concise,
    /// One JSON object a line (`docs/error-format.md`).
    Json,
}

/// What the place of output can show. Only the fancy form heeds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether ANSI colours may be used.
    pub color: bool,
    /// Whether lines may be drawn with characters beyond ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl Style {
    /// A stream that is no terminal.
    pub const PLAIN: Style = Style { color: false, unicode: true, width: 100 };
}

/// One diagnostic as text, with its final newline.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, format: Format, style: Style) -> String {
    match format {
        Format::Fancy => fancy::render(diagnostic, sources, style),
        Format::Concise => concise::render(diagnostic, sources),
        Format::Json => json::render(diagnostic, sources),
    }
}

#[cfg(test)]
mod tests;
