//! `Ref` as a value.

use std::any::Any;
use std::rc::Rc;

use super::raw::{run, wrong};
use super::state::State;
use crate::interp::error::Result;
use crate::interp::host_value::HostValue;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::Reference;

struct ReferenceValue(Reference);

/// `Ref`.
pub(super) static REFERENCE: TypeDef = TypeDef {
    name: "Ref",
    module: "pystachio.naming",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__eq__", Shape::One, |_, args| Ok(Value::Bool(same(args)))),
        NativeDef::plain("__hash__", Shape::NoArgs, |_, args| {
            Ok(Value::Int(reference_of(&args[0]).map_or(0, |r| crate::cpython::hash::hash_unicode(r.address()))))
        }),
        NativeDef::plain("__ne__", Shape::One, |_, args| Ok(Value::Bool(!same(args)))),
        NativeDef::plain("__repr__", Shape::NoArgs, |_, args| {
            Ok(Value::str(reference_of(&args[0]).map(|r| format!("Ref({})", r.address())).unwrap_or_default()))
        }),
        NativeDef::plain("__str__", Shape::NoArgs, |_, args| {
            Ok(Value::str(reference_of(&args[0]).map(|r| format!("{{{{{}}}}}", r.address())).unwrap_or_default()))
        }),
        NativeDef::plain("address", Shape::NoArgs, |_, args| {
            Ok(Value::str(reference_of(&args[0]).map(|r| r.address().to_owned()).unwrap_or_default()))
        }),
    ],
    class_methods: &[
        NativeDef::plain("from_address", Shape::One, |vm, args| from_address(vm, &args[1])),
        NativeDef::plain("wrap", Shape::One, |vm, args| from_address(vm, &args[1])),
    ],
    new: Some(|vm, _, args| match args.positional.as_slice() {
        [address] => from_address(vm, address),
        _ => Err(wrong(format!("__init__() takes exactly 2 arguments ({} given)", args.positional.len() + 1))),
    }),
    ..TypeDef::EMPTY
};

impl HostValue for ReferenceValue {
    fn type_def(&self) -> &'static TypeDef {
        &REFERENCE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn same(args: &[Value]) -> bool {
    match (reference_of(&args[0]), reference_of(&args[1])) {
        (Some(a), Some(b)) => a.address() == b.address(),
        _ => false,
    }
}

fn from_address(vm: &mut Vm, address: &Value) -> Result<Value> {
    Ok(wrap_reference(reference_argument(vm, address)?))
}

/// A reference given as `Ref` or as its address.
pub(super) fn reference_argument(vm: &mut Vm, value: &Value) -> Result<Reference> {
    if let Some(reference) = reference_of(value) {
        return Ok(reference);
    }
    let text = match value {
        Value::Str(s) if !s.bytes().is_empty() => s.lossy().into_owned(),
        Value::Unicode(s) if !s.is_empty() => s.text().to_owned(),
        other => {
            let shown = vm.repr_text(other)?;
            return run(vm, |_| {
                let message = format!("Invalid address: {shown}");
                Err(crate::objects::Error::new(crate::objects::ErrorClass::InvalidRef, message))
            });
        }
    };
    let style = State::of(vm)?.context.index_style();
    run(vm, |_| Ok(Reference::parse(&text, style)?))
}

/// A reference as a value.
pub(super) fn wrap_reference(reference: Reference) -> Value {
    Value::Host(Rc::new(ReferenceValue(reference)))
}

/// The reference inside a value.
pub(super) fn reference_of(value: &Value) -> Option<Reference> {
    match value {
        Value::Host(host) => host.as_any().downcast_ref::<ReferenceValue>().map(|r| r.0.clone()),
        _ => None,
    }
}
