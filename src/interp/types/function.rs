//! Functions, methods, cells and code objects as values.

use std::rc::Rc;

use super::descriptors::get;
use super::object::OBJECT;
use crate::interp::class::Class;
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::function::{BoundMethod, Function};
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `function`.
pub static FUNCTION: TypeDef = TypeDef {
    name: "function",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", call), NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: &[
        GetterDef { name: "__closure__", get: closure },
        GetterDef { name: "__code__", get: |_, v| of(v, |f| Value::Code(Rc::clone(&f.code))) },
        GetterDef { name: "__defaults__", get: defaults },
        GetterDef { name: "__dict__", get: dict },
        GetterDef { name: "__doc__", get: |_, v| of(v, |f| f.doc.borrow().clone()) },
        GetterDef { name: "__globals__", get: |_, v| of(v, |f| Value::Dict(Rc::clone(&f.globals))) },
        GetterDef { name: "__module__", get: |_, v| of(v, |f| f.module.borrow().clone()) },
        GetterDef { name: "__name__", get: |_, v| of(v, |f| f.name.borrow().clone()) },
        GetterDef { name: "func_closure", get: closure },
        GetterDef { name: "func_code", get: |_, v| of(v, |f| Value::Code(Rc::clone(&f.code))) },
        GetterDef { name: "func_defaults", get: defaults },
        GetterDef { name: "func_dict", get: dict },
        GetterDef { name: "func_doc", get: |_, v| of(v, |f| f.doc.borrow().clone()) },
        GetterDef { name: "func_globals", get: |_, v| of(v, |f| Value::Dict(Rc::clone(&f.globals))) },
        GetterDef { name: "func_name", get: |_, v| of(v, |f| f.name.borrow().clone()) },
    ],
    new: Some(|vm, _, args| NEW_FUNCTION.invoke(vm, args, 0)),
    ..TypeDef::EMPTY
};

/// `function(code, globals, name, argdefs, closure)`.
static NEW_FUNCTION: NativeDef =
    NativeDef::named("function", &["code", "globals", "name", "argdefs", "closure"], 2, new_function);

fn new_function(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let kind = |vm: &mut Vm, at: usize| args[at].as_ref().map(|value| vm.type_name(value)).unwrap_or_default();
    let Some(Value::Code(code)) = &args[0] else {
        let kind = kind(vm, 0);
        return Err(type_error(format!("function() argument 1 must be code, not {kind}")));
    };
    let Some(Value::Dict(globals)) = &args[1] else {
        let kind = kind(vm, 1);
        return Err(type_error(format!("function() argument 2 must be dict, not {kind}")));
    };
    let name = match &args[2] {
        None | Some(Value::None) => Value::str(code.name.as_bytes()),
        Some(name @ Value::Str(_)) => name.clone(),
        Some(_) => return Err(type_error("arg 3 (name) must be None or string")),
    };
    let defaults = match &args[3] {
        None | Some(Value::None) => Vec::new(),
        Some(Value::Tuple(items)) => items.to_vec(),
        Some(_) => return Err(type_error("arg 4 (defaults) must be None or tuple")),
    };
    let mut closure = Vec::new();
    match &args[4] {
        None | Some(Value::None) if code.free_names.is_empty() => {}
        Some(Value::Tuple(cells)) => {
            for cell in cells.iter() {
                let Value::Cell(cell) = cell else {
                    let kind = vm.type_name(cell);
                    return Err(type_error(format!("arg 5 (closure) expected cell, found {kind}")));
                };
                closure.push(Rc::clone(cell));
            }
        }
        _ => return Err(type_error("arg 5 (closure) must be tuple")),
    }
    if closure.len() != code.free_names.len() {
        let (name, wanted, given) = (&code.name, code.free_names.len(), closure.len());
        return Err(value_error(format!("{name} requires closure of length {wanted}, not {given}")));
    }
    Ok(Value::Function(Rc::new(Function {
        name: name.into(),
        doc: code.doc.clone().into(),
        module: globals.get_name("__name__").unwrap_or(Value::None).into(),
        defaults: Rc::new(crate::interp::value::Tuple::new(defaults)).into(),
        closure,
        globals: Rc::clone(globals),
        dict: Default::default(),
        code: Rc::clone(code),
        number: Default::default(),
    })))
}

/// `instancemethod`.
pub static INSTANCE_METHOD: TypeDef = TypeDef {
    name: "instancemethod",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", call), NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: METHOD_GETTERS,
    new: Some(new_method),
    ..TypeDef::EMPTY
};

/// `builtin_function_or_method`.
pub static BUILTIN_FUNCTION: TypeDef = TypeDef {
    name: "builtin_function_or_method",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", call)],
    getters: BOUND_GETTERS,
    ..TypeDef::EMPTY
};

/// `method_descriptor`.
pub static METHOD_DESCRIPTOR: TypeDef = TypeDef {
    name: "method_descriptor",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", call), NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: UNBOUND_GETTERS,
    ..TypeDef::EMPTY
};

/// `wrapper_descriptor`.
pub static SLOT_WRAPPER: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", call), NativeDef::plain("__get__", Shape::Unpack(1, 2), get)],
    getters: UNBOUND_GETTERS,
    ..TypeDef::EMPTY
};

/// `method-wrapper`.
pub static METHOD_WRAPPER: TypeDef = TypeDef {
    name: "method-wrapper",
    base: Some(&OBJECT),
    methods: &[NativeDef::raw("__call__", call)],
    getters: BOUND_GETTERS,
    ..TypeDef::EMPTY
};

/// `cell`.
pub static CELL: TypeDef = TypeDef {
    name: "cell",
    base: Some(&OBJECT),
    getters: &[GetterDef {
        name: "cell_contents",
        get: |_, v| match v {
            Value::Cell(cell) => cell.value.borrow().clone().ok_or_else(|| value_error("Cell is empty")),
            _ => Ok(Value::None),
        },
    }],
    ..TypeDef::EMPTY
};

/// `code`.
pub static CODE: TypeDef = TypeDef {
    name: "code",
    base: Some(&OBJECT),
    getters: &[
        GetterDef { name: "co_argcount", get: |_, v| code(v, |c| Value::Int(c.arg_count as i64)) },
        GetterDef { name: "co_cellvars", get: |_, v| code(v, |c| names(c.cell_names.iter().map(|(n, _)| &**n))) },
        GetterDef { name: "co_filename", get: |_, v| code(v, |c| Value::str(c.file.as_bytes())) },
        GetterDef {
            name: "co_firstlineno",
            get: |vm, v| {
                let span = match v {
                    Value::Code(code) => code.span,
                    _ => crate::source::Span::NONE,
                };
                let sources = vm.sources.borrow();
                Ok(Value::Int(sources.locate(span).map_or(1, |(_, at)| i64::from(at.line))))
            },
        },
        GetterDef {
            name: "co_flags",
            get: |_, v| {
                code(v, |c| {
                    let mut flags = 0x3;
                    flags |= if c.star { 4 } else { 0 };
                    flags |= if c.double_star { 8 } else { 0 };
                    flags |= if c.generator { 0x20 } else { 0 };
                    flags |= if c.free_names.is_empty() && c.cell_names.is_empty() { 0x40 } else { 0 };
                    Value::Int(flags)
                })
            },
        },
        GetterDef { name: "co_freevars", get: |_, v| code(v, |c| names(c.free_names.iter().map(|n| &**n))) },
        GetterDef { name: "co_name", get: |_, v| code(v, |c| Value::str(c.name.as_bytes())) },
        GetterDef { name: "co_nlocals", get: |_, v| code(v, |c| Value::Int(c.locals.len() as i64)) },
        GetterDef { name: "co_varnames", get: |_, v| code(v, |c| names(c.locals.iter().map(|n| &**n))) },
    ],
    ..TypeDef::EMPTY
};

/// What built-in functions and bound methods show.
static BOUND_GETTERS: &[GetterDef] = &[
    GetterDef { name: "__doc__", get: native_doc },
    GetterDef { name: "__module__", get: native_module },
    GetterDef { name: "__name__", get: native_name },
    GetterDef { name: "__self__", get: |_, v| Ok(method(v).and_then(|m| m.receiver.clone()).unwrap_or(Value::None)) },
];

/// What the methods of a built-in type show.
static UNBOUND_GETTERS: &[GetterDef] = &[
    GetterDef { name: "__doc__", get: native_doc },
    GetterDef { name: "__name__", get: native_name },
    GetterDef {
        name: "__objclass__",
        get: |vm, v| {
            Ok(match v {
                Value::Native(n) => n.owner.map_or(Value::None, |def| Value::Class(vm.class_for(def))),
                _ => Value::None,
            })
        },
    },
];

static METHOD_GETTERS: &[GetterDef] = &[
    GetterDef {
        name: "__doc__",
        get: |vm, v| {
            let function = function_of(v);
            vm.getattr_name(&function, "__doc__")
        },
    },
    GetterDef { name: "__func__", get: |_, v| Ok(function_of(v)) },
    GetterDef { name: "__self__", get: |_, v| Ok(method(v).and_then(|m| m.receiver.clone()).unwrap_or(Value::None)) },
    GetterDef { name: "im_class", get: im_class },
    GetterDef { name: "im_func", get: |_, v| Ok(function_of(v)) },
    GetterDef { name: "im_self", get: |_, v| Ok(method(v).and_then(|m| m.receiver.clone()).unwrap_or(Value::None)) },
];

fn of(value: &Value, read: impl Fn(&Function) -> Value) -> Result<Value> {
    match value {
        Value::Function(function) => Ok(read(function)),
        _ => Err(type_error("a function is required")),
    }
}

fn code(value: &Value, read: impl Fn(&crate::interp::code::Code) -> Value) -> Result<Value> {
    match value {
        Value::Code(code) => Ok(read(code)),
        _ => Err(type_error("a code object is required")),
    }
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    Value::tuple(names.map(Value::str).collect())
}

fn method(value: &Value) -> Option<&BoundMethod> {
    match value {
        Value::Method(method) => Some(method),
        _ => None,
    }
}

fn function_of(value: &Value) -> Value {
    method(value).map_or(Value::None, |m| m.function.clone())
}

fn im_class(_vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(method(value).and_then(|m| m.class.clone()).map_or(Value::None, Value::Class))
}

fn closure(_vm: &mut Vm, value: &Value) -> Result<Value> {
    of(value, |f| {
        if f.closure.is_empty() {
            Value::None
        } else {
            Value::tuple(f.closure.iter().map(|c| Value::Cell(Rc::clone(c))).collect())
        }
    })
}

fn defaults(_vm: &mut Vm, value: &Value) -> Result<Value> {
    of(value, |f| {
        let defaults = f.defaults.borrow();
        if defaults.is_empty() { Value::None } else { Value::Tuple(Rc::clone(&defaults)) }
    })
}

fn dict(_vm: &mut Vm, value: &Value) -> Result<Value> {
    of(value, |f| Value::Dict(Rc::clone(f.dict.borrow_mut().get_or_insert_with(|| Rc::new(Dict::new())))))
}

fn native_name(_vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(match value {
        Value::Native(native) => Value::str(native.def.name),
        Value::Method(method) => match &method.function {
            Value::Native(native) => Value::str(native.def.name),
            _ => Value::None,
        },
        _ => Value::None,
    })
}

/// How it is called, as far as that needs no words: `len(...)`.
fn native_doc(vm: &mut Vm, value: &Value) -> Result<Value> {
    let name = native_name(vm, value)?;
    Ok(match &name {
        Value::Str(name) => Value::str(format!("{}(...)", name.lossy())),
        _ => Value::None,
    })
}

fn native_module(_vm: &mut Vm, value: &Value) -> Result<Value> {
    Ok(match value {
        Value::Native(native) => Value::str(native.module),
        _ => Value::None,
    })
}

fn call(vm: &mut Vm, mut args: Args) -> Result<Value> {
    let callee = args.positional.remove(0);
    vm.call(&callee, args)
}

fn new_method(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    let given = args.positional.len();
    if !(2..=3).contains(&given) {
        let word = if given < 2 { "at least 2" } else { "at most 3" };
        return Err(type_error(format!("instancemethod expected {word} arguments, got {given}")));
    }
    let function = args.positional[0].clone();
    let callable = matches!(function, Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_))
        || vm.special(&function, "__call__")?.is_some();
    if !callable {
        return Err(type_error("first argument must be callable"));
    }
    let receiver = Some(args.positional[1].clone()).filter(|v| !v.is_none());
    let class = match args.positional.get(2) {
        Some(Value::Class(class)) => Some(Rc::clone(class)),
        _ => receiver.as_ref().map(|r| vm.class_of_exception(r)),
    };
    Ok(Value::Method(Rc::new(BoundMethod { function, receiver, class, number: Default::default() })))
}
