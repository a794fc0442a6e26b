//! Suites: logical lines and their indentation become nested statements.

use super::ast::{Handler, Stmt, StmtKind};
use super::layout::Line;
use super::lower::{Head, Lower, Parsed};
use super::problem::{Problem, Slip};
use crate::source::Span;

/// Walks the lines of a file.
struct Walker<'l, 'f> {
    lower: &'l mut Lower<'f>,
    lines: &'l [Line],
    at: usize,
}

/// The statements of a file.
pub fn module(lower: &mut Lower, lines: &[Line]) -> Vec<Stmt> {
    let mut walker = Walker { lower, lines, at: 0 };
    walker.block(0)
}

/// What a compound statement still waits for.
enum Open {
    Nothing,
    /// `if` chains, `while`, `for`: an `else`.
    Else,
    /// `try`: handlers, `else`, `finally`.
    Try,
}

impl Walker<'_, '_> {
    /// Statements at a level, up to the first line of a lower one.
    fn block(&mut self, level: usize) -> Vec<Stmt> {
        let mut body: Vec<Stmt> = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            if line.level < level {
                break;
            }
            if line.level > level {
                self.problem(Slip::UnexpectedIndent, line);
                // Read on as if it belonged here, so that one slip is reported once.
                let inner = line.level;
                self.at_level(inner, &mut body);
                continue;
            }
            self.at_level(level, &mut body);
        }
        body
    }

    fn at_level(&mut self, level: usize, body: &mut Vec<Stmt>) {
        let Some(line) = self.lines.get(self.at).copied() else { return };
        self.at += 1;
        match self.lower.line(line.start, line.end) {
            None => {
                // The line did not parse; what it introduces is skipped.
                self.skip_inner(level);
            }
            Some(Parsed::Simple(mut statements)) => body.append(&mut statements),
            Some(Parsed::Decorator(first)) => self.decorated(first, level, body),
            Some(Parsed::Head(head, inline)) => self.compound(head, inline, level, line, body),
        }
    }

    fn skip_inner(&mut self, level: usize) {
        while self.lines.get(self.at).is_some_and(|l| l.level > level) {
            self.at += 1;
        }
    }

    fn problem(&mut self, slip: Slip, line: Line) {
        self.lower.problems.push(Problem::new(slip, line.start, line.end));
    }

    /// The suite after a header: statements on its line, or an indented block.
    fn suite(&mut self, inline: Option<Vec<Stmt>>, level: usize, header: Line) -> Vec<Stmt> {
        if let Some(statements) = inline {
            return statements;
        }
        match self.lines.get(self.at).copied() {
            Some(line) if line.level > level => self.block(line.level),
            Some(line) => {
                self.problem(Slip::ExpectedIndent, line);
                Vec::new()
            }
            None => {
                self.lower.problems.push(Problem::new(Slip::ExpectedIndent, header.start, header.end));
                Vec::new()
            }
        }
    }

    fn compound(&mut self, head: Head, inline: Option<Vec<Stmt>>, level: usize, line: Line, body: &mut Vec<Stmt>) {
        let start = self.lower.span(line.start, line.end);
        let stmt = match head {
            Head::If(test) => {
                let then = self.suite(inline, level, line);
                let orelse = self.else_chain(level);
                StmtKind::If { test, body: then, orelse }
            }
            Head::While(test) => {
                let inner = self.suite(inline, level, line);
                let orelse = self.plain_else(level, &Open::Else);
                StmtKind::While { test, body: inner, orelse }
            }
            Head::For(target, iter) => {
                let inner = self.suite(inline, level, line);
                let orelse = self.plain_else(level, &Open::Else);
                StmtKind::For { target, iter, body: inner, orelse }
            }
            Head::Try => {
                let inner = self.suite(inline, level, line);
                self.try_rest(inner, level, line)
            }
            Head::With(items) => StmtKind::With { items, body: self.suite(inline, level, line) },
            Head::Def(mut def) => {
                def.body = self.suite(inline, level, line);
                StmtKind::FunctionDef(def)
            }
            Head::Class(mut def) => {
                def.body = self.suite(inline, level, line);
                StmtKind::ClassDef(def)
            }
            Head::Elif(_) | Head::Else | Head::Except(..) | Head::Finally => {
                self.problem(Slip::Invalid, line);
                self.suite(inline, level, line);
                return;
            }
        };
        body.push(Stmt { kind: stmt, span: start });
    }

    /// The header that continues a statement, if the next line at this level is one of those wanted.
    fn continuation(&mut self, level: usize, wanted: fn(&Head) -> bool) -> Option<(Head, Option<Vec<Stmt>>, Line)> {
        let line = self.lines.get(self.at).copied().filter(|l| l.level == level)?;
        if !self.lower.may_continue(line.start, line.end) {
            return None;
        }
        let before = self.lower.problems.len();
        match self.lower.line(line.start, line.end) {
            Some(Parsed::Head(head, inline)) if wanted(&head) => {
                self.at += 1;
                Some((head, inline, line))
            }
            _ => {
                // It will be read again where it stands.
                self.lower.problems.truncate(before);
                None
            }
        }
    }

    fn else_chain(&mut self, level: usize) -> Vec<Stmt> {
        // `elif` chains are built from the inside out so that their length does not nest calls.
        let mut links: Vec<(crate::syntax::ast::Expr, Vec<Stmt>, Span)> = Vec::new();
        let mut orelse = Vec::new();
        while let Some((head, inline, line)) = self.continuation(level, |h| matches!(h, Head::Elif(_) | Head::Else)) {
            let span = self.lower.span(line.start, line.end);
            let suite = self.suite(inline, level, line);
            match head {
                Head::Elif(test) => {
                    links.push((test, suite, span));
                    if links.len() == MAX_ELIF {
                        self.lower.problems.push(Problem::new(Slip::TooComplex, line.start, line.end));
                        break;
                    }
                }
                _ => {
                    orelse = suite;
                    break;
                }
            }
        }
        for (test, body, span) in links.into_iter().rev() {
            orelse = vec![Stmt { kind: StmtKind::If { test, body, orelse }, span }];
        }
        orelse
    }

    fn plain_else(&mut self, level: usize, _open: &Open) -> Vec<Stmt> {
        match self.continuation(level, |h| matches!(h, Head::Else)) {
            Some((_, inline, line)) => self.suite(inline, level, line),
            None => Vec::new(),
        }
    }

    fn try_rest(&mut self, body: Vec<Stmt>, level: usize, line: Line) -> StmtKind {
        let mut handlers = Vec::new();
        while let Some((head, inline, clause)) = self.continuation(level, |h| matches!(h, Head::Except(..))) {
            let span = self.lower.span(clause.start, clause.end);
            let suite = self.suite(inline, level, clause);
            if let Head::Except(kind, target) = head {
                handlers.push(Handler { kind, target, body: suite, span });
            }
        }
        let orelse = if handlers.is_empty() { Vec::new() } else { self.plain_else(level, &Open::Try) };
        let finalbody = match self.continuation(level, |h| matches!(h, Head::Finally)) {
            Some((_, inline, clause)) => self.suite(inline, level, clause),
            None => Vec::new(),
        };
        if handlers.is_empty() && finalbody.is_empty() {
            let place = self.lines.get(self.at).copied().unwrap_or(line);
            let _ = Open::Nothing;
            self.problem(Slip::Invalid, place);
        }
        StmtKind::Try { body, handlers, orelse, finalbody }
    }

    fn decorated(&mut self, first: crate::syntax::ast::Expr, level: usize, body: &mut Vec<Stmt>) {
        let mut decorators = vec![first];
        while let Some(line) = self.lines.get(self.at).copied().filter(|l| l.level == level) {
            self.at += 1;
            match self.lower.line(line.start, line.end) {
                Some(Parsed::Decorator(next)) => decorators.push(next),
                Some(Parsed::Head(Head::Def(mut def), inline)) => {
                    def.decorators = decorators;
                    return self.compound(Head::Def(def), inline, level, line, body);
                }
                Some(Parsed::Head(Head::Class(mut def), inline)) => {
                    def.decorators = decorators;
                    return self.compound(Head::Class(def), inline, level, line, body);
                }
                Some(_) => return self.problem(Slip::Invalid, line),
                None => return self.skip_inner(level),
            }
        }
        let place = self.lines.get(self.at).or(self.lines.last()).copied();
        if let Some(line) = place {
            self.problem(Slip::Invalid, line);
        }
    }
}

/// `elif` links in one chain.
const MAX_ELIF: usize = 2000;
