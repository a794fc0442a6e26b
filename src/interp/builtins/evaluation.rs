//! Built-in functions that evaluate, import, or are refused.

use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::error::{Error, Result, type_error};
use crate::interp::native::{Args, NativeDef, Shape};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::interp::vm::{Vm, unicode_source};

/// The functions.
pub static TABLE: &[NativeDef] = &[
    NativeDef::raw("__import__", import),
    NativeDef::named("compile", &["source", "filename", "mode", "flags", "dont_inherit"], 3, compile),
    NativeDef::plain("eval", Shape::Unpack(1, 3), eval),
    NativeDef::raw("execfile", |_, _| Err(refused("execfile", "use include() to evaluate another file"))),
    NativeDef::plain("globals", Shape::NoArgs, |vm, _| Ok(Value::Dict(vm.global_names()?))),
    NativeDef::raw("input", |_, _| Err(refused("input", "take the value from a binding (-E NAME=VALUE) instead"))),
    NativeDef::plain("locals", Shape::NoArgs, |vm, _| Ok(Value::Dict(vm.local_names()?))),
    NativeDef::raw("print", print),
    NativeDef::raw("raw_input", |_, _| {
        Err(refused("raw_input", "take the value from a binding (-E NAME=VALUE) instead"))
    }),
    NativeDef::plain("reload", Shape::One, |_, args| Ok(args[0].clone())),
];

fn refused(name: &str, help: &str) -> Error {
    Error::halt(
        Diagnostic::error("AUR0912", Kind::Refused, format!("`{name}()` is not available to a configuration"))
            .help(help),
    )
}

fn compile(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let text = |vm: &mut Vm, at: usize| -> Result<Vec<u8>> {
        match args.get(at).and_then(Option::as_ref) {
            Some(value) => vm.str(value),
            None => Ok(Vec::new()),
        }
    };
    let (source, name, mode) = (text(vm, 0)?, text(vm, 1)?, text(vm, 2)?);
    vm.compile_text(&source, &String::from_utf8_lossy(&name), &String::from_utf8_lossy(&mode))
}

fn import(vm: &mut Vm, args: Args) -> Result<Value> {
    let Some(name @ (Value::Str(_) | Value::Unicode(_))) = args.positional.first() else {
        return Err(type_error("__import__() argument 1 must be string"));
    };
    let name = String::from_utf8_lossy(&vm.str(name)?).into_owned();
    let module = vm.import_module(&name)?;
    let from_list = args
        .positional
        .get(3)
        .cloned()
        .or_else(|| args.keywords.iter().find(|(n, _)| &**n == "fromlist").map(|(_, v)| v.clone()));
    let wants_inner = match from_list {
        Some(list) => vm.truth(&list)?,
        None => false,
    };
    match name.split_once('.') {
        Some((first, _)) if !wants_inner => vm.import_module(first),
        _ => Ok(module),
    }
}

fn eval(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let globals = match args.get(1) {
        None | Some(Value::None) => vm.global_names()?,
        Some(Value::Dict(dict)) => Rc::clone(dict),
        Some(_) => return Err(type_error("globals must be a dict")),
    };
    let locals: Rc<Dict> = match args.get(2) {
        None | Some(Value::None) if args.len() > 1 => Rc::clone(&globals),
        None | Some(Value::None) => vm.local_names()?,
        Some(Value::Dict(dict)) => Rc::clone(dict),
        Some(_) => return Err(type_error("locals must be a mapping")),
    };
    match &args[0] {
        Value::Str(text) => {
            let text: Vec<u8> = text.bytes().to_vec();
            let start = text.iter().take_while(|b| **b == b' ' || **b == b'\t').count();
            vm.eval_text("<string>", &text[start..], &globals, &locals)
        }
        Value::Unicode(text) => {
            let text = unicode_source(text.text().trim_start_matches([' ', '\t']));
            vm.eval_text("<string>", &text, &globals, &locals)
        }
        Value::Code(code) => {
            let code = Rc::clone(code);
            vm.run_code(code, &globals)
        }
        _ => Err(type_error("eval() arg 1 must be a string or code object")),
    }
}

/// The function of `from __future__ import print_function`.
fn print(vm: &mut Vm, args: Args) -> Result<Value> {
    let (mut sep, mut end, mut file) = (Value::str(" "), Value::str("\n"), None);
    for (name, value) in args.keywords {
        match &*name {
            "sep" if value.is_none() => {}
            "sep" => sep = text_or_none(vm, value, "sep")?,
            "end" if value.is_none() => {}
            "end" => end = text_or_none(vm, value, "end")?,
            "file" => file = Some(value).filter(|v| !v.is_none()),
            other => return Err(type_error(format!("'{other}' is an invalid keyword argument for this function"))),
        }
    }
    let file = match file {
        Some(file) => Some(file),
        None => vm.sys_stream("stdout"),
    };
    for (index, value) in args.positional.iter().enumerate() {
        if index > 0 {
            vm.write_to(file.as_ref(), &sep)?;
        }
        let text = match value.base() {
            text @ (Value::Str(_) | Value::Unicode(_)) => text.clone(),
            _ => Value::bytes(vm.str(value)?),
        };
        vm.write_to(file.as_ref(), &text)?;
    }
    vm.write_to(file.as_ref(), &end)?;
    Ok(Value::None)
}

fn text_or_none(vm: &mut Vm, value: Value, name: &str) -> Result<Value> {
    match value.base() {
        Value::Str(_) | Value::Unicode(_) => Ok(value),
        other => {
            let kind = vm.type_name(other);
            Err(type_error(format!("{name} must be None, str or unicode, not {kind}")))
        }
    }
}
