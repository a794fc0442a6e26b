//! Sums and maxima of resources, merged processes and constraints (`reference/schema.md §4.2, §4.3`).

use num_bigint::BigInt;

use super::build::Schema;
use super::release::Release;
use crate::cpython::set_table::SetTable;
use crate::objects::{Context, Error, ErrorClass, Keyword, Object, Origin, Raw, Result};
use crate::source::Span;

/// How two amounts become one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fold {
    Sum,
    Max,
}

/// The dimensions of `Resources` in a release.
fn dimensions(release: Release) -> &'static [&'static str] {
    if release >= Release::minor(14) { &["cpu", "ram", "disk", "gpu"] } else { &["cpu", "ram", "disk"] }
}

/// `Units.optional_resources`: `Resources()` for `Empty`.
pub(super) fn optional_resources(cx: &Context, schema: &Schema, value: &Raw) -> Result<Raw> {
    match value {
        Raw::Empty => Ok(schema.ty("Resources")?.construct(cx, &[], &[], Span::NONE)?.into()),
        _ => Ok(value.clone()),
    }
}

/// `Units.resources_sum`, `Units.resources_max`, starting from nothing.
pub(super) fn fold_resources(cx: &Context, schema: &Schema, fold: Fold, all: &[Raw]) -> Result<Object> {
    let ty = schema.ty("Resources")?;
    let names = dimensions(schema.release());
    let make = |amounts: Vec<Raw>| {
        let keyword = |(name, value): (&&str, Raw)| Keyword { name: (**name).into(), value, origin: Origin::Unknown };
        let keywords: Vec<Keyword> = names.iter().zip(amounts).map(keyword).collect();
        ty.construct(cx, &[], &keywords, Span::NONE)
    };
    let mut total = make(names.iter().map(|_| Raw::Int(0)).collect())?;
    for value in all {
        let resources = object_with(&optional_resources(cx, schema, value)?, "cpu")?;
        let mut amounts = Vec::with_capacity(names.len());
        for name in names {
            let (a, b) = (amount(cx, &total, name)?, amount(cx, &resources, name)?);
            amounts.push(match fold {
                Fold::Sum => add(&a, &b)?,
                Fold::Max => larger(a, b),
            });
        }
        total = make(amounts)?;
    }
    Ok(total)
}

/// An object whose attribute is going to be asked for. Errors: any other value has no such attribute.
pub(super) fn object_with(value: &Raw, attribute: &str) -> Result<Object> {
    match value {
        Raw::Object(object) => Ok(object.clone()),
        Raw::Empty => {
            Err(Error::new(ErrorClass::Attribute, format!("type object 'Empty' has no attribute '{attribute}'")))
        }
        _ => {
            let message = format!("'{}' object has no attribute '{attribute}'", value.type_name());
            Err(Error::new(ErrorClass::Attribute, message))
        }
    }
}

fn amount(cx: &Context, resources: &Object, name: &str) -> Result<Raw> {
    resources.accessor(name)?;
    match resources.attribute(cx, name)? {
        Some(value) => value.get(cx),
        None => Ok(Raw::Int(0)),
    }
}

/// `a + b` of numbers.
pub(super) fn add(a: &Raw, b: &Raw) -> Result<Raw> {
    let whole = |value: &Raw| match value {
        Raw::Int(number) => Some(BigInt::from(*number)),
        Raw::Long(number) => Some((**number).clone()),
        _ => None,
    };
    match (a, b) {
        (Raw::Int(x), Raw::Int(y)) => Ok(match x.checked_add(*y) {
            Some(sum) => Raw::Int(sum),
            None => Raw::Long((BigInt::from(*x) + BigInt::from(*y)).into()),
        }),
        (Raw::Float(x), Raw::Float(y)) => Ok(Raw::Float(x + y)),
        (Raw::Float(x), Raw::Int(y)) | (Raw::Int(y), Raw::Float(x)) => Ok(Raw::Float(x + *y as f64)),
        _ => match (whole(a), whole(b)) {
            (Some(x), Some(y)) => Ok(Raw::Long((x + y).into())),
            _ => {
                let (a, b) = (a.type_name(), b.type_name());
                Err(Error::new(ErrorClass::Type, format!("unsupported operand type(s) for +: '{a}' and '{b}'")))
            }
        },
    }
}

/// `max(a, b)`: the first if neither is greater.
pub(super) fn larger(a: Raw, b: Raw) -> Raw {
    if b.order(&a).is_gt() { b } else { a }
}

/// `set(…)` of objects as a list: equal ones once, in the order of CPython's set.
pub(super) fn distinct(cx: &Context, objects: Vec<Object>) -> Result<Vec<Object>> {
    let mut set = SetTable::new();
    for object in objects {
        let hash = object.hash(cx)?;
        set.add(hash, object, |a, b| a.eq(cx, &Raw::Object(b.clone())))?;
    }
    Ok(set.iter().map(|(_, object)| object.clone()).collect())
}

/// The elements of an attribute of each task, one after the other. Errors: unset, no task.
pub(super) fn chained(cx: &Context, tasks: &[Raw], attribute: &str) -> Result<Vec<Object>> {
    let mut all = Vec::new();
    for task in tasks {
        all.extend(elements(cx, task, attribute)?);
    }
    Ok(all)
}

/// The interpolated elements of a list attribute. Errors: unset, no task.
pub(super) fn elements(cx: &Context, task: &Raw, attribute: &str) -> Result<Vec<Object>> {
    let task = object_with(task, attribute)?;
    task.accessor(attribute)?;
    match task.attribute(cx, attribute)? {
        Some(list) => list.iterate(cx),
        None => Err(Error::new(ErrorClass::Type, "'type' object is not iterable")),
    }
}
