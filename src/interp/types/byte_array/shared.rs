//! What `bytearray` shares with `str`.

use super::{buffer, bytes_of, element, receiver, value};
use crate::interp::error::{Exc, Result, type_error, value_error};
use crate::interp::native::Args;
use crate::interp::types::text::codec;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::BinOp;

/// Runs the method of `str` and turns the texts of its result into `bytearray`s.
pub(super) fn delegate(vm: &mut Vm, name: &str, mut args: Args) -> Result<Value> {
    if args.positional.is_empty() {
        return Err(type_error(format!("descriptor '{name}' of 'bytearray' object needs an argument")));
    }
    let own = args.positional.remove(0);
    let text = Value::bytes(receiver(&[own])?.bytes.borrow().clone());
    for argument in &mut args.positional {
        if let Some(bytes) = bytes_of(argument) {
            *argument = Value::bytes(bytes);
        }
    }
    if takes_texts(name) {
        for argument in args.positional.iter().take(if name == "replace" { 2 } else { 1 }) {
            let is_none = argument.is_none() && (name.ends_with("strip") || name.ends_with("split"));
            let is_tuple = matches!(argument, Value::Tuple(_)) && name.ends_with("with");
            if !is_none && !is_tuple && buffer(argument).is_none() {
                let given = vm.type_name(argument);
                return Err(type_error(format!("Type {given} doesn't support the buffer API")));
            }
        }
    }
    let method = vm.getattr_name(&text, name)?;
    match vm.call(&method, args) {
        Ok(result) if name == "decode" => Ok(result),
        Ok(result) => Ok(convert(&result)),
        Err(error) if matches!(name, "index" | "rindex") && vm.error_is(&error, Exc::ValueError) => {
            Err(value_error("subsection not found"))
        }
        Err(error) => Err(error),
    }
}

fn takes_texts(name: &str) -> bool {
    matches!(
        name,
        "count"
            | "endswith"
            | "find"
            | "index"
            | "lstrip"
            | "partition"
            | "replace"
            | "rfind"
            | "rindex"
            | "rpartition"
            | "rsplit"
            | "rstrip"
            | "split"
            | "startswith"
            | "strip"
    )
}

fn convert(result: &Value) -> Value {
    match result {
        Value::Str(text) => value(text.bytes().to_vec()),
        Value::List(list) => Value::list(list.items.borrow().iter().map(convert).collect()),
        Value::Tuple(items) => Value::tuple(items.iter().map(convert).collect()),
        other => other.clone(),
    }
}

pub(super) fn add(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let own = receiver(args)?.bytes.borrow().clone();
    let Some(other) = buffer(&args[1]) else {
        let name = vm.type_name(&args[1]);
        return Err(type_error(format!("can't concat bytearray to {name}")));
    };
    vm.check_size((own.len() + other.len()) as u64)?;
    Ok(value([own, other].concat()))
}

pub(super) fn repeat(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Value::bytes(receiver(args)?.bytes.borrow().clone());
    vm.binary(BinOp::Mul, &text, &args[1]).map(|result| convert(&result))
}

pub(super) fn contains(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let own = receiver(args)?.bytes.borrow().clone();
    if let Some(part) = buffer(&args[1]) {
        let found = part.is_empty() || own.windows(part.len()).any(|window| window == part);
        return Ok(Value::Bool(found));
    }
    if vm.index(&args[1])?.is_none() {
        let name = vm.type_name(&args[1]);
        return Err(type_error(format!("Type {name} doesn't support the buffer API")));
    }
    Ok(Value::Bool(own.contains(&element(vm, &args[1])?)))
}

pub(super) fn join(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let own = receiver(args)?.bytes.borrow().clone();
    let items = vm.collect(&args[1])?;
    let mut out = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some(bytes) = buffer(item) else {
            let name = vm.type_name(item);
            return Err(type_error(format!("can only join an iterable of bytes (item {at} has type '{name}')")));
        };
        if at > 0 {
            out.extend_from_slice(&own);
        }
        vm.charge_bytes(bytes.len() as u64 + own.len() as u64)?;
        out.extend_from_slice(&bytes);
    }
    vm.check_size(out.len() as u64)?;
    Ok(value(out))
}

/// `bytearray.fromhex(text)`: the class comes first; spaces may stand between bytes.
pub(super) fn from_hex(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = match args.get(1) {
        Some(text) => vm.unicode(text)?,
        None => String::new(),
    };
    let bytes = codec::ascii_bytes(&text)?;
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b' ' {
            at += 1;
            continue;
        }
        match (digit(at), digit(at + 1)) {
            (Some(high), Some(low)) => out.extend(u8::try_from(high * 16 + low)),
            _ => {
                return Err(value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}")));
            }
        }
        at += 2;
    }
    Ok(value(out))
}
