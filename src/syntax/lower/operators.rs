//! Operators: a flat list becomes a tree by precedence.

use super::{Lower, P};
use crate::source::Span;
use crate::syntax::ast::{BinOp, CompareOp, Expr, ExprKind, UnaryOp};
use crate::syntax::parser::Rule;

/// A piece of an operation.
enum Token {
    Prefix(UnaryOp, Span),
    Infix(Infix),
    Operand(Expr),
}

#[derive(Clone, Copy, PartialEq)]
enum Infix {
    Or,
    And,
    Compare(CompareOp),
    Binary(BinOp),
}

/// How tightly operators bind; higher is tighter.
mod level {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const NOT: u8 = 3;
    pub const COMPARE: u8 = 4;
    pub const BIT_OR: u8 = 5;
    pub const BIT_XOR: u8 = 6;
    pub const BIT_AND: u8 = 7;
    pub const SHIFT: u8 = 8;
    pub const SUM: u8 = 9;
    pub const TERM: u8 = 10;
    pub const UNARY: u8 = 11;
    pub const POWER: u8 = 12;
}

impl Infix {
    fn level(self) -> u8 {
        match self {
            Infix::Or => level::OR,
            Infix::And => level::AND,
            Infix::Compare(_) => level::COMPARE,
            Infix::Binary(op) => match op {
                BinOp::BitOr => level::BIT_OR,
                BinOp::BitXor => level::BIT_XOR,
                BinOp::BitAnd => level::BIT_AND,
                BinOp::LeftShift | BinOp::RightShift => level::SHIFT,
                BinOp::Add | BinOp::Sub => level::SUM,
                BinOp::Mul | BinOp::Div | BinOp::FloorDiv | BinOp::Mod => level::TERM,
                BinOp::Pow => level::POWER,
            },
        }
    }
}

impl Lower<'_> {
    /// `operation`.
    pub(super) fn operation(&mut self, pair: P) -> Expr {
        let span = self.span_of(&pair);
        let mut tokens: Vec<Token> = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::prefix => {
                    let op = match part.as_str().as_bytes().first() {
                        Some(b'+') => UnaryOp::Pos,
                        Some(b'-') => UnaryOp::Neg,
                        Some(b'~') => UnaryOp::Invert,
                        _ => UnaryOp::Not,
                    };
                    tokens.push(Token::Prefix(op, self.span_of(&part)));
                }
                Rule::infix => tokens.push(Token::Infix(infix(part.as_str()))),
                _ => {
                    let operand = self.primary(part);
                    tokens.push(Token::Operand(operand));
                }
            }
        }
        if let [Token::Operand(_)] = tokens.as_slice() {
            if let Some(Token::Operand(expr)) = tokens.pop() {
                return expr;
            }
        }
        let mut rest = tokens.into_iter().peekable();
        self.climb(&mut rest, 0).unwrap_or(Expr { kind: ExprKind::Tuple(Vec::new()), span })
    }

    fn climb(&mut self, tokens: &mut std::iter::Peekable<std::vec::IntoIter<Token>>, least: u8) -> Option<Expr> {
        let mut left = match tokens.next()? {
            Token::Operand(expr) => expr,
            Token::Prefix(op, at) => {
                let inner = if op == UnaryOp::Not { level::NOT } else { level::UNARY };
                let operand = self.climb(tokens, inner)?;
                let span = at.to(operand.span);
                Expr { kind: ExprKind::Unary { op, operand: Box::new(operand) }, span }
            }
            Token::Infix(_) => return None,
        };
        while let Some(Token::Infix(op)) = tokens.peek() {
            let op = *op;
            let level = op.level();
            if level < least {
                break;
            }
            tokens.next();
            left = match op {
                Infix::Binary(BinOp::Pow) => {
                    // The right side takes unary operators and further powers.
                    let right = self.climb(tokens, level::UNARY)?;
                    binary(BinOp::Pow, left, right)
                }
                Infix::Binary(op) => {
                    let right = self.climb(tokens, level + 1)?;
                    binary(op, left, right)
                }
                Infix::Compare(op) => {
                    let right = self.climb(tokens, level + 1)?;
                    let mut span = left.span.to(right.span);
                    let mut rest = vec![(op, right)];
                    while let Some(Token::Infix(Infix::Compare(next))) = tokens.peek() {
                        let next = *next;
                        tokens.next();
                        let right = self.climb(tokens, level + 1)?;
                        span = span.to(right.span);
                        rest.push((next, right));
                    }
                    Expr { kind: ExprKind::Compare { first: Box::new(left), rest }, span }
                }
                Infix::And | Infix::Or => {
                    let mut items = vec![left, self.climb(tokens, level + 1)?];
                    while matches!(tokens.peek(), Some(Token::Infix(next)) if *next == op) {
                        tokens.next();
                        items.push(self.climb(tokens, level + 1)?);
                    }
                    let span = items[0].span.to(items[items.len() - 1].span);
                    let kind = if op == Infix::And { ExprKind::And(items) } else { ExprKind::Or(items) };
                    Expr { kind, span }
                }
            };
        }
        Some(left)
    }
}

fn binary(op: BinOp, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Binary { op, left: Box::new(left), right: Box::new(right) }, span }
}

fn infix(text: &str) -> Infix {
    match text {
        "**" => Infix::Binary(BinOp::Pow),
        "//" => Infix::Binary(BinOp::FloorDiv),
        "<<" => Infix::Binary(BinOp::LeftShift),
        ">>" => Infix::Binary(BinOp::RightShift),
        "*" => Infix::Binary(BinOp::Mul),
        "/" => Infix::Binary(BinOp::Div),
        "%" => Infix::Binary(BinOp::Mod),
        "+" => Infix::Binary(BinOp::Add),
        "-" => Infix::Binary(BinOp::Sub),
        "&" => Infix::Binary(BinOp::BitAnd),
        "|" => Infix::Binary(BinOp::BitOr),
        "^" => Infix::Binary(BinOp::BitXor),
        "<=" => Infix::Compare(CompareOp::Le),
        ">=" => Infix::Compare(CompareOp::Ge),
        "==" => Infix::Compare(CompareOp::Eq),
        "!=" | "<>" => Infix::Compare(CompareOp::Ne),
        "<" => Infix::Compare(CompareOp::Lt),
        ">" => Infix::Compare(CompareOp::Gt),
        "and" => Infix::And,
        "or" => Infix::Or,
        "in" => Infix::Compare(CompareOp::In),
        "is" => Infix::Compare(CompareOp::Is),
        other if other.starts_with("is") => Infix::Compare(CompareOp::IsNot),
        _ => Infix::Compare(CompareOp::NotIn),
    }
}
