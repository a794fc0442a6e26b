//! Built-in functions about objects, classes and attributes.

use crate::interp::class::ClassKind;
use crate::interp::error::{Exc, Result, type_error};
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// The functions.
pub static TABLE: &[NativeDef] = &[
    NativeDef::plain("callable", Shape::One, callable),
    NativeDef::plain("delattr", Shape::Unpack(2, 2), |vm, args| {
        let name = attribute_name(vm, &args[1], "delattr")?;
        vm.delattr(&args[0], &name)?;
        Ok(Value::None)
    }),
    NativeDef::plain("dir", Shape::Unpack(0, 1), dir),
    NativeDef::plain("getattr", Shape::Unpack(2, 3), getattr),
    NativeDef::plain("hasattr", Shape::Unpack(2, 2), hasattr),
    NativeDef::plain("id", Shape::One, |vm, args| Ok(Value::Int(vm.id_of(&args[0])))),
    NativeDef::plain("isinstance", Shape::Unpack(2, 2), |vm, args| Ok(Value::Bool(vm.isinstance(&args[0], &args[1])?))),
    NativeDef::plain("issubclass", Shape::Unpack(2, 2), |vm, args| Ok(Value::Bool(vm.issubclass(&args[0], &args[1])?))),
    NativeDef::plain("repr", Shape::One, |vm, args| Ok(Value::bytes(vm.repr(&args[0])?))),
    NativeDef::plain("setattr", Shape::Unpack(3, 3), |vm, args| {
        let name = attribute_name(vm, &args[1], "setattr")?;
        vm.setattr(&args[0], &name, args[2].clone())?;
        Ok(Value::None)
    }),
    NativeDef::plain("vars", Shape::Unpack(0, 1), vars),
];

fn attribute_name(vm: &mut Vm, name: &Value, function: &str) -> Result<Value> {
    match name.base() {
        Value::Str(_) => Ok(name.base().clone()),
        Value::Unicode(_) => Ok(Value::bytes(vm.str(name)?)),
        other if function == "setattr" || function == "delattr" => {
            let kind = vm.type_name(other);
            Err(type_error(format!("attribute name must be string, not '{kind}'")))
        }
        _ => Err(type_error(format!("{function}(): attribute name must be string"))),
    }
}

fn callable(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let yes = match &args[0] {
        Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => true,
        other => vm.special(other, "__call__")?.is_some(),
    };
    Ok(Value::Bool(yes))
}

fn getattr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let name = attribute_name(vm, &args[1], "getattr")?;
    match vm.getattr(&args[0], &name) {
        Err(error) if args.len() == 3 && vm.error_is(&error, Exc::AttributeError) => Ok(args[2].clone()),
        other => other,
    }
}

fn hasattr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let name = attribute_name(vm, &args[1], "hasattr")?;
    match vm.getattr(&args[0], &name) {
        Ok(_) => Ok(Value::Bool(true)),
        // Python 2 takes any ordinary exception for a no.
        Err(error) if vm.error_is(&error, Exc::Exception) => Ok(Value::Bool(false)),
        Err(error) => Err(error),
    }
}

fn vars(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match args.first() {
        None => Ok(Value::Dict(vm.local_names()?)),
        Some(value) => match vm.getattr_opt(value, "__dict__")? {
            Some(dict) => Ok(dict),
            None => Err(type_error("vars() argument must have __dict__ attribute")),
        },
    }
}

fn dir(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let mut names: Vec<Value> = Vec::new();
    match args.first() {
        None => names = vm.local_names()?.keys(),
        Some(value) => {
            if let Some(method) = vm.special(value, "__dir__")? {
                let answer = vm.call_with(&method, &[])?;
                names = vm.collect(&answer)?;
            } else {
                collect_names(vm, value, &mut names)?;
            }
        }
    }
    let mut texts: Vec<Vec<u8>> = Vec::with_capacity(names.len());
    for name in &names {
        texts.push(vm.str(name)?);
    }
    texts.sort();
    texts.dedup();
    Ok(Value::list(texts.into_iter().map(Value::bytes).collect()))
}

fn collect_names(vm: &mut Vm, value: &Value, names: &mut Vec<Value>) -> Result<()> {
    match value {
        Value::Module(module) => names.extend(vm.names_of(module)?.keys()),
        Value::Class(class) => {
            for class in class.mro() {
                names.extend(class.dict.keys());
            }
            if class.kind == ClassKind::Old {
                names.extend(["__doc__", "__module__"].map(Value::str));
            }
        }
        other => {
            let class = match other {
                Value::Instance(instance) => {
                    names.extend(instance.dict.borrow().keys());
                    instance.class()
                }
                _ => vm.class_of(other),
            };
            if let Value::Function(function) = other
                && let Some(dict) = &*function.dict.borrow()
            {
                names.extend(dict.keys());
            }
            for class in class.mro() {
                names.extend(class.dict.keys());
            }
        }
    }
    Ok(())
}
