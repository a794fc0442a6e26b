//! What native modules share: making a module, reading arguments.

use std::rc::Rc;

use crate::interp::error::{Error, Result, type_error};
use crate::interp::native::{NativeDef, NativeFunction, TypeDef};
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

/// A module with the functions of a table.
pub fn module(vm: &mut Vm, name: &'static str, functions: &'static [NativeDef]) -> Rc<Module> {
    let module = vm.new_module(name);
    for def in functions {
        let function = NativeFunction { def, owner: None, module: name };
        module.dict.set_name(def.name, Value::Native(Rc::new(function)));
    }
    module
}

/// Adds native types to a module under their own names.
pub fn add_types(vm: &mut Vm, module: &Module, types: &[&'static TypeDef]) {
    for def in types {
        let class = vm.class_for(def);
        module.dict.set_name(def.name, Value::Class(class));
    }
}

/// Raises an exception of a class that a module defines.
pub fn raise(vm: &mut Vm, module: &str, class: &str, message: &str) -> Error {
    let made = vm.import_module(module).and_then(|module| vm.getattr_name(&module, class));
    match made.and_then(|class| vm.call_with(&class, &[Value::str(message)])) {
        Ok(exception) => Error::object(exception),
        Err(error) => error,
    }
}

/// The bytes of a text argument: a `str`, or a `unicode` as ASCII. `None` if it is no text.
pub fn bytes_of(vm: &mut Vm, value: &Value) -> Result<Option<Vec<u8>>> {
    match value.base() {
        Value::Str(text) => Ok(Some(text.bytes().to_vec())),
        Value::Unicode(_) => Ok(Some(vm.str(value.base())?)),
        other => {
            // A bytearray gives its bytes through `str`.
            if &*vm.type_name(other) == "bytearray" { Ok(Some(vm.str(other)?)) } else { Ok(None) }
        }
    }
}

/// The bytes of an argument that must be text; otherwise `must be string or buffer, not int` in the words given.
pub fn bytes_arg(vm: &mut Vm, value: &Value, function: &str, at: usize) -> Result<Vec<u8>> {
    match bytes_of(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => {
            let kind = none_or_type(vm, value);
            Err(type_error(format!("{function}() argument {at} must be string or buffer, not {kind}")))
        }
    }
}

/// A type's name as argument errors show it: `None` for `None`.
pub fn none_or_type(vm: &mut Vm, value: &Value) -> Rc<str> {
    if value.is_none() { Rc::from("None") } else { vm.type_name(value) }
}

/// A native function as a value, bound to nothing.
pub fn function(def: &'static NativeDef, module: &'static str) -> Value {
    Value::Native(Rc::new(NativeFunction { def, owner: None, module }))
}
