//! `slice`.

use std::rc::Rc;

use crate::interp::class::Class;
use crate::interp::error::{Result, overflow_error, type_error};
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::types::object::OBJECT;
use crate::interp::value::{Slice, Value};
use crate::interp::vm::Vm;

/// `slice`.
pub static SLICE: TypeDef = TypeDef {
    name: "slice",
    base: Some(&OBJECT),
    methods: &[
        NativeDef::plain("__cmp__", Shape::Unpack(1, 1), |vm, a| Ok(Value::Int(vm.cmp(&a[0], &a[1])? as i64))),
        NativeDef::plain("__hash__", Shape::Unpack(0, 0), |vm, a| Ok(Value::Int(vm.hash(&a[0])?))),
        NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
        NativeDef::plain("indices", Shape::One, indices),
    ],
    getters: &[
        GetterDef { name: "start", get: |_, v| Ok(receiver(v)?.start.clone()) },
        GetterDef { name: "step", get: |_, v| Ok(receiver(v)?.step.clone()) },
        GetterDef { name: "stop", get: |_, v| Ok(receiver(v)?.stop.clone()) },
    ],
    new: Some(new),
    ..TypeDef::EMPTY
};

static NEW: NativeDef = NativeDef::plain("slice", Shape::Unpack(1, 3), make);

fn new(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    if !args.keywords.is_empty() {
        return Err(type_error("slice() does not take keyword arguments"));
    }
    NEW.invoke(vm, args, 0)
}

fn make(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let given = |at: usize| args.get(at).cloned().unwrap_or(Value::None);
    let slice = match args.len() {
        1 => Slice { start: Value::None, stop: given(0), step: Value::None },
        _ => Slice { start: given(0), stop: given(1), step: given(2) },
    };
    Ok(Value::Slice(Rc::new(slice)))
}

fn receiver(value: &Value) -> Result<&Slice> {
    match value {
        Value::Slice(slice) => Ok(slice),
        _ => Err(type_error("a method of 'slice' objects needs a slice")),
    }
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let slice = receiver(&args[0])?;
    vm.enter(" while getting the repr of a slice")?;
    let mut parts = Vec::new();
    for part in [&slice.start, &slice.stop, &slice.step] {
        parts.push(vm.repr(part));
    }
    vm.leave();
    let parts = parts.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(Value::bytes([b"slice(", &parts.join(&b", "[..])[..], b")"].concat()))
}

fn indices(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let slice = receiver(&args[0])?;
    let length = match vm.index_arg(&args[1])? {
        Value::Int(n) => n,
        Value::Bool(b) => i64::from(b),
        _ => {
            let name = vm.type_name(&args[1]);
            return Err(overflow_error(format!("cannot fit '{name}' into an index-sized integer")));
        }
    };
    let bounds = vm.slice_bounds(slice, usize::try_from(length).unwrap_or(0))?;
    Ok(Value::tuple(vec![Value::Int(bounds.start), Value::Int(bounds.stop), Value::Int(bounds.step)]))
}
