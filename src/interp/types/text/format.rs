//! `format(value, spec)`, `__format__` of the built-in types, and `str.format`.

use num_bigint::BigInt;

use super::format_number::{format_float, format_whole};
use super::format_spec::FormatSpec;
use super::format_template::Fields;
use super::view::{Kind, Text};
use crate::interp::class::ClassKind;
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::native::Args;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::interp::vm::arith::as_bigint;

/// `__format__` of `str`, `unicode` and the numbers. A `unicode` specification makes the result `unicode`.
pub fn format_value(vm: &mut Vm, value: &Value, spec: &Value) -> Result<Value> {
    let wide = match spec.base() {
        Value::Str(_) => false,
        Value::Unicode(_) => true,
        _ => {
            let name = vm.type_name(spec);
            return Err(type_error(format!("__format__ arg must be str or unicode, not {name}")));
        }
    };
    match value {
        Value::Unicode(_) => {
            let spec = vm.coerce_unicode(spec)?.into_owned();
            format_plain_text(vm, value, &spec, "unicode")
        }
        Value::Str(text) if wide => {
            let text = Value::unicode(super::codec::ascii_text(text.bytes())?);
            let spec = vm.coerce_unicode(spec)?.into_owned();
            format_plain_text(vm, &text, &spec, "str")
        }
        Value::Str(_) => {
            // The bytes of the specification stand for themselves: a fill character may be any byte.
            let spec =
                Text::of(spec).map(|t| t.chars().map(|(_, point)| point).collect::<String>()).unwrap_or_default();
            format_plain_text(vm, value, &spec, "str")
        }
        _ => {
            let spec_bytes = vm.str(spec)?;
            let spec: String = spec_bytes.iter().map(|byte| char::from(*byte)).collect();
            let text = format_number_value(vm, value, &spec)?;
            Ok(if wide {
                Value::unicode(text)
            } else {
                Value::bytes(text.chars().map(|point| u8::try_from(u32::from(point)).unwrap_or(b'?')).collect())
            })
        }
    }
}

fn format_number_value(vm: &mut Vm, value: &Value, spec: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(String::from_utf8_lossy(&vm.str(value)?).into_owned());
    }
    let parsed = FormatSpec::parse(spec, '>')?;
    let name = vm.type_name(value);
    match value {
        Value::Float(x) => format_float(vm, *x, &parsed, &name),
        _ => {
            let number = as_bigint(value).unwrap_or_else(|| BigInt::from(0));
            format_whole(vm, &number, &parsed, &name)
        }
    }
}

/// A text under a specification.
fn format_plain_text(vm: &mut Vm, value: &Value, spec: &str, type_name: &str) -> Result<Value> {
    let Some(text) = Text::of(value) else { return Err(type_error("a string is required")) };
    if spec.is_empty() {
        return Ok(value.clone());
    }
    let spec = FormatSpec::parse(spec, '<')?;
    spec.check_thousands(Some('s'))?;
    if let Some(code) = spec.code.filter(|code| *code != 's') {
        return Err(value_error(format!("Unknown format code '{code}' for object of type '{type_name}'")));
    }
    if spec.sign.is_some() {
        return Err(value_error("Sign not allowed in string format specifier"));
    }
    if spec.alternate {
        return Err(value_error("Alternate form (#) not allowed in string format specifier"));
    }
    if spec.align == '=' {
        return Err(value_error("'=' alignment not allowed in string format specifier"));
    }
    let end = spec.precision.map_or(text.bytes.len(), |precision| text.byte_at(precision));
    let cut = Text { bytes: text.bytes.get(..end).unwrap_or(text.bytes), kind: text.kind };
    let (left, right) = spec.padding(cut.len());
    let mut fill = Vec::new();
    text.push(&mut fill, spec.fill.unwrap_or(' '));
    super::method_fill::padded(vm, cut, &fill, left, right)
}

impl Vm {
    /// `format(value, spec)`: the value's `__format__`. The result is a `str` or a `unicode`.
    pub fn format(&mut self, value: &Value, spec: &Value) -> Result<Value> {
        if let Value::Str(_) | Value::Unicode(_) | Value::Bool(_) | Value::Int(_) | Value::Long(_) | Value::Float(_) =
            value
        {
            return format_value(self, value, spec);
        }
        let is_old = matches!(value, Value::Instance(i) if i.class().kind == ClassKind::Old);
        let Some(method) = self.special(value, "__format__")? else {
            if !is_old {
                let name = self.type_name(value);
                return Err(type_error(format!("Type {name} doesn't define __format__")));
            }
            let text = match spec.base() {
                Value::Unicode(_) => Value::unicode(self.unicode(value)?),
                _ => Value::bytes(self.str(value)?),
            };
            return format_value(self, &text, spec);
        };
        let result = self.call_with(&method, std::slice::from_ref(spec))?;
        match result.base() {
            Value::Str(_) | Value::Unicode(_) => Ok(result),
            _ => {
                let (class, given) = (self.type_name(value), self.type_name(&result));
                Err(type_error(format!("{class}.__format__ must return string or unicode, not {given}")))
            }
        }
    }
}

/// `template.format(*args, **kwargs)`.
pub(super) fn format_method(vm: &mut Vm, mut args: Args) -> Result<Value> {
    if args.positional.is_empty() {
        return Err(type_error("descriptor 'format' of 'str' object needs an argument"));
    }
    let receiver = args.positional.remove(0);
    let Some(text) = Text::of(&receiver) else { return Err(type_error("a string is required")) };
    let mut fields =
        Fields { kind: text.kind, positional: &args.positional, keywords: &args.keywords, numbering: None };
    let points: Vec<char> = text.chars().map(|(_, point)| point).collect();
    vm.charge(points.len() as u64)?;
    let out = fields.render(vm, &points, 2)?;
    vm.check_size(out.len() as u64)?;
    Ok(match text.kind {
        Kind::Str => Value::bytes(out),
        Kind::Unicode => Value::unicode(super::view::into_string(out)),
    })
}
