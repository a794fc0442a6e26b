//! The schema's types, objects, constants, functions and classes of functions.

use std::any::Any;
use std::rc::Rc;

use super::class::type_value;
use super::factory::choice_function;
use super::object::wrap;
use super::raw::{arguments, from_raw, run};
use super::state::State;
use crate::interp::error::Result;
use crate::interp::host_value::HostValue;
use crate::interp::native::{Args, NativeDef, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types;
use crate::interp::value::{Descriptor, Value};
use crate::interp::vm::Vm;
use crate::schema::{CLASSES, ClassMember, FUNCTIONS, Helper, Item, Output};

struct HelperFunction(Helper);

static HELPER: TypeDef = TypeDef {
    name: "function",
    base: Some(&types::object::OBJECT),
    methods: &[NativeDef::raw("__call__", call)],
    getters: &[crate::interp::native::GetterDef {
        name: "__name__",
        get: |_, value| {
            Ok(match value {
                Value::Host(host) => {
                    host.as_any().downcast_ref::<HelperFunction>().map_or(Value::None, |h| Value::str(h.0.name()))
                }
                _ => Value::None,
            })
        },
    }],
    ..TypeDef::EMPTY
};

impl HostValue for HelperFunction {
    fn type_def(&self) -> &'static TypeDef {
        &HELPER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn call(vm: &mut Vm, mut args: Args) -> Result<Value> {
    let receiver = args.positional.remove(0);
    let Value::Host(host) = &receiver else { return Ok(Value::None) };
    let Some(HelperFunction(helper)) = host.as_any().downcast_ref::<HelperFunction>() else {
        return Ok(Value::None);
    };
    let state = State::of(vm)?;
    let (positional, keywords, span) = arguments(vm, args)?;
    let output = run(vm, |cx| helper.call(cx, &state.schema, &positional, &keywords, span))?;
    match output {
        Output::Value(raw) => from_raw(vm, &raw),
        Output::List(objects) => {
            let mut values = Vec::with_capacity(objects.len());
            for object in objects {
                values.push(wrap(vm, object)?);
            }
            Ok(Value::list(values))
        }
    }
}

fn function(helper: Helper) -> Value {
    Value::Host(Rc::new(HelperFunction(helper)))
}

/// The schema's names.
pub(super) fn names(vm: &mut Vm, state: &Rc<State>) -> Result<Vec<(&'static str, Value)>> {
    let mut names = Vec::new();
    for (name, item) in state.schema.items() {
        let value = match item {
            Item::Type(ty) => type_value(vm, ty)?,
            Item::Object(object) => wrap(vm, object.clone())?,
            Item::Int(n) => Value::Int(*n),
            Item::Text(text) => Value::str(text),
        };
        names.push((name, value));
    }
    for (name, helper) in FUNCTIONS {
        names.push((name, function(helper)));
    }
    let release = state.schema.release();
    for (name, members) in CLASSES {
        let dict = Rc::new(Dict::new());
        dict.set_name("__module__", Value::str("apache.thermos.config.schema_helpers"));
        for (member, kind, since) in members {
            if *since > release {
                continue;
            }
            let value = match kind {
                ClassMember::Function(helper) => Value::Descriptor(Rc::new(Descriptor::Static(function(*helper)))),
                ClassMember::Int(n) => Value::Int(*n),
                ClassMember::Float(n) => Value::Float(*n),
            };
            dict.set_name(member, value);
        }
        let object = Value::Class(vm.class_for(&types::object::OBJECT));
        let class = vm.make_new_style(None, Value::str(name), &Value::tuple(vec![object]), &dict)?;
        names.push((name, class));
    }
    if release.has_choice() {
        names.push(("Choice", choice_function()));
    }
    Ok(names)
}
