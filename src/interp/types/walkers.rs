//! `enumerate` and `reversed`: types whose values are iterators.

use std::rc::Rc;

use num_bigint::BigInt;

use crate::interp::class::Class;
use crate::interp::error::{Exc, Result, type_error};
use crate::interp::iter::Iter;
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::types::{iterators::ITERATOR_METHODS, object::OBJECT};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `enumerate`.
pub static ENUMERATE: TypeDef = TypeDef {
    name: "enumerate",
    base: Some(&OBJECT),
    methods: ITERATOR_METHODS,
    new: Some(|vm, _, args| NEW_ENUMERATE.invoke(vm, args, 0)),
    ..TypeDef::EMPTY
};

/// `reversed`.
pub static REVERSED: TypeDef = TypeDef {
    name: "reversed",
    base: Some(&OBJECT),
    methods: ITERATOR_METHODS,
    new: Some(new_reversed),
    ..TypeDef::EMPTY
};

static NEW_ENUMERATE: NativeDef = NativeDef::named("enumerate", &["sequence", "start"], 1, enumerate);
static NEW_REVERSED: NativeDef = NativeDef::plain("reversed", Shape::Unpack(1, 1), reversed);

fn enumerate(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let sequence = args.first().cloned().flatten().unwrap_or(Value::None);
    let mut count = match args.get(1).cloned().flatten() {
        Some(start) => match vm.index_arg(&start)? {
            Value::Bool(flag) => Value::Int(i64::from(flag)),
            number => number,
        },
        None => Value::Int(0),
    };
    let iterator = vm.iter(&sequence)?;
    Ok(Iter::native(&ENUMERATE, move |vm| {
        let Some(item) = vm.next(&iterator)? else { return Ok(None) };
        let next = match &count {
            Value::Int(n) => n.checked_add(1).map_or_else(|| Value::long(BigInt::from(*n) + 1), Value::Int),
            Value::Long(n) => Value::long(&**n + 1),
            other => other.clone(),
        };
        let number = std::mem::replace(&mut count, next);
        Ok(Some(Value::tuple(vec![number, item])))
    }))
}

fn new_reversed(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    if !args.keywords.is_empty() {
        return Err(type_error("reversed() does not take keyword arguments"));
    }
    NEW_REVERSED.invoke(vm, args, 0)
}

fn reversed(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let sequence = args[0].clone();
    if let Some(method) = vm.special(&sequence, "__reversed__")? {
        return vm.call_with(&method, &[]);
    }
    let indexed = match &sequence {
        Value::Str(_) | Value::Unicode(_) | Value::Tuple(_) => true,
        Value::Instance(_) | Value::Host(_) => {
            !matches!(sequence.base(), Value::Dict(_)) && vm.special(&sequence, "__getitem__")?.is_some()
        }
        _ => false,
    };
    if !indexed {
        return Err(type_error("argument to reversed() must be a sequence"));
    }
    let mut left = vm.len(&sequence)?;
    Ok(Iter::native(&REVERSED, move |vm| {
        let Some(at) = left.checked_sub(1) else { return Ok(None) };
        match vm.getitem(&sequence, &Value::Int(at as i64)) {
            Ok(item) => {
                left = at;
                Ok(Some(item))
            }
            Err(error) if vm.error_is(&error, Exc::IndexError) || vm.error_is(&error, Exc::StopIteration) => {
                left = 0;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }))
}
