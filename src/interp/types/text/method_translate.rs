//! `translate`.

use super::view::{Kind, Text, widen};
use crate::cpython::surrogate;
use crate::interp::error::{Exc, Result, type_error, value_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `str.translate(table[, deletechars])`; a `unicode` table lifts the work into `unicode`.
pub(super) fn translate_bytes(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let table = match args[1].base() {
        Value::None => None,
        Value::Str(table) => Some(table.bytes()),
        Value::Unicode(_) if args.len() > 2 => {
            return Err(type_error("deletions are implemented differently for unicode"));
        }
        Value::Unicode(_) => {
            let wide = widen(&args[..1])?;
            return translate_unicode(vm, &[wide[0].clone(), args[1].clone()]);
        }
        _ => return Err(type_error("expected a string or other character buffer object")),
    };
    if table.is_some_and(|table| table.len() != 256) {
        return Err(value_error("translation table must be 256 characters long"));
    }
    let delete = match args.get(2).map(Value::base) {
        None => &b""[..],
        Some(Value::Str(delete)) => delete.bytes(),
        Some(Value::Unicode(_)) => return Err(type_error("deletions are implemented differently for unicode")),
        Some(_) => return Err(type_error("expected a string or other character buffer object")),
    };
    vm.check_size(text.bytes.len() as u64)?;
    let kept = text.bytes.iter().filter(|byte| !delete.contains(byte));
    Ok(Value::bytes(match table {
        Some(table) => kept.filter_map(|byte| table.get(usize::from(*byte)).copied()).collect(),
        None => kept.copied().collect(),
    }))
}

/// `unicode.translate(mapping)`: the mapping gives for a character's number a number, a `unicode` or `None`; characters
/// it does not have stay.
pub(super) fn translate_unicode(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text { kind: Kind::Unicode, ..Text::receiver(args)? };
    let mut out = Vec::new();
    for (_, point) in text.chars() {
        vm.charge(1)?;
        let found = match vm.getitem(&args[1], &Value::Int(i64::from(surrogate::code(point)))) {
            Ok(found) => found,
            Err(error) if vm.error_is(&error, Exc::LookupError) => {
                text.push(&mut out, point);
                continue;
            }
            Err(error) => return Err(error),
        };
        match found.base() {
            Value::None => {}
            Value::Unicode(replacement) => {
                vm.charge_bytes(replacement.text().len() as u64)?;
                out.extend_from_slice(replacement.text().as_bytes());
            }
            Value::Int(_) | Value::Bool(_) => {
                let code = vm.int_arg(&found)?;
                match u32::try_from(code).ok().and_then(surrogate::to_inner) {
                    Some(point) => text.push(&mut out, point),
                    // CPython leaves the placeholder unfilled.
                    None => return Err(type_error("character mapping must be in range(0x%lx)")),
                }
            }
            _ => return Err(type_error("character mapping must return integer, None or unicode")),
        }
    }
    vm.check_size(out.len() as u64)?;
    Ok(text.make_owned(out))
}
