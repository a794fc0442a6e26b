//! Tables of bindings (`reference/objects.md §1.1`).

use std::rc::Rc;

use foldhash::HashMap;

use super::context::Context;
use super::error::{Error, ErrorClass, Result};
use super::find;
use super::object::Object;
use super::origin::Origin;
use super::raw::{Keyword, Raw};
use super::raw_ops;
use crate::syntax::template::{Path, Reference};

/// A flat table from references to values. Cheap to clone; it does not change once it is made.
#[derive(Clone)]
pub struct Environment(Rc<Table>);

/// Entries up to this many are looked through one by one.
const FEW: usize = 8;

#[derive(Default)]
struct Table {
    entries: Vec<Entry>,
    /// Positions of the entries by address; empty while these are so few that looking at each is quicker.
    index: HashMap<Rc<str>, usize>,
    /// Some entry can be asked for a longer reference.
    has_namable: bool,
    depth: u32,
}

/// One binding.
#[derive(Clone)]
pub struct Entry {
    /// What it binds.
    pub key: Reference,
    /// To what.
    pub value: Bound,
    /// Where it was bound.
    pub origin: Origin,
}

/// A bound or found value.
#[derive(Clone)]
pub enum Bound {
    /// ASCII text.
    Text(Rc<str>),
    /// A byte text that is not ASCII: it cannot be put into a text.
    Bytes(Rc<[u8]>),
    /// An object.
    Object(Object),
}

impl Table {
    fn set(&mut self, key: Reference, value: Bound, origin: Origin) {
        if let Bound::Object(object) = &value {
            self.has_namable |= object.is_namable();
            self.depth = self.depth.max(object.depth());
        }
        match self.position(key.address()).and_then(|at| self.entries.get_mut(at)) {
            Some(entry) => *entry = Entry { key, value, origin },
            None => {
                self.entries.push(Entry { key, value, origin });
                self.add_to_index();
            }
        }
    }

    fn position(&self, address: &str) -> Option<usize> {
        if self.entries.len() <= FEW {
            return self.entries.iter().position(|entry| entry.key.address() == address);
        }
        self.index.get(address).copied()
    }

    /// Keeps the index true after an entry was added.
    fn add_to_index(&mut self) {
        let count = self.entries.len();
        let new = match count {
            0..=FEW => return,
            _ if self.index.is_empty() => 0..count,
            _ => count - 1..count,
        };
        for at in new {
            if let Some(entry) = self.entries.get(at) {
                self.index.insert(entry.key.address().into(), at);
            }
        }
    }

    fn take_pairs(
        &mut self,
        cx: &Context,
        pairs: impl IntoIterator<Item = (Raw, Raw, Origin)>,
        prefix: Option<&Reference>,
    ) -> Result<()> {
        for (key, value, origin) in pairs {
            let wrapped = Wrapped::of(cx, &value, origin)?;
            let key = reference(cx, &key)?;
            let key = match prefix {
                Some(prefix) => prefix.join(key.path()),
                None => key,
            };
            match wrapped {
                Wrapped::Table(table) => {
                    for entry in &table.entries {
                        cx.charge(1)?;
                        self.set(key.join(entry.key.path()), entry.value.clone(), entry.origin);
                    }
                }
                Wrapped::Value(value) => self.set(key, value, origin),
            }
        }
        Ok(())
    }
}

/// `Environment.wrap`: what a value becomes when it is bound.
enum Wrapped {
    Table(Rc<Table>),
    Value(Bound),
}

impl Wrapped {
    fn of(cx: &Context, value: &Raw, origin: Origin) -> Result<Wrapped> {
        Ok(match value {
            Raw::Environment(environment) => Wrapped::Table(Rc::clone(&environment.0)),
            Raw::Object(object) => Wrapped::Value(Bound::Object(object.clone())),
            _ => match raw_ops::dict_pairs(value)? {
                Some(pairs) => cx.deeper(|| {
                    let mut table = Table::default();
                    table.take_pairs(cx, pairs.into_iter().map(|(k, v)| (k, v, origin)), None)?;
                    Ok(Wrapped::Table(Rc::new(table)))
                })?,
                None => match raw_ops::bound_text(value)? {
                    Some(bound) => Wrapped::Value(bound),
                    None => return Err(cannot_bind(value)),
                },
            },
        })
    }
}

pub(super) fn cannot_bind(value: &Raw) -> Error {
    let message = format!(
        "Environment values must be strings, numbers, Objects or other Environments. Got {} instead.",
        raw_ops::type_repr(value)
    );
    Error::new(ErrorClass::Unbindable, message).with_facts(|facts| facts.value = Some(value.type_name()))
}

/// `Ref.wrap`: a reference from a key.
pub(super) fn reference(cx: &Context, key: &Raw) -> Result<Reference> {
    match key {
        Raw::Reference(reference) => Ok(reference.clone()),
        Raw::Text(text) if !text.is_empty() => cx.reference(text),
        Raw::Bytes(bytes) if !bytes.is_empty() => cx.reference(&String::from_utf8_lossy(bytes)),
        _ => Err(Error::new(ErrorClass::InvalidRef, format!("Invalid address: {}", raw_ops::repr(cx, key)?))),
    }
}

impl Environment {
    /// `Environment(*dicts_or_environments, **keywords)`. Keywords come in the order in which the original iterates.
    pub fn construct(cx: &Context, positional: &[Raw], keywords: &[Keyword]) -> Result<Environment> {
        Environment::construct_from(cx, positional, keywords, Origin::Unknown)
    }

    /// As [`Environment::construct`], noting where positional tables were bound.
    pub fn construct_from(
        cx: &Context,
        positional: &[Raw],
        keywords: &[Keyword],
        origin: Origin,
    ) -> Result<Environment> {
        let mut table = Table::default();
        for value in positional {
            if let Raw::Environment(other) = value {
                for entry in &other.0.entries {
                    table.set(entry.key.clone(), entry.value.clone(), entry.origin);
                }
                continue;
            }
            match raw_ops::dict_pairs(value)? {
                Some(pairs) => table.take_pairs(cx, pairs.into_iter().map(|(k, v)| (k, v, origin)), None)?,
                None => {
                    let message = format!("Environment expects dict or Environment, got {}", raw_ops::repr(cx, value)?);
                    return Err(Error::new(ErrorClass::Value, message));
                }
            }
        }
        let named = keywords.iter().map(|k| (Raw::Text(Rc::clone(&k.name)), k.value.clone(), k.origin));
        table.take_pairs(cx, named, None)?;
        Environment::seal(cx, table)
    }

    fn seal(cx: &Context, mut table: Table) -> Result<Environment> {
        table.depth += 1;
        cx.check_depth(table.depth)?;
        Ok(Environment(Rc::new(table)))
    }

    /// All bindings, in no particular order.
    pub fn entries(&self) -> &[Entry] {
        &self.0.entries
    }

    /// Levels of nesting.
    pub fn depth(&self) -> u32 {
        self.0.depth
    }

    /// A number that identifies it as long as it lives.
    pub fn address(&self) -> u64 {
        Rc::as_ptr(&self.0) as u64
    }

    pub(super) fn entry(&self, address: &str) -> Option<&Entry> {
        self.0.position(address).and_then(|at| self.0.entries.get(at))
    }

    /// Looks a path up: the exact key, else the longest key in front of it whose value knows the rest. `None`: not found.
    pub(super) fn lookup(&self, cx: &Context, path: Path<'_>) -> Result<Option<(Bound, Origin)>> {
        if self.0.entries.is_empty() {
            return Ok(None);
        }
        if let Some(entry) = self.entry(path.address()) {
            cx.note_use(entry.origin);
            return Ok(Some((entry.value.clone(), entry.origin)));
        }
        if !self.0.has_namable {
            return Ok(None);
        }
        for count in (1..path.len()).rev() {
            let Some(Entry { value: Bound::Object(object), origin, .. }) = self.entry(path.prefix(count)) else {
                continue;
            };
            if !object.is_namable() {
                continue;
            }
            if let Ok(found) = find::in_object(cx, object, path.skip(count))? {
                cx.note_use(*origin);
                return Ok(Some((Bound::Object(found), *origin)));
            }
        }
        Ok(None)
    }

    /// `find(reference)`. Errors: `NotFound`, and whatever a lookup in a bound object raises.
    pub fn find(&self, cx: &Context, reference: &Reference) -> Result<Bound> {
        match self.lookup(cx, reference.path())? {
            Some((bound, _)) => Ok(bound),
            None => {
                let name = reference.path().first().map_or("", |first| first.text());
                Err(Error::new(ErrorClass::NotFound, format!("Could not find {name} in object Environment"))
                    .with_facts(|facts| facts.name = Some(name.into())))
            }
        }
    }

    /// `repr`: the bindings sorted, one a line when they do not fit into 80 columns.
    pub fn repr(&self, cx: &Context) -> Result<String> {
        let mut sorted: Vec<&Entry> = self.0.entries.iter().collect();
        sorted.sort_by(|a, b| a.key.compare(&b.key));
        let mut parts = Vec::with_capacity(sorted.len());
        for entry in sorted {
            let value = match &entry.value {
                Bound::Text(text) => crate::cpython::repr::repr_bytes(text.as_bytes()),
                Bound::Bytes(bytes) => crate::cpython::repr::repr_bytes(bytes),
                Bound::Object(object) => object.repr(cx)?,
            };
            parts.push(format!("{:?}: {value}", entry.key));
        }
        let line = parts.join(", ");
        // pprint breaks what is longer than 79 columns, the braces included.
        let body = if line.chars().count() + 2 > 79 { parts.join(",\n ") } else { line };
        Ok(format!("Environment({{{body}}})"))
    }
}
