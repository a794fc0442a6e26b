//! Operands: names, displays, subscripts, attributes.

use pest::iterators::{Pair, Pairs};

use super::Lowering;
use super::operators::Tokens;
use crate::source::Span;
use crate::syntax::ast::{Clause, ComprehensionKind, Expr, ExprKind, Literal};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Lowered, Problem, code};

impl<'f> Lowering<'f> {
    /// An atom and what is hung on it.
    pub(super) fn operand(&mut self, tokens: &mut Tokens<'f>) -> Lowered<Expr> {
        let Some(pair) = tokens.next() else {
            return self.invalid(self.here(), "an expression is expected here");
        };
        // The place with parentheses, for what is hung on it.
        let mut whole = self.span_of(&pair);
        let mut expr = match pair.as_rule() {
            Rule::name => {
                let name = self.name(pair);
                Expr { kind: ExprKind::Name(name.name), span: name.span }
            }
            Rule::string => self.strings(pair, tokens)?,
            Rule::number => {
                let kind = ExprKind::Literal(self.number(pair)?);
                Expr { kind, span: whole }
            }
            Rule::parenthesised => self.parenthesised(pair)?,
            Rule::list => self.list(pair)?,
            Rule::braced => self.braced(pair)?,
            Rule::lambda_head => {
                let problem =
                    Problem::invalid(code::UNEXPECTED, "a `lambda` binds less tightly than the operator before it");
                return Err(Box::new(problem.at(whole, "").help("put the `lambda` in parentheses")));
            }
            _ => self.backquoted(pair)?,
        };
        while let Some(pair) =
            tokens.next_if(|pair| matches!(pair.as_rule(), Rule::call | Rule::subscript | Rule::attribute))
        {
            let outer = self.height;
            whole = whole.to(self.span_of(&pair));
            let kind = match pair.as_rule() {
                Rule::call => self.call(expr, pair)?,
                Rule::subscript => {
                    let index = Box::new(self.subscript(pair)?);
                    ExprKind::Subscript { value: Box::new(expr), index }
                }
                _ => self.attribute(expr, pair)?,
            };
            expr = Expr { kind, span: whole };
            self.height = self.height.max(outer);
            self.grow(whole)?;
        }
        Ok(expr)
    }

    fn attribute(&mut self, value: Expr, pair: Pair<'f, Rule>) -> Lowered<ExprKind> {
        let span = self.span_of(&pair);
        let Some(name) = pair.into_inner().next() else {
            return self.invalid(span, "a name is expected after the dot");
        };
        Ok(ExprKind::Attribute { value: Box::new(value), name: self.name(name) })
    }

    fn strings(&mut self, first: Pair<'f, Rule>, tokens: &mut Tokens<'f>) -> Lowered<Expr> {
        let mut span = self.span_of(&first);
        let mut value = self.text_value(self.text_of(&first), span)?;
        while let Some(next) = tokens.next_if(|pair| pair.as_rule() == Rule::string) {
            let place = self.span_of(&next);
            let more = self.text_value(self.text_of(&next), place)?;
            value = self.joined(value, more, span)?;
            span = span.to(place);
        }
        Ok(Expr { kind: ExprKind::Literal(value.into()), span })
    }

    /// The rule `number`.
    fn number(&mut self, pair: Pair<'f, Rule>) -> Lowered<Literal> {
        let span = self.span_of(&pair);
        self.number_value(self.text_of(&pair), span)
    }

    /// The rule `parenthesised`: a group, a tuple, a generator, a `yield`.
    fn parenthesised(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else { return Ok(Expr { kind: ExprKind::Tuple(Vec::new()), span }) };
        if first.as_rule() == Rule::yield_value {
            return self.yield_value(first);
        }
        let first = self.test(first)?;
        let Some(next) = inner.next() else { return Ok(first) };
        self.grow(span)?;
        let kind = match next.as_rule() {
            Rule::clauses => self.comprehension(ComprehensionKind::Generator, first, next)?,
            Rule::trailing_comma => ExprKind::Tuple(vec![first]),
            _ => {
                let mut items = vec![first, self.test(next)?];
                self.tests_into(inner, &mut items)?;
                ExprKind::Tuple(items)
            }
        };
        Ok(Expr { kind, span })
    }

    /// Appends every `test` of the pairs.
    pub(super) fn tests_into(&mut self, pairs: Pairs<'f, Rule>, items: &mut Vec<Expr>) -> Lowered<()> {
        for pair in pairs {
            if !matches!(pair.as_rule(), Rule::trailing_comma | Rule::backquote | Rule::word_in | Rule::EOI) {
                items.push(self.test(pair)?);
            }
        }
        Ok(())
    }

    fn list(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else { return Ok(Expr { kind: ExprKind::List(Vec::new()), span }) };
        let first = self.test(first)?;
        let kind = match inner.peek() {
            Some(next) if next.as_rule() == Rule::list_clauses => {
                self.comprehension(ComprehensionKind::List, first, next)?
            }
            _ => {
                let mut items = vec![first];
                self.tests_into(inner, &mut items)?;
                ExprKind::List(items)
            }
        };
        self.grow(span)?;
        Ok(Expr { kind, span })
    }

    /// The rule `braced`: a dict, a set, or a comprehension of one.
    fn braced(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else { return Ok(Expr { kind: ExprKind::Dict(Vec::new()), span }) };
        let first = self.test(first)?;
        let Some(rest) = inner.next() else { return Ok(Expr { kind: ExprKind::Set(vec![first]), span }) };
        let is_dict = rest.as_rule() == Rule::dict_rest;
        let rest = rest.into_inner();
        let kind = if is_dict { self.dict_rest(first, rest, span)? } else { self.set_rest(first, rest)? };
        self.grow(span)?;
        Ok(Expr { kind, span })
    }

    fn dict_rest(&mut self, key: Expr, mut rest: Pairs<'f, Rule>, span: Span) -> Lowered<ExprKind> {
        let Some(value) = rest.next() else { return self.invalid(span, "a value is expected after `:`") };
        let value = self.test(value)?;
        if let Some(clauses) = rest.peek().filter(|next| next.as_rule() == Rule::clauses) {
            let clauses: Vec<Clause> = self.clauses(clauses)?;
            return Ok(ExprKind::DictComprehension { key: Box::new(key), value: Box::new(value), clauses });
        }
        let mut items = vec![(key, value)];
        let mut rest = rest.filter(|part| !matches!(part.as_rule(), Rule::colon | Rule::trailing_comma));
        while let (Some(key), Some(value)) = (rest.next(), rest.next()) {
            items.push((self.test(key)?, self.test(value)?));
        }
        Ok(ExprKind::Dict(items))
    }

    fn set_rest(&mut self, first: Expr, rest: Pairs<'f, Rule>) -> Lowered<ExprKind> {
        if let Some(clauses) = rest.peek().filter(|next| next.as_rule() == Rule::clauses) {
            return self.comprehension(ComprehensionKind::Set, first, clauses);
        }
        let mut items = vec![first];
        self.tests_into(rest, &mut items)?;
        Ok(ExprKind::Set(items))
    }

    fn backquoted(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut items = Vec::new();
        self.tests_into(pair.into_inner(), &mut items)?;
        self.grow(span)?;
        let value = match items.len() {
            1 => items.remove(0),
            _ => Expr { kind: ExprKind::Tuple(items), span },
        };
        Ok(Expr { kind: ExprKind::Repr(Box::new(value)), span })
    }

    /// The rule `subscript`: one index, or a tuple of them.
    fn subscript(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut items = Vec::new();
        let mut is_tuple = false;
        for pair in pair.into_inner() {
            if pair.as_rule() == Rule::trailing_comma {
                is_tuple = true;
            } else {
                items.push(self.index(pair)?);
            }
        }
        match items.len() {
            1 if !is_tuple => Ok(items.remove(0)),
            _ => {
                let span = items.iter().fold(Span::NONE, |all, item| all.to(item.span)).to(Span::NONE);
                Ok(Expr { kind: ExprKind::Tuple(items), span })
            }
        }
        .inspect(|_| self.height += usize::from(span.start < span.end))
    }

    fn index(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else { return self.invalid(span, "an index is expected here") };
        match first.as_rule() {
            Rule::ellipsis => Ok(Expr { kind: ExprKind::Ellipsis, span }),
            Rule::slice => self.slice(None, first, span),
            _ => {
                let first = self.test(first)?;
                match inner.next() {
                    Some(slice) => self.slice(Some(Box::new(first)), slice, span),
                    None => Ok(first),
                }
            }
        }
    }

    fn slice(&mut self, lower: Option<Box<Expr>>, pair: Pair<'f, Rule>, span: Span) -> Lowered<Expr> {
        let (mut upper, mut step, mut step_given) = (None, None, false);
        for part in pair.into_inner() {
            let is_step = part.as_rule() == Rule::step;
            step_given |= is_step;
            if let Some(test) = part.into_inner().next() {
                let value = Some(Box::new(self.test(test)?));
                if is_step { step = value } else { upper = value }
            }
        }
        self.grow(span)?;
        Ok(Expr { kind: ExprKind::Slice { lower, upper, step, step_given }, span })
    }

    /// The rule `yield_value`.
    pub(super) fn yield_value(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner().skip(1);
        let value = match inner.next() {
            Some(tests) => Some(Box::new(self.tests(tests)?)),
            None => None,
        };
        self.grow(span)?;
        Ok(Expr { kind: ExprKind::Yield(value), span })
    }

    /// The rule `tests`: one expression, or a tuple without parentheses.
    pub(super) fn tests(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner();
        let Some(first) = inner.next() else { return self.invalid(span, "an expression is expected here") };
        let first = self.test(first)?;
        if inner.peek().is_none() {
            return Ok(first);
        }
        let mut items = vec![first];
        self.tests_into(inner, &mut items)?;
        self.grow(span)?;
        Ok(Expr { kind: ExprKind::Tuple(items), span })
    }

    /// The rule `targets`: one place to store in, or a tuple of them.
    pub(super) fn targets(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut items = Vec::new();
        let mut is_tuple = false;
        for pair in pair.into_inner() {
            if pair.as_rule() == Rule::trailing_comma {
                is_tuple = true;
            } else {
                items.push(self.target(pair)?);
            }
        }
        match items.len() {
            1 if !is_tuple => Ok(items.remove(0)),
            _ => Ok(Expr { kind: ExprKind::Tuple(items), span }),
        }
    }

    /// The first of `yield_value` or `tests` among the pairs.
    pub(super) fn first_value(&mut self, mut pairs: Pairs<'f, Rule>) -> Lowered<Expr> {
        match pairs.next() {
            Some(pair) if pair.as_rule() == Rule::yield_value => self.yield_value(pair),
            Some(pair) => self.tests(pair),
            None => self.invalid(self.here(), "an expression is expected here"),
        }
    }
}
