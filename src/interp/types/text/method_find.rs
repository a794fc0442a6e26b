//! `find`, `index`, `count`, `replace`, `startswith`, `endswith`.

use super::view::{Operand, Text, operand, widen};
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// From this length on a search must not be quadratic.
const LONG_NEEDLE: usize = 16;

/// Searches with the standard library's linear algorithm, which works on strings: bytes that are not UTF-8 are widened
/// to the characters of the same number.
fn position_of_long(hay: &[u8], needle: &[u8], last: bool) -> Option<usize> {
    let search = |hay: &str, needle: &str| if last { hay.rfind(needle) } else { hay.find(needle) };
    if let (Ok(hay), Ok(needle)) = (std::str::from_utf8(hay), std::str::from_utf8(needle)) {
        return search(hay, needle);
    }
    let wide = widen_bytes(hay);
    let at = search(&wide, &widen_bytes(needle))?;
    wide.get(..at).map(|before| before.chars().count())
}

fn widen_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The first (or last) place of `needle` in `hay`.
pub(super) fn position(hay: &[u8], needle: &[u8], last: bool) -> Option<usize> {
    if needle.is_empty() {
        return Some(if last { hay.len() } else { 0 });
    }
    if needle.len() > hay.len() {
        return None;
    }
    if needle.len() >= LONG_NEEDLE {
        return position_of_long(hay, needle, last);
    }
    if last {
        return (0..=hay.len() - needle.len()).rev().find(|at| hay.get(*at..*at + needle.len()) == Some(needle));
    }
    let (first, rest) = (needle[0], &needle[1..]);
    let mut from = 0;
    while let Some(found) = hay.get(from..hay.len() - rest.len()).and_then(|h| h.iter().position(|b| *b == first)) {
        let at = from + found;
        if hay.get(at + 1..at + needle.len()) == Some(rest) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// The byte range that `start` and `end` arguments select, in slice rules; `None` when it is impossible (start behind
/// the end).
fn window(vm: &mut Vm, text: Text, args: &[Value], from: usize) -> Result<Option<(usize, usize)>> {
    let start = bound(vm, args.get(from))?;
    let stop = bound(vm, args.get(from + 1))?;
    if start.is_none() && stop.is_none() {
        return Ok(Some((0, text.bytes.len())));
    }
    let length = text.len() as i64;
    let clip = |bound: i64| if bound < 0 { (bound + length).max(0) } else { bound };
    let start = clip(start.unwrap_or(0));
    let stop = clip(stop.unwrap_or(length)).min(length);
    if start > stop {
        return Ok(None);
    }
    Ok(Some((text.byte_at(start as usize), text.byte_at(stop as usize))))
}

fn bound(vm: &mut Vm, value: Option<&Value>) -> Result<Option<i64>> {
    match value {
        None | Some(Value::None) => Ok(None),
        Some(value) => vm.slice_index(value),
    }
}

fn charge_search(vm: &mut Vm, text: Text) -> Result<()> {
    vm.charge(text.bytes.len() as u64 / 64)
}

/// The character position of the match, if there is one.
fn search(vm: &mut Vm, args: &[Value], last: bool) -> Result<Option<i64>> {
    let text = Text::receiver(args)?;
    charge_search(vm, text)?;
    let Operand::Same(part) = operand(vm, text, &args[1])? else { return search(vm, &widen(args)?, last) };
    let Some((start, stop)) = window(vm, text, args, 2)? else { return Ok(None) };
    let found = position(text.bytes.get(start..stop).unwrap_or_default(), &part, last);
    Ok(found.map(|at| text.char_at(start + at) as i64))
}

pub(super) fn find(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::Int(search(vm, args, false)?.unwrap_or(-1)))
}

pub(super) fn rfind(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::Int(search(vm, args, true)?.unwrap_or(-1)))
}

pub(super) fn index(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    search(vm, args, false)?.map(Value::Int).ok_or_else(|| value_error("substring not found"))
}

pub(super) fn rindex(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    search(vm, args, true)?.map(Value::Int).ok_or_else(|| value_error("substring not found"))
}

/// Places of `needle` in `hay` that do not overlap, from the left or from the right.
pub(super) fn places<'a>(hay: &'a [u8], needle: &'a [u8], right: bool) -> Box<dyn Iterator<Item = usize> + 'a> {
    if needle.len() >= LONG_NEEDLE {
        return places_of_long(hay, needle, right);
    }
    let mut rest = 0..hay.len();
    Box::new(std::iter::from_fn(move || {
        let at = rest.start + position(hay.get(rest.clone())?, needle, right)?;
        rest = if right { rest.start..at } else { at + needle.len()..rest.end };
        Some(at)
    }))
}

/// As [`position_of_long`], all of them.
fn places_of_long<'a>(hay: &'a [u8], needle: &'a [u8], right: bool) -> Box<dyn Iterator<Item = usize> + 'a> {
    if let (Ok(hay), Ok(needle)) = (std::str::from_utf8(hay), std::str::from_utf8(needle)) {
        return if right {
            Box::new(hay.rmatch_indices(needle).map(|(at, _)| at))
        } else {
            Box::new(hay.match_indices(needle).map(|(at, _)| at))
        };
    }
    let (wide, needle) = (widen_bytes(hay), widen_bytes(needle));
    let mut found: Vec<usize> = if right {
        wide.rmatch_indices(&needle).map(|(at, _)| at).collect()
    } else {
        wide.match_indices(&needle).map(|(at, _)| at).collect()
    };
    found.sort_unstable();
    // Byte positions of the widened text become those of the bytes.
    let (mut counted, mut number) = (0, 0);
    for at in &mut found {
        number += wide.get(counted..*at).map_or(0, |part| part.chars().count());
        counted = *at;
        *at = number;
    }
    if right { Box::new(found.into_iter().rev()) } else { Box::new(found.into_iter()) }
}

pub(super) fn count(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    charge_search(vm, text)?;
    let Operand::Same(part) = operand(vm, text, &args[1])? else { return count(vm, &widen(args)?) };
    let Some((start, stop)) = window(vm, text, args, 2)? else { return Ok(Value::Int(0)) };
    let hay = Text { bytes: text.bytes.get(start..stop).unwrap_or_default(), kind: text.kind };
    let number = if part.is_empty() { hay.len() + 1 } else { places(hay.bytes, &part, false).count() };
    Ok(Value::Int(number as i64))
}

pub(super) fn replace(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let limit = match args.get(3) {
        Some(limit) => usize::try_from(vm.int_arg(limit)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let (Operand::Same(old), Operand::Same(new)) = (operand(vm, text, &args[1])?, operand(vm, text, &args[2])?) else {
        return replace(vm, &widen(args)?);
    };
    charge_search(vm, text)?;
    if text.bytes.is_empty() && limit != usize::MAX {
        return Ok(args[0].base().clone());
    }
    let count =
        if old.is_empty() { limit.min(text.len() + 1) } else { places(text.bytes, &old, false).take(limit).count() };
    if count == 0 {
        return Ok(args[0].base().clone());
    }
    let kept = (text.bytes.len() - count * old.len()) as u64;
    vm.check_size(kept.saturating_add((count as u64).saturating_mul(new.len() as u64)))?;
    let mut out = Vec::new();
    let mut from = 0;
    let mut put = |at: usize| {
        out.extend_from_slice(text.bytes.get(from..at).unwrap_or_default());
        out.extend_from_slice(&new);
        from = at + old.len();
    };
    if old.is_empty() {
        let ends = std::iter::once(text.bytes.len());
        text.chars().map(|(at, _)| at).chain(ends).take(count).for_each(&mut put);
    } else {
        places(text.bytes, &old, false).take(count).for_each(&mut put);
    }
    out.extend_from_slice(text.bytes.get(from..).unwrap_or_default());
    Ok(text.make_owned(out))
}

pub(super) fn startswith(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    affix(vm, args, "startswith", false).map(Value::Bool)
}

pub(super) fn endswith(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    affix(vm, args, "endswith", true).map(Value::Bool)
}

fn affix(vm: &mut Vm, args: &[Value], name: &str, end: bool) -> Result<bool> {
    match args[1].base() {
        Value::Tuple(parts) => {
            for part in parts.iter() {
                if affix_one(vm, args, part, end)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Value::Str(_) | Value::Unicode(_) => affix_one(vm, args, &args[1], end),
        other if crate::interp::types::byte_array::bytes_of(other).is_some() => affix_one(vm, args, &args[1], end),
        _ => {
            let given = vm.type_name(&args[1]);
            Err(type_error(format!("{name} first arg must be str, unicode, or tuple, not {given}")))
        }
    }
}

fn affix_one(vm: &mut Vm, args: &[Value], part: &Value, end: bool) -> Result<bool> {
    let text = Text::receiver(args)?;
    let Operand::Same(part_bytes) = operand(vm, text, part)? else {
        return affix_one(vm, &widen(args)?, part, end);
    };
    let range = window(vm, text, args, 2)?;
    let Some((start, stop)) = range else {
        // `unicode` finds the empty text even behind the end.
        return Ok(part_bytes.is_empty() && text.kind == super::view::Kind::Unicode);
    };
    let hay = text.bytes.get(start..stop).unwrap_or_default();
    Ok(if end { hay.ends_with(&part_bytes) } else { hay.starts_with(&part_bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        assert_eq!(position(b"abcabc", b"bc", false), Some(1));
        assert_eq!(position(b"abcabc", b"bc", true), Some(4));
        assert_eq!(position(b"abc", b"", true), Some(3));
        assert_eq!(position(b"ab", b"abc", false), None);
        assert_eq!(position(b"aab", b"ab", false), Some(1));
        let long = [b"x".repeat(40), b"ab".repeat(20)].concat();
        assert_eq!(position(&long, &b"ab".repeat(10), false), Some(40));
        assert_eq!(position(&long, &b"ab".repeat(10), true), Some(60));
        let bytes = [b"\xff".repeat(30), b"z".repeat(20)].concat();
        assert_eq!(position(&bytes, &b"z".repeat(20), false), Some(30));
        assert_eq!(places(b"aaaa", b"aa", false).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(places(b"aaa", b"aa", true).collect::<Vec<_>>(), [1]);
        assert_eq!(places(&bytes, &b"\xff".repeat(16), true).collect::<Vec<_>>(), [14]);
        assert_eq!(places(&long, &b"ab".repeat(8), false).collect::<Vec<_>>(), [40, 56]);
    }
}
