//! `_sys`: what `sys` shows of the machine. `__builtin__`: the built-in names as a module.

use std::rc::Rc;

use super::support;
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::types::file::standard_stream;
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::plain("exc_clear", Shape::NoArgs, |vm, _| {
        vm.handled = None;
        Ok(Value::None)
    }),
    NativeDef::plain("exc_info", Shape::NoArgs, exc_info),
    NativeDef::plain("exit", Shape::Unpack(0, 1), |_, args| {
        let args = match args.first() {
            None | Some(Value::None) => Vec::new(),
            Some(Value::Tuple(items)) => items.to_vec(),
            Some(code) => vec![code.clone()],
        };
        Err(Error::with_args(Exc::SystemExit, args))
    }),
    NativeDef::plain("getdefaultencoding", Shape::NoArgs, |_, _| Ok(Value::str("ascii"))),
    NativeDef::plain("getfilesystemencoding", Shape::NoArgs, |_, _| Ok(Value::str("UTF-8"))),
    NativeDef::plain("getrecursionlimit", Shape::NoArgs, |vm, _| Ok(Value::Int(i64::from(vm.recursion_limit())))),
    NativeDef::plain("getrefcount", Shape::One, |_, _| Ok(Value::Int(2))),
    // Interned and other texts are not told apart here.
    NativeDef::plain("intern", Shape::Parse(1, 1), |_, args| Ok(args[0].clone())),
    NativeDef::plain("setrecursionlimit", Shape::Parse(1, 1), |vm, args| {
        // The limit is the evaluation's own; asking for another one is harmless.
        if vm.int_arg(&args[0])? <= 0 {
            return Err(crate::interp::error::value_error("recursion limit must be positive"));
        }
        Ok(Value::None)
    }),
];

fn exc_info(vm: &mut Vm, _args: &[Value]) -> Result<Value> {
    let Some(handled) = vm.handled.clone() else {
        return Ok(Value::tuple(vec![Value::None, Value::None, Value::None]));
    };
    let class = vm.class_of_exception(&handled.value);
    let trace = vm.traceback_value();
    Ok(Value::tuple(vec![Value::Class(class), handled.value, trace]))
}

/// Makes `_sys`.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "_sys", FUNCTIONS);
    module.dict.set_name("modules", Value::Dict(Rc::clone(&vm.modules)));
    for (name, stream) in [("stdin", "<stdin>"), ("stdout", "<stdout>"), ("stderr", "<stderr>")] {
        let stream = standard_stream(stream);
        if name == "stdout" {
            vm.hand_softspace_to(&stream)?;
        }
        module.dict.set_name(name, stream);
    }
    Ok(module)
}

/// Makes `__builtin__`.
pub fn make_builtin(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(Module { name: "__builtin__".to_owned(), dict: vm.all_builtins(), later: Default::default() }))
}

/// `importlib.import_module(name)`, absolute names only.
pub fn import_module(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match args[0].base() {
        Value::Str(name) => {
            let name = name.lossy().into_owned();
            if name.starts_with('.') {
                return Err(type_error("relative imports require the 'package' argument"));
            }
            vm.import_module(&name)
        }
        other => {
            let kind = vm.type_name(other);
            Err(type_error(format!("import_module() argument 1 must be string, not {kind}")))
        }
    }
}

static IMPORTLIB: &[NativeDef] = &[NativeDef::plain("import_module", Shape::Unpack(1, 2), import_module)];

/// Makes `importlib`.
pub fn make_importlib(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(support::module(vm, "importlib", IMPORTLIB))
}

/// The type of a class's namespace in Python 2.7; here namespaces are shown as dictionaries.
static DICT_PROXY: TypeDef = TypeDef { name: "dictproxy", base: Some(&types::object::OBJECT), ..TypeDef::EMPTY };

/// Makes `_types`.
pub fn make_types(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "_types", &[]);
    support::add_types(vm, &module, &[&DICT_PROXY]);
    Ok(module)
}
