//! `classobj` and `instance`: the types of old-style classes and their instances.

use std::rc::Rc;

use super::object::OBJECT;
use crate::interp::class::Class;
use crate::interp::error::{Result, type_error};
use crate::interp::native::{Args, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `classobj`.
pub static CLASSOBJ: TypeDef =
    TypeDef { name: "classobj", base: Some(&OBJECT), new: Some(new_class), ..TypeDef::EMPTY };
/// `instance`.
pub static INSTANCE: TypeDef =
    TypeDef { name: "instance", base: Some(&OBJECT), new: Some(new_instance), ..TypeDef::EMPTY };

fn new_class(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    let [name, bases, Value::Dict(namespace)] = args.positional.as_slice() else {
        return Err(type_error("classobj() takes a name, a tuple of bases and a dictionary"));
    };
    vm.make_class(None, name.clone(), bases, namespace)
}

fn new_instance(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    match args.positional.first() {
        Some(Value::Class(class)) => Ok(vm.plain_instance(class)),
        _ => Err(type_error("instance() arg 1 must be an old-style class")),
    }
}
