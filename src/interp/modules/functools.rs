//! `_functools`: `partial`, `reduce`.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use super::support;
use crate::interp::class::Class;
use crate::interp::error::{Result, attribute_error, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types;
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

/// A function with some of its arguments.
struct Partial {
    function: Value,
    args: Vec<Value>,
    keywords: Rc<Dict>,
    dict: RefCell<Rc<Dict>>,
}

impl HostValue for Partial {
    fn type_def(&self) -> &'static TypeDef {
        &PARTIAL
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static PARTIAL: TypeDef = TypeDef {
    name: "partial",
    module: "functools",
    base: Some(&types::object::OBJECT),
    methods: &[NativeDef::raw("__call__", call)],
    getters: &[
        GetterDef { name: "__dict__", get: |_, value| Ok(Value::Dict(Rc::clone(&of(value)?.dict.borrow()))) },
        GetterDef { name: "args", get: |_, value| Ok(Value::tuple(of(value)?.args.clone())) },
        GetterDef { name: "func", get: |_, value| Ok(of(value)?.function.clone()) },
        GetterDef { name: "keywords", get: keywords },
    ],
    new: Some(new),
    subclassable: true,
    getattr: Some(|_, value, name| Ok(of(value)?.dict.borrow().get_name(name))),
    setattr: Some(set_attribute),
    ..TypeDef::EMPTY
};

fn of(value: &Value) -> Result<&Partial> {
    if let Value::Host(host) = value.base()
        && let Some(partial) = host.as_any().downcast_ref::<Partial>()
    {
        return Ok(partial);
    }
    Err(type_error("a partial object is required"))
}

fn keywords(_vm: &mut Vm, value: &Value) -> Result<Value> {
    let partial = of(value)?;
    Ok(if partial.keywords.is_empty() { Value::None } else { Value::Dict(Rc::clone(&partial.keywords)) })
}

fn set_attribute(_vm: &mut Vm, value: &Value, name: &str, new: Option<Value>) -> Result<()> {
    if matches!(name, "func" | "args" | "keywords") {
        return Err(type_error("readonly attribute"));
    }
    let partial = of(value)?;
    match new {
        Some(new) => partial.dict.borrow().set_name(name, new),
        None => {
            if partial.dict.borrow().remove_str(&Value::str(name)).is_none() {
                return Err(attribute_error(name));
            }
        }
    }
    Ok(())
}

fn new(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    let mut positional = args.positional.into_iter();
    let Some(function) = positional.next() else {
        return Err(type_error("type 'partial' takes at least one argument"));
    };
    let callable = match &function {
        Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => true,
        other => vm.special(other, "__call__")?.is_some(),
    };
    if !callable {
        return Err(type_error("the first argument must be callable"));
    }
    let keywords = Dict::new();
    for (name, value) in args.keywords {
        keywords.set(vm, Value::str(&*name), value)?;
    }
    Ok(Value::Host(Rc::new(Partial {
        function,
        args: positional.collect(),
        keywords: Rc::new(keywords),
        dict: RefCell::new(Rc::new(Dict::new())),
    })))
}

fn call(vm: &mut Vm, args: Args) -> Result<Value> {
    let Some(receiver) = args.positional.first().cloned() else {
        return Err(type_error("a partial object is required"));
    };
    let partial = of(&receiver)?;
    let mut positional = partial.args.clone();
    positional.extend(args.positional.into_iter().skip(1));
    let merged = partial.keywords.copy(vm)?;
    for (name, value) in args.keywords {
        merged.set(vm, Value::str(&*name), value)?;
    }
    let mut keywords = Vec::new();
    for (name, value) in merged.items() {
        if let Value::Str(name) = &name {
            keywords.push((name.lossy().as_ref().into(), value));
        }
    }
    let function = partial.function.clone();
    vm.call(&function, Args { positional, keywords })
}

/// A function of its own, as in the original, that does what the built-in one does.
static FUNCTIONS: &[NativeDef] =
    &[NativeDef::plain("reduce", Shape::Unpack(2, 3), |vm, args| match vm.builtin(&Value::str("reduce")) {
        Some(reduce) => vm.call_with(&reduce, args),
        None => Err(type_error("reduce is not there")),
    })];

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "_functools", FUNCTIONS);
    support::add_types(vm, &module, &[&PARTIAL]);
    Ok(module)
}
