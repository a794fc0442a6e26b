//! Following a reference into an object (`reference/objects.md §5.4, §6, §7.4`).

use num_traits::ToPrimitive;

use super::compare;
use super::construct;
use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::object::{Object, Payload};
use super::origin::Origin;
use super::raw::Raw;
use super::scope::Scopes;
use super::types::{Kind, Type};
use crate::cpython::int_text::parse_long;
use crate::syntax::template::{Component, Path, Reference};

/// Why a path does not lead anywhere; lookups swallow it, so it is not made into words until asked.
pub(super) struct Miss {
    class: ErrorClass,
    ty: Type,
    /// Components already followed.
    at: usize,
}

impl Miss {
    fn into_error(self, path: Path<'_>) -> Error {
        let component = path.skip(self.at).first();
        let text = component.map_or("", |component| component.text());
        let ty = self.ty.name();
        let message = match self.class {
            ErrorClass::Naming => {
                format!("Cannot dereference object {ty} by {}", component.map_or(String::new(), |c| c.to_string()))
            }
            ErrorClass::Unnamable => format!("Object is not indexable: {ty}"),
            _ => format!("Could not find {text} in object {ty}"),
        };
        Error::new(self.class, message).with_facts(|facts| {
            facts.name = Some(text.into());
            facts.candidates = self.ty.as_struct().map(|fields| fields.names()).unwrap_or_default();
        })
    }
}

impl Object {
    /// `find(reference)`: the part, placed in the scopes of what contains it. Errors: `NamingError`, `NotFound`, `Unnamable`;
    /// `IndexError`, and what the comparison with the keys of a Map raises.
    pub fn find(&self, cx: &Context, reference: &Reference) -> Result<Object> {
        if !self.is_namable() {
            let message = format!("'{}' object has no attribute 'find'", self.ty().name());
            return Err(Error::new(ErrorClass::Attribute, message));
        }
        in_object(cx, self, reference.path())?.map_err(|miss| miss.into_error(reference.path()))
    }
}

/// Follows a path, one component at least.
pub(super) fn in_object(cx: &Context, object: &Object, path: Path<'_>) -> Result<std::result::Result<Object, Miss>> {
    let mut at = 0;
    let mut object = object.clone();
    while let Some(component) = path.skip(at).first() {
        cx.charge(1)?;
        let miss = |class| Ok(Err(Miss { class, ty: object.ty().clone(), at }));
        let part = match (&object.data.payload, component) {
            (Payload::Struct(_), Component::Field(name)) => object.slot(name).map(|slot| slot.value.clone()),
            (Payload::List(elements), Component::Index(key)) => match element_index(elements.len(), key)? {
                Position::NoNumber => return miss(ErrorClass::Naming),
                Position::Outside => None,
                Position::At(index) => elements.get(index).cloned(),
            },
            (Payload::Map(pairs), Component::Index(key)) => map_value(cx, &object, pairs, key)?,
            (Payload::Struct(_) | Payload::List(_) | Payload::Map(_), _) => return miss(ErrorClass::Naming),
            (Payload::Scalar(_) | Payload::Choice(_), _) => return miss(ErrorClass::Unnamable),
        };
        let Some(part) = part else { return miss(ErrorClass::NotFound) };
        object = if part.data.settled { part } else { part.placed(&Scopes::given_by(&object)) };
        at += 1;
    }
    Ok(Ok(object))
}

enum Position {
    NoNumber,
    Outside,
    At(usize),
}

/// Python's `int(text)` as an index; negative ones count from the end.
fn element_index(length: usize, text: &str) -> Result<Position> {
    let Ok(number) = parse_long(text, None) else { return Ok(Position::NoNumber) };
    if text.ends_with(['l', 'L']) {
        return Ok(Position::NoNumber);
    }
    let Some(index) = number.to_i64() else {
        return match number.sign() {
            num_bigint::Sign::Minus => {
                Err(Error::new(ErrorClass::Index, "cannot fit 'long' into an index-sized integer"))
            }
            _ => Ok(Position::Outside),
        };
    };
    let length = length as i64;
    if index >= length {
        return Ok(Position::Outside);
    }
    let from_start = if index < 0 { index + length } else { index };
    match usize::try_from(from_start) {
        Ok(index) => Ok(Position::At(index)),
        Err(_) => Err(Error::new(ErrorClass::Index, "tuple index out of range")),
    }
}

/// The value of the first key that equals the index text read as a key. Keys are compared without the Map's scopes.
fn map_value(cx: &Context, map: &Object, pairs: &[(Object, Object)], text: &str) -> Result<Option<Object>> {
    let Kind::Map(key_type, _) = map.ty().kind() else { return Ok(None) };
    let wanted = construct::build(cx, key_type, &[Raw::text(text)], &[], Origin::Unknown)?;
    for (key, value) in pairs {
        if compare::objects_eq(cx, &wanted, key)? {
            return Ok(Some(value.clone()));
        }
    }
    Ok(None)
}
