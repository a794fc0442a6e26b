//! `_json`: the fast halves of `json`.

mod decode;
mod encode;

use std::rc::Rc;

use super::support;
use crate::interp::error::Result;
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::Module;
use crate::interp::vm::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::plain("decode", Shape::Unpack(2, 2), decode::decode),
    NativeDef::plain("encode", Shape::Unpack(2, 2), encode::encode),
    NativeDef::plain("raw_decode", Shape::Unpack(3, 3), decode::raw_decode),
];

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(support::module(vm, "_json", FUNCTIONS))
}
