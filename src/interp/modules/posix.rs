//! `_os`: files, environment and user, as the host grants them.

use std::rc::Rc;

use super::support;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::host::PathKind;
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::plain("getcwd", Shape::NoArgs, |vm, _| match vm.host().working_dir() {
        Ok(path) => Ok(Value::str(path)),
        Err(error) => Err(vm.host_error(Exc::OSError, error, None)),
    }),
    NativeDef::plain("getenv", Shape::Unpack(1, 1), |vm, args| {
        let name = text(vm, &args[0])?;
        match vm.host().env(&name) {
            Ok(value) => Ok(value.map_or(Value::None, Value::str)),
            Err(error) => Err(vm.host_error(Exc::OSError, error, None)),
        }
    }),
    NativeDef::plain("getenv_all", Shape::NoArgs, |vm, _| match vm.host().env_all() {
        Ok(all) => Ok(Value::list(
            all.into_iter().map(|(name, value)| Value::tuple(vec![Value::str(name), Value::str(value)])).collect(),
        )),
        Err(error) => Err(vm.host_error(Exc::OSError, error, None)),
    }),
    NativeDef::plain("gethostname", Shape::NoArgs, |vm, _| match vm.host().host_name() {
        Ok(name) => Ok(Value::str(name)),
        Err(error) => Err(vm.host_error(Exc::OSError, error, None)),
    }),
    NativeDef::plain("getuser", Shape::NoArgs, |vm, _| match vm.host().user_name() {
        Ok(name) => Ok(Value::str(name)),
        Err(error) => Err(vm.host_error(Exc::OSError, error, None)),
    }),
    NativeDef::plain("kind", Shape::Unpack(1, 1), |vm, args| {
        let path = text(vm, &args[0])?;
        match vm.host().stat(&path) {
            Ok(PathKind::File) => Ok(Value::str("file")),
            Ok(PathKind::Directory) => Ok(Value::str("directory")),
            Ok(PathKind::Other) => Ok(Value::str("other")),
            Ok(PathKind::Missing) => Ok(Value::None),
            Err(error) => Err(vm.host_error(Exc::OSError, error, Some(&path))),
        }
    }),
    NativeDef::plain("listdir", Shape::Parse(1, 1), |vm, args| {
        let path = text(vm, &args[0])?;
        match vm.host().list_dir(&path) {
            Ok(names) => Ok(Value::list(names.into_iter().map(Value::str).collect())),
            Err(error) => Err(vm.host_error(Exc::OSError, error, Some(&path))),
        }
    }),
    NativeDef::plain("name_path", Shape::One, |vm, args| {
        vm.modules.set_name("os.path", args[0].clone());
        Ok(Value::None)
    }),
    NativeDef::plain("refuse", Shape::Unpack(2, 2), |vm, args| {
        let (message, help) = (text(vm, &args[0])?, text(vm, &args[1])?);
        Err(Error::halt(Diagnostic::error("AUR0911", Kind::Refused, message).help(help)))
    }),
    NativeDef::plain("write_err", Shape::Unpack(1, 1), |vm, args| {
        let text = text(vm, &args[0])?;
        vm.charge_bytes(text.len() as u64)?;
        vm.host().write_err(text.as_bytes());
        Ok(Value::None)
    }),
];

fn text(vm: &mut Vm, value: &Value) -> Result<String> {
    match value.base() {
        Value::Str(text) => Ok(text.lossy().into_owned()),
        Value::Unicode(text) => Ok(text.text().to_owned()),
        other => {
            let kind = vm.type_name(other);
            Err(type_error(format!("coercing to Unicode: need string or buffer, {kind} found")))
        }
    }
}

/// `os.path` by its full name: the very module that `os` has.
pub fn make_path(vm: &mut Vm) -> Result<Rc<Module>> {
    match vm.import_module("posixpath")? {
        Value::Module(module) => Ok(module),
        _ => Err(type_error("posixpath is no module")),
    }
}

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(support::module(vm, "_os", FUNCTIONS))
}
