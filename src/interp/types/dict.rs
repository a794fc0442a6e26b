//! `dict`.

use std::rc::Rc;

use crate::interp::class::Class;
use crate::interp::error::{Error, Exc, Result, key_error, type_error};
use crate::interp::iter::{DictPart, Iter, State};
use crate::interp::native::{Args, NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types::dict_fill::{fill, from_keys};
use crate::interp::types::{brackets, comparison, dict_views, iterators, object::OBJECT};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `dict`.
pub static DICT: TypeDef = TypeDef {
    name: "dict",
    base: Some(&OBJECT),
    methods: METHODS,
    class_methods: &[NativeDef::raw("fromkeys", |vm, args| FROM_KEYS.invoke(vm, args, 1))],
    new: Some(new),
    subclassable: true,
    ..TypeDef::EMPTY
};

static METHODS: &[NativeDef] = &[
    NativeDef::plain("__cmp__", Shape::Unpack(1, 1), compare),
    NativeDef::plain("__contains__", Shape::One, |vm, a| Ok(Value::Bool(receiver(a)?.contains(vm, &a[1])?))),
    NativeDef::plain("__delitem__", Shape::Unpack(1, 1), |vm, a| {
        vm.delitem(a[0].base(), &a[1])?;
        Ok(Value::None)
    }),
    NativeDef::plain("__eq__", Shape::Unpack(1, 1), comparison::eq),
    NativeDef::plain("__ge__", Shape::Unpack(1, 1), comparison::ge),
    NativeDef::plain("__getitem__", Shape::One, get_item),
    NativeDef::plain("__gt__", Shape::Unpack(1, 1), comparison::gt),
    NativeDef::raw("__init__", init),
    NativeDef::plain("__iter__", Shape::Unpack(0, 0), |vm, a| vm.iter(a[0].base())),
    NativeDef::plain("__le__", Shape::Unpack(1, 1), comparison::le),
    NativeDef::plain("__len__", Shape::Unpack(0, 0), |_, a| Ok(Value::Int(receiver(a)?.len() as i64))),
    NativeDef::plain("__lt__", Shape::Unpack(1, 1), comparison::lt),
    NativeDef::plain("__ne__", Shape::Unpack(1, 1), comparison::ne),
    NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
    NativeDef::plain("__setitem__", Shape::Unpack(2, 2), |vm, a| {
        receiver(a)?.set(vm, a[1].clone(), a[2].clone())?;
        Ok(Value::None)
    }),
    NativeDef::plain("clear", Shape::NoArgs, clear),
    NativeDef::plain("copy", Shape::NoArgs, |vm, a| Ok(Value::Dict(Rc::new(receiver(a)?.copy(vm)?)))),
    NativeDef::plain("get", Shape::Unpack(1, 2), get),
    NativeDef::plain("has_key", Shape::One, |vm, a| Ok(Value::Bool(receiver(a)?.contains(vm, &a[1])?))),
    NativeDef::plain("items", Shape::NoArgs, items),
    NativeDef::plain("iteritems", Shape::NoArgs, |_, a| iterate(a, DictPart::Items)),
    NativeDef::plain("iterkeys", Shape::NoArgs, |_, a| iterate(a, DictPart::Keys)),
    NativeDef::plain("itervalues", Shape::NoArgs, |_, a| iterate(a, DictPart::Values)),
    NativeDef::plain("keys", Shape::NoArgs, keys),
    NativeDef::plain("pop", Shape::Unpack(1, 2), pop),
    NativeDef::plain("popitem", Shape::NoArgs, popitem),
    NativeDef::plain("setdefault", Shape::Unpack(1, 2), setdefault),
    NativeDef::raw("update", update),
    NativeDef::plain("values", Shape::NoArgs, values),
    NativeDef::plain("viewitems", Shape::NoArgs, |_, a| Ok(dict_views::view(receiver(a)?, DictPart::Items))),
    NativeDef::plain("viewkeys", Shape::NoArgs, |_, a| Ok(dict_views::view(receiver(a)?, DictPart::Keys))),
    NativeDef::plain("viewvalues", Shape::NoArgs, |_, a| Ok(dict_views::view(receiver(a)?, DictPart::Values))),
];

static FROM_KEYS: NativeDef = NativeDef::plain("fromkeys", Shape::Unpack(1, 2), from_keys_method);

/// An empty dictionary: the entries come with `__init__`.
fn new(_vm: &mut Vm, _class: &Rc<Class>, _args: Args) -> Result<Value> {
    Ok(Value::Dict(Rc::new(Dict::new())))
}

fn receiver(args: &[Value]) -> Result<&Rc<Dict>> {
    match args.first().map(Value::base) {
        Some(Value::Dict(dict)) => Ok(dict),
        _ => Err(type_error("a method of 'dict' objects needs a dict")),
    }
}

fn init(vm: &mut Vm, args: Args) -> Result<Value> {
    let dict = Rc::clone(receiver(&args.positional)?);
    fill(vm, &dict, "dict", args)
}

fn update(vm: &mut Vm, args: Args) -> Result<Value> {
    let dict = Rc::clone(receiver(&args.positional)?);
    fill(vm, &dict, "update", args)
}

fn from_keys_method(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let value = args.get(2).cloned().unwrap_or(Value::None);
    from_keys(vm, &args[0], &args[1], value)
}

/// `dict[key]`: a subclass's `__missing__` is asked for absent keys.
fn get_item(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    if let Some(value) = receiver(args)?.get(vm, &args[1])? {
        return Ok(value);
    }
    if let Value::Instance(_) = &args[0]
        && let Some(method) = vm.special(&args[0], "__missing__")?
    {
        return vm.call_with(&method, &args[1..2]);
    }
    Err(key_error(args[1].clone()))
}

fn compare(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (Value::Dict(x), Value::Dict(y)) = (args[0].base(), args[1].base()) else {
        let (own, other) = (vm.type_name(&args[0]), vm.type_name(&args[1]));
        return Err(type_error(format!("{own}.__cmp__(x,y) requires y to be a '{own}', not a '{other}'")));
    };
    Ok(Value::Int(vm.cmp_dicts(&Rc::clone(x), &Rc::clone(y))? as i64))
}

fn clear(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    // The old entries are dropped while nothing is borrowed.
    let old = receiver(args)?.table.take();
    drop(old);
    Ok(Value::None)
}

fn get(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let found = receiver(args)?.get(vm, &args[1])?;
    Ok(found.or_else(|| args.get(2).cloned()).unwrap_or(Value::None))
}

fn keys(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let keys = receiver(args)?.keys();
    vm.check_size(keys.len() as u64 * 16)?;
    Ok(Value::list(keys))
}

fn values(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let values = receiver(args)?.values();
    vm.check_size(values.len() as u64 * 16)?;
    Ok(Value::list(values))
}

fn items(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let items = receiver(args)?.items();
    vm.check_size(items.len() as u64 * 48)?;
    Ok(Value::list(items.into_iter().map(|(key, value)| Value::tuple(vec![key, value])).collect()))
}

fn iterate(args: &[Value], part: DictPart) -> Result<Value> {
    Ok(iterator(receiver(args)?, part))
}

/// An iterator over a part of a dictionary.
pub(super) fn iterator(dict: &Rc<Dict>, part: DictPart) -> Value {
    let def = match part {
        DictPart::Keys => &iterators::DICT_KEYS,
        DictPart::Values => &iterators::DICT_VALUES,
        DictPart::Items => &iterators::DICT_ITEMS,
    };
    let size = dict.len();
    Iter::value(def, State::Dict(Rc::clone(dict), 0, size, part))
}

fn pop(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let dict = receiver(args)?;
    if dict.is_empty() {
        return match args.get(2) {
            Some(default) => Ok(default.clone()),
            // An empty dictionary does not even hash the key.
            None => Err(key_error(args[1].clone())),
        };
    }
    match (dict.remove(vm, &args[1])?, args.get(2)) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(key_error(args[1].clone())),
    }
}

fn popitem(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let popped = receiver(args)?.table.borrow_mut().pop_item();
    match popped {
        Some((key, value)) => Ok(Value::tuple(vec![key, value])),
        None => Err(Error::new(Exc::KeyError, "popitem(): dictionary is empty")),
    }
}

fn setdefault(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let dict = receiver(args)?;
    if let Some(value) = dict.get(vm, &args[1])? {
        return Ok(value);
    }
    let default = args.get(2).cloned().unwrap_or(Value::None);
    dict.set(vm, args[1].clone(), default.clone())?;
    Ok(default)
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let dict = Rc::clone(receiver(args)?);
    if dict.is_empty() {
        return Ok(Value::str("{}"));
    }
    let text = brackets::bracketed(vm, &args[0], ["{", "}", "{...}"], &mut |vm, text| {
        // The table is walked step by step: `repr` of an element may change it.
        let mut next = 0;
        let mut first = true;
        loop {
            let entry = {
                let table = dict.table.borrow();
                table.next_from(next).and_then(|slot| {
                    next = slot + 1;
                    table.entry_at(slot).map(|(key, value)| (key.clone(), value.clone()))
                })
            };
            let Some((key, value)) = entry else { return Ok(()) };
            brackets::element(vm, text, first, &key)?;
            text.extend_from_slice(b": ");
            brackets::element(vm, text, true, &value)?;
            first = false;
        }
    })?;
    Ok(Value::bytes(text))
}
