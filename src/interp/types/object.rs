//! `object`.

use std::rc::Rc;

use crate::interp::class::{Class, ClassKind};
use crate::interp::error::{Result, attribute_error, type_error};
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `object`.
pub static OBJECT: TypeDef = TypeDef {
    name: "object",
    methods: METHODS,
    getters: &[GetterDef { name: "__class__", get: class_of }],
    new: Some(new),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// `__new__` of every built-in class: takes the class first.
pub static NEW: NativeDef = NativeDef::raw("__new__", |vm, args| explicit_new(vm, &OBJECT, args));

/// `__dict__` of instances, as the first class of a hierarchy that gives them one lists it.
pub static INSTANCE_DICT: GetterDef = GetterDef {
    name: "__dict__",
    get: |_, value| match value {
        Value::Instance(instance) => Ok(Value::Dict(Rc::clone(&instance.dict.borrow()))),
        Value::Class(class) => Ok(Value::Dict(Rc::clone(&class.dict))),
        _ => Err(attribute_error("__dict__")),
    },
};

/// `__weakref__` of instances: nothing ever refers to them weakly.
pub static WEAK_REFERENCE: GetterDef = GetterDef { name: "__weakref__", get: |_, _| Ok(Value::None) };

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__delattr__", Shape::One, del_attribute),
    NativeDef::plain("__format__", Shape::One, format),
    NativeDef::plain("__getattribute__", Shape::One, get_attribute),
    NativeDef::plain("__hash__", Shape::NoArgs, hash),
    NativeDef::raw("__init__", init),
    NativeDef::plain("__reduce__", Shape::NoArgs, reduce),
    NativeDef::plain("__repr__", Shape::NoArgs, repr),
    NativeDef::plain("__setattr__", Shape::Unpack(2, 2), set_attribute),
    NativeDef::plain("__sizeof__", Shape::NoArgs, |_, _| Ok(Value::Int(16))),
    NativeDef::plain("__str__", Shape::NoArgs, str),
];

fn new(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<Value> {
    vm.native_new(class, args, true)
}

fn class_of(vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(Value::Class(match value {
        Value::Instance(instance) => instance.class(),
        other => vm.class_of(other),
    }))
}

/// `owner.__new__(class, …)`.
pub fn explicit_new(vm: &mut Vm, owner: &'static TypeDef, mut args: Args) -> Result<Value> {
    let own = owner.name;
    if args.positional.is_empty() {
        return Err(type_error(format!("{own}.__new__(): not enough arguments")));
    }
    let first = args.positional.remove(0);
    let Value::Class(class) = &first else {
        let name = vm.type_name(&first);
        return Err(type_error(format!("{own}.__new__(X): X is not a type object ({name})")));
    };
    if class.kind == ClassKind::Old {
        return Err(type_error(format!("{own}.__new__(X): X is not a type object (classobj)")));
    }
    if !class.derives_from(owner) {
        let name = class.name();
        return Err(type_error(format!("{own}.__new__({name}): {name} is not a subtype of {own}")));
    }
    if !std::ptr::eq(class.native, owner)
        && class.native.new.is_some()
        && !class.derives_from(&super::exception::BASE_EXCEPTION)
    {
        let (name, native) = (class.name(), class.native.name);
        return Err(type_error(format!("{own}.__new__({name}) is not safe, use {native}.__new__()")));
    }
    if class.derives_from(&super::type_::TYPE) {
        return super::type_::new_class(vm, class, &args);
    }
    vm.native_new(class, args, false)
}

fn init(_vm: &mut Vm, args: Args) -> Result<Value> {
    if args.positional.len() <= 1 && args.keywords.is_empty() {
        return Ok(Value::None);
    }
    // Tolerated, as for `object.__new__`, when the class defines one of the two itself.
    match args.positional.first() {
        Some(Value::Instance(instance)) => {
            let class = instance.class();
            match class.lookup_name("__new__") {
                Some(Value::Native(_)) | None => Err(type_error("object.__init__() takes no parameters")),
                Some(_) => Ok(Value::None),
            }
        }
        _ => Ok(Value::None),
    }
}

fn get_attribute(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    if let Value::Instance(instance) = &args[0] {
        let class = instance.class();
        return match vm.instance_attribute(&args[0], instance, &class, &args[1])? {
            Some(value) => Ok(value),
            None => {
                let name = vm.str(&args[1])?;
                Err(attribute_error(format!(
                    "'{}' object has no attribute '{}'",
                    class.name(),
                    String::from_utf8_lossy(&name)
                )))
            }
        };
    }
    vm.getattr(&args[0], &args[1])
}

fn set_attribute(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match &args[0] {
        Value::Instance(instance) => {
            let class = instance.class();
            vm.set_instance_attribute(&args[0], instance, &class, &args[1], args[2].clone())?;
        }
        other => vm.setattr(other, &args[1], args[2].clone())?,
    }
    Ok(Value::None)
}

fn del_attribute(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match &args[0] {
        Value::Instance(instance) => {
            let class = instance.class();
            vm.delete_instance_attribute(&args[0], instance, &class, &args[1])?;
        }
        other => vm.delattr(other, &args[1])?,
    }
    Ok(Value::None)
}

fn hash(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let identity = vm.identity(&args[0]);
    Ok(Value::Int(identity >> 4))
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::bytes(vm.default_repr(&args[0])?))
}

fn str(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::bytes(vm.repr(&args[0])?))
}

fn format(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match &args[1] {
        Value::Unicode(spec) => {
            let text = Value::unicode(vm.unicode(&args[0])?);
            crate::interp::types::text::format_text(vm, &text, &Value::Unicode(Rc::clone(spec)))
        }
        spec => {
            let text = Value::bytes(vm.str(&args[0])?);
            crate::interp::types::text::format_text(vm, &text, spec)
        }
    }
}

fn reduce(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let name = vm.type_name(&args[0]);
    Err(type_error(format!("can't pickle {name} objects")))
}
