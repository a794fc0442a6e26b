//! The types of built-in iterators.

use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::iter::State;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types::object::OBJECT;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `iter(list)`.
pub static LIST: TypeDef = hinted("listiterator");
/// `reversed(list)`.
pub static LIST_REVERSED: TypeDef = hinted("listreverseiterator");
/// `iter(tuple)`.
pub static TUPLE: TypeDef = hinted("tupleiterator");
/// `dict.iterkeys()`.
pub static DICT_KEYS: TypeDef = hinted("dictionary-keyiterator");
/// `dict.itervalues()`.
pub static DICT_VALUES: TypeDef = hinted("dictionary-valueiterator");
/// `dict.iteritems()`.
pub static DICT_ITEMS: TypeDef = hinted("dictionary-itemiterator");
/// `iter(set)`.
pub static SET: TypeDef = hinted("setiterator");
/// `iter(xrange)`.
pub static RANGE: TypeDef = hinted("rangeiterator");
/// The iterator of everything else that has `__getitem__`.
pub static SEQUENCE: TypeDef = hinted("iterator");
/// `iter(function, sentinel)`.
pub static CALLABLE: TypeDef = TypeDef { methods: ITERATOR_METHODS, ..hinted("callable-iterator") };

/// The methods that every iterator has.
pub static ITERATOR_METHODS: &[NativeDef] =
    &[NativeDef::plain("__iter__", Shape::NoArgs, itself), NativeDef::plain("next", Shape::NoArgs, next)];

static HINTED_METHODS: &[NativeDef] = &[
    NativeDef::plain("__iter__", Shape::NoArgs, itself),
    NativeDef::plain("__length_hint__", Shape::NoArgs, length_hint),
    NativeDef::plain("next", Shape::NoArgs, next),
];

const fn hinted(name: &'static str) -> TypeDef {
    TypeDef { name, base: Some(&OBJECT), methods: HINTED_METHODS, ..TypeDef::EMPTY }
}

/// `iterator.__iter__()`.
pub fn itself(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(args.first().cloned().unwrap_or(Value::None))
}

/// `iterator.next()`.
pub fn next(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(iterator) = args.first() else { return Err(type_error("next() needs an iterator")) };
    match vm.next(iterator)? {
        Some(value) => Ok(value),
        None => Err(Error::with_args(Exc::StopIteration, Vec::new())),
    }
}

fn length_hint(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(Value::Iter(iter)) = args.first() else { return Ok(Value::Int(0)) };
    let left = match &*iter.state.borrow() {
        State::List(list, at) => list.items.borrow().len().saturating_sub(*at),
        State::ReversedList(list, at) if *at <= list.items.borrow().len() => *at,
        State::Tuple(items, at) => items.len().saturating_sub(*at),
        State::Str(text, at) => text.bytes().len().saturating_sub(*at),
        State::Unicode(text, at) => text.text().get(*at..).map_or(0, |rest| rest.chars().count()),
        State::Dict(dict, at, size, _) if dict.len() == *size => {
            let table = dict.table.borrow();
            let mut left = 0;
            let mut next = *at;
            while let Some(slot) = table.next_from(next) {
                left += 1;
                next = slot + 1;
            }
            left
        }
        State::Set(set, at, size) if set.len() == *size => {
            let set = set.table.borrow();
            let mut left = 0;
            let mut next = *at;
            while let Some(slot) = set.table().next_from(next) {
                left += 1;
                next = slot + 1;
            }
            left
        }
        State::Range(range, at) => usize::try_from(range.len - at).unwrap_or(0),
        _ => 0,
    };
    Ok(Value::Int(left as i64))
}
