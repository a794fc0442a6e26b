//! `list`.

use std::rc::Rc;

use crate::interp::budget::SLOT;
use crate::interp::class::Class;
use crate::interp::error::{Result, index_error, type_error, value_error};
use crate::interp::iter::{Iter, State};
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::types::{brackets, comparison, iterators, list_items, list_sort, object::OBJECT};
use crate::interp::value::{List, Slice, Value};
use crate::interp::vm::{Bounds, Vm};
use crate::syntax::ast::BinOp;

/// `list`.
pub static LIST: TypeDef = TypeDef {
    name: "list",
    base: Some(&OBJECT),
    methods: METHODS,
    new: Some(new),
    subclassable: true,
    ..TypeDef::EMPTY
};

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__add__", Shape::Unpack(1, 1), |vm, a| vm.binary(BinOp::Add, a[0].base(), &a[1])),
    NativeDef::plain("__contains__", Shape::Unpack(1, 1), |vm, a| Ok(Value::Bool(vm.contains(a[0].base(), &a[1])?))),
    NativeDef::plain("__delitem__", Shape::Unpack(1, 1), |vm, a| {
        vm.delitem(a[0].base(), &a[1])?;
        Ok(Value::None)
    }),
    NativeDef::plain("__delslice__", Shape::Parse(2, 2), delete_slice),
    NativeDef::plain("__eq__", Shape::Unpack(1, 1), comparison::eq),
    NativeDef::plain("__ge__", Shape::Unpack(1, 1), comparison::ge),
    NativeDef::plain("__getitem__", Shape::One, |vm, a| vm.getitem(a[0].base(), &a[1])),
    NativeDef::plain("__getslice__", Shape::Parse(2, 2), get_slice),
    NativeDef::plain("__gt__", Shape::Unpack(1, 1), comparison::gt),
    NativeDef::plain("__iadd__", Shape::Unpack(1, 1), |vm, a| {
        extend(vm, a)?;
        Ok(a[0].clone())
    }),
    NativeDef::plain("__imul__", Shape::Unpack(1, 1), |vm, a| {
        vm.inplace(BinOp::Mul, a[0].base(), &a[1])?;
        Ok(a[0].clone())
    }),
    NativeDef::raw("__init__", |vm, args| INIT.invoke(vm, args, 1)),
    NativeDef::plain("__iter__", Shape::Unpack(0, 0), |vm, a| vm.iter(a[0].base())),
    NativeDef::plain("__le__", Shape::Unpack(1, 1), comparison::le),
    NativeDef::plain("__len__", Shape::Unpack(0, 0), |vm, a| Ok(Value::Int(vm.len(a[0].base())? as i64))),
    NativeDef::plain("__lt__", Shape::Unpack(1, 1), comparison::lt),
    NativeDef::plain("__mul__", Shape::Unpack(1, 1), |vm, a| vm.binary(BinOp::Mul, a[0].base(), &a[1])),
    NativeDef::plain("__ne__", Shape::Unpack(1, 1), comparison::ne),
    NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
    NativeDef::plain("__reversed__", Shape::NoArgs, reversed),
    NativeDef::plain("__rmul__", Shape::Unpack(1, 1), |vm, a| vm.binary(BinOp::Mul, a[0].base(), &a[1])),
    NativeDef::plain("__setitem__", Shape::Unpack(2, 2), |vm, a| {
        vm.setitem(a[0].base(), &a[1], a[2].clone())?;
        Ok(Value::None)
    }),
    NativeDef::plain("__setslice__", Shape::Parse(3, 3), set_slice),
    NativeDef::plain("append", Shape::One, append),
    NativeDef::plain("count", Shape::One, count),
    NativeDef::plain("extend", Shape::One, extend),
    NativeDef::plain("index", Shape::Parse(1, 3), index),
    NativeDef::plain("insert", Shape::Parse(2, 2), insert),
    NativeDef::plain("pop", Shape::Parse(0, 1), pop),
    NativeDef::plain("remove", Shape::One, remove),
    NativeDef::plain("reverse", Shape::NoArgs, reverse),
    NativeDef::named("sort", &["cmp", "key", "reverse"], 0, sort),
];

static INIT: NativeDef = NativeDef::named("list", &["sequence"], 0, init);

/// An empty list: the elements come with `__init__`.
fn new(_vm: &mut Vm, _class: &Rc<Class>, _args: Args) -> Result<Value> {
    Ok(Value::list(Vec::new()))
}

fn init(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let list = receiver(args.first().and_then(Option::as_ref))?;
    let old = list.items.take();
    drop(old);
    if let Some(Some(source)) = args.get(1) {
        let items = vm.collect(source)?;
        vm.charge_bytes(items.len() as u64 * 16)?;
        let old = list.items.replace(items);
        drop(old);
    }
    Ok(Value::None)
}

/// The list that a method is called on.
fn receiver(value: Option<&Value>) -> Result<Rc<List>> {
    match value.map(Value::base) {
        Some(Value::List(list)) => Ok(Rc::clone(list)),
        _ => Err(type_error("a method of 'list' objects needs a list")),
    }
}

fn append(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    vm.charge_bytes(SLOT)?;
    receiver(args.first())?.items.borrow_mut().push(args[1].clone());
    Ok(Value::None)
}

fn extend(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    if let Value::List(_) | Value::Tuple(_) = &args[1] {
        let items = vm.collect(&args[1])?;
        vm.check_size(16 * (items.len() + list.items.borrow().len()) as u64)?;
        list.items.borrow_mut().extend(items);
        return Ok(Value::None);
    }
    let iterator = vm.iter(&args[1])?;
    vm.ask_length_hint(&args[1])?;
    while let Some(item) = vm.next(&iterator)? {
        vm.charge_bytes(SLOT)?;
        list.items.borrow_mut().push(item);
    }
    Ok(Value::None)
}

fn insert(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    let index = vm.int_arg(&args[1])?;
    vm.charge_bytes(SLOT)?;
    let length = list.items.borrow().len();
    vm.charge(length as u64 / 16)?;
    let at = Bounds::new(Some(index), None, 1, length).start;
    let at = usize::try_from(at).unwrap_or(0).min(length);
    list.items.borrow_mut().insert(at, args[2].clone());
    Ok(Value::None)
}

fn pop(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    let index = match args.get(1) {
        Some(index) => vm.int_arg(index)?,
        None => -1,
    };
    let length = list.items.borrow().len();
    if length == 0 {
        return Err(index_error("pop from empty list"));
    }
    let at = vm.element_position(index, length, "pop index out of range")?;
    vm.charge((length - at) as u64 / 16)?;
    Ok(list_items::remove_at(&list, at).unwrap_or(Value::None))
}

fn remove(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    match list_items::find(vm, &list, &args[1], 0, usize::MAX)? {
        Some(at) => {
            let old = list_items::remove_at(&list, at);
            drop(old);
            Ok(Value::None)
        }
        None => Err(value_error("list.remove(x): x not in list")),
    }
}

fn index(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    let length = list.items.borrow().len();
    let bounds = search_bounds(vm, &args[2..], length)?;
    match list_items::find(vm, &list, &args[1], bounds.0, bounds.1)? {
        Some(at) => Ok(Value::Int(at as i64)),
        None => {
            let item = vm.repr_text(&args[1])?;
            Err(value_error(format!("{item} is not in list")))
        }
    }
}

/// The optional `start` and `stop` of `index`, clipped; `None` is not accepted.
pub(super) fn search_bounds(vm: &mut Vm, args: &[Value], length: usize) -> Result<(usize, usize)> {
    let mut ends = [0, i64::MAX];
    for (end, arg) in ends.iter_mut().zip(args) {
        match vm.slice_index(arg)? {
            Some(at) => *end = at,
            None => return Err(type_error("slice indices must be integers or None or have an __index__ method")),
        }
    }
    let clip = |at: i64| {
        let at = if at < 0 { at.saturating_add(length as i64) } else { at };
        usize::try_from(at).unwrap_or(0)
    };
    Ok((clip(ends[0]), clip(ends[1])))
}

fn count(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    let mut found = 0;
    let mut from = 0;
    while let Some(at) = list_items::find(vm, &list, &args[1], from, usize::MAX)? {
        found += 1;
        from = at + 1;
    }
    Ok(Value::Int(found))
}

fn reverse(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    let length = list.items.borrow().len();
    vm.charge(length as u64 / 16)?;
    list.items.borrow_mut().reverse();
    Ok(Value::None)
}

fn sort(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let list = receiver(args.first().and_then(Option::as_ref))?;
    let given = |at: usize| args.get(at).cloned().flatten();
    let how = list_sort::How::new(vm, given(1), given(2), given(3))?;
    list_sort::sort_list(vm, &list, &how)?;
    Ok(Value::None)
}

fn reversed(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    let length = list.items.borrow().len();
    Ok(Iter::value(&iterators::LIST_REVERSED, State::ReversedList(list, length)))
}

/// The old slice methods take two integers that already count from the start; negative ones are 0.
fn plain_slice(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let start = vm.int_arg(&args[1])?.max(0);
    let stop = vm.int_arg(&args[2])?.max(0);
    let slice = Slice { start: Value::Int(start), stop: Value::Int(stop), step: Value::None };
    Ok(Value::Slice(Rc::new(slice)))
}

fn get_slice(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let slice = plain_slice(vm, args)?;
    vm.getitem(args[0].base(), &slice)
}

fn set_slice(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let slice = plain_slice(vm, args)?;
    vm.setitem(args[0].base(), &slice, args[3].clone())?;
    Ok(Value::None)
}

fn delete_slice(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let slice = plain_slice(vm, args)?;
    vm.delitem(args[0].base(), &slice)?;
    Ok(Value::None)
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let list = receiver(args.first())?;
    let text = brackets::bracketed(vm, &args[0], ["[", "]", "[...]"], &mut |vm, text| {
        let mut at = 0;
        while let Some(item) = { list.items.borrow().get(at).cloned() } {
            brackets::nested(vm, text, at == 0, &item, " while getting the repr of a list")?;
            at += 1;
        }
        Ok(())
    })?;
    Ok(Value::bytes(text))
}
