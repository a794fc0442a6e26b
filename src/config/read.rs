//! Reading a job's attributes as the original's accessors and conversions do (`reference/loading.md §8.1`).

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::cpython::float_text::float_repr;
use crate::diagnostics::{Diagnostic, Kind};
use crate::objects::{Context, Failure, Object, Raw, Step};
use crate::source::Span;

use super::problem::{Result, of_failure, spoken};

/// `owner.name()`: the attribute interpolated in its owner, once. `None`: unset.
pub fn attribute(cx: &Context, owner: &Object, name: &str) -> Result<Option<Object>> {
    let found = owner.attribute(cx, name);
    Ok(found.map_err(|error| error.inside(Step::Field(name.into()), place(owner, name)))?)
}

/// As [`attribute`], for attributes that have a default. Errors: the configuration set it to `Empty`.
pub fn required(cx: &Context, owner: &Object, name: &str) -> Result<Object> {
    match attribute(cx, owner, name)? {
        Some(object) => Ok(object),
        None => Err(unset(owner, name).into()),
    }
}

/// An attribute that must have a value has none.
pub fn unset(owner: &Object, name: &str) -> Diagnostic {
    let message = format!("`{name}` of this {} has no value", spoken(owner.ty().name()));
    Diagnostic::error("AUR0461", Kind::MissingRequired, message)
        .help(format!("do not set `{name}` to Empty: leave it out to get its default, or give it a value"))
        .at(owner.first_place(), lacks(owner.ty().name()))
}

/// The label of an object that lacks something; see [`super::lacking::widen`].
pub fn lacks(type_name: &str) -> String {
    format!("this {}{LACKS}", spoken(type_name))
}

/// What the labels of objects that lack something end with.
pub const LACKS: &str = " lacks it";

/// Where an attribute was set, as far as it is known.
pub fn place(owner: &Object, name: &str) -> Span {
    owner.slot(name).map_or(Span::NONE, |slot| slot.origin().span())
}

/// The text of an object: `unicode(object)`.
pub fn text(cx: &Context, object: &Object) -> Result<String> {
    Ok(object.unicode(cx)?.to_string())
}

/// The text of an attribute; `None` if it is unset.
pub fn text_of(cx: &Context, owner: &Object, name: &str) -> Result<Option<String>> {
    attribute(cx, owner, name)?.map(|object| text(cx, &object)).transpose()
}

/// An attribute "fully interpolated": type check, interpolation, raw value. `None`: unset.
pub fn evaluated(cx: &Context, owner: &Object, name: &str) -> Result<Option<Raw>> {
    let Some(object) = attribute(cx, owner, name)? else { return Ok(None) };
    if let Some((_, failure)) = object.check(cx)?.failure {
        return Err(of_failure(&within(&failure, owner, name)).into());
    }
    Ok(Some(object.interpolate(cx)?.0.get(cx)?))
}

/// As [`evaluated`], for attributes that have a default. Errors: also `Empty`.
pub fn value(cx: &Context, owner: &Object, name: &str) -> Result<Raw> {
    match evaluated(cx, owner, name)? {
        Some(value) => Ok(value),
        None => Err(unset(owner, name).into()),
    }
}

/// The failure of a part as a failure of its owner.
fn within(failure: &Failure, owner: &Object, name: &str) -> Failure {
    let mut failure = failure.clone();
    failure.path.insert(0, Step::Field(name.into()));
    if failure.span.is_none() {
        failure.span = place(owner, name);
    }
    failure
}

/// A raw value that should be a number; text if its references are not resolved.
#[derive(Clone, PartialEq, Debug)]
pub enum Number {
    /// A whole number.
    Integer(BigInt),
    /// A floating-point number.
    Float(f64),
    /// Not a number yet.
    Text(String),
}

impl Number {
    /// From a raw value; whatever is no number counts as text.
    pub fn of(raw: &Raw) -> Number {
        match raw {
            Raw::Bool(value) => Number::Integer(BigInt::from(u8::from(*value))),
            Raw::Int(value) => Number::Integer(BigInt::from(*value)),
            Raw::Long(value) => Number::Integer((**value).clone()),
            Raw::Float(value) => Number::Float(*value),
            other => Number::Text(raw_text(other)),
        }
    }

    /// As a floating-point number; `None` for text.
    pub fn to_float(&self) -> Option<f64> {
        match self {
            Number::Integer(value) => Some(value.to_f64().unwrap_or(f64::INFINITY)),
            Number::Float(value) => Some(*value),
            Number::Text(_) => None,
        }
    }

    /// For messages; floats as Python's `%d` shows them where it can.
    pub fn truncated(&self) -> String {
        match self {
            Number::Float(value) if value.is_finite() => format!("{:.0}", value.trunc()),
            other => other.to_string(),
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Number::Integer(value) => write!(f, "{value}"),
            Number::Float(value) => f.write_str(&float_repr(*value)),
            Number::Text(text) => f.write_str(text),
        }
    }
}

/// A raw value as text, as far as it is one.
pub fn raw_text(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => text.to_string(),
        Raw::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Raw::Bool(true) => "True".to_owned(),
        Raw::Bool(false) => "False".to_owned(),
        Raw::Int(value) => value.to_string(),
        Raw::Long(value) => value.to_string(),
        Raw::Float(value) => float_repr(*value),
        Raw::None => "None".to_owned(),
        _ => String::new(),
    }
}

/// A raw value that should be a number.
pub fn number(cx: &Context, owner: &Object, name: &str) -> Result<Number> {
    Ok(Number::of(&required(cx, owner, name)?.get(cx)?))
}

/// Truth of a raw value that should be a boolean; a text, even an unresolved one, counts as true when it is not empty.
pub fn truth(raw: &Raw) -> bool {
    match raw {
        Raw::Bool(value) => *value,
        Raw::Int(value) => *value != 0,
        Raw::Text(text) => !text.is_empty(),
        Raw::Bytes(bytes) => !bytes.is_empty(),
        Raw::None => false,
        _ => true,
    }
}

/// Truth of an attribute that has a default.
pub fn flag(cx: &Context, owner: &Object, name: &str) -> Result<bool> {
    Ok(truth(&required(cx, owner, name)?.get(cx)?))
}
