//! Objects as text: `str`, `unicode`, `repr` (`reference/objects.md §11`). All of them interpolate.

use std::rc::Rc;

use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::object::{Object, Payload};
use super::raw::Raw;
use super::raw_ops;

impl Object {
    /// `unicode(object)`. Errors: those of interpolation; for Struct, List and Map also content that is not ASCII.
    pub fn unicode(&self, cx: &Context) -> Result<Rc<str>> {
        match &self.data.payload {
            Payload::Scalar(value) if self.data.settled => scalar_text(cx, value),
            Payload::Scalar(_) => {
                let (object, _) = self.interpolate(cx)?;
                match object.scalar_value() {
                    Some(value) => scalar_text(cx, value),
                    None => Ok("".into()),
                }
            }
            Payload::Choice(_) => match cx.rules().choice_unwraps {
                true => cx.deeper(|| self.interpolate(cx)?.0.unicode(cx)),
                false => Ok(self.repr(cx)?.into()),
            },
            _ => Ok(self.repr(cx)?.into()),
        }
    }

    /// `str(object)`. Errors: those of interpolation; content that is not ASCII.
    pub fn str(&self, cx: &Context) -> Result<Rc<str>> {
        let text = match &self.data.payload {
            Payload::Choice(_) => cx.deeper(|| self.interpolate(cx)?.0.str(cx))?,
            _ => self.unicode(cx)?,
        };
        raw_ops::encode_ascii(&text)?;
        Ok(text)
    }

    /// `repr(object)`. Errors: as [`Object::str`].
    pub fn repr(&self, cx: &Context) -> Result<String> {
        let name = self.ty().name();
        if let Payload::Choice(value) = &self.data.payload {
            return Ok(format!("{name}({})", raw_ops::repr(cx, value)?));
        }
        if let Payload::Scalar(_) = self.data.payload {
            return Ok(format!("{name}({})", self.str(cx)?));
        }
        let (object, _) = self.interpolate(cx)?;
        let text = |part: &Object| cx.deeper(|| part.str(cx));
        let mut parts = Parts::default();
        match &object.data.payload {
            Payload::List(elements) => {
                for element in elements {
                    parts.push(cx, text(element)?.to_string())?;
                }
                Ok(format!("{name}({})", parts.all.join(", ")))
            }
            Payload::Map(pairs) => {
                for (key, value) in pairs {
                    parts.push(cx, format!("{} => {}", text(key)?, text(value)?))?;
                }
                Ok(format!("{name}({})", parts.all.join(", ")))
            }
            Payload::Struct(slots) => {
                let fields = object.ty().as_struct().map(|fields| fields.fields()).unwrap_or_default();
                for (field, slot) in fields.iter().zip(slots.iter()) {
                    if let Some(slot) = slot {
                        parts.push(cx, format!("{}={}", field.name, text(&slot.value)?))?;
                    }
                }
                let separator = format!(",\n{}", " ".repeat(name.chars().count() + 1));
                Ok(format!("{name}({})", parts.all.join(&separator)))
            }
            Payload::Scalar(_) | Payload::Choice(_) => Ok(String::new()),
        }
    }
}

/// Parts of a text, with its size watched.
#[derive(Default)]
struct Parts {
    all: Vec<String>,
    bytes: usize,
}

impl Parts {
    fn push(&mut self, cx: &Context, part: String) -> Result<()> {
        self.bytes += part.len();
        cx.charge(1 + part.len() as u64 / 16)?;
        if self.bytes > cx.limits().text_bytes.saturating_mul(16) {
            let message =
                format!("the text of an object is longer than {} bytes", cx.limits().text_bytes.saturating_mul(16));
            return Err(Error::new(ErrorClass::TooMuchText, message));
        }
        self.all.push(part);
        Ok(())
    }
}

fn scalar_text(cx: &Context, value: &Raw) -> Result<Rc<str>> {
    Ok(match value {
        Raw::Text(text) => Rc::clone(text),
        _ => raw_ops::str(cx, value)?.into(),
    })
}
