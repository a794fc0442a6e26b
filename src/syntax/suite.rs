//! Statements and their suites: headers meet the indented lines below them.

use std::cmp::Ordering;

use super::ast::{Expr, Handler, Module, Stmt, StmtKind};
use super::explain;
use super::flaws::continuation;
use super::grammar::Rule;
use super::layout::{Line, layout};
use super::lower::{Header, Lowering, Piece};
use super::marks::is_reserved;
use super::problem::{Phase, Problem, code};
use crate::source::{SourceFile, Span};

/// Python's words when the text is over too early.
const EARLY_END: &str = "unexpected EOF while parsing";
/// Most `elif`s of one `if`: each one nests in the tree.
const MAX_ELIFS: usize = 250;

/// The module and everything that is wrong with it.
pub(super) fn module(file: &SourceFile, nesting: u32) -> (Module, Vec<Problem>) {
    let laid_out = layout(&file.text, file.base, nesting);
    let mut suites = Suites {
        lines: &laid_out.lines,
        at: 0,
        lowering: Lowering::new(file, &laid_out),
        problems: Vec::new(),
        broken: false,
    };
    let mut body = Vec::new();
    suites.suite(0, &mut body);
    let module = Module { body, future: suites.lowering.future, span: file.span() };
    let mut problems = suites.problems;
    problems.splice(0..0, laid_out.problems);
    (module, problems)
}

/// The one expression of a text.
pub(super) fn expression(file: &SourceFile, nesting: u32) -> Result<Expr, Vec<Problem>> {
    let laid_out = layout(&file.text, file.base, nesting);
    let mut lowering = Lowering::new(file, &laid_out);
    let indented = |lowering: &Lowering<'_>, line: &Line| {
        let message = "an expression is not indented";
        vec![unexpected_indent(lowering, line, message, "indented").help("remove the blanks before it")]
    };
    if let Some(line) = laid_out.lines.first().filter(|line| line.depth > 0) {
        return Err(indented(&lowering, line));
    }
    if !laid_out.problems.is_empty() {
        return Err(laid_out.problems);
    }
    // Nobody adds the line end that the last line of a file may lack.
    let backslash = laid_out.last_backslash.map(|at| {
        let problem = continuation("a backslash at the end of an expression joins nothing to it");
        problem.at(lowering.span(at, at + 1), "this backslash").help("remove it")
    });
    let Some(line) = laid_out.lines.first() else {
        let end = file.span().end;
        let problem = Problem::new(Phase::Parse, code::UNEXPECTED, EARLY_END, "there is no expression");
        return Err(vec![backslash.unwrap_or(problem.at(Span::new(end, end), ""))]);
    };
    let end = lowering.span(line.end, line.end).end;
    let expression = match (lowering.eval_input(line), backslash) {
        // What cannot be read before the backslash comes first.
        (Err(problem), Some(_)) if problem.diagnostic.places.first().is_some_and(|place| place.span.start < end) => {
            return Err(vec![*problem]);
        }
        (_, Some(backslash)) => return Err(vec![backslash]),
        (read, None) => read.map_err(|problem| vec![ends_early(file, *problem)])?,
    };
    match laid_out.lines.get(1) {
        None => Ok(expression),
        Some(second) if second.depth > 0 => Err(indented(&lowering, second)),
        Some(second) => {
            let problem = Problem::invalid(code::UNEXPECTED, "only one expression is expected here");
            Err(vec![problem.at(lowering.span(second.start, second.end), "a second line")])
        }
    }
}

/// In an expression without a line's end CPython has met the end of the text when the token it cannot use, or what it
/// looks at to end that token, is there; then it blames the end.
fn ends_early(file: &SourceFile, mut problem: Problem) -> Problem {
    let Some(span) = problem.diagnostic.places.first().map(|place| place.span) else { return problem };
    let text = &file.text[..];
    let local = |at: u32| (at.saturating_sub(file.base) as usize).min(text.len());
    let token = text.get(local(span.start)..local(span.end)).unwrap_or("");
    let rest = text.get(local(span.end)..).unwrap_or("");
    let at_end = match token {
        "" => matches!(rest.trim_start_matches([' ', '\t', '\x0c']).chars().next(), None | Some('#')),
        // The closing quote of a text ends it without a look beyond.
        token => rest.is_empty() && !token.ends_with(['\'', '"']),
    };
    if at_end
        && !starts_statement(text)
        && !text.contains(['\n', '\r'])
        && let Some(exception) = &mut problem.diagnostic.exception
        && exception.message == "invalid syntax"
    {
        exception.message = EARLY_END.to_owned();
    }
    problem
}

/// Whether the first word cannot begin an expression and others follow it: CPython stops at that word.
fn starts_statement(text: &str) -> bool {
    let text = text.trim_matches([' ', '\t', '\x0c']);
    let word = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
    word.len() < text.len() && is_reserved(word, false) && !matches!(word, "lambda" | "not")
}

struct Suites<'f> {
    lines: &'f [Line],
    at: usize,
    lowering: Lowering<'f>,
    problems: Vec<Problem>,
    /// The last statement could not be read: what follows it deeper, or as its `else`, is not judged.
    broken: bool,
}

impl<'f> Suites<'f> {
    fn fail(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The statements from here that are indented at least to `depth`.
    fn suite(&mut self, depth: usize, body: &mut Vec<Stmt>) {
        while let Some(line) = self.lines.get(self.at) {
            if line.depth < depth {
                return;
            }
            if line.depth > depth {
                self.unexpected_indent(line);
                let deeper = line.depth;
                self.suite(deeper, body);
                continue;
            }
            self.at += 1;
            if line.flaw { self.before_flaw(line) } else { self.statement(line, body) }
        }
    }

    /// A line with a token that was reported already: the grammar may fail before it.
    fn before_flaw(&mut self, line: &Line) {
        self.broken = true;
        let start = line.semicolons.last().map_or(line.first, |semicolon| semicolon + 1);
        if let Some(problem) = self.lowering.failure_before_end(Piece { start, end: line.last }) {
            self.fail(problem);
        }
    }

    fn unexpected_indent(&mut self, line: &Line) {
        if std::mem::replace(&mut self.broken, false) {
            return;
        }
        let before = self.lowering.source.get(..line.margin).unwrap_or_default();
        let indent = before.rsplit(['\n', '\r']).next().unwrap_or_default();
        let help = match indent.contains('\t') {
            true => {
                "a tab stands for blanks up to the next eighth column: indent with blanks alone, like the line above"
            }
            false => "indent it like the line above, or check that the line above ends with `:`",
        };
        let message = "this line is indented, but no block begins above it";
        let problem = unexpected_indent(&self.lowering, line, message, "indented deeper than the line above");
        self.fail(problem.help(help));
    }

    fn statement(&mut self, line: &'f Line, body: &mut Vec<Stmt>) {
        let word = self.lowering.word_at(line.start);
        let broken = std::mem::replace(&mut self.broken, false);
        match word {
            "if" => self.if_statement(line, Rule::if_header, body),
            "while" | "for" => self.loop_statement(line, word, body),
            "try" => self.try_statement(line, body),
            "with" => {
                let Some((Header::With(items), suite)) = self.header(line, Rule::with_header) else { return };
                let span = self.statement_span(line);
                body.push(Stmt { kind: StmtKind::With { items, body: suite }, span });
            }
            "def" | "class" => self.definition(line, line, Vec::new(), body),
            "else" | "elif" | "except" | "finally" => {
                if !broken {
                    let problem = explain::orphan_clause(word, self.lowering.span(line.start, line.start + word.len()));
                    self.fail(problem);
                }
                self.broken = true;
            }
            _ if self.lowering.source[line.start..].starts_with('@') => self.decorated(line, body),
            _ => self.simple_statements(line, line.first, body),
        }
    }

    /// The statements between `;` from the token `start` to the line's end.
    fn simple_statements(&mut self, line: &Line, start: usize, body: &mut Vec<Stmt>) {
        let mut start = start;
        for end in line.semicolons.iter().copied().chain([line.last]) {
            if end < start {
                continue;
            }
            let piece = Piece { start, end };
            let last = end == line.last;
            // A `;` may stand at the very end.
            if piece.is_empty() && last && !line.semicolons.is_empty() {
                return;
            }
            match self.lowering.simple_statement(piece, line.unclosed) {
                Ok(statement) => body.push(statement),
                Err(problem) => {
                    self.broken |= problem.phase == Phase::Parse;
                    self.fail(*problem);
                    if self.broken {
                        return;
                    }
                }
            }
            start = end + 1;
        }
    }

    /// A header and its suite; `None` if the header cannot be read (its suite is read all the same).
    fn header(&mut self, line: &'f Line, rule: Rule) -> Option<(Header, Vec<Stmt>)> {
        let end = line.semicolons.first().copied().unwrap_or(line.last);
        let piece = Piece { start: line.first, end };
        let outcome = self.lowering.header(rule, piece, line.unclosed);
        let mut body = Vec::new();
        let (header, rest) = match outcome {
            Ok((header, rest)) => (header, rest),
            Err(problem) => {
                let unread = problem.phase == Phase::Parse;
                self.fail(*problem);
                if unread {
                    self.broken = true;
                    return None;
                }
                // The tree's own faults do not hide those of the suite.
                let rest = self.lowering.last_colon;
                self.fill_suite(line, rest, &mut body);
                return None;
            }
        };
        self.fill_suite(line, rest, &mut body);
        Some((header, body))
    }

    /// The suite after a header's colon, from the token `rest`: on the same line, or the indented lines below.
    fn fill_suite(&mut self, line: &'f Line, rest: usize, body: &mut Vec<Stmt>) {
        if rest < line.last {
            return self.simple_statements(line, rest, body);
        }
        match self.lines.get(self.at) {
            Some(next) if next.depth > line.depth => self.suite(next.depth, body),
            next => {
                let problem = self.missing_block(line, next);
                self.fail(problem);
            }
        }
    }

    fn missing_block(&self, line: &Line, next: Option<&Line>) -> Problem {
        let (start, end) = match next {
            Some(next) => (next.start, next.end),
            None => (self.lowering.last_offset(), self.lowering.last_offset()),
        };
        let word = self.lowering.word_at(line.start);
        // CPython speaks of the end of the file only if that is on the first line.
        let (class, python) = match next {
            None if self.lowering.is_first_line(end) => ("SyntaxError", EARLY_END),
            _ => ("IndentationError", "expected an indented block"),
        };
        Problem::new(Phase::Parse, code::MISSING_BLOCK, python, format!("the block of this `{word}` is missing"))
            .class(class)
            .at(self.lowering.span(start, end), "expected to be indented")
            .at(self.lowering.span(line.start, line.end), "the block belongs to this line")
            .help("indent the lines that belong to it, or write `pass`")
    }

    /// From a statement's first line to the end of its last.
    fn statement_span(&self, line: &Line) -> Span {
        let last = self.at.checked_sub(1).and_then(|at| self.lines.get(at)).map_or(line.end, |last| last.end);
        self.lowering.span(line.start, last.max(line.end))
    }

    /// The next line if it begins with `word` at this line's depth.
    fn clause(&mut self, line: &Line, word: &str) -> Option<&'f Line> {
        let next = self.lines.get(self.at)?;
        if next.depth != line.depth || next.flaw || self.lowering.word_at(next.start) != word {
            return None;
        }
        self.at += 1;
        Some(next)
    }

    fn if_statement(&mut self, line: &'f Line, rule: Rule, body: &mut Vec<Stmt>) {
        let mut branches = vec![(line, self.header(line, rule))];
        while let Some(next) = self.clause(line, "elif") {
            if branches.len() > MAX_ELIFS {
                let problem = Problem::invalid(code::TOO_COMPLEX, format!("more than {MAX_ELIFS} `elif`s"));
                let span = self.lowering.span(next.start, next.end);
                return self.fail(problem.at(span, "too many").help("a dict can replace a long chain"));
            }
            branches.push((next, self.header(next, Rule::elif_header)));
        }
        let mut orelse = self.else_clause(line);
        let end = self.statement_span(line).end;
        for (line, branch) in branches.into_iter().rev() {
            let Some((Header::Test(test), body)) = branch else { return };
            let span = Span::new(self.lowering.span(line.start, line.end).start, end);
            orelse = vec![Stmt { kind: StmtKind::If { test, body, orelse }, span }];
        }
        body.append(&mut orelse);
    }

    /// The suite of `else:` if there is one.
    fn else_clause(&mut self, line: &'f Line) -> Vec<Stmt> {
        match self.clause(line, "else") {
            Some(next) => self.header(next, Rule::else_header).map(|(_, body)| body).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    fn loop_statement(&mut self, line: &'f Line, word: &str, body: &mut Vec<Stmt>) {
        let rule = if word == "for" { Rule::for_header } else { Rule::while_header };
        let header = self.header(line, rule);
        let orelse = self.else_clause(line);
        let span = self.statement_span(line);
        let kind = match header {
            Some((Header::For(target, iter), body)) => StmtKind::For { target, iter, body, orelse },
            Some((Header::Test(test), body)) => StmtKind::While { test, body, orelse },
            _ => return,
        };
        body.push(Stmt { kind, span });
    }

    fn try_statement(&mut self, line: &'f Line, body: &mut Vec<Stmt>) {
        let header = self.header(line, Rule::try_header);
        let mut handlers = Vec::new();
        let mut clauses = 0;
        while let Some(next) = self.clause(line, "except") {
            clauses += 1;
            if let Some((Header::Except(kind, target), body)) = self.header(next, Rule::except_header) {
                let span = self.lowering.span(next.start, next.end);
                handlers.push(Handler { kind, target, body, span });
            }
        }
        let orelse = if clauses > 0 { self.else_clause(line) } else { Vec::new() };
        let mut finalbody = Vec::new();
        if let Some(next) = self.clause(line, "finally") {
            clauses += 1;
            finalbody = self.header(next, Rule::finally_header).map(|(_, body)| body).unwrap_or_default();
        }
        let Some((_, suite)) = header else { return };
        let hidden = self.lines.get(self.at).is_some_and(|next| next.depth == line.depth && next.flaw);
        if clauses == 0 && hidden {
            // What follows was reported already and may be what is missing.
            return;
        }
        if clauses == 0 {
            let problem = self.next_does_not_fit(line, code::CLAUSE, "this `try` has neither `except` nor `finally`");
            self.broken = true;
            return self.fail(problem.at(self.lowering.span(line.start, line.end), "this `try`"));
        }
        let span = self.statement_span(line);
        body.push(Stmt { kind: StmtKind::Try { body: suite, handlers, orelse, finalbody }, span });
    }

    fn definition(&mut self, line: &'f Line, first: &Line, decorators: Vec<Expr>, body: &mut Vec<Stmt>) {
        let rule = if self.lowering.word_at(line.start) == "def" { Rule::def_header } else { Rule::class_header };
        let Some((header, suite)) = self.header(line, rule) else { return };
        let mut span = self.statement_span(first);
        span.start = self.lowering.span(line.start, line.end).start;
        if let Some(kind) = header.definition(decorators, suite) {
            body.push(Stmt { kind, span });
        }
    }

    fn decorated(&mut self, line: &'f Line, body: &mut Vec<Stmt>) {
        let mut decorators = Vec::new();
        let mut at = line;
        loop {
            match self.lowering.decorator(Piece { start: at.first, end: at.last }, at.unclosed) {
                Ok(decorator) => decorators.push(decorator),
                Err(problem) => self.fail(*problem),
            }
            match self.lines.get(self.at) {
                Some(next) if next.depth == line.depth && !next.flaw => {
                    let word = self.lowering.word_at(next.start);
                    if self.lowering.source[next.start..].starts_with('@') {
                        self.at += 1;
                        at = next;
                        continue;
                    }
                    if matches!(word, "def" | "class") {
                        self.at += 1;
                        return self.definition(next, line, decorators, body);
                    }
                    return self.fail_after_decorator(line);
                }
                _ => return self.fail_after_decorator(line),
            }
        }
    }

    fn fail_after_decorator(&mut self, line: &Line) {
        let problem = self.next_does_not_fit(line, code::UNEXPECTED, "a decorator stands only before `def` or `class`");
        self.broken = true;
        self.fail(problem.at(self.lowering.span(line.start, line.end), "the decorator"));
    }

    /// Something must follow the statement that begins at `line`, and what is there does not.
    fn next_does_not_fit(&self, line: &Line, code: &'static str, message: &str) -> Problem {
        let next = self.lines.get(self.at);
        let depth = next.map_or(0, |next| next.depth);
        let place = match next {
            Some(next) => self.lowering.span(next.start, next.end),
            None => self.lowering.last_place(),
        };
        let problem = match depth.cmp(&line.depth) {
            Ordering::Less => {
                Problem::new(Phase::Parse, code, "unexpected unindent", message).class("IndentationError")
            }
            Ordering::Greater => {
                Problem::new(Phase::Parse, code, "unexpected indent", message).class("IndentationError")
            }
            Ordering::Equal if next.is_none() && self.lowering.is_first_line(self.lowering.source.len()) => {
                Problem::new(Phase::Parse, code, EARLY_END, message)
            }
            Ordering::Equal => Problem::invalid(code, message),
        };
        problem.at(place, "expected here")
    }
}

/// A line that is indented where none can be.
fn unexpected_indent(lowering: &Lowering<'_>, line: &Line, message: &str, label: &str) -> Problem {
    Problem::new(Phase::Parse, code::UNEXPECTED_INDENT, "unexpected indent", message)
        .class("IndentationError")
        .at(lowering.span(line.margin, line.end), label)
}
