//! The comparison operators.
//!
//! The rules are CPython 2.7's: rich methods of both sides (a subclass's reflected method first), then what
//! [`super::ordering`] does.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Vm;
use super::arith;
use super::iteration::is_old;
use crate::cpython::surrogate;
use crate::interp::error::{Error, Exc, Result};
use crate::interp::function::BoundMethod;
use crate::interp::tables::{Dict, simple_eq};
use crate::interp::types::set;
use crate::interp::value::{List, Value};
use crate::syntax::ast::CompareOp;

pub(super) const RECURSION: &str = " in cmp";

impl Vm {
    /// `bool(a == b)`, identity first (as containers compare).
    pub fn eq(&mut self, a: &Value, b: &Value) -> Result<bool> {
        if is_same(a, b) {
            return Ok(true);
        }
        if let Some(equal) = simple_eq(a, b) {
            return Ok(equal);
        }
        let answer = self.compare(CompareOp::Eq, a, b)?;
        self.truth(&answer)
    }

    /// `bool(a < b)`.
    pub fn less(&mut self, a: &Value, b: &Value) -> Result<bool> {
        let answer = self.compare(CompareOp::Lt, a, b)?;
        self.truth(&answer)
    }

    /// `a op b` for the rich comparisons, `in` and `is`.
    pub fn compare(&mut self, op: CompareOp, a: &Value, b: &Value) -> Result<Value> {
        let answer = match (op, a, b) {
            (CompareOp::Is, ..) => a.is(b),
            (CompareOp::IsNot, ..) => !a.is(b),
            (CompareOp::In, ..) => self.contains(b, a)?,
            (CompareOp::NotIn, ..) => !self.contains(b, a)?,
            (_, Value::Int(x), Value::Int(y)) => holds(op, x.cmp(y)),
            (_, Value::Str(x), Value::Str(y)) => holds(op, x.bytes().cmp(y.bytes())),
            (_, Value::Unicode(x), Value::Unicode(y)) => holds(op, surrogate::order(x.text(), y.text())),
            _ => {
                self.enter(RECURSION)?;
                let result = self.rich(op, a, b);
                self.leave();
                return result;
            }
        };
        Ok(Value::Bool(answer))
    }

    fn rich(&mut self, op: CompareOp, a: &Value, b: &Value) -> Result<Value> {
        let reflected_first = self.derives_properly(b, a);
        if reflected_first && let Some(answer) = self.half(swapped(op), b, a)? {
            return Ok(answer);
        }
        if let Some(answer) = self.half(op, a, b)? {
            return Ok(answer);
        }
        if !reflected_first && let Some(answer) = self.half(swapped(op), b, a)? {
            return Ok(answer);
        }
        let answer = match (self.three_way(a, b)?, op) {
            (Some(order), _) => holds(op, order),
            (None, CompareOp::Eq) => is_same(a, b),
            (None, CompareOp::Ne) => !is_same(a, b),
            (None, _) => holds(op, self.default_order(a, b)),
        };
        Ok(Value::Bool(answer))
    }

    /// Whether `b`'s class is a real subclass of `a`'s (neither of them old-style).
    pub(super) fn derives_properly(&mut self, b: &Value, a: &Value) -> bool {
        let (Value::Instance(_) | Value::Host(_)) = b else { return false };
        if is_old(b) || is_old(a) {
            return false;
        }
        let (class_b, class_a) = (self.class_of(b), self.class_of(a));
        !Rc::ptr_eq(&class_b, &class_a) && class_b.is_subclass(&class_a)
    }

    /// The answer of `v`'s own method; `None` for `NotImplemented`.
    pub(super) fn half(&mut self, op: CompareOp, v: &Value, w: &Value) -> Result<Option<Value>> {
        let method = match v {
            Value::Instance(_) | Value::Host(_) => self.special(v, method_name(op))?,
            Value::Class(class) if class.metaclass.is_some() => self.special(v, method_name(op))?,
            _ => return self.builtin_rich(op, v, w.base()),
        };
        let base = v.base();
        match method {
            // The method is the built-in base's: straight to the base.
            Some(method) if super::iteration::is_native_method(&method) && !std::ptr::eq(base, v) => {
                self.half(op, base, w)
            }
            Some(method) => match self.call_with(&method, std::slice::from_ref(w))? {
                Value::NotImplemented => Ok(None),
                answer => Ok(Some(answer)),
            },
            None if !std::ptr::eq(base, v) => self.half(op, base, w),
            None => Ok(None),
        }
    }

    /// The comparison of built-in values; `None` for `NotImplemented`.
    pub fn builtin_rich(&mut self, op: CompareOp, v: &Value, w: &Value) -> Result<Option<Value>> {
        if let Some(order) = arith::number_cmp(v, w) {
            let answer = match order {
                Some(order) => holds(op, order),
                None => op == CompareOp::Ne,
            };
            return Ok(Some(Value::Bool(answer)));
        }
        let answer = match (v, w) {
            (Value::Str(x), Value::Str(y)) => holds(op, x.bytes().cmp(y.bytes())),
            (Value::Unicode(x), Value::Unicode(y)) => holds(op, surrogate::order(x.text(), y.text())),
            (Value::Str(x), Value::Unicode(y)) => return mixed_texts(op, x.bytes(), y.text().as_bytes(), false),
            (Value::Unicode(x), Value::Str(y)) => return mixed_texts(op, y.bytes(), x.text().as_bytes(), true),
            (Value::List(x), Value::List(y)) => return self.rich_lists(op, x, y).map(Some),
            (Value::Tuple(x), Value::Tuple(y)) => return self.rich_tuples(op, x, y).map(Some),
            (Value::Dict(x), Value::Dict(y)) => match op {
                CompareOp::Eq => self.dicts_equal(x, y)?,
                CompareOp::Ne => !self.dicts_equal(x, y)?,
                _ => return Ok(None),
            },
            (Value::Set(x) | Value::FrozenSet(x), Value::Set(y) | Value::FrozenSet(y)) => set::compare(self, op, x, y)?,
            (Value::Method(x), Value::Method(y)) => match op {
                CompareOp::Eq => self.methods_equal(x, y)?,
                CompareOp::Ne => !self.methods_equal(x, y)?,
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(Value::Bool(answer)))
    }

    fn methods_equal(&mut self, x: &BoundMethod, y: &BoundMethod) -> Result<bool> {
        if !self.eq(&x.function, &y.function)? {
            return Ok(false);
        }
        match (&x.receiver, &y.receiver) {
            (None, None) => Ok(true),
            (Some(a), Some(b)) if matches!(x.function, Value::Native(_)) => Ok(is_same(a, b)),
            (Some(a), Some(b)) => self.eq(a, b),
            _ => Ok(false),
        }
    }

    fn rich_lists(&mut self, op: CompareOp, x: &Rc<List>, y: &Rc<List>) -> Result<Value> {
        let lengths = |x: &List, y: &List| (x.items.borrow().len(), y.items.borrow().len());
        let (m, n) = lengths(x, y);
        if m != n && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::Bool(op == CompareOp::Ne));
        }
        let mut at = 0;
        loop {
            let pair = (x.items.borrow().get(at).cloned(), y.items.borrow().get(at).cloned());
            let (Some(a), Some(b)) = pair else { break };
            self.charge(4)?;
            if !self.eq(&a, &b)? {
                return self.differing(op, &a, &b);
            }
            at += 1;
        }
        let (m, n) = lengths(x, y);
        Ok(Value::Bool(holds(op, m.cmp(&n))))
    }

    fn rich_tuples(&mut self, op: CompareOp, x: &[Value], y: &[Value]) -> Result<Value> {
        for (a, b) in x.iter().zip(y) {
            self.charge(4)?;
            if !self.eq(a, b)? {
                return self.differing(op, a, b);
            }
        }
        Ok(Value::Bool(holds(op, x.len().cmp(&y.len()))))
    }

    /// The comparison of two sequences is that of their first elements that differ.
    fn differing(&mut self, op: CompareOp, a: &Value, b: &Value) -> Result<Value> {
        match op {
            CompareOp::Eq => Ok(Value::Bool(false)),
            CompareOp::Ne => Ok(Value::Bool(true)),
            _ => self.compare(op, a, b),
        }
    }

    fn dicts_equal(&mut self, x: &Dict, y: &Dict) -> Result<bool> {
        if x.len() != y.len() {
            return Ok(false);
        }
        for (key, value) in x.items() {
            self.charge(4)?;
            let Some(other) = y.get(self, &key)? else { return Ok(false) };
            if !self.eq(&value, &other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Identity as containers use it: the same object. Equal small values may count as the same, except that a float that
/// is not a number is only the same as itself, which nothing can tell apart here.
pub(super) fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Native(_), Value::Native(_)) => a.is(b),
        (Value::Method(x), Value::Method(y)) => Rc::ptr_eq(x, y),
        _ => a.is(b),
    }
}

/// `str` against `unicode`: the bytes must be ASCII. Otherwise they are unequal, and cannot be ordered.
fn mixed_texts(op: CompareOp, bytes: &[u8], unicode: &[u8], flipped: bool) -> Result<Option<Value>> {
    if let Some(at) = bytes.iter().position(|b| !b.is_ascii()) {
        return match op {
            CompareOp::Eq => Ok(Some(Value::Bool(false))),
            CompareOp::Ne => Ok(Some(Value::Bool(true))),
            _ => Err(Error::with_args(
                Exc::UnicodeDecodeError,
                vec![
                    Value::str("ascii"),
                    Value::str(bytes),
                    Value::Int(at as i64),
                    Value::Int(at as i64 + 1),
                    Value::str("ordinal not in range(128)"),
                ],
            )),
        };
    }
    let order = bytes.cmp(unicode);
    Ok(Some(Value::Bool(holds(op, if flipped { order.reverse() } else { order }))))
}

/// Whether an order satisfies an operator.
pub fn holds(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Lt => order == Ordering::Less,
        CompareOp::Le => order != Ordering::Greater,
        CompareOp::Ne => order != Ordering::Equal,
        CompareOp::Gt => order == Ordering::Greater,
        CompareOp::Ge => order != Ordering::Less,
        CompareOp::Eq | CompareOp::In | CompareOp::NotIn | CompareOp::Is | CompareOp::IsNot => order == Ordering::Equal,
    }
}

pub(super) fn swapped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        other => other,
    }
}

fn method_name(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Lt => "__lt__",
        CompareOp::Le => "__le__",
        CompareOp::Ne => "__ne__",
        CompareOp::Gt => "__gt__",
        CompareOp::Ge => "__ge__",
        _ => "__eq__",
    }
}
