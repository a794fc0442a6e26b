//! `bool`.

use super::int::INT;
use super::numeric::{binary, reflected};
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::arith::Operator;

/// `bool`, a subclass of `int` that cannot be subclassed.
pub static BOOL: TypeDef = TypeDef {
    name: "bool",
    base: Some(&INT),
    methods: &[
        NativeDef::plain("__and__", Shape::One, |vm, a| binary(vm, Operator::BitAnd, a)),
        NativeDef::plain("__or__", Shape::One, |vm, a| binary(vm, Operator::BitOr, a)),
        NativeDef::plain("__rand__", Shape::One, |vm, a| reflected(vm, Operator::BitAnd, a)),
        NativeDef::plain("__repr__", Shape::NoArgs, |vm, a| Ok(Value::bytes(vm.repr(a[0].base())?))),
        NativeDef::plain("__ror__", Shape::One, |vm, a| reflected(vm, Operator::BitOr, a)),
        NativeDef::plain("__rxor__", Shape::One, |vm, a| reflected(vm, Operator::BitXor, a)),
        NativeDef::plain("__str__", Shape::NoArgs, |vm, a| Ok(Value::bytes(vm.repr(a[0].base())?))),
        NativeDef::plain("__xor__", Shape::One, |vm, a| binary(vm, Operator::BitXor, a)),
    ],
    new: Some(|vm, _, args| NEW.invoke(vm, args, 0)),
    ..TypeDef::EMPTY
};

static NEW: NativeDef = NativeDef::named("bool", &["x"], 0, |vm, args| {
    Ok(Value::Bool(match args.first() {
        Some(Some(value)) => vm.truth(value)?,
        _ => false,
    }))
});
