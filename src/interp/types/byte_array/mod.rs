//! `bytearray`: bytes that can change. What it shares with `str` is done by the methods of `str` on a copy.

mod change;
mod shared;

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use super::object::OBJECT;
use crate::cpython::repr::repr_bytes;
use crate::interp::error::{Result, index_error, type_error, value_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types::text::codec;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::CompareOp;

/// A `bytearray`'s bytes.
pub struct ByteArray {
    bytes: RefCell<Vec<u8>>,
}

impl HostValue for ByteArray {
    fn type_def(&self) -> &'static TypeDef {
        &BYTE_ARRAY
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `bytearray`.
pub static BYTE_ARRAY: TypeDef = TypeDef {
    name: "bytearray",
    base: Some(&OBJECT),
    methods: METHODS,
    class_methods: &[NativeDef::raw("fromhex", |vm, args| FROM_HEX.invoke(vm, args, 1))],
    new: Some(|vm, _, args| NEW.invoke(vm, args, 0)),
    ..TypeDef::EMPTY
};

static NEW: NativeDef = NativeDef::named("bytearray", &["source", "encoding", "errors"], 0, new);

static FROM_HEX: NativeDef = NativeDef::plain("fromhex", Shape::Parse(1, 1), shared::from_hex);

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__add__", Shape::One, shared::add),
    NativeDef::plain("__contains__", Shape::One, shared::contains),
    NativeDef::plain("__delitem__", Shape::One, change::delete),
    NativeDef::plain("__eq__", Shape::One, |_, a| compare(CompareOp::Eq, a)),
    NativeDef::plain("__ge__", Shape::One, |_, a| compare(CompareOp::Ge, a)),
    NativeDef::plain("__getitem__", Shape::One, get_item),
    NativeDef::plain("__gt__", Shape::One, |_, a| compare(CompareOp::Gt, a)),
    NativeDef::plain("__hash__", Shape::NoArgs, |_, _| Err(type_error("unhashable type: 'bytearray'"))),
    NativeDef::plain("__iadd__", Shape::One, change::augment),
    NativeDef::plain("__imul__", Shape::One, change::multiply),
    NativeDef::plain("__le__", Shape::One, |_, a| compare(CompareOp::Le, a)),
    NativeDef::plain("__len__", Shape::NoArgs, |_, a| Ok(Value::Int(receiver(a)?.bytes.borrow().len() as i64))),
    NativeDef::plain("__lt__", Shape::One, |_, a| compare(CompareOp::Lt, a)),
    NativeDef::plain("__mul__", Shape::One, shared::repeat),
    NativeDef::plain("__ne__", Shape::One, |_, a| compare(CompareOp::Ne, a)),
    NativeDef::plain("__repr__", Shape::NoArgs, repr),
    NativeDef::plain("__rmul__", Shape::One, shared::repeat),
    NativeDef::plain("__setitem__", Shape::Unpack(2, 2), change::assign),
    NativeDef::plain("__str__", Shape::NoArgs, |_, a| Ok(Value::bytes(receiver(a)?.bytes.borrow().clone()))),
    NativeDef::plain("append", Shape::One, change::append),
    NativeDef::raw("capitalize", |vm, a| shared::delegate(vm, "capitalize", a)),
    NativeDef::raw("center", |vm, a| shared::delegate(vm, "center", a)),
    NativeDef::raw("count", |vm, a| shared::delegate(vm, "count", a)),
    NativeDef::raw("decode", |vm, a| shared::delegate(vm, "decode", a)),
    NativeDef::raw("endswith", |vm, a| shared::delegate(vm, "endswith", a)),
    NativeDef::raw("expandtabs", |vm, a| shared::delegate(vm, "expandtabs", a)),
    NativeDef::plain("extend", Shape::One, change::extend),
    NativeDef::raw("find", |vm, a| shared::delegate(vm, "find", a)),
    NativeDef::raw("index", |vm, a| shared::delegate(vm, "index", a)),
    NativeDef::plain("insert", Shape::Parse(2, 2), change::insert),
    NativeDef::raw("isalnum", |vm, a| shared::delegate(vm, "isalnum", a)),
    NativeDef::raw("isalpha", |vm, a| shared::delegate(vm, "isalpha", a)),
    NativeDef::raw("isdigit", |vm, a| shared::delegate(vm, "isdigit", a)),
    NativeDef::raw("islower", |vm, a| shared::delegate(vm, "islower", a)),
    NativeDef::raw("isspace", |vm, a| shared::delegate(vm, "isspace", a)),
    NativeDef::raw("istitle", |vm, a| shared::delegate(vm, "istitle", a)),
    NativeDef::raw("isupper", |vm, a| shared::delegate(vm, "isupper", a)),
    NativeDef::plain("join", Shape::One, shared::join),
    NativeDef::raw("ljust", |vm, a| shared::delegate(vm, "ljust", a)),
    NativeDef::raw("lower", |vm, a| shared::delegate(vm, "lower", a)),
    NativeDef::raw("lstrip", |vm, a| shared::delegate(vm, "lstrip", a)),
    NativeDef::raw("partition", |vm, a| shared::delegate(vm, "partition", a)),
    NativeDef::plain("pop", Shape::Parse(0, 1), change::pop),
    NativeDef::plain("remove", Shape::One, change::remove),
    NativeDef::raw("replace", |vm, a| shared::delegate(vm, "replace", a)),
    NativeDef::plain("reverse", Shape::NoArgs, change::reverse),
    NativeDef::raw("rfind", |vm, a| shared::delegate(vm, "rfind", a)),
    NativeDef::raw("rindex", |vm, a| shared::delegate(vm, "rindex", a)),
    NativeDef::raw("rjust", |vm, a| shared::delegate(vm, "rjust", a)),
    NativeDef::raw("rpartition", |vm, a| shared::delegate(vm, "rpartition", a)),
    NativeDef::raw("rsplit", |vm, a| shared::delegate(vm, "rsplit", a)),
    NativeDef::raw("rstrip", |vm, a| shared::delegate(vm, "rstrip", a)),
    NativeDef::raw("split", |vm, a| shared::delegate(vm, "split", a)),
    NativeDef::raw("splitlines", |vm, a| shared::delegate(vm, "splitlines", a)),
    NativeDef::raw("startswith", |vm, a| shared::delegate(vm, "startswith", a)),
    NativeDef::raw("strip", |vm, a| shared::delegate(vm, "strip", a)),
    NativeDef::raw("swapcase", |vm, a| shared::delegate(vm, "swapcase", a)),
    NativeDef::raw("title", |vm, a| shared::delegate(vm, "title", a)),
    NativeDef::raw("translate", |vm, a| shared::delegate(vm, "translate", a)),
    NativeDef::raw("upper", |vm, a| shared::delegate(vm, "upper", a)),
    NativeDef::raw("zfill", |vm, a| shared::delegate(vm, "zfill", a)),
];

/// A `bytearray` of these bytes.
pub fn value(bytes: Vec<u8>) -> Value {
    Value::Host(Rc::new(ByteArray { bytes: RefCell::new(bytes) }))
}

/// The bytes of a `bytearray`; `None` for other values.
pub fn bytes_of(value: &Value) -> Option<Vec<u8>> {
    array_of(value).map(|array| array.bytes.borrow().clone())
}

fn array_of(value: &Value) -> Option<&ByteArray> {
    match value {
        Value::Host(host) => host.as_any().downcast_ref(),
        _ => None,
    }
}

fn receiver(args: &[Value]) -> Result<&ByteArray> {
    args.first().and_then(array_of).ok_or_else(|| type_error("a bytearray is required"))
}

/// The bytes of a `str` or a `bytearray`.
fn buffer(value: &Value) -> Option<Vec<u8>> {
    match value.base() {
        Value::Str(text) => Some(text.bytes().to_vec()),
        other => bytes_of(other),
    }
}

/// One element: a number below 256 or a `str` of one byte.
fn element(vm: &mut Vm, value: &Value) -> Result<u8> {
    if let Value::Str(text) = value.base() {
        return match text.bytes() {
            [byte] => Ok(*byte),
            _ => Err(value_error("string must be of size 1")),
        };
    }
    match vm.index(value)? {
        Some(Value::Int(number)) => u8::try_from(number).map_err(|_| value_error("byte must be in range(0, 256)")),
        Some(Value::Bool(number)) => Ok(u8::from(number)),
        Some(_) => Err(value_error("byte must be in range(0, 256)")),
        None => Err(type_error("an integer or string of size 1 is required")),
    }
}

/// The bytes of a text, a `bytearray` or an iterable of elements.
fn elements(vm: &mut Vm, source: &Value) -> Result<Vec<u8>> {
    if let Some(bytes) = buffer(source) {
        return Ok(bytes);
    }
    let iterator = vm.iter(source)?;
    let mut bytes = Vec::new();
    while let Some(item) = vm.next(&iterator)? {
        vm.charge(1)?;
        bytes.push(element(vm, &item)?);
    }
    Ok(bytes)
}

fn new(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let given = |at: usize| args.get(at).and_then(Option::as_ref);
    let coded = given(1).is_some() || given(2).is_some();
    let Some(source) = given(0) else {
        return if coded {
            Err(type_error("encoding or errors without sequence argument"))
        } else {
            Ok(value(Vec::new()))
        };
    };
    match source.base() {
        Value::Unicode(_) if given(1).is_none() => return Err(type_error("unicode argument without an encoding")),
        Value::Str(_) | Value::Unicode(_) if coded => {
            let mut names = [None, None];
            for (at, name) in names.iter_mut().enumerate() {
                if let Some(text) = given(at + 1) {
                    *name = Some(String::from_utf8_lossy(&vm.str(text)?).into_owned());
                }
            }
            let encoded = codec::encode(vm, source.base(), names[0].as_deref(), names[1].as_deref())?;
            return Ok(value(vm.str(&encoded)?));
        }
        _ if coded => return Err(type_error("encoding or errors without a string argument")),
        Value::Int(_) | Value::Long(_) | Value::Bool(_) => {
            let count = vm.int_arg(source)?;
            let count = u64::try_from(count).map_err(|_| value_error("negative count"))?;
            vm.check_size(count)?;
            return Ok(value(vec![0; count as usize]));
        }
        _ => {}
    }
    let bytes = elements(vm, source)?;
    vm.check_size(bytes.len() as u64)?;
    Ok(value(bytes))
}

fn repr(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let bytes = receiver(args)?.bytes.borrow();
    // Single quotes inside are escaped whichever quotes stand around.
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let quoted = repr_bytes(&bytes);
    let body = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let body = body.replace("\\'", "'").replace('\'', "\\'");
    Ok(Value::str(format!("bytearray(b{quote}{body}{quote})")))
}

fn compare(op: CompareOp, args: &[Value]) -> Result<Value> {
    let own = receiver(args)?.bytes.borrow();
    let Some(other) =
        args.get(1).and_then(|other| if is_same(other, args) { Some(own.clone()) } else { buffer(other) })
    else {
        return Ok(Value::NotImplemented);
    };
    Ok(Value::Bool(crate::interp::vm::holds(op, own.as_slice().cmp(other.as_slice()))))
}

fn is_same(other: &Value, args: &[Value]) -> bool {
    args.first().is_some_and(|own| own.is(other))
}

fn get_item(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let bytes = receiver(args)?.bytes.borrow().clone();
    if let Value::Slice(slice) = &args[1] {
        let bounds = vm.slice_bounds(slice, bytes.len())?;
        return Ok(value(bounds.positions().filter_map(|at| bytes.get(at).copied()).collect()));
    }
    let Some(index) = vm.position(&args[1])? else {
        return Err(type_error("bytearray indices must be integers"));
    };
    let at = vm.element_position(index, bytes.len(), "bytearray index out of range")?;
    bytes.get(at).map(|byte| Value::Int(i64::from(*byte))).ok_or_else(|| index_error("bytearray index out of range"))
}
