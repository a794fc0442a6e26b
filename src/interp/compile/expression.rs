//! Expressions.

use super::emit::Unit;
use crate::cpython::hash::hash_bytes;
use crate::cpython::table::{Lookup, Table};
use crate::interp::code::{CallShape, Op};
use crate::interp::value::Value;
use crate::source::Span;
use crate::syntax::ast::{BinOp, Call, CompareOp, Expr, ExprKind, Literal, Name, UnaryOp};

impl Unit<'_> {
    pub(super) fn expr(&mut self, expr: &Expr) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Name(name) if &**name == "None" => self.emit(Op::None, span),
            ExprKind::Name(name) => self.load(name, span),
            ExprKind::Literal(literal) => self.constant(literal_value(literal), span),
            ExprKind::Tuple(items) => self.sequence(items, Op::BuildTuple, span),
            ExprKind::List(items) => self.sequence(items, Op::BuildList, span),
            ExprKind::Set(items) => self.sequence(items, Op::BuildSet, span),
            ExprKind::Dict(items) => {
                self.emit(Op::BuildDict(items.len() as u32), span);
                for (key, value) in items {
                    // CPython evaluates the value before its key.
                    self.expr(value);
                    self.expr(key);
                    self.emit(Op::StoreMap, key.span);
                }
            }
            ExprKind::Comprehension { kind, element, clauses } => self.comprehension(*kind, element, clauses, span),
            ExprKind::DictComprehension { key, value, clauses } => self.dict_comprehension(key, value, clauses, span),
            ExprKind::Attribute { value, name } => {
                self.expr(value);
                let name = self.mangled(&name.name);
                let name = self.name(&name);
                self.emit(Op::LoadAttr(name), span);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.subscript_index(index);
                self.emit(Op::GetItem, span);
            }
            ExprKind::Slice { .. } => self.subscript_index(expr),
            ExprKind::Ellipsis => self.constant(Value::Ellipsis, span),
            ExprKind::Call(call) => self.call(call, span),
            ExprKind::Binary { op, left, right } => {
                self.expr(left);
                self.expr(right);
                let op = if *op == BinOp::Div && self.future.division { Op::TrueDivide } else { Op::Binary(*op) };
                self.emit(op, span);
            }
            ExprKind::Unary { op: UnaryOp::Neg, operand } => match negated(operand) {
                Some(constant) => self.constant(constant, span),
                None => {
                    self.expr(operand);
                    self.emit(Op::Unary(UnaryOp::Neg), span);
                }
            },
            ExprKind::Unary { op, operand } => {
                self.expr(operand);
                self.emit(Op::Unary(*op), span);
            }
            ExprKind::Compare { first, rest } => self.comparison(first, rest, span),
            ExprKind::And(items) => self.short_circuit(items, Op::JumpIfFalseOrPop),
            ExprKind::Or(items) => self.short_circuit(items, Op::JumpIfTrueOrPop),
            ExprKind::Conditional { test, body, orelse } => {
                let (no, end) = (self.label(), self.label());
                self.jump_if_false(test, no);
                self.expr(body);
                self.jump(Op::Jump, end, span);
                self.place(no);
                self.expr(orelse);
                self.place(end);
            }
            ExprKind::Lambda { params, body } => self.lambda(params, body, span),
            ExprKind::Repr(value) => {
                self.expr(value);
                self.emit(Op::Repr, span);
            }
            ExprKind::Yield(value) => {
                match value {
                    Some(e) => self.expr(e),
                    None => self.emit(Op::None, span),
                }
                self.emit(Op::Yield, span);
            }
        }
    }

    fn sequence(&mut self, items: &[Expr], op: fn(u32) -> Op, span: Span) {
        items.iter().for_each(|e| self.expr(e));
        self.emit(op(items.len() as u32), span);
    }

    fn short_circuit(&mut self, items: &[Expr], op: fn(u32) -> Op) {
        let end = self.label();
        for (index, item) in items.iter().enumerate() {
            self.expr(item);
            if index + 1 < items.len() {
                self.jump(op, end, item.span);
            }
        }
        self.place(end);
    }

    fn comparison(&mut self, first: &Expr, rest: &[(CompareOp, Expr)], span: Span) {
        self.expr(first);
        if let [(op, right)] = rest {
            self.expr(right);
            return self.emit(Op::Compare(*op), span);
        }
        let (fail, end) = (self.label(), self.label());
        for (index, (op, right)) in rest.iter().enumerate() {
            self.expr(right);
            if index + 1 < rest.len() {
                self.emit(Op::Dup, span);
                self.emit(Op::Rot3, span);
                self.emit(Op::Compare(*op), span);
                self.jump(Op::JumpIfFalseOrPop, fail, span);
            } else {
                self.emit(Op::Compare(*op), span);
            }
        }
        self.jump(Op::Jump, end, span);
        // The middle operand waits below the false result.
        self.place(fail);
        self.emit(Op::Swap, span);
        self.emit(Op::Pop, span);
        self.place(end);
    }

    fn call(&mut self, call: &Call, span: Span) {
        let plain = call.keywords.is_empty() && call.star.is_none() && call.double_star.is_none();
        let count = call.positional.len() as u32;
        if plain && let ExprKind::Attribute { value, name } = &call.callee.kind {
            self.expr(value);
            let name = self.mangled(&name.name);
            let name = self.name(&name);
            self.emit(Op::LoadMethod(name), call.callee.span);
            call.positional.iter().for_each(|e| self.expr(e));
            return self.emit(Op::CallMethod(count), span);
        }
        self.expr(&call.callee);
        call.positional.iter().for_each(|e| self.expr(e));
        if plain {
            return self.emit(Op::Call(count), span);
        }
        let mut keywords = Vec::with_capacity(call.keywords.len());
        for (ident, value) in &call.keywords {
            self.expr(value);
            keywords.push((ident.name.clone(), ident.span.to(value.span)));
        }
        call.star.iter().chain(&call.double_star).for_each(|e| self.expr(e));
        let order = keyword_order(&keywords);
        let shape = CallShape {
            positional: count,
            keywords,
            order,
            star: call.star.is_some(),
            double_star: call.double_star.is_some(),
        };
        let shape = self.add_call(shape);
        self.emit(Op::CallEx(shape), span);
    }
}

/// See [`CallShape::order`]. The parser refuses a name that comes twice.
fn keyword_order(keywords: &[(Name, Span)]) -> Vec<u32> {
    if keywords.len() < 2 {
        return (0..keywords.len() as u32).collect();
    }
    let mut table: Table<(), u32> = Table::new();
    for (at, (name, _)) in (0u32..).zip(keywords).collect::<Vec<_>>().into_iter().rev() {
        let hash = hash_bytes(name.as_bytes());
        let Ok(slot) = table.lookup(hash, |()| Ok::<bool, std::convert::Infallible>(false));
        if let Lookup::Vacant(slot) = slot {
            table.insert_vacant(slot, hash, (), at);
        }
    }
    table.iter().map(|(_, (), at)| *at).collect()
}

/// The opposite of a number literal; that of the least plain integer is none, so the machine makes it.
fn negated(operand: &Expr) -> Option<Value> {
    match &operand.kind {
        ExprKind::Literal(Literal::Int(n)) => n.checked_neg().map(Value::Int),
        ExprKind::Literal(Literal::Float(n)) => Some(Value::Float(-n)),
        _ => None,
    }
}

fn literal_value(literal: &Literal) -> Value {
    match literal {
        Literal::Int(n) => Value::Int(*n),
        Literal::Long(n) => Value::long(n.clone()),
        Literal::Float(n) => Value::Float(*n),
        Literal::Bytes(bytes) => Value::str(bytes),
        Literal::Unicode(text) => Value::unicode(text.as_ref()),
    }
}
