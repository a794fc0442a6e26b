//! The comparison methods (`__eq__`, `__lt__`, …) that built-in types show as attributes.

use crate::interp::error::Result;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::CompareOp;

fn answer(vm: &mut Vm, op: CompareOp, args: &[Value]) -> Result<Value> {
    let [a, b, ..] = args else { return Ok(Value::NotImplemented) };
    Ok(vm.builtin_rich(op, a.base(), b.base())?.unwrap_or(Value::NotImplemented))
}

/// `__eq__`.
pub fn eq(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    answer(vm, CompareOp::Eq, args)
}

/// `__ne__`.
pub fn ne(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    answer(vm, CompareOp::Ne, args)
}

/// `__lt__`.
pub fn lt(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    answer(vm, CompareOp::Lt, args)
}

/// `__le__`.
pub fn le(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    answer(vm, CompareOp::Le, args)
}

/// `__gt__`.
pub fn gt(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    answer(vm, CompareOp::Gt, args)
}

/// `__ge__`.
pub fn ge(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    answer(vm, CompareOp::Ge, args)
}
