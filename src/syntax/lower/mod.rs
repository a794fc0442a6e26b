//! From the grammar's pairs to the tree. A function is named after the rule that it lowers.

mod atoms;
mod calls;
mod expressions;
mod functions;
mod operators;
mod statements;

use std::collections::HashSet;
use std::rc::Rc;

use pest::Parser;
use pest::error::InputLocation;
use pest::iterators::Pair;

use super::ast::{ClassDef, Expr, Future, FunctionDef, Ident, Name, Stmt, WithItem};
use super::parser::{PythonParser, Rule};
use super::problem::{Problem, Slip};
use crate::source::{SourceFile, Span};

/// Operators, keywords and brackets in one logical line beyond which it is refused: trees are walked by recursion.
const MAX_CHAIN: usize = 3000;
/// `lambda` and `else` in one logical line: each nests the grammar itself.
const MAX_NESTED_WORDS: usize = 120;

/// A compound statement's header.
pub enum Head {
    If(Expr),
    Elif(Expr),
    Else,
    While(Expr),
    For(Expr, Expr),
    Try,
    Except(Option<Expr>, Option<Expr>),
    Finally,
    With(Vec<WithItem>),
    Def(Box<FunctionDef>),
    Class(Box<ClassDef>),
}

/// A logical line.
pub enum Parsed {
    /// Simple statements.
    Simple(Vec<Stmt>),
    /// `@expression`.
    Decorator(Expr),
    /// A header, with the statements on its own line if there are any.
    Head(Head, Option<Vec<Stmt>>),
}

/// Lowers the lines of one file.
pub struct Lower<'f> {
    pub(super) file: &'f SourceFile,
    pub(super) future: Future,
    /// What was wrong so far.
    pub problems: Vec<Problem>,
    names: HashSet<Name>,
    /// Start of the line under way in the file's text.
    offset: usize,
}

type P<'i> = Pair<'i, Rule>;

impl<'f> Lower<'f> {
    /// A lowerer for a file.
    pub fn new(file: &'f SourceFile, future: Future) -> Lower<'f> {
        Lower { file, future, problems: Vec::new(), names: HashSet::new(), offset: 0 }
    }

    /// A span from offsets in the file's text.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file.base + start as u32, self.file.base + end as u32)
    }

    fn span_of(&self, pair: &P) -> Span {
        let span = pair.as_span();
        let text = span.as_str();
        let end = span.end() - (text.len() - text.trim_end().len());
        self.span(self.offset + span.start(), self.offset + end)
    }

    /// Whether a line may be an `elif`, `else`, `except` or `finally`.
    pub fn may_continue(&self, start: usize, end: usize) -> bool {
        let text = &self.file.text[start..end];
        ["elif", "else", "except", "finally"].iter().any(|word| text.starts_with(word))
    }

    /// Parses and lowers a logical line; `None` when it has a problem, which is then kept.
    pub fn line(&mut self, start: usize, end: usize) -> Option<Parsed> {
        let text: &'f str = &self.file.text[start..end];
        self.offset = start;
        if !self.is_bounded(text) {
            self.problems.push(Problem::new(Slip::TooComplex, start, end));
            return None;
        }
        match PythonParser::parse(Rule::line, text) {
            Ok(mut pairs) => {
                let line = pairs.next()?;
                let before = self.problems.len();
                let parsed = self.parsed(line.into_inner().next()?);
                if self.problems.len() > before { None } else { parsed }
            }
            Err(error) => {
                self.grammar_problem(error.location, text);
                None
            }
        }
    }

    /// Parses and lowers a lone expression.
    pub fn expression_line(&mut self, text: &str, start: usize) -> Option<Expr> {
        self.offset = start;
        if !self.is_bounded(text) {
            self.problems.push(Problem::new(Slip::TooComplex, start, start + text.len()));
            return None;
        }
        match PythonParser::parse(Rule::expression, text) {
            Ok(mut pairs) => {
                let list = pairs.next()?.into_inner().next()?;
                Some(self.testlist(list))
            }
            Err(error) => {
                self.grammar_problem(error.location, text);
                None
            }
        }
    }

    fn is_bounded(&self, text: &str) -> bool {
        let mut chain = 0;
        for byte in text.bytes() {
            chain += usize::from(b"+-~*/%&|^<>=!.([{,".contains(&byte));
        }
        let count = |word: &str| text.matches(word).count();
        // Commas and dots in texts count too; a long list of values is fine, so only the nesting words are strict.
        let words = count("lambda") + count(" else");
        let nested = count("not ") + count(" for ") + count("**");
        let unary = longest_run(text);
        words <= MAX_NESTED_WORDS * 8 && nested <= MAX_CHAIN && unary <= 400 && (chain <= 400_000)
    }

    fn grammar_problem(&mut self, location: InputLocation, text: &str) {
        let at = match location {
            InputLocation::Pos(at) => at,
            InputLocation::Span((at, _)) => at,
        };
        let at = skip_blank(text, at);
        let mut end = at;
        while text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            end += text[end..].chars().next().map_or(1, char::len_utf8);
        }
        let end = if end == at { (at + text[at..].chars().next().map_or(0, char::len_utf8)).min(text.len()) } else { end };
        let mut problem = Problem::new(Slip::Invalid, self.offset + at, self.offset + end);
        let (words, help) = advice(text, at, end);
        problem.words = words;
        problem.help = help;
        self.problems.push(problem);
    }

    fn parsed(&mut self, pair: P) -> Option<Parsed> {
        match pair.as_rule() {
            Rule::simple_line => Some(Parsed::Simple(self.simple_line(pair))),
            Rule::decorator => {
                let test = parts(pair).next()?;
                Some(Parsed::Decorator(self.test(test)))
            }
            _ => self.head(pair),
        }
    }

    fn name(&mut self, text: &str) -> Name {
        if let Some(name) = self.names.get(text) {
            return Rc::clone(name);
        }
        let name: Name = Rc::from(text);
        self.names.insert(Rc::clone(&name));
        name
    }

    fn ident(&mut self, pair: &P) -> Ident {
        Ident { name: self.name(pair.as_str()), span: self.span_of(pair) }
    }

    fn problem_at(&mut self, span: Span, words: impl Into<String>) {
        let start = (span.start - self.file.base) as usize;
        let end = (span.end - self.file.base) as usize;
        self.problems.push(Problem::rule(words, start, end));
    }
}

/// The parts of a pair that carry meaning; keywords are only there for the grammar.
fn parts(pair: P<'_>) -> impl Iterator<Item = P<'_>> {
    pair.into_inner().filter(|p| !is_keyword(p.as_rule()))
}

fn is_keyword(rule: Rule) -> bool {
    use Rule as R;
    matches!(
        rule,
        R::kw_and | R::kw_or | R::kw_not | R::kw_in | R::kw_is | R::kw_if | R::kw_elif | R::kw_else | R::kw_while
            | R::kw_for | R::kw_try | R::kw_except | R::kw_finally | R::kw_with | R::kw_as | R::kw_def | R::kw_class
            | R::kw_print | R::kw_del | R::kw_pass | R::kw_break | R::kw_continue | R::kw_return | R::kw_raise
            | R::kw_global | R::kw_exec | R::kw_assert | R::kw_import | R::kw_from | R::kw_yield | R::kw_lambda
            | R::EOI
    )
}

fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b'+' | b'-' | b'~' | b'.' => {
                run += 1;
                longest = longest.max(run);
            }
            b' ' => {}
            _ => run = 0,
        }
    }
    longest
}

fn skip_blank(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start_matches([' ', '\t', '\x0c', '\n', '\r']);
        at += rest.len() - trimmed.len();
        if let Some(comment) = trimmed.strip_prefix('#') {
            at += 1 + comment.find(['\n', '\r']).unwrap_or(comment.len());
        } else if trimmed.starts_with("\\\n") {
            at += 2;
        } else {
            return at;
        }
    }
}

/// Words and advice for common slips at the place where the grammar gave up.
fn advice(text: &str, at: usize, end: usize) -> (String, Option<String>) {
    let word = &text[at..end];
    let first = text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    let compound = ["if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with"];
    if at >= text.trim_end().len() {
        if compound.contains(&first) && !text.trim_end().ends_with(':') {
            return (format!("the `{first}` line must end with `:`"), Some("add `:` at the end of the line".to_owned()));
        }
        return ("the line ends where something more is expected".to_owned(), None);
    }
    if word == "=" && ["if", "elif", "while", "assert", "return"].contains(&first) {
        return ("`=` assigns; it cannot stand in an expression".to_owned(), Some("compare with `==`".to_owned()));
    }
    if matches!(word, "async" | "await" | "nonlocal") {
        return (format!("`{word}` is not part of Python 2.7"), None);
    }
    if text[..at].trim_end().ends_with(['f', 'F']) && text[at..].starts_with(['"', '\'']) {
        return (
            "f-strings are not part of Python 2.7".to_owned(),
            Some("use '...' % (...) or '...'.format(...)".to_owned()),
        );
    }
    if word == "exec" {
        return ("`exec` is not available to a configuration".to_owned(), None);
    }
    if text[at..].starts_with(['"', '\'']) || word.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return (
            format!("`{}` is not expected here", word.chars().take(40).collect::<String>()),
            Some("check for a missing comma, operator or closing bracket before it".to_owned()),
        );
    }
    (format!("`{}` is not expected here", word.chars().take(40).collect::<String>()), None)
}
