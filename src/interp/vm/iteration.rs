//! Iteration: `iter`, `next`, and taking everything.

use std::rc::Rc;

use super::Vm;
use crate::interp::budget::{ENTRY, SLOT};
use crate::interp::class::ClassKind;
use crate::interp::error::{Error, Exc, Result, attribute_error, type_error};
use crate::interp::iter::{DictPart, Iter, State};
use crate::interp::types::iterators as defs;
use crate::interp::value::Value;
use crate::syntax::ast::CompareOp;

impl Vm {
    /// `iter(value)`.
    pub fn iter(&mut self, value: &Value) -> Result<Value> {
        match value {
            Value::Instance(_) | Value::Host(_) | Value::Class(_) => {}
            _ => {
                return match builtin_iter(value) {
                    Some(iterator) => Ok(iterator),
                    None => {
                        let name = self.type_name(value);
                        Err(type_error(format!("'{name}' object is not iterable")))
                    }
                };
            }
        }
        let old = is_old(value);
        if let Some(method) = self.special(value, "__iter__")? {
            let iterator = self.call_with(&method, &[])?;
            if self.is_iterator(&iterator) {
                return Ok(iterator);
            }
            let name = self.type_name(&iterator);
            let words = if old { "__iter__ returned" } else { "iter() returned" };
            return Err(type_error(format!("{words} non-iterator of type '{name}'")));
        }
        match self.special(value, "__getitem__")? {
            // Texts have no `__iter__`: a subclass that leaves `__getitem__` alone is walked directly.
            Some(method) if !is_native_method(&method) => {
                Ok(Iter::value(&defs::SEQUENCE, State::Sequence(value.clone(), 0)))
            }
            Some(_) => match builtin_iter(value.base()) {
                Some(iterator) => Ok(iterator),
                None => Ok(Iter::value(&defs::SEQUENCE, State::Sequence(value.clone(), 0))),
            },
            None if old => Err(type_error("iteration over non-sequence")),
            None => {
                let name = self.type_name(value);
                Err(type_error(format!("'{name}' object is not iterable")))
            }
        }
    }

    /// Whether a value can be asked for its next value.
    pub fn is_iterator(&mut self, value: &Value) -> bool {
        match value {
            Value::Iter(_) | Value::Generator(_) => true,
            Value::Instance(instance) => {
                let class = instance.class();
                class.kind == ClassKind::Old || class.lookup_name("next").is_some()
            }
            Value::Host(_) => self.class_of(value).lookup_name("next").is_some(),
            _ => false,
        }
    }

    /// The next value of an iterator; `None` at its end (a `StopIteration` raised by program code included).
    pub fn next(&mut self, iterator: &Value) -> Result<Option<Value>> {
        let method = match iterator {
            Value::Iter(iter) => return self.step(iter),
            Value::Generator(generator) => return self.resume_generator(generator, None),
            Value::Instance(_) | Value::Host(_) => self.special(iterator, "next")?,
            _ => None,
        };
        let Some(method) = method else {
            if is_old(iterator) {
                return Err(type_error("instance has no next() method"));
            }
            let name = self.type_name(iterator);
            return Err(type_error(format!("{name} object is not an iterator")));
        };
        match self.call_with(&method, &[]) {
            Ok(value) => Ok(Some(value)),
            Err(error) if self.error_is(&error, Exc::StopIteration) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `list(value)`; lists and tuples are taken directly.
    pub fn collect(&mut self, value: &Value) -> Result<Vec<Value>> {
        match value {
            Value::List(list) => {
                let items = list.items.borrow().clone();
                self.charge(items.len() as u64 / 8)?;
                Ok(items)
            }
            Value::Tuple(items) => {
                self.charge(items.len() as u64 / 8)?;
                Ok(items.to_vec())
            }
            _ => {
                let iterator = self.iter(value)?;
                self.ask_length_hint(value)?;
                self.drain(&iterator)
            }
        }
    }

    /// Everything that an iterator still yields.
    pub fn drain(&mut self, iterator: &Value) -> Result<Vec<Value>> {
        let mut items = Vec::new();
        while let Some(item) = self.next(iterator)? {
            self.charge(8)?;
            self.charge_bytes(SLOT)?;
            items.push(item);
        }
        Ok(items)
    }

    /// Asks a program's object for its size as CPython does before it fills a sequence from it; the answer is not
    /// used, but an exception other than `TypeError` and `AttributeError` passes.
    pub fn ask_length_hint(&mut self, value: &Value) -> Result<()> {
        if !matches!(value, Value::Instance(_)) {
            return Ok(());
        }
        for name in ["__len__", "__length_hint__"] {
            let asked = match self.special(value, name)? {
                Some(method) => self.call_with(&method, &[]),
                None => continue,
            };
            return match asked {
                Err(error) if self.error_is(&error, Exc::TypeError) || self.error_is(&error, Exc::AttributeError) => {
                    continue;
                }
                other => other.map(drop),
            };
        }
        Ok(())
    }

    /// One step of a built-in iterator.
    fn step(&mut self, iter: &Rc<Iter>) -> Result<Option<Value>> {
        self.charge(1)?;
        {
            let mut state = iter.state.borrow_mut();
            if let Some(result) = simple_step(&mut state) {
                return result;
            }
        }
        // Program code may run: the state is out of its place meanwhile, so an iterator that asks itself is exhausted.
        let mut state = iter.state.replace(State::Done);
        if let Err(error) = self.enter("") {
            iter.state.replace(state);
            return Err(error);
        }
        let result = match &mut state {
            State::Sequence(sequence, position) => {
                let sequence = sequence.clone();
                self.sequence_step(&sequence, position)
            }
            State::Sentinel(function, sentinel) => {
                let (function, sentinel) = (function.clone(), sentinel.clone());
                self.sentinel_step(&function, &sentinel)
            }
            State::Native(code) => {
                // Most native steps make a value.
                self.charge_bytes(ENTRY)?;
                code(self)
            }
            _ => Ok(None),
        };
        self.leave();
        // Native code may yield again after its end (`zip` over several iterators asks the first one again).
        if matches!(state, State::Native(_)) || !matches!(result, Ok(None)) {
            iter.state.replace(state);
        }
        result
    }

    fn sequence_step(&mut self, sequence: &Value, position: &mut i64) -> Result<Option<Value>> {
        match self.getitem(sequence, &Value::Int(*position)) {
            Ok(value) => {
                *position += 1;
                Ok(Some(value))
            }
            Err(error) if self.error_is(&error, Exc::IndexError) || self.error_is(&error, Exc::StopIteration) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn sentinel_step(&mut self, function: &Value, sentinel: &Value) -> Result<Option<Value>> {
        match self.call_with(function, &[]) {
            Ok(value) => {
                let equal = self.compare(CompareOp::Eq, &value, sentinel)?;
                Ok(if self.truth(&equal)? { None } else { Some(value) })
            }
            Err(error) if self.error_is(&error, Exc::StopIteration) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The attribute error of an absent special method of an old-style instance.
    pub(crate) fn old_instance_lacks(&mut self, value: &Value, name: &str) -> Error {
        let class = match value {
            Value::Instance(instance) => instance.class().name(),
            other => self.type_name(other),
        };
        attribute_error(format!("{class} instance has no attribute '{name}'"))
    }
}

/// Whether the value is an instance of an old-style class.
pub(crate) fn is_old(value: &Value) -> bool {
    matches!(value, Value::Instance(instance) if instance.class().kind == ClassKind::Old)
}

/// Whether a bound method is one of a built-in type, not of the program.
pub(crate) fn is_native_method(method: &Value) -> bool {
    match method {
        Value::Method(method) => matches!(method.function, Value::Native(_)),
        Value::Native(_) => true,
        _ => false,
    }
}

/// The iterator of a value of a built-in type.
pub(crate) fn builtin_iter(value: &Value) -> Option<Value> {
    Some(match value {
        Value::List(list) => Iter::value(&defs::LIST, State::List(Rc::clone(list), 0)),
        Value::Tuple(items) => Iter::value(&defs::TUPLE, State::Tuple(Rc::clone(items), 0)),
        Value::Str(text) => Iter::value(&defs::SEQUENCE, State::Str(Rc::clone(text), 0)),
        Value::Unicode(text) => Iter::value(&defs::SEQUENCE, State::Unicode(Rc::clone(text), 0)),
        Value::Dict(dict) => {
            let size = dict.len();
            Iter::value(&defs::DICT_KEYS, State::Dict(Rc::clone(dict), 0, size, DictPart::Keys))
        }
        Value::Set(set) | Value::FrozenSet(set) => {
            let size = set.len();
            Iter::value(&defs::SET, State::Set(Rc::clone(set), 0, size))
        }
        Value::XRange(range) => Iter::value(&defs::RANGE, State::Range(**range, 0)),
        Value::Iter(_) | Value::Generator(_) => value.clone(),
        _ => return None,
    })
}

/// One step of a state that runs no program code; `None` for the others.
fn simple_step(state: &mut State) -> Option<Result<Option<Value>>> {
    let found = match state {
        State::Done => None,
        State::List(list, position) => advance(list.items.borrow().get(*position).cloned(), position),
        State::Tuple(items, position) => advance(items.get(*position).cloned(), position),
        State::ReversedList(list, position) => {
            let next = position.checked_sub(1);
            let item = next.and_then(|at| list.items.borrow().get(at).cloned());
            *position = next.unwrap_or(0);
            item
        }
        State::Str(text, position) => advance(text.bytes().get(*position).map(|b| Value::str([*b])), position),
        State::Unicode(text, position) => {
            let next = text.text().get(*position..).and_then(|rest| rest.chars().next());
            next.map(|c| {
                *position += c.len_utf8();
                Value::unicode(c.to_string())
            })
        }
        State::Dict(dict, position, size, part) => {
            let table = dict.table.borrow();
            if table.len() != *size {
                *size = usize::MAX;
                return Some(Err(Error::new(Exc::RuntimeError, "dictionary changed size during iteration")));
            }
            table.next_from(*position).and_then(|slot| {
                *position = slot + 1;
                table.entry_at(slot).map(|(key, value)| match part {
                    DictPart::Keys => key.clone(),
                    DictPart::Values => value.clone(),
                    DictPart::Items => Value::tuple(vec![key.clone(), value.clone()]),
                })
            })
        }
        State::Set(set, position, size) => {
            let table = set.table.borrow();
            if table.len() != *size {
                *size = usize::MAX;
                return Some(Err(Error::new(Exc::RuntimeError, "Set changed size during iteration")));
            }
            let table = table.table();
            table.next_from(*position).and_then(|slot| {
                *position = slot + 1;
                table.entry_at(slot).map(|(key, ())| key.clone())
            })
        }
        State::Range(range, position) if *position < range.len => {
            let value = range.start.wrapping_add(position.wrapping_mul(range.step));
            *position += 1;
            Some(Value::Int(value))
        }
        State::Range(..) => None,
        State::Sequence(..) | State::Sentinel(..) | State::Native(_) => return None,
    };
    if found.is_none() {
        *state = State::Done;
    }
    Some(Ok(found))
}

fn advance(item: Option<Value>, position: &mut usize) -> Option<Value> {
    *position += usize::from(item.is_some());
    item
}
