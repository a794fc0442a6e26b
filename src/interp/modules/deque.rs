//! `_collections`: `deque`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use super::support;
use crate::interp::budget::SLOT;
use crate::interp::class::Class;
use crate::interp::error::{Error, Exc, Result, index_error, type_error, value_error};
use crate::interp::host_value::HostValue;
use crate::interp::iter::Iter;
use crate::interp::native::{Args, GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;
use crate::syntax::ast::CompareOp;

/// A queue with two ends.
struct Deque {
    items: RefCell<VecDeque<Value>>,
    most: Cell<Option<usize>>,
    /// Counts changes, so that iterators notice them.
    changes: Cell<u64>,
}

impl HostValue for Deque {
    fn type_def(&self) -> &'static TypeDef {
        &DEQUE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Deque {
    fn len(&self) -> usize {
        self.items.borrow().len()
    }

    fn changed(&self) {
        self.changes.set(self.changes.get() + 1);
    }

    fn push(&self, vm: &mut Vm, value: Value, left: bool) -> Result<()> {
        vm.charge_bytes(SLOT)?;
        let mut dropped = Value::None;
        let mut items = self.items.borrow_mut();
        if left {
            items.push_front(value)
        } else {
            items.push_back(value)
        }
        if self.most.get().is_some_and(|most| items.len() > most) {
            dropped = if left { items.pop_back() } else { items.pop_front() }.unwrap_or(Value::None);
        }
        drop(items);
        self.changed();
        drop(dropped);
        Ok(())
    }

    fn extend(&self, vm: &mut Vm, from: &Value, left: bool) -> Result<()> {
        let iterator = vm.iter(from)?;
        while let Some(value) = vm.next(&iterator)? {
            self.push(vm, value, left)?;
        }
        Ok(())
    }

    fn copied(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }
}

static DEQUE: TypeDef = TypeDef {
    name: "deque",
    module: "collections",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__copy__", Shape::NoArgs, copy),
        NativeDef::plain("__deepcopy__", Shape::One, deep_copy),
        NativeDef::plain("__delitem__", Shape::One, delete),
        NativeDef::plain("__eq__", Shape::One, |vm, args| compare(vm, args, CompareOp::Eq)),
        NativeDef::plain("__ge__", Shape::One, |vm, args| compare(vm, args, CompareOp::Ge)),
        NativeDef::plain("__getitem__", Shape::One, |vm, args| {
            let (deque, at) = place(vm, args)?;
            let item = deque.items.borrow().get(at).cloned();
            item.ok_or_else(|| index_error("deque index out of range"))
        }),
        NativeDef::plain("__gt__", Shape::One, |vm, args| compare(vm, args, CompareOp::Gt)),
        NativeDef::plain("__hash__", Shape::NoArgs, |vm, args| {
            let kind = vm.type_name(&args[0]);
            let module = if &*kind == "deque" { "collections." } else { "" };
            Err(type_error(format!("unhashable type: '{module}{kind}'")))
        }),
        NativeDef::plain("__iadd__", Shape::One, |vm, args| {
            extend(vm, args, false)?;
            Ok(args[0].clone())
        }),
        NativeDef::raw("__init__", init),
        NativeDef::plain("__iter__", Shape::NoArgs, |_, args| iterate(args, false)),
        NativeDef::plain("__le__", Shape::One, |vm, args| compare(vm, args, CompareOp::Le)),
        NativeDef::plain("__len__", Shape::NoArgs, |_, args| Ok(Value::Int(of(&args[0])?.len() as i64))),
        NativeDef::plain("__lt__", Shape::One, |vm, args| compare(vm, args, CompareOp::Lt)),
        NativeDef::plain("__ne__", Shape::One, |vm, args| compare(vm, args, CompareOp::Ne)),
        NativeDef::plain("__repr__", Shape::NoArgs, repr),
        NativeDef::plain("__reversed__", Shape::NoArgs, |_, args| iterate(args, true)),
        NativeDef::plain("__setitem__", Shape::Unpack(2, 2), |vm, args| {
            let (deque, at) = place(vm, args)?;
            if let Some(item) = deque.items.borrow_mut().get_mut(at) {
                *item = args[2].clone();
            }
            Ok(Value::None)
        }),
        NativeDef::plain("append", Shape::One, |vm, args| {
            of(&args[0])?.push(vm, args[1].clone(), false)?;
            Ok(Value::None)
        }),
        NativeDef::plain("appendleft", Shape::One, |vm, args| {
            of(&args[0])?.push(vm, args[1].clone(), true)?;
            Ok(Value::None)
        }),
        NativeDef::plain("clear", Shape::NoArgs, |_, args| {
            let deque = of(&args[0])?;
            let old = std::mem::take(&mut *deque.items.borrow_mut());
            deque.changed();
            drop(old);
            Ok(Value::None)
        }),
        NativeDef::plain("count", Shape::One, count),
        NativeDef::plain("extend", Shape::One, |vm, args| extend(vm, args, false)),
        NativeDef::plain("extendleft", Shape::One, |vm, args| extend(vm, args, true)),
        NativeDef::plain("pop", Shape::NoArgs, |_, args| pop(args, false)),
        NativeDef::plain("popleft", Shape::NoArgs, |_, args| pop(args, true)),
        NativeDef::plain("remove", Shape::One, remove),
        NativeDef::plain("reverse", Shape::NoArgs, |_, args| {
            of(&args[0])?.items.borrow_mut().make_contiguous().reverse();
            Ok(Value::None)
        }),
        NativeDef::plain("rotate", Shape::Parse(0, 1), rotate),
    ],
    getters: &[GetterDef {
        name: "maxlen",
        get: |_, value| Ok(of(value)?.most.get().map_or(Value::None, |most| Value::Int(most as i64))),
    }],
    new: Some(|_, _, _| {
        let deque = Deque { items: RefCell::default(), most: Cell::new(None), changes: Cell::new(0) };
        Ok(Value::Host(Rc::new(deque)))
    }),
    subclassable: true,
    ..TypeDef::EMPTY
};

static FORWARD: TypeDef = TypeDef { name: "deque_iterator", ..ITERATOR };
static BACKWARD: TypeDef = TypeDef { name: "deque_reverse_iterator", ..ITERATOR };

const ITERATOR: TypeDef = TypeDef {
    module: "collections",
    base: Some(&types::object::OBJECT),
    methods: types::iterators::ITERATOR_METHODS,
    ..TypeDef::EMPTY
};

fn find(value: &Value) -> Option<&Deque> {
    match value.base() {
        Value::Host(host) => host.as_any().downcast_ref::<Deque>(),
        _ => None,
    }
}

fn of(value: &Value) -> Result<&Deque> {
    find(value).ok_or_else(|| type_error("a deque is required"))
}

fn init(vm: &mut Vm, args: Args) -> Result<Value> {
    let given = args.positional.len() + args.keywords.len() - 1;
    if given > 2 {
        return Err(type_error(format!("deque() takes at most 2 arguments ({given} given)")));
    }
    let mut slots = [args.positional.get(1).cloned(), args.positional.get(2).cloned()];
    for (name, value) in args.keywords {
        let at = match &*name {
            "iterable" => 0,
            "maxlen" => 1,
            _ => return Err(type_error(format!("'{name}' is an invalid keyword argument for this function"))),
        };
        slots[at] = Some(value);
    }
    let [iterable, most] = slots;
    let receiver = args.positional.first().cloned().unwrap_or(Value::None);
    let deque = of(&receiver)?;
    let most = match most {
        None | Some(Value::None) => None,
        Some(value) => {
            let number = match value.base() {
                Value::Int(_) | Value::Long(_) | Value::Bool(_) => vm.int_arg(&value)?,
                _ => return Err(type_error("an integer is required")),
            };
            Some(usize::try_from(number).map_err(|_| value_error("maxlen must be non-negative"))?)
        }
    };
    deque.most.set(most);
    let old = std::mem::take(&mut *deque.items.borrow_mut());
    drop(old);
    if let Some(iterable) = iterable {
        deque.extend(vm, &iterable, false)?;
    }
    Ok(Value::None)
}

fn extend(vm: &mut Vm, args: &[Value], left: bool) -> Result<Value> {
    let deque = of(&args[0])?;
    if args[1].is(&args[0]) {
        let copied = Value::list(deque.copied());
        deque.extend(vm, &copied, left)?;
    } else {
        deque.extend(vm, &args[1], left)?;
    }
    Ok(Value::None)
}

fn pop(args: &[Value], left: bool) -> Result<Value> {
    let deque = of(&args[0])?;
    let mut items = deque.items.borrow_mut();
    let item = if left { items.pop_front() } else { items.pop_back() };
    deque.changed();
    item.ok_or_else(|| index_error("pop from an empty deque"))
}

fn place<'a>(vm: &mut Vm, args: &'a [Value]) -> Result<(&'a Deque, usize)> {
    let deque = of(&args[0])?;
    let index = match vm.index(&args[1])? {
        Some(Value::Int(index)) => index,
        Some(_) => return Err(index_error("cannot fit 'long' into an index-sized integer")),
        None => {
            let kind = vm.type_name(&args[1]);
            return Err(type_error(format!("sequence index must be integer, not '{kind}'")));
        }
    };
    let length = deque.len() as i64;
    let at = if index < 0 { index + length } else { index };
    match usize::try_from(at) {
        Ok(at) if (at as i64) < length => Ok((deque, at)),
        _ => Err(index_error("deque index out of range")),
    }
}

fn delete(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (deque, at) = place(vm, args)?;
    let removed = deque.items.borrow_mut().remove(at);
    deque.changed();
    drop(removed);
    Ok(Value::None)
}

fn rotate(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let steps = match args.get(1) {
        Some(steps) => vm.int_arg(steps)?,
        None => 1,
    };
    let deque = of(&args[0])?;
    let length = deque.len();
    if length > 1 {
        let steps = steps.rem_euclid(length as i64) as usize;
        deque.items.borrow_mut().rotate_right(steps);
        deque.changed();
    }
    Ok(Value::None)
}

fn count(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let deque = of(&args[0])?;
    let before = deque.changes.get();
    let mut count = 0;
    for item in deque.copied() {
        count += i64::from(vm.eq(&item, &args[1])?);
        if deque.changes.get() != before {
            return Err(Error::new(Exc::RuntimeError, "deque mutated during iteration"));
        }
    }
    Ok(Value::Int(count))
}

fn remove(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let deque = of(&args[0])?;
    let before = deque.changes.get();
    for (at, item) in deque.copied().into_iter().enumerate() {
        let equal = vm.eq(&item, &args[1])?;
        if deque.changes.get() != before {
            return Err(index_error("deque mutated during remove()."));
        }
        if equal {
            let removed = deque.items.borrow_mut().remove(at);
            deque.changed();
            drop(removed);
            return Ok(Value::None);
        }
    }
    Err(value_error("deque.remove(x): x not in deque"))
}

fn compare(vm: &mut Vm, args: &[Value], op: CompareOp) -> Result<Value> {
    let (Some(a), Some(b)) = (find(&args[0]), find(&args[1])) else { return Ok(Value::NotImplemented) };
    let (a, b) = (Value::list(a.copied()), Value::list(b.copied()));
    vm.compare(op, &a, &b)
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let deque = of(&args[0])?;
    let address = args[0].address().unwrap_or(0);
    if !vm.repr_enter(address) {
        return Ok(Value::str("[...]"));
    }
    let shown = vm.repr(&Value::list(deque.copied()));
    vm.repr_done(address);
    let mut text = b"deque(".to_vec();
    text.extend(shown?);
    if let Some(most) = deque.most.get() {
        text.extend(format!(", maxlen={most}").bytes());
    }
    text.push(b')');
    Ok(Value::bytes(text))
}

fn iterate(args: &[Value], backward: bool) -> Result<Value> {
    let holder = args[0].clone();
    let before = of(&holder)?.changes.get();
    let mut at = 0;
    let def = if backward { &BACKWARD } else { &FORWARD };
    Ok(Iter::native(def, move |_| {
        let deque = of(&holder)?;
        if deque.changes.get() != before {
            at = usize::MAX;
            return Err(Error::new(Exc::RuntimeError, "deque mutated during iteration"));
        }
        let items = deque.items.borrow();
        if at >= items.len() {
            return Ok(None);
        }
        let index = if backward { items.len() - 1 - at } else { at };
        at += 1;
        Ok(items.get(index).cloned())
    }))
}

/// A deque of the same class and bound around other items.
fn remade(vm: &mut Vm, value: &Value, items: Vec<Value>) -> Result<Value> {
    let most = of(value)?.most.get().map_or(Value::None, |most| Value::Int(most as i64));
    let class: Rc<Class> = vm.class_of(value);
    let most_given = !most.is_none();
    let mut positional = vec![Value::list(items)];
    if most_given {
        positional.push(most);
    }
    vm.call_with(&Value::Class(class), &positional)
}

fn copy(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let items = of(&args[0])?.copied();
    remade(vm, &args[0], items)
}

fn deep_copy(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let module = vm.import_module("copy")?;
    let deepcopy = vm.getattr_name(&module, "deepcopy")?;
    let items = Value::list(of(&args[0])?.copied());
    let copied = vm.call_with(&deepcopy, &[items, args[1].clone()])?;
    let items = vm.collect(&copied)?;
    remade(vm, &args[0], items)
}

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "_collections", &[]);
    support::add_types(vm, &module, &[&DEQUE]);
    Ok(module)
}
