//! Expressions above operators.

use super::{Lower, P, parts};
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::parser::Rule;

impl Lower<'_> {
    /// `testlist`, `print_values` and their like: one expression, or a tuple if there is a comma.
    pub(super) fn testlist(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        let mut comma = false;
        let mut items = Vec::new();
        for part in parts(pair) {
            if part.as_rule() == Rule::comma {
                comma = true;
            } else {
                items.push(self.any(part));
            }
        }
        match items.pop() {
            Some(only) if items.is_empty() && !comma => only,
            Some(last) => {
                items.push(last);
                Expr { kind: ExprKind::Tuple(items), span }
            }
            None => Expr { kind: ExprKind::Tuple(Vec::new()), span },
        }
    }

    /// Any rule that is an expression.
    pub(super) fn any(&mut self, pair: P) -> Expr {
        match pair.as_rule() {
            Rule::testlist | Rule::old_test_list | Rule::target_list => self.testlist(pair),
            Rule::yield_expr => self.yield_expr(pair),
            Rule::operation => self.operation(pair),
            Rule::lambda | Rule::old_lambda => self.lambda(pair),
            Rule::primary => self.primary(pair),
            _ => self.test(pair),
        }
    }

    /// `test`, `old_test`, `target`: wrappers of one expression, and the conditional.
    pub(super) fn test(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        let mut inner = parts(pair);
        let Some(first) = inner.next() else { return Expr { kind: ExprKind::Tuple(Vec::new()), span } };
        let body = self.any(first);
        let (Some(test), Some(orelse)) = (inner.next(), inner.next()) else { return body };
        let test = Box::new(self.any(test));
        let orelse = Box::new(self.any(orelse));
        Expr { kind: ExprKind::Conditional { test, body: Box::new(body), orelse }, span }
    }

    /// `yield_expr`.
    pub(super) fn yield_expr(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        let value = parts(pair).next().map(|value| Box::new(self.testlist(value)));
        Expr { kind: ExprKind::Yield(value), span }
    }

    /// `lambda` and `old_lambda`.
    fn lambda(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        let mut params = Default::default();
        let mut body = None;
        for part in parts(pair) {
            match part.as_rule() {
                Rule::parameters => params = self.parameters(part),
                Rule::colon => {}
                _ => body = Some(self.any(part)),
            }
        }
        let body = body.unwrap_or(Expr { kind: ExprKind::Tuple(Vec::new()), span });
        Expr { kind: ExprKind::Lambda { params: Box::new(params), body: Box::new(body) }, span }
    }
}
