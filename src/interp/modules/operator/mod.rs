//! `operator`.

mod getters;

use std::rc::Rc;

use super::support;
use crate::interp::error::{Exc, Result, type_error, value_error};
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::{Module, Slice, Value};
use crate::interp::vm::Vm;
use crate::syntax::ast::{BinOp, CompareOp};

macro_rules! binary {
    ($label:literal, $op:expr) => {
        NativeDef::plain($label, Shape::Unpack(2, 2), |vm, args| vm.binary($op, &args[0], &args[1]))
    };
}

macro_rules! inplace {
    ($label:literal, $op:expr) => {
        NativeDef::plain($label, Shape::Unpack(2, 2), |vm, args| vm.inplace($op, &args[0], &args[1]))
    };
}

macro_rules! compare {
    ($label:literal, $op:expr) => {
        NativeDef::plain($label, Shape::Unpack(2, 2), |vm, args| vm.compare($op, &args[0], &args[1]))
    };
}

macro_rules! unary {
    ($label:literal, $method:literal) => {
        NativeDef::plain($label, Shape::One, |vm, args| unary(vm, $method, &args[0]))
    };
}

/// Names under which a function is reached, and the function. In messages functions have names of their own.
static FUNCTIONS: &[(&[&str], NativeDef)] = &[
    (&["abs", "__abs__"], unary!("abs", "__abs__")),
    (&["add", "__add__"], binary!("op_add", BinOp::Add)),
    (&["and_", "__and__"], binary!("op_and_", BinOp::BitAnd)),
    (&["concat", "__concat__"], NativeDef::plain("op_concat", Shape::Unpack(2, 2), |vm, args| concat(vm, args, false))),
    (
        &["contains", "__contains__", "sequenceIncludes"],
        NativeDef::plain("contains", Shape::Unpack(2, 2), |vm, args| Ok(Value::Bool(vm.contains(&args[0], &args[1])?))),
    ),
    (&["countOf"], NativeDef::plain("countOf", Shape::Unpack(2, 2), count_of)),
    (
        &["delitem", "__delitem__"],
        NativeDef::plain("op_delitem", Shape::Unpack(2, 2), |vm, args| {
            vm.delitem(&args[0], &args[1])?;
            Ok(Value::None)
        }),
    ),
    (
        &["delslice", "__delslice__"],
        NativeDef::plain("delslice", Shape::Parse(3, 3), |vm, args| {
            let slice = slice(&args[1], &args[2]);
            vm.delitem(&args[0], &slice)?;
            Ok(Value::None)
        }),
    ),
    (&["div", "__div__"], binary!("op_div", BinOp::Div)),
    (&["eq", "__eq__"], compare!("op_eq", CompareOp::Eq)),
    (&["floordiv", "__floordiv__"], binary!("op_floordiv", BinOp::FloorDiv)),
    (&["ge", "__ge__"], compare!("op_ge", CompareOp::Ge)),
    (
        &["getitem", "__getitem__"],
        NativeDef::plain("op_getitem", Shape::Unpack(2, 2), |vm, args| vm.getitem(&args[0], &args[1])),
    ),
    (
        &["getslice", "__getslice__"],
        NativeDef::plain("getslice", Shape::Parse(3, 3), |vm, args| {
            let slice = slice(&args[1], &args[2]);
            vm.getitem(&args[0], &slice)
        }),
    ),
    (&["gt", "__gt__"], compare!("op_gt", CompareOp::Gt)),
    (&["iadd", "__iadd__"], inplace!("op_iadd", BinOp::Add)),
    (&["iand", "__iand__"], inplace!("op_iand", BinOp::BitAnd)),
    (
        &["iconcat", "__iconcat__"],
        NativeDef::plain("op_iconcat", Shape::Unpack(2, 2), |vm, args| concat(vm, args, true)),
    ),
    (&["idiv", "__idiv__"], inplace!("op_idiv", BinOp::Div)),
    (&["ifloordiv", "__ifloordiv__"], inplace!("op_ifloordiv", BinOp::FloorDiv)),
    (&["ilshift", "__ilshift__"], inplace!("op_ilshift", BinOp::LeftShift)),
    (&["imod", "__imod__"], inplace!("op_imod", BinOp::Mod)),
    (&["imul", "__imul__"], inplace!("op_imul", BinOp::Mul)),
    (
        &["index", "__index__"],
        NativeDef::plain("index", Shape::One, |vm, args| match vm.index(&args[0])? {
            Some(value) => Ok(value),
            None => {
                let kind = vm.type_name(&args[0]);
                Err(type_error(format!("'{kind}' object cannot be interpreted as an index")))
            }
        }),
    ),
    (&["indexOf"], NativeDef::plain("indexOf", Shape::Unpack(2, 2), index_of)),
    (&["inv", "invert", "__inv__", "__invert__"], unary!("invert", "__invert__")),
    (&["ior", "__ior__"], inplace!("op_ior", BinOp::BitOr)),
    (&["ipow", "__ipow__"], inplace!("op_ipow", BinOp::Pow)),
    (
        &["irepeat", "__irepeat__"],
        NativeDef::plain("op_irepeat", Shape::Parse(2, 2), |vm, args| repeat(vm, args, true)),
    ),
    (&["irshift", "__irshift__"], inplace!("op_irshift", BinOp::RightShift)),
    (
        &["isCallable"],
        NativeDef::plain("isCallable", Shape::One, |vm, args| {
            let yes = match &args[0] {
                Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => true,
                other => vm.special(other, "__call__")?.is_some(),
            };
            Ok(Value::Bool(yes))
        }),
    ),
    (
        &["isMappingType"],
        NativeDef::plain("isMappingType", Shape::One, |vm, args| {
            let yes = match args[0].base() {
                Value::Instance(_) => vm.special(&args[0], "__getitem__")?.is_some(),
                Value::Dict(_) => true,
                _ => false,
            };
            Ok(Value::Bool(yes))
        }),
    ),
    (
        &["isNumberType"],
        NativeDef::plain("isNumberType", Shape::One, |vm, args| {
            let yes = match args[0].base() {
                Value::Int(_) | Value::Long(_) | Value::Float(_) | Value::Bool(_) => true,
                Value::Instance(_) => {
                    vm.special(&args[0], "__int__")?.is_some() || vm.special(&args[0], "__float__")?.is_some()
                }
                _ => false,
            };
            Ok(Value::Bool(yes))
        }),
    ),
    (
        &["isSequenceType"],
        NativeDef::plain("isSequenceType", Shape::One, |vm, args| {
            let yes = match args[0].base() {
                Value::Str(_) | Value::Unicode(_) | Value::List(_) | Value::Tuple(_) | Value::XRange(_) => true,
                Value::Instance(_) | Value::Host(_) => vm.special(&args[0], "__getitem__")?.is_some(),
                _ => false,
            };
            Ok(Value::Bool(yes))
        }),
    ),
    (&["is_"], NativeDef::plain("is_", Shape::Unpack(2, 2), |_, args| Ok(Value::Bool(args[0].is(&args[1]))))),
    (&["is_not"], NativeDef::plain("is_not", Shape::Unpack(2, 2), |_, args| Ok(Value::Bool(!args[0].is(&args[1]))))),
    (&["isub", "__isub__"], inplace!("op_isub", BinOp::Sub)),
    (
        &["itruediv", "__itruediv__"],
        NativeDef::plain("op_itruediv", Shape::Unpack(2, 2), |vm, args| vm.inplace_true_divide(&args[0], &args[1])),
    ),
    (&["ixor", "__ixor__"], inplace!("op_ixor", BinOp::BitXor)),
    (&["le", "__le__"], compare!("op_le", CompareOp::Le)),
    (&["lshift", "__lshift__"], binary!("op_lshift", BinOp::LeftShift)),
    (&["lt", "__lt__"], compare!("op_lt", CompareOp::Lt)),
    (&["mod", "__mod__"], binary!("op_mod", BinOp::Mod)),
    (&["mul", "__mul__"], binary!("op_mul", BinOp::Mul)),
    (&["ne", "__ne__"], compare!("op_ne", CompareOp::Ne)),
    (&["neg", "__neg__"], unary!("neg", "__neg__")),
    (&["not_", "__not__"], NativeDef::plain("not_", Shape::One, |vm, args| Ok(Value::Bool(!vm.truth(&args[0])?)))),
    (&["or_", "__or__"], binary!("op_or_", BinOp::BitOr)),
    (&["pos", "__pos__"], unary!("pos", "__pos__")),
    (&["pow", "__pow__"], binary!("op_pow", BinOp::Pow)),
    (&["repeat", "__repeat__"], NativeDef::plain("op_repeat", Shape::Parse(2, 2), |vm, args| repeat(vm, args, false))),
    (&["rshift", "__rshift__"], binary!("op_rshift", BinOp::RightShift)),
    (
        &["setitem", "__setitem__"],
        NativeDef::plain("op_setitem", Shape::Unpack(3, 3), |vm, args| {
            vm.setitem(&args[0], &args[1], args[2].clone())?;
            Ok(Value::None)
        }),
    ),
    (
        &["setslice", "__setslice__"],
        NativeDef::plain("setslice", Shape::Parse(4, 4), |vm, args| {
            let slice = slice(&args[1], &args[2]);
            vm.setitem(&args[0], &slice, args[3].clone())?;
            Ok(Value::None)
        }),
    ),
    (&["sub", "__sub__"], binary!("op_sub", BinOp::Sub)),
    (
        &["truediv", "__truediv__"],
        NativeDef::plain("op_truediv", Shape::Unpack(2, 2), |vm, args| vm.true_divide(&args[0], &args[1])),
    ),
    (&["truth"], NativeDef::plain("truth", Shape::One, |vm, args| Ok(Value::Bool(vm.truth(&args[0])?)))),
    (&["xor", "__xor__"], binary!("op_xor", BinOp::BitXor)),
];

fn slice(start: &Value, stop: &Value) -> Value {
    Value::Slice(Rc::new(Slice { start: start.clone(), stop: stop.clone(), step: Value::None }))
}

fn unary(vm: &mut Vm, method: &str, value: &Value) -> Result<Value> {
    match vm.special(value, method)? {
        Some(method) => vm.call_with(&method, &[]),
        None => {
            let kind = vm.type_name(value);
            let operator = match method {
                "__abs__" => "abs()",
                "__neg__" => "unary -",
                "__pos__" => "unary +",
                _ => "unary ~",
            };
            Err(type_error(format!("bad operand type for {operator}: '{kind}'")))
        }
    }
}

fn is_sequence(vm: &mut Vm, value: &Value) -> Result<bool> {
    Ok(match value.base() {
        Value::Str(_) | Value::Unicode(_) | Value::List(_) | Value::Tuple(_) => true,
        Value::Instance(_) | Value::Host(_) => vm.special(value, "__getitem__")?.is_some(),
        _ => false,
    })
}

fn concat(vm: &mut Vm, args: &[Value], in_place: bool) -> Result<Value> {
    let built_in = matches!(args[0].base(), Value::Str(_) | Value::Unicode(_) | Value::List(_) | Value::Tuple(_));
    let sequences = built_in || (is_sequence(vm, &args[0])? && is_sequence(vm, &args[1])?);
    if !sequences {
        let kind = vm.type_name(&args[0]);
        return Err(type_error(format!("'{kind}' object can't be concatenated")));
    }
    if in_place { vm.inplace(BinOp::Add, &args[0], &args[1]) } else { vm.binary(BinOp::Add, &args[0], &args[1]) }
}

fn repeat(vm: &mut Vm, args: &[Value], in_place: bool) -> Result<Value> {
    if vm.index(&args[1])?.is_none() {
        return Err(type_error("an integer is required"));
    }
    if !is_sequence(vm, &args[0])? {
        let kind = vm.type_name(&args[0]);
        return Err(type_error(format!("'{kind}' object can't be repeated")));
    }
    if in_place { vm.inplace(BinOp::Mul, &args[0], &args[1]) } else { vm.binary(BinOp::Mul, &args[0], &args[1]) }
}

/// An iterator; a value that has none is refused as a container is.
fn walk(vm: &mut Vm, value: &Value) -> Result<Value> {
    match vm.iter(value) {
        Err(error) if vm.error_is(&error, Exc::TypeError) => {
            let kind = vm.type_name(value);
            Err(type_error(format!("argument of type '{kind}' is not iterable")))
        }
        other => other,
    }
}

fn count_of(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let iterator = walk(vm, &args[0])?;
    let mut count = 0;
    while let Some(item) = vm.next(&iterator)? {
        count += i64::from(vm.eq(&item, &args[1])?);
    }
    Ok(Value::Int(count))
}

fn index_of(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let iterator = walk(vm, &args[0])?;
    let mut index = 0;
    while let Some(item) = vm.next(&iterator)? {
        if vm.eq(&item, &args[1])? {
            return Ok(Value::Int(index));
        }
        index += 1;
    }
    Err(value_error("sequence.index(x): x not in sequence"))
}

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "operator", &[]);
    for (names, def) in FUNCTIONS {
        for name in *names {
            module.dict.set_name(name, support::function(def, "operator"));
        }
    }
    support::add_types(vm, &module, getters::TYPES);
    Ok(module)
}
