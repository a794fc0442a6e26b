//! Types of the object system as classes of the dialect.

use std::any::Any;
use std::rc::Rc;

use super::raw::{arguments, run, wrong};
use super::state::State;
use super::{container, object, structure};
use crate::interp::class::{Class, ClassKind};
use crate::interp::error::Result;
use crate::interp::namespace::Namespace;
use crate::interp::native::{Args, NativeDef, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{Kind, Type};

/// The class object of a type; the same one for the same type.
pub fn class_of_type(vm: &mut Vm, ty: &Type) -> Result<Rc<Class>> {
    let state = State::of(vm)?;
    if let Some(class) = state.classes.borrow().get(&ty.class_id()) {
        return Ok(Rc::clone(class));
    }
    let def: &'static TypeDef = match ty.kind() {
        Kind::Struct(_) => &structure::STRUCT_OBJECT,
        Kind::List(_) => &container::LIST_OBJECT,
        Kind::Map(..) => &container::MAP_OBJECT,
        Kind::Choice(_) => &object::OBJECT,
        _ => &object::SCALAR,
    };
    let base = vm.class_for(def);
    let mut ancestors = vec![Rc::clone(&base)];
    ancestors.extend(base.ancestors.iter().cloned());
    let shown = ty.clone();
    let class = Rc::new(Class {
        name: std::cell::RefCell::new(Rc::clone(ty.name())),
        kind: ClassKind::Native,
        bases: vec![base],
        ancestors,
        dict: Namespace::lazy(&["__module__", "__doc__"], move || namespace(&shown)),
        native: def,
        metaclass: None,
        has_dict: false,
        subclasses: Default::default(),
        extra: Default::default(),
        made_at_once: Default::default(),
    });
    let _ = class.extra.set(Rc::new(ty.clone()) as Rc<dyn Any>);
    state.classes.borrow_mut().insert(ty.class_id(), Rc::clone(&class));
    Ok(class)
}

fn namespace(ty: &Type) -> Dict {
    let dict = Dict::new();
    let repr = ty.repr();
    let module = repr.trim_start_matches("<class '").rsplit_once('.').map_or("pystachio", |(module, _)| module);
    dict.set_name("__module__", Value::str(module));
    dict.set_name("__doc__", Value::None);
    dict
}

/// A type as a value.
pub fn type_value(vm: &mut Vm, ty: &Type) -> Result<Value> {
    Ok(Value::Class(class_of_type(vm, ty)?))
}

/// The type behind a class, if it is one of a typed object.
pub fn type_of_class(class: &Class) -> Option<Type> {
    class.extra.get()?.downcast_ref::<Type>().cloned()
}

/// The type behind a value that is a class of typed objects.
pub fn type_of(value: &Value) -> Option<Type> {
    match value {
        Value::Class(class) => type_of_class(class),
        _ => None,
    }
}

/// `T(…)`.
pub(super) fn construct(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<Value> {
    let Some(ty) = type_of_class(class) else {
        return Err(crate::interp::error::attribute_error(format!(
            "type object '{}' has no attribute 'TYPEMAP'",
            class.name()
        )));
    };
    if let (Kind::List(_), [Value::Generator(_)]) = (ty.kind(), args.positional.as_slice()) {
        return Err(wrong("can't pickle generator objects"));
    }
    let (positional, keywords, span) = arguments(vm, args)?;
    let made = run(vm, |cx| ty.construct(cx, &positional, &keywords, span))?;
    object::wrap(vm, made)
}

/// `isinstance(value, T)`: structural.
pub(super) fn instance_check(_vm: &mut Vm, value: &Value, class: &Rc<Class>) -> Result<bool> {
    let Some(object) = object::object_of(value) else { return Ok(false) };
    match type_of_class(class) {
        Some(ty) => Ok(ty.is_instance(&object)),
        None => Ok(match object.ty().kind() {
            Kind::Struct(_) => class.derives_from(&structure::STRUCT_OBJECT) || class.is_native(&object::OBJECT),
            Kind::List(_) => class.is_native(&container::LIST_OBJECT) || class.is_native(&object::OBJECT),
            Kind::Map(..) => class.is_native(&container::MAP_OBJECT) || class.is_native(&object::OBJECT),
            _ => class.is_native(&object::SCALAR) || class.is_native(&object::OBJECT),
        }),
    }
}

/// Methods of the classes themselves.
pub(super) static CLASS_METHODS: &[NativeDef] = &[
    NativeDef::raw("json_load", |vm, args| json_load(vm, args, true)),
    NativeDef::raw("json_loads", |vm, args| json_load(vm, args, false)),
];

fn json_load(vm: &mut Vm, args: Args, from_file: bool) -> Result<Value> {
    let Some(ty) = args.positional.first().and_then(type_of) else {
        return Err(wrong("json_loads() must be called on a typed class"));
    };
    let source = match args.positional.get(1) {
        Some(file) if from_file => vm.call_method(file, "read", &[])?,
        Some(text) => text.clone(),
        None => return Err(wrong("json_loads() takes at least 2 arguments (1 given)")),
    };
    let strict = match args.keywords.iter().find(|(name, _)| &**name == "strict") {
        Some((_, value)) => Some(value.clone()),
        None => args.positional.get(2).cloned(),
    };
    let strict = match strict {
        Some(value) => vm.truth(&value)?,
        None => false,
    };
    let text = match &source {
        Value::Unicode(text) => text.text().to_owned(),
        other => String::from_utf8_lossy(&vm.str(other)?).into_owned(),
    };
    let span = vm.call_place;
    let made = run(vm, |cx| ty.json_loads(cx, &text, strict, span))?;
    object::wrap(vm, made)
}
