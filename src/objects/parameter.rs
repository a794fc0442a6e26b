//! Types as parameters of List and Map.
//!
//! The original does not keep the type that it is given there: it writes the type down and builds a new one from that. The
//! new one is interchangeable with the old one, but a Struct's attributes have been written down sorted by name, so that the
//! dictionaries of an element that the *container* makes (from a mapping, from JSON) iterate in another order than those of
//! an element that came as an object.

use std::collections::HashMap;
use std::rc::Rc;

use super::context::Context;
use super::error::Result;
use super::shape::Shape;
use super::structs::{FieldDecl, Signature, StructType};
use super::types::{Kind, Type};

impl Type {
    /// The type as List and Map hold it. Errors: limits.
    pub(super) fn as_parameter(&self, cx: &Context) -> Result<Type> {
        rebuilt(cx, self, &mut HashMap::new())
    }
}

/// Types that were met before are built once only.
fn rebuilt(cx: &Context, ty: &Type, done: &mut HashMap<Shape, Type>) -> Result<Type> {
    // A subclass that adds nothing but a name is written down like the type of that name.
    let Kind::Struct(fields) = ty.kind() else { return Ok(ty.clone()) };
    if let Some(known) = done.get(&ty.shape()) {
        return Ok(known.clone());
    }
    let mut sorted = Vec::with_capacity(fields.fields().len());
    for field in fields.fields() {
        cx.charge(1)?;
        let ty = cx.deeper(|| rebuilt(cx, &field.ty, done))?;
        let default = field.default.as_ref().map(|default| default.get(cx)).transpose()?;
        sorted.push(FieldDecl {
            name: Rc::clone(&field.name),
            signature: Signature { ty, required: field.required, default },
            doc: Rc::clone(&field.doc),
            origin: field.origin,
        });
    }
    let declared: Vec<Rc<str>> = fields.names();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let order: Vec<usize> =
        declared.iter().filter_map(|name| sorted.iter().position(|field| field.name == *name)).collect();
    let made = StructType::declare(cx, ty.name(), sorted, &order)?;
    // What is not interchangeable with the original would change the meaning of a program; an order never does.
    let made = if made.shape() == ty.shape() { made } else { ty.clone() };
    done.insert(ty.shape(), made.clone());
    Ok(made)
}
