//! `count`, `repeat`: iterators that show their state.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use num_bigint::BigInt;

use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::types::iterators::itself;
use crate::interp::value::Value;
use crate::syntax::ast::BinOp;

struct Count {
    next: RefCell<Value>,
    step: Value,
}

impl HostValue for Count {
    fn type_def(&self) -> &'static TypeDef {
        &COUNT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `count`.
pub static COUNT: TypeDef = TypeDef {
    name: "count",
    module: "itertools",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__iter__", Shape::NoArgs, itself),
        NativeDef::plain("__repr__", Shape::NoArgs, |vm, args| {
            let count = of::<Count>(&args[0])?;
            let (next, step) = (count.next.borrow().clone(), count.step.clone());
            let next = vm.repr_text(&next)?;
            if matches!(step, Value::Int(1)) {
                return Ok(Value::str(format!("count({next})")));
            }
            Ok(Value::str(format!("count({next}, {})", vm.repr_text(&step)?)))
        }),
        NativeDef::plain("next", Shape::NoArgs, |vm, args| {
            vm.charge(1)?;
            let count = of::<Count>(&args[0])?;
            let now = count.next.borrow().clone();
            let next = match (&now, &count.step) {
                (Value::Int(a), Value::Int(b)) => match a.checked_add(*b) {
                    Some(sum) => Value::Int(sum),
                    None => Value::long(BigInt::from(*a) + b),
                },
                _ => vm.binary(BinOp::Add, &now, &count.step)?,
            };
            count.next.replace(next);
            Ok(now)
        }),
    ],
    new: Some(|vm, _, args| NEW_COUNT.invoke(vm, args, 0)),
    ..TypeDef::EMPTY
};

static NEW_COUNT: NativeDef = NativeDef::named("count", &["start", "step"], 0, |vm, args| {
    let start = args[0].clone().unwrap_or(Value::Int(0));
    let step = args[1].clone().unwrap_or(Value::Int(1));
    for value in [&start, &step] {
        let number = match value.base() {
            Value::Int(_) | Value::Long(_) | Value::Float(_) | Value::Bool(_) => true,
            Value::Instance(_) | Value::Host(_) => {
                vm.special(value, "__int__")?.is_some() || vm.special(value, "__float__")?.is_some()
            }
            _ => false,
        };
        if !number {
            return Err(type_error("a number is required"));
        }
    }
    Ok(Value::Host(Rc::new(Count { next: RefCell::new(start), step })))
});

struct Repeat {
    value: Value,
    left: Cell<Option<i64>>,
}

impl HostValue for Repeat {
    fn type_def(&self) -> &'static TypeDef {
        &REPEAT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `repeat`.
pub static REPEAT: TypeDef = TypeDef {
    name: "repeat",
    module: "itertools",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__iter__", Shape::NoArgs, itself),
        NativeDef::plain("__length_hint__", Shape::NoArgs, |_, args| match of::<Repeat>(&args[0])?.left.get() {
            Some(left) => Ok(Value::Int(left)),
            None => Err(type_error("len() of unsized object")),
        }),
        NativeDef::plain("__repr__", Shape::NoArgs, |vm, args| {
            let repeat = of::<Repeat>(&args[0])?;
            let value = vm.repr_text(&repeat.value)?;
            Ok(Value::str(match repeat.left.get() {
                Some(left) => format!("repeat({value}, {left})"),
                None => format!("repeat({value})"),
            }))
        }),
        NativeDef::plain("next", Shape::NoArgs, |vm, args| {
            vm.charge(1)?;
            let repeat = of::<Repeat>(&args[0])?;
            match repeat.left.get() {
                Some(0) => return Err(Error::with_args(Exc::StopIteration, Vec::new())),
                Some(left) => repeat.left.set(Some(left - 1)),
                None => {}
            }
            Ok(repeat.value.clone())
        }),
    ],
    new: Some(|vm, _, args| NEW_REPEAT.invoke(vm, args, 0)),
    ..TypeDef::EMPTY
};

static NEW_REPEAT: NativeDef = NativeDef::named("repeat", &["object", "times"], 1, |vm, args| {
    let value = args[0].clone().unwrap_or(Value::None);
    let left = match &args[1] {
        Some(times) => Some(vm.int_arg(times)?.max(0)),
        None => None,
    };
    Ok(Value::Host(Rc::new(Repeat { value, left: Cell::new(left) })))
});

fn of<T: 'static>(value: &Value) -> Result<&T> {
    if let Value::Host(host) = value
        && let Some(found) = host.as_any().downcast_ref::<T>()
    {
        return Ok(found);
    }
    Err(type_error("an iterator of itertools is required"))
}
