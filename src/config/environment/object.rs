//! Typed objects as values: what all of them can do.

use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

use super::binding::check_value;
use super::class::{CLASS_METHODS, class_of_type, construct, instance_check};
use super::raw::{arguments, from_raw, run, to_raw, wrong};
use super::reference::{reference_argument, wrap_reference};
use crate::interp::class::Class;
use crate::interp::error::Result;
use crate::interp::host_value::HostValue;
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::Object;

/// A typed object as a value.
pub(super) struct TypedObject {
    pub(super) object: Object,
    class: Rc<Class>,
}

/// `Object`: the base of all typed classes.
pub(super) static OBJECT: TypeDef = TypeDef {
    name: "Object",
    module: "pystachio.base",
    base: Some(&types::object::OBJECT),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    new: Some(construct),
    instance_check: Some(instance_check),
    ..TypeDef::EMPTY
};

/// Scalars and enumerations.
pub(super) static SCALAR: TypeDef = TypeDef {
    name: "SimpleObject",
    module: "pystachio.basic",
    base: Some(&OBJECT),
    new: Some(construct),
    build_class: Some(super::structure::build_class),
    instance_check: Some(instance_check),
    ..TypeDef::EMPTY
};

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__eq__", Shape::One, |vm, args| equal(vm, args, true)),
    NativeDef::plain("__ge__", Shape::One, |vm, args| ordered(vm, args, "__ge__")),
    NativeDef::plain("__gt__", Shape::One, |vm, args| ordered(vm, args, "__gt__")),
    NativeDef::plain("__hash__", Shape::NoArgs, |vm, args| {
        let object = receiver(args)?;
        Ok(Value::Int(run(vm, |cx| object.hash(cx))?))
    }),
    NativeDef::plain("__le__", Shape::One, |vm, args| ordered(vm, args, "__le__")),
    NativeDef::plain("__lt__", Shape::One, |vm, args| ordered(vm, args, "__lt__")),
    NativeDef::plain("__mod__", Shape::One, |vm, args| {
        let object = receiver(args)?;
        let value = to_raw(vm, &args[1])?;
        let span = vm.call_place;
        let made = run(vm, |cx| object.modulo(cx, &value, span))?;
        wrap(vm, made)
    }),
    NativeDef::plain("__ne__", Shape::One, |vm, args| equal(vm, args, false)),
    NativeDef::plain("__repr__", Shape::NoArgs, |vm, args| {
        let object = receiver(args)?;
        let text = run(vm, |cx| object.repr(cx))?;
        Ok(Value::str(text))
    }),
    NativeDef::plain("__str__", Shape::NoArgs, |vm, args| {
        let object = receiver(args)?;
        let text = run(vm, |cx| object.str(cx))?;
        Ok(Value::str(text.as_bytes()))
    }),
    NativeDef::plain("__unicode__", Shape::NoArgs, |vm, args| {
        let object = receiver(args)?;
        let text = run(vm, |cx| object.unicode(cx))?;
        Ok(Value::unicode(text.as_ref()))
    }),
    NativeDef::raw("bind", |vm, args| scoped(vm, args, true)),
    NativeDef::plain("check", Shape::NoArgs, |vm, args| {
        let object = receiver(args)?;
        let check = run(vm, |cx| object.check(cx))?;
        Ok(check_value(check))
    }),
    NativeDef::plain("copy", Shape::NoArgs, |_, args| Ok(args[0].clone())),
    NativeDef::plain("get", Shape::NoArgs, |vm, args| {
        let object = receiver(args)?;
        let raw = run(vm, |cx| object.get(cx))?;
        from_raw(vm, &raw)
    }),
    NativeDef::raw("in_scope", |vm, args| scoped(vm, args, false)),
    NativeDef::plain("interpolate", Shape::NoArgs, |vm, args| {
        let object = receiver(args)?;
        let (made, references) = run(vm, |cx| object.interpolate(cx))?;
        let references = references.into_iter().map(wrap_reference).collect();
        Ok(Value::tuple(vec![wrap(vm, made)?, Value::list(references)]))
    }),
    NativeDef::plain("scopes", Shape::NoArgs, |_, _| Ok(Value::tuple(Vec::new()))),
];

impl HostValue for TypedObject {
    fn type_def(&self) -> &'static TypeDef {
        self.class.native
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn class(&self) -> Option<Rc<Class>> {
        Some(Rc::clone(&self.class))
    }
}

/// A typed object as a value.
pub(super) fn wrap(vm: &mut Vm, object: Object) -> Result<Value> {
    let class = class_of_type(vm, object.ty())?;
    Ok(Value::Host(Rc::new(TypedObject { object, class })))
}

/// The typed object inside a value.
pub fn object_of(value: &Value) -> Option<Object> {
    match value {
        Value::Host(host) => host.as_any().downcast_ref::<TypedObject>().map(|typed| typed.object.clone()),
        _ => None,
    }
}

/// The receiver of a method.
pub(super) fn receiver(args: &[Value]) -> Result<Object> {
    args.first().and_then(object_of).ok_or_else(|| wrong("a typed object is required"))
}

fn equal(vm: &mut Vm, args: &[Value], wanted: bool) -> Result<Value> {
    let object = receiver(args)?;
    let other = to_raw(vm, &args[1])?;
    let equal = run(vm, |cx| object.eq(cx, &other))?;
    Ok(Value::Bool(equal == wanted))
}

fn ordered(vm: &mut Vm, args: &[Value], operator: &str) -> Result<Value> {
    let object = receiver(args)?;
    let other = to_raw(vm, &args[1])?;
    let order = run(vm, |cx| object.order(cx, &other))?;
    let Some(order) = order else {
        // A value of another class is always the greater one.
        return Ok(Value::Bool(matches!(operator, "__lt__" | "__le__")));
    };
    Ok(Value::Bool(match operator {
        "__lt__" => order == Ordering::Less,
        "__le__" => order != Ordering::Greater,
        "__gt__" => order == Ordering::Greater,
        _ => order != Ordering::Less,
    }))
}

fn scoped(vm: &mut Vm, mut args: Args, front: bool) -> Result<Value> {
    let object = receiver(&args.positional)?;
    args.positional.remove(0);
    let (positional, keywords, span) = arguments(vm, args)?;
    let made = run(vm, |cx| {
        if front {
            object.bind(cx, &positional, &keywords, span)
        } else {
            object.in_scope(cx, &positional, &keywords, span)
        }
    })?;
    wrap(vm, made)
}

/// `find(reference)` of Struct, List and Map.
pub(super) fn find(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let object = receiver(args)?;
    let reference = reference_argument(vm, &args[1])?;
    let found = run(vm, |cx| object.find(cx, &reference))?;
    wrap(vm, found)
}

/// `json_dumps()` and `json_dump(file)` of Structs.
pub(super) fn json_dumps(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let object = receiver(args)?;
    let text = run(vm, |cx| object.json_dumps(cx))?;
    match args.get(1) {
        Some(file) => {
            vm.call_method(file, "write", &[Value::str(text)])?;
            Ok(Value::None)
        }
        None => Ok(Value::str(text)),
    }
}
