//! `repr` of containers, with a guard against containers that hold themselves.

use crate::interp::error::Result;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// Writes what is between the brackets.
type Inside<'a> = &'a mut dyn FnMut(&mut Vm, &mut Vec<u8>) -> Result<()>;

/// `open`, the inside, `close`; `cycle` if the container is being printed already.
pub fn bracketed(vm: &mut Vm, container: &Value, words: [&str; 3], inside: Inside<'_>) -> Result<Vec<u8>> {
    let [open, close, cycle] = words;
    vm.charge(8)?;
    let address = container.base().address().unwrap_or(0);
    if !vm.repr_enter(address) {
        return Ok(cycle.as_bytes().to_vec());
    }
    let mut text = open.as_bytes().to_vec();
    let result = inside(vm, &mut text);
    vm.repr_done(address);
    result?;
    text.extend_from_slice(close.as_bytes());
    vm.check_size(text.len() as u64)?;
    Ok(text)
}

/// Adds one element of a list or tuple, after a comma unless it is the first; `doing` is for the error of too deep
/// nesting.
pub fn nested(vm: &mut Vm, text: &mut Vec<u8>, first: bool, item: &Value, doing: &'static str) -> Result<()> {
    vm.enter(doing)?;
    let result = element(vm, text, first, item);
    vm.leave();
    result
}

/// Adds one element, after a comma unless it is the first.
pub fn element(vm: &mut Vm, text: &mut Vec<u8>, first: bool, item: &Value) -> Result<()> {
    if !first {
        text.extend_from_slice(b", ");
    }
    let item = vm.repr(item)?;
    vm.charge(1 + item.len() as u64 / 64)?;
    text.extend_from_slice(&item);
    Ok(())
}
