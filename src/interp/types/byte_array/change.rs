//! Operations that change a `bytearray`.

use super::{array_of, buffer, element, elements, receiver};
use crate::interp::error::{Result, index_error, type_error, value_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::BinOp;

pub(super) fn append(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let byte = element(vm, &args[1])?;
    vm.charge_bytes(1)?;
    receiver(args)?.bytes.borrow_mut().push(byte);
    Ok(Value::None)
}

pub(super) fn extend(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let bytes = elements(vm, &args[1])?;
    vm.charge_bytes(bytes.len() as u64)?;
    receiver(args)?.bytes.borrow_mut().extend(bytes);
    Ok(Value::None)
}

pub(super) fn insert(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let index = vm.int_arg(&args[1])?;
    let byte = element(vm, &args[2])?;
    vm.charge_bytes(1)?;
    let mut bytes = receiver(args)?.bytes.borrow_mut();
    let length = bytes.len() as i64;
    let at = if index < 0 { (index + length).max(0) } else { index.min(length) };
    bytes.insert(at as usize, byte);
    Ok(Value::None)
}

pub(super) fn pop(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let index = match args.get(1) {
        Some(index) => vm.int_arg(index)?,
        None => -1,
    };
    let mut bytes = receiver(args)?.bytes.borrow_mut();
    if bytes.is_empty() {
        return Err(index_error("pop from empty bytearray"));
    }
    let at = if index < 0 { index + bytes.len() as i64 } else { index };
    match usize::try_from(at).ok().filter(|at| *at < bytes.len()) {
        Some(at) => Ok(Value::Int(i64::from(bytes.remove(at)))),
        None => Err(index_error("pop index out of range")),
    }
}

pub(super) fn remove(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let byte = element(vm, &args[1])?;
    let mut bytes = receiver(args)?.bytes.borrow_mut();
    match bytes.iter().position(|other| *other == byte) {
        Some(at) => {
            bytes.remove(at);
            Ok(Value::None)
        }
        None => Err(value_error("value not found in bytearray")),
    }
}

pub(super) fn reverse(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    receiver(args)?.bytes.borrow_mut().reverse();
    Ok(Value::None)
}

pub(super) fn augment(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(other) = buffer(&args[1]) else {
        let name = vm.type_name(&args[1]);
        return Err(type_error(format!("can't concat {name} to bytearray")));
    };
    vm.charge_bytes(other.len() as u64)?;
    receiver(args)?.bytes.borrow_mut().extend(other);
    Ok(args[0].clone())
}

pub(super) fn multiply(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Value::bytes(receiver(args)?.bytes.borrow().clone());
    let repeated = vm.binary(BinOp::Mul, &text, &args[1])?;
    *receiver(args)?.bytes.borrow_mut() = buffer(&repeated).unwrap_or_default();
    Ok(args[0].clone())
}

/// The position that an index names.
fn place(vm: &mut Vm, args: &[Value]) -> Result<usize> {
    let length = receiver(args)?.bytes.borrow().len();
    match vm.position(&args[1])? {
        Some(index) => vm.element_position(index, length, "bytearray index out of range"),
        None => Err(type_error("bytearray indices must be integer")),
    }
}

pub(super) fn assign(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Value::Slice(slice) = &args[1] else {
        let at = place(vm, args)?;
        let byte = element(vm, &args[2])?;
        if let Some(place) = receiver(args)?.bytes.borrow_mut().get_mut(at) {
            *place = byte;
        }
        return Ok(Value::None);
    };
    let new = elements(vm, &args[2])?;
    vm.charge_bytes(new.len() as u64)?;
    let length = receiver(args)?.bytes.borrow().len();
    let bounds = vm.slice_bounds(slice, length)?;
    let mut bytes = receiver(args)?.bytes.borrow_mut();
    if bounds.step == 1 {
        let start = usize::try_from(bounds.start).unwrap_or(0).min(bytes.len());
        let stop = usize::try_from(bounds.stop).unwrap_or(0).clamp(start, bytes.len());
        bytes.splice(start..stop, new);
        return Ok(Value::None);
    }
    if new.len() != bounds.count {
        return Err(value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            new.len(),
            bounds.count
        )));
    }
    for (at, byte) in bounds.positions().zip(new) {
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
    }
    Ok(Value::None)
}

pub(super) fn delete(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(array) = args.first().and_then(array_of) else { return Err(type_error("a bytearray is required")) };
    let Value::Slice(slice) = &args[1] else {
        let at = place(vm, args)?;
        array.bytes.borrow_mut().remove(at);
        return Ok(Value::None);
    };
    let length = array.bytes.borrow().len();
    let bounds = vm.slice_bounds(slice, length)?;
    let drop: std::collections::HashSet<usize> = bounds.positions().collect();
    let mut at = 0;
    array.bytes.borrow_mut().retain(|_| {
        at += 1;
        !drop.contains(&(at - 1))
    });
    Ok(Value::None)
}
