//! How a text came to be: round by round, which binding satisfied which reference and what it beat. Interpolation itself does not
//! pay for this; the rounds are made once more, with notes.

use std::rc::Rc;

use super::context::Context;
use super::environment::{Bound, Entry, Environment};
use super::error::{Result, Step};
use super::interpolate::key_step;
use super::object::Object;
use super::origin::Origin;
use super::raw::Raw;
use super::resolve;
use super::scope::{NodeKind, Scopes, first_object, in_attributes, in_bound_object};
use crate::syntax::template::{Component, Fragment, IndexStyle, Path, Reference};

/// The rounds of one text.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The text as written.
    pub start: Rc<str>,
    /// One for each pass that replaced something.
    pub rounds: Vec<Round>,
    /// The text at the end, escapes still in it.
    pub end: Rc<str>,
    /// References that nothing satisfies.
    pub unbound: Vec<Reference>,
}

/// One pass over the text.
#[derive(Clone, Debug)]
pub struct Round {
    /// What was replaced, in the order of the text.
    pub substitutions: Vec<Substitution>,
    /// The text after it.
    pub text: Rc<str>,
}

/// One reference and what was there for it.
#[derive(Clone, Debug)]
pub struct Substitution {
    /// The reference.
    pub reference: Reference,
    /// What could have satisfied it; the first did.
    pub candidates: Vec<Candidate>,
}

/// A binding or an attribute that satisfies a reference.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Where it was bound or set.
    pub origin: Origin,
    /// The Struct and the attribute of it that answers, if one does: it may remember more.
    pub owner: Option<(Object, Rc<str>)>,
    /// What kind of scope it lies in: `bound`, or the name of the Struct type whose attribute it is.
    pub scope: Rc<str>,
    /// Its text.
    pub text: Rc<str>,
}

impl Object {
    /// Explains the text of a scalar in its scopes; get it there with [`Object::find`] or [`Object::part`]. Errors: those of interpolation.
    pub fn explain(&self, cx: &Context) -> Result<Explanation> {
        cx.looking(|| self.explained(cx))
    }

    fn explained(&self, cx: &Context) -> Result<Explanation> {
        let start: Rc<str> = match self.scalar_value() {
            Some(Raw::Text(text)) => Rc::clone(text),
            Some(Raw::Bytes(bytes)) => String::from_utf8_lossy(bytes).into(),
            _ => self.unicode(cx)?,
        };
        let mut explanation =
            Explanation { start: Rc::clone(&start), rounds: Vec::new(), end: start, unbound: Vec::new() };
        for _ in 0..cx.limits().rounds {
            let Some(round) = explain_round(cx, &self.scopes, &explanation.end, &mut explanation.unbound)? else {
                break;
            };
            explanation.end = Rc::clone(&round.text);
            let is_long = round.text.len() > cx.limits().text_bytes;
            explanation.rounds.push(round);
            if is_long {
                break;
            }
        }
        Ok(explanation)
    }

    /// A part placed in the scopes of what contains it, as [`Object::find`] but by attribute name, element index or key position.
    pub fn part(&self, step: &Step) -> Option<Object> {
        let part = match step {
            Step::Field(name) => self.slot(name)?.value.clone(),
            Step::Index(at) => self.elements()?.get(*at)?.clone(),
            Step::Key(key) => {
                let pairs = self.pairs()?;
                let is_key = |(one, _): &&(Object, Object)| key_step(one) == Step::Key(Rc::clone(key));
                pairs.iter().find(is_key)?.1.clone()
            }
        };
        // Unlike `placed`, also where nothing is left to resolve: the scopes are what is asked for.
        Some(part.with_scopes(part.scopes.followed_by(&Scopes::given_by(self))))
    }

    /// All parts with their steps, placed as by [`Object::part`]: attributes that are set as declared, elements, values of
    /// entries. A scalar has none.
    pub fn parts(&self) -> Vec<(Step, Object)> {
        let scopes = Scopes::given_by(self);
        let placed = |part: &Object| part.with_scopes(part.scopes.followed_by(&scopes));
        if let (Some(fields), Some(slots)) = (self.ty().as_struct(), self.slots()) {
            let set =
                fields.declared_order().iter().filter_map(|at| Some((fields.field(*at)?, slots.get(*at)?.as_ref()?)));
            return set.map(|(field, slot)| (Step::Field(Rc::clone(&field.name)), placed(&slot.value))).collect();
        }
        if let Some(elements) = self.elements() {
            return elements.iter().enumerate().map(|(at, element)| (Step::Index(at), placed(element))).collect();
        }
        self.pairs().into_iter().flatten().map(|(key, value)| (key_step(key), placed(value))).collect()
    }
}

/// One pass; `None` if it replaces nothing.
fn explain_round(cx: &Context, scopes: &Scopes, text: &str, unbound: &mut Vec<Reference>) -> Result<Option<Round>> {
    unbound.clear();
    let Some(fragments) = cx.fragments(text)? else { return Ok(None) };
    let mut out = String::new();
    let mut substitutions = Vec::new();
    for piece in &fragments.pieces {
        match piece {
            Fragment::Literal(text) => out.push_str(text),
            Fragment::Escape(inner) => out.push_str(&format!("{{{{&{inner}}}}}")),
            Fragment::Reference(reference) => {
                let mut candidates = Vec::new();
                collect(cx, scopes, reference.path(), &mut candidates)?;
                match candidates.first() {
                    Some(first) => {
                        out.push_str(&first.text);
                        substitutions.push(Substitution { reference: reference.clone(), candidates });
                    }
                    None => {
                        out.push_str(&reference.to_string());
                        unbound.push(reference.clone());
                    }
                }
            }
        }
    }
    if substitutions.is_empty() {
        return Ok(None);
    }
    Ok(Some(Round { substitutions, text: out.into() }))
}

/// What answers a path: the text, where it was bound, and the attribute inside that holds it.
fn note(
    cx: &Context,
    out: &mut Vec<Candidate>,
    found: Option<(Bound, Origin)>,
    scope: &Rc<str>,
    owner: Option<(Object, Rc<str>)>,
) -> Result<()> {
    let Some((bound, origin)) = found else { return Ok(()) };
    let text = match &bound {
        Bound::Text(text) => Rc::clone(text),
        Bound::Bytes(bytes) => String::from_utf8_lossy(bytes).into(),
        Bound::Object(object) => match resolve::found_text(cx, object) {
            Ok(text) => text,
            // What was beaten need not be in order.
            Err(_) if !out.is_empty() => "".into(),
            Err(error) => return Err(error),
        },
    };
    out.push(Candidate { origin, owner, scope: Rc::clone(scope), text });
    Ok(())
}

/// The Struct at the end of a path and the attribute of it that the path names.
fn owner_in(cx: &Context, object: &Object, path: Path<'_>) -> Option<(Object, Rc<str>)> {
    let Component::Field(name) = path.components().last()? else { return None };
    let owner = match path.len() {
        1 => object.clone(),
        count => {
            let parent = Reference::parse(path.prefix(count - 1), IndexStyle::Wide).ok()?;
            object.find(cx, &parent).ok()?
        }
    };
    owner.slot(name)?;
    Some((owner, name.into()))
}

/// As [`owner_in`], where the path begins with the name of a binding.
fn owner_of_bound(cx: &Context, table: &Environment, path: Path<'_>) -> Option<(Object, Rc<str>)> {
    if table.entry(path.address()).is_some() {
        return None;
    }
    let front = (1..path.len()).rev().find_map(|count| Some((count, table.entry(path.prefix(count))?)));
    match front? {
        (count, Entry { value: Bound::Object(object), .. }) => owner_in(cx, object, path.skip(count)),
        _ => None,
    }
}

/// All that satisfies a path, in the order of lookup. What lies behind the first find may fail without harm.
fn collect(cx: &Context, scopes: &Scopes, path: Path<'_>, out: &mut Vec<Candidate>) -> Result<()> {
    cx.charge(1)?;
    let bound: Rc<str> = "bound".into();
    match scopes.kind() {
        None => Ok(()),
        Some(NodeKind::Both(front, back)) => {
            collect(cx, front, path, out)?;
            collect(cx, back, path, out)
        }
        Some(NodeKind::Many(all)) => all.iter().try_for_each(|one| collect(cx, one, path, out)),
        Some(NodeKind::Environment(table)) => {
            note(cx, out, Environment::lookup(table, cx, path)?, &bound, owner_of_bound(cx, table, path))
        }
        Some(NodeKind::Object(object)) => {
            note(cx, out, in_bound_object(cx, object, path)?, object.ty().name(), owner_in(cx, object, path))
        }
        Some(NodeKind::Useless) if out.is_empty() => Err(super::scope::useless_text()),
        Some(NodeKind::Useless) => Ok(()),
        Some(NodeKind::Frame(frame)) => collect_in_frame(cx, frame, path, out),
    }
}

fn collect_in_frame(cx: &Context, frame: &Object, path: Path<'_>, out: &mut Vec<Candidate>) -> Result<()> {
    let name = frame.ty().name();
    let Some(Component::Field(first)) = path.first() else { return collect(cx, &frame.scopes, path, out) };
    if first == "self" {
        let rest = path.skip(1);
        note(cx, out, in_attributes(cx, frame, rest)?, name, owner_in(cx, frame, rest))?;
    }
    note(cx, out, in_attributes(cx, frame, path)?, name, owner_in(cx, frame, path))?;
    collect(cx, &frame.scopes, path, out)?;
    if first != "super" {
        return Ok(());
    }
    match path.skip(1) {
        rest if rest.is_empty() => {
            let found = first_object(&frame.scopes).map(|o| (Bound::Object(o.clone()), Origin::Unknown));
            note(cx, out, found, name, None)
        }
        rest => collect(cx, &frame.scopes, rest, out),
    }
}
