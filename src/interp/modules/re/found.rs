//! Matches.

use std::any::Any;
use std::rc::Rc;

use super::matcher::Found;
use super::pattern::{Pattern, receiver as pattern_of};
use super::subject::Subject;
use super::template::Template;
use crate::interp::error::{Result, index_error, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{GetterDef, NativeDef, Shape, TypeDef};
use crate::interp::tables::Dict;
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// A match.
pub struct Match {
    pattern: Value,
    given: Value,
    text: Subject,
    range: (usize, usize),
    found: Found,
}

impl HostValue for Match {
    fn type_def(&self) -> &'static TypeDef {
        &MATCH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Match {
    /// A match as a value: its pattern, the text as given, and where it was looked for.
    pub fn value(pattern: Value, given: Value, text: Subject, range: (usize, usize), found: Found) -> Value {
        Value::Host(Rc::new(Match { pattern, given, text, range, found }))
    }

    fn pattern(&self) -> Result<&Pattern> {
        Ok(pattern_of(&self.pattern)?.1)
    }

    /// The number of a group given by number or name.
    fn index(&self, vm: &mut Vm, key: &Value) -> Result<usize> {
        let pattern = self.pattern()?;
        let number = match key.base() {
            Value::Int(_) | Value::Long(_) | Value::Bool(_) => usize::try_from(vm.int_arg(key)?).ok(),
            Value::Str(name) => find_name(pattern, &name.lossy()),
            Value::Unicode(name) => find_name(pattern, name.text()),
            _ => None,
        };
        number.filter(|number| *number <= pattern.groups).ok_or_else(|| index_error("no such group"))
    }

    fn group(&self, group: usize) -> Option<Value> {
        group_value(&self.text, &self.found, group)
    }
}

fn find_name(pattern: &Pattern, name: &str) -> Option<usize> {
    pattern.names.iter().find(|(n, _)| n == name).map(|(_, group)| *group)
}

/// Where a group lies; `None` if it did not match.
pub fn span(found: &Found, group: usize) -> Option<(usize, usize)> {
    match group.checked_sub(1) {
        None => Some((found.start, found.end)),
        Some(index) => Some(((*found.marks.get(2 * index)?)?, (*found.marks.get(2 * index + 1)?)?)),
    }
}

/// The text of a group; `None` if it did not match.
pub fn group_value(text: &Subject, found: &Found, group: usize) -> Option<Value> {
    span(found, group).map(|(start, end)| text.slice(start, end))
}

fn receiver(value: &Value) -> Result<&Match> {
    if let Value::Host(host) = value
        && let Some(found) = host.as_any().downcast_ref::<Match>()
    {
        return Ok(found);
    }
    Err(type_error("a match object is required"))
}

fn bounds(vm: &mut Vm, args: &[Value]) -> Result<(i64, i64)> {
    let found = receiver(&args[0])?;
    let group = match args.get(1) {
        Some(key) => found.index(vm, key)?,
        None => 0,
    };
    Ok(span(&found.found, group).map_or((-1, -1), |(start, end)| (start as i64, end as i64)))
}

fn pair((start, end): (i64, i64)) -> Value {
    Value::tuple(vec![Value::Int(start), Value::Int(end)])
}

/// Type of matches.
pub static MATCH: TypeDef = TypeDef {
    name: "SRE_Match",
    module: "_sre",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("__copy__", Shape::NoArgs, |_, _| Err(type_error("cannot copy this match object"))),
        NativeDef::plain("__deepcopy__", Shape::One, |_, _| Err(type_error("cannot deepcopy this match object"))),
        NativeDef::plain("end", Shape::Unpack(0, 1), |vm, args| Ok(Value::Int(bounds(vm, args)?.1))),
        NativeDef::plain("expand", Shape::One, expand),
        NativeDef::plain("group", Shape::Unpack(0, usize::MAX), group),
        NativeDef::named("groupdict", &["default"], 0, groupdict),
        NativeDef::named("groups", &["default"], 0, groups),
        NativeDef::plain("span", Shape::Unpack(0, 1), |vm, args| Ok(pair(bounds(vm, args)?))),
        NativeDef::plain("start", Shape::Unpack(0, 1), |vm, args| Ok(Value::Int(bounds(vm, args)?.0))),
    ],
    getters: &[
        GetterDef { name: "endpos", get: |_, value| Ok(Value::Int(receiver(value)?.range.1 as i64)) },
        GetterDef { name: "lastgroup", get: last_group },
        GetterDef {
            name: "lastindex",
            get: |_, value| Ok(receiver(value)?.found.last.map_or(Value::None, |last| Value::Int(last as i64))),
        },
        GetterDef { name: "pos", get: |_, value| Ok(Value::Int(receiver(value)?.range.0 as i64)) },
        GetterDef { name: "re", get: |_, value| Ok(receiver(value)?.pattern.clone()) },
        GetterDef { name: "regs", get: regs },
        GetterDef { name: "string", get: |_, value| Ok(receiver(value)?.given.clone()) },
    ],
    ..TypeDef::EMPTY
};

fn last_group(_vm: &mut Vm, value: &Value) -> Result<Value> {
    let found = receiver(value)?;
    let names = &found.pattern()?.names;
    let name = names.iter().find(|(_, group)| Some(*group) == found.found.last);
    Ok(name.map_or(Value::None, |(name, _)| Value::str(name)))
}

fn regs(_vm: &mut Vm, value: &Value) -> Result<Value> {
    let found = receiver(value)?;
    let groups = found.pattern()?.groups;
    let place = |group| span(&found.found, group).map_or((-1, -1), |(start, end)| (start as i64, end as i64));
    Ok(Value::tuple((0..=groups).map(|group| pair(place(group))).collect()))
}

fn group(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let found = receiver(&args[0])?;
    let mut values = Vec::new();
    for key in args.get(1..).unwrap_or(&[]) {
        let group = found.index(vm, key)?;
        values.push(found.group(group).unwrap_or(Value::None));
    }
    Ok(match values.len() {
        0 => found.group(0).unwrap_or(Value::None),
        1 => values.remove(0),
        _ => Value::tuple(values),
    })
}

fn groups(_vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let found = receiver(args[0].as_ref().unwrap_or(&Value::None))?;
    let default = args[1].clone().unwrap_or(Value::None);
    let count = found.pattern()?.groups;
    Ok(Value::tuple((1..=count).map(|group| found.group(group).unwrap_or_else(|| default.clone())).collect()))
}

fn groupdict(vm: &mut Vm, args: &[Option<Value>]) -> Result<Value> {
    let found = receiver(args[0].as_ref().unwrap_or(&Value::None))?;
    let default = args[1].clone().unwrap_or(Value::None);
    let index = Dict::new();
    for (name, group) in &found.pattern()?.names {
        index.set(vm, Value::str(name), Value::Int(*group as i64))?;
    }
    // The order is that of the names in the pattern's own dictionary.
    let dict = Dict::new();
    for (name, group) in index.items() {
        let Value::Int(group) = group else { continue };
        let value = usize::try_from(group).ok().and_then(|group| found.group(group));
        dict.set(vm, name, value.unwrap_or_else(|| default.clone()))?;
    }
    Ok(Value::Dict(Rc::new(dict)))
}

fn expand(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let found = receiver(&args[0])?;
    let template = Template::of(vm, found.pattern()?, &args[1])?;
    template.expand(vm, &found.text, &found.found)
}
