//! `List(T)` and `Map(K, V)` objects as sequences and mappings.

use super::class::{construct, instance_check};
use super::object::{OBJECT, find, receiver, wrap};
use super::raw::{run, to_raw};
use super::structure::build_class;
use crate::interp::error::Result;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::Slice;

/// Objects of `List(T)`.
pub(super) static LIST_OBJECT: TypeDef = container("ListContainer");

/// Objects of `Map(K, V)`.
pub(super) static MAP_OBJECT: TypeDef = container("MapContainer");

const fn container(name: &'static str) -> TypeDef {
    TypeDef {
        name,
        module: "pystachio.container",
        base: Some(&OBJECT),
        methods: METHODS,
        new: Some(construct),
        build_class: Some(build_class),
        instance_check: Some(instance_check),
        ..TypeDef::EMPTY
    }
}

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__contains__", Shape::One, |vm, args| {
        let object = receiver(args)?;
        let value = to_raw(vm, &args[1])?;
        Ok(Value::Bool(run(vm, |cx| object.contains(cx, &value))?))
    }),
    NativeDef::plain("__getitem__", Shape::One, item),
    NativeDef::plain("__iter__", Shape::NoArgs, iterate),
    NativeDef::plain("find", Shape::One, find),
];

fn iterate(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let object = receiver(args)?;
    let elements = run(vm, |cx| object.iterate(cx))?;
    let mut values = Vec::with_capacity(elements.len());
    for element in elements {
        values.push(wrap(vm, element)?);
    }
    vm.iter(&Value::tuple(values))
}

fn item(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let object = receiver(args)?;
    if let Value::Slice(slice) = &args[1] {
        let slice = Slice {
            start: vm.slice_index(&slice.start)?,
            stop: vm.slice_index(&slice.stop)?,
            step: vm.slice_index(&slice.step)?,
        };
        let elements = run(vm, |cx| object.slice(cx, slice))?;
        let mut values = Vec::with_capacity(elements.len());
        for element in elements {
            values.push(wrap(vm, element)?);
        }
        return Ok(Value::tuple(values));
    }
    let key = to_raw(vm, &args[1])?;
    let found = run(vm, |cx| object.item(cx, &key))?;
    wrap(vm, found)
}
