//! Raw values of objects: what they were made of, neither interpolated nor coerced.

use super::context::Context;
use super::error::Result;
use super::frozen::Frozen;
use super::object::{Object, Payload};
use super::raw::Raw;

impl Object {
    /// `get()`: a scalar's raw value, a tuple for a List, a frozendict for a Map or a Struct (unset attributes left out). A Choice
    /// gives that of the alternative it takes, which may fail.
    pub fn get(&self, cx: &Context) -> Result<Raw> {
        cx.charge(1)?;
        Ok(match &self.data.payload {
            Payload::Scalar(value) => value.clone(),
            Payload::Choice(_) => cx.deeper(|| self.interpolate(cx)?.0.get(cx))?,
            Payload::List(elements) => {
                let items = elements.iter().map(|element| cx.deeper(|| element.get(cx)));
                Raw::tuple(items.collect::<Result<_>>()?)
            }
            Payload::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| cx.deeper(|| Ok((key.get(cx)?, value.get(cx)?))));
                Raw::Frozen(Frozen::from_pairs(cx, pairs.collect::<Result<Vec<_>>>()?)?.into())
            }
            Payload::Struct(slots) => {
                let fields = self.ty().as_struct().map(|fields| fields.fields()).unwrap_or_default();
                let mut pairs = Vec::with_capacity(slots.len());
                for (field, slot) in fields.iter().zip(slots.iter()) {
                    if let Some(slot) = slot {
                        pairs.push((field.hash, field.raw_name.clone(), cx.deeper(|| slot.value.get(cx))?));
                    }
                }
                Raw::Frozen(Frozen::from_distinct(pairs).into())
            }
        })
    }
}
