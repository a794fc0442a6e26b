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
pub(super) use numbers::invalid_number;
pub(super) use piece::Piece;

use super::ast::{Expr, Future, Name};
use super::explain;
use super::grammar::{Grammar, Rule};
use super::layout::{Layout, Line, Token};
use super::marks::word_length;
use super::problem::{Lowered, Phase, Problem, code};
use crate::source::{Encoding, SourceFile, Span};

/// Most levels that an expression's tree may have: every later walk over it recurses.
const MAX_HEIGHT: usize = 500;
/// Most operators of the kinds that nest to the right (`not`, `-`, `**`, `lambda`, `if … else`) inside each other.
const MAX_NESTING: usize = 150;

/// Lowers the statements of one file, in order.
pub(super) struct Lowering<'f> {
    /// The file's text.
    pub source: &'f str,
    /// Its tokens.
    tokens: &'f [Token],
    /// What pest reads: a mark for each token.
    marks: &'f str,
    base: u32,
    encoding: Encoding,
    /// What the future imports so far have switched on.
    pub future: Future,
    /// Whether a future import may still come.
    future_allowed: bool,
    /// Whether the first statement was seen.
    begun: bool,
    /// Index of the token behind the colon of the last header.
    pub last_colon: usize,
    /// Index of the first token of the piece that is lowered now.
    offset: usize,
    /// Height of the tallest tree since this was last set to zero.
    height: usize,
    /// How many calls of this file's right-nesting functions are open.
    nesting: usize,
    names: HashMap<&'f str, Name>,
}

impl<'f> Lowering<'f> {
    /// `layout` is that of the file's text.
    pub(super) fn new(file: &'f SourceFile, layout: &'f Layout) -> Lowering<'f> {
        Lowering {
            source: &file.text,
            tokens: &layout.tokens,
            marks: &layout.marks,
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
        let rest = &self.source[at..];
        &rest[..word_length(rest.as_bytes())]
    }

    /// The local range of a pair.
    fn range_of(&self, pair: &Pair<'_, Rule>) -> (usize, usize) {
        let span = pair.as_span();
        self.range(Piece { start: self.offset + span.start(), end: self.offset + span.end() })
    }

    /// The global span of a pair.
    fn span_of(&self, pair: &Pair<'_, Rule>) -> Span {
        let (start, end) = self.range_of(pair);
        self.span(start, end)
    }

    /// A pair as written.
    fn text_of(&self, pair: &Pair<'_, Rule>) -> &'f str {
        let (start, end) = self.range_of(pair);
        &self.source[start..end]
    }

    /// An empty place where the piece begins that is lowered now.
    fn here(&self) -> Span {
        let (start, _) = self.range(Piece { start: self.offset, end: self.offset });
        self.span(start, start)
    }

    /// Parses one piece with one rule; the children of the pair.
    fn parse(&mut self, rule: Rule, piece: Piece, unclosed: Option<usize>) -> Lowered<Pairs<'f, Rule>> {
        self.offset = piece.start;
        self.height = 0;
        self.nesting = 0;
        match Grammar::parse(rule, &self.marks[piece.start..piece.end]) {
            Ok(mut pairs) => Ok(pairs.next().map_or(pairs, Pair::into_inner)),
            Err(error) => Err(Box::new(explain::explain(rule, &error, &self.context(piece, unclosed)))),
        }
    }

    /// What a failure in a piece is explained with.
    fn context(&self, piece: Piece, unclosed: Option<usize>) -> explain::Context<'f> {
        let (start, end) = self.range(piece);
        let tokens = &self.tokens[piece.start..piece.end];
        // Another statement of the line may be what leaves a bracket open.
        let unclosed = unclosed.filter(|bracket| (start..end).contains(bracket));
        explain::Context { text: self.source, tokens, start, end, base: self.base, unclosed, future: self.future }
    }

    /// Why a piece that goes on with something else cannot be read up to its end.
    pub(super) fn failure_before_end(&mut self, piece: Piece) -> Option<Problem> {
        if piece.is_empty() {
            return None;
        }
        let rule = self.rule_of(piece);
        let outcome = Grammar::parse(rule, &self.marks[piece.start..piece.end]);
        if let Ok(pairs) = &outcome
            && explain::is_header(rule)
        {
            let mut parts = pairs.clone().flat_map(Pair::into_inner);
            if let Some(colon) = parts.find(|pair| pair.as_rule() == Rule::colon) {
                // What follows a header is a statement of its own.
                let rest = Piece { start: piece.start + colon.as_span().end(), end: piece.end };
                let rule = self.rule_of(rest);
                return if explain::is_header(rule) { None } else { self.failure_before_end(rest) };
            }
        }
        explain::explain_prefix(rule, outcome.as_ref().err(), &self.context(piece, None))
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
    pub(super) fn eval_input(&mut self, line: &Line) -> Lowered<Expr> {
        let pairs = self.parse(Rule::eval_input, Piece { start: line.first, end: line.last }, line.unclosed)?;
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
