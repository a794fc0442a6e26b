//! `hash(value)`.

use std::rc::Rc;

use super::Vm;
use super::iteration::is_old;
use crate::cpython::hash;
use crate::interp::class::{Class, Instance};
use crate::interp::error::{Error, Result, type_error};
use crate::interp::types::object::OBJECT;
use crate::interp::value::Value;

impl Vm {
    /// `hash(value)`.
    ///
    /// # Errors
    /// `TypeError: unhashable type: 'list'` and what a program's `__hash__` raises.
    pub fn hash(&mut self, value: &Value) -> Result<i64> {
        Ok(match value {
            Value::Str(text) => text.hash(),
            Value::Unicode(text) => text.hash(),
            Value::Int(number) => hash::hash_int(*number),
            Value::Bool(flag) => hash::hash_bool(*flag),
            Value::Long(number) => hash::hash_bigint(number),
            Value::Float(number) => hash::hash_float(*number),
            Value::None => hash::hash_none(),
            Value::Tuple(items) => return self.hash_tuple(items),
            Value::FrozenSet(set) => {
                let entries = set.entries();
                self.charge(entries.len() as u64 / 8)?;
                hash::hash_frozenset(entries.iter().map(|(hash, _)| *hash), entries.len())
            }
            Value::List(_) | Value::Dict(_) | Value::Set(_) => return Err(self.unhashable(value)),
            Value::Slice(_) => return Err(type_error("unhashable type")),
            Value::Native(native) => hash::hash_bytes(native.def.name.as_bytes()),
            Value::Method(method) => {
                let own = self.hash(&method.function)?;
                let receiver = match &method.receiver {
                    Some(receiver) if matches!(method.function, Value::Native(_)) => self.identity_hash(receiver),
                    Some(receiver) => self.hash(receiver)?,
                    None => hash::hash_none(),
                };
                valid(own ^ receiver)
            }
            Value::Instance(instance) => return self.hash_instance(value, instance),
            Value::Host(_) => {
                let class = self.class_of(value);
                return self.hash_by_class(value, &class);
            }
            Value::Class(class) => match class.metaclass.clone() {
                Some(meta) => return self.hash_by_class(value, &meta),
                None => self.identity_hash(value),
            },
            _ => self.identity_hash(value),
        })
    }

    fn hash_tuple(&mut self, items: &[Value]) -> Result<i64> {
        self.enter("")?;
        let mut hasher = hash::TupleHasher::new(items.len());
        for item in items {
            let result = self.charge(1).and_then(|()| self.hash(item));
            match result {
                Ok(hash) => hasher.add(hash),
                Err(error) => {
                    self.leave();
                    return Err(error);
                }
            }
        }
        self.leave();
        Ok(hasher.finish())
    }

    fn hash_instance(&mut self, value: &Value, instance: &Rc<Instance>) -> Result<i64> {
        if !is_old(value) {
            return self.hash_by_class(value, &instance.class());
        }
        if let Some(method) = self.special(value, "__hash__")? {
            let answer = self.call_with(&method, &[])?;
            return match answer.base() {
                Value::Int(_) | Value::Bool(_) | Value::Long(_) => self.hash(answer.base()),
                _ => Err(type_error("__hash__() should return an int")),
            };
        }
        for name in ["__eq__", "__cmp__"] {
            if self.special(value, name)?.is_some() {
                return Err(type_error("unhashable instance"));
            }
        }
        Ok(self.identity_hash(value))
    }

    fn hash_by_class(&mut self, value: &Value, class: &Rc<Class>) -> Result<i64> {
        let method = match class.lookup_name("__hash__") {
            Some(Value::None) => return Err(self.unhashable(value)),
            Some(Value::Native(native)) => match native.owner {
                Some(owner) if std::ptr::eq(owner, &OBJECT) || matches!(value, Value::Instance(_)) => None,
                _ => Some(Value::Native(native)),
            },
            found => found,
        };
        let Some(method) = method else {
            let base = value.base();
            return match base {
                Value::List(_) | Value::Dict(_) | Value::Set(_) => Err(self.unhashable(value)),
                _ if std::ptr::eq(base, value) => Ok(self.identity_hash(value)),
                _ => self.hash(base),
            };
        };
        let bound = self.bind_attribute(method, Some(value), class)?;
        let answer = self.call_with(&bound, &[])?;
        match answer.base() {
            Value::Long(number) => Ok(hash::hash_bigint(number)),
            _ => self.answer_as_int(&answer).map(valid),
        }
    }

    /// The hash of a value's identity: numbered in the order in which values are first asked.
    pub fn identity_hash(&mut self, value: &Value) -> i64 {
        let address = self.identity(value) as u64;
        valid(address.rotate_right(4) as i64)
    }

    fn unhashable(&mut self, value: &Value) -> Error {
        let name = self.type_name(value);
        type_error(format!("unhashable type: '{name}'"))
    }
}

/// -1 is no hash.
fn valid(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}
