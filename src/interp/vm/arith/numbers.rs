//! The built-in numbers as one family: conversion between them, operators, comparison.

use std::borrow::Cow;
use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};

use super::floats::{self, long_to_float};
use super::integers;
use super::operator::Operator;
use crate::interp::error::Result;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// A built-in number. `Bool` keeps its kind because its bit operators stay in it.
#[derive(Clone)]
pub(super) enum Number<'a> {
    Bool(bool),
    Int(i64),
    Long(&'a BigInt),
    Float(f64),
}

impl<'a> Number<'a> {
    /// The number in a value (not in an instance).
    pub(super) fn of(value: &'a Value) -> Option<Number<'a>> {
        match value {
            Value::Bool(b) => Some(Number::Bool(*b)),
            Value::Int(n) => Some(Number::Int(*n)),
            Value::Long(n) => Some(Number::Long(n)),
            Value::Float(x) => Some(Number::Float(*x)),
            _ => None,
        }
    }

    /// `int` 0, `long` 1, `float` 2: the operators of the higher kind take both operands.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Number::Bool(_) | Number::Int(_) => 0,
            Number::Long(_) => 1,
            Number::Float(_) => 2,
        }
    }

    /// The whole number and whether it is a `long`; `None` for a float.
    pub(super) fn whole(&self) -> Option<(Cow<'a, BigInt>, bool)> {
        match self {
            Number::Bool(b) => Some((Cow::Owned(BigInt::from(i64::from(*b))), false)),
            Number::Int(n) => Some((Cow::Owned(BigInt::from(*n)), false)),
            Number::Long(n) => Some((Cow::Borrowed(n), true)),
            Number::Float(_) => None,
        }
    }

    pub(super) fn float(&self) -> Result<f64> {
        match self {
            Number::Bool(b) => Ok(f64::from(u8::from(*b))),
            Number::Int(n) => Ok(*n as f64),
            Number::Long(n) => long_to_float(n),
            Number::Float(x) => Ok(*x),
        }
    }
}

/// `a op b` where both are built-in numbers; `None` when one is not, or floats have no such operator.
pub fn number_binary(vm: &mut Vm, op: Operator, a: &Value, b: &Value) -> Result<Option<Value>> {
    let (Some(x), Some(y)) = (Number::of(a), Number::of(b)) else { return Ok(None) };
    if let (Number::Bool(x), Number::Bool(y)) = (&x, &y) {
        match op {
            Operator::BitAnd => return Ok(Some(Value::Bool(*x & *y))),
            Operator::BitOr => return Ok(Some(Value::Bool(*x | *y))),
            Operator::BitXor => return Ok(Some(Value::Bool(*x ^ *y))),
            _ => {}
        }
    }
    match (x.whole(), y.whole()) {
        (Some((m, m_long)), Some((n, n_long))) => {
            if op == Operator::TrueDivide
                && let (Some(m), Some(n)) = (exact(&m), exact(&n))
                && n != 0.0
            {
                return Ok(Some(Value::Float(m / n)));
            }
            integers::binary(vm, op, &m, &n, m_long || n_long).map(Some)
        }
        _ => Ok(floats::binary(op, x.float()?, y.float()?)?.map(|value| match value {
            Value::Float(number) if number.is_nan() => Value::Float(vm.fresh_nan(number)),
            other => other,
        })),
    }
}

/// A whole number that a float holds exactly.
fn exact(number: &BigInt) -> Option<f64> {
    number.to_i64().filter(|n| n.unsigned_abs() <= 1 << 53).map(|n| n as f64)
}

/// `divmod` of built-in numbers.
pub fn number_divmod(vm: &mut Vm, a: &Value, b: &Value) -> Result<Option<Value>> {
    number_binary(vm, Operator::DivMod, a, b)
}

/// A built-in number as a float (an instance of a subclass counts); `None` for other values.
pub fn as_float(value: &Value) -> Option<Result<f64>> {
    Number::of(value.base()).map(|n| n.float())
}

/// A whole number (an instance of a subclass counts); `None` for other values.
pub fn as_bigint(value: &Value) -> Option<BigInt> {
    Number::of(value.base())?.whole().map(|(n, _)| n.into_owned())
}

/// Exact comparison of numbers of any kinds: `None` when one is not a number, `Some(None)` when one is not-a-number.
pub fn number_cmp(a: &Value, b: &Value) -> Option<Option<Ordering>> {
    let (x, y) = (Number::of(a)?, Number::of(b)?);
    Some(match (&x, &y) {
        (Number::Int(m), Number::Int(n)) => Some(m.cmp(n)),
        (Number::Float(m), Number::Float(n)) => m.partial_cmp(n),
        (Number::Float(m), _) => cmp_float(*m, &y),
        (_, Number::Float(n)) => cmp_float(*n, &x).map(Ordering::reverse),
        _ => match (x.whole(), y.whole()) {
            (Some((m, _)), Some((n, _))) => Some(m.cmp(&n)),
            _ => None,
        },
    })
}

/// A float against a whole number, without rounding the latter.
fn cmp_float(float: f64, whole: &Number) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    let (number, _) = whole.whole()?;
    let floor = BigInt::from_f64(float.floor())?;
    Some(match floor.cmp(&number) {
        Ordering::Equal if float > float.floor() => Ordering::Greater,
        order => order,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparison_is_exact() {
        let big = Value::long(BigInt::from(1u64 << 53) + 1);
        assert_eq!(number_cmp(&big, &Value::Float((1u64 << 53) as f64)), Some(Some(Ordering::Greater)));
        assert_eq!(number_cmp(&Value::Float(2.5), &Value::Int(2)), Some(Some(Ordering::Greater)));
        assert_eq!(number_cmp(&Value::Float(-2.5), &Value::Int(-2)), Some(Some(Ordering::Less)));
        assert_eq!(number_cmp(&Value::Float(f64::NAN), &Value::Int(2)), Some(None));
        assert_eq!(number_cmp(&Value::Bool(true), &Value::Int(1)), Some(Some(Ordering::Equal)));
        assert_eq!(number_cmp(&Value::None, &Value::Int(1)), None);
    }
}
