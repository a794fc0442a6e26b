//! What can be wrong with a text, in a sentence.

use crate::diagnostics::{Diagnostic, Exception, Kind};
use crate::source::{SourceFile, Span};

/// The kinds of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// The grammar has no place for what stands here.
    Invalid,
    /// A line is indented though nothing before it opens a block.
    UnexpectedIndent,
    /// A line should be indented and is not.
    ExpectedIndent,
    /// A line returns to a column where no block begins.
    UnindentMismatch,
    /// More levels of indentation than are allowed.
    TooDeepIndent,
    /// More brackets inside each other than are allowed.
    TooDeepBrackets,
    /// A bracket is never closed.
    Unclosed,
    /// A bracket is closed by another kind.
    WrongClose,
    /// A closing bracket without an opening one.
    LoneClose,
    /// Something follows a backslash that should end its line.
    AfterBackslash,
    /// A text in quotes does not end on its line.
    UnterminatedString,
    /// A text in triple quotes does not end.
    UnterminatedLongString,
    /// A number that cannot be read.
    InvalidNumber,
    /// An operation nests deeper than is allowed.
    TooComplex,
    /// A rule of the compiler, with CPython's words.
    Rule,
}

/// A slip and its place.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Its kind.
    pub slip: Slip,
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Another place that matters.
    pub second: Option<usize>,
    /// For [`Slip::Rule`]: CPython's words; else what was expected, if known.
    pub words: String,
    /// The way out, if known.
    pub help: Option<String>,
}

impl Problem {
    /// A slip at a place.
    pub fn new(slip: Slip, start: usize, end: usize) -> Problem {
        Problem { slip, start, end, second: None, words: String::new(), help: None }
    }

    /// A rule of CPython's compiler that is broken.
    pub fn rule(words: impl Into<String>, start: usize, end: usize) -> Problem {
        Problem { words: words.into(), ..Problem::new(Slip::Rule, start, end) }
    }

    /// Adds a second place.
    pub fn second(mut self, at: usize) -> Problem {
        self.second = Some(at);
        self
    }

    /// Adds the way out.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// As a diagnostic of a file.
    pub fn diagnostic(self, file: &SourceFile) -> Diagnostic {
        let (code, sentence, class, words, help) = self.slip.row();
        let sentence = if self.slip == Slip::Rule || (self.slip == Slip::Invalid && !self.words.is_empty()) {
            self.words.clone()
        } else {
            sentence.to_owned()
        };
        let words = if self.slip == Slip::Rule { self.words.as_str() } else { words };
        let span = |start: usize, end: usize| Span::new(file.base + start as u32, file.base + end as u32);
        let mut diagnostic = Diagnostic::error(code, Kind::Syntax, sentence).at(span(self.start, self.end), "");
        if let Some(second) = self.second {
            diagnostic = diagnostic.at(span(second, second + 1), "opened here");
        }
        diagnostic.help = self.help.or_else(|| (!help.is_empty()).then(|| help.to_owned()));
        diagnostic.exception = Some(Exception { type_name: class.to_owned(), message: words.to_owned() });
        diagnostic
    }
}

impl Slip {
    /// Code, sentence, Python's exception class and words, and the way out.
    fn row(self) -> (&'static str, &'static str, &'static str, &'static str, &'static str) {
        match self {
            Slip::Invalid => ("AUR0101", "this is not valid here", "SyntaxError", "invalid syntax", ""),
            Slip::UnexpectedIndent => (
                "AUR0102",
                "this line is indented, but nothing before it opens a block",
                "IndentationError",
                "unexpected indent",
                "align it with the line above, or check that the line above ends with `:`",
            ),
            Slip::ExpectedIndent => (
                "AUR0103",
                "an indented block is expected here",
                "IndentationError",
                "expected an indented block",
                "indent the statements that belong to the line above; use `pass` if there are none",
            ),
            Slip::UnindentMismatch => (
                "AUR0104",
                "this line's indentation matches no block around it",
                "IndentationError",
                "unindent does not match any outer indentation level",
                "align it with the block it belongs to; a tab counts to the next multiple of eight columns",
            ),
            Slip::TooDeepIndent => (
                "AUR0105",
                "blocks are nested more than 99 levels deep",
                "IndentationError",
                "too many levels of indentation",
                "move the inner part into a function",
            ),
            Slip::TooDeepBrackets => (
                "AUR0106",
                "brackets are nested 90 levels deep",
                "SyntaxError",
                "too many nested parentheses",
                "give parts of the expression names of their own",
            ),
            Slip::Unclosed => (
                "AUR0107",
                "the file ends inside a bracket",
                "SyntaxError",
                "invalid syntax",
                "close the bracket that was opened",
            ),
            Slip::WrongClose => (
                "AUR0108",
                "this bracket does not match the one that is open",
                "SyntaxError",
                "invalid syntax",
                "close the brackets in the order in which they were opened",
            ),
            Slip::LoneClose => (
                "AUR0109",
                "this bracket closes nothing",
                "SyntaxError",
                "invalid syntax",
                "remove it, or open a bracket before it",
            ),
            Slip::AfterBackslash => (
                "AUR0110",
                "something follows the backslash that should join two lines",
                "SyntaxError",
                "unexpected character after line continuation character",
                "let the backslash be the last character of its line, or remove it",
            ),
            Slip::UnterminatedString => (
                "AUR0111",
                "this text does not end on its line",
                "SyntaxError",
                "EOL while scanning string literal",
                "close the quotes; a text over several lines needs three quotes on each side",
            ),
            Slip::UnterminatedLongString => (
                "AUR0112",
                "this text in triple quotes does not end",
                "SyntaxError",
                "EOF while scanning triple-quoted string literal",
                "close it with the same three quotes",
            ),
            Slip::InvalidNumber => ("AUR0113", "this is not a number", "SyntaxError", "invalid token", ""),
            Slip::TooComplex => (
                "AUR0114",
                "this expression nests too deeply",
                "SyntaxError",
                "too complex expression",
                "give parts of it names of their own",
            ),
            Slip::Rule => ("AUR0115", "", "SyntaxError", "", ""),
        }
    }
}
