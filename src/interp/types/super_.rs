//! `super`.

use std::rc::Rc;

use super::object::OBJECT;
use crate::interp::class::Class;
use crate::interp::error::{Result, type_error};
use crate::interp::native::{Args, GetterDef, TypeDef};
use crate::interp::value::{Super, Value};
use crate::interp::vm::Vm;

/// `super`.
pub static SUPER: TypeDef = TypeDef {
    name: "super",
    base: Some(&OBJECT),
    getters: &[
        GetterDef { name: "__self__", get: |_, v| Ok(read(v, |s| s.receiver.clone())) },
        GetterDef { name: "__self_class__", get: |_, v| Ok(read(v, |s| Value::Class(Rc::clone(&s.receiver_class)))) },
        GetterDef { name: "__thisclass__", get: |_, v| Ok(read(v, |s| Value::Class(Rc::clone(&s.class)))) },
    ],
    new: Some(new),
    ..TypeDef::EMPTY
};

fn read(value: &Value, part: fn(&Super) -> Value) -> Value {
    match value {
        Value::Super(bound) => part(bound),
        _ => Value::None,
    }
}

fn new(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    let given = args.positional.len();
    if !(1..=2).contains(&given) {
        let bound = if given == 0 { "at least 1 argument" } else { "at most 2 arguments" };
        return Err(type_error(format!("super() takes {bound} ({given} given)")));
    }
    let Value::Class(class) = &args.positional[0] else {
        let name = vm.type_name(&args.positional[0]);
        return Err(type_error(format!("super() argument 1 must be type, not {name}")));
    };
    if class.kind == crate::interp::class::ClassKind::Old {
        return Err(type_error("super() argument 1 must be type, not classobj"));
    }
    let receiver = args.positional.get(1).cloned().unwrap_or(Value::None);
    let receiver_class = match &receiver {
        Value::None => Rc::clone(class),
        Value::Class(derived) if derived.is_subclass(class) => Rc::clone(derived),
        other => {
            let actual = vm.class_of_exception(other);
            if !actual.is_subclass(class) {
                return Err(type_error("super(type, obj): obj must be an instance or subtype of type"));
            }
            actual
        }
    };
    Ok(Value::Super(Rc::new(Super { class: Rc::clone(class), receiver, receiver_class })))
}
