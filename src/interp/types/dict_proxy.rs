//! `dictproxy`: the read-only view that `__dict__` of a new-style class is.

use std::any::Any;
use std::rc::Rc;

use crate::interp::error::{Result, key_error, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::iter::DictPart;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types::{dict, object::OBJECT};
use crate::interp::value::Value;
use crate::interp::vm::{Vm, holds};
use crate::syntax::ast::CompareOp;

/// `dictproxy`.
pub static DICT_PROXY: TypeDef = TypeDef { name: "dictproxy", base: Some(&OBJECT), methods: METHODS, ..TypeDef::EMPTY };

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__cmp__", Shape::Unpack(1, 1), |vm, a| {
        let (own, other) = (Value::Dict(shown(a)?), plain(&a[1]));
        Ok(Value::Int(vm.cmp(&own, &other)? as i64))
    }),
    NativeDef::plain("__contains__", Shape::One, contains),
    NativeDef::plain("__eq__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Eq, a)),
    NativeDef::plain("__ge__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Ge, a)),
    NativeDef::plain("__getitem__", Shape::Unpack(1, 1), |vm, a| {
        shown(a)?.get(vm, &a[1])?.ok_or_else(|| key_error(a[1].clone()))
    }),
    NativeDef::plain("__gt__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Gt, a)),
    NativeDef::plain("__iter__", Shape::Unpack(0, 0), |_, a| Ok(dict::iterator(&shown(a)?, DictPart::Keys))),
    NativeDef::plain("__le__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Le, a)),
    NativeDef::plain("__len__", Shape::Unpack(0, 0), |_, a| Ok(Value::Int(shown(a)?.len() as i64))),
    NativeDef::plain("__lt__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Lt, a)),
    NativeDef::plain("__ne__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Ne, a)),
    NativeDef::plain("__repr__", Shape::Unpack(0, 0), |vm, a| {
        let inner = vm.repr(&Value::Dict(shown(a)?))?;
        Ok(Value::bytes([&b"dict_proxy("[..], &inner, b")"].concat()))
    }),
    NativeDef::plain("__str__", Shape::Unpack(0, 0), |vm, a| {
        let inner = vm.repr(&Value::Dict(shown(a)?))?;
        Ok(Value::bytes(inner))
    }),
    NativeDef::plain("copy", Shape::NoArgs, |vm, a| Ok(Value::Dict(Rc::new(shown(a)?.copy(vm)?)))),
    NativeDef::plain("get", Shape::Unpack(1, 2), |vm, a| {
        let found = shown(a)?.get(vm, &a[1])?;
        Ok(found.or_else(|| a.get(2).cloned()).unwrap_or(Value::None))
    }),
    NativeDef::plain("has_key", Shape::One, contains),
    NativeDef::plain("items", Shape::NoArgs, |vm, a| listed(vm, a, DictPart::Items)),
    NativeDef::plain("iteritems", Shape::NoArgs, |_, a| Ok(dict::iterator(&shown(a)?, DictPart::Items))),
    NativeDef::plain("iterkeys", Shape::NoArgs, |_, a| Ok(dict::iterator(&shown(a)?, DictPart::Keys))),
    NativeDef::plain("itervalues", Shape::NoArgs, |_, a| Ok(dict::iterator(&shown(a)?, DictPart::Values))),
    NativeDef::plain("keys", Shape::NoArgs, |vm, a| listed(vm, a, DictPart::Keys)),
    NativeDef::plain("values", Shape::NoArgs, |vm, a| listed(vm, a, DictPart::Values)),
];

/// The view's dictionary.
struct DictProxy(Rc<Dict>);

impl HostValue for DictProxy {
    fn type_def(&self) -> &'static TypeDef {
        &DICT_PROXY
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The view of a class's attributes.
pub fn proxy(dict: &Rc<Dict>) -> Value {
    Value::Host(Rc::new(DictProxy(Rc::clone(dict))))
}

fn dict_of(value: &Value) -> Option<Rc<Dict>> {
    match value {
        Value::Host(host) => host.as_any().downcast_ref::<DictProxy>().map(|proxy| Rc::clone(&proxy.0)),
        _ => None,
    }
}

fn shown(args: &[Value]) -> Result<Rc<Dict>> {
    args.first().and_then(dict_of).ok_or_else(|| type_error("a method of 'dictproxy' objects needs a dictproxy"))
}

/// The dictionary of a view; other values as they are.
fn plain(value: &Value) -> Value {
    dict_of(value).map_or_else(|| value.clone(), Value::Dict)
}

fn contains(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::Bool(shown(args)?.contains(vm, &args[1])?))
}

fn listed(vm: &mut Vm, args: &[Value], part: DictPart) -> Result<Value> {
    let iterator = dict::iterator(&shown(args)?, part);
    Ok(Value::list(vm.collect(&iterator)?))
}

/// A view compares as its dictionary does.
fn compare(vm: &mut Vm, op: CompareOp, args: &[Value]) -> Result<Value> {
    let (own, other) = (Value::Dict(shown(args)?), plain(&args[1]));
    match op {
        CompareOp::Eq | CompareOp::Ne => vm.compare(op, &own, &other),
        _ => Ok(Value::Bool(holds(op, vm.cmp(&own, &other)?))),
    }
}
