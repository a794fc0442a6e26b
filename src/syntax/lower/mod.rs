//! From pest's pairs to the tree. Functions are named after their rule.

mod assignments;
mod atoms;
mod calls;
mod comprehensions;
mod escapes;
mod functions;
mod headers;
mod imports;
mod names;
mod numbers;
mod operators;
mod piece;
mod statements;
mod texts;

use foldhash::{HashMap, HashMapExt as _};
use pest::Parser;
use pest::iterators::{Pair, Pairs};

pub(super) use headers::Header;
pub(super) use names::is_reserved;
pub(super) use numbers::invalid_number;
pub(super) use piece::Piece;

use super::ast::{Expr, Future, Name};
use super::explain;
use super::grammar::{Grammar, Rule};
use super::problem::{Lowered, Phase, Problem, code};
use crate::source::{Encoding, SourceFile, Span};

/// Most levels that an expression's tree may have: every later walk over it recurses.
const MAX_HEIGHT: usize = 500;
/// Most operators of the kinds that nest to the right (`not`, `-`, `**`, `lambda`, `if … else`) inside each other.
const MAX_NESTING: usize = 150;

/// Lowers the statements of one file, in order.
pub(super) struct Lowering<'f> {
    /// The file's text as pest reads it.
    pub text: &'f str,
    /// The file's text as it is.
    pub source: &'f str,
    base: u32,
    encoding: Encoding,
    /// What the future imports so far have switched on.
    pub future: Future,
    /// Whether a future import may still come.
    future_allowed: bool,
    /// Whether the first statement was seen.
    begun: bool,
    /// Past the colon of the last header.
    pub last_colon: usize,
    /// Where the piece that is lowered now begins.
    offset: usize,
    /// Height of the tallest tree since this was last set to zero.
    height: usize,
    /// How many calls of this file's right-nesting functions are open.
    nesting: usize,
    names: HashMap<&'f str, Name>,
}

impl<'f> Lowering<'f> {
    /// `text` is the file's text as pest reads it: with blanks for comments, joining backslashes, and the line ends and tabs inside its lines.
    pub(super) fn new(file: &'f SourceFile, text: &'f str) -> Lowering<'f> {
        Lowering {
            text,
            source: &file.text,
            base: file.base,
            encoding: file.encoding,
            future: Future::default(),
            future_allowed: true,
            begun: false,
            last_colon: 0,
            offset: 0,
            height: 0,
            nesting: 0,
            names: HashMap::new(),
        }
    }

    /// The global span of a local range.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start as u32, self.base + end as u32)
    }

    /// The word (letters, digits, `_`) that begins at a local offset.
    pub(super) fn word_at(&self, at: usize) -> &'f str {
        let rest = &self.text[at..];
        let end = rest.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_')).unwrap_or(rest.len());
        &rest[..end]
    }

    /// The global span of a pair.
    fn span_of(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        self.span(self.offset + span.start(), self.offset + span.end())
    }

    /// Parses one piece with one rule; the children of the pair.
    fn parse(&mut self, rule: Rule, piece: Piece, unclosed: Option<usize>) -> Lowered<Pairs<'f, Rule>> {
        self.offset = piece.start;
        self.height = 0;
        self.nesting = 0;
        let text = &self.text[piece.start..piece.end];
        match Grammar::parse(rule, text) {
            Ok(mut pairs) => Ok(pairs.next().map_or(pairs, Pair::into_inner)),
            Err(error) => {
                let context =
                    explain::Context { text: self.source, piece, base: self.base, unclosed, future: self.future };
                Err(Box::new(explain::explain(rule, &error, &context)))
            }
        }
    }

    /// Why a piece that goes on with something else cannot be read up to its end.
    pub(super) fn failure_before_end(&mut self, piece: Piece) -> Option<Problem> {
        let text = &self.text[piece.start..piece.end];
        let rule = statements::rule_of(self.word_at(piece.start), self.future.print_function);
        let outcome = Grammar::parse(rule, text);
        if let Ok(pairs) = &outcome {
            let colon = pairs.clone().flatten().find(|pair| pair.as_rule() == Rule::colon);
            if let Some(colon) = colon {
                // What follows a header is a statement of its own.
                let rest = self.trimmed(piece.start + colon.as_span().end(), piece.end);
                let rule = statements::rule_of(self.word_at(rest.start), self.future.print_function);
                return if rest.is_empty() || explain::is_header(rule) { None } else { self.failure_before_end(rest) };
            }
        }
        let context =
            explain::Context { text: self.source, piece, base: self.base, unclosed: None, future: self.future };
        explain::explain_prefix(rule, outcome.as_ref().err(), &context)
    }

    /// The tree grew by one level.
    fn grow(&mut self, span: Span) -> Lowered<()> {
        self.height += 1;
        if self.height <= MAX_HEIGHT { Ok(()) } else { Err(too_deep(span)) }
    }

    /// Enters a function that recurses without a bracket; the caller takes one from `nesting` when it leaves.
    fn enter(&mut self, span: Span) -> Lowered<()> {
        self.nesting += 1;
        if self.nesting <= MAX_NESTING { Ok(()) } else { Err(too_deep(span)) }
    }

    /// The expression of `eval`.
    pub(super) fn eval_input(&mut self, start: usize, end: usize, unclosed: Option<usize>) -> Lowered<Expr> {
        let pairs = self.parse(Rule::eval_input, Piece { start, end }, unclosed)?;
        self.first_value(pairs)
    }

    /// A fault of reading that only lowering sees.
    fn invalid<T>(&self, span: Span, message: impl Into<String>) -> Lowered<T> {
        Err(Box::new(Problem::invalid(code::UNEXPECTED, message).at(span, "")))
    }
}

fn too_deep(span: Span) -> Box<Problem> {
    let problem =
        Problem::new(Phase::Parse, code::TOO_COMPLEX, "", "this expression nests too deeply").class("MemoryError");
    Box::new(problem.at(span, "too deep").help("give a part of it a name of its own"))
}
