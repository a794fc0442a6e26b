//! The original's own modules, for configurations that import what is in scope anyway.

use std::rc::Rc;

use super::state::State;
use crate::interp::error::Result;
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

/// Modules of the object library that are in scope by accident (`reference/schema.md §5`).
const ACCIDENTAL: [&str; 9] =
    ["base", "basic", "compatibility", "composite", "config", "container", "naming", "parsing", "typing"];

/// Modules that hold the library's or the schema's names.
const WITH_NAMES: [&str; 6] = [
    "pystachio",
    "apache.aurora.config.schema.base",
    "apache.aurora.config.schema",
    "apache.thermos.config.schema",
    "apache.thermos.config.schema_base",
    "apache.thermos.config.schema_helpers",
];

/// Packages on the way to them.
const PACKAGES: [&str; 7] =
    ["apache", "apache.aurora", "apache.aurora.config", "apache.thermos", "apache.thermos.config", "gen", "twitter"];

/// The accidental names: modules with the library's names in them, and `sys`.
pub(super) fn accidental(vm: &mut Vm) -> Vec<(&'static str, Value)> {
    let mut names = Vec::new();
    for name in ACCIDENTAL {
        names.push((name, Value::Module(library_module(vm, &format!("pystachio.{name}")))));
    }
    names.push(("sys", vm.import_sys_later()));
    names
}

fn library_module(vm: &mut Vm, name: &str) -> Rc<Module> {
    vm.later_module(name, |vm, module| {
        for (name, value) in super::factory::names(vm) {
            module.dict.set_name(name, value);
        }
        Ok(())
    })
}

/// Imports one of the original's modules; `None` for other names.
pub fn import_schema(vm: &mut Vm, name: &str) -> Result<Option<Value>> {
    if PACKAGES.contains(&name) {
        return Ok(Some(Value::Module(vm.new_module(name))));
    }
    if let Some(inner) = name.strip_prefix("pystachio.") {
        return Ok(ACCIDENTAL.contains(&inner).then(|| Value::Module(library_module(vm, name))));
    }
    if !WITH_NAMES.contains(&name) {
        return Ok(None);
    }
    let module = vm.new_module(name);
    let state = State::of(vm)?;
    let names = if name == "pystachio" { super::factory::names(vm) } else { super::names(vm, &state)? };
    for (name, value) in names {
        module.dict.set_name(name, value);
    }
    Ok(Some(Value::Module(module)))
}
