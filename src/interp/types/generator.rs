//! `generator`.

use std::rc::Rc;

use super::object::OBJECT;
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::generator::Generator;
use crate::interp::native::{GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `generator`.
pub static GENERATOR: TypeDef = TypeDef {
    name: "generator",
    base: Some(&OBJECT),
    methods: &[
        NativeDef::plain("__iter__", Shape::NoArgs, |_, args| Ok(args[0].clone())),
        NativeDef::plain("close", Shape::NoArgs, close),
        NativeDef::plain("next", Shape::NoArgs, |vm, args| {
            let generator = receiver(&args[0])?;
            finish(vm.resume_generator(&generator, None)?)
        }),
        NativeDef::plain("send", Shape::One, |vm, args| {
            let generator = receiver(&args[0])?;
            finish(vm.resume_generator(&generator, Some(args[1].clone()))?)
        }),
        NativeDef::plain("throw", Shape::Unpack(1, 3), throw),
    ],
    getters: &[
        GetterDef { name: "__name__", get: |_, v| Ok(Value::str(receiver(v)?.name.as_bytes())) },
        GetterDef { name: "gi_running", get: |_, v| Ok(Value::Int(i64::from(receiver(v)?.running.get()))) },
        GetterDef {
            name: "gi_frame",
            get: |_, v| Ok(if receiver(v)?.frame.borrow().is_some() { Value::Bool(true) } else { Value::None }),
        },
    ],
    ..TypeDef::EMPTY
};

fn receiver(value: &Value) -> Result<Rc<Generator>> {
    match value {
        Value::Generator(generator) => Ok(Rc::clone(generator)),
        _ => Err(type_error("a generator is required")),
    }
}

fn finish(value: Option<Value>) -> Result<Value> {
    value.ok_or_else(|| Error::with_args(Exc::StopIteration, Vec::new()))
}

fn close(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let generator = receiver(&args[0])?;
    vm.close_generator(&generator)?;
    Ok(Value::None)
}

fn throw(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let generator = receiver(&args[0])?;
    let value = args.get(2).cloned().unwrap_or(Value::None);
    let error = vm.raise_error(args[1].clone(), value)?;
    finish(vm.throw_into_generator(&generator, error)?)
}
