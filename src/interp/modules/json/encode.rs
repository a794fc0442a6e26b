//! From values to JSON text, with the settings of a `JSONEncoder`.

use crate::cpython::json::{json_float, write_string, write_string_ascii};
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// An encoder's settings and the text so far.
struct Encoder {
    /// The `JSONEncoder`, whose `default` is asked for unknown values.
    owner: Value,
    skip_keys: bool,
    ascii: bool,
    check_circular: bool,
    allow_nan: bool,
    sort_keys: bool,
    indent: Option<usize>,
    item_separator: String,
    key_separator: String,
    encoding: Option<Value>,
    /// Finished parts; more than one only where `str` and `unicode` may have to be joined.
    parts: Vec<Value>,
    text: String,
    /// Containers being written, for cycles.
    open: Vec<usize>,
    level: usize,
}

/// `_json.encode(encoder, value)`.
pub fn encode(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let mut encoder = Encoder::of(vm, &args[0])?;
    encoder.value(vm, &args[1])?;
    encoder.finish(vm)
}

impl Encoder {
    fn of(vm: &mut Vm, owner: &Value) -> Result<Encoder> {
        let flag = |vm: &mut Vm, name: &str| {
            let value = vm.getattr_name(owner, name)?;
            vm.truth(&value)
        };
        let indent = vm.getattr_name(owner, "indent")?;
        let indent = match indent {
            Value::None => None,
            other => match vm.index(&other)? {
                Some(width) => Some(usize::try_from(vm.int_arg(&width)?.max(0)).unwrap_or(0)),
                None => {
                    let kind = vm.type_name(&other);
                    return Err(type_error(format!("can't multiply sequence by non-int of type '{kind}'")));
                }
            },
        };
        let encoding = vm.getattr_name(owner, "encoding")?;
        let is_utf8 = matches!(&encoding, Value::Str(name) if matches!(name.bytes(), b"utf-8" | b"utf8"));
        Ok(Encoder {
            owner: owner.clone(),
            skip_keys: flag(vm, "skipkeys")?,
            ascii: flag(vm, "ensure_ascii")?,
            check_circular: flag(vm, "check_circular")?,
            allow_nan: flag(vm, "allow_nan")?,
            sort_keys: flag(vm, "sort_keys")?,
            indent,
            item_separator: separator(vm, owner, "item_separator")?,
            key_separator: separator(vm, owner, "key_separator")?,
            encoding: if is_utf8 || encoding.is_none() { None } else { Some(encoding) },
            parts: Vec::new(),
            text: String::new(),
            open: Vec::new(),
            level: 0,
        })
    }

    fn finish(mut self, vm: &mut Vm) -> Result<Value> {
        vm.charge_bytes(self.text.len() as u64)?;
        if self.parts.is_empty() {
            return Ok(Value::bytes(self.text.into_bytes()));
        }
        self.flush();
        vm.call_method(&Value::str(""), "join", &[Value::list(self.parts)])
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Value::bytes(std::mem::take(&mut self.text).into_bytes()));
        }
    }

    fn value(&mut self, vm: &mut Vm, value: &Value) -> Result<()> {
        vm.charge(4)?;
        if self.text.len() > 1 << 16 {
            vm.check_size(self.text.len() as u64)?;
            self.flush();
        }
        match value.base() {
            Value::None => self.text.push_str("null"),
            Value::Bool(true) => self.text.push_str("true"),
            Value::Bool(false) => self.text.push_str("false"),
            Value::Str(_) | Value::Unicode(_) => self.string(vm, value.base())?,
            Value::Int(_) | Value::Long(_) => {
                let text = vm.str(value)?;
                self.text.push_str(&String::from_utf8_lossy(&text));
            }
            Value::Float(number) => {
                let text = self.float(vm, *number)?;
                self.text.push_str(&text);
            }
            Value::List(_) | Value::Tuple(_) => self.guarded(vm, value, Self::array)?,
            Value::Dict(_) => self.guarded(vm, value, Self::object)?,
            _ => self.guarded(vm, value, Self::other)?,
        }
        Ok(())
    }

    fn guarded(
        &mut self,
        vm: &mut Vm,
        value: &Value,
        write: fn(&mut Self, &mut Vm, &Value) -> Result<()>,
    ) -> Result<()> {
        let address = value.address().unwrap_or(0);
        if self.check_circular && address != 0 && self.open.contains(&address) {
            return Err(value_error("Circular reference detected"));
        }
        vm.enter(" while encoding a JSON object")?;
        self.open.push(address);
        let result = write(self, vm, value);
        self.open.pop();
        vm.leave();
        result
    }

    fn other(&mut self, vm: &mut Vm, value: &Value) -> Result<()> {
        let owner = self.owner.clone();
        let replaced = vm.call_method(&owner, "default", std::slice::from_ref(value))?;
        self.value(vm, &replaced)
    }

    fn float(&self, vm: &mut Vm, number: f64) -> Result<String> {
        if !number.is_finite() && !self.allow_nan {
            if !self.careful() {
                return Err(value_error("Out of range float values are not JSON compliant"));
            }
            let shown = vm.repr_text(&Value::Float(number))?;
            return Err(value_error(format!("Out of range float values are not JSON compliant: {shown}")));
        }
        Ok(json_float(number))
    }

    fn string(&mut self, vm: &mut Vm, value: &Value) -> Result<()> {
        let mut decoded = value.clone();
        if let (Value::Str(bytes), Some(encoding)) = (value, &self.encoding)
            && !bytes.bytes().is_ascii()
        {
            decoded = vm.call_method(value, "decode", std::slice::from_ref(encoding))?;
        }
        match &decoded {
            Value::Str(bytes) => match (bytes.ascii(), self.ascii) {
                (Some(text), _) => write_string_ascii_or_not(&mut self.text, text, self.ascii),
                (None, false) => {
                    self.flush();
                    self.parts.push(Value::bytes(quoted_bytes(bytes.bytes())));
                }
                (None, true) => {
                    let unicode = vm.call_method(&decoded, "decode", &[Value::str("utf-8")])?;
                    if let Value::Unicode(text) = unicode.base() {
                        write_string_ascii(&mut self.text, text.text());
                    }
                }
            },
            Value::Unicode(text) if self.ascii => write_string_ascii(&mut self.text, text.text()),
            Value::Unicode(text) => {
                self.flush();
                let mut quoted = String::new();
                write_string(&mut quoted, text.text());
                self.parts.push(Value::unicode(quoted));
            }
            _ => {}
        }
        Ok(())
    }

    fn line(&mut self, vm: &mut Vm) -> Result<()> {
        if let Some(width) = self.indent {
            let blanks = width.saturating_mul(self.level);
            vm.check_size(blanks as u64)?;
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n(' ', blanks));
        }
        Ok(())
    }

    fn array(&mut self, vm: &mut Vm, value: &Value) -> Result<()> {
        let items = vm.collect(value)?;
        if items.is_empty() {
            self.text.push_str("[]");
            return Ok(());
        }
        self.text.push('[');
        self.level += 1;
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text.push_str(&self.item_separator);
            }
            self.line(vm)?;
            self.value(vm, item)?;
        }
        self.level -= 1;
        self.line(vm)?;
        self.text.push(']');
        Ok(())
    }

    fn object(&mut self, vm: &mut Vm, value: &Value) -> Result<()> {
        let members = self.members(vm, value)?;
        if members.is_empty() {
            self.text.push_str("{}");
            return Ok(());
        }
        self.text.push('{');
        self.level += 1;
        let mut first = true;
        for (key, value) in members {
            let Some(key) = self.key(vm, &key)? else { continue };
            if !first {
                self.text.push_str(&self.item_separator);
            }
            first = false;
            self.line(vm)?;
            self.string(vm, &key)?;
            self.text.push_str(&self.key_separator);
            self.value(vm, &value)?;
        }
        self.level -= 1;
        self.line(vm)?;
        self.text.push('}');
        Ok(())
    }

    fn members(&mut self, vm: &mut Vm, value: &Value) -> Result<Vec<(Value, Value)>> {
        let mut members = match value {
            Value::Dict(dict) => dict.items(),
            other => {
                let items = vm.call_method(other, "items", &[])?;
                let mut members = Vec::new();
                for item in vm.collect(&items)? {
                    let pair = vm.collect(&item)?;
                    let [key, value] = pair.as_slice() else {
                        return Err(value_error("items must return 2-tuples"));
                    };
                    members.push((key.clone(), value.clone()));
                }
                members
            }
        };
        if self.sort_keys {
            members = sorted(vm, members)?;
        }
        Ok(members)
    }

    /// The original has two encoders that differ in details; this tells which one would run.
    fn careful(&self) -> bool {
        self.indent.is_some() || self.sort_keys
    }

    /// The text of a member's name; `None` to leave the member out.
    fn key(&mut self, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        let text = match key.base() {
            Value::Str(_) | Value::Unicode(_) => return Ok(Some(key.base().clone())),
            Value::Float(number) => self.float(vm, *number)?,
            // The faster of the original's two encoders takes a bool for the int that it is.
            Value::Bool(_) if !self.careful() => String::from_utf8_lossy(&vm.str(key)?).into_owned(),
            Value::Bool(true) => "true".to_owned(),
            Value::Bool(false) => "false".to_owned(),
            Value::None => "null".to_owned(),
            Value::Int(_) | Value::Long(_) => String::from_utf8_lossy(&vm.str(key)?).into_owned(),
            _ if self.skip_keys => return Ok(None),
            _ if !self.careful() => return Err(type_error("keys must be a string")),
            _ => {
                let shown = vm.repr_text(key)?;
                return Err(type_error(format!("key {shown} is not a string")));
            }
        };
        Ok(Some(Value::str(text)))
    }
}

fn separator(vm: &mut Vm, owner: &Value, name: &str) -> Result<String> {
    let value = vm.getattr_name(owner, name)?;
    match value.base() {
        Value::Unicode(text) => Ok(text.text().to_owned()),
        _ => Ok(String::from_utf8_lossy(&vm.str(&value)?).into_owned()),
    }
}

fn write_string_ascii_or_not(out: &mut String, text: &str, ascii: bool) {
    if ascii { write_string_ascii(out, text) } else { write_string(out, text) }
}

/// A `str` that is not ASCII, in quotes, its bytes kept.
fn quoted_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    for &byte in bytes {
        if byte.is_ascii() {
            let mut one = String::new();
            write_string(&mut one, char::from(byte).encode_utf8(&mut [0; 4]));
            quoted.extend_from_slice(one.as_bytes().get(1..one.len() - 1).unwrap_or(&[]));
        } else {
            quoted.push(byte);
        }
    }
    quoted.push(b'"');
    quoted
}

/// Sorted by key as `sorted` does.
fn sorted(vm: &mut Vm, members: Vec<(Value, Value)>) -> Result<Vec<(Value, Value)>> {
    let mut failed = None;
    let mut members = members;
    members.sort_by(|a, b| {
        if failed.is_some() {
            return std::cmp::Ordering::Equal;
        }
        match vm.cmp(&a.0, &b.0) {
            Ok(order) => order,
            Err(error) => {
                failed = Some(error);
                std::cmp::Ordering::Equal
            }
        }
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(members),
    }
}
