//! Identity: `id()`, and the texts that show an address.

use super::Vm;
use super::construct::qualified;
use crate::interp::class::{Class, ClassKind};
use crate::interp::error::Result;
use crate::interp::value::Value;

impl Vm {
    /// `id(value)`: equal for the same object, and stable between runs.
    pub fn id_of(&mut self, value: &Value) -> i64 {
        match value {
            Value::None => 0x7e00_0000_0010,
            Value::NotImplemented => 0x7e00_0000_0020,
            Value::Ellipsis => 0x7e00_0000_0030,
            Value::Bool(b) => 0x7e00_0000_0040 + 16 * i64::from(*b),
            Value::Int(n) => 0x7d00_0000_0000i64.wrapping_add(n.wrapping_mul(24)),
            Value::Float(n) => (n.to_bits() >> 2) as i64,
            other => self.identity(other),
        }
    }

    /// `object.__repr__`: `<module.Class object at 0x…>`; also the texts of classes.
    pub fn default_repr(&mut self, value: &Value) -> Result<Vec<u8>> {
        let text = match value {
            Value::Class(class) => self.class_repr(class)?,
            Value::Instance(instance) if instance.class().kind == ClassKind::Old => {
                let class = instance.class();
                let at = self.identity(value);
                format!("<{}.{} instance at {at:#x}>", self.module_of(&class)?, class.name())
            }
            Value::Instance(instance) => {
                let class = instance.class();
                let at = self.identity(value);
                format!("<{} object at {at:#x}>", self.dotted(&class)?)
            }
            other => {
                let class = self.class_of(other);
                let at = self.identity(other);
                format!("<{} object at {at:#x}>", self.dotted(&class)?)
            }
        };
        Ok(text.into_bytes())
    }

    fn class_repr(&mut self, class: &std::rc::Rc<Class>) -> Result<String> {
        Ok(match class.kind {
            ClassKind::Old => {
                let at = self.identity(&Value::Class(std::rc::Rc::clone(class)));
                format!("<class {}.{} at {at:#x}>", self.module_of(class)?, class.name())
            }
            ClassKind::Native if class.extra.get().is_some() => format!("<class '{}'>", self.dotted(class)?),
            ClassKind::Native => format!("<type '{}'>", qualified(class.native)),
            ClassKind::New => format!("<class '{}'>", self.dotted(class)?),
        })
    }

    fn dotted(&mut self, class: &std::rc::Rc<Class>) -> Result<String> {
        let module = self.module_of(class)?;
        Ok(if module == "__builtin__" { class.name().to_string() } else { format!("{module}.{}", class.name()) })
    }

    pub(super) fn module_of(&mut self, class: &Class) -> Result<String> {
        match class.dict.get_name("__module__") {
            Some(Value::Str(s)) => Ok(s.lossy().into_owned()),
            Some(other) => Ok(String::from_utf8_lossy(&self.str(&other)?).into_owned()),
            None => Ok(class.native.module.to_owned()),
        }
    }
}
