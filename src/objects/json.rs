//! JSON of objects (`reference/objects.md §12.1`), in the order of CPython's dictionaries.

use std::any::Any;
use std::borrow::Cow;
use std::fmt::Write;
use std::rc::Rc;

use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::frozen::Frozen;
use super::object::{Object, Payload, Slots};
use super::raw::{Foreign, Raw};
use super::raw_ops;
use super::types::{Kind, Type};
use crate::cpython::hash::hash_unicode;
use crate::cpython::json::{Json, JsonInput, ParseOptions, json_float, parse, write_string_ascii};
use crate::cpython::repr::repr_unicode;
use crate::cpython::table::{Lookup, Table};
use crate::source::Span;

impl Object {
    /// `json_dumps()`: interpolates once and writes the result. Errors: those of interpolation; a value that JSON cannot hold.
    pub fn json_dumps(&self, cx: &Context) -> Result<String> {
        let (object, _) = self.interpolate(cx)?;
        let mut out = String::with_capacity(1 << 10);
        write_object(cx, &mut out, &object)?;
        Ok(out)
    }

    /// The JSON of `get()`: neither interpolated nor coerced.
    pub fn json_of_raw(&self, cx: &Context) -> Result<String> {
        let mut out = String::new();
        write_object(cx, &mut out, self)?;
        Ok(out)
    }
}

fn write_object(cx: &Context, out: &mut String, object: &Object) -> Result<()> {
    cx.charge(1)?;
    cx.deeper(|| match &object.data.payload {
        Payload::Scalar(value) => write_raw(cx, out, value),
        Payload::Choice(_) => write_object(cx, out, &object.interpolate(cx)?.0),
        Payload::List(elements) => {
            out.push('[');
            for (at, element) in elements.iter().enumerate() {
                separate(out, at);
                write_object(cx, out, element)?;
            }
            out.push(']');
            Ok(())
        }
        Payload::Map(_) => write_raw(cx, out, &object.get(cx)?),
        Payload::Struct(slots) if object.data.settled && object.data.is_written.get() => {
            if cx.push_kept_json(out, object)? {
                return Ok(());
            }
            let (start, steps) = (out.len(), cx.steps());
            write_struct(cx, out, object, slots)?;
            cx.keep_json(object, &out[start..], cx.steps() - steps);
            Ok(())
        }
        Payload::Struct(slots) => {
            // What is written twice, such as a default, is likely to be written again.
            object.data.is_written.set(true);
            write_struct(cx, out, object, slots)
        }
    })
}

fn write_struct(cx: &Context, out: &mut String, object: &Object, slots: &Slots) -> Result<()> {
    let Some(fields) = object.ty().as_struct() else { return Ok(()) };
    out.push('{');
    for (count, at) in fields.dict_order(slots).iter().enumerate() {
        let (Some(field), Some(Some(slot))) = (fields.field(*at), slots.get(*at)) else { continue };
        separate(out, count);
        out.push_str(field.json_name());
        write_object(cx, out, &slot.value)?;
    }
    out.push('}');
    Ok(())
}

fn separate(out: &mut String, count: usize) {
    if count > 0 {
        out.push_str(", ");
    }
}

fn write_raw(cx: &Context, out: &mut String, value: &Raw) -> Result<()> {
    match value {
        Raw::None => out.push_str("null"),
        Raw::Bool(true) => out.push_str("true"),
        Raw::Bool(false) => out.push_str("false"),
        Raw::Float(number) => out.push_str(&json_float(*number)),
        Raw::Int(number) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "{number}");
        }
        Raw::Long(_) => out.push_str(&raw_ops::number_text(value).unwrap_or_default()),
        Raw::Text(text) => write_string_ascii(out, text),
        Raw::Bytes(bytes) => write_string_ascii(out, utf8(bytes)?),
        Raw::Tuple(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                separate(out, at);
                cx.deeper(|| write_raw(cx, out, item))?;
            }
            out.push(']');
        }
        Raw::Frozen(frozen) => write_frozen(cx, out, frozen)?,
        Raw::Foreign(foreign) => {
            let plain = plain(cx, value, &**foreign)?;
            return cx.deeper(|| write_raw(cx, out, &plain));
        }
        Raw::Object(_) | Raw::Environment(_) | Raw::Reference(_) | Raw::Empty => {
            return Err(not_serializable(cx, value)?);
        }
    }
    Ok(())
}

/// A dictionary or a list of the program as a value of its own. Errors: it is neither.
pub(super) fn plain(cx: &Context, value: &Raw, foreign: &dyn Foreign) -> Result<Raw> {
    if let Some(pairs) = foreign.as_mapping()? {
        return Ok(Raw::Frozen(Frozen::from_pairs(cx, pairs)?.into()));
    }
    match foreign.as_sequence()? {
        Some(items) => Ok(Raw::tuple(items)),
        None => Err(not_serializable(cx, value)?),
    }
}

pub(super) fn not_serializable(cx: &Context, value: &Raw) -> Result<Error> {
    let shown = raw_ops::repr(cx, value)?;
    Ok(Error::new(ErrorClass::Type, format!("{shown} is not JSON serializable")))
}

/// Byte texts are read as UTF-8.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or(0);
        let message = format!("'utf8' codec can't decode byte 0x{byte:02x} in position {at}: invalid start byte");
        Error::new(ErrorClass::UnicodeDecode, message)
    })
}

/// The name that a dictionary's key becomes.
pub(super) fn key_text(key: &Raw) -> Result<Cow<'_, str>> {
    Ok(match key {
        Raw::Text(text) => Cow::Borrowed(&**text),
        Raw::Bytes(bytes) => Cow::Borrowed(utf8(bytes)?),
        Raw::Float(number) => Cow::Owned(json_float(*number)),
        Raw::None => Cow::Borrowed("null"),
        Raw::Bool(_) | Raw::Int(_) | Raw::Long(_) => Cow::Owned(raw_ops::number_text(key).unwrap_or_default()),
        _ => {
            let message = format!("keys must be a string, not {}", raw_ops::type_name(key));
            return Err(Error::new(ErrorClass::Type, message));
        }
    })
}

fn write_frozen(cx: &Context, out: &mut String, frozen: &Frozen) -> Result<()> {
    out.push('{');
    for (count, (key, value)) in frozen.iter().enumerate() {
        separate(out, count);
        write_string_ascii(out, &key_text(key)?);
        out.push_str(": ");
        cx.deeper(|| write_raw(cx, out, value))?;
    }
    out.push('}');
    Ok(())
}

impl Type {
    /// `T.json_loads(text, strict)` of a Struct type: unknown keys at the top are dropped unless strict. The span is the place that
    /// attributes get. Errors: malformed JSON (`ValueError`), no object, and those of construction.
    pub fn json_loads(&self, cx: &Context, text: &str, strict: bool, span: Span) -> Result<Object> {
        let document =
            parse(text, json_options(cx)).map_err(|error| Error::new(ErrorClass::Value, error.to_string()))?;
        let value = raw_from_json(document);
        let value = if strict { value } else { self.known_keys(cx, &value)? };
        self.construct(cx, &[value], &[], span)
    }

    fn known_keys(&self, cx: &Context, value: &Raw) -> Result<Raw> {
        let Kind::Struct(fields) = self.kind() else { return Ok(value.clone()) };
        let Some(pairs) = raw_ops::mapping_pairs(value)? else {
            let message = format!("'{}' object has no attribute 'items'", raw_ops::type_name(value));
            return Err(Error::new(ErrorClass::Attribute, message));
        };
        let mut kept = Vec::new();
        for (key, value) in pairs {
            let Raw::Text(name) = &key else { continue };
            let Some(field) = fields.slot(name).and_then(|at| fields.field(at)) else { continue };
            let nested = cx.rules().json_drops_nested && field.ty.as_struct().is_some();
            let value = if nested { field.ty.known_keys(cx, &value)? } else { value };
            kept.push((key, value));
        }
        Ok(Raw::Frozen(Frozen::from_pairs(cx, kept)?.into()))
    }
}

fn json_options(cx: &Context) -> ParseOptions {
    ParseOptions { input: JsonInput::Bytes, depth: cx.limits().depth as usize, strict: true }
}

/// A list or dictionary that was read from JSON, as Python would hold it.
enum Read {
    List(Vec<Raw>),
    Dict(Table<Raw, Raw>),
}

fn raw_from_json(value: Json) -> Raw {
    match value {
        Json::Null => Raw::None,
        Json::Bool(value) => Raw::Bool(value),
        Json::Int(number) => Raw::Int(number),
        Json::Big(number) => Raw::Long(Rc::new(number)),
        Json::Float(number) => Raw::Float(number),
        Json::String(text) => Raw::Text(text.into()),
        Json::Array(items) => Raw::Foreign(Rc::new(Read::List(items.into_iter().map(raw_from_json).collect()))),
        Json::Object(members) => {
            let mut table = Table::new();
            for (name, value) in members {
                let value = raw_from_json(value);
                let hash = hash_unicode(&name);
                match table.find(hash, |key| matches!(key, Raw::Text(text) if **text == *name)) {
                    Lookup::Found(slot) => {
                        if let Some(place) = table.value_at_mut(slot) {
                            *place = value;
                        }
                    }
                    Lookup::Vacant(slot) => table.insert_vacant(slot, hash, Raw::Text(name.into()), value),
                }
            }
            Raw::Foreign(Rc::new(Read::Dict(table)))
        }
    }
}

fn repr_read(value: &Raw) -> Result<String> {
    Ok(match value {
        Raw::Text(text) => repr_unicode(text),
        Raw::Foreign(foreign) => foreign.repr()?,
        Raw::Float(number) => crate::cpython::float_text::float_repr(*number),
        Raw::Long(_) => format!("{}L", raw_ops::number_text(value).unwrap_or_default()),
        _ => raw_ops::number_text(value).unwrap_or_else(|| "None".to_owned()),
    })
}

impl Foreign for Read {
    fn type_name(&self) -> String {
        match self {
            Read::List(_) => "list".to_owned(),
            Read::Dict(_) => "dict".to_owned(),
        }
    }

    fn repr(&self) -> Result<String> {
        Ok(match self {
            Read::List(items) => {
                let parts = items.iter().map(repr_read).collect::<Result<Vec<_>>>()?;
                format!("[{}]", parts.join(", "))
            }
            Read::Dict(table) => {
                let part = |(_, key, value)| Ok(format!("{}: {}", repr_read(key)?, repr_read(value)?));
                let parts = table.iter().map(part).collect::<Result<Vec<_>>>()?;
                format!("{{{}}}", parts.join(", "))
            }
        })
    }

    fn str(&self) -> Result<String> {
        self.repr()
    }

    fn as_mapping(&self) -> Result<Option<Vec<(Raw, Raw)>>> {
        Ok(match self {
            Read::List(_) => None,
            Read::Dict(table) => Some(table.iter().map(|(_, key, value)| (key.clone(), value.clone())).collect()),
        })
    }

    fn is_plain_dict(&self) -> bool {
        matches!(self, Read::Dict(_))
    }

    fn as_sequence(&self) -> Result<Option<Vec<Raw>>> {
        Ok(match self {
            Read::List(items) => Some(items.clone()),
            Read::Dict(_) => None,
        })
    }

    fn as_iterable(&self) -> Result<Option<Vec<Raw>>> {
        Ok(Some(match self {
            Read::List(items) => items.clone(),
            Read::Dict(table) => table.iter().map(|(_, key, _)| key.clone()).collect(),
        }))
    }

    fn is_true(&self) -> Result<bool> {
        Ok(match self {
            Read::List(items) => !items.is_empty(),
            Read::Dict(table) => !table.is_empty(),
        })
    }

    fn hash(&self) -> Result<i64> {
        Err(Error::new(ErrorClass::Type, format!("unhashable type: '{}'", self.type_name())))
    }

    fn eq(&self, _other: &Raw) -> Result<bool> {
        Ok(false)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
