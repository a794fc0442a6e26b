//! Accessors of Structs, and the sequence and mapping protocols of List and Map (`reference/objects.md §5.4, §6`).

use std::rc::Rc;

use super::compare;
use super::construct;
use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::object::{Object, Payload};
use super::origin::Origin;
use super::raw::Raw;
use super::raw_ops;
use super::scope::Scopes;
use super::structs::StructType;
use super::types::{Kind, Type};
use crate::syntax::template::may_have_references;

/// What an attribute name of a Struct object stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Accessor {
    /// `obj.x`: a function that gives [`Object::attribute`].
    Value(Rc<str>),
    /// `obj.has_x`: a function that gives [`Object::has`].
    Has(Rc<str>),
}

/// `start:stop:step` of a subscription.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Slice {
    /// First part.
    pub start: Option<i64>,
    /// Second part.
    pub stop: Option<i64>,
    /// Third part.
    pub step: Option<i64>,
}

impl Object {
    fn fields(&self) -> Result<&StructType> {
        self.ty().as_struct().ok_or_else(|| {
            let message = format!("'{}' object has no attributes", self.ty().name());
            Error::new(ErrorClass::Attribute, message)
        })
    }

    /// What `obj.name` is, unless a method has that name. Errors: `«Type» has no attribute «name»`.
    pub fn accessor(&self, name: &str) -> Result<Accessor> {
        let fields = self.fields()?;
        if let Some(of) = name.strip_prefix("has_")
            && fields.slot(of).is_some()
        {
            return Ok(Accessor::Has(of.into()));
        }
        if fields.slot(name).is_some() {
            return Ok(Accessor::Value(name.into()));
        }
        let message = format!("{} has no attribute {name}", self.ty().name());
        Err(Error::new(ErrorClass::Attribute, message).with_facts(|facts| {
            facts.name = Some(name.into());
            facts.candidates = fields.names();
        }))
    }

    /// `obj.name()`: the attribute interpolated in the Struct's scopes; `None` is `Empty`. Errors: those of interpolation.
    pub fn attribute(&self, cx: &Context, name: &str) -> Result<Option<Object>> {
        let fields = self.fields()?;
        let Some(at) = fields.slot(name) else { return Ok(None) };
        let (Some(field), Some(slots)) = (fields.field(at), self.slots()) else { return Ok(None) };
        let Some(Some(slot)) = slots.get(at) else { return Ok(None) };
        if slot.value.data.settled && field.ty.is_instance(&slot.value) {
            return Ok(Some(slot.value.with_scopes(Scopes::none())));
        }
        // A byte text without references becomes a text, whatever its scopes are.
        if field.ty.is_instance(&slot.value)
            && let Some(text) = slot.value.literal()
        {
            cx.charge(1)?;
            return Ok(Some(Object::scalar(slot.value.ty().clone(), Raw::text(text), true)));
        }
        let (value, _) = slot.value.placed(&Scopes::frame(self)).interpolate(cx)?;
        construct::value_of(cx, &field.ty, &Raw::Object(value), slot.origin())
    }

    /// The text of a String that holds no reference, so that it is the same in any scopes. `None`: it may depend on them, or is
    /// no text that may stand in a template.
    fn literal(&self) -> Option<&str> {
        let (Payload::Scalar(value), Kind::String) = (&self.data.payload, self.ty().kind()) else { return None };
        let text = match value {
            Raw::Text(text) => text,
            Raw::Bytes(bytes) => std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())?,
            _ => return None,
        };
        Some(text).filter(|text| !may_have_references(text))
    }

    /// An attribute's text where nothing that is bound can change it. `None`: it is to be asked for by [`Object::attribute`].
    pub fn plain_text(&self, name: &str) -> Option<&str> {
        let fields = self.ty().as_struct()?;
        let at = fields.slot(name)?;
        let value = &self.slots()?.get(at)?.as_ref()?.value;
        if fields.field(at)?.ty.is_instance(value) { value.literal() } else { None }
    }

    /// `obj.has_name()`.
    pub fn has(&self, name: &str) -> bool {
        self.slot(name).is_some()
    }

    /// What `for x in obj` goes through: the elements of a List, the keys of a Map, interpolated. Errors: no container; those of
    /// interpolation.
    pub fn iterate(&self, cx: &Context) -> Result<Vec<Object>> {
        let (done, _) = self.interpolate(cx)?;
        match &done.data.payload {
            Payload::List(elements) => Ok(elements.clone()),
            Payload::Map(pairs) => Ok(pairs.iter().map(|(key, _)| key.clone()).collect()),
            _ => {
                let message = format!("'{}' object is not iterable", self.ty().name());
                Err(Error::new(ErrorClass::Type, message))
            }
        }
    }

    /// `obj[key]` of a List (a whole number) or a Map. Errors: `IndexError`, `TypeError`, `KeyError`, those of interpolation.
    pub fn item(&self, cx: &Context, key: &Raw) -> Result<Object> {
        match (&self.data.payload, self.ty().kind()) {
            (Payload::List(_), _) => self.element(cx, key),
            (Payload::Map(_), Kind::Map(key_type, _)) => self.entry(cx, key_type, key),
            _ => {
                let message = format!("'{}' object has no attribute '__getitem__'", self.ty().name());
                Err(Error::new(ErrorClass::Type, message))
            }
        }
    }

    fn element(&self, cx: &Context, key: &Raw) -> Result<Object> {
        let elements = self.iterate(cx)?;
        let index = match key {
            Raw::Int(index) => *index,
            Raw::Bool(index) => i64::from(*index),
            Raw::Long(number) => i64::try_from(&**number)
                .map_err(|_| Error::new(ErrorClass::Index, "cannot fit 'long' into an index-sized integer"))?,
            _ => {
                let message = format!("tuple indices must be integers, not {}", raw_ops::type_name(key));
                return Err(Error::new(ErrorClass::Type, message));
            }
        };
        let at = if index < 0 { index.saturating_add(elements.len() as i64) } else { index };
        usize::try_from(at)
            .ok()
            .and_then(|at| elements.get(at).cloned())
            .ok_or_else(|| Error::new(ErrorClass::Index, "tuple index out of range"))
    }

    fn entry(&self, cx: &Context, key_type: &Type, key: &Raw) -> Result<Object> {
        let wanted = construct::coerced(cx, key_type, key, Origin::Unknown)?;
        let (done, _) = self.interpolate(cx)?;
        for (key, value) in done.pairs().unwrap_or_default() {
            if compare::objects_eq(cx, &wanted, key)? {
                return Ok(value.clone());
            }
        }
        Err(Error::new(ErrorClass::Key, format!("{} not found", wanted.str(cx)?)))
    }

    /// `obj[start:stop:step]` of a List, interpolated. Errors: a step of 0, no List, those of interpolation.
    pub fn slice(&self, cx: &Context, slice: Slice) -> Result<Vec<Object>> {
        if self.elements().is_none() {
            let message = format!("'{}' object cannot be sliced", self.ty().name());
            return Err(Error::new(ErrorClass::Type, message));
        }
        let elements = self.iterate(cx)?;
        let step = slice.step.unwrap_or(1);
        if step == 0 {
            return Err(Error::new(ErrorClass::Value, "slice step cannot be zero"));
        }
        let length = elements.len() as i64;
        let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
        let bound = |given: Option<i64>, default: i64| match given {
            None => default,
            Some(at) if at < 0 => at.saturating_add(length).clamp(low, high),
            Some(at) => at.clamp(low, high),
        };
        let mut at = bound(slice.start, if step > 0 { low } else { high });
        let stop = bound(slice.stop, if step > 0 { high } else { low });
        let mut out = Vec::new();
        while (step > 0 && at < stop) || (step < 0 && at > stop) {
            out.extend(usize::try_from(at).ok().and_then(|at| elements.get(at).cloned()));
            at = at.saturating_add(step);
        }
        Ok(out)
    }

    /// `value in obj` of a List (an element, or its raw value) or a Map (a key). Errors: those of interpolation.
    pub fn contains(&self, cx: &Context, value: &Raw) -> Result<bool> {
        match (&self.data.payload, self.ty().kind()) {
            (Payload::List(_), Kind::List(element)) => {
                let (done, _) = self.interpolate(cx)?;
                let wanted = match value {
                    Raw::Object(object) if element.is_instance(object) => Some(object),
                    _ => None,
                };
                for one in done.elements().unwrap_or_default() {
                    let equal = match wanted {
                        Some(wanted) => compare::objects_eq(cx, one, wanted)?,
                        None => raw_ops::eq(cx, &one.get(cx)?, value)?,
                    };
                    if equal {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (Payload::Map(_), _) => match self.item(cx, value) {
                Ok(_) => Ok(true),
                Err(error) if error.is(ErrorClass::Key) => Ok(false),
                Err(error) => Err(error),
            },
            _ => {
                let message = format!("argument of type '{}' is not iterable", self.ty().name());
                Err(Error::new(ErrorClass::Type, message))
            }
        }
    }
}
