//! Comprehensions and generators.

use pest::iterators::Pair;

use super::Lowering;
use super::assignments::Store;
use crate::syntax::ast::{Clause, ComprehensionKind, Expr, ExprKind};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Lowered;

impl<'f> Lowering<'f> {
    /// An element and its clauses.
    pub(super) fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        element: Expr,
        pair: Pair<'f, Rule>,
    ) -> Lowered<ExprKind> {
        let clauses = self.clauses(pair)?;
        Ok(ExprKind::Comprehension { kind, element: Box::new(element), clauses })
    }

    /// The rules `clauses` and `list_clauses`.
    pub(super) fn clauses(&mut self, pair: Pair<'f, Rule>) -> Lowered<Vec<Clause>> {
        let whole = self.span_of(&pair);
        let mut clauses: Vec<Clause> = Vec::new();
        for pair in pair.into_inner() {
            let span = self.span_of(&pair);
            let is_condition = pair.as_rule() == Rule::condition;
            let mut inner = pair
                .into_inner()
                .filter(|part| !matches!(part.as_rule(), Rule::word_for | Rule::word_in | Rule::word_if));
            let Some(first) = inner.next() else { return self.invalid(span, "an expression is expected here") };
            if is_condition {
                let condition = self.test(first)?;
                if let Some(clause) = clauses.last_mut() {
                    clause.conditions.push(condition);
                }
                continue;
            }
            let target = self.targets(first)?;
            let target = self.stored(target, Store::Assign)?;
            let iter = match inner.next() {
                Some(pair) if pair.as_rule() == Rule::plain_tests => self.plain_tests(pair)?,
                Some(pair) => self.test(pair)?,
                None => return self.invalid(span, "an expression is expected after `in`"),
            };
            self.grow(whole)?;
            clauses.push(Clause { target, iter, conditions: Vec::new() });
        }
        Ok(clauses)
    }

    fn plain_tests(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut items = Vec::new();
        self.tests_into(pair.into_inner(), &mut items)?;
        match items.len() {
            1 => Ok(items.remove(0)),
            _ => Ok(Expr { kind: ExprKind::Tuple(items), span }),
        }
    }
}
