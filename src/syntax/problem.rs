//! What can be wrong with a text, as diagnostics: the codes of this floor and Python's own words.

use crate::diagnostics::{Diagnostic, Exception, Kind};
use crate::source::Span;

/// The codes `AUR01xx`; `docs/errors` has a page for each.
#[allow(missing_docs)]
pub mod code {
    pub const UNEXPECTED: &str = "AUR0101";
    pub const UNEXPECTED_INDENT: &str = "AUR0102";
    pub const MISSING_BLOCK: &str = "AUR0103";
    pub const UNINDENT: &str = "AUR0104";
    pub const DEEP_BLOCKS: &str = "AUR0105";
    pub const DEEP_BRACKETS: &str = "AUR0106";
    pub const UNCLOSED: &str = "AUR0107";
    pub const WRONG_BRACKET: &str = "AUR0108";
    pub const LONE_BRACKET: &str = "AUR0109";
    pub const CONTINUATION: &str = "AUR0110";
    pub const UNTERMINATED: &str = "AUR0111";
    pub const UNTERMINATED_LONG: &str = "AUR0112";
    pub const NUMBER: &str = "AUR0113";
    pub const TOO_COMPLEX: &str = "AUR0114";
    pub const NOT_HERE: &str = "AUR0115";
    pub const TARGET: &str = "AUR0116";
    pub const PARAMETERS: &str = "AUR0117";
    pub const ARGUMENTS: &str = "AUR0118";
    pub const TEXT: &str = "AUR0119";
    pub const FUTURE: &str = "AUR0120";
    pub const OTHER_PYTHON: &str = "AUR0121";
    pub const MISSING_COLON: &str = "AUR0122";
    pub const CLAUSE: &str = "AUR0123";
    pub const NUL: &str = "AUR0124";
    pub const COMPLEX: &str = "AUR0125";
}

/// When CPython would notice: it reports the faults of an earlier phase only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Phase {
    /// Reading the text.
    Parse,
    /// Making the tree.
    Tree,
    /// `from __future__`.
    Future,
    /// Sorting names into scopes.
    Scopes,
    /// Making code.
    Code,
}

/// A diagnostic and when CPython would notice it.
#[derive(Debug)]
pub(super) struct Problem {
    /// The phase.
    pub phase: Phase,
    /// The diagnostic.
    pub diagnostic: Diagnostic,
}

/// What lowering returns.
pub(super) type Lowered<T> = Result<T, Box<Problem>>;

impl Problem {
    /// A `SyntaxError` with Python's words and ours.
    pub(super) fn new(phase: Phase, code: &'static str, python: &str, message: impl Into<String>) -> Problem {
        let mut diagnostic = Diagnostic::error(code, Kind::Syntax, message);
        diagnostic.exception = Some(Exception { type_name: "SyntaxError".to_owned(), message: python.to_owned() });
        Problem { phase, diagnostic }
    }

    /// A fault of reading: Python says `invalid syntax`.
    pub(super) fn invalid(code: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(Phase::Parse, code, "invalid syntax", message)
    }

    /// Another class of exception.
    pub(super) fn class(mut self, name: &str) -> Problem {
        if let Some(exception) = &mut self.diagnostic.exception {
            exception.type_name = name.to_owned();
        }
        self
    }

    /// Adds a place.
    pub(super) fn at(mut self, span: Span, label: impl Into<String>) -> Problem {
        self.diagnostic = self.diagnostic.at(span, label);
        self
    }

    /// Adds the way out.
    pub(super) fn help(mut self, help: impl Into<String>) -> Problem {
        self.diagnostic = self.diagnostic.help(help);
        self
    }
}

/// At most this many diagnostics for one file.
const MOST: usize = 20;

/// The diagnostics to show: those of the earliest phase, in the order of the text.
pub(super) fn report(mut problems: Vec<Problem>) -> Vec<Diagnostic> {
    let Some(first) = problems.iter().map(|p| p.phase).min() else { return Vec::new() };
    problems.retain(|p| p.phase == first);
    // An indentation comes before the first token behind it.
    problems.sort_by_key(|p| {
        (p.diagnostic.places.first().map_or(0, |place| place.span.start), p.diagnostic.code != code::UNEXPECTED_INDENT)
    });
    problems.into_iter().take(MOST).map(|p| p.diagnostic).collect()
}
