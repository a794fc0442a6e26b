//! The dialect's dictionary and set: CPython's tables with values in them.
//!
//! Keys of the common kinds are compared without running program code. Where a class of the program defines `__eq__`
//! or `__hash__`, the comparison runs through the virtual machine while nothing is borrowed, as
//! [`crate::cpython::table`] allows.

use crate::interp::budget::ENTRY;
use std::cell::{Ref, RefCell};

use super::error::Result;
use super::number::{DICT, Number};
use super::release::{Contents, release};
use super::value::{Str, Value};
use super::vm::Vm;
use crate::cpython::hash;
use crate::cpython::set_table::SetTable;
use crate::cpython::table::{Candidate, Lookup, Table};

/// A dictionary.
#[derive(Default)]
pub struct Dict {
    /// Its table. Borrow it only for as long as no program code can run.
    pub table: RefCell<Table<Value, Value>>,
    /// Its identity.
    pub number: Number<DICT>,
}

/// A set or a frozen set.
#[derive(Default)]
pub struct Set {
    /// Its table. Borrow it only for as long as no program code can run.
    pub table: RefCell<SetTable<Value>>,
}

/// Equality of keys that needs no program code; `None` when it does.
pub fn simple_eq(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Str(x), Value::Str(y)) => Some(std::rc::Rc::ptr_eq(x, y) || x.bytes() == y.bytes()),
        (Value::Unicode(x), Value::Unicode(y)) => Some(x.text() == y.text()),
        (Value::Str(x), Value::Unicode(y)) | (Value::Unicode(y), Value::Str(x)) => {
            Some(x.bytes().is_ascii() && x.bytes() == y.text().as_bytes())
        }
        (Value::Int(x), Value::Int(y)) => Some(x == y),
        (Value::Bool(x), Value::Bool(y)) => Some(x == y),
        (Value::Bool(x), Value::Int(y)) | (Value::Int(y), Value::Bool(x)) => Some(i64::from(*x) == *y),
        (Value::Str(_) | Value::Unicode(_), Value::Int(_) | Value::None | Value::Bool(_) | Value::Float(_)) => {
            Some(false)
        }
        (Value::Int(_) | Value::None | Value::Bool(_) | Value::Float(_), Value::Str(_) | Value::Unicode(_)) => {
            Some(false)
        }
        (Value::None, Value::None) => Some(true),
        _ => None,
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        let table = self.table.get_mut();
        if !table.is_empty() {
            release(Contents::Table(std::mem::take(table)));
        }
    }
}

impl Drop for Set {
    fn drop(&mut self) {
        let table = self.table.get_mut();
        if !table.is_empty() {
            release(Contents::Set(std::mem::take(table)));
        }
    }
}

impl Dict {
    /// An empty dictionary.
    pub fn new() -> Dict {
        Dict::default()
    }

    /// A dictionary sized like a literal's with this many entries.
    pub fn with_presize(entries: usize) -> Dict {
        Dict { table: RefCell::new(Table::with_presize(entries)), number: Number::default() }
    }

    /// Lets go of all entries.
    pub fn clear(&self) {
        let table = std::mem::take(&mut *self.table.borrow_mut());
        release(Contents::Table(table));
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Finds a key by text. Keys that are not text are never equal to it here.
    pub fn get_name(&self, name: &str) -> Option<Value> {
        let hash = hash::hash_bytes(name.as_bytes());
        let table = self.table.borrow();
        let slot = find(&table, hash, |key| match key {
            Value::Str(s) => s.bytes() == name.as_bytes(),
            Value::Unicode(s) => s.text() == name && name.is_ascii(),
            _ => false,
        })?;
        table.entry_at(slot).map(|(_, value)| value.clone())
    }

    /// Finds a text key given as a value (its hash is cached).
    pub fn get_str(&self, name: &Value) -> Option<Value> {
        let hash = text_hash(name)?;
        let table = self.table.borrow();
        let slot = find(&table, hash, |key| simple_eq(key, name).unwrap_or(false))?;
        table.entry_at(slot).map(|(_, value)| value.clone())
    }

    /// Sets a text key.
    pub fn set_str(&self, name: &Value, value: Value) {
        let Some(hash) = text_hash(name) else { return };
        let mut table = self.table.borrow_mut();
        let eq = |key: &Value| Ok::<bool, std::convert::Infallible>(simple_eq(key, name).unwrap_or(false));
        let Ok(found) = table.lookup(hash, eq);
        match found {
            Lookup::Found(slot) => {
                if let Some(place) = table.value_at_mut(slot) {
                    *place = value;
                }
            }
            Lookup::Vacant(slot) => table.insert_vacant(slot, hash, name.clone(), value),
        }
    }

    /// Sets a text key given as plain text.
    pub fn set_name(&self, name: &str, value: Value) {
        self.set_str(&Value::Str(std::rc::Rc::new(Str::new(name.as_bytes()))), value);
    }

    /// Removes a text key.
    pub fn remove_str(&self, name: &Value) -> Option<Value> {
        let hash = text_hash(name)?;
        let mut table = self.table.borrow_mut();
        let slot = find(&table, hash, |key| simple_eq(key, name).unwrap_or(false))?;
        table.remove_at(slot).map(|(_, value)| value)
    }

    /// Finds a key; may run program code. `TypeError: unhashable type` as CPython.
    pub fn get(&self, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        let hash = vm.hash(key)?;
        Ok(match self.find_slot(vm, hash, key)? {
            Lookup::Found(slot) => self.table.borrow().entry_at(slot).map(|(_, v)| v.clone()),
            Lookup::Vacant(_) => None,
        })
    }

    /// Whether the key is there.
    pub fn contains(&self, vm: &mut Vm, key: &Value) -> Result<bool> {
        Ok(self.get(vm, key)?.is_some())
    }

    /// Sets a key, keeping the old key object if an equal one is there.
    pub fn set(&self, vm: &mut Vm, key: Value, value: Value) -> Result<()> {
        let hash = vm.hash(&key)?;
        self.set_hashed(vm, hash, key, value)
    }

    /// As [`Dict::set`] with the hash already known (merging dictionaries).
    pub fn set_hashed(&self, vm: &mut Vm, hash: i64, key: Value, value: Value) -> Result<()> {
        match self.find_slot(vm, hash, &key)? {
            Lookup::Found(slot) => {
                let old = self.table.borrow_mut().value_at_mut(slot).map(|place| std::mem::replace(place, value));
                drop(old);
            }
            Lookup::Vacant(slot) => {
                vm.charge_bytes(ENTRY)?;
                self.table.borrow_mut().insert_vacant(slot, hash, key, value);
            }
        }
        Ok(())
    }

    /// Removes a key.
    pub fn remove(&self, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        let hash = vm.hash(key)?;
        Ok(match self.find_slot(vm, hash, key)? {
            Lookup::Found(slot) => self.table.borrow_mut().remove_at(slot).map(|(_, value)| value),
            Lookup::Vacant(_) => None,
        })
    }

    /// Adds all entries of another dictionary in its order, growing as `dict.update` and `dict.copy` do.
    pub fn merge(&self, vm: &mut Vm, other: &Dict) -> Result<()> {
        if std::ptr::eq(self, other) || other.is_empty() {
            return Ok(());
        }
        self.table.borrow_mut().merge_presize(other.len());
        for (hash, key, value) in other.entries() {
            self.set_hashed(vm, hash, key, value)?;
        }
        Ok(())
    }

    /// A copy as `dict.copy` makes it.
    pub fn copy(&self, vm: &mut Vm) -> Result<Dict> {
        let copy = Dict::new();
        copy.merge(vm, self)?;
        Ok(copy)
    }

    /// All entries with their hashes in table order.
    pub fn entries(&self) -> Vec<(i64, Value, Value)> {
        self.table.borrow().iter().map(|(h, k, v)| (h, k.clone(), v.clone())).collect()
    }

    /// All keys in table order.
    pub fn keys(&self) -> Vec<Value> {
        self.table.borrow().iter().map(|(_, k, _)| k.clone()).collect()
    }

    /// All values in table order.
    pub fn values(&self) -> Vec<Value> {
        self.table.borrow().iter().map(|(_, _, v)| v.clone()).collect()
    }

    /// All pairs in table order.
    pub fn items(&self) -> Vec<(Value, Value)> {
        self.table.borrow().iter().map(|(_, k, v)| (k.clone(), v.clone())).collect()
    }

    fn find_slot(&self, vm: &mut Vm, hash: i64, key: &Value) -> Result<Lookup> {
        find_slot(vm, || self.table.borrow(), hash, key)
    }
}

/// Finds a key's slot; the table is not borrowed while program code compares, and the search starts again if that code
/// changed it.
fn find_slot<'a, V: 'a>(
    vm: &mut Vm,
    table: impl Fn() -> Ref<'a, Table<Value, V>>,
    hash: i64,
    key: &Value,
) -> Result<Lookup> {
    'restart: loop {
        let mut probe = table().probe(hash);
        loop {
            let current = table();
            let slot = match current.next_candidate(&mut probe) {
                Candidate::Vacant(slot) => return Ok(Lookup::Vacant(slot)),
                Candidate::Entry(slot) => slot,
            };
            let Some((other, _)) = current.entry_at(slot) else { continue };
            if other.is(key) {
                return Ok(Lookup::Found(slot));
            }
            match simple_eq(other, key) {
                Some(true) => return Ok(Lookup::Found(slot)),
                Some(false) => continue,
                None => {}
            }
            let other = other.clone();
            let version = (current.version(), current.capacity());
            drop(current);
            let equal = vm.eq(&other, key)?;
            let current = table();
            if version != (current.version(), current.capacity()) {
                vm.charge(1)?;
                continue 'restart;
            }
            if equal {
                return Ok(Lookup::Found(slot));
            }
        }
    }
}

impl Set {
    /// An empty set.
    pub fn new() -> Set {
        Set::default()
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether an equal element is there.
    pub fn contains(&self, vm: &mut Vm, value: &Value) -> Result<bool> {
        let hash = vm.hash(value)?;
        Ok(matches!(self.find(vm, hash, value)?, Lookup::Found(_)))
    }

    /// Adds an element; whether it is new.
    pub fn add(&self, vm: &mut Vm, value: Value) -> Result<bool> {
        let hash = vm.hash(&value)?;
        self.add_hashed(vm, hash, value)
    }

    /// As [`Set::add`] with the hash already known.
    pub fn add_hashed(&self, vm: &mut Vm, hash: i64, value: Value) -> Result<bool> {
        match self.find(vm, hash, &value)? {
            Lookup::Found(_) => Ok(false),
            Lookup::Vacant(slot) => {
                vm.charge_bytes(ENTRY)?;
                self.table.borrow_mut().table_mut().insert_vacant(slot, hash, value, ());
                Ok(true)
            }
        }
    }

    /// Removes an element; whether it was there.
    pub fn discard(&self, vm: &mut Vm, value: &Value) -> Result<bool> {
        let hash = vm.hash(value)?;
        self.discard_hashed(vm, hash, value)
    }

    /// As [`Set::contains`] with the hash already known.
    pub fn contains_hashed(&self, vm: &mut Vm, hash: i64, value: &Value) -> Result<bool> {
        Ok(matches!(self.find(vm, hash, value)?, Lookup::Found(_)))
    }

    /// As [`Set::discard`] with the hash already known.
    pub fn discard_hashed(&self, vm: &mut Vm, hash: i64, value: &Value) -> Result<bool> {
        match self.find(vm, hash, value)? {
            Lookup::Found(slot) => Ok(self.table.borrow_mut().table_mut().remove_at(slot).is_some()),
            Lookup::Vacant(_) => Ok(false),
        }
    }

    fn find(&self, vm: &mut Vm, hash: i64, value: &Value) -> Result<Lookup> {
        find_slot(vm, || Ref::map(self.table.borrow(), |set| set.table()), hash, value)
    }

    /// All elements with their hashes in table order.
    pub fn entries(&self) -> Vec<(i64, Value)> {
        self.table.borrow().iter().map(|(h, k)| (h, k.clone())).collect()
    }

    /// All elements in table order.
    pub fn elements(&self) -> Vec<Value> {
        self.table.borrow().iter().map(|(_, k)| k.clone()).collect()
    }
}

/// The hash of a text value.
pub fn text_hash(name: &Value) -> Option<i64> {
    match name {
        Value::Str(s) => Some(s.hash()),
        Value::Unicode(s) => Some(s.hash()),
        _ => None,
    }
}

fn find(table: &Table<Value, Value>, hash: i64, mut eq: impl FnMut(&Value) -> bool) -> Option<usize> {
    match table.lookup(hash, |key| Ok::<bool, std::convert::Infallible>(eq(key))) {
        Ok(Lookup::Found(slot)) => Some(slot),
        _ => None,
    }
}
