//! `Environment` and `TypeCheck` as values.

use std::any::Any;
use std::rc::Rc;

use super::object::wrap;
use super::raw::{arguments, run};
use super::reference::reference_argument;
use crate::interp::host_value::HostValue;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::Value;
use crate::objects::{Bound, Environment, TypeCheck};

struct EnvironmentValue(Environment);

/// `Environment`.
pub(super) static ENVIRONMENT: TypeDef = TypeDef {
    name: "Environment",
    module: "pystachio.base",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__repr__", Shape::NoArgs, |vm, args| {
            let text = match environment_of(&args[0]) {
                Some(environment) => run(vm, |cx| environment.repr(cx))?,
                None => String::new(),
            };
            Ok(Value::str(text))
        }),
        NativeDef::plain("find", Shape::One, |vm, args| {
            let Some(environment) = environment_of(&args[0]) else { return Ok(Value::None) };
            let reference = reference_argument(vm, &args[1])?;
            match run(vm, |cx| environment.find(cx, &reference))? {
                Bound::Text(text) => Ok(Value::str(text.as_bytes())),
                Bound::Bytes(bytes) => Ok(Value::str(bytes)),
                Bound::Object(object) => wrap(vm, object),
            }
        }),
    ],
    new: Some(|vm, _, args| {
        let (positional, keywords, _) = arguments(vm, args)?;
        let environment = run(vm, |cx| Environment::construct(cx, &positional, &keywords))?;
        Ok(wrap_environment(environment))
    }),
    ..TypeDef::EMPTY
};

impl HostValue for EnvironmentValue {
    fn type_def(&self) -> &'static TypeDef {
        &ENVIRONMENT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// An environment as a value.
pub(super) fn wrap_environment(environment: Environment) -> Value {
    Value::Host(Rc::new(EnvironmentValue(environment)))
}

/// The environment inside a value.
pub(super) fn environment_of(value: &Value) -> Option<Environment> {
    match value {
        Value::Host(host) => host.as_any().downcast_ref::<EnvironmentValue>().map(|e| e.0.clone()),
        _ => None,
    }
}

struct CheckValue(TypeCheck);

/// `TypeCheck`.
pub(super) static TYPE_CHECK: TypeDef = TypeDef {
    name: "TypeCheck",
    module: "pystachio.typing",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__repr__", Shape::NoArgs, |_, args| Ok(read(&args[0], |c| Value::str(c.repr())))),
        NativeDef::plain("message", Shape::NoArgs, |_, args| Ok(read(&args[0], |c| Value::str(c.message())))),
        NativeDef::plain("ok", Shape::NoArgs, |_, args| Ok(read(&args[0], |c| Value::Bool(c.ok())))),
    ],
    ..TypeDef::EMPTY
};

impl HostValue for CheckValue {
    fn type_def(&self) -> &'static TypeDef {
        &TYPE_CHECK
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A check's result as a value.
pub(super) fn check_value(check: TypeCheck) -> Value {
    Value::Host(Rc::new(CheckValue(check)))
}

fn read(value: &Value, part: fn(&TypeCheck) -> Value) -> Value {
    match value {
        Value::Host(host) => host.as_any().downcast_ref::<CheckValue>().map_or(Value::None, |c| part(&c.0)),
        _ => Value::None,
    }
}
