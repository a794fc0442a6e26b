//! `_sre`: compiled expressions and their matches. The module `re` itself is a small program on top.

mod chars;
mod found;
mod matcher;
mod parse;
mod pattern;
mod program;
mod subject;
mod substitute;
mod syntax;
mod template;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use super::support;
use crate::interp::error::Result;
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::Module;
use crate::interp::vm::Vm;

static FUNCTIONS: &[NativeDef] = &[NativeDef::plain("compile", Shape::Unpack(2, 2), pattern::compile)];

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "_sre", FUNCTIONS);
    support::add_types(vm, &module, &[&pattern::PATTERN, &found::MATCH]);
    Ok(module)
}
