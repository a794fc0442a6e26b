//! `tuple`.

use std::rc::Rc;

use crate::interp::class::{Class, ClassKind};
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::types::list::search_bounds;
use crate::interp::types::{brackets, comparison, object::OBJECT};
use crate::interp::value::{Slice, Tuple, Value};
use crate::interp::vm::Vm;
use crate::syntax::ast::BinOp;

/// `tuple`.
pub static TUPLE: TypeDef = TypeDef {
    name: "tuple",
    base: Some(&OBJECT),
    methods: METHODS,
    new: Some(new),
    subclassable: true,
    ..TypeDef::EMPTY
};

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__add__", Shape::Unpack(1, 1), |vm, a| vm.binary(BinOp::Add, a[0].base(), &a[1])),
    NativeDef::plain("__contains__", Shape::Unpack(1, 1), |vm, a| Ok(Value::Bool(vm.contains(a[0].base(), &a[1])?))),
    NativeDef::plain("__eq__", Shape::Unpack(1, 1), comparison::eq),
    NativeDef::plain("__ge__", Shape::Unpack(1, 1), comparison::ge),
    NativeDef::plain("__getitem__", Shape::Unpack(1, 1), |vm, a| vm.getitem(a[0].base(), &a[1])),
    NativeDef::plain("__getnewargs__", Shape::NoArgs, |_, a| Ok(Value::tuple(vec![a[0].base().clone()]))),
    NativeDef::plain("__getslice__", Shape::Parse(2, 2), get_slice),
    NativeDef::plain("__gt__", Shape::Unpack(1, 1), comparison::gt),
    NativeDef::plain("__hash__", Shape::Unpack(0, 0), |vm, a| Ok(Value::Int(vm.hash(a[0].base())?))),
    NativeDef::plain("__iter__", Shape::Unpack(0, 0), |vm, a| vm.iter(a[0].base())),
    NativeDef::plain("__le__", Shape::Unpack(1, 1), comparison::le),
    NativeDef::plain("__len__", Shape::Unpack(0, 0), |vm, a| Ok(Value::Int(vm.len(a[0].base())? as i64))),
    NativeDef::plain("__lt__", Shape::Unpack(1, 1), comparison::lt),
    NativeDef::plain("__mul__", Shape::Unpack(1, 1), |vm, a| vm.binary(BinOp::Mul, a[0].base(), &a[1])),
    NativeDef::plain("__ne__", Shape::Unpack(1, 1), comparison::ne),
    NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
    NativeDef::plain("__rmul__", Shape::Unpack(1, 1), |vm, a| vm.binary(BinOp::Mul, a[0].base(), &a[1])),
    NativeDef::plain("count", Shape::One, count),
    NativeDef::plain("index", Shape::Parse(1, 3), index),
];

static NEW: NativeDef = NativeDef::named("tuple", &["sequence"], 0, make);

fn new(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<Value> {
    // `tuple(t)` of a plain tuple is the tuple itself.
    if let ([same @ Value::Tuple(_)], true) = (args.positional.as_slice(), args.keywords.is_empty())
        && class.kind == ClassKind::Native
    {
        return Ok(same.clone());
    }
    NEW.invoke(vm, args, 0)
}

fn make(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    match args.first() {
        Some(Some(source)) => {
            let items = vm.collect(source)?;
            vm.charge_bytes(items.len() as u64 * 16)?;
            Ok(Value::tuple(items))
        }
        _ => Ok(Value::tuple(Vec::new())),
    }
}

fn receiver(value: Option<&Value>) -> Result<Rc<Tuple>> {
    match value.map(Value::base) {
        Some(Value::Tuple(items)) => Ok(Rc::clone(items)),
        _ => Err(type_error("a method of 'tuple' objects needs a tuple")),
    }
}

fn count(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let mut found = 0;
    for item in receiver(args.first())?.iter() {
        vm.charge(1)?;
        found += i64::from(vm.eq(item, &args[1])?);
    }
    Ok(Value::Int(found))
}

fn index(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let items = receiver(args.first())?;
    let (start, stop) = search_bounds(vm, &args[2..], items.len())?;
    for (at, item) in items.iter().enumerate().take(stop).skip(start) {
        vm.charge(1)?;
        if vm.eq(item, &args[1])? {
            return Ok(Value::Int(at as i64));
        }
    }
    Err(value_error("tuple.index(x): x not in tuple"))
}

fn get_slice(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let start = vm.int_arg(&args[1])?.max(0);
    let stop = vm.int_arg(&args[2])?.max(0);
    let slice = Slice { start: Value::Int(start), stop: Value::Int(stop), step: Value::None };
    vm.getitem(args[0].base(), &Value::Slice(Rc::new(slice)))
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let items = receiver(args.first())?;
    if items.is_empty() {
        return Ok(Value::str("()"));
    }
    // A tuple has no guard of its own: only a list or dictionary inside it can close a cycle.
    let mut text = b"(".to_vec();
    for (at, item) in items.iter().enumerate() {
        brackets::nested(vm, &mut text, at == 0, item, " while getting the repr of a tuple")?;
    }
    text.extend_from_slice(if items.len() == 1 { b",)" } else { b")" });
    Ok(Value::bytes(text))
}
