//! Making objects from raw values and copies with changes (`reference/objects.md §4, §5.2, §6`).

use std::rc::Rc;

use super::coerce;
use super::context::Context;
use super::error::{Error, ErrorClass, Result, Step};
use super::object::{Object, Payload, Slot, Slots};
use super::origin::Origin;
use super::raw::{Keyword, Raw};
use super::raw_ops;
use super::structs::{self, StructType};
use super::types::{Kind, Type};
use crate::cpython::table::Table;
use crate::source::Span;

impl Type {
    /// `T(*positional, **keywords)`. The span is the call's; values inside of positional mappings get it as their place.
    /// Errors: see the tables of `reference/objects.md §5.2, §6`.
    pub fn construct(&self, cx: &Context, positional: &[Raw], keywords: &[Keyword], span: Span) -> Result<Object> {
        build(cx, self, positional, keywords, Origin::at(span))
    }
}

impl Object {
    /// `object(**changes)`: a copy with some attributes replaced; scopes stay. Errors: not a Struct, unknown attribute, a value
    /// that does not fit.
    pub fn with(&self, cx: &Context, changes: &[Keyword]) -> Result<Object> {
        let (Kind::Struct(fields), Payload::Struct(slots)) = (self.ty().kind(), &self.data.payload) else {
            let message = format!("'{}' object is not callable", self.ty().name());
            return Err(Error::new(ErrorClass::Type, message));
        };
        let mut copied = slots.to_vec();
        assign(cx, self.ty(), fields, &mut copied, changes, "__call__")?;
        let slots = match (cx.keeps_origins(), changes) {
            (false, _) => Slots::new(copied),
            (true, []) => slots.resolved(copied),
            (true, _) => Slots::changed(copied, self),
        };
        Ok(Object::new(cx, self.ty().clone(), Payload::Struct(slots))?.with_scopes(self.scopes.clone()))
    }
}

pub(super) fn build(
    cx: &Context,
    ty: &Type,
    positional: &[Raw],
    keywords: &[Keyword],
    origin: Origin,
) -> Result<Object> {
    cx.charge(1)?;
    match ty.kind() {
        Kind::Struct(fields) => build_struct(cx, ty, fields, positional, keywords, origin),
        Kind::Map(key, value) => match keywords.first() {
            Some(keyword) => Err(unexpected_keyword(&keyword.name)),
            None => build_map(cx, ty, (key, value), positional, origin),
        },
        Kind::List(element) => build_list(cx, ty, element, only_argument(positional, keywords, "vals")?, origin),
        Kind::Enum(values) => build_enum(cx, ty, values, only_argument(positional, keywords, "value")?),
        Kind::Choice(_) => {
            let value = only_argument(positional, keywords, "val")?;
            Object::new(cx, ty.clone(), Payload::Choice(value.clone()))
        }
        Kind::String | Kind::Integer | Kind::Float | Kind::Boolean => {
            let value = only_argument(positional, keywords, "value")?;
            Object::new(cx, ty.clone(), Payload::Scalar(value.clone()))
        }
    }
}

/// The value if it already is of the type, else the type called with it.
pub(super) fn coerced(cx: &Context, ty: &Type, value: &Raw, origin: Origin) -> Result<Object> {
    match value {
        Raw::Object(object) if ty.is_instance(object) => Ok(object.clone()),
        _ => cx.deeper(|| build(cx, ty, std::slice::from_ref(value), &[], origin)),
    }
}

fn unexpected_keyword(name: &str) -> Error {
    Error::new(ErrorClass::Type, format!("__init__() got an unexpected keyword argument '{name}'"))
}

fn only_argument<'a>(positional: &'a [Raw], keywords: &'a [Keyword], name: &str) -> Result<&'a Raw> {
    match (positional, keywords) {
        ([value], []) => Ok(value),
        ([], [keyword]) if &*keyword.name == name => Ok(&keyword.value),
        (_, [keyword, ..]) if &*keyword.name == name => {
            Err(Error::new(ErrorClass::Type, format!("__init__() got multiple values for keyword argument '{name}'")))
        }
        (_, [keyword, ..]) => Err(unexpected_keyword(&keyword.name)),
        _ => Err(Error::new(
            ErrorClass::Type,
            format!("__init__() takes exactly 2 arguments ({} given)", positional.len() + 1),
        )),
    }
}

fn build_enum(cx: &Context, ty: &Type, values: &[Rc<str>], value: &Raw) -> Result<Object> {
    let text = coerce_text(cx, value)?;
    let has_references = cx.fragments(&text)?.is_some_and(|fragments| fragments.has_references);
    let is_member = matches!(value, Raw::Text(_) | Raw::Bytes(_)) && values.contains(&text);
    if !has_references && !is_member {
        let message = format!("{} only accepts the following values: {}", ty.name(), values.join(", "));
        return Err(Error::new(ErrorClass::Value, message).with_facts(|facts| {
            facts.value = Some(text.to_string());
            facts.expected = Some(ty.clone());
            facts.candidates = values.to_vec();
        }));
    }
    Object::new(cx, ty.clone(), Payload::Scalar(value.clone()))
}

fn coerce_text(cx: &Context, value: &Raw) -> Result<Rc<str>> {
    match coerce::coerce(cx, &Type::string(), value)? {
        Raw::Text(text) => Ok(text),
        _ => Ok("".into()),
    }
}

fn build_list(cx: &Context, ty: &Type, element: &Type, value: &Raw, origin: Origin) -> Result<Object> {
    let Some(items) = raw_ops::sequence(value)? else {
        let shown = raw_ops::repr(cx, value)?;
        let message = format!("ListContainer expects an iterable, got {shown}");
        return Err(Error::new(ErrorClass::Value, message).with_facts(|facts| {
            facts.value = Some(shown);
            facts.expected = Some(ty.clone());
        }));
    };
    cx.charge(items.len() as u64)?;
    let mut elements = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let made = coerced(cx, element, item, origin);
        elements.push(made.map_err(|error| error.inside(Step::Index(at), origin.span()))?);
    }
    Object::new(cx, ty.clone(), Payload::List(elements))
}

fn build_map(cx: &Context, ty: &Type, types: (&Type, &Type), positional: &[Raw], origin: Origin) -> Result<Object> {
    let pairs = match positional {
        [only] => match raw_ops::mapping_pairs(only)? {
            Some(pairs) => in_copied_order(cx, only, pairs)?,
            None => pairs_of(cx, ty, positional)?,
        },
        _ => pairs_of(cx, ty, positional)?,
    };
    cx.charge(pairs.len() as u64)?;
    let mut made = Vec::with_capacity(pairs.len());
    for (key, value) in &pairs {
        let key = coerced(cx, types.0, key, origin)?;
        let value = coerced(cx, types.1, value, origin).map_err(|error| match key.scalar_value() {
            Some(Raw::Text(text)) => error.inside(Step::Key(Rc::clone(text)), origin.span()),
            Some(Raw::Bytes(bytes)) => error.inside(Step::Key(String::from_utf8_lossy(bytes).into()), origin.span()),
            _ => error,
        })?;
        made.push((key, value));
    }
    Object::new(cx, ty.clone(), Payload::Map(made))
}

/// A `dict` is copied before its pairs are read; the copy may iterate in another order.
fn in_copied_order(cx: &Context, value: &Raw, pairs: Vec<(Raw, Raw)>) -> Result<Vec<(Raw, Raw)>> {
    if !matches!(value, Raw::Foreign(foreign) if foreign.is_plain_dict()) {
        return Ok(pairs);
    }
    let mut table = Table::new();
    table.merge_presize(pairs.len());
    for (key, value) in pairs {
        let hash = raw_ops::hash(cx, &key)?;
        table.insert(hash, key, value, |a, b| raw_ops::eq(cx, a, b))?;
    }
    Ok(table.iter().map(|(_, key, value)| (key.clone(), value.clone())).collect())
}

fn pairs_of(cx: &Context, ty: &Type, positional: &[Raw]) -> Result<Vec<(Raw, Raw)>> {
    let mut pairs = Vec::with_capacity(positional.len());
    for value in positional {
        match raw_ops::pair(cx, value)? {
            Some(pair) => pairs.push(pair),
            None => {
                let shown = raw_ops::repr(cx, &Raw::tuple(positional.to_vec()))?;
                let message = format!("Unexpected input to MapContainer: {shown}");
                // A single value without the tuple around it; asking it once more would run the program's code once more.
                let inner = shown.strip_prefix('(').and_then(|rest| rest.strip_suffix(",)")).unwrap_or(&shown);
                return Err(Error::new(ErrorClass::Value, message).with_facts(|facts| {
                    facts.value = Some(inner.to_owned());
                    facts.expected = Some(ty.clone());
                }));
            }
        }
    }
    Ok(pairs)
}

fn build_struct(
    cx: &Context,
    ty: &Type,
    fields: &StructType,
    positional: &[Raw],
    keywords: &[Keyword],
    origin: Origin,
) -> Result<Object> {
    if let Some(keyword) = keywords.iter().find(|keyword| &*keyword.name == "self") {
        return Err(multiple_values("__init__", &keyword.name));
    }
    let default = |value: &Object| Slot::new(value.clone(), Origin::Default);
    let mut slots: Vec<Option<Slot>> = fields.fields().iter().map(|f| f.default.as_ref().map(default)).collect();
    for value in positional {
        let Some(pairs) = raw_ops::mapping_pairs(value)? else {
            let shown = raw_ops::repr(cx, value)?;
            let message = format!("Expected dictionary argument, got {shown}");
            return Err(Error::new(ErrorClass::Value, message).with_facts(|facts| {
                facts.value = Some(shown);
                facts.expected = Some(ty.clone());
            }));
        };
        assign(cx, ty, fields, &mut slots, &named(pairs, origin)?, "_update_schema_data")?;
    }
    assign(cx, ty, fields, &mut slots, keywords, "_update_schema_data")?;
    Object::new(cx, ty.clone(), Payload::Struct(Slots::new(slots)))
}

fn multiple_values(function: &str, name: &str) -> Error {
    Error::new(ErrorClass::Type, format!("{function}() got multiple values for keyword argument '{name}'"))
}

/// A mapping as keywords. Errors: a key is no text.
fn named(pairs: Vec<(Raw, Raw)>, origin: Origin) -> Result<Vec<Keyword>> {
    let mut keywords = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        let name: Rc<str> = match key {
            Raw::Text(text) => text,
            Raw::Bytes(bytes) => String::from_utf8_lossy(&bytes).into(),
            _ => return Err(Error::new(ErrorClass::Type, "_update_schema_data() keywords must be strings")),
        };
        keywords.push(Keyword { name, value, origin });
    }
    Ok(keywords)
}

fn assign(
    cx: &Context,
    ty: &Type,
    fields: &StructType,
    slots: &mut [Option<Slot>],
    changes: &[Keyword],
    function: &str,
) -> Result<()> {
    if let Some(keyword) = changes.iter().find(|keyword| &*keyword.name == "self") {
        return Err(multiple_values(function, &keyword.name));
    }
    // With several faults, the first in the order of the keyword dictionary is reported.
    let order = match changes {
        [] | [_] => (0..changes.len()).collect(),
        _ => structs::table_order(&changes.iter().map(|k| Rc::clone(&k.name)).collect::<Vec<_>>()),
    };
    for keyword in order.into_iter().filter_map(|at| changes.get(at)) {
        let place = fields.slot(&keyword.name);
        let (Some(field), Some(slot)) = (place.and_then(|at| fields.field(at)), place.and_then(|at| slots.get_mut(at)))
        else {
            return Err(structs::unknown_attribute(ty, fields, &keyword.name).with_facts(|facts| {
                facts.span = keyword.origin.span();
                facts.class = fields.field(0).map_or(Span::NONE, |field| field.origin.span());
                let unknown = changes.iter().filter(|one| fields.slot(&one.name).is_none());
                let others = unknown.filter(|one| one.name != keyword.name);
                facts.others = others.map(|one| (Rc::clone(&one.name), one.origin.span())).collect();
            }));
        };
        let value = value_of(cx, &field.ty, &keyword.value, keyword.origin).map_err(|error| {
            error.inside(Step::Field(Rc::clone(&field.name)), keyword.origin.span()).declared_in(field)
        })?;
        *slot = value.map(|value| Slot::new(value, keyword.origin));
    }
    Ok(())
}

/// What an attribute becomes when it is set; `None` is unset.
pub(super) fn value_of(cx: &Context, ty: &Type, value: &Raw, origin: Origin) -> Result<Option<Object>> {
    match value {
        Raw::Empty => Ok(None),
        _ => coerced(cx, ty, value, origin).map(Some),
    }
}
