//! Items of containers: length, subscription, membership.

use std::rc::Rc;

use super::Vm;
use super::indices::Bounds;
use super::iteration::is_old;
use crate::interp::class::ClassKind;
use crate::interp::error::{
    Error, Exc, Fault, Result, attribute_error, index_error, key_error, type_error, value_error,
};
use crate::interp::types::{list_items, text};
use crate::interp::value::{Slice, Tuple, Value};

impl Vm {
    /// `len(value)`.
    pub fn len(&mut self, value: &Value) -> Result<usize> {
        Ok(match value {
            Value::Str(text) => text.bytes().len(),
            Value::Unicode(text) => text.len(),
            Value::List(list) => list.items.borrow().len(),
            Value::Tuple(items) => items.len(),
            Value::Dict(dict) => dict.len(),
            Value::Set(set) | Value::FrozenSet(set) => set.len(),
            Value::XRange(range) => usize::try_from(range.len).unwrap_or(0),
            Value::Instance(_) | Value::Host(_) | Value::Class(_) => return self.object_len(value),
            _ => return Err(self.no_len(value)),
        })
    }

    fn object_len(&mut self, value: &Value) -> Result<usize> {
        let old = is_old(value);
        let Some(method) = self.special(value, "__len__")? else {
            return Err(if old { self.old_instance_lacks(value, "__len__") } else { self.no_len(value) });
        };
        let answer = self.call_with(&method, &[])?;
        let size = match answer.base() {
            Value::Int(_) | Value::Bool(_) | Value::Long(_) => self.int_arg(&answer)?,
            _ if old => return Err(type_error("__len__() should return an int")),
            _ => self.answer_as_int(&answer)?,
        };
        usize::try_from(size).map_err(|_| value_error("__len__() should return >= 0"))
    }

    fn no_len(&mut self, value: &Value) -> Error {
        let name = self.type_name(value);
        type_error(format!("object of type '{name}' has no len()"))
    }

    /// `container[key]`.
    pub fn getitem(&mut self, container: &Value, key: &Value) -> Result<Value> {
        match container {
            Value::List(list) => list_items::get(self, list, key),
            Value::Dict(dict) => match dict.get(self, key)? {
                Some(value) => Ok(value),
                None => Err(key_error(key.clone())),
            },
            Value::Tuple(items) => self.tuple_item(items, key),
            Value::Str(_) | Value::Unicode(_) => self.text_item(container, key),
            Value::XRange(range) => {
                let range = **range;
                let Some(index) = self.position(key)? else {
                    let name = self.type_name(key);
                    return Err(type_error(format!("sequence index must be integer, not '{name}'")));
                };
                let index = if index < 0 { index.saturating_add(range.len) } else { index };
                if index < 0 || index >= range.len {
                    return Err(index_error("xrange object index out of range"));
                }
                Ok(Value::Int(range.start.wrapping_add(index.wrapping_mul(range.step))))
            }
            Value::Set(_) | Value::FrozenSet(_) => Err(self.no_getitem(container, key)),
            Value::Instance(_) | Value::Host(_) | Value::Class(_) => self.object_item(container, key),
            _ => {
                let name = self.type_name(container);
                Err(type_error(format!("'{name}' object has no attribute '__getitem__'")))
            }
        }
    }

    fn tuple_item(&mut self, items: &Rc<Tuple>, key: &Value) -> Result<Value> {
        if let Value::Slice(slice) = key {
            let bounds = self.slice_bounds(slice, items.len())?;
            if bounds.step == 1 && bounds.count == items.len() {
                return Ok(Value::Tuple(Rc::clone(items)));
            }
            self.check_size(bounds.count as u64 * 16)?;
            return Ok(Value::tuple(bounds.positions().filter_map(|at| items.get(at).cloned()).collect()));
        }
        let Some(index) = self.position(key)? else {
            let name = self.type_name(key);
            return Err(type_error(format!("tuple indices must be integers, not {name}")));
        };
        let at = self.element_position(index, items.len(), "tuple index out of range")?;
        Ok(items.get(at).cloned().unwrap_or(Value::None))
    }

    fn text_item(&mut self, value: &Value, key: &Value) -> Result<Value> {
        if let Value::Slice(slice) = key {
            let length = self.len(value)?;
            let Bounds { start, stop, step, .. } = self.slice_bounds(slice, length)?;
            return text::get_slice(self, value, start, stop, step);
        }
        match self.position(key)? {
            Some(index) => text::get_item(self, value, index),
            None if matches!(value, Value::Unicode(_)) => Err(type_error("string indices must be integers")),
            None => {
                let name = self.type_name(key);
                Err(type_error(format!("string indices must be integers, not {name}")))
            }
        }
    }

    fn object_item(&mut self, container: &Value, key: &Value) -> Result<Value> {
        if let Some((method, start, stop)) = self.slice_method(container, key, "__getslice__")? {
            return self.call_with(&method, &[start, stop]);
        }
        match self.special(container, "__getitem__")? {
            Some(method) => self.call_with(&method, std::slice::from_ref(key)),
            None if is_old(container) => Err(self.old_instance_lacks(container, "__getitem__")),
            None => Err(self.no_getitem(container, key)),
        }
    }

    fn no_getitem(&mut self, container: &Value, key: &Value) -> Error {
        let name = self.type_name(container);
        let class = self.class_of(container);
        let host_sequence = matches!(container, Value::Host(_))
            && (class.lookup_name("__len__").is_some() || class.lookup_name("__contains__").is_some());
        if (host_sequence || has_sequence_slots(container)) && is_integer(key) {
            return type_error(format!("'{name}' object does not support indexing"));
        }
        type_error(format!("'{name}' object has no attribute '__getitem__'"))
    }

    /// The method for a plain slice (`x[i:j]`) of a class that has one, with its two bounds: absent ones are 0 and the
    /// largest index, negative ones count from the end.
    fn slice_method(&mut self, container: &Value, key: &Value, name: &str) -> Result<Option<(Value, Value, Value)>> {
        let Value::Slice(slice) = key else { return Ok(None) };
        if !slice.step.is_none() || !self.is_bound(&slice.start) || !self.is_bound(&slice.stop) {
            return Ok(None);
        }
        let Some(method) = self.special(container, name)? else { return Ok(None) };
        let (start, stop) = self.plain_bounds(container, slice)?;
        Ok(Some((method, Value::Int(start), Value::Int(stop))))
    }

    fn is_bound(&mut self, value: &Value) -> bool {
        match value {
            Value::None | Value::Int(_) | Value::Long(_) | Value::Bool(_) => true,
            Value::Instance(_) | Value::Host(_) => {
                is_old(value) || self.class_of(value).lookup_name("__index__").is_some()
            }
            _ => false,
        }
    }

    fn plain_bounds(&mut self, container: &Value, slice: &Slice) -> Result<(i64, i64)> {
        let mut start = self.slice_index(&slice.start)?.unwrap_or(0);
        let mut stop = self.slice_index(&slice.stop)?.unwrap_or(i64::MAX);
        let counted = start < 0 || stop < 0;
        if counted && (is_old(container) || self.special(container, "__len__")?.is_some()) {
            let length = i64::try_from(self.len(container)?).unwrap_or(i64::MAX);
            if start < 0 {
                start = start.saturating_add(length);
            }
            if stop < 0 {
                stop = stop.saturating_add(length);
            }
        }
        Ok((start, stop))
    }

    /// `container[key] = value`.
    pub fn setitem(&mut self, container: &Value, key: &Value, value: Value) -> Result<()> {
        match container {
            Value::List(list) => list_items::set(self, list, key, value),
            Value::Dict(dict) => dict.set(self, key.clone(), value),
            Value::Instance(_) | Value::Host(_) | Value::Class(_) => {
                if let Some((method, start, stop)) = self.slice_method(container, key, "__setslice__")? {
                    return self.call_with(&method, &[start, stop, value]).map(drop);
                }
                match self.special(container, "__setitem__")? {
                    Some(method) => self.call_with(&method, &[key.clone(), value]).map(drop),
                    None => Err(self.no_item_method(container, "__setitem__", "__delitem__")?.unwrap_or_else(|name| {
                        type_error(format!("'{name}' object does not support item assignment"))
                    })),
                }
            }
            _ => {
                let name = self.type_name(container);
                Err(type_error(format!("'{name}' object does not support item assignment")))
            }
        }
    }

    /// `del container[key]`.
    pub fn delitem(&mut self, container: &Value, key: &Value) -> Result<()> {
        match container {
            Value::List(list) => list_items::delete(self, list, key),
            Value::Dict(dict) => match dict.remove(self, key)? {
                Some(_) => Ok(()),
                None => Err(key_error(key.clone())),
            },
            Value::Instance(_) | Value::Host(_) | Value::Class(_) => {
                if let Some((method, start, stop)) = self.slice_method(container, key, "__delslice__")? {
                    return self.call_with(&method, &[start, stop]).map(drop);
                }
                match self.special(container, "__delitem__")? {
                    Some(method) => self.call_with(&method, std::slice::from_ref(key)).map(drop),
                    None => {
                        let words = deletion_words(container, key);
                        Err(self
                            .no_item_method(container, "__delitem__", "__setitem__")?
                            .unwrap_or_else(|name| type_error(format!("'{name}' object {words} item deletion"))))
                    }
                }
            }
            _ => {
                let name = self.type_name(container);
                let words = deletion_words(container, key);
                Err(type_error(format!("'{name}' object {words} item deletion")))
            }
        }
    }

    /// Why an object lacks a method for items: an `AttributeError` where its class has the method's counterpart or is
    /// old-style, else the inner `Err` with the type's name for the message.
    #[allow(clippy::type_complexity)]
    fn no_item_method(
        &mut self,
        container: &Value,
        name: &str,
        counterpart: &str,
    ) -> Result<std::result::Result<Error, Rc<str>>> {
        if is_old(container) {
            return Ok(Ok(self.old_instance_lacks(container, name)));
        }
        if self.special(container, counterpart)?.is_some() {
            return Ok(Ok(attribute_error(name)));
        }
        Ok(Err(self.type_name(container)))
    }

    /// `item in container`.
    pub fn contains(&mut self, container: &Value, item: &Value) -> Result<bool> {
        match container {
            Value::List(list) => {
                let mut at = 0;
                while let Some(element) = { list.items.borrow().get(at).cloned() } {
                    self.charge(1)?;
                    if self.eq(item, &element)? {
                        return Ok(true);
                    }
                    at += 1;
                }
                Ok(false)
            }
            Value::Tuple(items) => {
                for element in items.iter() {
                    self.charge(1)?;
                    if self.eq(item, element)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Value::Str(_) | Value::Unicode(_) => text::contains(self, container, item),
            Value::Dict(dict) => dict.contains(self, item),
            Value::Set(set) | Value::FrozenSet(set) => crate::interp::types::set::contains(self, set, item),
            Value::XRange(range) if matches!(item, Value::Int(_)) => {
                let Value::Int(number) = item else { return Ok(false) };
                let offset = i128::from(*number) - i128::from(range.start);
                let step = i128::from(range.step);
                Ok(offset % step == 0 && (0..i128::from(range.len)).contains(&(offset / step)))
            }
            Value::Instance(_) | Value::Host(_) | Value::Class(_) => match self.special(container, "__contains__")? {
                Some(method) => {
                    let answer = self.call_with(&method, std::slice::from_ref(item))?;
                    self.truth(&answer)
                }
                None => self.search(container, item),
            },
            _ => self.search(container, item),
        }
    }

    fn search(&mut self, container: &Value, item: &Value) -> Result<bool> {
        let iterator = match self.iter(container) {
            Ok(iterator) => iterator,
            Err(error) if matches!(*error.0, Fault::Halt(_)) => return Err(error),
            Err(_) => {
                let name = self.type_name(container);
                return Err(Error::new(Exc::TypeError, format!("argument of type '{name}' is not iterable")));
            }
        };
        while let Some(element) = self.next(&iterator)? {
            if self.eq(item, &element)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// CPython says it differently for types that could have items by position.
fn deletion_words(container: &Value, key: &Value) -> &'static str {
    let sequence = has_sequence_slots(container)
        || matches!(container, Value::Str(_) | Value::Unicode(_) | Value::Tuple(_) | Value::XRange(_));
    if sequence && is_integer(key) { "doesn't support" } else { "does not support" }
}

fn has_sequence_slots(container: &Value) -> bool {
    match container {
        Value::Set(_) | Value::FrozenSet(_) => true,
        Value::Instance(instance) => instance.class().kind != ClassKind::Native,
        _ => false,
    }
}

fn is_integer(key: &Value) -> bool {
    matches!(key.base(), Value::Int(_) | Value::Long(_) | Value::Bool(_))
}
