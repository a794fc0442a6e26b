//! Reading, setting and deleting items and slices of lists.

use std::rc::Rc;

use crate::interp::error::{Error, Exc, Result, type_error, value_error};
use crate::interp::value::{List, Slice, Value};
use crate::interp::vm::Bounds;
use crate::interp::vm::Vm;

fn length(list: &List) -> usize {
    list.items.borrow().len()
}

fn bad_index(vm: &mut Vm, key: &Value) -> Error {
    let name = vm.type_name(key);
    type_error(format!("list indices must be integers, not {name}"))
}

/// `list[key]`.
pub fn get(vm: &mut Vm, list: &Rc<List>, key: &Value) -> Result<Value> {
    if let Value::Slice(slice) = key {
        let bounds = vm.slice_bounds(slice, length(list))?;
        return slice_of(vm, list, bounds);
    }
    let Some(index) = vm.position(key)? else { return Err(bad_index(vm, key)) };
    let at = vm.element_position(index, length(list), "list index out of range")?;
    Ok(list.items.borrow().get(at).cloned().unwrap_or(Value::None))
}

/// A new list of the selected elements.
pub fn slice_of(vm: &mut Vm, list: &List, bounds: Bounds) -> Result<Value> {
    vm.check_size(bounds.count as u64 * 16)?;
    vm.charge(bounds.count as u64 / 8)?;
    let items = list.items.borrow();
    Ok(Value::list(bounds.positions().filter_map(|at| items.get(at).cloned()).collect()))
}

/// `list[key] = value`.
pub fn set(vm: &mut Vm, list: &Rc<List>, key: &Value, value: Value) -> Result<()> {
    if let Value::Slice(slice) = key {
        return set_slice(vm, list, slice, &value);
    }
    let Some(index) = vm.position(key)? else { return Err(bad_index(vm, key)) };
    let at = vm.element_position(index, length(list), "list assignment index out of range")?;
    let old = list.items.borrow_mut().get_mut(at).map(|place| std::mem::replace(place, value));
    drop(old);
    Ok(())
}

fn set_slice(vm: &mut Vm, list: &Rc<List>, slice: &Slice, value: &Value) -> Result<()> {
    let bounds = vm.slice_bounds(slice, length(list))?;
    if bounds.step == 1 {
        return replace_range(vm, list, bounds.start, bounds.stop, value);
    }
    let items = elements(vm, value, "must assign iterable to extended slice")?;
    if items.len() != bounds.count {
        return Err(value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            bounds.count
        )));
    }
    let mut old = Vec::with_capacity(items.len());
    {
        let mut places = list.items.borrow_mut();
        for (at, item) in bounds.positions().zip(items) {
            if let Some(place) = places.get_mut(at) {
                old.push(std::mem::replace(place, item));
            }
        }
    }
    Ok(())
}

/// `list[start:stop] = value` for clipped bounds; a stop before the start inserts at the start.
pub fn replace_range(vm: &mut Vm, list: &List, start: i64, stop: i64, value: &Value) -> Result<()> {
    let items = elements(vm, value, "can only assign an iterable")?;
    vm.check_size((length(list) + items.len()) as u64 * 16)?;
    let old: Vec<Value> = {
        let mut places = list.items.borrow_mut();
        let start = usize::try_from(start).unwrap_or(0).min(places.len());
        let stop = usize::try_from(stop).unwrap_or(0).clamp(start, places.len());
        places.splice(start..stop, items).collect()
    };
    vm.charge(old.len() as u64 / 8)
}

/// The elements of what is assigned to a slice; `words` replace the `TypeError` of what cannot be walked.
fn elements(vm: &mut Vm, value: &Value, words: &str) -> Result<Vec<Value>> {
    if matches!(value, Value::List(_) | Value::Tuple(_)) {
        return vm.collect(value);
    }
    match vm.iter(value) {
        Ok(iterator) => vm.collect(&iterator),
        Err(error) if vm.error_is(&error, Exc::TypeError) => Err(type_error(words)),
        Err(error) => Err(error),
    }
}

/// `del list[key]`.
pub fn delete(vm: &mut Vm, list: &Rc<List>, key: &Value) -> Result<()> {
    if let Value::Slice(slice) = key {
        let bounds = vm.slice_bounds(slice, length(list))?;
        vm.charge(length(list) as u64 / 8)?;
        delete_slice(list, bounds);
        return Ok(());
    }
    let Some(index) = vm.position(key)? else { return Err(bad_index(vm, key)) };
    let at = vm.element_position(index, length(list), "list assignment index out of range")?;
    vm.charge((length(list) - at) as u64 / 16)?;
    let old = remove_at(list, at);
    drop(old);
    Ok(())
}

/// Takes an element out if it is there.
pub fn remove_at(list: &List, at: usize) -> Option<Value> {
    let mut items = list.items.borrow_mut();
    (at < items.len()).then(|| items.remove(at))
}

/// Removes the selected elements.
pub fn delete_slice(list: &List, bounds: Bounds) {
    let mut doomed: Vec<usize> = bounds.positions().collect();
    doomed.sort_unstable();
    let mut next = doomed.into_iter().peekable();
    let mut removed = Vec::new();
    {
        let mut items = list.items.borrow_mut();
        let old = std::mem::take(&mut *items);
        for (at, item) in old.into_iter().enumerate() {
            if next.next_if_eq(&at).is_some() {
                removed.push(item);
            } else {
                items.push(item);
            }
        }
    }
}

/// The first position in `start..stop` of an equal element. The list may change while its elements are compared.
pub fn find(vm: &mut Vm, list: &List, item: &Value, start: usize, stop: usize) -> Result<Option<usize>> {
    let mut at = start;
    while at < stop {
        let Some(element) = list.items.borrow().get(at).cloned() else { break };
        vm.charge(1)?;
        if vm.eq(&element, item)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}
