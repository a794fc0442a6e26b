//! The exception types' shared behaviour.
use std::rc::Rc;
use crate::interp::{class::Class, error::Result, native::{Args, TypeDef}, value::Value, vm::Vm};

/// `BaseException`.
pub static BASE_EXCEPTION: TypeDef = TypeDef { name: "BaseException", module: "exceptions", ..TypeDef::EMPTY };

/// Makes an exception.
pub fn new(_vm: &mut Vm, _class: &Rc<Class>, _args: Args) -> Result<Value> {
    todo!()
}
