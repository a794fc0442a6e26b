//! `float`.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::numeric::{binary, coerce_method, format_method, power, reflected, to_float_value, truncated};
use super::object::OBJECT;
use crate::cpython::float_hex::{self, HexFloatError};
use crate::interp::error::{Result, overflow_error, type_error, value_error};
use crate::interp::native::{GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::interp::vm::arith::{Operator, number_cmp};
use crate::syntax::ast::UnaryOp;

/// `float`.
pub static FLOAT: TypeDef = TypeDef {
    name: "float",
    base: Some(&OBJECT),
    methods: METHODS,
    class_methods: &[NativeDef::raw("fromhex", |vm, args| FROM_HEX.invoke(vm, args, 1))],
    getters: &[
        GetterDef { name: "imag", get: |_, _| Ok(Value::Float(0.0)) },
        GetterDef { name: "real", get: |_, v| Ok(v.base().clone()) },
    ],
    new: Some(|vm, _, args| NEW.invoke(vm, args, 0)),
    subclassable: true,
    ..TypeDef::EMPTY
};

static NEW: NativeDef = NativeDef::named("float", &["x"], 0, |vm, args| {
    Ok(Value::Float(match args.first() {
        Some(Some(value)) => to_float_value(vm, value)?,
        _ => 0.0,
    }))
});

static FROM_HEX: NativeDef = NativeDef::plain("fromhex", Shape::One, from_hex);

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__abs__", Shape::NoArgs, |vm, a| vm.abs(a[0].base())),
    NativeDef::plain("__add__", Shape::One, |vm, a| binary(vm, Operator::Add, a)),
    NativeDef::plain("__coerce__", Shape::One, coerce_method),
    NativeDef::plain("__div__", Shape::One, |vm, a| binary(vm, Operator::Div, a)),
    NativeDef::plain("__divmod__", Shape::One, |vm, a| binary(vm, Operator::DivMod, a)),
    NativeDef::plain("__eq__", Shape::One, |_, a| compare(a, |o| o == Some(Ordering::Equal))),
    NativeDef::plain("__float__", Shape::NoArgs, |_, a| Ok(a[0].base().clone())),
    NativeDef::plain("__floordiv__", Shape::One, |vm, a| binary(vm, Operator::FloorDiv, a)),
    NativeDef::plain("__format__", Shape::One, format_method),
    NativeDef::plain("__ge__", Shape::One, |_, a| compare(a, |o| o.is_some_and(Ordering::is_ge))),
    NativeDef::plain("__getnewargs__", Shape::NoArgs, |_, a| Ok(Value::tuple(vec![a[0].base().clone()]))),
    NativeDef::plain("__gt__", Shape::One, |_, a| compare(a, |o| o.is_some_and(Ordering::is_gt))),
    NativeDef::plain("__hash__", Shape::NoArgs, |vm, a| Ok(Value::Int(vm.hash(a[0].base())?))),
    NativeDef::plain("__int__", Shape::NoArgs, |_, a| Ok(Value::int_or_long(truncated(of(a)?)?))),
    NativeDef::plain("__le__", Shape::One, |_, a| compare(a, |o| o.is_some_and(Ordering::is_le))),
    NativeDef::plain("__long__", Shape::NoArgs, |_, a| Ok(Value::long(truncated(of(a)?)?))),
    NativeDef::plain("__lt__", Shape::One, |_, a| compare(a, |o| o.is_some_and(Ordering::is_lt))),
    NativeDef::plain("__mod__", Shape::One, |vm, a| binary(vm, Operator::Mod, a)),
    NativeDef::plain("__mul__", Shape::One, |vm, a| binary(vm, Operator::Mul, a)),
    NativeDef::plain("__ne__", Shape::One, |_, a| compare(a, |o| o != Some(Ordering::Equal))),
    NativeDef::plain("__neg__", Shape::NoArgs, |vm, a| vm.unary(UnaryOp::Neg, a[0].base())),
    NativeDef::plain("__nonzero__", Shape::NoArgs, |vm, a| Ok(Value::Bool(vm.truth(a[0].base())?))),
    NativeDef::plain("__pos__", Shape::NoArgs, |_, a| Ok(a[0].base().clone())),
    NativeDef::plain("__pow__", Shape::Unpack(1, 2), power),
    NativeDef::plain("__radd__", Shape::One, |vm, a| reflected(vm, Operator::Add, a)),
    NativeDef::plain("__rdiv__", Shape::One, |vm, a| reflected(vm, Operator::Div, a)),
    NativeDef::plain("__rdivmod__", Shape::One, |vm, a| reflected(vm, Operator::DivMod, a)),
    NativeDef::plain("__repr__", Shape::NoArgs, |vm, a| Ok(Value::bytes(vm.repr(a[0].base())?))),
    NativeDef::plain("__rfloordiv__", Shape::One, |vm, a| reflected(vm, Operator::FloorDiv, a)),
    NativeDef::plain("__rmod__", Shape::One, |vm, a| reflected(vm, Operator::Mod, a)),
    NativeDef::plain("__rmul__", Shape::One, |vm, a| reflected(vm, Operator::Mul, a)),
    NativeDef::plain("__rpow__", Shape::Unpack(1, 2), |vm, a| reflected(vm, Operator::Pow, a)),
    NativeDef::plain("__rsub__", Shape::One, |vm, a| reflected(vm, Operator::Sub, a)),
    NativeDef::plain("__rtruediv__", Shape::One, |vm, a| reflected(vm, Operator::TrueDivide, a)),
    NativeDef::plain("__str__", Shape::NoArgs, |vm, a| Ok(Value::bytes(vm.str(a[0].base())?))),
    NativeDef::plain("__sub__", Shape::One, |vm, a| binary(vm, Operator::Sub, a)),
    NativeDef::plain("__truediv__", Shape::One, |vm, a| binary(vm, Operator::TrueDivide, a)),
    NativeDef::plain("__trunc__", Shape::NoArgs, |_, a| Ok(Value::int_or_long(truncated(of(a)?)?))),
    NativeDef::plain("as_integer_ratio", Shape::NoArgs, integer_ratio),
    NativeDef::plain("conjugate", Shape::NoArgs, |_, a| Ok(a[0].base().clone())),
    NativeDef::plain("hex", Shape::NoArgs, |_, a| Ok(Value::str(float_hex::float_to_hex(of(a)?)))),
    NativeDef::plain("is_integer", Shape::NoArgs, |_, a| {
        let value = of(a)?;
        Ok(Value::Bool(value.is_finite() && value.fract() == 0.0))
    }),
];

fn of(args: &[Value]) -> Result<f64> {
    match args.first().map(Value::base) {
        Some(Value::Float(x)) => Ok(*x),
        _ => Err(type_error("a float is required")),
    }
}

fn compare(args: &[Value], holds: fn(Option<Ordering>) -> bool) -> Result<Value> {
    Ok(match number_cmp(args[0].base(), args[1].base()) {
        Some(order) => Value::Bool(holds(order)),
        None => Value::NotImplemented,
    })
}

fn integer_ratio(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let value = of(args)?;
    if value.is_infinite() {
        return Err(overflow_error("Cannot pass infinity to float.as_integer_ratio."));
    }
    if value.is_nan() {
        return Err(value_error("Cannot pass NaN to float.as_integer_ratio."));
    }
    let (mut top, mut exponent) = (value, 0u32);
    while top.fract() != 0.0 {
        top *= 2.0;
        exponent += 1;
    }
    let numerator = truncated(top)?;
    let denominator = BigInt::from(1) << exponent;
    Ok(Value::tuple(vec![Value::int_or_long(numerator), Value::int_or_long(denominator)]))
}

/// `float.fromhex(text)`: the class comes first.
fn from_hex(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let argument = args.get(1).unwrap_or(&Value::None);
    let text = match argument.base() {
        Value::Str(_) | Value::Unicode(_) => vm.str(argument.base())?,
        _ => {
            let name = vm.type_name(argument);
            return Err(type_error(format!("expected string or Unicode object, {name} found")));
        }
    };
    match float_hex::float_from_hex(&String::from_utf8_lossy(&text)) {
        Ok(value) => Ok(Value::Float(value)),
        Err(HexFloatError::Invalid) => Err(value_error("invalid hexadecimal floating-point string")),
        Err(_) => Err(overflow_error("hexadecimal value too large to represent as a float")),
    }
}
