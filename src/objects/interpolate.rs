//! Interpolation of objects, binding and placing (`reference/objects.md §1, §4, §8`).

use std::rc::Rc;

use super::coerce;
use super::construct;
use super::context::Context;
use super::error::{Error, ErrorClass, Result, Step};
use super::object::{Object, Payload, Slot, Slots};
use super::origin::Origin;
use super::raw::{Keyword, Raw};
use super::raw_ops;
use super::references::References;
use super::resolve;
use super::scope::Scopes;
use super::types::{Kind, Type};
use crate::source::Span;
use crate::syntax::template::Reference;

impl Object {
    /// `bind(*positional, **keywords)`: new scopes in front; the last argument is frontmost, keywords before all.
    /// The span is the call's. Errors: a value that cannot be bound, a key that is no reference.
    pub fn bind(&self, cx: &Context, positional: &[Raw], keywords: &[Keyword], span: Span) -> Result<Object> {
        self.bind_from(cx, positional, keywords, Origin::at(span))
    }

    /// As [`Object::bind`] with any origin.
    pub fn bind_from(&self, cx: &Context, positional: &[Raw], keywords: &[Keyword], origin: Origin) -> Result<Object> {
        let mut scopes = self.scopes.clone();
        for scope in Scopes::of_arguments(cx, positional, keywords, origin)? {
            scopes = scope.followed_by(&scopes);
        }
        self.rescoped(cx, scopes)
    }

    /// `in_scope(*positional, **keywords)`: new scopes behind, in order, the keywords last.
    /// Errors: as [`Object::bind`].
    pub fn in_scope(&self, cx: &Context, positional: &[Raw], keywords: &[Keyword], span: Span) -> Result<Object> {
        let mut scopes = self.scopes.clone();
        for scope in Scopes::of_arguments(cx, positional, keywords, Origin::at(span))? {
            scopes = scopes.followed_by(&scope);
        }
        self.rescoped(cx, scopes)
    }

    fn rescoped(&self, cx: &Context, scopes: Scopes) -> Result<Object> {
        cx.charge(1)?;
        cx.check_depth(scopes.depth())?;
        Ok(self.with_scopes(scopes))
    }

    /// `object % value`: bind, interpolate, keep the object.
    pub fn modulo(&self, cx: &Context, value: &Raw, span: Span) -> Result<Object> {
        Ok(self.bind(cx, std::slice::from_ref(value), &[], span)?.interpolate(cx)?.0)
    }

    /// `interpolate()`: the object with as much resolved as possible, and what is left unresolved.
    /// Errors: `CoercionError`, `Uninterpolatable`, `InvalidRefError`, `OverflowError`, and what lookups raise.
    pub fn interpolate(&self, cx: &Context) -> Result<(Object, Vec<Reference>)> {
        if self.data.settled {
            return Ok((self.with_scopes(Scopes::none()), Vec::new()));
        }
        cx.charge(1)?;
        cx.deeper(|| match (&self.data.payload, self.ty().kind()) {
            (Payload::Scalar(value), _) => interpolate_scalar(cx, self, value),
            (Payload::Choice(value), Kind::Choice(alternatives)) => interpolate_choice(cx, self, value, alternatives),
            (Payload::Choice(_), _) => Ok((self.clone(), Vec::new())),
            (Payload::List(elements), _) => interpolate_list(cx, self, elements),
            (Payload::Map(pairs), _) => interpolate_map(cx, self, pairs),
            (Payload::Struct(slots), _) => interpolate_struct(cx, self, slots),
        })
    }
}

fn interpolate_scalar(cx: &Context, object: &Object, value: &Raw) -> Result<(Object, Vec<Reference>)> {
    let ty = object.ty();
    let text = match value {
        Raw::Text(text) => Rc::clone(text),
        Raw::Bytes(bytes) => raw_ops::decode_ascii(bytes)?.into(),
        _ => {
            let coerced = coerce::coerce(cx, ty, value)?;
            return Ok((Object::scalar(ty.clone(), coerced, true), Vec::new()));
        }
    };
    let resolved = resolve::resolve(cx, &text, &object.scopes)?;
    if !resolved.unbound.is_empty() {
        if matches!(value, Raw::Text(text) if Rc::ptr_eq(text, &resolved.text)) {
            return Ok((object.with_scopes(Scopes::none()), resolved.unbound));
        }
        return Ok((Object::scalar(ty.clone(), Raw::Text(resolved.text), false), resolved.unbound));
    }
    let coerced = coerce::coerce(cx, ty, &Raw::Text(resolved.text))?;
    let settled = coerce::is_settled(ty, &coerced);
    // A payload that no scope can change any more needs none; otherwise the scopes stay.
    let scopes = if settled { Scopes::none() } else { object.scopes.clone() };
    Ok((Object::scalar(ty.clone(), coerced, settled).with_scopes(scopes), Vec::new()))
}

fn interpolate_list(cx: &Context, list: &Object, elements: &[Object]) -> Result<(Object, Vec<Reference>)> {
    let mut unbound = References::default();
    let mut done = Parts::of(elements);
    for (at, element) in elements.iter().enumerate() {
        let (new, left) =
            element.placed(&list.scopes).interpolate(cx).map_err(|error| error.inside(Step::Index(at), Span::NONE))?;
        unbound.add(left);
        if element.is_same(&new) { done.keep(at) } else { done.put(at, new) }
    }
    Ok((done.object(cx, list, Payload::List)?, unbound.into_list()))
}

/// The parts of a container as they become: a copy only from the first one on that is another one.
struct Parts<'a, T> {
    before: &'a [T],
    after: Option<Vec<T>>,
}

impl<'a, T: Clone> Parts<'a, T> {
    fn of(before: &'a [T]) -> Parts<'a, T> {
        Parts { before, after: None }
    }

    /// The part at this place stays as it is.
    fn keep(&mut self, at: usize) {
        if let (Some(after), Some(part)) = (&mut self.after, self.before.get(at)) {
            after.push(part.clone());
        }
    }

    fn put(&mut self, at: usize, part: T) {
        let after = self.after.get_or_insert_with(|| {
            let mut after = Vec::with_capacity(self.before.len());
            after.extend_from_slice(&self.before[..at]);
            after
        });
        after.push(part);
    }

    /// The container with the new parts; the very same payload if there are none.
    fn object(self, cx: &Context, container: &Object, payload: impl FnOnce(Vec<T>) -> Payload) -> Result<Object> {
        match self.after {
            Some(after) => Object::new(cx, container.ty().clone(), payload(after)),
            None => Ok(container.with_scopes(Scopes::none())),
        }
    }
}

/// How an error names the entry of a Map.
pub(super) fn key_step(key: &Object) -> Step {
    Step::Key(match key.scalar_value() {
        Some(Raw::Text(text)) => Rc::clone(text),
        Some(Raw::Bytes(bytes)) => String::from_utf8_lossy(bytes).into(),
        Some(value) => raw_ops::number_text(value).unwrap_or_default().into(),
        None => "".into(),
    })
}

fn interpolate_map(cx: &Context, map: &Object, pairs: &[(Object, Object)]) -> Result<(Object, Vec<Reference>)> {
    let mut unbound = References::default();
    let mut done = Parts::of(pairs);
    for (at, (key, value)) in pairs.iter().enumerate() {
        let part = |part: &Object| {
            part.placed(&map.scopes).interpolate(cx).map_err(|error| error.inside(key_step(key), Span::NONE))
        };
        let (new_key, left) = part(key)?;
        unbound.add(left);
        let (new_value, left) = part(value)?;
        unbound.add(left);
        if key.is_same(&new_key) && value.is_same(&new_value) {
            done.keep(at);
        } else {
            done.put(at, (new_key, new_value));
        }
    }
    Ok((done.object(cx, map, Payload::Map)?, unbound.into_list()))
}

fn interpolate_struct(cx: &Context, object: &Object, slots: &Slots) -> Result<(Object, Vec<Reference>)> {
    let Some(fields) = object.ty().as_struct() else { return Ok((object.clone(), Vec::new())) };
    let frame = Scopes::frame(object);
    let mut unbound = References::default();
    let mut done = Parts::of(slots);
    for (at, (field, slot)) in fields.fields().iter().zip(slots.iter()).enumerate() {
        // What no scope can change, and has the attribute's type already, stays.
        let is_done = |value: &Object| value.data.settled && value.scopes.is_none() && field.ty.is_instance(value);
        let Some(slot) = slot.as_ref().filter(|slot| !is_done(&slot.value)) else {
            done.keep(at);
            continue;
        };
        let step = |error: Error| error.inside(Step::Field(Rc::clone(&field.name)), slot.origin().span());
        let (value, left) = slot.value.placed(&frame).interpolate(cx).map_err(step)?;
        unbound.add(left);
        // What has the attribute's type already needs no second look.
        if slot.value.is_same(&value) && field.ty.is_instance(&value) {
            done.keep(at);
            continue;
        }
        let value = construct::value_of(cx, &field.ty, &Raw::Object(value), slot.origin()).map_err(step)?;
        if value.as_ref().is_some_and(|value| slot.value.is_same(value)) {
            done.keep(at);
        } else {
            done.put(at, value.map(|value| Slot::new(value, slot.origin())));
        }
    }
    let payload = |all| Payload::Struct(slots.resolved(all));
    Ok((done.object(cx, object, payload)?, unbound.into_list()))
}

/// The first alternative that takes the value decides (`reference/objects.md §15.1`).
fn interpolate_choice(
    cx: &Context,
    choice: &Object,
    value: &Raw,
    alternatives: &[Type],
) -> Result<(Object, Vec<Reference>)> {
    for alternative in alternatives {
        if let Raw::Object(object) = value
            && alternative.is_instance(object)
        {
            return object.placed(&choice.scopes).interpolate(cx);
        }
        let made = construct::build(cx, alternative, std::slice::from_ref(value), &[], Origin::Unknown)
            .and_then(|object| object.placed(&choice.scopes).interpolate(cx));
        match made {
            Err(error) if error.class().is_some_and(ErrorClass::is_value_error) => {}
            done => return done,
        }
    }
    Err(coerce::cannot_coerce(cx, choice.ty(), value, "")?)
}
