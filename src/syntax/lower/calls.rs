//! Trailers: calls, subscriptions, attributes.

use super::atoms::empty;
use super::{Lower, P, parts};
use crate::source::Span;
use crate::syntax::ast::{Call, ComprehensionKind, Expr, ExprKind};
use crate::syntax::parser::Rule;

impl Lower<'_> {
    pub(super) fn trailer(&mut self, value: Expr, pair: P) -> Expr {
        let span = value.span.to(self.span_of(&pair));
        match pair.as_rule() {
            Rule::call => self.call(value, pair, span),
            Rule::subscript => {
                let index = self.subscript(pair);
                Expr { kind: ExprKind::Subscript { value: Box::new(value), index: Box::new(index) }, span }
            }
            _ => match parts(pair).next() {
                Some(name) => {
                    let name = self.ident(&name);
                    Expr { kind: ExprKind::Attribute { value: Box::new(value), name }, span }
                }
                None => value,
            },
        }
    }

    fn call(&mut self, callee: Expr, pair: P, span: Span) -> Expr {
        let mut call = Call { callee, positional: Vec::new(), keywords: Vec::new(), star: None, double_star: None };
        let count = parts(pair.clone()).count();
        for argument in parts(pair) {
            self.argument(&mut call, argument, count);
        }
        Expr { kind: ExprKind::Call(Box::new(call)), span }
    }

    fn argument(&mut self, call: &mut Call, pair: P, count: usize) {
        let place = self.span_of(&pair);
        let mut inner = parts(pair);
        let Some(first) = inner.next() else { return };
        match first.as_rule() {
            Rule::star => {
                let value = inner.next().map(|p| self.any(p));
                if call.star.is_some() || call.double_star.is_some() {
                    self.problem_at(place, "invalid syntax");
                }
                call.star = value;
            }
            Rule::double_star => {
                let value = inner.next().map(|p| self.any(p));
                if call.double_star.is_some() {
                    self.problem_at(place, "invalid syntax");
                }
                call.double_star = value;
            }
            Rule::keyword_name => {
                let Some(name) = parts(first).next() else { return };
                let ident = self.ident(&name);
                if call.double_star.is_some() {
                    self.problem_at(place, "invalid syntax");
                }
                if call.keywords.iter().any(|(other, _)| other.name == ident.name) {
                    self.problem_at(place, "keyword argument repeated");
                }
                if &*ident.name == "None" {
                    self.problem_at(place, "cannot assign to None");
                }
                if let Some(value) = inner.next() {
                    let value = self.any(value);
                    call.keywords.push((ident, value));
                }
            }
            _ => {
                let element = self.any(first);
                let clauses: Vec<_> = inner.map(|p| self.clause(p)).collect();
                let value = if clauses.is_empty() {
                    element
                } else {
                    if count > 1 {
                        self.problem_at(place, "Generator expression must be parenthesized if not sole argument");
                    }
                    let kind = ComprehensionKind::Generator;
                    let element = Box::new(element);
                    Expr { kind: ExprKind::Comprehension { kind, element, clauses }, span: place }
                };
                if call.star.is_some() {
                    self.problem_at(place, "only named arguments may follow *expression");
                } else if call.double_star.is_some() {
                    self.problem_at(place, "invalid syntax");
                } else if !call.keywords.is_empty() {
                    self.problem_at(place, "non-keyword arg after keyword arg");
                }
                call.positional.push(value);
            }
        }
    }

    fn subscript(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        let mut comma = false;
        let mut items = Vec::new();
        for part in parts(pair) {
            if part.as_rule() == Rule::comma {
                comma = true;
            } else {
                items.push(self.index(part));
            }
        }
        if items.len() == 1 && !comma {
            if let Some(only) = items.pop() {
                return only;
            }
        }
        let inner = match (items.first(), items.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => span,
        };
        Expr { kind: ExprKind::Tuple(items), span: inner }
    }

    fn index(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        let mut bounds: [Option<Box<Expr>>; 3] = [None, None, None];
        let mut colons = 0;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::ellipsis => return Expr { kind: ExprKind::Ellipsis, span },
                Rule::colon => colons += 1,
                _ => {
                    let value = self.any(part);
                    if let Some(bound) = bounds.get_mut(colons) {
                        *bound = Some(Box::new(value));
                    }
                }
            }
        }
        let [lower, upper, step] = bounds;
        if colons == 0 {
            return lower.map_or_else(|| empty(span), |e| *e);
        }
        Expr { kind: ExprKind::Slice { lower, upper, step, step_given: colons > 1 }, span }
    }
}
