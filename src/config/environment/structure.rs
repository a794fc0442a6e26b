//! Structs: declaration by `class X(Struct)`, accessors, copies with changes, `Required`, `Default`, `Empty`.

use std::any::Any;
use std::rc::Rc;

use super::class::{construct, instance_check, type_of, type_of_class, type_value};
use super::object::{OBJECT, find, json_dumps, object_of, receiver, wrap};
use super::raw::{arguments, run, to_raw, wrong};
use crate::interp::class::Class;
use crate::interp::error::{Error, Exc, Result, attribute_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::objects::{Accessor, FieldDecl, Object, Origin, Signature, Step, StructType};
use crate::source::Span;

/// `Struct` and the objects of its subclasses.
pub(super) static STRUCT_OBJECT: TypeDef = TypeDef {
    name: "Struct",
    module: "pystachio.composite",
    base: Some(&OBJECT),
    methods: &[
        NativeDef::raw("__call__", call),
        NativeDef::plain("find", Shape::One, find),
        NativeDef::plain("json_dump", Shape::Parse(1, 1), json_dumps),
        NativeDef::plain("json_dumps", Shape::NoArgs, json_dumps),
    ],
    new: Some(construct),
    getattr: Some(attribute),
    setattr: Some(|_, _, _, _| Ok(())),
    build_class: Some(build_class),
    instance_check: Some(instance_check),
    ..TypeDef::EMPTY
};

/// The marker of an unset attribute: a class.
pub(super) static EMPTY: TypeDef = TypeDef {
    name: "Empty",
    module: "pystachio.composite",
    base: Some(&types::object::OBJECT),
    new: Some(|_, _, _| Ok(Value::None)),
    ..TypeDef::EMPTY
};

/// Whether a value is the class `Empty`.
pub(super) fn is_empty_marker(value: &Value) -> bool {
    matches!(value, Value::Class(class) if class.is_native(&EMPTY))
}

fn call(vm: &mut Vm, mut args: Args) -> Result<Value> {
    let object = receiver(&args.positional)?;
    if args.positional.len() > 1 {
        let given = args.positional.len();
        return Err(wrong(format!("__call__() takes exactly 1 argument ({given} given)")));
    }
    args.positional.clear();
    let (_, changes, _) = arguments(vm, args)?;
    let made = run(vm, |cx| object.with(cx, &changes))?;
    wrap(vm, made)
}

/// An accessor: `obj.x` or `obj.has_x`, to be called.
struct AccessorValue {
    object: Object,
    accessor: Accessor,
}

static ACCESSOR: TypeDef = TypeDef {
    name: "function",
    base: Some(&types::object::OBJECT),
    methods: &[NativeDef::plain("__call__", Shape::NoArgs, call_accessor)],
    ..TypeDef::EMPTY
};

impl HostValue for AccessorValue {
    fn type_def(&self) -> &'static TypeDef {
        &ACCESSOR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn attribute(vm: &mut Vm, value: &Value, name: &str) -> Result<Option<Value>> {
    let Some(object) = object_of(value) else { return Ok(None) };
    let accessor = run(vm, |_| object.accessor(name))?;
    Ok(Some(Value::Host(Rc::new(AccessorValue { object, accessor }))))
}

fn call_accessor(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(Value::Host(host)) = args.first() else { return Ok(Value::None) };
    let Some(found) = host.as_any().downcast_ref::<AccessorValue>() else { return Ok(Value::None) };
    match &found.accessor {
        Accessor::Has(name) => Ok(Value::Bool(found.object.has(name))),
        Accessor::Value(name) => match run(vm, |cx| {
            let place = || found.object.slot(name).map_or(Span::NONE, |slot| slot.origin().span());
            let value = found.object.attribute(cx, name);
            value.map_err(|error| error.inside(Step::Field(Rc::clone(name)), place()))
        })? {
            Some(object) => wrap(vm, object),
            None => Ok(Value::Class(vm.class_for(&EMPTY))),
        },
    }
}

/// `Required(T)` or `Default(T, value)` as a value.
struct SignatureValue(Signature);

static SIGNATURE: TypeDef = TypeDef {
    name: "TypeSignature",
    module: "pystachio.composite",
    base: Some(&types::object::OBJECT),
    ..TypeDef::EMPTY
};

impl HostValue for SignatureValue {
    fn type_def(&self) -> &'static TypeDef {
        &SIGNATURE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `Required(T)`.
pub(super) fn required(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    match type_of(&args[0]) {
        Some(ty) => Ok(Value::Host(Rc::new(SignatureValue(Signature::required(ty))))),
        None => Err(Error::new(Exc::AssertionError, "")),
    }
}

/// `Default(T, value)`.
pub(super) fn default(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(ty) = type_of(&args[0]) else { return Err(Error::new(Exc::AssertionError, "")) };
    let value = to_raw(vm, &args[1])?;
    let signature = run(vm, |cx| Signature::with_default(cx, ty, &value))?;
    Ok(Value::Host(Rc::new(SignatureValue(signature))))
}

fn signature_of(value: &Value) -> Option<Signature> {
    if let Some(ty) = type_of(value) {
        return Some(Signature::optional(ty));
    }
    match value {
        Value::Host(host) => host.as_any().downcast_ref::<SignatureValue>().map(|s| s.0.clone()),
        _ => None,
    }
}

/// The class of `class X(Struct)` or of a subclass of a declared type.
pub(super) fn build_class(vm: &mut Vm, name: &str, bases: &[Rc<Class>], namespace: &Rc<Dict>) -> Result<Value> {
    let [base] = bases else {
        return Err(wrong(
            "Error when calling the metaclass bases\n    metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    };
    if let Some(ty) = type_of_class(base) {
        let made = run(vm, |cx| ty.subclass(cx, name))?;
        return type_value(vm, &made);
    }
    if !base.is_native(&STRUCT_OBJECT) {
        return Err(attribute_error(format!("type object '{}' cannot be extended", base.name())));
    }
    let span = vm.call_place;
    let mut fields = Vec::new();
    for (key, value) in namespace.items() {
        let (Value::Str(key), Some(signature)) = (&key, signature_of(&value)) else { continue };
        let name: Rc<str> = Rc::from(key.lossy().as_ref());
        fields.push(FieldDecl { name, signature, doc: Rc::from(""), origin: Origin::at(span) });
    }
    let declared: Vec<usize> = (0..fields.len()).collect();
    let ty = run(vm, |cx| StructType::declare(cx, name, fields, &declared))?;
    type_value(vm, &ty)
}
