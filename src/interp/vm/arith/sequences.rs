//! `+` and `*` of texts, lists and tuples.

use std::rc::Rc;

use super::operator::Operator;
use crate::interp::budget::SLOT;
use crate::interp::error::{Error, Exc, Result, overflow_error, type_error};
use crate::interp::types::byte_array;
use crate::interp::types::text::codec;
use crate::interp::value::{List, Value};
use crate::interp::vm::Vm;

impl Vm {
    /// `+` and `*` as sequences have them; `None` when neither operand is a sequence.
    pub(super) fn by_sequence(&mut self, op: Operator, a: &Value, b: &Value) -> Result<Option<Value>> {
        match op {
            Operator::Add => self.concat(a, b),
            Operator::Mul if is_sequence(a.base()) => self.repeat(a.base(), b).map(Some),
            Operator::Mul if is_sequence(b.base()) => self.repeat(b.base(), a).map(Some),
            _ => Ok(None),
        }
    }

    /// `a + b` of sequences; `None` when the left operand is none.
    pub fn concat(&mut self, a: &Value, b: &Value) -> Result<Option<Value>> {
        match (a.base(), b.base()) {
            (Value::Str(x), Value::Str(y)) => {
                self.check_size((x.bytes().len() + y.bytes().len()) as u64)?;
                Ok(Some(Value::bytes([x.bytes(), y.bytes()].concat())))
            }
            (Value::Str(x), Value::Unicode(y)) => {
                let left = codec::ascii_text(x.bytes())?;
                self.join_unicode(left, y.text()).map(Some)
            }
            (Value::Unicode(x), Value::Unicode(y)) => self.join_unicode(x.text(), y.text()).map(Some),
            (Value::Unicode(x), Value::Str(y)) => {
                let right = codec::ascii_text(y.bytes())?;
                self.join_unicode(x.text(), right).map(Some)
            }
            (Value::Str(x), other) => {
                if let Some(bytes) = byte_array::bytes_of(other) {
                    self.check_size((x.bytes().len() + bytes.len()) as u64)?;
                    return Ok(Some(byte_array::value([x.bytes(), &bytes].concat())));
                }
                let name = self.type_name(b);
                Err(type_error(format!("cannot concatenate 'str' and '{name}' objects")))
            }
            (Value::Unicode(_), _) => {
                let name = self.type_name(b);
                Err(type_error(format!("coercing to Unicode: need string or buffer, {name} found")))
            }
            (Value::List(x), Value::List(y)) => {
                self.check_size(16 * (x.items.borrow().len() + y.items.borrow().len()) as u64)?;
                let mut items = x.items.borrow().clone();
                items.extend_from_slice(&y.items.borrow());
                Ok(Some(Value::list(items)))
            }
            (Value::Tuple(x), Value::Tuple(y)) => {
                self.check_size(16 * (x.len() + y.len()) as u64)?;
                Ok(Some(Value::tuple([&x[..], &y[..]].concat())))
            }
            (Value::List(_), _) => {
                let name = self.type_name(b);
                Err(type_error(format!("can only concatenate list (not \"{name}\") to list")))
            }
            (Value::Tuple(_), _) => {
                let name = self.type_name(b);
                Err(type_error(format!("can only concatenate tuple (not \"{name}\") to tuple")))
            }
            _ => Ok(None),
        }
    }

    fn join_unicode(&mut self, left: &str, right: &str) -> Result<Value> {
        self.check_size((left.len() + right.len()) as u64)?;
        Ok(Value::unicode([left, right].concat()))
    }

    /// How often a sequence is repeated by this operand.
    fn repeat_count(&mut self, count: &Value) -> Result<usize> {
        let number = match self.index(count)? {
            Some(number) => number,
            None => {
                let name = self.type_name(count);
                return Err(type_error(format!("can't multiply sequence by non-int of type '{name}'")));
            }
        };
        match number {
            Value::Int(n) => Ok(usize::try_from(n).unwrap_or(0)),
            Value::Bool(b) => Ok(usize::from(b)),
            Value::Long(n) => match i64::try_from(&*n) {
                Ok(n) => Ok(usize::try_from(n).unwrap_or(0)),
                Err(_) => {
                    let name = self.type_name(count);
                    Err(overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
                }
            },
            _ => Ok(0),
        }
    }

    /// Refuses a repetition that CPython cannot make, or that the budget does not allow.
    fn check_repeat(&mut self, length: usize, count: usize, unit: u64, text: bool) -> Result<()> {
        let total = (length as u64).checked_mul(count as u64).filter(|n| *n <= i64::MAX as u64 / unit);
        match total {
            Some(total) => self.check_size(total * unit),
            None if text => Err(overflow_error("repeated string is too long")),
            None => Err(Error::with_args(Exc::MemoryError, Vec::new())),
        }
    }

    fn repeat(&mut self, sequence: &Value, count: &Value) -> Result<Value> {
        let count = self.repeat_count(count)?;
        match sequence {
            Value::Str(text) => {
                self.check_repeat(text.bytes().len(), count, 1, true)?;
                Ok(Value::bytes(text.bytes().repeat(count)))
            }
            Value::Unicode(text) => {
                self.check_repeat(text.text().len(), count, 1, true)?;
                Ok(Value::unicode(text.text().repeat(count)))
            }
            Value::Tuple(items) => {
                self.check_repeat(items.len(), count, 16, false)?;
                self.charge((items.len() * count) as u64)?;
                Ok(Value::tuple(repeated(items, count)))
            }
            Value::List(list) => {
                let items = list.items.borrow().clone();
                self.check_repeat(items.len(), count, 16, false)?;
                self.charge((items.len() * count) as u64)?;
                Ok(Value::list(repeated(&items, count)))
            }
            _ => Ok(Value::NotImplemented),
        }
    }

    /// `list += iterable` and `list *= n` change the list itself; `None` when the left operand is no list.
    pub(super) fn augment_list(&mut self, op: Operator, a: &Value, b: &Value) -> Result<Option<Value>> {
        let Value::List(list) = a.base() else { return Ok(None) };
        match op {
            Operator::Add => self.extend_list(list, b)?,
            Operator::Mul => {
                let count = self.repeat_count(b)?;
                let length = list.items.borrow().len();
                self.check_repeat(length, count, 16, false)?;
                self.charge((length * count) as u64)?;
                let items = repeated(&list.items.borrow(), count);
                let old = list.items.replace(items);
                drop(old);
            }
            _ => return Ok(None),
        }
        Ok(Some(a.clone()))
    }

    /// Appends all elements of an iterable, one by one unless it is a list or tuple.
    pub fn extend_list(&mut self, list: &Rc<List>, source: &Value) -> Result<()> {
        if let Value::List(_) | Value::Tuple(_) = source {
            let items = self.collect(source)?;
            self.check_size(16 * (items.len() + list.items.borrow().len()) as u64)?;
            list.items.borrow_mut().extend(items);
            return Ok(());
        }
        let iterator = self.iter(source)?;
        while let Some(item) = self.next(&iterator)? {
            self.charge(1)?;
            self.charge_bytes(SLOT)?;
            list.items.borrow_mut().push(item);
        }
        Ok(())
    }
}

fn is_sequence(value: &Value) -> bool {
    matches!(value, Value::Str(_) | Value::Unicode(_) | Value::List(_) | Value::Tuple(_))
}

fn repeated(items: &[Value], count: usize) -> Vec<Value> {
    let mut result = Vec::with_capacity(items.len() * count);
    for _ in 0..count {
        result.extend_from_slice(items);
    }
    result
}
