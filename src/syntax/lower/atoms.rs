//! Atoms: names, literals, displays, comprehensions.

use super::{Lower, P, parts};
use crate::source::Span;
use crate::syntax::ast::{Clause, ComprehensionKind, Expr, ExprKind, Literal};
use crate::syntax::literal;
use crate::syntax::parser::Rule;
use crate::syntax::problem::{Problem, Slip};

impl Lower<'_> {
    /// `primary`: an atom and its trailers.
    pub(super) fn primary(&mut self, pair: P) -> Expr {
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else { return empty(Span::NONE) };
        let mut expr = self.atom(first);
        for trailer in inner {
            expr = self.trailer(expr, trailer);
        }
        expr
    }

    fn atom(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        match pair.as_rule() {
            Rule::name => Expr { kind: ExprKind::Name(self.name(pair.as_str())), span },
            Rule::number => self.number(pair.as_str(), span),
            Rule::strings => self.strings(pair, span),
            Rule::parens => self.parens(pair, span),
            Rule::list => self.list(pair, span),
            Rule::braces => self.braces(pair, span),
            Rule::backquote => {
                let inner = parts(pair).next().map_or_else(|| empty(span), |p| self.testlist(p));
                Expr { kind: ExprKind::Repr(Box::new(inner)), span }
            }
            _ => empty(span),
        }
    }

    fn number(&mut self, text: &str, span: Span) -> Expr {
        match literal::number(text) {
            Ok(literal) => Expr { kind: ExprKind::Literal(literal), span },
            Err(sentence) => {
                let start = (span.start - self.file.base) as usize;
                let problem = Problem::new(Slip::InvalidNumber, start, start + text.len());
                self.problems.push(problem.help(sentence));
                empty(span)
            }
        }
    }

    fn strings(&mut self, pair: P, span: Span) -> Expr {
        let pieces: Vec<P> = pair.into_inner().collect();
        let encoding = self.file.encoding;
        let flag = self.future.unicode_literals;
        let unicode = pieces.iter().any(|p| literal::text(p.as_str(), flag).unicode);
        let mut bytes = Vec::new();
        let mut text = String::new();
        for piece in pieces {
            let start = self.offset + piece.as_span().start();
            let parsed = literal::text(piece.as_str(), flag);
            let result = if parsed.unicode {
                parsed.characters(encoding).map(|chars| text.push_str(&chars))
            } else {
                match parsed.bytes(encoding) {
                    Ok(found) if !unicode => {
                        bytes.extend(found);
                        Ok(())
                    }
                    // A byte text joined to a unicode one is decoded as ASCII.
                    Ok(found) => match String::from_utf8(found) {
                        Ok(found) if found.is_ascii() => {
                            text.push_str(&found);
                            Ok(())
                        }
                        _ => Err((0, "a byte text with non-ASCII characters cannot be joined to a unicode text".to_owned())),
                    },
                    Err(error) => Err(error),
                }
            };
            if let Err((offset, words)) = result {
                let at = start + offset;
                self.problems.push(Problem::rule(words, at, (at + 1).min(self.file.text.len())));
            }
        }
        let literal = if unicode { Literal::Unicode(text.into()) } else { Literal::Bytes(bytes.into()) };
        Expr { kind: ExprKind::Literal(literal), span }
    }

    fn parens(&mut self, pair: P, span: Span) -> Expr {
        let mut items = Vec::new();
        let mut clauses = Vec::new();
        let mut comma = false;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::comma => comma = true,
                Rule::comp_for => clauses.push(self.clause(part)),
                _ => items.push(self.any(part)),
            }
        }
        if !clauses.is_empty() {
            return self.comprehension(ComprehensionKind::Generator, items, clauses, span);
        }
        if items.len() == 1 && !comma {
            if let Some(only) = items.pop() {
                return only;
            }
        }
        Expr { kind: ExprKind::Tuple(items), span }
    }

    fn list(&mut self, pair: P, span: Span) -> Expr {
        let mut items = Vec::new();
        let mut clauses = Vec::new();
        for part in parts(pair) {
            match part.as_rule() {
                Rule::comma => {}
                Rule::list_for => clauses.push(self.clause(part)),
                _ => items.push(self.any(part)),
            }
        }
        if clauses.is_empty() {
            return Expr { kind: ExprKind::List(items), span };
        }
        self.comprehension(ComprehensionKind::List, items, clauses, span)
    }

    fn braces(&mut self, pair: P, span: Span) -> Expr {
        let mut items = Vec::new();
        let mut pairs = Vec::new();
        let mut clauses = Vec::new();
        let mut comma = false;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::comma => comma = true,
                Rule::comp_for => clauses.push(self.clause(part)),
                Rule::pair => {
                    let mut inner = parts(part).filter(|p| p.as_rule() != Rule::colon);
                    if let (Some(key), Some(value)) = (inner.next(), inner.next()) {
                        let key = self.any(key);
                        pairs.push((key, self.any(value)));
                    }
                }
                _ => items.push(self.any(part)),
            }
        }
        let _ = comma;
        if clauses.is_empty() {
            let kind = if items.is_empty() { ExprKind::Dict(pairs) } else { ExprKind::Set(items) };
            return Expr { kind, span };
        }
        match pairs.pop() {
            Some((key, value)) => {
                let kind = ExprKind::DictComprehension { key: Box::new(key), value: Box::new(value), clauses };
                Expr { kind, span }
            }
            None => self.comprehension(ComprehensionKind::Set, items, clauses, span),
        }
    }

    fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        mut items: Vec<Expr>,
        clauses: Vec<Clause>,
        span: Span,
    ) -> Expr {
        let element = items.pop().unwrap_or_else(|| empty(span));
        Expr { kind: ExprKind::Comprehension { kind, element: Box::new(element), clauses }, span }
    }

    /// `comp_for` and `list_for`.
    pub(super) fn clause(&mut self, pair: P) -> Clause {
        let span = self.span_of(&pair);
        let mut clause = Clause { target: empty(span), iter: empty(span), conditions: Vec::new() };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::target_list => clause.target = self.testlist(part),
                Rule::comp_if => {
                    if let Some(test) = parts(part).next() {
                        let condition = self.any(test);
                        clause.conditions.push(condition);
                    }
                }
                _ => clause.iter = self.any(part),
            }
        }
        clause
    }
}

/// Stands for what could not be read; its problem is already noted.
pub(super) fn empty(span: Span) -> Expr {
    Expr { kind: ExprKind::Tuple(Vec::new()), span }
}
