//! Built-in functions over collections.

use std::cmp::Ordering;

use crate::interp::budget::SLOT;
use crate::interp::error::{Error, Exc, Result, type_error, value_error};
use crate::interp::iter::{Iter, State};
use crate::interp::native::{Args, NativeDef, Shape};
use crate::interp::types::iterators;
use crate::interp::types::list_sort::{How, sort};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::{BinOp, CompareOp, Name};

use super::ranges;

/// The functions.
pub static TABLE: &[NativeDef] = &[
    NativeDef::plain("all", Shape::One, |vm, a| find_truth(vm, &a[0], false)),
    NativeDef::plain("any", Shape::One, |vm, a| find_truth(vm, &a[0], true)),
    NativeDef::plain("apply", Shape::Unpack(1, 3), apply),
    NativeDef::plain("cmp", Shape::Unpack(2, 2), cmp),
    NativeDef::plain("filter", Shape::Unpack(2, 2), filter),
    NativeDef::plain("hash", Shape::One, |vm, a| Ok(Value::Int(vm.hash(&a[0])?))),
    NativeDef::plain("iter", Shape::Unpack(1, 2), iter),
    NativeDef::plain("len", Shape::One, |vm, a| Ok(Value::Int(vm.len(&a[0])? as i64))),
    NativeDef::plain("map", Shape::Any, map),
    NativeDef::raw("max", |vm, args| extreme(vm, args, "max", CompareOp::Gt)),
    NativeDef::raw("min", |vm, args| extreme(vm, args, "min", CompareOp::Lt)),
    NativeDef::plain("next", Shape::Unpack(1, 2), next),
    NativeDef::plain("range", Shape::Any, ranges::range),
    NativeDef::plain("reduce", Shape::Unpack(2, 3), reduce),
    NativeDef::named("sorted", &["iterable", "cmp", "key", "reverse"], 1, sorted),
    NativeDef::plain("sum", Shape::Unpack(1, 2), sum),
    NativeDef::plain("zip", Shape::Any, zip),
];

/// `any` looks for a true element, `all` for a false one.
fn find_truth(vm: &mut Vm, source: &Value, wanted: bool) -> Result<Value> {
    let iterator = vm.iter(source)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.truth(&item)? == wanted {
            return Ok(Value::Bool(wanted));
        }
    }
    Ok(Value::Bool(!wanted))
}

/// `apply(function, args, keywords)`.
fn apply(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let positional = match args.get(1) {
        None => Vec::new(),
        Some(list) => match list.base() {
            Value::Tuple(items) => items.to_vec(),
            Value::Dict(_) | Value::Set(_) | Value::FrozenSet(_) => return Err(no_sequence(vm, list)),
            _ => {
                let sequence = vm.special(list, "__getitem__")?.is_some();
                if !sequence {
                    return Err(no_sequence(vm, list));
                }
                vm.collect(list)?
            }
        },
    };
    let mut keywords = Vec::new();
    if let Some(dict) = args.get(2) {
        let Value::Dict(entries) = dict.base() else {
            let name = vm.type_name(dict);
            return Err(type_error(format!("apply() arg 3 expected dictionary, found {name}")));
        };
        for (key, value) in entries.items() {
            match key.base() {
                Value::Str(name) => keywords.push((Name::from(name.lossy().as_ref()), value)),
                _ => return Err(type_error("keywords must be strings")),
            }
        }
    }
    vm.call(&args[0], Args { positional, keywords })
}

fn no_sequence(vm: &mut Vm, value: &Value) -> Error {
    let name = vm.type_name(value);
    type_error(format!("apply() arg 2 expected sequence, found {name}"))
}

fn cmp(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::Int(match vm.cmp(&args[0], &args[1])? {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }))
}

fn filter(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (function, source) = (&args[0], &args[1]);
    match source.base() {
        Value::Str(_) | Value::Unicode(_) => return filter_text(vm, function, source),
        Value::Tuple(_) => {
            let items = by_index(vm, source)?;
            return Ok(Value::tuple(keep(vm, function, items)?));
        }
        _ => {}
    }
    let iterator = vm.iter(source)?;
    vm.ask_length_hint(source)?;
    let mut kept = Vec::new();
    while let Some(item) = vm.next(&iterator)? {
        if passes(vm, function, &item)? {
            vm.charge_bytes(SLOT)?;
            kept.push(item);
        }
    }
    Ok(Value::list(kept))
}

/// The elements of a text or tuple, through `__getitem__` where a subclass has its own.
fn by_index(vm: &mut Vm, source: &Value) -> Result<Vec<Value>> {
    let length = vm.len(source.base())?;
    let mut items = Vec::with_capacity(length);
    for at in 0..length {
        vm.charge(1)?;
        items.push(vm.getitem(source, &Value::Int(at as i64))?);
    }
    Ok(items)
}

fn passes(vm: &mut Vm, function: &Value, item: &Value) -> Result<bool> {
    let plain = match function {
        Value::None => true,
        Value::Class(class) => &*class.name() == "bool" && class.native.module == "__builtin__",
        _ => false,
    };
    if plain {
        return vm.truth(item);
    }
    let answer = vm.call_with(function, std::slice::from_ref(item))?;
    vm.truth(&answer)
}

fn keep(vm: &mut Vm, function: &Value, items: Vec<Value>) -> Result<Vec<Value>> {
    let mut kept = Vec::new();
    for item in items {
        if passes(vm, function, &item)? {
            kept.push(item);
        }
    }
    Ok(kept)
}

fn filter_text(vm: &mut Vm, function: &Value, source: &Value) -> Result<Value> {
    if function.is_none() && matches!(source, Value::Str(_) | Value::Unicode(_)) {
        return Ok(source.clone());
    }
    let items = by_index(vm, source)?;
    let kept = keep(vm, function, items)?;
    let wrong = |kind: &str| type_error(format!("can't filter {kind} to {kind}: __getitem__ returned different type"));
    if let Value::Unicode(_) = source.base() {
        let mut text = String::new();
        for item in &kept {
            let Value::Unicode(part) = item.base() else { return Err(wrong("unicode")) };
            text.push_str(part.text());
        }
        vm.check_size(text.len() as u64)?;
        return Ok(Value::unicode(text));
    }
    let mut bytes = Vec::new();
    for item in &kept {
        let Value::Str(part) = item.base() else { return Err(wrong("str")) };
        bytes.extend_from_slice(part.bytes());
    }
    vm.check_size(bytes.len() as u64)?;
    Ok(Value::bytes(bytes))
}

fn iter(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let Some(sentinel) = args.get(1) else { return vm.iter(&args[0]) };
    if !is_callable(vm, &args[0])? {
        return Err(type_error("iter(v, w): v must be callable"));
    }
    Ok(Iter::value(&iterators::CALLABLE, State::Sentinel(args[0].clone(), sentinel.clone())))
}

fn is_callable(vm: &mut Vm, value: &Value) -> Result<bool> {
    Ok(match value {
        Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => true,
        other => vm.special(other, "__call__")?.is_some(),
    })
}

/// The iterators of several arguments; `words` make the error of the one at a position that has none.
fn iterators_of(vm: &mut Vm, sources: &[Value], words: impl Fn(usize) -> String) -> Result<Vec<Value>> {
    let mut iterators = Vec::with_capacity(sources.len());
    for (at, source) in sources.iter().enumerate() {
        match vm.iter(source) {
            Ok(iterator) => iterators.push(iterator),
            Err(error) if vm.error_is(&error, Exc::TypeError) => return Err(type_error(words(at))),
            Err(error) => return Err(error),
        }
    }
    Ok(iterators)
}

fn map(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let [function, sources @ ..] = args else { return Err(type_error("map() requires at least two args")) };
    if sources.is_empty() {
        return Err(type_error("map() requires at least two args"));
    }
    if let ([source], true) = (sources, function.is_none()) {
        return Ok(Value::list(vm.collect(source)?));
    }
    let iterators = iterators_of(vm, sources, |at| format!("argument {} to map() must support iteration", at + 2))?;
    for source in sources {
        vm.ask_length_hint(source)?;
    }
    let mut ended = vec![false; iterators.len()];
    let mut results = Vec::new();
    loop {
        let mut items = Vec::with_capacity(iterators.len());
        for (iterator, ended) in iterators.iter().zip(&mut ended) {
            let item = if *ended { None } else { vm.next(iterator)? };
            *ended = item.is_none();
            items.push(item.unwrap_or(Value::None));
        }
        if ended.iter().all(|ended| *ended) {
            return Ok(Value::list(results));
        }
        vm.charge(1)?;
        vm.charge_bytes(SLOT)?;
        results.push(if function.is_none() { Value::tuple(items) } else { vm.call_with(function, &items)? });
    }
}

fn zip(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    if args.is_empty() {
        return Ok(Value::list(Vec::new()));
    }
    for source in args {
        vm.ask_length_hint(source)?;
    }
    let iterators = iterators_of(vm, args, |at| format!("zip argument #{} must support iteration", at + 1))?;
    let mut results = Vec::new();
    loop {
        let mut items = Vec::with_capacity(iterators.len());
        for iterator in &iterators {
            match vm.next(iterator)? {
                Some(item) => items.push(item),
                None => return Ok(Value::list(results)),
            }
        }
        vm.charge_bytes(16 + 16 * items.len() as u64)?;
        results.push(Value::tuple(items));
    }
}

/// `min` and `max`.
fn extreme(vm: &mut Vm, args: Args, name: &str, better: CompareOp) -> Result<Value> {
    let given = args.positional.len();
    let source = match args.positional.as_slice() {
        [] => return Err(type_error(format!("{name} expected 1 arguments, got {given}"))),
        [source] => source.clone(),
        several => Value::tuple(several.to_vec()),
    };
    let key = match args.keywords.as_slice() {
        [] => None,
        [(keyword, function)] if &**keyword == "key" => Some(function.clone()),
        _ => return Err(type_error(format!("{name}() got an unexpected keyword argument"))),
    };
    let iterator = vm.iter(&source)?;
    let mut best: Option<(Value, Value)> = None;
    while let Some(item) = vm.next(&iterator)? {
        let rank = match &key {
            Some(function) => vm.call_with(function, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let wins = match &best {
            Some((top, _)) => {
                let top = top.clone();
                let answer = vm.compare(better, &rank, &top)?;
                vm.truth(&answer)?
            }
            None => true,
        };
        if wins {
            best = Some((rank, item));
        }
    }
    match best {
        Some((_, item)) => Ok(item),
        None => Err(value_error(format!("{name}() arg is an empty sequence"))),
    }
}

fn next(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let (iterator, default) = (&args[0], args.get(1));
    if !vm.is_iterator(iterator) {
        let name = vm.type_name(iterator);
        return Err(type_error(format!("{name} object is not an iterator")));
    }
    // A `StopIteration` of the program's own `next` passes as it is.
    let method = match iterator {
        Value::Instance(_) | Value::Host(_) => vm.special(iterator, "next")?,
        _ => None,
    };
    let found = match method {
        Some(method) => vm.call_with(&method, &[]).map(Some),
        None => vm.next(iterator),
    };
    match (found, default) {
        (Ok(Some(value)), _) => Ok(value),
        (Ok(None), Some(default)) => Ok(default.clone()),
        (Ok(None), None) => Err(Error::with_args(Exc::StopIteration, Vec::new())),
        (Err(error), Some(default)) if vm.error_is(&error, Exc::StopIteration) => Ok(default.clone()),
        (Err(error), _) => Err(error),
    }
}

fn reduce(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let iterator = match vm.iter(&args[1]) {
        Ok(iterator) => iterator,
        Err(error) if vm.error_is(&error, Exc::TypeError) => {
            return Err(type_error("reduce() arg 2 must support iteration"));
        }
        Err(error) => return Err(error),
    };
    let mut result = args.get(2).cloned();
    while let Some(item) = vm.next(&iterator)? {
        result = Some(match result {
            Some(so_far) => vm.call_with(&args[0], &[so_far, item])?,
            None => item,
        });
    }
    result.ok_or_else(|| type_error("reduce() of empty sequence with no initial value"))
}

fn sorted(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let given = |at: usize| args.get(at).cloned().flatten();
    let items = vm.collect(&given(0).unwrap_or(Value::None))?;
    vm.charge_bytes(items.len() as u64 * 16)?;
    let how = How::new(vm, given(1), given(2), given(3))?;
    let (items, result) = sort(vm, items, &how);
    result?;
    Ok(Value::list(items))
}

fn sum(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let iterator = vm.iter(&args[0])?;
    let mut total = args.get(1).cloned().unwrap_or(Value::Int(0));
    if let Value::Str(_) | Value::Unicode(_) = total.base() {
        return Err(type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    while let Some(item) = vm.next(&iterator)? {
        total = vm.binary(BinOp::Add, &total, &item)?;
    }
    Ok(total)
}
