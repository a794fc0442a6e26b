//! Equality, order and hash (`reference/objects.md §10`).

use std::cmp::Ordering;

use super::context::Context;
use super::error::Result;
use super::object::{Object, Payload, Slot};
use super::raw::Raw;
use super::raw_ops;
use super::types::Kind;

impl Object {
    /// `object == other`. Errors: those of interpolation.
    pub fn eq(&self, cx: &Context, other: &Raw) -> Result<bool> {
        match other {
            Raw::Object(other) => objects_eq(cx, self, other),
            _ => Ok(false),
        }
    }

    /// How a scalar orders against another value; of another class: less. `None` if the object is no scalar and the
    /// host's default order holds.
    pub fn order(&self, cx: &Context, other: &Raw) -> Result<Option<Ordering>> {
        if !matches!(self.data.payload, Payload::Scalar(_)) {
            return Ok(None);
        }
        match other {
            Raw::Object(other) if self.ty().is_same_class(other.ty()) => scalar_order(cx, self, other).map(Some),
            _ => Ok(Some(Ordering::Less)),
        }
    }

    /// `hash(object)`: of the raw value; of a Struct that of the interpolated value, unless the rules say otherwise.
    pub fn hash(&self, cx: &Context) -> Result<i64> {
        match self.data.payload {
            Payload::Struct(_) if !cx.rules().raw_struct_hash => {
                let raw = self.interpolate(cx)?.0.get(cx)?;
                raw_ops::hash(cx, &raw)
            }
            _ => raw_ops::hash(cx, &self.get(cx)?),
        }
    }
}

fn scalar_order(cx: &Context, a: &Object, b: &Object) -> Result<Ordering> {
    let (a, b) = (a.interpolate(cx)?.0, b.interpolate(cx)?.0);
    Ok(match (a.scalar_value(), b.scalar_value()) {
        (Some(x), Some(y)) => raw_ops::compare(x, y),
        _ => Ordering::Less,
    })
}

/// `a == b` of two objects.
pub(super) fn objects_eq(cx: &Context, a: &Object, b: &Object) -> Result<bool> {
    cx.charge(1)?;
    cx.deeper(|| match (a.ty().kind(), b.ty().kind()) {
        (Kind::Struct(x), Kind::Struct(y)) => {
            if x.shape() != y.shape() {
                return Ok(false);
            }
            structs_eq(cx, &a.interpolate(cx)?.0, &b.interpolate(cx)?.0)
        }
        (Kind::List(x), Kind::List(y)) => {
            if x.shape() != y.shape() {
                return Ok(false);
            }
            lists_eq(cx, &a.interpolate(cx)?.0, &b.interpolate(cx)?.0)
        }
        (Kind::Map(k, v), Kind::Map(other_k, other_v)) => {
            if (k.shape(), v.shape()) != (other_k.shape(), other_v.shape()) {
                return Ok(false);
            }
            maps_eq(cx, &a.interpolate(cx)?.0, &b.interpolate(cx)?.0)
        }
        (Kind::Choice(x), Kind::Choice(y)) => {
            if x.len() != y.len() || x.iter().zip(y.iter()).any(|(x, y)| x.shape() != y.shape()) {
                return Ok(false);
            }
            objects_eq(cx, &a.interpolate(cx)?.0, &b.interpolate(cx)?.0)
        }
        _ if matches!(a.data.payload, Payload::Scalar(_)) => {
            Ok(a.ty().is_same_class(b.ty()) && scalar_order(cx, a, b)?.is_eq())
        }
        _ => Ok(false),
    })
}

fn structs_eq(cx: &Context, a: &Object, b: &Object) -> Result<bool> {
    // Same attributes may lie in different slots: the types can be declared in different orders.
    let (Some(fields), Some(slots)) = (a.ty().as_struct(), a.slots()) else { return Ok(false) };
    let mut named: Vec<_> = fields.fields().iter().zip(slots).collect();
    named.sort_by(|x, y| x.0.name.cmp(&y.0.name));
    for (field, slot) in named {
        let equal = match (slot, b.slot(&field.name)) {
            (None, None) => true,
            (Some(Slot { value: x, .. }), Some(Slot { value: y, .. })) => objects_eq(cx, x, y)?,
            _ => false,
        };
        if !equal {
            return Ok(false);
        }
    }
    Ok(true)
}

fn lists_eq(cx: &Context, a: &Object, b: &Object) -> Result<bool> {
    let (Some(a), Some(b)) = (a.elements(), b.elements()) else { return Ok(false) };
    for (x, y) in a.iter().zip(b) {
        if !objects_eq(cx, x, y)? {
            return Ok(false);
        }
    }
    Ok(a.len() == b.len())
}

fn maps_eq(cx: &Context, a: &Object, b: &Object) -> Result<bool> {
    let (Some(a), Some(b)) = (a.pairs(), b.pairs()) else { return Ok(false) };
    for (x, y) in a.iter().zip(b) {
        if !(objects_eq(cx, &x.0, &y.0)? && objects_eq(cx, &x.1, &y.1)?) {
            return Ok(false);
        }
    }
    Ok(a.len() == b.len())
}
