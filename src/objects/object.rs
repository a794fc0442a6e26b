//! The typed object: a type, a payload and the scopes in which its references are looked up.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use super::context::Context;
use super::error::{Result, Step};
use super::interpolate::key_step;
use super::origin::{Mark, Origin};
use super::raw::Raw;
use super::scope::Scopes;
use super::types::Type;
use crate::source::Span;

/// An immutable typed object. Cheap to clone.
#[derive(Clone)]
pub struct Object {
    pub(super) data: Rc<Data>,
    pub(super) scopes: Scopes,
}

pub(super) struct Data {
    pub(super) ty: Type,
    pub(super) payload: Payload,
    /// Interpolation gives the same payload in any scopes: nothing to resolve, nothing to coerce.
    pub(super) settled: bool,
    /// Settled, and no required attribute is missing: a type check finds nothing.
    pub(super) complete: bool,
    /// Whether it was written as JSON before.
    pub(super) is_written: Cell<bool>,
    /// Levels of nesting, without the scopes.
    pub(super) depth: u32,
}

/// What an object holds.
pub(super) enum Payload {
    Scalar(Raw),
    List(Vec<Object>),
    Map(Vec<(Object, Object)>),
    Struct(Slots),
    Choice(Raw),
}

/// The attributes of a Struct, and what it was copied from with changes.
pub(super) struct Slots {
    all: Box<[Option<Slot>]>,
    before: Option<Rc<Data>>,
}

impl Slots {
    pub(super) fn new(all: Vec<Option<Slot>>) -> Slots {
        Slots { all: all.into(), before: None }
    }

    /// The attributes of a copy of `object` with changes. Of very many copies of copies only some are remembered.
    pub(super) fn changed(all: Vec<Option<Slot>>, object: &Object) -> Slots {
        const MOST: usize = 16;
        let mut before = &object.data;
        let mut root = before;
        for _ in 0..MOST {
            match &root.payload {
                Payload::Struct(Slots { before: Some(older), .. }) => root = older,
                _ => return Slots { all: all.into(), before: Some(Rc::clone(before)) },
            }
        }
        before = root;
        Slots { all: all.into(), before: Some(Rc::clone(before)) }
    }

    /// Other values for the same attributes, with the same past.
    pub(super) fn resolved(&self, all: Vec<Option<Slot>>) -> Slots {
        Slots { all: all.into(), before: self.before.clone() }
    }
}

impl std::ops::Deref for Slots {
    type Target = [Option<Slot>];

    fn deref(&self) -> &[Option<Slot>] {
        &self.all
    }
}

/// The value of an attribute and where it was set.
#[derive(Clone)]
pub struct Slot {
    /// The value as it was given, not interpolated.
    pub value: Object,
    mark: Mark,
}

/// Knowing where it was set costs an attribute eight bytes and not one more.
const _: () = assert!(size_of::<Option<Slot>>() == size_of::<Option<Object>>() + 8);

impl Slot {
    pub(super) fn new(value: Object, origin: Origin) -> Slot {
        Slot { value, mark: Mark::new(origin) }
    }

    /// Where it was set.
    pub fn origin(&self) -> Origin {
        self.mark.origin()
    }
}

impl Object {
    pub(super) fn new(cx: &Context, ty: Type, payload: Payload) -> Result<Object> {
        let (settled, complete, depth) = survey(&ty, &payload);
        cx.check_depth(depth)?;
        Ok(Object {
            data: Rc::new(Data { ty, payload, settled, complete, is_written: Cell::default(), depth }),
            scopes: Scopes::none(),
        })
    }

    pub(super) fn scalar(ty: Type, value: Raw, settled: bool) -> Object {
        Object {
            data: Rc::new(Data {
                ty,
                payload: Payload::Scalar(value),
                settled,
                complete: settled,
                is_written: Cell::default(),
                depth: 1,
            }),
            scopes: Scopes::none(),
        }
    }

    pub(super) fn with_scopes(&self, scopes: Scopes) -> Object {
        Object { data: Rc::clone(&self.data), scopes }
    }

    /// The object in further scopes behind its own. What can no longer be changed by any scope needs none.
    pub(super) fn placed(&self, scopes: &Scopes) -> Object {
        if self.data.settled { self.clone() } else { self.with_scopes(self.scopes.followed_by(scopes)) }
    }

    /// Whether the other is this very payload, and scopes play no role in either.
    pub(super) fn is_same(&self, other: &Object) -> bool {
        Rc::ptr_eq(&self.data, &other.data) && self.scopes.is_none() && other.scopes.is_none()
    }

    /// Its type.
    pub fn ty(&self) -> &Type {
        &self.data.ty
    }

    /// Levels of nesting, bindings included.
    pub fn depth(&self) -> u32 {
        self.data.depth.max(self.scopes.depth())
    }

    /// A number that identifies the payload as long as the object lives.
    pub fn address(&self) -> u64 {
        Rc::as_ptr(&self.data) as u64
    }

    /// Whether references can go into it: Struct, List, Map.
    pub fn is_namable(&self) -> bool {
        matches!(self.data.payload, Payload::Struct(_) | Payload::List(_) | Payload::Map(_))
    }

    /// The raw value of a scalar or a Choice.
    pub fn scalar_value(&self) -> Option<&Raw> {
        match &self.data.payload {
            Payload::Scalar(value) | Payload::Choice(value) => Some(value),
            _ => None,
        }
    }

    /// Of the places where the attributes of a Struct were set, the first one; [`Span::NONE`] if none is known.
    pub fn first_place(&self) -> Span {
        let slots = self.slots().unwrap_or_default();
        let places = slots.iter().flatten().map(|slot| slot.origin().span()).filter(|span| !span.is_none());
        places.min_by_key(|span| span.start).unwrap_or_default()
    }

    /// The same object, its attributes and those of its parts set at other places: those that `place` knows for their paths.
    /// Errors: limits.
    pub fn with_places(&self, cx: &Context, place: &dyn Fn(&[Step]) -> Option<Span>) -> Result<Object> {
        self.relocated(cx, &mut Vec::new(), place)
    }

    fn relocated(&self, cx: &Context, path: &mut Vec<Step>, place: &dyn Fn(&[Step]) -> Option<Span>) -> Result<Object> {
        let mut part = |step: Step, object: &Object| {
            path.push(step);
            let made = cx.deeper(|| object.relocated(cx, path, place)).map(|part| (part, place(path)));
            path.pop();
            made
        };
        let payload = match &self.data.payload {
            Payload::Struct(slots) => {
                let fields = self.ty().as_struct().map(|fields| fields.fields()).unwrap_or_default();
                let mut all = Vec::with_capacity(slots.len());
                for (field, slot) in fields.iter().zip(slots.iter()) {
                    all.push(match slot {
                        Some(slot) if !slot.origin().span().is_none() => {
                            let (value, span) = part(Step::Field(Rc::clone(&field.name)), &slot.value)?;
                            Some(Slot::new(value, span.map_or(slot.origin(), Origin::at)))
                        }
                        slot => slot.clone(),
                    });
                }
                Payload::Struct(Slots::new(all))
            }
            Payload::List(elements) => {
                let parts = elements.iter().enumerate().map(|(at, one)| Ok(part(Step::Index(at), one)?.0));
                Payload::List(parts.collect::<Result<_>>()?)
            }
            Payload::Map(pairs) => {
                let parts = pairs.iter().map(|(key, one)| Ok((key.clone(), part(key_step(key), one)?.0)));
                Payload::Map(parts.collect::<Result<_>>()?)
            }
            Payload::Scalar(_) | Payload::Choice(_) => return Ok(self.clone()),
        };
        Ok(Object::new(cx, self.ty().clone(), payload)?.with_scopes(self.scopes.clone()))
    }

    /// The elements of a List as given, not interpolated.
    pub fn elements(&self) -> Option<&[Object]> {
        match &self.data.payload {
            Payload::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// The pairs of a Map as given, not interpolated.
    pub fn pairs(&self) -> Option<&[(Object, Object)]> {
        match &self.data.payload {
            Payload::Map(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// The attributes of a Struct by slot (see [`StructType`](super::StructType)); `None` is unset.
    pub fn slots(&self) -> Option<&[Option<Slot>]> {
        match &self.data.payload {
            Payload::Struct(slots) => Some(slots),
            _ => None,
        }
    }

    /// An attribute of a Struct as it was given, not interpolated.
    pub fn slot(&self, name: &str) -> Option<&Slot> {
        let at = self.data.ty.as_struct()?.slot(name)?;
        self.slots()?.get(at)?.as_ref()
    }

    /// The Struct of which this one is a copy with changes, in the same scopes.
    pub fn before(&self) -> Option<Object> {
        match &self.data.payload {
            Payload::Struct(slots) => {
                slots.before.as_ref().map(|data| Object { data: Rc::clone(data), scopes: self.scopes.clone() })
            }
            _ => None,
        }
    }

    /// An attribute of an attribute and so on, if no scope can change it any more.
    pub fn settled_part(&self, names: &[&str]) -> Option<Object> {
        let mut part = self;
        for name in names {
            part = &part.slot(name)?.value;
        }
        part.data.settled.then(|| part.with_scopes(Scopes::none()))
    }

    /// The same payload and scopes.
    pub fn copy(&self) -> Object {
        self.clone()
    }
}

/// Whether a payload is settled and complete, and its depth.
fn survey(ty: &Type, payload: &Payload) -> (bool, bool, u32) {
    let mut settled = true;
    let mut complete = true;
    let mut depth = 0;
    let mut see = |object: &Object| {
        // Scopes of a settled part play no role any more.
        settled &= object.data.settled;
        complete &= object.data.complete;
        depth = depth.max(object.depth());
    };
    match payload {
        Payload::Scalar(value) => {
            settled = super::coerce::is_settled(ty, value);
            complete = settled;
        }
        Payload::Choice(value) => {
            (settled, complete) = (false, false);
            if let Raw::Object(object) = value {
                depth = object.depth();
            }
        }
        Payload::List(elements) => elements.iter().for_each(&mut see),
        Payload::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            see(key);
            see(value);
        }),
        Payload::Struct(slots) => {
            slots.iter().flatten().for_each(|slot| see(&slot.value));
            let fields = ty.as_struct().map_or(&[][..], |fields| fields.fields());
            complete &= fields.iter().zip(slots.iter()).all(|(field, slot)| slot.is_some() || !field.required);
        }
    }
    (settled, complete, depth + 1)
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Object({})", self.data.ty.name())
    }
}
