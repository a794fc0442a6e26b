//! Operators: from flat lists to trees, by precedence.

use std::iter::Peekable;

use pest::iterators::{Pair, Pairs};

use super::Lowering;
use crate::source::Span;
use crate::syntax::ast::{BinOp, CompareOp, Expr, ExprKind, Literal, UnaryOp};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Lowered, Problem, code};

/// The children of `test`, `target` and their like.
pub(super) type Tokens<'f> = Peekable<Pairs<'f, Rule>>;

#[derive(Clone, Copy, PartialEq)]
enum Infix {
    Or,
    And,
    Compare(CompareOp),
    Binary(BinOp),
}

// How tightly operators bind, loosest first; `**` is handled with its operands.
const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const ARITHMETIC: u8 = 5;
const POWER: u8 = 11;

impl Infix {
    fn read(text: &str) -> Infix {
        match text {
            "or" => Infix::Or,
            "and" => Infix::And,
            "<" => Infix::Compare(CompareOp::Lt),
            "<=" => Infix::Compare(CompareOp::Le),
            "==" => Infix::Compare(CompareOp::Eq),
            "!=" | "<>" => Infix::Compare(CompareOp::Ne),
            ">" => Infix::Compare(CompareOp::Gt),
            ">=" => Infix::Compare(CompareOp::Ge),
            "in" => Infix::Compare(CompareOp::In),
            "is" => Infix::Compare(CompareOp::Is),
            "|" => Infix::Binary(BinOp::BitOr),
            "^" => Infix::Binary(BinOp::BitXor),
            "&" => Infix::Binary(BinOp::BitAnd),
            "<<" => Infix::Binary(BinOp::LeftShift),
            ">>" => Infix::Binary(BinOp::RightShift),
            "+" => Infix::Binary(BinOp::Add),
            "-" => Infix::Binary(BinOp::Sub),
            "*" => Infix::Binary(BinOp::Mul),
            "/" => Infix::Binary(BinOp::Div),
            "//" => Infix::Binary(BinOp::FloorDiv),
            "%" => Infix::Binary(BinOp::Mod),
            "**" => Infix::Binary(BinOp::Pow),
            // Two words with any white space between them.
            _ if text.starts_with("is") => Infix::Compare(CompareOp::IsNot),
            _ => Infix::Compare(CompareOp::NotIn),
        }
    }

    fn level(self) -> u8 {
        match self {
            Infix::Or => OR,
            Infix::And => AND,
            Infix::Compare(_) => COMPARE,
            Infix::Binary(op) => match op {
                BinOp::BitOr => ARITHMETIC,
                BinOp::BitXor => 6,
                BinOp::BitAnd => 7,
                BinOp::LeftShift | BinOp::RightShift => 8,
                BinOp::Add | BinOp::Sub => 9,
                BinOp::Mul | BinOp::Div | BinOp::FloorDiv | BinOp::Mod => 10,
                BinOp::Pow => POWER,
            },
        }
    }
}

fn is_infix(rule: Rule) -> bool {
    matches!(rule, Rule::infix | Rule::arithmetic)
}

impl<'f> Lowering<'f> {
    /// The rules `test` and `plain_test`, and others that hold one operation.
    pub(super) fn test(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let span = self.span_of(&pair);
        let mut tokens = pair.into_inner().peekable();
        self.conditional(&mut tokens, span)
    }

    /// The rule `target`: an operation without comparisons.
    pub(super) fn target(&mut self, pair: Pair<'f, Rule>) -> Lowered<Expr> {
        let mut tokens = pair.into_inner().peekable();
        self.operation(&mut tokens, ARITHMETIC)
    }

    /// `lambda …: …`, or `a if b else …`.
    fn conditional(&mut self, tokens: &mut Tokens<'f>, span: Span) -> Lowered<Expr> {
        if let Some(head) = tokens.next_if(|pair| pair.as_rule() == Rule::lambda_head) {
            self.enter(span)?;
            let start = self.span_of(&head);
            let params = Box::new(self.lambda_head(head)?);
            let body = Box::new(self.conditional(tokens, span)?);
            self.grow(span)?;
            self.nesting -= 1;
            let span = start.to(body.span);
            return Ok(Expr { kind: ExprKind::Lambda { params, body }, span });
        }
        let body = self.operation(tokens, OR)?;
        if tokens.next_if(|pair| pair.as_rule() == Rule::word_if).is_none() {
            return Ok(body);
        }
        self.enter(span)?;
        let test = self.operation(tokens, OR)?;
        tokens.next_if(|pair| pair.as_rule() == Rule::word_else);
        let orelse = self.conditional(tokens, span)?;
        self.grow(span)?;
        self.nesting -= 1;
        let span = body.span.to(orelse.span);
        let (test, body, orelse) = (Box::new(test), Box::new(body), Box::new(orelse));
        Ok(Expr { kind: ExprKind::Conditional { test, body, orelse }, span })
    }

    /// The operator that comes next, if it binds at least as tightly as `least`.
    fn peek_infix(&self, tokens: &mut Tokens<'f>, least: u8) -> Option<Infix> {
        let pair = tokens.peek().filter(|pair| is_infix(pair.as_rule()))?;
        Some(Infix::read(self.text_of(pair))).filter(|op| op.level() >= least)
    }

    /// Operators that bind at least as tightly as `least`.
    fn operation(&mut self, tokens: &mut Tokens<'f>, least: u8) -> Lowered<Expr> {
        let outer = std::mem::replace(&mut self.height, 0);
        let mut left = self.prefixed(tokens, least)?;
        while let Some(op) = self.peek_infix(tokens, least) {
            left = match op {
                Infix::Or | Infix::And => self.boolean(tokens, left, op)?,
                Infix::Compare(_) => self.comparison(tokens, left)?,
                Infix::Binary(op) => {
                    tokens.next();
                    let right = self.operation(tokens, Infix::Binary(op).level() + 1)?;
                    let span = left.span.to(right.span);
                    Expr { kind: ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) }, span }
                }
            };
            self.grow(left.span)?;
        }
        self.height = self.height.max(outer);
        Ok(left)
    }

    fn boolean(&mut self, tokens: &mut Tokens<'f>, first: Expr, op: Infix) -> Lowered<Expr> {
        let mut span = first.span;
        let mut operands = vec![first];
        while self.peek_infix(tokens, op.level()) == Some(op) {
            tokens.next();
            let operand = self.operation(tokens, op.level() + 1)?;
            span = span.to(operand.span);
            operands.push(operand);
        }
        let kind = if op == Infix::Or { ExprKind::Or(operands) } else { ExprKind::And(operands) };
        Ok(Expr { kind, span })
    }

    fn comparison(&mut self, tokens: &mut Tokens<'f>, first: Expr) -> Lowered<Expr> {
        let mut span = first.span;
        let mut rest = Vec::new();
        while let Some(Infix::Compare(op)) = self.peek_infix(tokens, COMPARE) {
            tokens.next();
            let operand = self.operation(tokens, COMPARE + 1)?;
            span = span.to(operand.span);
            rest.push((op, operand));
        }
        Ok(Expr { kind: ExprKind::Compare { first: Box::new(first), rest }, span })
    }

    /// An operand with what stands in front of it.
    fn prefixed(&mut self, tokens: &mut Tokens<'f>, least: u8) -> Lowered<Expr> {
        let Some(prefix) = tokens.next_if(|pair| matches!(pair.as_rule(), Rule::prefix | Rule::sign)) else {
            return self.power(tokens);
        };
        let start = self.span_of(&prefix);
        self.enter(start)?;
        let (op, operand) = match self.text_of(&prefix) {
            "not" if least > NOT => {
                let problem =
                    Problem::invalid(code::UNEXPECTED, "`not` binds less tightly than the operator before it");
                return Err(Box::new(problem.at(start, "").help("put the `not …` in parentheses")));
            }
            "not" => (UnaryOp::Not, self.operation(tokens, NOT)?),
            sign => {
                let op = match sign {
                    "-" => UnaryOp::Neg,
                    "+" => UnaryOp::Pos,
                    _ => UnaryOp::Invert,
                };
                if let (UnaryOp::Neg, Some(literal)) = (op, self.smallest_integer(tokens)?) {
                    self.nesting -= 1;
                    let span = start.to(literal);
                    return Ok(Expr { kind: ExprKind::Literal(Literal::Int(i64::MIN)), span });
                }
                (op, self.prefixed(tokens, POWER)?)
            }
        };
        self.grow(start)?;
        self.nesting -= 1;
        let span = start.to(operand.span);
        Ok(Expr { kind: ExprKind::Unary { op, operand: Box::new(operand) }, span })
    }

    /// `9223372036854775808` alone behind a `-` is the smallest plain integer.
    fn smallest_integer(&mut self, tokens: &mut Tokens<'f>) -> Lowered<Option<Span>> {
        let Some(pair) = tokens.peek().filter(|pair| pair.as_rule() == Rule::number) else { return Ok(None) };
        let (text, span) = (self.text_of(pair), self.span_of(pair));
        if text.len() < 16 {
            return Ok(None);
        }
        let mut ahead = tokens.clone();
        ahead.next();
        let alone = ahead.peek().is_none_or(|next| match next.as_rule() {
            Rule::call | Rule::subscript | Rule::attribute => false,
            rule => !(is_infix(rule) && self.text_of(next) == "**"),
        });
        let is_smallest = match self.number_value(text, span)? {
            Literal::Long(value) => !text.ends_with(['l', 'L']) && value == num_bigint::BigInt::from(1u64 << 63),
            _ => false,
        };
        if !(alone && is_smallest) {
            return Ok(None);
        }
        tokens.next();
        Ok(Some(span))
    }

    /// `operand ** signed power`.
    fn power(&mut self, tokens: &mut Tokens<'f>) -> Lowered<Expr> {
        let outer = std::mem::replace(&mut self.height, 0);
        let base = self.operand(tokens)?;
        let expr = if self.peek_infix(tokens, POWER).is_some() {
            self.enter(base.span)?;
            tokens.next();
            let exponent = self.prefixed(tokens, POWER)?;
            self.nesting -= 1;
            let span = base.span.to(exponent.span);
            self.grow(span)?;
            let (left, right) = (Box::new(base), Box::new(exponent));
            Expr { kind: ExprKind::Binary { op: BinOp::Pow, left, right }, span }
        } else {
            base
        };
        self.height = self.height.max(outer);
        Ok(expr)
    }
}
