//! `encode`, `decode`, and the constructors of the text types.

use super::codec;
use super::view::{Kind, Text};
use crate::interp::error::{Result, type_error};
use crate::interp::native::NativeDef;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `str(object='')`.
pub(super) static NEW_STR: NativeDef = NativeDef::named("str", &["object"], 0, |vm, args| match args.first() {
    Some(Some(value)) => match value {
        Value::Str(_) => Ok(value.clone()),
        value => Ok(Value::bytes(vm.str(value)?)),
    },
    _ => Ok(Value::str("")),
});

/// `unicode(string[, encoding[, errors]])`.
pub(super) static NEW_UNICODE: NativeDef =
    NativeDef::named("unicode", &["string", "encoding", "errors"], 0, new_unicode);

fn new_unicode(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let Some(Some(value)) = args.first() else { return Ok(Value::unicode("")) };
    let encoding = name(vm, args.get(1), "unicode", 2)?;
    let errors = name(vm, args.get(2), "unicode", 3)?;
    if encoding.is_none() && errors.is_none() {
        return match value {
            Value::Unicode(_) => Ok(value.clone()),
            value => Ok(Value::unicode(vm.unicode(value)?)),
        };
    }
    match value.base() {
        Value::Unicode(_) => Err(type_error("decoding Unicode is not supported")),
        Value::Str(text) => {
            let bytes = text.bytes().to_vec();
            let decoded = codec::decode(vm, &bytes, encoding.as_deref(), errors.as_deref())?;
            match decoded {
                Value::Unicode(_) => Ok(decoded),
                other => {
                    let given = vm.type_name(&other);
                    Err(type_error(format!("decoder did not return an unicode object (type={given})")))
                }
            }
        }
        _ => {
            let given = vm.type_name(value);
            Err(type_error(format!("coercing to Unicode: need string or buffer, {given} found")))
        }
    }
}

fn name(vm: &mut Vm, value: Option<&Option<Value>>, function: &str, at: usize) -> Result<Option<String>> {
    match value {
        Some(Some(value)) => match value.base() {
            Value::Str(text) => Ok(Some(text.lossy().into_owned())),
            Value::Unicode(text) => Ok(Some(text.text().to_owned())),
            _ => {
                let given = vm.type_name(value);
                Err(type_error(format!("{function}() argument {at} must be string, not {given}")))
            }
        },
        _ => Ok(None),
    }
}

pub(super) fn encode(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let encoding = name(vm, args.get(1), "encode", 1)?;
    let errors = name(vm, args.get(2), "encode", 2)?;
    let Some(Some(receiver)) = args.first() else { return Err(type_error("a string is required")) };
    codec::encode(vm, receiver.base(), encoding.as_deref(), errors.as_deref())
}

pub(super) fn decode(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let encoding = name(vm, args.get(1), "decode", 1)?;
    let errors = name(vm, args.get(2), "decode", 2)?;
    let Some(Some(receiver)) = args.first() else { return Err(type_error("a string is required")) };
    match Text::of(receiver) {
        Some(Text { bytes, kind: Kind::Str }) => codec::decode(vm, bytes, encoding.as_deref(), errors.as_deref()),
        Some(Text { bytes, kind: Kind::Unicode }) => {
            let text = String::from_utf8_lossy(bytes);
            let bytes = codec::ascii_bytes(&text)?.to_vec();
            codec::decode(vm, &bytes, encoding.as_deref(), errors.as_deref())
        }
        None => Err(type_error("a string is required")),
    }
}
