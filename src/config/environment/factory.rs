//! The object library's own names: scalars, `List`, `Map`, `Enum`, `Required`, `Default` and the rest.

use std::rc::Rc;

use super::class::{type_of, type_value};
use super::raw::{run, wrong};
use super::{binding, error, object, reference, structure};
use crate::interp::error::{Result, value_error};
use crate::interp::native::{Args, NativeDef, NativeFunction, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{Kind, Type};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::raw("Choice", choice),
    NativeDef::plain("Default", Shape::Parse(2, 2), structure::default),
    NativeDef::raw("Enum", enumeration),
    NativeDef::plain("List", Shape::One, list),
    NativeDef::plain("Map", Shape::Parse(2, 2), map),
    NativeDef::plain("Required", Shape::One, structure::required),
];

macro_rules! library_class {
    ($name:ident, $text:literal, $module:literal) => {
        static $name: TypeDef =
            TypeDef { name: $text, module: $module, base: Some(&types::object::OBJECT), ..TypeDef::EMPTY };
    };
}

library_class!(PARSER, "MustacheParser", "pystachio.parsing");
library_class!(NAMABLE_CLASS, "Namable", "pystachio.naming");
library_class!(TYPE_CLASS, "Type", "pystachio.typing");
library_class!(TYPE_FACTORY, "TypeFactory", "pystachio.typing");

/// The names, without those that releases add.
pub(super) fn names(vm: &mut Vm) -> Vec<(&'static str, Value)> {
    let mut names = Vec::new();
    for def in FUNCTIONS.iter().filter(|def| def.name != "Choice") {
        names.push((def.name, function(def)));
    }
    let scalars = [
        ("String", Type::string()),
        ("Integer", Type::integer()),
        ("Float", Type::float()),
        ("Boolean", Type::boolean()),
    ];
    for (name, ty) in scalars {
        if let Ok(value) = type_value(vm, &ty) {
            names.push((name, value));
        }
    }
    let classes: [(&str, &'static TypeDef); 9] = [
        ("Empty", &structure::EMPTY),
        ("Environment", &binding::ENVIRONMENT),
        ("MustacheParser", &PARSER),
        ("Namable", &NAMABLE_CLASS),
        ("Ref", &reference::REFERENCE),
        ("Struct", &structure::STRUCT_OBJECT),
        ("Type", &TYPE_CLASS),
        ("TypeCheck", &binding::TYPE_CHECK),
        ("TypeFactory", &TYPE_FACTORY),
    ];
    for (name, def) in classes {
        let class = vm.class_for(def);
        match name {
            "Ref" => class.dict.add("InvalidRefError", exception(vm, &error::INVALID_REF)),
            "MustacheParser" => class.dict.add("Uninterpolatable", exception(vm, &error::UNINTERPOLATABLE)),
            "Namable" => {
                for (inner, def) in [
                    ("Error", &error::NAMABLE),
                    ("NotFound", &error::NOT_FOUND),
                    ("NamingError", &error::NAMING),
                    ("Unnamable", &error::UNNAMABLE),
                ] {
                    class.dict.add(inner, exception(vm, def));
                }
            }
            _ => {}
        }
        names.push((name, Value::Class(class)));
    }
    let base = vm.class_for(&object::OBJECT);
    base.dict.add("CoercionError", exception(vm, &error::COERCION));
    names
}

/// `Choice`, for releases that have it.
pub(super) fn choice_function() -> Value {
    function(&FUNCTIONS[0])
}

fn exception(vm: &mut Vm, def: &'static TypeDef) -> Value {
    Value::Class(vm.class_for(def))
}

fn function(def: &'static NativeDef) -> Value {
    Value::Native(Rc::new(NativeFunction { def, owner: None, module: "pystachio" }))
}

fn element_type(vm: &mut Vm, value: &Value) -> Result<Type> {
    match type_of(value) {
        Some(ty) => Ok(ty),
        None => {
            let shown = vm.repr_text(value)?;
            Err(value_error(format!("List, Map and Choice take typed classes, got {shown}")))
        }
    }
}

fn list(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let element = element_type(vm, &args[0])?;
    let ty = run(vm, |cx| Type::list(cx, &element))?;
    type_value(vm, &ty)
}

fn map(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (key, value) = (element_type(vm, &args[0])?, element_type(vm, &args[1])?);
    let ty = run(vm, |cx| Type::map(cx, &key, &value))?;
    type_value(vm, &ty)
}

fn enumeration(vm: &mut Vm, args: Args) -> Result<Value> {
    let (name, values) = match args.positional.as_slice() {
        [name @ (Value::Str(_) | Value::Unicode(_)), Value::Tuple(values)] => (Some(text(vm, name)?), values.to_vec()),
        [_, Value::List(_)] => return Err(wrong("unhashable type: 'list'")),
        values => (None, values.to_vec()),
    };
    let mut texts: Vec<Rc<str>> = Vec::with_capacity(values.len());
    for value in &values {
        texts.push(Rc::from(text(vm, value)?));
    }
    let ty = run(vm, |cx| Type::enumeration(cx, name.as_deref(), texts))?;
    type_value(vm, &ty)
}

fn choice(vm: &mut Vm, args: Args) -> Result<Value> {
    let (name, alternatives) = match args.positional.as_slice() {
        [alternatives] => (None, alternatives.clone()),
        [name, alternatives] => (Some(text(vm, name)?), alternatives.clone()),
        _ => return Err(wrong("Choice() takes a name and a list of alternatives")),
    };
    let mut types = Vec::new();
    for value in vm.collect(&alternatives)? {
        types.push(element_type(vm, &value)?);
    }
    let ty = run(vm, |cx| Type::choice(cx, name.as_deref(), types))?;
    debug_assert!(matches!(ty.kind(), Kind::Choice(_)));
    type_value(vm, &ty)
}

fn text(vm: &mut Vm, value: &Value) -> Result<String> {
    Ok(String::from_utf8_lossy(&vm.str(value)?).into_owned())
}
