//! `set` and `frozenset`: their methods.

use std::rc::Rc;

use crate::interp::class::{Class, ClassKind};
use crate::interp::error::{Error, Exc, Result, key_error, type_error};
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::tables::Set;
use crate::interp::types::{comparison, object::OBJECT, set_algebra as algebra};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::{BinOp, CompareOp};

/// `set`.
pub static SET: TypeDef = TypeDef {
    name: "set",
    base: Some(&OBJECT),
    methods: SET_METHODS,
    shared: SHARED_METHODS,
    new: Some(new_set),
    subclassable: true,
    ..TypeDef::EMPTY
};

/// `frozenset`.
pub static FROZENSET: TypeDef = TypeDef {
    name: "frozenset",
    base: Some(&OBJECT),
    methods: FROZEN_METHODS,
    shared: SHARED_METHODS,
    new: Some(new_frozen),
    subclassable: true,
    ..TypeDef::EMPTY
};

const fn operator(name: &'static str, code: fn(&mut Vm, &[Value]) -> Result<Value>) -> NativeDef {
    NativeDef::plain(name, Shape::Unpack(1, 1), code)
}

/// What both kinds of set have.
static SHARED_METHODS: &[NativeDef] = &[
    operator("__and__", |vm, a| operate(vm, BinOp::BitAnd, &a[0], &a[1])),
    operator("__cmp__", refuse_cmp),
    NativeDef::plain("__contains__", Shape::One, contains_method),
    operator("__eq__", comparison::eq),
    operator("__ge__", comparison::ge),
    operator("__gt__", comparison::gt),
    NativeDef::plain("__iter__", Shape::Unpack(0, 0), |vm, a| vm.iter(a[0].base())),
    operator("__le__", comparison::le),
    NativeDef::plain("__len__", Shape::Unpack(0, 0), |_, a| Ok(Value::Int(receiver(a)?.len() as i64))),
    operator("__lt__", comparison::lt),
    operator("__ne__", comparison::ne),
    operator("__or__", |vm, a| operate(vm, BinOp::BitOr, &a[0], &a[1])),
    operator("__rand__", |vm, a| operate(vm, BinOp::BitAnd, &a[1], &a[0])),
    NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
    operator("__ror__", |vm, a| operate(vm, BinOp::BitOr, &a[1], &a[0])),
    operator("__rsub__", |vm, a| operate(vm, BinOp::Sub, &a[1], &a[0])),
    operator("__rxor__", |vm, a| operate(vm, BinOp::BitXor, &a[1], &a[0])),
    operator("__sub__", |vm, a| operate(vm, BinOp::Sub, &a[0], &a[1])),
    operator("__xor__", |vm, a| operate(vm, BinOp::BitXor, &a[0], &a[1])),
    NativeDef::plain("copy", Shape::NoArgs, copy),
    NativeDef::raw("difference", difference),
    NativeDef::raw("intersection", intersection),
    NativeDef::plain("isdisjoint", Shape::One, |vm, a| Ok(Value::Bool(algebra::is_disjoint(vm, receiver(a)?, &a[1])?))),
    NativeDef::plain("issubset", Shape::One, is_subset),
    NativeDef::plain("issuperset", Shape::One, is_superset),
    NativeDef::plain("symmetric_difference", Shape::One, symmetric_difference),
    NativeDef::raw("union", union),
];

/// What only `set` has: the operations that change it.
static SET_METHODS: &[NativeDef] = &[
    operator("__iand__", |vm, a| augment(vm, BinOp::BitAnd, a)),
    NativeDef::raw("__init__", init),
    operator("__ior__", |vm, a| augment(vm, BinOp::BitOr, a)),
    operator("__isub__", |vm, a| augment(vm, BinOp::Sub, a)),
    operator("__ixor__", |vm, a| augment(vm, BinOp::BitXor, a)),
    NativeDef::plain("add", Shape::One, |vm, a| {
        receiver(a)?.add(vm, a[1].clone())?;
        Ok(Value::None)
    }),
    NativeDef::plain("clear", Shape::NoArgs, clear),
    NativeDef::raw("difference_update", |vm, args| {
        for_each(vm, &args, "difference_update", algebra::difference_update)
    }),
    NativeDef::plain("discard", Shape::One, |vm, a| {
        discard(vm, receiver(a)?, &a[1])?;
        Ok(Value::None)
    }),
    NativeDef::raw("intersection_update", intersection_update),
    NativeDef::plain("pop", Shape::NoArgs, pop),
    NativeDef::plain("remove", Shape::One, remove),
    NativeDef::plain("symmetric_difference_update", Shape::One, |vm, a| {
        algebra::toggle(vm, receiver(a)?, &a[1])?;
        Ok(Value::None)
    }),
    NativeDef::raw("update", |vm, args| for_each(vm, &args, "update", algebra::update)),
];

/// What only `frozenset` has.
static FROZEN_METHODS: &[NativeDef] =
    &[NativeDef::plain("__hash__", Shape::Unpack(0, 0), |vm, a| Ok(Value::Int(vm.hash(a[0].base())?)))];

/// An empty set: the elements come with `__init__`.
fn new_set(_vm: &mut Vm, _class: &Rc<Class>, _args: Args) -> Result<Value> {
    Ok(Value::Set(Rc::new(Set::new())))
}

fn new_frozen(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<Value> {
    let plain = class.kind == ClassKind::Native;
    if plain && !args.keywords.is_empty() {
        return Err(type_error("frozenset() does not take keyword arguments"));
    }
    let given = args.positional.len();
    if given > 1 {
        return Err(type_error(format!("frozenset expected at most 1 arguments, got {given}")));
    }
    let set = Rc::new(Set::new());
    match args.positional.first() {
        Some(same @ Value::FrozenSet(_)) if plain => return Ok(same.clone()),
        Some(source) => algebra::update(vm, &set, source)?,
        None => {}
    }
    Ok(Value::FrozenSet(set))
}

fn init(vm: &mut Vm, args: Args) -> Result<Value> {
    let set = Rc::clone(receiver(&args.positional)?);
    if !args.keywords.is_empty() {
        return Err(type_error("set() does not take keyword arguments"));
    }
    let given = args.positional.len().saturating_sub(1);
    if given > 1 {
        return Err(type_error(format!("set expected at most 1 arguments, got {given}")));
    }
    let old = set.table.take();
    drop(old);
    if let Some(source) = args.positional.get(1) {
        algebra::update(vm, &set, source)?;
    }
    Ok(Value::None)
}

fn receiver(args: &[Value]) -> Result<&Rc<Set>> {
    match args.first().map(Value::base) {
        Some(Value::Set(set) | Value::FrozenSet(set)) => Ok(set),
        _ => Err(type_error("a method of sets needs a set")),
    }
}

/// A result of the kind of its first operand.
fn like(model: &Value, set: Rc<Set>) -> Value {
    if matches!(model.base(), Value::FrozenSet(_)) { Value::FrozenSet(set) } else { Value::Set(set) }
}

/// `item in set`: a set, which has no hash, is looked for as the frozen set of its elements.
pub fn contains(vm: &mut Vm, set: &Set, item: &Value) -> Result<bool> {
    match (set.contains(vm, item), item.base()) {
        (Err(error), Value::Set(inner)) if vm.error_is(&error, Exc::TypeError) => set.contains(vm, &frozen(inner)),
        (result, _) => result,
    }
}

fn discard(vm: &mut Vm, set: &Set, item: &Value) -> Result<bool> {
    match (set.discard(vm, item), item.base()) {
        (Err(error), Value::Set(inner)) if vm.error_is(&error, Exc::TypeError) => set.discard(vm, &frozen(inner)),
        (result, _) => result,
    }
}

fn frozen(set: &Set) -> Value {
    Value::FrozenSet(algebra::copy(set))
}

fn contains_method(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::Bool(contains(vm, receiver(args)?, &args[1])?))
}

fn clear(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let old = receiver(args)?.table.take();
    drop(old);
    Ok(Value::None)
}

fn copy(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    if let same @ Value::FrozenSet(_) = &args[0] {
        return Ok(same.clone());
    }
    Ok(like(&args[0], algebra::copy(receiver(args)?)))
}

fn pop(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let popped = receiver(args)?.table.borrow_mut().pop();
    popped.ok_or_else(|| Error::new(Exc::KeyError, "pop from an empty set"))
}

fn remove(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    if discard(vm, receiver(args)?, &args[1])? { Ok(Value::None) } else { Err(key_error(args[1].clone())) }
}

fn no_keywords(args: &Args, name: &str) -> Result<()> {
    if args.keywords.is_empty() {
        return Ok(());
    }
    Err(type_error(format!("{name}() takes no keyword arguments")))
}

fn for_each(
    vm: &mut Vm,
    args: &Args,
    name: &str,
    change: fn(&mut Vm, &Rc<Set>, &Value) -> Result<()>,
) -> Result<Value> {
    no_keywords(args, name)?;
    let set = Rc::clone(receiver(&args.positional)?);
    for other in &args.positional[1..] {
        change(vm, &set, other)?;
    }
    Ok(Value::None)
}

fn union(vm: &mut Vm, args: Args) -> Result<Value> {
    no_keywords(&args, "union")?;
    let own = receiver(&args.positional)?;
    let result = algebra::copy(own);
    for other in &args.positional[1..] {
        if !same_set(own, other) {
            algebra::update(vm, &result, other)?;
        }
    }
    Ok(like(&args.positional[0], result))
}

fn same_set(own: &Rc<Set>, other: &Value) -> bool {
    matches!(other.base(), Value::Set(set) | Value::FrozenSet(set) if Rc::ptr_eq(set, own))
}

fn intersection(vm: &mut Vm, args: Args) -> Result<Value> {
    no_keywords(&args, "intersection")?;
    let result = intersect_all(vm, &args)?;
    Ok(like(&args.positional[0], result))
}

fn intersect_all(vm: &mut Vm, args: &Args) -> Result<Rc<Set>> {
    let own = Rc::clone(receiver(&args.positional)?);
    let mut result = None;
    for other in &args.positional[1..] {
        let current = result.as_ref().unwrap_or(&own);
        result = Some(algebra::intersection(vm, &Rc::clone(current), other)?);
    }
    Ok(result.unwrap_or_else(|| algebra::copy(&own)))
}

fn intersection_update(vm: &mut Vm, args: Args) -> Result<Value> {
    no_keywords(&args, "intersection_update")?;
    let result = intersect_all(vm, &args)?;
    algebra::replace(receiver(&args.positional)?, &result);
    Ok(Value::None)
}

fn difference(vm: &mut Vm, args: Args) -> Result<Value> {
    no_keywords(&args, "difference")?;
    let own = receiver(&args.positional)?;
    let result = match args.positional.get(1) {
        Some(other) => algebra::difference(vm, own, other)?,
        None => algebra::copy(own),
    };
    for other in args.positional.iter().skip(2) {
        algebra::difference_update(vm, &result, other)?;
    }
    Ok(like(&args.positional[0], result))
}

fn symmetric_difference(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let result = algebra::symmetric_difference(vm, receiver(args)?, &args[1])?;
    Ok(like(&args[0], result))
}

fn is_subset(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let other = algebra::as_set(vm, &args[1])?;
    Ok(Value::Bool(algebra::is_subset(vm, receiver(args)?, &other)?))
}

fn is_superset(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let other = algebra::as_set(vm, &args[1])?;
    Ok(Value::Bool(algebra::is_subset(vm, &other, receiver(args)?)?))
}

/// The comparison operators between sets: equality, subset and superset.
pub fn compare(vm: &mut Vm, op: CompareOp, x: &Rc<Set>, y: &Rc<Set>) -> Result<bool> {
    Ok(match op {
        CompareOp::Eq => x.len() == y.len() && algebra::is_subset(vm, x, y)?,
        CompareOp::Ne => x.len() != y.len() || !algebra::is_subset(vm, x, y)?,
        CompareOp::Le => algebra::is_subset(vm, x, y)?,
        CompareOp::Lt => x.len() < y.len() && algebra::is_subset(vm, x, y)?,
        CompareOp::Ge => algebra::is_subset(vm, y, x)?,
        _ => x.len() > y.len() && algebra::is_subset(vm, y, x)?,
    })
}

fn refuse_cmp(_vm: &mut Vm, _args: &[Value]) -> Result<Value> {
    Err(type_error("cannot compare sets using cmp()"))
}

fn operate(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    Ok(set_binary(vm, op, a, b)?.unwrap_or(Value::NotImplemented))
}

/// `|`, `&`, `-` and `^` of two sets; `None` when they are not both sets or it is another operator.
pub fn set_binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> Result<Option<Value>> {
    let (Value::Set(x) | Value::FrozenSet(x), Value::Set(_) | Value::FrozenSet(_)) = (a.base(), b.base()) else {
        return Ok(None);
    };
    let result = match op {
        BinOp::BitOr => {
            let result = algebra::copy(x);
            if !same_set(x, b) {
                algebra::update(vm, &result, b)?;
            }
            result
        }
        BinOp::BitAnd => algebra::intersection(vm, x, b)?,
        BinOp::Sub => algebra::difference(vm, x, b)?,
        BinOp::BitXor => algebra::symmetric_difference(vm, x, b)?,
        _ => return Ok(None),
    };
    Ok(Some(like(a, result)))
}

/// `|=`, `&=`, `-=` and `^=` of a set with any set, in place; false when it is something else.
pub fn set_augment(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> Result<bool> {
    let (Value::Set(set), Value::Set(_) | Value::FrozenSet(_)) = (a.base(), b.base()) else { return Ok(false) };
    let set = Rc::clone(set);
    match op {
        BinOp::BitOr => algebra::update(vm, &set, b)?,
        BinOp::BitAnd => algebra::intersection_update(vm, &set, b)?,
        BinOp::Sub => algebra::difference_update(vm, &set, b)?,
        BinOp::BitXor => algebra::toggle(vm, &set, b)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn augment(vm: &mut Vm, op: BinOp, args: &[Value]) -> Result<Value> {
    Ok(if set_augment(vm, op, &args[0], &args[1])? { args[0].clone() } else { Value::NotImplemented })
}

/// `set([1, 2])`, `frozenset([])`, with a subclass's own name.
fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let set = receiver(args)?;
    let name = vm.type_name(&args[0]);
    let address = args[0].base().address().unwrap_or(0);
    if !vm.repr_enter(address) {
        return Ok(Value::str(format!("{name}(...)")));
    }
    let inner = vm.repr(&Value::list(set.elements()));
    vm.repr_done(address);
    Ok(Value::bytes([name.as_bytes(), b"(", &inner?, b")"].concat()))
}
