//! `sub` and `subn`.

use super::found::Match;
use super::matcher::Found;
use super::pattern::{after, receiver};
use super::subject::Subject;
use super::template::Template;
use crate::interp::error::Result;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// What a match is replaced by.
enum Replacement {
    /// The same text each time.
    Text(Value),
    /// A text with groups.
    Template(Template),
    /// What a function gives.
    Call(Value),
}

/// The text with its matches replaced, and how many there were.
pub fn substitute(vm: &mut Vm, args: &[Option<Value>]) -> Result<(Value, i64)> {
    let none = Value::None;
    let (holder, pattern) = receiver(args[0].as_ref().unwrap_or(&none))?;
    let given = args[2].clone().unwrap_or(Value::None);
    let most = match &args[3] {
        Some(most) => vm.int_arg(most)?,
        None => 0,
    };
    let replacement = Replacement::of(vm, pattern, args[1].as_ref().unwrap_or(&none))?;
    let text = Subject::of(vm, &given)?;
    let end = text.len();
    let mut parts = Vec::new();
    let (mut copied, mut at, mut count) = (0, 0, 0);
    while (most == 0 || count < most) && at <= end {
        let Some(found) = pattern.find(vm, &text, (at, end), false)? else { break };
        at = after(&found);
        if copied < found.start {
            parts.push(text.slice(copied, found.start));
        } else if copied == found.start && copied == found.end && count > 0 {
            // Right behind a match nothing empty is replaced.
            continue;
        }
        copied = found.end;
        count += 1;
        vm.charge_bytes(64)?;
        replacement.apply(vm, (&holder, &given, &text), found, &mut parts)?;
    }
    if copied < end || parts.is_empty() {
        parts.push(text.slice(copied, end));
    }
    let joined = vm.call_method(&text.empty(), "join", &[Value::list(parts)])?;
    Ok((joined, count))
}

impl Replacement {
    fn of(vm: &mut Vm, pattern: &super::pattern::Pattern, value: &Value) -> Result<Replacement> {
        match value.base() {
            Value::Str(text) if !text.bytes().contains(&b'\\') => Ok(Replacement::Text(value.base().clone())),
            Value::Unicode(text) if !text.text().contains('\\') => Ok(Replacement::Text(value.base().clone())),
            Value::Str(_) | Value::Unicode(_) => {
                let template = Template::of(vm, pattern, value)?;
                Ok(match template.literal() {
                    Some(text) => Replacement::Text(text),
                    None => Replacement::Template(template),
                })
            }
            Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => {
                Ok(Replacement::Call(value.clone()))
            }
            _ if vm.special(value, "__call__")?.is_some() => Ok(Replacement::Call(value.clone())),
            _ => {
                vm.len(value)?;
                let template = Template::of(vm, pattern, value)?;
                Ok(Replacement::Template(template))
            }
        }
    }

    fn apply(
        &self,
        vm: &mut Vm,
        (holder, given, text): (&Value, &Value, &Subject),
        found: Found,
        parts: &mut Vec<Value>,
    ) -> Result<()> {
        match self {
            Replacement::Text(value) => parts.push(value.clone()),
            Replacement::Template(template) => template.fill(vm, text, &found, parts)?,
            Replacement::Call(function) => {
                let found = Match::value(holder.clone(), given.clone(), text.clone(), (0, text.len()), found);
                let value = vm.call_with(function, &[found])?;
                if !value.is_none() {
                    parts.push(value);
                }
            }
        }
        Ok(())
    }
}
