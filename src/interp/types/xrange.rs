//! `xrange`.

use std::rc::Rc;

use crate::interp::class::Class;
use crate::interp::error::{Result, overflow_error, type_error, value_error};
use crate::interp::iter::{Iter, State};
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::types::{iterators, object::OBJECT};
use crate::interp::value::{Value, XRange};
use crate::interp::vm::Vm;

/// `xrange`.
pub static XRANGE: TypeDef = TypeDef {
    name: "xrange",
    base: Some(&OBJECT),
    methods: &[
        NativeDef::plain("__getitem__", Shape::Unpack(1, 1), |vm, a| vm.getitem(&a[0], &a[1])),
        NativeDef::plain("__iter__", Shape::Unpack(0, 0), |vm, a| vm.iter(&a[0])),
        NativeDef::plain("__len__", Shape::Unpack(0, 0), |vm, a| Ok(Value::Int(vm.len(&a[0])? as i64))),
        NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
        NativeDef::plain("__reversed__", Shape::NoArgs, reversed),
    ],
    new: Some(new),
    ..TypeDef::EMPTY
};

fn new(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    if !args.keywords.is_empty() {
        return Err(type_error("xrange() does not take keyword arguments"));
    }
    let given = &args.positional;
    if given.is_empty() || given.len() > 3 {
        return Err(type_error("xrange() requires 1-3 int arguments"));
    }
    let mut numbers = Vec::with_capacity(3);
    for value in given {
        numbers.push(vm.int_arg(value)?);
    }
    let (start, stop, step) = match numbers.as_slice() {
        [stop] => (0, *stop, 1),
        [start, stop] => (*start, *stop, 1),
        [start, stop, step, ..] => (*start, *stop, *step),
        [] => (0, 0, 1),
    };
    if step == 0 {
        return Err(value_error("xrange() arg 3 must not be zero"));
    }
    match i64::try_from(range_length(start, stop, step)) {
        Ok(len) => Ok(Value::XRange(Rc::new(XRange { start, step, len }))),
        Err(_) => Err(overflow_error("xrange() result has too many items")),
    }
}

/// Number of elements from `start` to before `stop`; the step is not 0.
pub fn range_length(start: i64, stop: i64, step: i64) -> u64 {
    let (low, high, step) =
        if step > 0 { (start, stop, step.unsigned_abs()) } else { (stop, start, step.unsigned_abs()) };
    if low >= high { 0 } else { (high.wrapping_sub(low).wrapping_sub(1) as u64) / step + 1 }
}

fn receiver(value: &Value) -> Result<XRange> {
    match value {
        Value::XRange(range) => Ok(**range),
        _ => Err(type_error("a method of 'xrange' objects needs an xrange")),
    }
}

fn repr(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let XRange { start, step, len } = receiver(&args[0])?;
    let stop = start.wrapping_add(len.wrapping_mul(step));
    Ok(Value::str(match (start, step) {
        (0, 1) => format!("xrange({stop})"),
        (_, 1) => format!("xrange({start}, {stop})"),
        _ => format!("xrange({start}, {stop}, {step})"),
    }))
}

fn reversed(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let XRange { start, step, len } = receiver(&args[0])?;
    let last = start.wrapping_add(len.wrapping_sub(1).wrapping_mul(step));
    let range = XRange { start: last, step: step.wrapping_neg(), len };
    Ok(Iter::value(&iterators::RANGE, State::Range(range, 0)))
}

#[cfg(test)]
mod tests {
    use super::range_length;

    #[test]
    fn lengths_reach_to_the_ends_of_the_integers() {
        assert_eq!(range_length(0, 10, 3), 4);
        assert_eq!(range_length(10, 0, -3), 4);
        assert_eq!(range_length(3, 3, 1), 0);
        assert_eq!(range_length(i64::MIN, i64::MAX, 1), u64::MAX);
        assert_eq!(range_length(i64::MAX, i64::MIN, i64::MIN), 2);
    }
}
