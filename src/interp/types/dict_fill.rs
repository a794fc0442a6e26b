//! Filling dictionaries from mappings, pairs and keyword arguments, in CPython's order of insertion.

use std::rc::Rc;

use crate::cpython::table::Lookup;
use crate::interp::error::{Exc, Result, type_error, value_error};
use crate::interp::native::Args;
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// What `dict(…)` and `update(…)` do; `name` is the one for messages. The receiver is the first argument.
pub fn fill(vm: &mut Vm, dict: &Rc<Dict>, name: &str, args: Args) -> Result<Value> {
    let given = args.positional.len().saturating_sub(1);
    if given > 1 {
        return Err(type_error(format!("{name} expected at most 1 arguments, got {given}")));
    }
    if let Some(source) = args.positional.get(1) {
        if matches!(source.base(), Value::Dict(_)) || vm.getattr_opt(source, "keys")?.is_some() {
            merge_mapping(vm, dict, source)?;
        } else {
            merge_pairs(vm, dict, source)?;
        }
    }
    // Keyword arguments arrive in the order of the dictionary they were collected in.
    if !args.keywords.is_empty() {
        dict.table.borrow_mut().merge_presize(args.keywords.len());
        for (name, value) in args.keywords {
            dict.set(vm, Value::str(name.as_bytes()), value)?;
        }
    }
    Ok(Value::None)
}

/// Adds all entries of a dictionary, or of anything with `keys` and `__getitem__`.
pub fn merge_mapping(vm: &mut Vm, dict: &Rc<Dict>, source: &Value) -> Result<()> {
    if let Value::Dict(other) = source.base() {
        let other = Rc::clone(other);
        vm.charge(other.len() as u64)?;
        return dict.merge(vm, &other);
    }
    let keys = vm.call_method(source, "keys", &[])?;
    let iterator = vm.iter(&keys)?;
    while let Some(key) = vm.next(&iterator)? {
        let value = vm.getitem(source, &key)?;
        dict.set(vm, key, value)?;
    }
    Ok(())
}

/// Adds entries given as pairs.
fn merge_pairs(vm: &mut Vm, dict: &Rc<Dict>, source: &Value) -> Result<()> {
    let iterator = vm.iter(source)?;
    let mut at = 0;
    while let Some(item) = vm.next(&iterator)? {
        let pair = match vm.iter(&item) {
            Ok(parts) => vm.collect(&parts)?,
            Err(error) if vm.error_is(&error, Exc::TypeError) => {
                return Err(type_error(format!(
                    "cannot convert dictionary update sequence element #{at} to a sequence"
                )));
            }
            Err(error) => return Err(error),
        };
        let [key, value] = pair.as_slice() else {
            return Err(value_error(format!(
                "dictionary update sequence element #{at} has length {}; 2 is required",
                pair.len()
            )));
        };
        dict.set(vm, key.clone(), value.clone())?;
        at += 1;
    }
    Ok(())
}

/// `cls.fromkeys(source, value)`.
pub fn from_keys(vm: &mut Vm, class: &Value, source: &Value, value: Value) -> Result<Value> {
    let made = vm.call_with(class, &[])?;
    if let Value::Dict(dict) = &made
        && dict.is_empty()
    {
        let keys = match source {
            Value::Dict(other) => Some(other.entries().into_iter().map(|(hash, key, _)| (hash, key)).collect()),
            Value::Set(set) | Value::FrozenSet(set) => Some(set.entries()),
            _ => None,
        };
        if let Some(keys) = keys {
            vm.check_size(48 * keys.len() as u64)?;
            take_keys(dict, keys, &value);
            return Ok(made);
        }
    }
    let iterator = vm.iter(source)?;
    while let Some(key) = vm.next(&iterator)? {
        match &made {
            Value::Dict(dict) => dict.set(vm, key, value.clone())?,
            _ => vm.setitem(&made, &key, value.clone())?,
        }
    }
    Ok(made)
}

/// The keys of another table: they all differ, so none needs a comparison, and the table grows only once.
fn take_keys(dict: &Dict, keys: Vec<(i64, Value)>, value: &Value) {
    let mut table = dict.table.borrow_mut();
    table.resize_for(keys.len() / 2 * 3);
    for (hash, key) in keys {
        if let Lookup::Vacant(slot) = table.find(hash, |_| false) {
            table.insert_vacant_without_growth(slot, hash, key, value.clone());
        }
    }
}
