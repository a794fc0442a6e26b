//! What `int`, `long` and `float` share: special methods, conversion from text.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive, Zero};

use crate::cpython::repr::repr_bytes;
use crate::cpython::{float_text, int_text};
use crate::interp::class::ClassKind;
use crate::interp::error::{Error, Exc, Result, attribute_error, overflow_error, type_error, value_error};
use crate::interp::native::{NativeDef, Shape};
use crate::interp::types::byte_array;
use crate::interp::types::text::codec::encode_error;
use crate::interp::types::text::{case, format};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::interp::vm::arith::{Operator, as_bigint, as_float, long_to_float, number_binary, number_cmp};
use crate::syntax::ast::UnaryOp;

/// The methods of `int` and `long`.
pub(super) static WHOLE_METHODS: &[NativeDef] = &[
    NativeDef::plain("__abs__", Shape::NoArgs, |vm, a| vm.abs(a[0].base())),
    NativeDef::plain("__add__", Shape::One, |vm, a| binary(vm, Operator::Add, a)),
    NativeDef::plain("__and__", Shape::One, |vm, a| binary(vm, Operator::BitAnd, a)),
    NativeDef::plain("__cmp__", Shape::One, compare),
    NativeDef::plain("__coerce__", Shape::One, coerce_method),
    NativeDef::plain("__div__", Shape::One, |vm, a| binary(vm, Operator::Div, a)),
    NativeDef::plain("__divmod__", Shape::One, |vm, a| binary(vm, Operator::DivMod, a)),
    NativeDef::plain("__float__", Shape::NoArgs, to_float),
    NativeDef::plain("__floordiv__", Shape::One, |vm, a| binary(vm, Operator::FloorDiv, a)),
    NativeDef::plain("__format__", Shape::One, format_method),
    NativeDef::plain("__getnewargs__", Shape::NoArgs, |_, a| Ok(Value::tuple(vec![a[0].base().clone()]))),
    NativeDef::plain("__hash__", Shape::NoArgs, |vm, a| Ok(Value::Int(vm.hash(a[0].base())?))),
    NativeDef::plain("__hex__", Shape::NoArgs, |vm, a| vm.hex(a[0].base())),
    NativeDef::plain("__index__", Shape::NoArgs, plain_whole),
    NativeDef::plain("__int__", Shape::NoArgs, |_, a| as_int(&a[0])),
    NativeDef::plain("__invert__", Shape::NoArgs, |vm, a| vm.unary(UnaryOp::Invert, a[0].base())),
    NativeDef::plain("__long__", Shape::NoArgs, |_, a| Ok(as_bigint(&a[0]).map_or(Value::NotImplemented, Value::long))),
    NativeDef::plain("__lshift__", Shape::One, |vm, a| binary(vm, Operator::LeftShift, a)),
    NativeDef::plain("__mod__", Shape::One, |vm, a| binary(vm, Operator::Mod, a)),
    NativeDef::plain("__mul__", Shape::One, |vm, a| binary(vm, Operator::Mul, a)),
    NativeDef::plain("__neg__", Shape::NoArgs, |vm, a| vm.unary(UnaryOp::Neg, a[0].base())),
    NativeDef::plain("__nonzero__", Shape::NoArgs, |vm, a| Ok(Value::Bool(vm.truth(a[0].base())?))),
    NativeDef::plain("__oct__", Shape::NoArgs, |vm, a| vm.oct(a[0].base())),
    NativeDef::plain("__or__", Shape::One, |vm, a| binary(vm, Operator::BitOr, a)),
    NativeDef::plain("__pos__", Shape::NoArgs, plain_whole),
    NativeDef::plain("__pow__", Shape::Unpack(1, 2), power),
    NativeDef::plain("__radd__", Shape::One, |vm, a| reflected(vm, Operator::Add, a)),
    NativeDef::plain("__rand__", Shape::One, |vm, a| reflected(vm, Operator::BitAnd, a)),
    NativeDef::plain("__rdiv__", Shape::One, |vm, a| reflected(vm, Operator::Div, a)),
    NativeDef::plain("__rdivmod__", Shape::One, |vm, a| reflected(vm, Operator::DivMod, a)),
    NativeDef::plain("__repr__", Shape::NoArgs, |vm, a| match a[0].base() {
        // Reached through `super(bool, x)`, a bool is shown as the int it is.
        Value::Bool(flag) => Ok(Value::str(if *flag { "1" } else { "0" })),
        number => Ok(Value::bytes(vm.repr(number)?)),
    }),
    NativeDef::plain("__rfloordiv__", Shape::One, |vm, a| reflected(vm, Operator::FloorDiv, a)),
    NativeDef::plain("__rlshift__", Shape::One, |vm, a| reflected(vm, Operator::LeftShift, a)),
    NativeDef::plain("__rmod__", Shape::One, |vm, a| reflected(vm, Operator::Mod, a)),
    NativeDef::plain("__rmul__", Shape::One, |vm, a| reflected(vm, Operator::Mul, a)),
    NativeDef::plain("__ror__", Shape::One, |vm, a| reflected(vm, Operator::BitOr, a)),
    NativeDef::plain("__rpow__", Shape::Unpack(1, 2), |vm, a| reflected(vm, Operator::Pow, a)),
    NativeDef::plain("__rrshift__", Shape::One, |vm, a| reflected(vm, Operator::RightShift, a)),
    NativeDef::plain("__rshift__", Shape::One, |vm, a| binary(vm, Operator::RightShift, a)),
    NativeDef::plain("__rsub__", Shape::One, |vm, a| reflected(vm, Operator::Sub, a)),
    NativeDef::plain("__rtruediv__", Shape::One, |vm, a| reflected(vm, Operator::TrueDivide, a)),
    NativeDef::plain("__rxor__", Shape::One, |vm, a| reflected(vm, Operator::BitXor, a)),
    NativeDef::plain("__str__", Shape::NoArgs, |vm, a| Ok(Value::bytes(vm.str(a[0].base())?))),
    NativeDef::plain("__sub__", Shape::One, |vm, a| binary(vm, Operator::Sub, a)),
    NativeDef::plain("__truediv__", Shape::One, |vm, a| binary(vm, Operator::TrueDivide, a)),
    NativeDef::plain("__trunc__", Shape::NoArgs, plain_whole),
    NativeDef::plain("__xor__", Shape::One, |vm, a| binary(vm, Operator::BitXor, a)),
    NativeDef::plain("bit_length", Shape::NoArgs, bit_length),
    NativeDef::plain("conjugate", Shape::NoArgs, plain_whole),
];

/// Higher kinds take both operands of an operator: `int` 0, `long` 1, `float` 2.
fn rank(value: &Value) -> Option<u8> {
    match value.base() {
        Value::Bool(_) | Value::Int(_) => Some(0),
        Value::Long(_) => Some(1),
        Value::Float(_) => Some(2),
        _ => None,
    }
}

/// A special method of a number: `NotImplemented` for operands that its type does not take.
pub(super) fn binary(vm: &mut Vm, op: Operator, args: &[Value]) -> Result<Value> {
    match (rank(&args[0]), rank(&args[1])) {
        (Some(own), Some(other)) if other <= own => {
            let value = number_binary(vm, op, args[0].base(), args[1].base())?;
            Ok(value.unwrap_or(Value::NotImplemented))
        }
        _ => Ok(Value::NotImplemented),
    }
}

/// As [`binary`] with the operands the other way round.
pub(super) fn reflected(vm: &mut Vm, op: Operator, args: &[Value]) -> Result<Value> {
    match (rank(&args[0]), rank(&args[1])) {
        (Some(own), Some(other)) if other <= own => {
            let value = number_binary(vm, op, args[1].base(), args[0].base())?;
            Ok(value.unwrap_or(Value::NotImplemented))
        }
        _ => Ok(Value::NotImplemented),
    }
}

/// `__pow__`, with a modulus too.
pub(super) fn power(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match args.get(2) {
        None | Some(Value::None) => binary(vm, Operator::Pow, args),
        Some(modulus) if rank(&args[1]).is_some() && rank(modulus).is_some() => {
            vm.pow_mod(args[0].base(), args[1].base(), modulus)
        }
        Some(_) => Ok(Value::NotImplemented),
    }
}

fn compare(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (own, other) = (vm.class_of(args[0].base()), vm.class_of(args[1].base()));
    match number_cmp(args[0].base(), args[1].base()) {
        Some(Some(order)) if own.is_subclass(&other) || other.is_subclass(&own) => Ok(Value::Int(order as i64)),
        _ => {
            let (name, given) = (own.native.name, vm.type_name(&args[1]));
            Err(type_error(format!("{name}.__cmp__(x,y) requires y to be a '{name}', not a '{given}'")))
        }
    }
}

/// `__coerce__`: both as the receiver's type, or `NotImplemented`.
pub(super) fn coerce_method(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match (rank(&args[0]), rank(&args[1])) {
        (Some(own), Some(other)) if other <= own => coerced(own, args[0].base(), args[1].base()),
        _ => Ok(Value::NotImplemented),
    }
}

/// `coerce(a, b)` of built-in numbers; `None` when one is not a number.
pub fn coerce_numbers(a: &Value, b: &Value) -> Result<Option<Value>> {
    match (rank(a), rank(b)) {
        (Some(x), Some(y)) => coerced(x.max(y), a.base(), b.base()).map(Some),
        _ => Ok(None),
    }
}

fn coerced(rank: u8, a: &Value, b: &Value) -> Result<Value> {
    let convert = |value: &Value| -> Result<Value> {
        match rank {
            0 => Ok(value.clone()),
            1 => Ok(as_bigint(value).map_or(Value::NotImplemented, Value::long)),
            _ => as_float(value).unwrap_or(Ok(0.0)).map(Value::Float),
        }
    };
    Ok(Value::tuple(vec![convert(a)?, convert(b)?]))
}

fn to_float(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    as_float(&args[0]).unwrap_or(Ok(0.0)).map(Value::Float)
}

/// `__format__` of the numbers.
pub(super) fn format_method(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    // Without a specification a subclass's own `__str__` counts.
    match args[1].base() {
        Value::Str(spec) if spec.bytes().is_empty() => vm.text_of(&args[0]),
        _ => format::format_value(vm, args[0].base(), &args[1]),
    }
}

/// The number itself, without a subclass around it and as an `int` if it was a `bool`.
pub(super) fn plain_whole(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(without_bool(args[0].base()))
}

pub(super) fn without_bool(value: &Value) -> Value {
    match value {
        Value::Bool(b) => Value::Int(i64::from(*b)),
        other => other.clone(),
    }
}

fn bit_length(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::Int(as_bigint(&args[0]).map_or(0, |n| n.bits() as i64)))
}

/// A number as `int(x)` gives it: an `int` if it fits, else a `long`.
fn as_int(value: &Value) -> Result<Value> {
    match value.base() {
        Value::Float(x) => Ok(Value::int_or_long(truncated(*x)?)),
        other => Ok(as_bigint(other).map_or(Value::NotImplemented, Value::int_or_long)),
    }
}

/// A float's whole part. Errors for infinities and not-a-number.
pub fn truncated(value: f64) -> Result<BigInt> {
    if value.is_nan() {
        return Err(value_error("cannot convert float NaN to integer"));
    }
    match BigInt::from_f64(value.trunc()) {
        Some(number) if value.is_finite() => Ok(number),
        _ => Err(overflow_error("cannot convert float infinity to integer")),
    }
}

/// `int(x)` or `long(x)` of one argument.
pub(super) fn to_whole(vm: &mut Vm, value: &Value, long: bool) -> Result<Value> {
    let finish = |number: BigInt| if long { Value::long(number) } else { Value::int_or_long(number) };
    match value {
        Value::Bool(_) | Value::Int(_) | Value::Long(_) => {
            return Ok(as_bigint(value).map_or(Value::NotImplemented, finish));
        }
        Value::Float(x) => return Ok(finish(truncated(*x)?)),
        Value::Str(_) | Value::Unicode(_) => return whole_from_text(vm, value, None, long),
        _ => {}
    }
    if let Some(bytes) = byte_array::bytes_of(value) {
        return whole_from_text(vm, &Value::bytes(bytes), None, long);
    }
    if let Value::Instance(_) | Value::Host(_) = value {
        let is_old = matches!(value, Value::Instance(i) if i.class().kind == ClassKind::Old);
        let (method, word) = if long { ("__long__", "long") } else { ("__int__", "int") };
        let mut converted = convert_by(vm, value, method)?;
        if converted.is_none() && long && is_old {
            converted = convert_by(vm, value, "__int__")?;
        }
        if let Some(converted) = converted {
            return match converted.base() {
                Value::Bool(_) | Value::Int(_) | Value::Long(_) => {
                    let number = as_bigint(&converted).unwrap_or_else(BigInt::zero);
                    let keep = matches!(converted.base(), Value::Long(_)) || long;
                    Ok(if keep { Value::long(number) } else { Value::int_or_long(number) })
                }
                _ => {
                    let name = vm.type_name(&converted);
                    Err(type_error(format!("{method} returned non-{word} (type {name})")))
                }
            };
        }
        if let Some(truncation) = convert_by(vm, value, "__trunc__")? {
            return whole_from_truncation(vm, &truncation, long);
        }
        if is_old {
            return Err(lacks(value, "__trunc__"));
        }
        match value.base() {
            Value::Str(_) | Value::Unicode(_) => return whole_from_text(vm, value.base(), None, long),
            Value::Instance(_) | Value::Host(_) => {}
            inner => return to_whole(vm, inner, long),
        }
    } else if let Some(method) = vm.getattr_opt(value, "__trunc__")? {
        // CPython looks it up on the value itself, so a class with such a method is asked too.
        let truncation = vm.call_with(&method, &[])?;
        return whole_from_truncation(vm, &truncation, long);
    }
    let name = vm.type_name(value);
    let function = if long { "long()" } else { "int()" };
    Err(type_error(format!("{function} argument must be a string or a number, not '{name}'")))
}

/// Calls a conversion method that the program or a module defines; those of built-in numbers are not asked.
fn convert_by(vm: &mut Vm, value: &Value, method: &str) -> Result<Option<Value>> {
    let Some(method) = vm.special(value, method)? else { return Ok(None) };
    if let Value::Method(bound) = &method
        && matches!(bound.function, Value::Native(_))
        && !std::ptr::eq(value.base(), value)
    {
        return Ok(None);
    }
    vm.call_with(&method, &[]).map(Some)
}

fn whole_from_truncation(vm: &mut Vm, value: &Value, long: bool) -> Result<Value> {
    let number = match value.base() {
        Value::Bool(_) | Value::Int(_) | Value::Long(_) => as_bigint(value),
        _ => match convert_by(vm, value, "__int__")? {
            Some(converted) => as_bigint(&converted),
            None => None,
        },
    };
    match number {
        Some(number) => Ok(if long { Value::long(number) } else { Value::int_or_long(number) }),
        None => {
            let name = vm.type_name(value);
            Err(type_error(format!("__trunc__ returned non-Integral (type {name})")))
        }
    }
}

fn lacks(value: &Value, method: &str) -> Error {
    let name = match value {
        Value::Instance(instance) => instance.class().name().to_string(),
        _ => String::new(),
    };
    attribute_error(format!("{name} instance has no attribute '{method}'"))
}

/// A text's number in a base.
pub(super) fn whole_from_text(vm: &mut Vm, value: &Value, base: Option<u32>, long: bool) -> Result<Value> {
    let bytes = decimal_bytes(value)?;
    vm.charge((bytes.len() as u64 / 16).saturating_mul(bytes.len() as u64 / 16) / 256)?;
    vm.check_bits(bytes.len() as u64 * 3)?;
    let Ok(text) = std::str::from_utf8(&bytes) else { return Err(bad_literal(&bytes, base, long)) };
    if !text.is_ascii() {
        return Err(bad_literal(&bytes, base, long));
    }
    let result = if long {
        int_text::parse_long(text, base).map(Value::long)
    } else {
        int_text::parse_int(text, base).map(|number| match number {
            int_text::Integer::Int(n) => Value::Int(n),
            int_text::Integer::Big(n) => Value::long(n),
        })
    };
    result.map_err(|error| value_error(error.to_string()))
}

fn bad_literal(bytes: &[u8], base: Option<u32>, long: bool) -> Error {
    let shown = repr_bytes(bytes.trim_ascii_start());
    let function = if long { "long()" } else { "int()" };
    value_error(format!("invalid literal for {function} with base {}: {shown}", base.unwrap_or(10)))
}

/// The byte that stands for a character in a number's text.
fn decimal_byte(point: char) -> Option<u8> {
    match case::decimal_digit(point) {
        Some(digit) => Some(b'0' + digit),
        None if case::is_space(point) => Some(b' '),
        None => u8::try_from(u32::from(point)).ok(),
    }
}

/// The bytes of a number's text: of a `unicode`, its digits and spaces made ASCII; other characters beyond Latin-1 are
/// a `UnicodeEncodeError`.
fn decimal_bytes(value: &Value) -> Result<Vec<u8>> {
    match value {
        Value::Str(text) => Ok(text.bytes().to_vec()),
        Value::Unicode(text) => {
            let points: Vec<char> = text.text().chars().collect();
            let mut bytes = Vec::with_capacity(points.len());
            for (at, point) in points.iter().enumerate() {
                match decimal_byte(*point) {
                    Some(byte) => bytes.push(byte),
                    None => {
                        let run = points[at..].iter().take_while(|point| decimal_byte(**point).is_none()).count();
                        return Err(encode_error(
                            "decimal",
                            text.text(),
                            at,
                            at + run,
                            "invalid decimal Unicode string",
                        ));
                    }
                }
            }
            Ok(bytes)
        }
        _ => Ok(Vec::new()),
    }
}

/// `float(x)`.
pub fn to_float_value(vm: &mut Vm, value: &Value) -> Result<f64> {
    match value {
        Value::Float(x) => return Ok(*x),
        Value::Bool(_) | Value::Int(_) => return as_float(value).unwrap_or(Ok(0.0)),
        Value::Long(n) => return long_to_float(n),
        Value::Str(_) | Value::Unicode(_) => {
            let number = float_from_text(value)?;
            return Ok(if number.is_nan() { vm.fresh_nan(number) } else { number });
        }
        Value::Host(_) if byte_array::bytes_of(value).is_some() => {
            return float_from_text(&Value::bytes(byte_array::bytes_of(value).unwrap_or_default()));
        }
        Value::Instance(_) | Value::Host(_) => {
            if let Some(converted) = convert_by(vm, value, "__float__")? {
                return match converted.base() {
                    Value::Float(x) => Ok(*x),
                    _ => {
                        let name = vm.type_name(&converted);
                        Err(type_error(format!("__float__ returned non-float (type {name})")))
                    }
                };
            }
            if matches!(value, Value::Instance(i) if i.class().kind == ClassKind::Old) {
                return Err(lacks(value, "__float__"));
            }
            match value.base() {
                Value::Instance(_) | Value::Host(_) => {}
                inner => return to_float_value(vm, inner),
            }
        }
        _ => {}
    }
    Err(type_error("float() argument must be a string or a number"))
}

fn float_from_text(value: &Value) -> Result<f64> {
    let bytes = decimal_bytes(value)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => float_text::float_from_text(text).map_err(|error| value_error(error.to_string())),
        Err(_) => {
            let has_number = float_text::float_from_text(&String::from_utf8_lossy(&bytes)).is_err_and(|e| e.has_number);
            let problem: &[u8] =
                if has_number { b"invalid literal for float(): " } else { b"could not convert string to float: " };
            let message = [problem, bytes.trim_ascii_start()].concat();
            Err(Error::with_args(Exc::ValueError, vec![Value::bytes(message)]))
        }
    }
}

/// The base argument of `int` and `long`.
pub(super) fn base_argument(vm: &mut Vm, value: &Value) -> Result<u32> {
    let base = vm.int_arg(value)?;
    if i32::try_from(base).is_err() {
        let word = if base > 0 { "greater than maximum" } else { "less than minimum" };
        return Err(overflow_error(format!("signed integer is {word}")));
    }
    // Any negative base is as impossible as 1.
    Ok(base.to_u32().unwrap_or(1))
}
