//! `property`, `staticmethod`, `classmethod`, and the descriptors of built-in types.

use std::rc::Rc;

use super::object::OBJECT;
use crate::interp::class::Class;
use crate::interp::error::{Result, type_error};
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::value::{Descriptor, Value};
use crate::interp::vm::Vm;

/// `property`.
pub static PROPERTY: TypeDef = TypeDef {
    name: "property",
    base: Some(&OBJECT),
    methods: &[
        NativeDef::plain("__get__", Shape::Unpack(1, 2), get),
        NativeDef::plain("deleter", Shape::One, |_, args| replace(&args[0], None, None, Some(&args[1]))),
        NativeDef::plain("getter", Shape::One, |_, args| replace(&args[0], Some(&args[1]), None, None)),
        NativeDef::plain("setter", Shape::One, |_, args| replace(&args[0], None, Some(&args[1]), None)),
    ],
    getters: &[
        GetterDef { name: "__doc__", get: |vm, v| part(vm, v, 3) },
        GetterDef { name: "fdel", get: |vm, v| part(vm, v, 2) },
        GetterDef { name: "fget", get: |vm, v| part(vm, v, 0) },
        GetterDef { name: "fset", get: |vm, v| part(vm, v, 1) },
    ],
    new: Some(new_property),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// `staticmethod`.
pub static STATICMETHOD: TypeDef = TypeDef {
    name: "staticmethod",
    base: Some(&OBJECT),
    methods: &[NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: &[GetterDef { name: "__func__", get: function_of }],
    new: Some(|_, _, args| Ok(Value::Descriptor(Rc::new(Descriptor::Static(one("staticmethod", args)?))))),
    ..TypeDef::EMPTY
};

/// `classmethod`.
pub static CLASSMETHOD: TypeDef = TypeDef {
    name: "classmethod",
    base: Some(&OBJECT),
    methods: &[NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: &[GetterDef { name: "__func__", get: function_of }],
    new: Some(|_, _, args| Ok(Value::Descriptor(Rc::new(Descriptor::Class(one("classmethod", args)?))))),
    ..TypeDef::EMPTY
};

/// `member_descriptor`: a slot.
pub static MEMBER: TypeDef = TypeDef {
    name: "member_descriptor",
    base: Some(&OBJECT),
    methods: &[NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: &[GetterDef { name: "__name__", get: slot_name }],
    ..TypeDef::EMPTY
};

/// `getset_descriptor`: a computed attribute of a built-in type.
pub static GETSET: TypeDef = TypeDef {
    name: "getset_descriptor",
    base: Some(&OBJECT),
    methods: &[NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: &[GetterDef { name: "__name__", get: slot_name }],
    ..TypeDef::EMPTY
};

fn new_property(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    const NAMES: [&str; 4] = ["fget", "fset", "fdel", "doc"];
    let mut parts = [const { Value::None }; 4];
    if args.positional.len() > 4 {
        return Err(type_error(format!("property() takes at most 4 arguments ({} given)", args.positional.len())));
    }
    for (slot, value) in parts.iter_mut().zip(args.positional) {
        *slot = value;
    }
    for (name, value) in args.keywords {
        match NAMES.iter().position(|n| **n == *name) {
            Some(at) => parts[at] = value,
            None => return Err(type_error(format!("'{name}' is an invalid keyword argument for this function"))),
        }
    }
    let [get, set, delete, mut doc] = parts;
    if doc.is_none() && !get.is_none() {
        doc = vm.getattr_opt(&get, "__doc__")?.unwrap_or(Value::None);
    }
    Ok(Value::Descriptor(Rc::new(Descriptor::Property { get, set, delete, doc })))
}

fn replace(property: &Value, get: Option<&Value>, set: Option<&Value>, delete: Option<&Value>) -> Result<Value> {
    let Value::Descriptor(descriptor) = property.base() else { return Err(type_error("a property is required")) };
    let Descriptor::Property { get: g, set: s, delete: d, doc } = &**descriptor else {
        return Err(type_error("a property is required"));
    };
    Ok(Value::Descriptor(Rc::new(Descriptor::Property {
        get: get.unwrap_or(g).clone(),
        set: set.unwrap_or(s).clone(),
        delete: delete.unwrap_or(d).clone(),
        doc: doc.clone(),
    })))
}

fn part(_vm: &mut Vm, value: &Value, at: usize) -> Result<Value> {
    match value.base() {
        Value::Descriptor(descriptor) => match &**descriptor {
            Descriptor::Property { get, set, delete, doc } => Ok([get, set, delete, doc][at].clone()),
            _ => Ok(Value::None),
        },
        _ => Ok(Value::None),
    }
}

fn function_of(_vm: &mut Vm, value: &Value) -> Result<Value> {
    match value {
        Value::Descriptor(descriptor) => match &**descriptor {
            Descriptor::Static(function) | Descriptor::Class(function) => Ok(function.clone()),
            _ => Ok(Value::None),
        },
        _ => Ok(Value::None),
    }
}

fn slot_name(_vm: &mut Vm, value: &Value) -> Result<Value> {
    match value {
        Value::Descriptor(descriptor) => Ok(match &**descriptor {
            Descriptor::Slot { name, .. } => Value::str(name.as_bytes()),
            Descriptor::Getter(getter) => Value::str(getter.name),
            _ => Value::None,
        }),
        _ => Ok(Value::None),
    }
}

/// `__get__` of everything that binds: `x.__get__(receiver, class)`.
pub(super) fn get(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let receiver = if args[1].is_none() { None } else { Some(&args[1]) };
    let class = match (args.get(2), receiver) {
        (Some(Value::Class(class)), _) => Rc::clone(class),
        (_, Some(receiver)) => vm.class_of_exception(receiver),
        _ => return Err(type_error("__get__(None, None) is invalid")),
    };
    vm.bind_attribute(args[0].clone(), receiver, &class)
}

fn one(name: &str, args: Args) -> Result<Value> {
    if !args.keywords.is_empty() {
        return Err(type_error(format!("{name} does not take keyword arguments")));
    }
    let given = args.positional.len();
    let mut items = args.positional.into_iter();
    match (items.next(), items.next()) {
        (Some(value), None) => Ok(value),
        _ => Err(type_error(format!("{name} expected 1 arguments, got {given}"))),
    }
}
