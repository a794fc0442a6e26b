//! Integers as arguments, indices and slice bounds.

use num_bigint::Sign;

use super::Vm;
use super::iteration::is_old;
use crate::interp::error::{Error, Exc, Result, index_error, overflow_error, type_error, value_error};
use crate::interp::value::{Slice, Value};

/// The elements that a slice selects in a sequence of known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Position of the first element.
    pub start: i64,
    /// Position behind the last.
    pub stop: i64,
    /// Distance; never 0.
    pub step: i64,
    /// Number of elements.
    pub count: usize,
}

impl Bounds {
    /// Clips bounds to a sequence of `len` elements as CPython's slices do.
    pub fn new(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> Bounds {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let clip = |at: i64| {
            let at = if at < 0 { at.saturating_add(len) } else { at };
            at.clamp(lowest, highest)
        };
        let start = start.map_or(if step < 0 { highest } else { lowest }, clip);
        let stop = stop.map_or(if step < 0 { lowest } else { highest }, clip);
        let count = if step < 0 && stop < start {
            (start - stop - 1) / step.saturating_neg() + 1
        } else if step > 0 && start < stop {
            (stop - start - 1) / step + 1
        } else {
            0
        };
        Bounds { start, stop, step, count: usize::try_from(count).unwrap_or(0) }
    }

    /// The selected positions in order.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.count).map(move |n| {
            let offset = (n as i64).wrapping_mul(self.step);
            usize::try_from(self.start.wrapping_add(offset)).unwrap_or(usize::MAX)
        })
    }
}

impl Vm {
    /// `value.__index__()` of int, long, bool or an object with that method; `None` when there is none.
    pub fn index(&mut self, value: &Value) -> Result<Option<Value>> {
        match value {
            Value::Int(_) | Value::Long(_) | Value::Bool(_) => return Ok(Some(value.clone())),
            Value::Instance(_) | Value::Host(_) => {}
            _ => return Ok(None),
        }
        if let inner @ (Value::Int(_) | Value::Long(_)) = value.base() {
            return Ok(Some(inner.clone()));
        }
        let Some(method) = self.special(value, "__index__")? else {
            if is_old(value) {
                return Err(type_error("object cannot be interpreted as an index"));
            }
            return Ok(None);
        };
        let number = self.call_with(&method, &[])?;
        match number.base() {
            Value::Int(_) | Value::Long(_) | Value::Bool(_) => Ok(Some(number.base().clone())),
            _ => {
                let name = self.type_name(&number);
                Err(type_error(format!("__index__ returned non-(int,long) (type {name})")))
            }
        }
    }

    /// An argument that must be an integer that fits 64 bits.
    ///
    /// # Errors
    /// `an integer is required`, `integer argument expected, got float`, and `OverflowError`.
    pub fn int_arg(&mut self, value: &Value) -> Result<i64> {
        match value.base() {
            Value::Int(n) => Ok(*n),
            Value::Bool(b) => Ok(i64::from(*b)),
            Value::Long(n) => {
                i64::try_from(&**n).map_err(|_| overflow_error("Python int too large to convert to C long"))
            }
            Value::Float(_) => Err(type_error("integer argument expected, got float")),
            Value::Instance(_) | Value::Host(_) => {
                let Some(method) = self.special(value, "__int__")? else {
                    return Err(match is_old(value) {
                        true => self.old_instance_lacks(value, "__int__"),
                        false => type_error("an integer is required"),
                    });
                };
                let number = self.call_with(&method, &[])?;
                match number.base() {
                    Value::Int(n) => Ok(*n),
                    Value::Bool(b) => Ok(i64::from(*b)),
                    Value::Long(n) => {
                        i64::try_from(&**n).map_err(|_| overflow_error("Python int too large to convert to C long"))
                    }
                    _ => Err(type_error("__int__ method should return an integer")),
                }
            }
            _ => Err(type_error("an integer is required")),
        }
    }

    /// As [`Vm::int_arg`] for what a special method answers: a float is cut off.
    pub fn answer_as_int(&mut self, answer: &Value) -> Result<i64> {
        match answer.base() {
            Value::Float(number) if number.abs() < 9.2e18 => Ok(*number as i64),
            Value::Float(_) => Err(overflow_error("Python int too large to convert to C long")),
            _ => self.int_arg(answer),
        }
    }

    /// A bound of a slice, clamped to 64 bits; `None` for `None`.
    pub fn slice_index(&mut self, value: &Value) -> Result<Option<i64>> {
        if value.is_none() {
            return Ok(None);
        }
        match self.index(value)? {
            Some(number) => Ok(Some(clamp(&number))),
            None => Err(type_error("slice indices must be integers or None or have an __index__ method")),
        }
    }

    /// A position in a sequence: `None` when the value is no integer at all.
    ///
    /// # Errors
    /// `IndexError: cannot fit 'long' into an index-sized integer`.
    pub fn position(&mut self, value: &Value) -> Result<Option<i64>> {
        let Some(number) = self.index(value)? else { return Ok(None) };
        match &number {
            Value::Long(big) => match i64::try_from(&**big) {
                Ok(small) => Ok(Some(small)),
                Err(_) => {
                    let name = self.type_name(value);
                    Err(index_error(format!("cannot fit '{name}' into an index-sized integer")))
                }
            },
            other => Ok(Some(clamp(other))),
        }
    }

    /// An argument that must be an index (`range`'s start in `enumerate`, repeat counts, …).
    ///
    /// # Errors
    /// `'x' object cannot be interpreted as an index`.
    pub fn index_arg(&mut self, value: &Value) -> Result<Value> {
        match self.index(value)? {
            Some(number) => Ok(number),
            None => {
                let name = self.type_name(value);
                Err(type_error(format!("'{name}' object cannot be interpreted as an index")))
            }
        }
    }

    /// What a slice object selects in a sequence of `len` elements.
    pub fn slice_bounds(&mut self, slice: &Slice, len: usize) -> Result<Bounds> {
        let step = self.slice_index(&slice.step)?.unwrap_or(1);
        if step == 0 {
            return Err(value_error("slice step cannot be zero"));
        }
        let start = self.slice_index(&slice.start)?;
        let stop = self.slice_index(&slice.stop)?;
        Ok(Bounds::new(start, stop, step, len))
    }

    /// `IndexError` or the position of an element, counted from the end when negative.
    pub fn element_position(&mut self, index: i64, len: usize, message: &str) -> Result<usize> {
        let length = i64::try_from(len).unwrap_or(i64::MAX);
        let at = if index < 0 { index.saturating_add(length) } else { index };
        match usize::try_from(at) {
            Ok(at) if at < len => Ok(at),
            _ => Err(Error::new(Exc::IndexError, message)),
        }
    }
}

fn clamp(number: &Value) -> i64 {
    match number {
        Value::Int(n) => *n,
        Value::Bool(b) => i64::from(*b),
        Value::Long(n) => match i64::try_from(&**n) {
            Ok(small) => small,
            Err(_) if n.sign() == Sign::Minus => i64::MIN,
            Err(_) => i64::MAX,
        },
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    fn picked(start: Option<i64>, stop: Option<i64>, step: i64, len: usize) -> Vec<usize> {
        Bounds::new(start, stop, step, len).positions().collect()
    }

    #[test]
    fn bounds_are_clipped_to_the_sequence() {
        assert_eq!(picked(None, None, 1, 3), [0, 1, 2]);
        assert_eq!(picked(None, None, -1, 3), [2, 1, 0]);
        assert_eq!(picked(Some(-2), None, 1, 3), [1, 2]);
        assert_eq!(picked(Some(i64::MIN), Some(i64::MAX), 2, 4), [0, 2]);
        assert_eq!(picked(Some(i64::MAX), Some(i64::MIN), -3, 4), [3, 0]);
        assert_eq!(picked(Some(2), Some(1), 1, 4), [] as [usize; 0]);
        assert_eq!(picked(None, None, i64::MIN, 4), [3]);
    }
}
