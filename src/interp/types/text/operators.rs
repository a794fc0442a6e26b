//! Indexing, slicing and `in` of texts.

use super::view::{Kind, Operand, Text, operand, widen};
use crate::interp::error::{Result, index_error, type_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `text[index]`; negative indexes count from the end.
pub fn get_item(_vm: &mut Vm, value: &Value, index: i64) -> Result<Value> {
    let Some(text) = Text::of(value) else { return Err(type_error("a string is required")) };
    let length = text.len() as i64;
    let index = if index < 0 { index + length } else { index };
    if !(0..length).contains(&index) {
        return Err(index_error("string index out of range"));
    }
    let start = text.byte_at(index as usize);
    let end = if text.is_narrow() { start + 1 } else { start + width(text.bytes, start) };
    Ok(text.make(text.bytes.get(start..end).unwrap_or_default()))
}

/// Length of the UTF-8 character at a position.
fn width(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(byte) if *byte >= 0xf0 => 4,
        Some(byte) if *byte >= 0xe0 => 3,
        Some(byte) if *byte >= 0xc0 => 2,
        _ => 1,
    }
}

/// `text[start:stop:step]` with bounds already clipped to the text.
pub fn get_slice(vm: &mut Vm, value: &Value, start: i64, stop: i64, step: i64) -> Result<Value> {
    let Some(text) = Text::of(value) else { return Err(type_error("a string is required")) };
    vm.charge(text.bytes.len() as u64 / 64)?;
    if step == 1 {
        if start >= stop {
            return Ok(text.make(b""));
        }
        let from = text.byte_at(usize::try_from(start).unwrap_or(0));
        let to = text.byte_at(usize::try_from(stop).unwrap_or(0));
        if from == 0 && to == text.bytes.len() {
            return Ok(value.base().clone());
        }
        let part = text.bytes.get(from..to).unwrap_or_default();
        vm.check_size(part.len() as u64)?;
        return Ok(text.make(part));
    }
    vm.check_size(text.bytes.len() as u64)?;
    if text.is_narrow() {
        let bounds = std::iter::successors(Some(start), |at| Some(at.saturating_add(step)));
        let selected = bounds.take_while(|at| if step > 0 { *at < stop } else { *at > stop });
        let bytes = selected.filter_map(|at| usize::try_from(at).ok().and_then(|at| text.bytes.get(at)).copied());
        return Ok(text.make_owned(bytes.collect()));
    }
    let points: Vec<char> = text.chars().map(|(_, point)| point).collect();
    let mut out = Vec::new();
    let mut at = start;
    while if step > 0 { at < stop } else { at > stop } {
        if let Some(point) = usize::try_from(at).ok().and_then(|at| points.get(at)) {
            text.push(&mut out, *point);
        }
        at = at.saturating_add(step);
    }
    Ok(text.make_owned(out))
}

/// `item in text`.
pub fn contains(vm: &mut Vm, container: &Value, item: &Value) -> Result<bool> {
    let Some(text) = Text::of(container) else { return Err(type_error("a string is required")) };
    if text.kind == Kind::Str && !matches!(item.base(), Value::Str(_) | Value::Unicode(_)) {
        let name = vm.type_name(item);
        return Err(type_error(format!("'in <string>' requires string as left operand, not {name}")));
    }
    match operand(vm, text, item)? {
        Operand::Same(part) => Ok(super::method_find::position(text.bytes, &part, false).is_some()),
        Operand::Widen => {
            let wide = widen(std::slice::from_ref(container))?;
            match wide.first() {
                Some(wide) => contains(vm, wide, item),
                None => Ok(false),
            }
        }
    }
}
