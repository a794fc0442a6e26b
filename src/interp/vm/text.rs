//! `repr`, `str` and `unicode` of any value.

use std::borrow::Cow;
use std::rc::Rc;

use super::Vm;
use crate::cpython::{float_text, int_text, repr};
use crate::interp::class::ClassKind;
use crate::interp::error::{Result, type_error};
use crate::interp::function::BoundMethod;
use crate::interp::native::NativeFunction;
use crate::interp::types::text::codec;
use crate::interp::value::{Descriptor, Module, Super, Value, XRange};

impl Vm {
    /// `repr(value)` as bytes.
    pub fn repr(&mut self, value: &Value) -> Result<Vec<u8>> {
        Ok(match value {
            Value::None => b"None".to_vec(),
            Value::NotImplemented => b"NotImplemented".to_vec(),
            Value::Ellipsis => b"Ellipsis".to_vec(),
            Value::Bool(b) => bool_text(*b).as_bytes().to_vec(),
            Value::Int(n) => n.to_string().into_bytes(),
            Value::Long(n) => {
                self.charge_decimal(n.bits())?;
                (int_text::decimal_text(n) + "L").into_bytes()
            }
            Value::Float(x) => float_text::float_repr(*x).into_bytes(),
            Value::Str(s) => {
                self.check_size(s.bytes().len() as u64)?;
                repr::repr_bytes(s.bytes()).into_bytes()
            }
            Value::Unicode(s) => {
                self.check_size(s.text().len() as u64)?;
                repr::repr_unicode(s.text()).into_bytes()
            }
            Value::Slice(slice) => {
                let (start, stop, step) = (slice.start.clone(), slice.stop.clone(), slice.step.clone());
                let parts = [self.repr_text(&start)?, self.repr_text(&stop)?, self.repr_text(&step)?];
                format!("slice({})", parts.join(", ")).into_bytes()
            }
            Value::XRange(range) => xrange_text(**range).into_bytes(),
            Value::Function(function) => {
                let name = function.name.borrow().clone();
                let name = self.str(&name)?;
                let at = self.identity(value);
                format!("<function {} at {at:#x}>", String::from_utf8_lossy(&name)).into_bytes()
            }
            Value::Native(native) => native_text(native).into_bytes(),
            Value::Method(method) => self.method_text(method)?.into_bytes(),
            Value::Module(module) => self.module_text(module)?.into_bytes(),
            Value::Generator(generator) => {
                let at = self.identity(value);
                format!("<generator object {} at {at:#x}>", generator.name).into_bytes()
            }
            Value::Super(bound) => self.super_text(bound)?.into_bytes(),
            Value::Code(code) => {
                let at = self.identity(value);
                let line = self.getattr_name(value, "co_firstlineno")?;
                let line = self.repr_text(&line)?;
                format!("<code object {} at {at:#x}, file \"{}\", line {line}>", code.name, code.file).into_bytes()
            }
            Value::Descriptor(descriptor) => match &**descriptor {
                Descriptor::Slot { name, class } => format!("<member '{name}' of '{class}' objects>").into_bytes(),
                _ => self.default_repr(value)?,
            },
            Value::Class(class) if class.metaclass.is_none() => self.default_repr(value)?,
            Value::Instance(_) => return self.instance_repr(value),
            Value::Tuple(_) | Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::FrozenSet(_) => {
                return self.repr_by_method(value);
            }
            Value::Iter(_) | Value::Cell(_) => self.default_repr(value)?,
            Value::Class(_) | Value::Host(_) => return self.repr_by_method(value),
        })
    }

    /// `repr(value)` as text for messages.
    pub fn repr_text(&mut self, value: &Value) -> Result<String> {
        let bytes = self.repr(value)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// `str(value)`: bytes; a `unicode` is encoded as ASCII.
    pub fn str(&mut self, value: &Value) -> Result<Vec<u8>> {
        match self.text_of(value)? {
            Value::Unicode(text) => Ok(codec::ascii_bytes(text.text())?.to_vec()),
            Value::Str(text) => Ok(text.bytes().to_vec()),
            _ => Ok(Vec::new()),
        }
    }

    /// What `str(value)` is before a `unicode` is encoded: always a `str` or a `unicode`.
    pub fn text_of(&mut self, value: &Value) -> Result<Value> {
        match value {
            Value::Str(_) | Value::Unicode(_) => Ok(value.clone()),
            Value::Long(n) => {
                self.charge_decimal(n.bits())?;
                Ok(Value::bytes(int_text::decimal_text(n).into_bytes()))
            }
            Value::Float(x) => Ok(Value::bytes(float_text::float_str(*x).into_bytes())),
            Value::Instance(instance) => {
                self.charge(24)?;
                let class = instance.class();
                if class.kind == ClassKind::Old {
                    let Some(method) = self.getattr_opt(value, "__str__")? else {
                        return Ok(Value::bytes(self.repr(value)?));
                    };
                    let result = self.call_with(&method, &[])?;
                    return self.checked_text(result, "__str__");
                }
                let found = class.lookup_name("__str__");
                if let Some(inner) = instance.payload()
                    && matches!(found, Some(Value::Native(_)) | None)
                {
                    return match inner {
                        Value::Str(_) | Value::Unicode(_) => Ok(inner.clone()),
                        Value::Int(_) | Value::Long(_) | Value::Float(_) | Value::Bool(_) => self.text_of(inner),
                        _ => Ok(Value::bytes(self.repr(value)?)),
                    };
                }
                self.text_by_method(value)
            }
            Value::Host(_) => self.text_by_method(value),
            Value::Class(class) if class.metaclass.is_some() => self.text_by_method(value),
            Value::Class(class) if class.kind == ClassKind::Old => {
                Ok(Value::str(format!("{}.{}", self.module_of(class)?, class.name())))
            }
            _ => Ok(Value::bytes(self.repr(value)?)),
        }
    }

    /// `unicode(value)`: bytes are decoded as ASCII.
    pub fn unicode(&mut self, value: &Value) -> Result<String> {
        match value {
            Value::Unicode(text) => return Ok(text.text().to_owned()),
            Value::Str(text) => return Ok(codec::ascii_text(text.bytes())?.to_owned()),
            Value::Instance(_) | Value::Host(_) | Value::Class(_) => {
                let method = match value {
                    Value::Class(class) if class.metaclass.is_none() => None,
                    _ => self.special(value, "__unicode__")?,
                };
                if let Some(method) = method {
                    let result = self.call_with(&method, &[])?;
                    return self.decoded(&result);
                }
            }
            _ => {}
        }
        if let Value::Unicode(text) = value.base() {
            return Ok(text.text().to_owned());
        }
        let text = self.text_of(value)?;
        self.decoded(&text)
    }

    fn decoded(&mut self, text: &Value) -> Result<String> {
        match text.base() {
            Value::Unicode(text) => Ok(text.text().to_owned()),
            Value::Str(text) => Ok(codec::ascii_text(text.bytes())?.to_owned()),
            _ => {
                let name = self.type_name(text);
                Err(type_error(format!("coercing to Unicode: need string or buffer, {name} found")))
            }
        }
    }

    /// A `unicode` operand: `unicode` as it is, `str` decoded as ASCII, anything else refused.
    pub fn coerce_unicode<'a>(&mut self, value: &'a Value) -> Result<Cow<'a, str>> {
        match value.base() {
            Value::Unicode(text) => Ok(Cow::Borrowed(text.text())),
            Value::Str(text) => Ok(Cow::Borrowed(codec::ascii_text(text.bytes())?)),
            _ => {
                let name = self.type_name(value);
                Err(type_error(format!("coercing to Unicode: need string or buffer, {name} found")))
            }
        }
    }

    /// Counts the work of writing an integer in decimal.
    pub fn charge_decimal(&mut self, bits: u64) -> Result<()> {
        let words = bits / 64;
        self.charge(words.saturating_mul(words) / 140)?;
        self.charge_bytes(bits / 3)
    }

    fn instance_repr(&mut self, value: &Value) -> Result<Vec<u8>> {
        let Value::Instance(instance) = value else { return self.default_repr(value) };
        self.charge(24)?;
        let class = instance.class();
        if class.kind == ClassKind::Old {
            let Some(method) = self.getattr_opt(value, "__repr__")? else { return self.default_repr(value) };
            let result = self.call_with(&method, &[])?;
            return self.checked_bytes(result, "__repr__");
        }
        match (class.lookup_name("__repr__"), instance.payload()) {
            (Some(Value::Native(_)) | None, Some(inner)) => match inner {
                // These show the class of the object, not the built-in one.
                Value::Set(_) | Value::FrozenSet(_) | Value::Host(_) => self.repr_by_method(value),
                inner => self.repr(inner),
            },
            _ => self.repr_by_method(value),
        }
    }

    fn repr_by_method(&mut self, value: &Value) -> Result<Vec<u8>> {
        let Some(method) = self.special(value, "__repr__")? else { return self.default_repr(value) };
        let result = self.call_with(&method, &[])?;
        self.checked_bytes(result, "__repr__")
    }

    fn text_by_method(&mut self, value: &Value) -> Result<Value> {
        let Some(method) = self.special(value, "__str__")? else { return Ok(Value::bytes(self.repr(value)?)) };
        let result = self.call_with(&method, &[])?;
        self.checked_text(result, "__str__")
    }

    /// The result of `__repr__` or `__str__`, which must be a text.
    fn checked_text(&mut self, result: Value, method: &str) -> Result<Value> {
        match result.base() {
            Value::Str(_) | Value::Unicode(_) => Ok(result.base().clone()),
            _ => {
                let name = self.type_name(&result);
                Err(type_error(format!("{method} returned non-string (type {name})")))
            }
        }
    }

    fn checked_bytes(&mut self, result: Value, method: &str) -> Result<Vec<u8>> {
        match self.checked_text(result, method)? {
            Value::Unicode(text) => Ok(codec::ascii_bytes(text.text())?.to_vec()),
            Value::Str(text) => Ok(text.bytes().to_vec()),
            _ => Ok(Vec::new()),
        }
    }

    fn method_text(&mut self, method: &Rc<BoundMethod>) -> Result<String> {
        if let (Value::Native(native), Some(receiver)) = (&method.function, &method.receiver) {
            let kind = self.type_name(receiver);
            let at = self.id_of(receiver);
            let name = native.def.name;
            return Ok(if is_special(name) {
                format!("<method-wrapper '{name}' of {kind} object at {at:#x}>")
            } else {
                format!("<built-in method {name} of {kind} object at {at:#x}>")
            });
        }
        let name = match self.getattr_opt(&method.function, "__name__")? {
            Some(name) => String::from_utf8_lossy(&self.str(&name)?).into_owned(),
            None => "?".to_owned(),
        };
        let class = method.class.as_ref().map_or_else(|| Rc::from("?"), |class| class.name());
        Ok(match &method.receiver {
            Some(receiver) => {
                let receiver = self.repr_text(receiver)?;
                format!("<bound method {class}.{name} of {receiver}>")
            }
            None => format!("<unbound method {class}.{name}>"),
        })
    }

    fn module_text(&mut self, module: &Rc<Module>) -> Result<String> {
        let name = match module.dict.get_name("__name__") {
            Some(Value::Str(name)) => name.lossy().into_owned(),
            _ => module.name.clone(),
        };
        Ok(match module.dict.get_name("__file__") {
            Some(Value::Str(file)) => format!("<module '{name}' from '{}'>", file.lossy()),
            _ => format!("<module '{name}' (built-in)>"),
        })
    }

    fn super_text(&mut self, bound: &Rc<Super>) -> Result<String> {
        let class = bound.class.name();
        Ok(if bound.receiver.is_none() {
            format!("<super: <class '{class}'>, NULL>")
        } else {
            format!("<super: <class '{class}'>, <{} object>>", bound.receiver_class.name())
        })
    }
}

fn bool_text(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

fn is_special(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

fn native_text(native: &NativeFunction) -> String {
    let name = native.def.name;
    match native.owner {
        Some(owner) if is_special(name) => format!("<slot wrapper '{name}' of '{}' objects>", owner.name),
        Some(owner) => format!("<method '{name}' of '{}' objects>", owner.name),
        None => format!("<built-in function {name}>"),
    }
}

fn xrange_text(range: XRange) -> String {
    let stop = range.start.saturating_add(range.len.saturating_mul(range.step));
    match (range.start, range.step) {
        (0, 1) => format!("xrange({stop})"),
        (start, 1) => format!("xrange({start}, {stop})"),
        (start, step) => format!("xrange({start}, {stop}, {step})"),
    }
}
