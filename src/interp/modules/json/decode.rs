//! From JSON text to values, with the hooks of `JSONDecoder`.

use std::rc::Rc;

use crate::cpython::json::{Json, JsonError, JsonErrorKind, JsonInput, ParseOptions};
use crate::cpython::json::{parse_prefix, parse_with_numbers};
use crate::interp::error::{Error, Exc, Result, type_error, value_error};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// The hooks of a decoder; `None` where the default applies.
struct Hooks {
    object: Value,
    pairs: Value,
    float: Value,
    int: Value,
    constant: Value,
    numbers: std::vec::IntoIter<String>,
}

impl Hooks {
    fn of(vm: &mut Vm, decoder: &Value, numbers: Vec<String>) -> Result<Hooks> {
        let mut hook = |name: &str| vm.getattr_name(decoder, name);
        Ok(Hooks {
            object: hook("object_hook")?,
            pairs: hook("object_pairs_hook")?,
            float: hook("parse_float")?,
            int: hook("parse_int")?,
            constant: hook("parse_constant")?,
            numbers: numbers.into_iter(),
        })
    }
}

/// `_json.decode(decoder, text)`: the whole text.
pub fn decode(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (text, options) = input(vm, &args[0], &args[1])?;
    let parsed = parse_with_numbers(&text, options).map_err(raised)?;
    let mut hooks = Hooks::of(vm, &args[0], parsed.numbers)?;
    convert(vm, &mut hooks, parsed.value)
}

/// `_json.raw_decode(decoder, text, index)`: a value and where it ends.
pub fn raw_decode(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (text, options) = input(vm, &args[0], &args[1])?;
    let from = usize::try_from(vm.int_arg(&args[2])?).map_err(|_| value_error("No JSON object could be decoded"))?;
    let points = options.input == JsonInput::Unicode;
    let at = if points { text.char_indices().nth(from).map_or(text.len(), |(at, _)| at) } else { from };
    if !text.is_char_boundary(at) {
        return Err(value_error("No JSON object could be decoded"));
    }
    let parsed = parse_prefix(&text, at, options).map_err(raised)?;
    let end = if points { text.get(..parsed.end).map_or(0, |before| before.chars().count()) } else { parsed.end };
    let mut hooks = Hooks::of(vm, &args[0], parsed.numbers)?;
    let value = convert(vm, &mut hooks, parsed.value)?;
    Ok(Value::tuple(vec![value, Value::Int(end as i64)]))
}

/// The text to read, and how its positions count.
fn input(vm: &mut Vm, decoder: &Value, text: &Value) -> Result<(String, ParseOptions)> {
    let strict = vm.getattr_name(decoder, "strict")?;
    let strict = vm.truth(&strict)?;
    let options = |input| ParseOptions { input, strict, ..ParseOptions::default() };
    match text.base() {
        Value::Unicode(text) => {
            vm.check_size(text.text().len() as u64)?;
            Ok((text.text().to_owned(), options(JsonInput::Unicode)))
        }
        Value::Str(bytes) => {
            vm.check_size(bytes.bytes().len() as u64)?;
            let encoding = vm.getattr_name(decoder, "encoding")?;
            let is_utf8 = match &encoding {
                Value::Str(name) => matches!(name.bytes(), b"utf-8" | b"utf8" | b"UTF-8" | b"UTF8"),
                _ => true,
            };
            match std::str::from_utf8(bytes.bytes()) {
                Ok(text) if is_utf8 || text.is_ascii() => Ok((text.to_owned(), options(JsonInput::Bytes))),
                _ => {
                    let encoding = if encoding.is_none() { Value::str("utf8") } else { encoding };
                    let decoded = vm.call_method(text.base(), "decode", &[encoding])?;
                    match decoded.base() {
                        Value::Unicode(text) => Ok((text.text().to_owned(), options(JsonInput::Bytes))),
                        _ => Err(type_error("the decoder did not give unicode")),
                    }
                }
            }
        }
        _ => Err(type_error("expected string or buffer")),
    }
}

fn raised(error: JsonError) -> Error {
    if error.kind == JsonErrorKind::TooDeep {
        return Error::new(Exc::RuntimeError, "maximum recursion depth exceeded");
    }
    value_error(error.message)
}

/// The parser limits the depth, so that this recursion is limited too.
fn convert(vm: &mut Vm, hooks: &mut Hooks, json: Json) -> Result<Value> {
    vm.charge(1)?;
    match json {
        Json::Null => Ok(Value::None),
        Json::Bool(value) => Ok(Value::Bool(value)),
        Json::Int(value) => number(vm, hooks, Value::Int(value)),
        Json::Big(value) => number(vm, hooks, Value::long(value)),
        Json::Float(value) => number(vm, hooks, Value::Float(value)),
        Json::String(text) => {
            vm.charge_bytes(text.len() as u64 + 32)?;
            Ok(Value::unicode(text))
        }
        Json::Array(items) => {
            vm.charge_bytes(items.len() as u64 * 16 + 32)?;
            let items: Result<Vec<Value>> = items.into_iter().map(|item| convert(vm, hooks, item)).collect();
            Ok(Value::list(items?))
        }
        Json::Object(members) => object(vm, hooks, members),
    }
}

fn number(vm: &mut Vm, hooks: &mut Hooks, value: Value) -> Result<Value> {
    let text = hooks.numbers.next().unwrap_or_default();
    let hook = match &value {
        Value::Float(_) if text.ends_with(['N', 'y']) => &hooks.constant,
        Value::Float(_) => &hooks.float,
        _ => &hooks.int,
    };
    if hook.is_none() {
        return Ok(value);
    }
    let hook = hook.clone();
    vm.call_with(&hook, &[Value::str(text)])
}

fn object(vm: &mut Vm, hooks: &mut Hooks, members: Vec<(String, Json)>) -> Result<Value> {
    if !hooks.pairs.is_none() {
        let mut pairs = Vec::with_capacity(members.len());
        for (name, value) in members {
            pairs.push(Value::tuple(vec![Value::unicode(name), convert(vm, hooks, value)?]));
        }
        let hook = hooks.pairs.clone();
        return vm.call_with(&hook, &[Value::list(pairs)]);
    }
    let dict = Dict::new();
    for (name, value) in members {
        let value = convert(vm, hooks, value)?;
        vm.charge_bytes(name.len() as u64 + 96)?;
        dict.set(vm, Value::unicode(name), value)?;
    }
    let dict = Value::Dict(Rc::new(dict));
    if hooks.object.is_none() {
        return Ok(dict);
    }
    let hook = hooks.object.clone();
    vm.call_with(&hook, &[dict])
}
