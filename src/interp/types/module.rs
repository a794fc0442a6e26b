//! `module`.

use std::rc::Rc;

use super::object::OBJECT;
use crate::interp::class::Class;
use crate::interp::error::{Result, type_error};
use crate::interp::native::{Args, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `module`.
pub static MODULE: TypeDef = TypeDef { name: "module", base: Some(&OBJECT), new: Some(new), ..TypeDef::EMPTY };

fn new(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    let Some(name @ Value::Str(_)) = args.positional.first() else {
        return Err(type_error("module.__init__() takes a name and optionally a documentation text"));
    };
    let name = String::from_utf8_lossy(&vm.str(name)?).into_owned();
    let module = vm.new_module(&name);
    if let Some(doc) = args.positional.get(1) {
        module.dict.set_name("__doc__", doc.clone());
    }
    Ok(Value::Module(module))
}
