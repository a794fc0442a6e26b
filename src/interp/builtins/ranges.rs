//! `range`.

use num_bigint::{BigInt, Sign};
use num_traits::{ToPrimitive, Zero};

use crate::interp::error::{Result, overflow_error, type_error, value_error};
use crate::interp::types::xrange::range_length;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `range([start,] stop[, step])`.
///
/// # Errors
/// `TypeError` for what is no integer, `ValueError` for a step of 0, `OverflowError` for an impossible size, and the
/// budget's.
pub fn range(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (start, stop, step) = match args {
        [stop] => (None, stop, None),
        [start, stop] => (Some(start), stop, None),
        [start, stop, step] => (Some(start), stop, Some(step)),
        [] => return Err(type_error("range expected at least 1 arguments, got 0")),
        _ => return Err(type_error(format!("range expected at most 3 arguments, got {}", args.len()))),
    };
    // Everything that fits a machine word gives ints, longs included.
    let mut small = Vec::with_capacity(3);
    for value in args {
        match vm.int_arg(value) {
            Ok(number) => small.push(number),
            Err(error) if error.builtin().is_some() || !is_number(value) => break,
            Err(error) => return Err(error),
        }
    }
    match small.as_slice() {
        [stop] if args.len() == 1 => return small_range(vm, 0, *stop, 1),
        [start, stop] if args.len() == 2 => return small_range(vm, *start, *stop, 1),
        [start, stop, step] => return small_range(vm, *start, *stop, *step),
        _ => {}
    }
    let start = match start {
        Some(start) => whole(vm, start, "start")?,
        None => (BigInt::zero(), true),
    };
    let stop = whole(vm, stop, "end")?;
    let step = match step {
        Some(step) => whole(vm, step, "step")?,
        None => (BigInt::from(1), true),
    };
    big_range(vm, start, &stop.0, step)
}

fn is_number(value: &Value) -> bool {
    matches!(value.base(), Value::Int(_) | Value::Long(_) | Value::Bool(_))
}

fn zero_step() -> crate::interp::error::Error {
    value_error("range() step argument must not be zero")
}

fn small_range(vm: &mut Vm, start: i64, stop: i64, step: i64) -> Result<Value> {
    if step == 0 {
        return Err(zero_step());
    }
    let count = range_length(start, stop, step);
    if count > i64::MAX as u64 {
        return Err(overflow_error("range() result has too many items"));
    }
    vm.check_size(count.saturating_mul(16))?;
    Ok(Value::list((0..count as i64).map(|n| Value::Int(start.wrapping_add(n.wrapping_mul(step)))).collect()))
}

/// An argument as a whole number, and whether it is a long.
fn whole(vm: &mut Vm, value: &Value, role: &str) -> Result<(BigInt, bool)> {
    let number = match value.base() {
        Value::Int(_) | Value::Long(_) | Value::Bool(_) => value.base().clone(),
        Value::Instance(_) | Value::Host(_) => match vm.special(value, "__int__")? {
            Some(method) => vm.call_with(&method, &[])?,
            None => Value::None,
        },
        _ => Value::None,
    };
    match number.base() {
        Value::Int(n) => Ok((BigInt::from(*n), false)),
        Value::Bool(b) => Ok((BigInt::from(i64::from(*b)), false)),
        Value::Long(n) => Ok(((**n).clone(), true)),
        _ => {
            let name = vm.type_name(value);
            Err(type_error(format!("range() integer {role} argument expected, got {name}.")))
        }
    }
}

fn big_range(vm: &mut Vm, (start, long_start): (BigInt, bool), stop: &BigInt, step: (BigInt, bool)) -> Result<Value> {
    let (step, long_step) = step;
    if step.is_zero() {
        return Err(zero_step());
    }
    let distance = if step.sign() == Sign::Minus { &start - stop } else { stop - &start };
    let count = if distance.sign() == Sign::Plus {
        let size = BigInt::from(step.magnitude().clone());
        (distance - 1) / size + 1
    } else {
        BigInt::zero()
    };
    let Some(count) = count.to_i64() else { return Err(overflow_error("range() result has too many items")) };
    vm.check_size((count as u64).saturating_mul(48))?;
    let mut items = Vec::with_capacity(count as usize);
    let mut current = start;
    let mut long = long_start;
    for _ in 0..count {
        items.push(if long { Value::long(current.clone()) } else { Value::int_or_long(current.clone()) });
        current += &step;
        long |= long_step || i64::try_from(&current).is_err();
    }
    Ok(Value::list(items))
}
