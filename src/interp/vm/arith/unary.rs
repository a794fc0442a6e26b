//! Unary operators, and `abs`.

use num_bigint::BigInt;
use num_traits::Signed;

use super::numbers::Number;
use crate::interp::class::ClassKind;
use crate::interp::error::{Result, attribute_error, type_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::UnaryOp;

impl Vm {
    /// `-x`, `+x`, `~x`, `not x`.
    pub fn unary(&mut self, op: UnaryOp, value: &Value) -> Result<Value> {
        match op {
            UnaryOp::Not => Ok(Value::Bool(!self.truth(value)?)),
            UnaryOp::Neg => self.unary_by(value, "__neg__", "unary -", negate),
            UnaryOp::Pos => self.unary_by(value, "__pos__", "unary +", positive),
            UnaryOp::Invert => self.unary_by(value, "__invert__", "unary ~", invert),
        }
    }

    /// `abs(x)`.
    pub fn abs(&mut self, value: &Value) -> Result<Value> {
        self.unary_by(value, "__abs__", "abs()", absolute)
    }

    fn unary_by(
        &mut self,
        value: &Value,
        method: &str,
        shown: &str,
        built_in: fn(&Number) -> Option<Value>,
    ) -> Result<Value> {
        if let Some(result) = Number::of(value).and_then(|n| built_in(&n)) {
            return Ok(result);
        }
        if let Value::Instance(instance) = value {
            let class = instance.class();
            if class.kind == ClassKind::Old {
                let Some(method_value) = self.getattr_opt(value, method)? else {
                    let name = class.name();
                    return Err(attribute_error(format!("{name} instance has no attribute '{method}'")));
                };
                return self.call_with(&method_value, &[]);
            }
            let own = class.lookup_name(method).is_some_and(|found| !matches!(found, Value::Native(_)));
            if !own && let Some(result) = instance.payload().and_then(Number::of).and_then(|n| built_in(&n)) {
                return Ok(result);
            }
        }
        if matches!(value, Value::Instance(_) | Value::Host(_) | Value::Class(_))
            && let Some(method) = self.special(value, method)?
        {
            return self.call_with(&method, &[]);
        }
        let name = self.type_name(value);
        Err(type_error(format!("bad operand type for {shown}: '{name}'")))
    }
}

fn whole(number: &Number, int: fn(BigInt) -> BigInt) -> Option<Value> {
    let (value, long) = number.whole()?;
    let result = int(value.into_owned());
    Some(if long { Value::long(result) } else { Value::int_or_long(result) })
}

fn negate(number: &Number) -> Option<Value> {
    match number {
        Number::Int(n) if *n != i64::MIN => Some(Value::Int(-n)),
        Number::Float(x) => Some(Value::Float(-x)),
        _ => whole(number, |n| -n),
    }
}

fn positive(number: &Number) -> Option<Value> {
    match number {
        Number::Float(x) => Some(Value::Float(*x)),
        _ => whole(number, |n| n),
    }
}

fn invert(number: &Number) -> Option<Value> {
    match number {
        Number::Float(_) => None,
        _ => whole(number, |n| -n - 1),
    }
}

fn absolute(number: &Number) -> Option<Value> {
    match number {
        Number::Float(x) => Some(Value::Float(x.abs())),
        _ => whole(number, |n| n.abs()),
    }
}
