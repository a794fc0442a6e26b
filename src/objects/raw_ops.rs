//! What Python's operators do with plain values, as far as the object system needs it.

use std::cmp::Ordering;
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};

use super::context::Context;
use super::environment::Bound;
use super::error::{Error, ErrorClass, Result};
use super::frozen::Frozen;
use super::raw::Raw;
use crate::cpython::float_text::{float_repr, float_str};
use crate::cpython::hash;
use crate::cpython::int_text::decimal_text;
use crate::cpython::repr::{repr_bytes, repr_unicode};
use crate::cpython::surrogate;

/// `repr` of the marker of an unset attribute.
pub(super) const EMPTY: &str = "<class 'pystachio.composite.Empty'>";

/// `UnicodeDecodeError` of a byte text that is not ASCII.
pub(super) fn decode_ascii(bytes: &[u8]) -> Result<&str> {
    match bytes.iter().position(|byte| *byte >= 0x80) {
        None => Ok(std::str::from_utf8(bytes).unwrap_or("")),
        Some(at) => Err(Error::new(
            ErrorClass::UnicodeDecode,
            format!(
                "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                bytes.get(at).copied().unwrap_or(0)
            ),
        )
        .with_facts(|facts| facts.value = Some(String::from_utf8_lossy(bytes).into_owned()))),
    }
}

/// `UnicodeEncodeError` of a text that is not ASCII.
pub(super) fn encode_ascii(text: &str) -> Result<()> {
    if text.is_ascii() {
        return Ok(());
    }
    let points: Vec<char> = text.chars().collect();
    let start = points.iter().position(|c| !c.is_ascii()).unwrap_or(0);
    let length = points.iter().skip(start).take_while(|c| !c.is_ascii()).count();
    let message = if length == 1 {
        let shown = repr_unicode(&points.get(start).copied().unwrap_or(' ').to_string());
        format!("'ascii' codec can't encode character {shown} in position {start}: ordinal not in range(128)")
    } else {
        let last = start + length - 1;
        format!("'ascii' codec can't encode characters in position {start}-{last}: ordinal not in range(128)")
    };
    Err(Error::new(ErrorClass::UnicodeEncode, message).with_facts(|facts| facts.value = Some(text.to_owned())))
}

/// A number as `str()` writes it; `None` for other values.
pub(super) fn number_text(value: &Raw) -> Option<String> {
    Some(match value {
        Raw::Bool(true) => "True".to_owned(),
        Raw::Bool(false) => "False".to_owned(),
        Raw::Int(number) => number.to_string(),
        Raw::Long(number) => decimal_text(number),
        Raw::Float(number) => float_str(*number),
        _ => return None,
    })
}

/// What a text or number becomes when it is bound: `str(value)`. `None` for other values. Errors: not ASCII.
pub(super) fn bound_text(value: &Raw) -> Result<Option<Bound>> {
    Ok(Some(match value {
        Raw::Text(text) => {
            encode_ascii(text)?;
            Bound::Text(Rc::clone(text))
        }
        Raw::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => Bound::Text(text.into()),
            _ => Bound::Bytes(Rc::clone(bytes)),
        },
        Raw::Foreign(foreign) if foreign.as_real().is_some() => Bound::Text(foreign.str()?.into()),
        _ => match number_text(value) {
            Some(text) => Bound::Text(text.into()),
            None => return Ok(None),
        },
    }))
}

/// The pairs of a dictionary (`dict` and its subclasses) in its order; `None` for other values.
pub(super) fn dict_pairs(value: &Raw) -> Result<Option<Vec<(Raw, Raw)>>> {
    match value {
        Raw::Foreign(foreign) if !foreign.is_dict() => Ok(None),
        _ => mapping_pairs(value),
    }
}

/// The pairs of a mapping in its order; `None` for other values.
pub(super) fn mapping_pairs(value: &Raw) -> Result<Option<Vec<(Raw, Raw)>>> {
    match value {
        Raw::Frozen(frozen) => Ok(Some(frozen.iter().map(|(k, v)| (k.clone(), v.clone())).collect())),
        Raw::Foreign(foreign) => foreign.as_mapping(),
        _ => Ok(None),
    }
}

/// The elements of a sequence that is no text; `None` for other values.
pub(super) fn sequence(value: &Raw) -> Result<Option<Vec<Raw>>> {
    match value {
        Raw::Tuple(items) => Ok(Some(items.to_vec())),
        Raw::Foreign(foreign) => foreign.as_sequence(),
        _ => Ok(None),
    }
}

/// What a loop over a plain value goes through. Errors: not iterable.
pub(super) fn iterable(value: &Raw) -> Result<Vec<Raw>> {
    let items = match value {
        Raw::Tuple(items) => Some(items.to_vec()),
        Raw::Foreign(foreign) => foreign.as_iterable()?,
        Raw::Object(object) => object.elements().map(|all| all.iter().cloned().map(Raw::Object).collect()),
        _ => None,
    };
    items.ok_or_else(|| Error::new(ErrorClass::Type, format!("'{}' object is not iterable", type_name(value))))
}

/// The two elements of an iterable of length two; `None` for other values. Texts count.
pub(super) fn pair(cx: &Context, value: &Raw) -> Result<Option<(Raw, Raw)>> {
    let items: Vec<Raw> = match value {
        Raw::Bytes(bytes) if bytes.len() == 2 => bytes.iter().map(|byte| Raw::bytes(&[*byte])).collect(),
        Raw::Text(text) if text.chars().count() == 2 => {
            text.chars().map(|point| Raw::text(point.encode_utf8(&mut [0; 4]))).collect()
        }
        Raw::Tuple(items) => items.to_vec(),
        Raw::Frozen(frozen) => frozen.iter().map(|(key, _)| key.clone()).collect(),
        Raw::Foreign(foreign) => match foreign.as_iterable()? {
            Some(items) => items,
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    cx.charge(1)?;
    let mut items = items.into_iter();
    Ok(match (items.next(), items.next(), items.next()) {
        (Some(first), Some(second), None) => Some((first, second)),
        _ => None,
    })
}

/// Name of a value's class.
pub(super) fn type_name(value: &Raw) -> String {
    match value {
        Raw::None => "NoneType".to_owned(),
        Raw::Bool(_) => "bool".to_owned(),
        Raw::Int(_) => "int".to_owned(),
        Raw::Long(_) => "long".to_owned(),
        Raw::Float(_) => "float".to_owned(),
        Raw::Bytes(_) => "str".to_owned(),
        Raw::Text(_) => "unicode".to_owned(),
        Raw::Object(object) => object.ty().name().to_string(),
        Raw::Environment(_) => "Environment".to_owned(),
        Raw::Reference(_) => "Ref".to_owned(),
        Raw::Empty => "type".to_owned(),
        Raw::Tuple(_) => "tuple".to_owned(),
        Raw::Frozen(_) => "frozendict".to_owned(),
        Raw::Foreign(foreign) => foreign.type_name(),
    }
}

/// `repr` of a value's class.
pub(super) fn type_repr(value: &Raw) -> String {
    match value {
        Raw::Object(object) => object.ty().repr(),
        Raw::Environment(_) => "<class 'pystachio.base.Environment'>".to_owned(),
        Raw::Reference(_) => "<class 'pystachio.naming.Ref'>".to_owned(),
        Raw::Frozen(_) => "<class 'pystachio.naming.frozendict'>".to_owned(),
        Raw::Foreign(foreign) => foreign.type_repr(),
        _ => format!("<type '{}'>", type_name(value)),
    }
}

/// `repr(value)`.
pub(super) fn repr(cx: &Context, value: &Raw) -> Result<String> {
    cx.charge(1)?;
    cx.deeper(|| {
        Ok(match value {
            Raw::None => "None".to_owned(),
            Raw::Long(number) => format!("{}L", decimal_text(number)),
            Raw::Float(number) => float_repr(*number),
            Raw::Bytes(bytes) => repr_bytes(bytes),
            Raw::Text(text) => repr_unicode(text),
            Raw::Object(object) => object.repr(cx)?,
            Raw::Environment(environment) => environment.repr(cx)?,
            Raw::Reference(reference) => format!("{reference:?}"),
            Raw::Empty => EMPTY.to_owned(),
            Raw::Tuple(items) => {
                let parts = items.iter().map(|item| repr(cx, item)).collect::<Result<Vec<_>>>()?;
                if parts.len() == 1 { format!("({},)", parts.concat()) } else { format!("({})", parts.join(", ")) }
            }
            Raw::Frozen(frozen) => {
                let parts = frozen
                    .iter()
                    .map(|(key, value)| Ok(format!("{}: {}", repr(cx, key)?, repr(cx, value)?)))
                    .collect::<Result<Vec<_>>>()?;
                format!("frozendict({{{}}})", parts.join(", "))
            }
            Raw::Foreign(foreign) => foreign.repr()?,
            Raw::Bool(_) | Raw::Int(_) => number_text(value).unwrap_or_default(),
        })
    })
}

/// `'%s' % value`, which is unicode if the value is.
pub(super) fn str(cx: &Context, value: &Raw) -> Result<String> {
    Ok(match value {
        Raw::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Raw::Text(text) => text.to_string(),
        Raw::Object(object) => object.str(cx)?.to_string(),
        Raw::Reference(reference) => reference.to_string(),
        Raw::Foreign(foreign) => foreign.str()?,
        _ => match number_text(value) {
            Some(text) => text,
            None => repr(cx, value)?,
        },
    })
}

/// Hash of a number; `None` for other values.
pub(super) fn number_hash(value: &Raw) -> Option<i64> {
    Some(match value {
        Raw::Bool(value) => hash::hash_bool(*value),
        Raw::Int(number) => hash::hash_int(*number),
        Raw::Long(number) => hash::hash_bigint(number),
        Raw::Float(number) => hash::hash_float(*number),
        _ => return None,
    })
}

/// `hash(value)`. Errors: unhashable.
pub(super) fn hash(cx: &Context, value: &Raw) -> Result<i64> {
    Ok(match value {
        Raw::None => hash::hash_none(),
        Raw::Bytes(bytes) => hash::hash_bytes(bytes),
        Raw::Text(text) => hash::hash_unicode(text),
        Raw::Object(object) => object.hash(cx)?,
        Raw::Environment(environment) => environment.address() as i64 >> 4,
        Raw::Reference(reference) => reference.python_hash(),
        Raw::Empty => 1,
        Raw::Tuple(items) => {
            let hashes = items.iter().map(|item| cx.deeper(|| hash(cx, item))).collect::<Result<Vec<_>>>()?;
            hash::hash_tuple(&hashes)
        }
        Raw::Frozen(frozen) => frozen_hash(cx, frozen)?,
        Raw::Foreign(foreign) => foreign.hash()?,
        Raw::Bool(_) | Raw::Int(_) | Raw::Long(_) | Raw::Float(_) => number_hash(value).unwrap_or(0),
    })
}

/// Hash of the tuple of (key, value) tuples in the order of the keys.
fn frozen_hash(cx: &Context, frozen: &Frozen) -> Result<i64> {
    let mut pairs: Vec<(&Raw, &Raw)> = frozen.iter().collect();
    pairs.sort_by(|a, b| compare(a.0, b.0));
    let mut hasher = hash::TupleHasher::new(pairs.len());
    for (key, value) in pairs {
        hasher.add(hash::hash_tuple(&[hash(cx, key)?, cx.deeper(|| hash(cx, value))?]));
    }
    Ok(hasher.finish())
}

/// `a == b`.
pub(super) fn eq(cx: &Context, a: &Raw, b: &Raw) -> Result<bool> {
    Ok(match (a, b) {
        (Raw::Bytes(x), Raw::Bytes(y)) => x == y,
        (Raw::Text(x), Raw::Text(y)) => x == y,
        (Raw::Bytes(x), Raw::Text(y)) | (Raw::Text(y), Raw::Bytes(x)) => x.is_ascii() && **x == *y.as_bytes(),
        (Raw::None, Raw::None) | (Raw::Empty, Raw::Empty) => true,
        (Raw::Object(x), _) => x.eq(cx, b)?,
        (_, Raw::Object(y)) => y.eq(cx, a)?,
        (Raw::Environment(x), Raw::Environment(y)) => x.address() == y.address(),
        (Raw::Reference(x), Raw::Reference(y)) => x == y,
        (Raw::Tuple(x), Raw::Tuple(y)) => {
            if x.len() != y.len() {
                return Ok(false);
            }
            for (a, b) in x.iter().zip(y.iter()) {
                if !cx.deeper(|| eq(cx, a, b))? {
                    return Ok(false);
                }
            }
            true
        }
        (Raw::Frozen(x), Raw::Frozen(y)) => frozen_eq(cx, x, y)?,
        (Raw::Foreign(x), _) => x.eq(b)?,
        (_, Raw::Foreign(y)) => y.eq(a)?,
        _ => numbers(a, b) == Some(Ordering::Equal),
    })
}

fn frozen_eq(cx: &Context, x: &Frozen, y: &Frozen) -> Result<bool> {
    if x.len() != y.len() {
        return Ok(false);
    }
    for (key, value) in x.iter() {
        let hash = hash(cx, key)?;
        match y.table().get(hash, |other| eq(cx, other, key))? {
            Some(other) if cx.deeper(|| eq(cx, value, other))? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// Numbers compared by value; `None` for other values and for not-a-number.
fn numbers(a: &Raw, b: &Raw) -> Option<Ordering> {
    let whole = |value: &Raw| match value {
        Raw::Bool(value) => Some(BigInt::from(i64::from(*value))),
        Raw::Int(number) => Some(BigInt::from(*number)),
        Raw::Long(number) => Some((**number).clone()),
        _ => None,
    };
    match (a, b) {
        (Raw::Int(x), Raw::Int(y)) => Some(x.cmp(y)),
        (Raw::Float(x), Raw::Float(y)) => x.partial_cmp(y),
        (Raw::Float(x), _) => compare_float(*x, &whole(b)?),
        (_, Raw::Float(y)) => compare_float(*y, &whole(a)?).map(Ordering::reverse),
        _ => Some(whole(a)?.cmp(&whole(b)?)),
    }
}

fn compare_float(float: f64, whole: &BigInt) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    match BigInt::from_f64(float.trunc()) {
        Some(integer) => {
            Some(integer.cmp(whole).then_with(|| float.fract().partial_cmp(&0.0).unwrap_or(Ordering::Equal)))
        }
        None => Some(if float > 0.0 { Ordering::Greater } else { Ordering::Less }),
    }
}

/// The order of Python 2 between values of different kinds: `None`, numbers, then by the name of the type; texts by code point.
/// Values that cannot be ordered count as equal.
pub(super) fn compare(a: &Raw, b: &Raw) -> Ordering {
    let rank = |value: &Raw| match value {
        Raw::None => 0,
        Raw::Bool(_) | Raw::Int(_) | Raw::Long(_) | Raw::Float(_) => 1,
        _ => 2,
    };
    match (a, b) {
        (Raw::Bytes(x), Raw::Bytes(y)) => x.cmp(y),
        (Raw::Text(x), Raw::Text(y)) => surrogate::order(x, y),
        (Raw::Bytes(x), Raw::Text(y)) => (**x).cmp(y.as_bytes()),
        (Raw::Text(x), Raw::Bytes(y)) => x.as_bytes().cmp(y),
        (Raw::Tuple(x), Raw::Tuple(y)) => {
            let unequal = x.iter().zip(y.iter()).map(|(a, b)| compare(a, b)).find(|order| order.is_ne());
            unequal.unwrap_or(x.len().cmp(&y.len()))
        }
        _ if rank(a) == 1 && rank(b) == 1 => numbers(a, b).unwrap_or(Ordering::Equal),
        _ => rank(a).cmp(&rank(b)).then_with(|| type_name(a).cmp(&type_name(b))),
    }
}

/// Truth value.
pub(super) fn is_true(value: &Raw) -> Result<bool> {
    Ok(match value {
        Raw::None => false,
        Raw::Bool(value) => *value,
        Raw::Int(number) => *number != 0,
        Raw::Long(number) => number.to_i64() != Some(0),
        Raw::Float(number) => *number != 0.0,
        Raw::Bytes(bytes) => !bytes.is_empty(),
        Raw::Text(text) => !text.is_empty(),
        Raw::Tuple(items) => !items.is_empty(),
        Raw::Frozen(frozen) => !frozen.is_empty(),
        Raw::Foreign(foreign) => foreign.is_true()?,
        Raw::Object(_) | Raw::Environment(_) | Raw::Reference(_) | Raw::Empty => true,
    })
}
