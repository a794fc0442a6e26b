//! Case changes and the `is…` methods.

use super::case;
use super::view::{Kind, Text};
use crate::interp::error::Result;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

impl Text<'_> {
    fn upper(&self, point: char) -> char {
        if self.kind == Kind::Str { point.to_ascii_uppercase() } else { case::upper(point) }
    }

    fn lower(&self, point: char) -> char {
        if self.kind == Kind::Str { point.to_ascii_lowercase() } else { case::lower(point) }
    }

    fn title(&self, point: char) -> char {
        if self.kind == Kind::Str { point.to_ascii_uppercase() } else { case::title(point) }
    }

    fn is_upper(&self, point: char) -> bool {
        if self.kind == Kind::Str { point.is_ascii_uppercase() } else { case::is_upper(point) }
    }

    fn is_lower(&self, point: char) -> bool {
        if self.kind == Kind::Str { point.is_ascii_lowercase() } else { case::is_lower(point) }
    }

    fn is_title(&self, point: char) -> bool {
        self.kind == Kind::Unicode && case::is_title(point)
    }

    fn is_alpha(&self, point: char) -> bool {
        if self.kind == Kind::Str { point.is_ascii_alphabetic() } else { case::is_alpha(point) }
    }

    fn is_digit(&self, point: char) -> bool {
        if self.kind == Kind::Str { point.is_ascii_digit() } else { case::is_digit(point) }
    }

    fn is_alnum(&self, point: char) -> bool {
        self.is_alpha(point)
            || self.is_digit(point)
            || (self.kind == Kind::Unicode && (case::decimal_digit(point).is_some() || case::is_numeric(point)))
    }
}

/// The text with each character mapped; `map` also gets the characters before it.
fn mapped(vm: &mut Vm, args: &[Value], mut map: impl FnMut(&Text, char) -> char) -> Result<Value> {
    let text = Text::receiver(args)?;
    vm.check_size(text.bytes.len() as u64)?;
    let mut out = Vec::with_capacity(text.bytes.len());
    for (_, point) in text.chars() {
        text.push(&mut out, map(&text, point));
    }
    Ok(text.make_owned(out))
}

pub(super) fn upper(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    mapped(vm, args, |text, point| text.upper(point))
}

pub(super) fn lower(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    mapped(vm, args, |text, point| text.lower(point))
}

pub(super) fn swapcase(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    mapped(vm, args, |text, point| {
        if text.is_upper(point) {
            text.lower(point)
        } else if text.is_lower(point) {
            text.upper(point)
        } else {
            point
        }
    })
}

pub(super) fn capitalize(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let mut first = true;
    mapped(vm, args, move |text, point| if std::mem::take(&mut first) { text.upper(point) } else { text.lower(point) })
}

pub(super) fn title(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let mut inside = false;
    mapped(vm, args, move |text, point| {
        let mapped = if inside { text.lower(point) } else { text.title(point) };
        inside = text.is_lower(point) || text.is_upper(point) || text.is_title(point);
        mapped
    })
}

/// Whether there are characters and all satisfy the test.
fn all(vm: &mut Vm, args: &[Value], test: impl Fn(&Text, char) -> bool) -> Result<Value> {
    let text = Text::receiver(args)?;
    vm.charge(text.bytes.len() as u64 / 64)?;
    Ok(Value::Bool(!text.bytes.is_empty() && text.chars().all(|(_, point)| test(&text, point))))
}

pub(super) fn isalpha(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    all(vm, args, |text, point| text.is_alpha(point))
}

pub(super) fn isalnum(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    all(vm, args, |text, point| text.is_alnum(point))
}

pub(super) fn isdigit(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    all(vm, args, |text, point| text.is_digit(point))
}

pub(super) fn isdecimal(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    all(vm, args, |_, point| case::decimal_digit(point).is_some())
}

pub(super) fn isnumeric(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    all(vm, args, |_, point| case::is_numeric(point))
}

pub(super) fn isspace(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    all(vm, args, |text, point| text.is_space(point))
}

pub(super) fn isupper(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let other = text.chars().any(|(_, point)| text.is_lower(point) || text.is_title(point));
    Ok(Value::Bool(!other && text.chars().any(|(_, point)| text.is_upper(point))))
}

pub(super) fn islower(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let other = text.chars().any(|(_, point)| text.is_upper(point) || text.is_title(point));
    Ok(Value::Bool(!other && text.chars().any(|(_, point)| text.is_lower(point))))
}

pub(super) fn istitle(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let text = Text::receiver(args)?;
    let (mut cased, mut inside) = (false, false);
    for (_, point) in text.chars() {
        if text.is_upper(point) || text.is_title(point) {
            if inside {
                return Ok(Value::Bool(false));
            }
            (cased, inside) = (true, true);
        } else if text.is_lower(point) {
            if !inside {
                return Ok(Value::Bool(false));
            }
            cased = true;
        } else {
            inside = false;
        }
    }
    Ok(Value::Bool(cased))
}
