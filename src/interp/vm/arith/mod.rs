//! The operators: built-in numbers and sequences here and beside, classes of the program through `overloads`.

mod floats;
mod integers;
mod numbers;
mod operator;
mod overloads;
mod power;
mod sequences;
mod unary;

pub use floats::{divmod_floats, float_pow, long_to_float};
pub use integers::{floor_divmod, overflow_int};
pub use numbers::{as_bigint, as_float, number_binary, number_cmp, number_divmod};
pub use operator::Operator;

use super::Vm;
use crate::interp::error::Result;
use crate::interp::value::Value;
use crate::syntax::ast::BinOp;

impl Vm {
    /// `a op b`. Errors: as CPython words them, and whatever program code raises.
    pub fn binary(&mut self, op: BinOp, a: &Value, b: &Value) -> Result<Value> {
        if let (Value::Int(x), Value::Int(y)) = (a, b)
            && let Some(value) = integers::fast(op, *x, *y)
        {
            return Ok(value);
        }
        self.operate(Operator::of(op), a, b, false)
    }

    /// `a op= b`: the value to assign back.
    pub fn inplace(&mut self, op: BinOp, a: &Value, b: &Value) -> Result<Value> {
        if let (Value::Int(x), Value::Int(y)) = (a, b)
            && let Some(value) = integers::fast(op, *x, *y)
        {
            return Ok(value);
        }
        self.operate_inplace(Operator::of(op), a, b)
    }

    /// `a / b` under `from __future__ import division`.
    pub fn true_divide(&mut self, a: &Value, b: &Value) -> Result<Value> {
        self.operate(Operator::TrueDivide, a, b, false)
    }

    /// `a /= b` under `from __future__ import division`.
    pub fn inplace_true_divide(&mut self, a: &Value, b: &Value) -> Result<Value> {
        self.operate_inplace(Operator::TrueDivide, a, b)
    }

    /// `divmod(a, b)`.
    pub fn divmod(&mut self, a: &Value, b: &Value) -> Result<Value> {
        self.operate(Operator::DivMod, a, b, false)
    }
}
