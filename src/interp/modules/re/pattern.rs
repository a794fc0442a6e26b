//! Compiled expressions.

use std::any::Any;
use std::rc::Rc;

use super::found::{Match, group_value};
use super::matcher::Found;
use super::parse::{Refusal, parse};
use super::program::{self, Program};
use super::subject::Subject;
use super::substitute;
use crate::interp::error::{Error, Exc, Result, overflow_error, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::iter::Iter;
use crate::interp::modules::support;
use crate::interp::native::{GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// A compiled expression.
pub struct Pattern {
    /// The text it was made from.
    pub source: Value,
    /// What the matcher runs.
    pub program: Program,
    /// Number of groups.
    pub groups: usize,
    /// Names of groups in the order of the text.
    pub names: Vec<(String, usize)>,
}

impl HostValue for Pattern {
    fn type_def(&self) -> &'static TypeDef {
        &PATTERN
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Pattern {
    /// The first match in a part of a text.
    pub fn find(&self, vm: &mut Vm, text: &Subject, range: (usize, usize), fixed: bool) -> Result<Option<Found>> {
        text.find(vm, &self.program, self.groups, range, fixed)
    }
}

/// Type of compiled expressions.
pub static PATTERN: TypeDef = TypeDef {
    name: "SRE_Pattern",
    module: "_sre",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__copy__", Shape::NoArgs, |_, _| Err(type_error("cannot copy this pattern object"))),
        NativeDef::plain("__deepcopy__", Shape::One, |_, _| Err(type_error("cannot deepcopy this pattern object"))),
        NativeDef::named("findall", &["string", "pos", "endpos", "source"], 0, findall),
        NativeDef::named("finditer", &["string", "pos", "endpos"], 1, finditer),
        NativeDef::named("match", &["string", "pos", "endpos", "pattern"], 0, |vm, args| find(vm, args, true)),
        NativeDef::named("search", &["string", "pos", "endpos", "pattern"], 0, |vm, args| find(vm, args, false)),
        NativeDef::named("split", &["string", "maxsplit", "source"], 0, split),
        NativeDef::named("sub", &["repl", "string", "count"], 2, |vm, args| Ok(substitute::substitute(vm, args)?.0)),
        NativeDef::named("subn", &["repl", "string", "count"], 2, |vm, args| {
            let (text, count) = substitute::substitute(vm, args)?;
            Ok(Value::tuple(vec![text, Value::Int(count)]))
        }),
    ],
    getters: &[
        GetterDef { name: "flags", get: |_, value| Ok(Value::Int(i64::from(receiver(value)?.1.program.flags))) },
        GetterDef { name: "groupindex", get: group_index },
        GetterDef { name: "groups", get: |_, value| Ok(Value::Int(receiver(value)?.1.groups as i64)) },
        GetterDef { name: "pattern", get: |_, value| Ok(receiver(value)?.1.source.clone()) },
    ],
    ..TypeDef::EMPTY
};

/// Type of the iterators of `finditer`.
static FINDER: TypeDef = TypeDef {
    name: "callable-iterator",
    base: Some(&types::object::OBJECT),
    methods: types::iterators::ITERATOR_METHODS,
    ..TypeDef::EMPTY
};

/// The pattern inside a receiver, and the value that holds it.
pub fn receiver(value: &Value) -> Result<(Value, &Pattern)> {
    if let Value::Host(host) = value.base()
        && let Some(pattern) = host.as_any().downcast_ref::<Pattern>()
    {
        return Ok((value.clone(), pattern));
    }
    Err(type_error("a compiled pattern is required"))
}

/// `_sre.compile(pattern, flags)`.
pub fn compile(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Subject::of(vm, &args[0])?;
    let flags = u32::try_from(vm.int_arg(&args[1])?).unwrap_or(0);
    vm.charge(text.len() as u64 + 20)?;
    let parsed = match parse(&text.points(), flags) {
        Ok(parsed) => parsed,
        Err(refusal) => return Err(refused(vm, refusal)),
    };
    let program = program::compile(&parsed.node, parsed.flags);
    vm.charge_bytes(program.ops.len() as u64 * 48)?;
    Ok(Value::Host(Rc::new(Pattern { source: args[0].clone(), program, groups: parsed.groups, names: parsed.names })))
}

fn refused(vm: &mut Vm, refusal: Refusal) -> Error {
    match refusal {
        Refusal::Error(text) => support::raise(vm, "sre_constants", "error", &text),
        Refusal::Overflow(text) => overflow_error(text),
        Refusal::Assertion(text) => Error::new(Exc::AssertionError, text),
        Refusal::Runtime(text) => Error::new(Exc::RuntimeError, text),
    }
}

fn group_index(vm: &mut Vm, value: &Value) -> Result<Value> {
    let (_, pattern) = receiver(value)?;
    let dict = Dict::new();
    for (name, group) in &pattern.names {
        dict.set(vm, Value::str(name), Value::Int(*group as i64))?;
    }
    Ok(Value::Dict(Rc::new(dict)))
}

/// The text argument under one of its names, and the part of it to look at.
pub fn text_and_range(vm: &mut Vm, args: &[Option<Value>]) -> Result<(Value, Subject, (usize, usize))> {
    let given = match args.get(1).cloned().flatten().or_else(|| args.get(4).cloned().flatten()) {
        Some(given) => given,
        None => return Err(type_error("Required argument 'string' (pos 1) not found")),
    };
    let text = Subject::of(vm, &given)?;
    let mut bound = |value: Option<&Option<Value>>, default: usize| match value {
        Some(Some(value)) => Ok::<usize, Error>(usize::try_from(vm.int_arg(value)?).unwrap_or(0)),
        _ => Ok(default),
    };
    let length = text.len();
    let start = bound(args.get(2), 0)?.min(length);
    let end = bound(args.get(3), length)?.min(length);
    Ok((given, text, (start, end)))
}

fn find(vm: &mut Vm, args: &[Option<Value>], fixed: bool) -> Result<Value> {
    let (holder, pattern) = receiver(args[0].as_ref().unwrap_or(&Value::None))?;
    let (given, text, range) = text_and_range(vm, args)?;
    if range.0 > range.1 {
        return Ok(Value::None);
    }
    Ok(match pattern.find(vm, &text, range, fixed)? {
        Some(found) => Match::value(holder, given, text, range, found),
        None => Value::None,
    })
}

/// Where to look on after a match.
pub fn after(found: &Found) -> usize {
    if found.end == found.start { found.end + 1 } else { found.end }
}

fn findall(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let (_, pattern) = receiver(args[0].as_ref().unwrap_or(&Value::None))?;
    let (_, text, (start, end)) = text_and_range(vm, args)?;
    let mut items = Vec::new();
    let mut at = start;
    while at <= end {
        let Some(found) = pattern.find(vm, &text, (at, end), false)? else { break };
        at = after(&found);
        let group = |group: usize| group_value(&text, &found, group).unwrap_or_else(|| text.empty());
        vm.charge_bytes(64)?;
        items.push(match pattern.groups {
            0 => group(0),
            1 => group(1),
            groups => Value::tuple((1..=groups).map(group).collect()),
        });
    }
    Ok(Value::list(items))
}

fn finditer(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let (holder, _) = receiver(args[0].as_ref().unwrap_or(&Value::None))?;
    let (given, text, (start, end)) = text_and_range(vm, args)?;
    let mut at = start;
    Ok(Iter::native(&FINDER, move |vm| {
        let (_, pattern) = receiver(&holder)?;
        if at > end {
            return Ok(None);
        }
        match pattern.find(vm, &text, (at, end), false)? {
            None => {
                at = end + 1;
                Ok(None)
            }
            Some(found) => {
                at = after(&found);
                Ok(Some(Match::value(holder.clone(), given.clone(), text.clone(), (start, end), found)))
            }
        }
    }))
}

fn split(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let (_, pattern) = receiver(args[0].as_ref().unwrap_or(&Value::None))?;
    let given = args[1].clone().or_else(|| args[3].clone());
    let given = given.ok_or_else(|| type_error("Required argument 'string' (pos 1) not found"))?;
    let text = Subject::of(vm, &given)?;
    let most = match &args[2] {
        Some(most) => vm.int_arg(most)?,
        None => 0,
    };
    let mut parts = Vec::new();
    let (mut last, mut at, mut count) = (0, 0, 0);
    while most == 0 || count < most {
        let Some(found) = pattern.find(vm, &text, (at, text.len()), false)? else { break };
        if found.start == found.end {
            // An empty match does not split.
            if last == text.len() {
                break;
            }
            at = found.end + 1;
            if at > text.len() {
                break;
            }
            continue;
        }
        vm.charge_bytes(64)?;
        parts.push(text.slice(last, found.start));
        for group in 1..=pattern.groups {
            parts.push(group_value(&text, &found, group).unwrap_or(Value::None));
        }
        count += 1;
        last = found.end;
        at = found.end;
    }
    parts.push(text.slice(last, text.len()));
    Ok(Value::list(parts))
}
