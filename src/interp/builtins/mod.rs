//! The built-in functions.

mod collections;
mod evaluation;
mod files;
mod numbers;
mod objects;
mod ranges;

use std::rc::Rc;

use super::error::Exc;
use super::native::{NativeDef, NativeFunction, TypeDef};
use super::types;
use super::value::Value;
use super::vm::Vm;

/// The tables of built-in functions.
static TABLES: &[&[NativeDef]] = &[collections::TABLE, evaluation::TABLE, files::TABLE, numbers::TABLE, objects::TABLE];

/// The built-in types that have a name of their own in every program.
static TYPES: &[(&str, &TypeDef)] = &[
    ("basestring", &types::text::BASESTRING),
    ("bool", &types::bool::BOOL),
    ("bytearray", &types::byte_array::BYTE_ARRAY),
    ("bytes", &types::text::STR),
    ("classmethod", &types::descriptors::CLASSMETHOD),
    ("dict", &types::dict::DICT),
    ("enumerate", &types::walkers::ENUMERATE),
    ("file", &types::file::FILE),
    ("frozenset", &types::set::FROZENSET),
    ("list", &types::list::LIST),
    ("float", &types::float::FLOAT),
    ("int", &types::int::INT),
    ("long", &types::long::LONG),
    ("object", &types::object::OBJECT),
    ("property", &types::descriptors::PROPERTY),
    ("reversed", &types::walkers::REVERSED),
    ("set", &types::set::SET),
    ("slice", &types::slice::SLICE),
    ("staticmethod", &types::descriptors::STATICMETHOD),
    ("str", &types::text::STR),
    ("super", &types::super_::SUPER),
    ("tuple", &types::tuple::TUPLE),
    ("type", &types::type_::TYPE),
    ("unicode", &types::text::UNICODE),
    ("xrange", &types::xrange::XRANGE),
];

/// Puts the built-in names in place.
pub fn install(vm: &mut Vm) {
    let names = Rc::clone(&vm.builtins);
    for def in TABLES.iter().copied().flatten() {
        let function = NativeFunction { def, owner: None, module: "__builtin__" };
        names.set_name(def.name, Value::Native(Rc::new(function)));
    }
    for (name, def) in TYPES {
        names.set_name(name, Value::Class(vm.class_for(def)));
    }
    for exception in Exc::ALL {
        names.set_name(exception.name(), Value::Class(vm.class_for(exception.def())));
    }
    for (name, value) in [
        ("None", Value::None),
        ("True", Value::Bool(true)),
        ("False", Value::Bool(false)),
        ("NotImplemented", Value::NotImplemented),
        ("Ellipsis", Value::Ellipsis),
        ("__debug__", Value::Bool(true)),
        ("__name__", Value::str("__builtin__")),
    ] {
        names.set_name(name, value);
    }
}
