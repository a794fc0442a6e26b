//! Objects as a tree of JSON values: what reading the text of `json_dumps()` gives, without the text in between.

use serde_json::{Map, Value};

use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::frozen::Frozen;
use super::json::{key_text, not_serializable, plain, utf8};
use super::object::{Object, Payload};
use super::raw::Raw;
use super::raw_ops;
use crate::cpython::json::json_float;

impl Object {
    /// Interpolates as often as that changes something, at most `rounds` times, and gives the result as JSON.
    /// Errors: those of [`Object::json_dumps`]; a number that is none (`nan`).
    pub fn json_tree(&self, cx: &Context, rounds: usize) -> Result<Value> {
        let mut object = self.clone();
        for _ in 0..rounds {
            let (next, _) = object.interpolate(cx)?;
            let is_done = next.is_same(&object);
            object = next;
            if is_done {
                break;
            }
        }
        of_object(cx, &object)
    }
}

fn of_object(cx: &Context, object: &Object) -> Result<Value> {
    cx.charge(1)?;
    cx.deeper(|| match &object.data.payload {
        Payload::Scalar(value) => of_raw(cx, value),
        Payload::Choice(_) => of_object(cx, &object.interpolate(cx)?.0),
        Payload::List(elements) => elements.iter().map(|element| of_object(cx, element)).collect(),
        Payload::Map(_) => of_raw(cx, &object.get(cx)?),
        Payload::Struct(slots) => {
            let Some(fields) = object.ty().as_struct() else { return Ok(Value::Null) };
            let order = fields.dict_order(slots);
            let mut map = Map::with_capacity(order.len());
            for at in order.iter() {
                let (Some(field), Some(Some(slot))) = (fields.field(*at), slots.get(*at)) else { continue };
                map.insert(field.name.to_string(), of_object(cx, &slot.value)?);
            }
            Ok(Value::Object(map))
        }
    })
}

fn of_raw(cx: &Context, value: &Raw) -> Result<Value> {
    Ok(match value {
        Raw::None => Value::Null,
        Raw::Bool(value) => Value::Bool(*value),
        Raw::Int(number) => Value::from(*number),
        Raw::Float(number) => number_of(&json_float(*number))?,
        Raw::Long(_) => number_of(&raw_ops::number_text(value).unwrap_or_default())?,
        Raw::Text(text) => Value::String(text.to_string()),
        Raw::Bytes(bytes) => Value::String(utf8(bytes)?.to_owned()),
        Raw::Tuple(items) => {
            let items = items.iter().map(|item| cx.deeper(|| of_raw(cx, item)));
            Value::Array(items.collect::<Result<_>>()?)
        }
        Raw::Frozen(frozen) => of_frozen(cx, frozen)?,
        Raw::Foreign(foreign) => {
            let plain = plain(cx, value, &**foreign)?;
            return cx.deeper(|| of_raw(cx, &plain));
        }
        Raw::Object(_) | Raw::Environment(_) | Raw::Reference(_) | Raw::Empty => {
            return Err(not_serializable(cx, value)?);
        }
    })
}

fn of_frozen(cx: &Context, frozen: &Frozen) -> Result<Value> {
    let mut map = Map::new();
    for (key, value) in frozen.iter() {
        map.insert(key_text(key)?.into_owned(), cx.deeper(|| of_raw(cx, value))?);
    }
    Ok(Value::Object(map))
}

fn number_of(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|_| Error::new(ErrorClass::Value, format!("{text} is no number of JSON")))
}
