//! Values of the dialect as plain values of the object system, and back.

use std::any::Any;
use std::rc::Rc;

use super::binding::environment_of;
use super::object::{object_of, wrap};
use super::reference::{reference_of, wrap_reference};
use super::state::State;
use super::structure::is_empty_marker;
use crate::interp::class::{Class, ClassKind, Instance, Payload};
use crate::interp::error::{Error, Result};
use crate::interp::native::{Args, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{self, Context, Foreign, Keyword, Origin, Raw};
use crate::source::Span;

/// A value as the object system sees it. Errors: those of the value's own iteration and texts.
pub fn to_raw(vm: &mut Vm, value: &Value) -> Result<Raw> {
    Ok(match value {
        Value::None => Raw::None,
        Value::Bool(b) => Raw::Bool(*b),
        Value::Int(n) => Raw::Int(*n),
        Value::Long(n) => Raw::Long(Rc::clone(n)),
        Value::Float(n) => Raw::Float(*n),
        Value::Str(s) => Raw::Bytes(s.bytes().into()),
        Value::Unicode(s) => Raw::Text(s.text().into()),
        Value::Tuple(items) => Raw::Tuple(raws(vm, items)?.into()),
        _ if is_empty_marker(value) => Raw::Empty,
        Value::Host(_) => {
            if let Some(object) = object_of(value) {
                Raw::Object(object)
            } else if let Some(environment) = environment_of(value) {
                Raw::Environment(environment)
            } else if let Some(reference) = reference_of(value) {
                Raw::Reference(reference)
            } else {
                foreign(vm, value)?
            }
        }
        _ => foreign(vm, value)?,
    })
}

fn raws(vm: &mut Vm, items: &[Value]) -> Result<Vec<Raw>> {
    vm.enter("")?;
    let result = items.iter().map(|item| to_raw(vm, item)).collect();
    vm.leave();
    result
}

/// The positional and keyword arguments of a call, keywords with their places.
pub(super) fn arguments(vm: &mut Vm, args: Args) -> Result<(Vec<Raw>, Vec<Keyword>, Span)> {
    let span = if vm.keeps_places { vm.call_place } else { Span::NONE };
    let call = if args.keywords.is_empty() { None } else { vm.keyword_places.take() };
    let places = call.as_ref().map_or(&[][..], |(code, at)| &code.calls[*at].keywords);
    let positional = raws(vm, &args.positional)?;
    let mut keywords = Vec::with_capacity(args.keywords.len());
    for (name, value) in &args.keywords {
        let place = places.iter().find(|(n, _)| n == name).map_or(span, |(_, place)| *place);
        let value = to_raw(vm, value)?;
        keywords.push(Keyword { name: Rc::clone(name), value, origin: Origin::at(place) });
    }
    Ok((positional, keywords, span))
}

/// A value of the object system as a value of the dialect.
pub fn from_raw(vm: &mut Vm, raw: &Raw) -> Result<Value> {
    Ok(match raw {
        Raw::None => Value::None,
        Raw::Bool(b) => Value::Bool(*b),
        Raw::Int(n) => Value::Int(*n),
        Raw::Long(n) => match i64::try_from(&**n) {
            Ok(small) => Value::Int(small),
            Err(_) => Value::Long(Rc::clone(n)),
        },
        Raw::Float(n) => Value::Float(*n),
        Raw::Bytes(bytes) => Value::str(bytes),
        Raw::Text(text) => Value::unicode(text.as_ref()),
        Raw::Object(object) => wrap(vm, object.clone())?,
        Raw::Environment(environment) => super::binding::wrap_environment(environment.clone()),
        Raw::Reference(reference) => wrap_reference(reference.clone()),
        Raw::Empty => Value::Class(vm.class_for(&super::structure::EMPTY)),
        Raw::Tuple(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items.iter() {
                values.push(from_raw(vm, item)?);
            }
            Value::tuple(values)
        }
        Raw::Frozen(frozen) => {
            let dict = Dict::new();
            // Inserted as they came, so that keys that collide lie in the same places.
            for (key, value) in run(vm, |cx| frozen.inserted(cx))? {
                let (key, value) = (from_raw(vm, key)?, from_raw(vm, value)?);
                dict.set(vm, key, value)?;
            }
            frozen_dict(vm, dict)
        }
        Raw::Foreign(foreign) => match foreign.as_any().downcast_ref::<ForeignValue>() {
            Some(foreign) => foreign.value.clone(),
            None => Value::None,
        },
    })
}

/// `frozendict`, a subclass of `dict` in the original.
static FROZEN_DICT: TypeDef =
    TypeDef { name: "frozendict", module: "pystachio.composite", base: Some(&types::dict::DICT), ..TypeDef::EMPTY };

fn frozen_dict(vm: &mut Vm, dict: Dict) -> Value {
    let base: Rc<Class> = vm.class_for(&FROZEN_DICT);
    Value::Instance(Rc::new(Instance {
        class: std::cell::RefCell::new(base),
        dict: Default::default(),
        payload: Payload::Base(Value::Dict(Rc::new(dict))),
        number: Default::default(),
    }))
}

/// A value that the object system knows only by what it can do.
struct ForeignValue {
    value: Value,
    context: Rc<Context>,
    type_name: String,
    type_repr: String,
    shape: ShapeOf,
    hash: Option<i64>,
}

enum ShapeOf {
    List(Vec<Raw>),
    Sequence(Vec<Raw>, String),
    Dict(Vec<(Raw, Raw)>, bool),
    Iterable(Vec<Raw>, String),
    Other { repr: String, str: String },
}

fn foreign(vm: &mut Vm, value: &Value) -> Result<Raw> {
    let context = Rc::clone(&State::of(vm)?.context);
    let shape = match value.base() {
        Value::List(list) => {
            let items = list.items.borrow().clone();
            ShapeOf::List(raws(vm, &items)?)
        }
        Value::Dict(_) => ShapeOf::Dict(pairs(vm, value)?, matches!(value, Value::Dict(_))),
        Value::Tuple(items) => {
            let items = Rc::clone(items);
            ShapeOf::Sequence(raws(vm, &items)?, vm.repr_text(value)?)
        }
        Value::XRange(_) => {
            let items = vm.collect(value)?;
            ShapeOf::Sequence(raws(vm, &items)?, vm.repr_text(value)?)
        }
        Value::Set(set) | Value::FrozenSet(set) => {
            let items = set.elements();
            ShapeOf::Iterable(raws(vm, &items)?, vm.repr_text(value)?)
        }
        Value::Str(s) if !matches!(value, Value::Str(_)) => return Ok(Raw::Bytes(s.bytes().into())),
        Value::Unicode(s) if !matches!(value, Value::Unicode(_)) => return Ok(Raw::Text(s.text().into())),
        Value::Int(n) if !matches!(value, Value::Int(_)) => return Ok(Raw::Int(*n)),
        Value::Float(n) if !matches!(value, Value::Float(_)) => return Ok(Raw::Float(*n)),
        _ => {
            let repr = vm.repr_text(value)?;
            let str = String::from_utf8_lossy(&vm.str(value)?).into_owned();
            ShapeOf::Other { repr, str }
        }
    };
    let class = vm.class_of(value);
    let type_name = class.name().to_string();
    let type_repr = vm.repr_text(&Value::Class(class))?;
    let hash = match value {
        Value::List(_) | Value::Dict(_) | Value::Set(_) => None,
        other => vm.hash(other).ok(),
    };
    let value = value.clone();
    Ok(Raw::Foreign(Rc::new(ForeignValue { value, context, type_name, type_repr, shape, hash })))
}

/// The pairs of a mapping in its iteration order; a subclass may iterate in its own.
fn pairs(vm: &mut Vm, value: &Value) -> Result<Vec<(Raw, Raw)>> {
    let items: Vec<(Value, Value)> = match value {
        Value::Dict(dict) => dict.items(),
        Value::Instance(instance) if instance.class().kind == ClassKind::Native => match value.base() {
            Value::Dict(dict) => dict.items(),
            _ => Vec::new(),
        },
        other => {
            let mut items = Vec::new();
            for key in vm.collect(other)? {
                let item = vm.getitem(other, &key)?;
                items.push((key, item));
            }
            items
        }
    };
    vm.enter("")?;
    let mut raws = Vec::with_capacity(items.len());
    for (key, value) in items {
        raws.push((to_raw(vm, &key)?, to_raw(vm, &value)?));
    }
    vm.leave();
    Ok(raws)
}

impl Foreign for ForeignValue {
    fn type_name(&self) -> String {
        self.type_name.clone()
    }

    fn type_repr(&self) -> String {
        self.type_repr.clone()
    }

    fn repr(&self) -> objects::Result<String> {
        let join = |items: &[Raw]| -> objects::Result<String> {
            let texts: objects::Result<Vec<String>> = items.iter().map(|item| item.repr(&self.context)).collect();
            Ok(texts?.join(", "))
        };
        match &self.shape {
            ShapeOf::List(items) => Ok(format!("[{}]", join(items)?)),
            ShapeOf::Dict(pairs, _) => {
                let mut texts = Vec::with_capacity(pairs.len());
                for (key, value) in pairs {
                    texts.push(format!("{}: {}", key.repr(&self.context)?, value.repr(&self.context)?));
                }
                Ok(format!("{{{}}}", texts.join(", ")))
            }
            ShapeOf::Sequence(_, repr) | ShapeOf::Iterable(_, repr) | ShapeOf::Other { repr, .. } => Ok(repr.clone()),
        }
    }

    fn str(&self) -> objects::Result<String> {
        match &self.shape {
            ShapeOf::Other { str, .. } => Ok(str.clone()),
            _ => self.repr(),
        }
    }

    fn as_mapping(&self) -> objects::Result<Option<Vec<(Raw, Raw)>>> {
        Ok(match &self.shape {
            ShapeOf::Dict(pairs, _) => Some(pairs.clone()),
            _ => None,
        })
    }

    fn is_plain_dict(&self) -> bool {
        matches!(self.shape, ShapeOf::Dict(_, true))
    }

    fn is_dict(&self) -> bool {
        matches!(self.shape, ShapeOf::Dict(..))
    }

    fn as_sequence(&self) -> objects::Result<Option<Vec<Raw>>> {
        Ok(match &self.shape {
            ShapeOf::List(items) | ShapeOf::Sequence(items, _) => Some(items.clone()),
            _ => None,
        })
    }

    fn as_iterable(&self) -> objects::Result<Option<Vec<Raw>>> {
        Ok(match &self.shape {
            ShapeOf::List(items) | ShapeOf::Sequence(items, _) | ShapeOf::Iterable(items, _) => Some(items.clone()),
            ShapeOf::Dict(pairs, _) => Some(pairs.iter().map(|(key, _)| key.clone()).collect()),
            ShapeOf::Other { .. } => None,
        })
    }

    fn is_true(&self) -> objects::Result<bool> {
        Ok(match &self.shape {
            ShapeOf::List(items) | ShapeOf::Sequence(items, _) | ShapeOf::Iterable(items, _) => !items.is_empty(),
            ShapeOf::Dict(pairs, _) => !pairs.is_empty(),
            ShapeOf::Other { .. } => true,
        })
    }

    fn hash(&self) -> objects::Result<i64> {
        self.hash.ok_or_else(|| {
            objects::Error::new(objects::ErrorClass::Type, format!("unhashable type: '{}'", self.type_name))
        })
    }

    fn eq(&self, other: &Raw) -> objects::Result<bool> {
        let Raw::Foreign(other) = other else { return Ok(false) };
        let Some(other) = other.as_any().downcast_ref::<ForeignValue>() else { return Ok(false) };
        if self.value.is(&other.value) {
            return Ok(true);
        }
        match (&self.shape, &other.shape) {
            (ShapeOf::List(a), ShapeOf::List(b)) => same(&self.context, a, b),
            _ => Ok(false),
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn same(cx: &Context, a: &[Raw], b: &[Raw]) -> objects::Result<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    for (x, y) in a.iter().zip(b) {
        let equal = match (x, y) {
            (Raw::Object(x), y) => x.eq(cx, y)?,
            (x, y) => x.order(y) == std::cmp::Ordering::Equal,
        };
        if !equal {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Bytes that a step of the object system is counted with: most of them make or copy an object.
const OBJECT: u64 = 96;

/// Runs an operation of the object system and turns its error into an exception.
pub(super) fn run<T>(vm: &mut Vm, operation: impl FnOnce(&Context) -> objects::Result<T>) -> Result<T> {
    let context = Rc::clone(&State::of(vm)?.context);
    let before = context.steps();
    let result = operation(&context).map_err(|error| super::error::to_error(vm, error));
    let steps = context.steps() - before;
    vm.charge(steps)?;
    vm.charge_bytes(steps * OBJECT)?;
    result
}

/// A type error of these functions.
pub(super) fn wrong(message: impl Into<String>) -> Error {
    crate::interp::error::type_error(message)
}
