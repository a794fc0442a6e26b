//! `_time`: the clock and the time zone, as the host grants them.

use std::rc::Rc;

use super::support;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::native::{NativeDef, Shape};
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::plain("now", Shape::NoArgs, |vm, _| match vm.host().now() {
        Ok(now) => Ok(Value::Float(now)),
        Err(error) => Err(vm.host_error(Exc::IOError, error, None)),
    }),
    NativeDef::plain("refuse_sleep", Shape::NoArgs, |_, _| {
        Err(Error::halt(
            Diagnostic::error("AUR0911", Kind::Refused, "a configuration may not wait")
                .help("remove the call of `time.sleep`; evaluation takes no time"),
        ))
    }),
    NativeDef::plain("utc_offset", Shape::Unpack(1, 1), |vm, args| {
        let at = match args[0].base() {
            Value::Float(at) => *at,
            Value::Int(at) => *at as f64,
            _ => return Err(type_error("a float is required")),
        };
        match vm.host().utc_offset(at) {
            Ok((offset, name)) => Ok(Value::tuple(vec![Value::Int(i64::from(offset)), Value::str(name)])),
            Err(error) => Err(vm.host_error(Exc::IOError, error, None)),
        }
    }),
];

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(support::module(vm, "_time", FUNCTIONS))
}
