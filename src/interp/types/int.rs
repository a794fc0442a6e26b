//! `int`.

use super::numeric::{WHOLE_METHODS, base_argument, to_whole, whole_from_text, without_bool};
use super::object::OBJECT;
use crate::interp::error::{Result, type_error};
use crate::interp::native::{GetterDef, NativeDef, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `int`.
pub static INT: TypeDef = TypeDef {
    name: "int",
    base: Some(&OBJECT),
    methods: WHOLE_METHODS,
    getters: GETTERS,
    new: Some(|vm, _, args| NEW.invoke(vm, args, 0)),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// The attributes that make whole numbers look like fractions and complex numbers.
pub(super) static GETTERS: &[GetterDef] = &[
    GetterDef { name: "denominator", get: |_, v| Ok(like(v, 1)) },
    GetterDef { name: "imag", get: |_, v| Ok(like(v, 0)) },
    GetterDef { name: "numerator", get: |_, v| Ok(without_bool(v.base())) },
    GetterDef { name: "real", get: |_, v| Ok(without_bool(v.base())) },
];

static NEW: NativeDef = NativeDef::named("int", &["x", "base"], 0, new);

fn like(value: &Value, number: i64) -> Value {
    match value.base() {
        Value::Long(_) => Value::long(number.into()),
        _ => Value::Int(number),
    }
}

fn new(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    convert(vm, args, false)
}

/// `int(x, base)` or `long(x, base)`.
pub(super) fn convert(vm: &mut Vm, args: &[Option<Value>], long: bool) -> Result<Value> {
    let name = if long { "long()" } else { "int()" };
    match (args.first().and_then(Option::as_ref), args.get(1).and_then(Option::as_ref)) {
        (None, None) => Ok(if long { Value::long(0.into()) } else { Value::Int(0) }),
        (Some(value), None) => to_whole(vm, value, long),
        (value, Some(base)) => {
            let base = base_argument(vm, base)?;
            match value.map(Value::base) {
                None => Err(type_error(format!("{name} missing string argument"))),
                Some(text @ (Value::Str(_) | Value::Unicode(_))) => whole_from_text(vm, text, Some(base), long),
                Some(_) => Err(type_error(format!("{name} can't convert non-string with explicit base"))),
            }
        }
    }
}
