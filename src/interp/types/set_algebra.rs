//! The algebra of sets, in CPython's order of look-ups and insertions.

use std::rc::Rc;

use crate::interp::error::Result;
use crate::interp::tables::Set;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// A copy, in the order in which a merge puts the elements.
pub fn copy(set: &Set) -> Rc<Set> {
    let table = set.table.borrow().copy();
    Rc::new(Set { table: table.into() })
}

/// The set that a value is, or a new one of the elements of an iterable.
pub fn as_set(vm: &mut Vm, value: &Value) -> Result<Rc<Set>> {
    if let Value::Set(set) | Value::FrozenSet(set) = value.base() {
        return Ok(Rc::clone(set));
    }
    let set = Rc::new(Set::new());
    update(vm, &set, value)?;
    Ok(set)
}

/// Gives a set the elements of another, table and all.
pub fn replace(set: &Set, other: &Set) {
    let fresh = other.table.take();
    let old = set.table.replace(fresh);
    drop(old);
}

fn other_set(value: &Value) -> Option<&Rc<Set>> {
    match value.base() {
        Value::Set(set) | Value::FrozenSet(set) => Some(set),
        _ => None,
    }
}

/// Adds the elements of an iterable.
pub fn update(vm: &mut Vm, set: &Rc<Set>, source: &Value) -> Result<()> {
    let entries = match (other_set(source), source) {
        (Some(other), _) if Rc::ptr_eq(other, set) || other.is_empty() => return Ok(()),
        (Some(other), _) => other.entries(),
        (None, Value::Dict(dict)) => dict.entries().into_iter().map(|(hash, key, _)| (hash, key)).collect(),
        _ => {
            let iterator = vm.iter(source)?;
            while let Some(item) = vm.next(&iterator)? {
                set.add(vm, item)?;
            }
            return Ok(());
        }
    };
    vm.charge(entries.len() as u64)?;
    set.table.borrow_mut().table_mut().merge_presize(entries.len());
    for (hash, key) in entries {
        set.add_hashed(vm, hash, key)?;
    }
    Ok(())
}

/// The elements that both have.
pub fn intersection(vm: &mut Vm, set: &Rc<Set>, other: &Value) -> Result<Rc<Set>> {
    let result = Rc::new(Set::new());
    let Some(second) = other_set(other) else {
        let iterator = vm.iter(other)?;
        while let Some(item) = vm.next(&iterator)? {
            let hash = vm.hash(&item)?;
            if set.contains_hashed(vm, hash, &item)? {
                result.add_hashed(vm, hash, item)?;
            }
        }
        return Ok(result);
    };
    if Rc::ptr_eq(set, second) {
        return Ok(copy(set));
    }
    let (walked, asked) = if second.len() > set.len() { (set, second) } else { (second, set) };
    vm.charge(walked.len() as u64)?;
    for (hash, key) in walked.entries() {
        if asked.contains_hashed(vm, hash, &key)? {
            result.add_hashed(vm, hash, key)?;
        }
    }
    Ok(result)
}

/// Keeps the elements that the other has too.
pub fn intersection_update(vm: &mut Vm, set: &Rc<Set>, other: &Value) -> Result<()> {
    let result = intersection(vm, set, other)?;
    replace(set, &result);
    Ok(())
}

/// The elements that the other has not.
pub fn difference(vm: &mut Vm, set: &Rc<Set>, other: &Value) -> Result<Rc<Set>> {
    let dict = match other {
        Value::Dict(dict) => Some(dict),
        _ => None,
    };
    let second = other_set(other);
    if dict.is_none() && second.is_none() {
        let result = copy(set);
        difference_update(vm, &result, other)?;
        return Ok(result);
    }
    let result = Rc::new(Set::new());
    vm.charge(set.len() as u64)?;
    for (hash, key) in set.entries() {
        let there = match (second, dict) {
            (Some(second), _) => second.contains_hashed(vm, hash, &key)?,
            (None, Some(dict)) => dict.contains(vm, &key)?,
            (None, None) => false,
        };
        if !there {
            result.add_hashed(vm, hash, key)?;
        }
    }
    Ok(result)
}

/// Takes out what the other has.
pub fn difference_update(vm: &mut Vm, set: &Rc<Set>, other: &Value) -> Result<()> {
    match other_set(other) {
        Some(second) if Rc::ptr_eq(set, second) => {
            let old = set.table.take();
            drop(old);
            return Ok(());
        }
        Some(second) => {
            vm.charge(second.len() as u64)?;
            for (hash, key) in second.entries() {
                set.discard_hashed(vm, hash, &key)?;
            }
        }
        None => {
            let iterator = vm.iter(other)?;
            while let Some(item) = vm.next(&iterator)? {
                set.discard(vm, &item)?;
            }
        }
    }
    set.table.borrow_mut().sweep();
    Ok(())
}

/// Takes out what both have and adds what only the other has.
pub fn toggle(vm: &mut Vm, set: &Rc<Set>, other: &Value) -> Result<()> {
    let entries = match (other_set(other), other) {
        (Some(second), _) if Rc::ptr_eq(set, second) => {
            let old = set.table.take();
            drop(old);
            return Ok(());
        }
        (None, Value::Dict(dict)) => dict.entries().into_iter().map(|(hash, key, _)| (hash, key)).collect(),
        _ => as_set(vm, other)?.entries(),
    };
    vm.charge(entries.len() as u64)?;
    for (hash, key) in entries {
        if !set.discard_hashed(vm, hash, &key)? {
            set.add_hashed(vm, hash, key)?;
        }
    }
    Ok(())
}

/// The elements that only one of the two has.
pub fn symmetric_difference(vm: &mut Vm, set: &Rc<Set>, other: &Value) -> Result<Rc<Set>> {
    let result = Rc::new(Set::new());
    update(vm, &result, other)?;
    for (hash, key) in set.entries() {
        vm.charge(1)?;
        if !result.discard_hashed(vm, hash, &key)? {
            result.add_hashed(vm, hash, key)?;
        }
    }
    Ok(result)
}

/// Whether all elements of the first are in the second.
pub fn is_subset(vm: &mut Vm, set: &Rc<Set>, other: &Rc<Set>) -> Result<bool> {
    if set.len() > other.len() {
        return Ok(false);
    }
    vm.charge(set.len() as u64)?;
    for (hash, key) in set.entries() {
        if !other.contains_hashed(vm, hash, &key)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the set and an iterable have no element in common.
pub fn is_disjoint(vm: &mut Vm, set: &Rc<Set>, other: &Value) -> Result<bool> {
    let Some(second) = other_set(other) else {
        let iterator = vm.iter(other)?;
        while let Some(item) = vm.next(&iterator)? {
            if set.contains(vm, &item)? {
                return Ok(false);
            }
        }
        return Ok(true);
    };
    if Rc::ptr_eq(set, second) {
        return Ok(set.is_empty());
    }
    let (walked, asked) = if second.len() > set.len() { (set, second) } else { (second, set) };
    vm.charge(walked.len() as u64)?;
    for (hash, key) in walked.entries() {
        if asked.contains_hashed(vm, hash, &key)? {
            return Ok(false);
        }
    }
    Ok(true)
}
