//! `split`, `rsplit`, `splitlines`, `partition`, `rpartition`, `join`.

use super::method_find::{places, position};
use super::view::{Kind, Operand, Text, operand, widen};
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

fn limit(vm: &mut Vm, value: Option<&Value>) -> Result<usize> {
    match value {
        Some(value) => Ok(usize::try_from(vm.int_arg(value)?).unwrap_or(usize::MAX)),
        None => Ok(usize::MAX),
    }
}

/// Refuses too many parts before they are collected.
fn check_parts(vm: &mut Vm, text: Text, parts: usize) -> Result<()> {
    vm.charge(parts as u64 + text.bytes.len() as u64 / 64)?;
    vm.check_size(parts as u64 * 16)
}

fn finish(vm: &mut Vm, text: Text, parts: &[&[u8]]) -> Result<Value> {
    vm.charge_bytes(text.bytes.len() as u64)?;
    Ok(Value::list(parts.iter().map(|part| text.make(part)).collect()))
}

pub(super) fn split(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    split_from(vm, args, false)
}

pub(super) fn rsplit(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    split_from(vm, args, true)
}

fn split_from(vm: &mut Vm, args: &[Value], right: bool) -> Result<Value> {
    let text = Text::receiver(args)?;
    let limit = limit(vm, args.get(2))?;
    let separator = match args.get(1) {
        None | Some(Value::None) => {
            let spaces = text.chars().filter(|(_, point)| text.is_space(*point)).count();
            check_parts(vm, text, limit.min(spaces).saturating_add(1))?;
            let mut parts = if right { words_from_right(text, limit) } else { words(text, limit) };
            if right {
                parts.reverse();
            }
            return finish(vm, text, &parts);
        }
        Some(separator) => separator,
    };
    let Operand::Same(separator) = operand(vm, text, separator)? else {
        return split_from(vm, &widen(args)?, right);
    };
    if separator.is_empty() {
        return Err(value_error("empty separator"));
    }
    let count = places(text.bytes, &separator, right).take(limit).count();
    check_parts(vm, text, count + 1)?;
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut rest = 0..text.bytes.len();
    for at in places(text.bytes, &separator, right).take(limit) {
        let (before, after) = (rest.start..at, at + separator.len()..rest.end);
        let (part, left) = if right { (after, before) } else { (before, after) };
        parts.push(&text.bytes[part]);
        rest = left;
    }
    parts.push(&text.bytes[rest]);
    if right {
        parts.reverse();
    }
    finish(vm, text, &parts)
}

/// Runs of characters that are not whitespace; after `limit` of them the rest as it is, without whitespace before it.
fn words<'a>(text: Text<'a>, limit: usize) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    for (at, point) in text.chars() {
        match (start, text.is_space(point)) {
            (None, false) if parts.len() == limit => {
                parts.push(&text.bytes[at..]);
                return parts;
            }
            (None, false) => start = Some(at),
            (Some(from), true) => {
                parts.push(&text.bytes[from..at]);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        parts.push(&text.bytes[from..]);
    }
    parts
}

/// As [`words`] from the right end; the parts come last first.
fn words_from_right<'a>(text: Text<'a>, limit: usize) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut end: Option<usize> = None;
    let mut next = text.bytes.len();
    let points: Vec<(usize, char)> = text.chars().collect();
    for (at, point) in points.into_iter().rev() {
        match (end, text.is_space(point)) {
            (None, false) if parts.len() == limit => {
                parts.push(&text.bytes[..next]);
                return parts;
            }
            (None, false) => end = Some(next),
            (Some(to), true) => {
                parts.push(&text.bytes[next..to]);
                end = None;
            }
            _ => {}
        }
        next = at;
    }
    if let Some(to) = end {
        parts.push(&text.bytes[..to]);
    }
    parts
}

pub(super) fn splitlines(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let keep = match args.get(1) {
        Some(value) => vm.int_arg(value)? != 0,
        None => false,
    };
    let ends = text.chars().filter(|(_, point)| is_line_end(text.kind, *point)).count();
    check_parts(vm, text, ends + 1)?;
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut start = 0;
    let mut points = text.chars().peekable();
    while let Some((at, point)) = points.next() {
        if !is_line_end(text.kind, point) {
            continue;
        }
        let mut after = points.peek().map_or(text.bytes.len(), |(next, _)| *next);
        if point == '\r' && points.peek().is_some_and(|(_, next)| *next == '\n') {
            points.next();
            after += 1;
        }
        parts.push(&text.bytes[start..if keep { after } else { at }]);
        start = after;
    }
    if start < text.bytes.len() {
        parts.push(&text.bytes[start..]);
    }
    finish(vm, text, &parts)
}

fn is_line_end(kind: Kind, point: char) -> bool {
    match point {
        '\n' | '\r' => true,
        '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}' => kind == Kind::Unicode,
        _ => false,
    }
}

pub(super) fn partition(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    part(vm, args, false)
}

pub(super) fn rpartition(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    part(vm, args, true)
}

fn part(vm: &mut Vm, args: &[Value], right: bool) -> Result<Value> {
    let text = Text::receiver(args)?;
    let Operand::Same(separator) = operand(vm, text, &args[1])? else { return part(vm, &widen(args)?, right) };
    if separator.is_empty() {
        return Err(value_error("empty separator"));
    }
    vm.charge(text.bytes.len() as u64 / 64)?;
    vm.charge_bytes(text.bytes.len() as u64)?;
    let whole = args[0].base().clone();
    Ok(Value::tuple(match position(text.bytes, &separator, right) {
        Some(at) => {
            vec![text.make(&text.bytes[..at]), text.make(&separator), text.make(&text.bytes[at + separator.len()..])]
        }
        None if right => vec![text.make(b""), text.make(b""), whole],
        None => vec![whole, text.make(b""), text.make(b"")],
    }))
}

pub(super) fn join(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let items = match args[1].base() {
        Value::List(list) => list.items.borrow().clone(),
        Value::Tuple(items) => items.to_vec(),
        _ => match vm.iter(&args[1]) {
            Ok(iterator) => {
                let mut items = Vec::new();
                while let Some(item) = vm.next(&iterator)? {
                    vm.charge(1)?;
                    items.push(item);
                }
                items
            }
            Err(error) if vm.error_is(&error, crate::interp::error::Exc::TypeError) => {
                return Err(type_error("can only join an iterable"));
            }
            Err(error) => return Err(error),
        },
    };
    let text = Text::receiver(args)?;
    if let ([only], Kind::Str) = (&items[..], text.kind) {
        // A single text is given back as it is, of either type.
        if let Value::Str(_) | Value::Unicode(_) = only {
            return Ok(only.clone());
        }
    }
    if text.kind == Kind::Str {
        for (at, item) in items.iter().enumerate() {
            match item.base() {
                Value::Str(_) => {}
                Value::Unicode(_) => return join_items(vm, Text::receiver(&widen(args)?)?, &items),
                _ => {
                    let name = vm.type_name(item);
                    return Err(type_error(format!("sequence item {at}: expected string, {name} found")));
                }
            }
        }
    }
    join_items(vm, text, &items)
}

fn join_items(vm: &mut Vm, separator: Text, items: &[Value]) -> Result<Value> {
    let gaps = items.len().saturating_sub(1) as u64;
    let size: u64 = items.iter().filter_map(Text::of).map(|t| t.bytes.len() as u64).sum();
    vm.charge(items.len() as u64)?;
    vm.check_size(size.saturating_add(gaps.saturating_mul(separator.bytes.len() as u64)))?;
    let mut out = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(separator.bytes);
        }
        match (separator.kind, item.base()) {
            (Kind::Str, Value::Str(text)) => out.extend_from_slice(text.bytes()),
            (_, Value::Str(_) | Value::Unicode(_)) => out.extend_from_slice(vm.coerce_unicode(item)?.as_bytes()),
            _ => {
                let name = vm.type_name(item);
                return Err(type_error(format!("sequence item {at}: expected string or Unicode, {name} found")));
            }
        }
    }
    Ok(separator.make_owned(out))
}
