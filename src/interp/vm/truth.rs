//! `bool(value)`.

use num_traits::Zero;

use super::Vm;
use crate::interp::error::{Result, type_error};
use crate::interp::value::Value;

impl Vm {
    /// `bool(value)`.
    pub fn truth(&mut self, value: &Value) -> Result<bool> {
        Ok(match value {
            Value::None => false,
            Value::Bool(b) => *b,
            Value::Int(n) => *n != 0,
            Value::Long(n) => !n.is_zero(),
            Value::Float(n) => *n != 0.0,
            Value::Str(s) => !s.bytes().is_empty(),
            Value::Unicode(s) => !s.is_empty(),
            Value::Tuple(items) => !items.is_empty(),
            Value::List(list) => !list.items.borrow().is_empty(),
            Value::Dict(dict) => !dict.is_empty(),
            Value::Set(set) | Value::FrozenSet(set) => !set.is_empty(),
            Value::XRange(range) => range.len != 0,
            Value::Instance(_) | Value::Host(_) => return self.object_truth(value),
            _ => true,
        })
    }

    fn object_truth(&mut self, value: &Value) -> Result<bool> {
        if let Some(method) = self.special(value, "__nonzero__")? {
            let answer = self.call_with(&method, &[])?;
            return match answer {
                Value::Bool(b) => Ok(b),
                Value::Int(n) => Ok(n != 0),
                other => {
                    let name = self.type_name(&other);
                    Err(type_error(format!("__nonzero__ should return bool or int, returned {name}")))
                }
            };
        }
        if self.special(value, "__len__")?.is_some() {
            return Ok(self.len(value)? != 0);
        }
        Ok(true)
    }
}
