//! Headers of compound statements.

use pest::iterators::{Pair, Pairs};

use super::{Lowering, Piece};
use crate::syntax::ast::{ClassDef, Expr, ExprKind, FunctionDef, Ident, Params, Stmt, StmtKind, WithItem};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Lowered, Problem, code};

/// A header without its suite.
pub(in crate::syntax) enum Header {
    /// `else`, `try`, `finally`.
    Plain,
    /// `if`, `elif`, `while`.
    Test(Expr),
    /// `for`.
    For(Expr, Expr),
    /// `except`.
    Except(Option<Expr>, Option<Expr>),
    /// `with`.
    With(Vec<WithItem>),
    /// `def`.
    Function(Ident, Params),
    /// `class`.
    Class(Ident, Vec<Expr>),
}

impl Header {
    /// The definition that this header and a suite make.
    pub(in crate::syntax) fn definition(self, decorators: Vec<Expr>, body: Vec<Stmt>) -> Option<StmtKind> {
        match self {
            Header::Function(name, params) => {
                Some(StmtKind::FunctionDef(Box::new(FunctionDef { name, decorators, params, body })))
            }
            Header::Class(name, bases) => {
                Some(StmtKind::ClassDef(Box::new(ClassDef { name, decorators, bases, body })))
            }
            _ => None,
        }
    }
}

impl<'f> Lowering<'f> {
    /// Reads a header; also the index of the token behind its colon.
    pub(in crate::syntax) fn header(
        &mut self,
        rule: Rule,
        piece: Piece,
        unclosed: Option<usize>,
    ) -> Lowered<(Header, usize)> {
        self.begun = true;
        self.future_allowed = false;
        let pairs = self.parse(rule, piece, unclosed)?;
        let colon = pairs.clone().find(|pair| pair.as_rule() == Rule::colon);
        self.last_colon = piece.start + colon.map_or(piece.end - piece.start, |colon| colon.as_span().end());
        let rest = self.last_colon;
        let mut parts = pairs.filter(|pair| !matches!(pair.as_rule(), Rule::colon | Rule::word_in | Rule::word_as));
        let (first, second) = (parts.next(), parts.next());
        let header = match (rule, first, second) {
            (Rule::if_header | Rule::elif_header | Rule::while_header, Some(test), _) => Header::Test(self.test(test)?),
            (Rule::for_header, Some(targets), Some(tests)) => {
                let target = self.targets(targets)?;
                let target = self.stored(target, super::assignments::Store::Assign)?;
                Header::For(target, self.tests(tests)?)
            }
            (Rule::except_header, kind, target) => self.except_header(kind, target)?,
            (Rule::with_header, first, second) => {
                let items = first.into_iter().chain(second).chain(parts).map(|item| self.with_item(item));
                Header::With(items.collect::<Lowered<Vec<WithItem>>>()?)
            }
            (Rule::def_header, Some(name), parameters) => {
                let name = self.name(name);
                let name = self.storable(name)?;
                let params = match parameters {
                    Some(parameters) => self.parameters(parameters)?,
                    None => Params::default(),
                };
                self.check_params(&params)?;
                Header::Function(name, params)
            }
            (Rule::class_header, Some(name), bases) => self.class_header(name, bases)?,
            _ => Header::Plain,
        };
        Ok((header, rest))
    }

    fn except_header(&mut self, kind: Option<Pair<'f, Rule>>, target: Option<Pair<'f, Rule>>) -> Lowered<Header> {
        let kind = kind.map(|kind| self.test(kind)).transpose()?;
        let target = match target {
            Some(target) => {
                let target = self.test(target)?;
                Some(self.stored(target, super::assignments::Store::Assign)?)
            }
            None => None,
        };
        Ok(Header::Except(kind, target))
    }

    fn with_item(&mut self, pair: Pair<'f, Rule>) -> Lowered<WithItem> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner().filter(|part| part.as_rule() != Rule::word_as);
        let Some(context) = inner.next() else { return self.invalid(span, "an expression is expected here") };
        let context = self.test(context)?;
        let target = match inner.next() {
            Some(target) => {
                let target = self.target(target)?;
                Some(self.stored(target, super::assignments::Store::Assign)?)
            }
            None => None,
        };
        Ok(WithItem { context, target })
    }

    fn class_header(&mut self, name: Pair<'f, Rule>, bases: Option<Pair<'f, Rule>>) -> Lowered<Header> {
        let name = self.name(name);
        let name = self.storable(name)?;
        let mut list = Vec::new();
        if let Some(tests) = bases.and_then(|bases| bases.into_inner().next()) {
            self.tests_into(tests.into_inner(), &mut list)?;
        }
        Ok(Header::Class(name, list))
    }

    /// The rule `decorator`.
    pub(in crate::syntax) fn decorator(&mut self, piece: Piece, unclosed: Option<usize>) -> Lowered<Expr> {
        self.begun = true;
        self.future_allowed = false;
        let mut pairs: Pairs<'f, Rule> = self.parse(Rule::decorator, piece, unclosed)?;
        let place = self.place(piece);
        let expected = || Box::new(Problem::invalid(code::UNEXPECTED, "a name is expected after `@`").at(place, ""));
        let names = pairs.next().ok_or_else(expected)?;
        let mut expr: Option<Expr> = None;
        for pair in names.into_inner() {
            let name = self.name(pair);
            expr = Some(match expr {
                None => Expr { kind: ExprKind::Name(name.name), span: name.span },
                Some(value) => {
                    let span = value.span.to(name.span);
                    self.grow(span)?;
                    Expr { kind: ExprKind::Attribute { value: Box::new(value), name }, span }
                }
            });
        }
        let expr = expr.ok_or_else(expected)?;
        match pairs.next().filter(|pair| pair.as_rule() == Rule::call) {
            Some(call) => {
                let span = expr.span.to(self.span_of(&call));
                let kind = self.call(expr, call)?;
                Ok(Expr { kind, span })
            }
            None => Ok(expr),
        }
    }
}
