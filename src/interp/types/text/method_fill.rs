//! `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.

use super::view::{Kind, Text};
use crate::interp::error::{Result, overflow_error, type_error};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// The fill character's bytes.
fn fill_char(vm: &mut Vm, text: Text, value: Option<&Value>, name: &str) -> Result<Vec<u8>> {
    let Some(value) = value else { return Ok(b" ".to_vec()) };
    if text.kind == Kind::Str {
        return match value.base() {
            Value::Str(fill) if fill.bytes().len() == 1 => Ok(fill.bytes().to_vec()),
            _ => {
                let given = vm.type_name(value);
                Err(type_error(format!("{name}() argument 2 must be char, not {given}")))
            }
        };
    }
    let fill = match value.base() {
        Value::Str(text) => text.ascii().map(str::to_owned),
        Value::Unicode(text) => Some(text.text().to_owned()),
        _ => None,
    };
    let Some(fill) = fill else { return Err(type_error("The fill character cannot be converted to Unicode")) };
    if fill.chars().count() != 1 {
        return Err(type_error("The fill character must be exactly one character long"));
    }
    Ok(fill.into_bytes())
}

/// The text with `left` and `right` fill characters around it.
pub(super) fn padded(vm: &mut Vm, text: Text, fill: &[u8], left: usize, right: usize) -> Result<Value> {
    let size = (left as u64).saturating_add(right as u64).saturating_mul(fill.len() as u64);
    vm.check_size(size.saturating_add(text.bytes.len() as u64))?;
    Ok(text.make_owned([&fill.repeat(left), text.bytes, &fill.repeat(right)].concat()))
}

fn gap(vm: &mut Vm, text: Text, width: &Value) -> Result<(usize, usize)> {
    let width = usize::try_from(vm.int_arg(width)?).unwrap_or(0);
    Ok((width.saturating_sub(text.len()), width))
}

pub(super) fn center(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let (gap, width) = gap(vm, text, &args[1])?;
    let fill = fill_char(vm, text, args.get(2), "center")?;
    // The odd character goes left when the width is odd.
    let left = gap / 2 + (gap & width & 1);
    padded(vm, text, &fill, left, gap - left)
}

pub(super) fn ljust(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let (gap, _) = gap(vm, text, &args[1])?;
    let fill = fill_char(vm, text, args.get(2), "ljust")?;
    padded(vm, text, &fill, 0, gap)
}

pub(super) fn rjust(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let (gap, _) = gap(vm, text, &args[1])?;
    let fill = fill_char(vm, text, args.get(2), "rjust")?;
    padded(vm, text, &fill, gap, 0)
}

pub(super) fn zfill(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let (gap, _) = gap(vm, text, &args[1])?;
    let (sign, rest) = match text.bytes.first() {
        Some(b'+' | b'-') => text.bytes.split_at(1),
        _ => (&b""[..], text.bytes),
    };
    vm.check_size((gap as u64).saturating_add(text.bytes.len() as u64))?;
    Ok(text.make_owned([sign, &b"0".repeat(gap), rest].concat()))
}

pub(super) fn expandtabs(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let width = match args.get(1) {
        Some(width) => vm.int_arg(width)?,
        None => 8,
    };
    if i32::try_from(width).is_err() {
        let word = if width > 0 { "greater than maximum" } else { "less than minimum" };
        return Err(overflow_error(format!("signed integer is {word}")));
    }
    let width = u64::try_from(width).unwrap_or(0);
    let tabs = text.bytes.iter().filter(|b| **b == b'\t').count() as u64;
    vm.check_size((text.bytes.len() as u64).saturating_add(tabs.saturating_mul(width)))?;
    let mut out = Vec::new();
    let mut column = 0u64;
    for (_, point) in text.chars() {
        match point {
            '\t' if width > 0 => {
                let spaces = width - column % width;
                out.extend(std::iter::repeat_n(b' ', spaces as usize));
                column += spaces;
            }
            '\t' => {}
            _ => {
                text.push(&mut out, point);
                column = if matches!(point, '\n' | '\r') { 0 } else { column + 1 };
            }
        }
    }
    Ok(text.make_owned(out))
}
