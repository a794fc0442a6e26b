//! Scopes: the ordered places in which references are looked up (`reference/objects.md §7.3`).
//!
//! Scopes are shared trees: binding and placing an object never copies what is already there. The scopes that a Struct
//! gives to its attributes are one node, a *frame*; what the original spells out as a list of tables (`self.…`, the bare
//! attributes, the Struct's own scopes, `super.…` views of these) is walked in the same order without being built.

use std::rc::Rc;

use super::context::Context;
use super::environment::{self, Bound, Environment};
use super::error::{Error, ErrorClass, Result};
use super::find;
use super::object::Object;
use super::origin::Origin;
use super::raw::{Keyword, Raw};
use super::raw_ops;
use crate::syntax::template::{Component, Path};

/// Scopes of one object, front first.
#[derive(Clone, Default)]
pub(super) struct Scopes(Option<Rc<Node>>);

pub(super) struct Node {
    pub(super) kind: NodeKind,
    /// Nesting of objects and tables inside.
    depth: u32,
    /// Levels of this tree.
    height: u32,
}

pub(super) enum NodeKind {
    Environment(Environment),
    Object(Object),
    /// A bound text or number: the first lookup that comes here fails.
    Useless,
    /// The scopes that this Struct gives to its attributes.
    Frame(Object),
    Both(Scopes, Scopes),
    Many(Vec<Scopes>),
}

/// Trees higher than this are laid flat.
const HEIGHT: u32 = 24;

impl Scopes {
    /// No scopes.
    pub(super) fn none() -> Scopes {
        Scopes(None)
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    fn node(kind: NodeKind, depth: u32, height: u32) -> Scopes {
        Scopes(Some(Rc::new(Node { kind, depth, height })))
    }

    /// What a Struct gives to its attributes.
    pub(super) fn frame(object: &Object) -> Scopes {
        Scopes::node(NodeKind::Frame(object.clone()), object.depth() + 1, 1)
    }

    /// What an object hands to its parts: a frame, or its own scopes.
    pub(super) fn given_by(object: &Object) -> Scopes {
        match object.slots() {
            Some(_) => Scopes::frame(object),
            None => object.scopes.clone(),
        }
    }

    /// One scope from an argument of `bind` or `in_scope`.
    pub(super) fn of(cx: &Context, value: &Raw, origin: Origin) -> Result<Scopes> {
        Ok(match value {
            Raw::Environment(table) => Scopes::environment(table.clone()),
            Raw::Object(object) => Scopes::node(NodeKind::Object(object.clone()), object.depth() + 1, 1),
            _ if raw_ops::dict_pairs(value)?.is_some() => {
                let table = Environment::construct_from(cx, std::slice::from_ref(value), &[], origin)?;
                Scopes::environment(table)
            }
            _ => match raw_ops::bound_text(value)? {
                Some(_) => Scopes::node(NodeKind::Useless, 1, 1),
                None => return Err(environment::cannot_bind(value)),
            },
        })
    }

    pub(super) fn environment(table: Environment) -> Scopes {
        let depth = table.depth() + 1;
        Scopes::node(NodeKind::Environment(table), depth, 1)
    }

    /// The scopes of arguments in their order, the keywords as one table at the end.
    pub(super) fn of_arguments(
        cx: &Context,
        positional: &[Raw],
        keywords: &[Keyword],
        origin: Origin,
    ) -> Result<Vec<Scopes>> {
        let mut all = Vec::with_capacity(positional.len() + 1);
        for value in positional {
            all.push(Scopes::of(cx, value, origin)?);
        }
        if !keywords.is_empty() {
            all.push(Scopes::environment(Environment::construct(cx, &[], keywords)?));
        }
        Ok(all)
    }

    /// These, then those behind them.
    pub(super) fn followed_by(&self, behind: &Scopes) -> Scopes {
        let (Some(front), Some(back)) = (&self.0, &behind.0) else {
            return if self.0.is_some() { self.clone() } else { behind.clone() };
        };
        let depth = front.depth.max(back.depth);
        let height = front.height.max(back.height) + 1;
        if height <= HEIGHT {
            return Scopes::node(NodeKind::Both(self.clone(), behind.clone()), depth, height);
        }
        let mut flat = Vec::new();
        self.flatten(&mut flat);
        behind.flatten(&mut flat);
        Scopes::node(NodeKind::Many(flat), depth, 2)
    }

    fn flatten(&self, out: &mut Vec<Scopes>) {
        let Some(node) = &self.0 else { return };
        match &node.kind {
            NodeKind::Both(a, b) => {
                a.flatten(out);
                b.flatten(out);
            }
            NodeKind::Many(all) => out.extend(all.iter().cloned()),
            _ => out.push(self.clone()),
        }
    }

    /// Nesting of what is inside.
    pub(super) fn depth(&self) -> u32 {
        self.0.as_ref().map_or(0, |node| node.depth)
    }

    pub(super) fn kind(&self) -> Option<&NodeKind> {
        self.0.as_deref().map(|node| &node.kind)
    }

    /// Looks a path up; the first scope that knows it wins.
    pub(super) fn lookup(&self, cx: &Context, path: Path<'_>) -> Result<Option<(Bound, Origin)>> {
        let Some(node) = self.0.as_deref() else { return Ok(None) };
        match &node.kind {
            NodeKind::Both(front, back) => match front.lookup(cx, path)? {
                Some(found) => Ok(Some(found)),
                None => back.lookup(cx, path),
            },
            NodeKind::Many(all) => {
                for one in all {
                    if let Some(found) = one.lookup(cx, path)? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            NodeKind::Environment(table) => {
                cx.charge(1)?;
                table.lookup(cx, path)
            }
            NodeKind::Object(object) => {
                cx.charge(1)?;
                in_bound_object(cx, object, path)
            }
            NodeKind::Useless => Err(useless_text()),
            NodeKind::Frame(object) => {
                cx.charge(1)?;
                in_frame(cx, object, path)
            }
        }
    }
}

pub(super) fn useless_text() -> Error {
    Error::new(ErrorClass::Type, "expected a string or other character buffer object")
}

/// A lookup in an object that was bound as a whole.
pub(super) fn in_bound_object(cx: &Context, object: &Object, path: Path<'_>) -> Result<Option<(Bound, Origin)>> {
    if !object.is_namable() {
        let message = format!("'{}' object has no attribute 'find'", object.ty().name());
        return Err(Error::new(ErrorClass::Attribute, message));
    }
    Ok(find::in_object(cx, object, path)?.ok().map(|found| (Bound::Object(found), Origin::Unknown)))
}

fn in_frame(cx: &Context, frame: &Object, path: Path<'_>) -> Result<Option<(Bound, Origin)>> {
    let Some(Component::Field(first)) = path.first() else { return frame.scopes.lookup(cx, path) };
    if first == "self"
        && let Some(found) = in_attributes(cx, frame, path.skip(1))?
    {
        return Ok(Some(found));
    }
    if let Some(found) = in_attributes(cx, frame, path)? {
        return Ok(Some(found));
    }
    if let Some(found) = frame.scopes.lookup(cx, path)? {
        return Ok(Some(found));
    }
    if first != "super" {
        return Ok(None);
    }
    match path.skip(1) {
        rest if rest.is_empty() => Ok(first_object(&frame.scopes).map(|o| (Bound::Object(o.clone()), Origin::Unknown))),
        rest => frame.scopes.lookup(cx, rest),
    }
}

/// The table of a Struct's attributes: raw values, a longer path through them.
pub(super) fn in_attributes(cx: &Context, frame: &Object, path: Path<'_>) -> Result<Option<(Bound, Origin)>> {
    let Some(Component::Field(name)) = path.first() else { return Ok(None) };
    let Some(slot) = frame.slot(name) else { return Ok(None) };
    if path.len() == 1 {
        return Ok(Some((Bound::Object(slot.value.clone()), slot.origin())));
    }
    if !slot.value.is_namable() {
        return Ok(None);
    }
    Ok(find::in_object(cx, &slot.value, path.skip(1))?.ok().map(|found| (Bound::Object(found), slot.origin())))
}

/// The first object bound as a whole: what `{{super}}` alone finds.
pub(super) fn first_object(scopes: &Scopes) -> Option<&Object> {
    match scopes.kind()? {
        NodeKind::Object(object) => Some(object),
        NodeKind::Both(front, back) => first_object(front).or_else(|| first_object(back)),
        NodeKind::Many(all) => all.iter().find_map(first_object),
        NodeKind::Frame(frame) => first_object(&frame.scopes),
        NodeKind::Environment(_) | NodeKind::Useless => None,
    }
}
