//! From raw values to the values of scalar types (`reference/objects.md §4.1, §4.2`).

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive, Zero};

use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::raw::Raw;
use super::raw_ops;
use super::types::{Kind, Type};
use crate::cpython::float_text::parse_float;
use crate::cpython::int_text::parse_long;
use crate::syntax::template::may_have_references;

/// Whether interpolation leaves a scalar's payload as it is, wherever the scalar is placed.
pub(super) fn is_settled(ty: &Type, value: &Raw) -> bool {
    match (ty.kind(), value) {
        (Kind::String, Raw::Text(text)) => !may_have_references(text),
        (Kind::Enum(values), Raw::Text(text)) => values.contains(text),
        (Kind::Integer, Raw::Int(_)) | (Kind::Float, Raw::Float(_)) | (Kind::Boolean, Raw::Bool(_)) => true,
        (Kind::Integer, Raw::Long(number)) => number.to_i64().is_none(),
        _ => false,
    }
}

/// `Cannot coerce '…' to …`.
pub(super) fn cannot_coerce(cx: &Context, ty: &Type, value: &Raw, more: &str) -> Result<Error> {
    let text = raw_ops::str(cx, value)?;
    let message = format!("Cannot coerce '{text}' to {}{more}", ty.name());
    Ok(Error::new(ErrorClass::Coercion, message).with_facts(|facts| {
        facts.value = Some(text);
        facts.expected = Some(ty.clone());
        if let Kind::Enum(values) = ty.kind() {
            facts.candidates = values.to_vec();
        }
    }))
}

/// The value of a scalar type for a raw value without references.
pub(super) fn coerce(cx: &Context, ty: &Type, value: &Raw) -> Result<Raw> {
    if let Raw::Bytes(bytes) = value {
        return coerce(cx, ty, &Raw::text(raw_ops::decode_ascii(bytes)?));
    }
    let coerced = match ty.kind() {
        Kind::String => string(value)?,
        Kind::Integer => integer(value)?,
        Kind::Float => float(value)?,
        Kind::Boolean => boolean(value)?,
        Kind::Enum(values) => return enumerated(cx, ty, values, value),
        Kind::List(_) | Kind::Map(..) | Kind::Struct(_) | Kind::Choice(_) => None,
    };
    match coerced {
        Some(coerced) => Ok(coerced),
        None => Err(cannot_coerce(cx, ty, value, "")?),
    }
}

fn enumerated(cx: &Context, ty: &Type, values: &[Rc<str>], value: &Raw) -> Result<Raw> {
    match value {
        Raw::Text(text) if values.contains(text) => Ok(value.clone()),
        _ => {
            let more = format!(": {} is not one of {}", raw_ops::str(cx, value)?, values.join(", "));
            Err(cannot_coerce(cx, ty, value, &more)?)
        }
    }
}

fn string(value: &Raw) -> Result<Option<Raw>> {
    Ok(match value {
        Raw::Text(_) => Some(value.clone()),
        Raw::Foreign(foreign) if foreign.as_real().is_some() => Some(Raw::Text(foreign.str()?.into())),
        _ => raw_ops::number_text(value).map(|text| Raw::Text(text.into())),
    })
}

/// An integer as `int()` gives it: `long` only where needed.
fn whole(number: BigInt) -> Raw {
    match number.to_i64() {
        Some(small) => Raw::Int(small),
        None => Raw::Long(Rc::new(number)),
    }
}

fn integer(value: &Raw) -> Result<Option<Raw>> {
    Ok(match value {
        Raw::Bool(value) => Some(Raw::Int(i64::from(*value))),
        Raw::Int(_) => Some(value.clone()),
        Raw::Long(number) => Some(whole((**number).clone())),
        Raw::Float(number) if number.is_infinite() => {
            return Err(Error::new(ErrorClass::Overflow, "cannot convert float infinity to integer"));
        }
        Raw::Float(number) => BigInt::from_f64(number.trunc()).map(whole),
        Raw::Text(text) => integer_from_text(text),
        Raw::Foreign(foreign) => foreign.as_real().map(|real| whole(real.integer)),
        _ => None,
    })
}

fn integer_from_text(text: &str) -> Option<Raw> {
    let digits = decimal_digits(text.trim_matches(is_space));
    if digits.ends_with(['l', 'L']) {
        return None;
    }
    parse_long(&digits, None).ok().map(whole)
}

fn float(value: &Raw) -> Result<Option<Raw>> {
    let number = match value {
        Raw::Bool(value) => Some(f64::from(u8::from(*value))),
        Raw::Int(number) => Some(*number as f64),
        Raw::Long(number) => match number.to_f64() {
            Some(float) if float.is_finite() => Some(float),
            _ => return Err(Error::new(ErrorClass::Overflow, "long int too large to convert to float")),
        },
        Raw::Float(number) => Some(*number),
        Raw::Text(text) => parse_float(&decimal_digits(text.trim_matches(is_space))),
        Raw::Foreign(foreign) => foreign.as_real().map(|real| real.float),
        _ => None,
    };
    Ok(number.map(Raw::Float))
}

fn boolean(value: &Raw) -> Result<Option<Raw>> {
    let truth = match value {
        Raw::Bool(value) => Some(*value),
        Raw::Int(number) => Some(*number != 0),
        Raw::Long(number) => Some(!number.is_zero()),
        Raw::Float(number) => Some(*number != 0.0),
        Raw::Text(text) => match text.to_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        Raw::Foreign(foreign) => foreign.as_real().map(|real| real.is_true),
        _ => None,
    };
    Ok(truth.map(Raw::Bool))
}

/// What Python counts as whitespace in a unicode text.
fn is_space(point: char) -> bool {
    point.is_whitespace() || ('\x1c'..='\x1f').contains(&point)
}

/// Decimal digits of all scripts as ASCII digits, as Python reads numbers in unicode texts.
fn decimal_digits(text: &str) -> std::borrow::Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.chars()
        .map(|point| digit_value(point).map_or(point, |digit| (b'0' + digit) as char))
        .collect::<String>()
        .into()
}

/// First characters of the runs of ten decimal digits (Unicode category Nd), of the version that Python 2.7 knows.
const DIGIT_RUNS: [u32; 40] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
    0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa900, 0xa9d0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
];

fn digit_value(point: char) -> Option<u8> {
    let code = u32::from(point);
    // U+19DA is a single digit one.
    if code == 0x19da {
        return Some(1);
    }
    DIGIT_RUNS.iter().find(|start| (**start..**start + 10).contains(&code)).map(|start| (code - start) as u8)
}
