//! `chain`, `cycle`, `islice`.

use super::{iterator, no_keywords};
use crate::interp::budget::SLOT;
use crate::interp::error::{Result, value_error};
use crate::interp::iter::Iter;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `chain`.
pub static CHAIN: TypeDef = TypeDef {
    name: "chain",
    module: "itertools",
    base: Some(&types::object::OBJECT),
    methods: types::iterators::ITERATOR_METHODS,
    class_methods: &[NativeDef::raw("from_iterable", |vm, args| FROM_ITERABLE.invoke(vm, args, 1))],
    new: Some(|vm, _, args| {
        no_keywords(&args, "chain")?;
        let outer = vm.iter(&Value::tuple(args.positional))?;
        Ok(chained(outer))
    }),
    ..TypeDef::EMPTY
};

static FROM_ITERABLE: NativeDef = NativeDef::plain("from_iterable", Shape::One, |vm, args| {
    let outer = vm.iter(&args[1])?;
    Ok(chained(outer))
});

fn chained(outer: Value) -> Value {
    let mut inner: Option<Value> = None;
    let mut done = false;
    Iter::native(&CHAIN, move |vm| {
        while !done {
            if let Some(current) = inner.clone() {
                if let Some(value) = vm.next(&current)? {
                    return Ok(Some(value));
                }
                inner = None;
            }
            // A failure ends the chain, too.
            done = true;
            if let Some(next) = vm.next(&outer)? {
                inner = Some(vm.iter(&next)?);
                done = false;
            }
        }
        Ok(None)
    })
}

/// `cycle`.
pub static CYCLE: TypeDef = iterator("cycle", |vm, _, args| NEW_CYCLE.invoke(vm, args, 0));

static NEW_CYCLE: NativeDef = NativeDef::plain("cycle", Shape::Unpack(1, 1), |vm, args| {
    let source = vm.iter(&args[0])?;
    let mut saved: Vec<Value> = Vec::new();
    let mut at = None;
    Ok(Iter::native(&CYCLE, move |vm| {
        if at.is_none() {
            if let Some(value) = vm.next(&source)? {
                vm.charge_bytes(SLOT)?;
                saved.push(value.clone());
                return Ok(Some(value));
            }
            at = Some(0);
        }
        if saved.is_empty() {
            return Ok(None);
        }
        let index = at.unwrap_or(0);
        at = Some((index + 1) % saved.len());
        Ok(saved.get(index).cloned())
    }))
});

/// `islice`.
pub static ISLICE: TypeDef = iterator("islice", |vm, _, args| NEW_ISLICE.invoke(vm, args, 0));

static NEW_ISLICE: NativeDef = NativeDef::plain("islice", Shape::Unpack(2, 4), |vm, args| {
    const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= maxint.";
    const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= maxint.";
    let (start, stop) = if args.len() == 2 {
        (Some(0), bound(vm, &args[1], None)?.ok_or_else(|| value_error(STOP))?)
    } else {
        let stop = bound(vm, &args[2], None)?.ok_or_else(|| value_error(STOP))?;
        (bound(vm, &args[1], Some(0))?.ok_or_else(|| value_error(INDICES))?, stop)
    };
    let step = match args.get(3) {
        None | Some(Value::None) => 1,
        Some(step) => match bound(vm, step, Some(1))? {
            Some(Some(step)) if step > 0 => step,
            _ => return Err(value_error("Step for islice() must be a positive integer or None.")),
        },
    };
    let source = vm.iter(&args[0])?;
    let mut wanted = start.unwrap_or(0);
    let mut position = 0;
    Ok(Iter::native(&ISLICE, move |vm| {
        if stop.is_some_and(|stop| wanted >= stop) {
            // What lies before the end is still taken from the source.
            while stop.is_some_and(|stop| position < stop) {
                if vm.next(&source)?.is_none() {
                    break;
                }
                position += 1;
            }
            return Ok(None);
        }
        while position < wanted {
            if vm.next(&source)?.is_none() {
                return Ok(None);
            }
            position += 1;
        }
        let value = vm.next(&source)?;
        position += 1;
        wanted = wanted.saturating_add(step);
        Ok(value)
    }))
});

/// A bound: the outer `None` if it is no acceptable number, the inner for `None` without a default.
fn bound(vm: &mut Vm, value: &Value, default: Option<i64>) -> Result<Option<Option<i64>>> {
    if value.is_none() {
        return Ok(Some(default));
    }
    Ok(match vm.index(value)? {
        Some(Value::Int(number)) if number >= 0 => Some(Some(number)),
        Some(Value::Bool(flag)) => Some(Some(i64::from(flag))),
        Some(Value::Long(number)) => i64::try_from(&*number).ok().filter(|number| *number >= 0).map(Some),
        _ => None,
    })
}
