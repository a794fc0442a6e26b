//! `strip`, `lstrip`, `rstrip`.

use super::view::{Kind, Operand, Text, operand, widen};
use crate::interp::error::{Result, type_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

pub(super) fn strip(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    trim(vm, args, "strip", true, true)
}

pub(super) fn lstrip(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    trim(vm, args, "lstrip", true, false)
}

pub(super) fn rstrip(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    trim(vm, args, "rstrip", false, true)
}

fn trim(vm: &mut Vm, args: &[Value], name: &str, left: bool, right: bool) -> Result<Value> {
    let text = Text::receiver(args)?;
    let set: Option<Vec<char>> = match args.get(1) {
        None | Some(Value::None) => None,
        Some(set) => {
            if !matches!(set.base(), Value::Str(_) | Value::Unicode(_)) {
                let kinds = if text.kind == Kind::Str { "str or unicode" } else { "unicode or str" };
                return Err(type_error(format!("{name} arg must be None, {kinds}")));
            }
            match operand(vm, text, set)? {
                Operand::Widen => return trim(vm, &widen(args)?, name, left, right),
                Operand::Same(bytes) => {
                    Some(Text { bytes: &bytes, kind: text.kind }.chars().map(|(_, point)| point).collect())
                }
            }
        }
    };
    vm.charge(text.bytes.len() as u64 / 64)?;
    let drop = |point: char| match &set {
        None => text.is_space(point),
        Some(set) => set.contains(&point),
    };
    let start = match left {
        true => text.chars().find(|(_, point)| !drop(*point)).map_or(text.bytes.len(), |(at, _)| at),
        false => 0,
    };
    let mut end = text.bytes.len();
    if right {
        end = start;
        let rest = Text { bytes: &text.bytes[start..], kind: text.kind };
        let mut points = rest.chars().peekable();
        while let Some((_, point)) = points.next() {
            if !drop(point) {
                end = start + points.peek().map_or(rest.bytes.len(), |(next, _)| *next);
            }
        }
    }
    if start == 0 && end == text.bytes.len() {
        return Ok(args[0].base().clone());
    }
    vm.charge_bytes((end - start) as u64)?;
    Ok(text.make(&text.bytes[start..end]))
}
