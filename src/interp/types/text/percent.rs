//! `template % arguments`.

use std::borrow::Cow;

use super::codec;
use super::percent_number as number;
use super::view::{Kind, Text, into_string};
use crate::cpython::surrogate;
use crate::interp::error::{Error, Result, overflow_error, type_error, value_error};
use crate::interp::types::numeric::to_whole;
use crate::interp::value::{Str, Value};
use crate::interp::vm::Vm;

/// A conversion's parts: `%-5.2f`.
#[derive(Default, Clone)]
pub(super) struct Spec {
    pub(super) left: bool,
    pub(super) plus: bool,
    pub(super) blank: bool,
    pub(super) alternate: bool,
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) precision: Option<usize>,
}

/// What a conversion gives before it is padded.
pub(super) struct Piece {
    /// The characters, with a leading `-` for negative numbers.
    pub(super) text: Vec<u8>,
    /// Whether it is a number: signs and zeros apply.
    pub(super) number: bool,
    /// Length of a base marker (`0x`) behind the sign.
    pub(super) marker: usize,
}

/// The arguments and how many are used.
struct Arguments<'a> {
    all: &'a Value,
    mapping: bool,
    /// The value that a mapping key gave, until it is used.
    keyed: Option<Option<Value>>,
    next: usize,
}

/// `str % arguments`; a `unicode` among the arguments makes the result `unicode`.
pub fn format_bytes(vm: &mut Vm, template: &Str, arguments: &Value) -> Result<Value> {
    Job::new(vm, Cow::Borrowed(template.bytes()), Kind::Str, arguments)?.run(vm)
}

/// `unicode % arguments`.
pub fn format_unicode(vm: &mut Vm, template: &str, arguments: &Value) -> Result<Value> {
    Job::new(vm, Cow::Borrowed(template.as_bytes()), Kind::Unicode, arguments)?.run(vm)
}

struct Job<'a> {
    template: Cow<'a, [u8]>,
    at: usize,
    /// Where the part begins that messages count positions from.
    origin: usize,
    kind: Kind,
    out: Vec<u8>,
    arguments: Arguments<'a>,
}

impl<'a> Job<'a> {
    fn new(vm: &mut Vm, template: Cow<'a, [u8]>, kind: Kind, all: &'a Value) -> Result<Job<'a>> {
        let mapping = is_mapping(vm, all)?;
        let arguments = Arguments { all, mapping, keyed: None, next: 0 };
        let out = Vec::with_capacity(template.len() + 16);
        Ok(Job { template, at: 0, origin: 0, kind, out, arguments })
    }

    fn run(mut self, vm: &mut Vm) -> Result<Value> {
        while let Some(byte) = self.template.get(self.at).copied() {
            if byte != b'%' {
                let rest = self.template.get(self.at..).unwrap_or_default();
                let end = rest.iter().position(|b| *b == b'%').unwrap_or(rest.len());
                self.out.extend_from_slice(&rest[..end]);
                self.at += end;
                continue;
            }
            let (start, next) = (self.at, self.arguments.next);
            self.at += 1;
            if !self.conversion(vm)? {
                // A unicode argument: what is there so far and the rest of the template become unicode.
                codec::ascii_text(&self.out)?;
                codec::ascii_text(self.template.get(start..).unwrap_or_default())?;
                self.kind = Kind::Unicode;
                self.origin = start;
                (self.at, self.arguments.next) = (start, next);
                self.arguments.keyed = None;
            }
            vm.check_size(self.out.len() as u64 / 64)?;
        }
        if !self.arguments.mapping && self.arguments.left_over() {
            return Err(type_error("not all arguments converted during string formatting"));
        }
        vm.check_size(self.out.len() as u64)?;
        Ok(match self.kind {
            Kind::Str => Value::bytes(self.out),
            Kind::Unicode => Value::unicode(into_string(self.out)),
        })
    }

    fn peek(&self) -> Result<u8> {
        self.template.get(self.at).copied().ok_or_else(|| value_error("incomplete format"))
    }

    /// One conversion, its `%` already read; false if it must be done again in `unicode`.
    fn conversion(&mut self, vm: &mut Vm) -> Result<bool> {
        let mut spec = Spec::default();
        if self.template.get(self.at) == Some(&b'(') {
            self.key(vm)?;
        }
        loop {
            match self.peek()? {
                b'-' => spec.left = true,
                b'+' => spec.plus = true,
                b' ' => spec.blank = true,
                b'#' => spec.alternate = true,
                b'0' => spec.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        self.width(vm, &mut spec)?;
        if self.peek()? == b'.' {
            self.at += 1;
            self.precision(vm, &mut spec)?;
        }
        if matches!(self.peek()?, b'h' | b'l' | b'L') {
            self.at += 1;
        }
        let code = self.peek()?;
        self.at += 1;
        let piece = match code {
            b'%' => Piece { text: b"%".to_vec(), number: false, marker: 0 },
            b's' | b'r' => {
                let value = self.arguments.take()?;
                match self.text(vm, code, &value)? {
                    Some(text) => Piece { text: self.cut(text, spec.precision), number: false, marker: 0 },
                    None => return Ok(false),
                }
            }
            b'c' => {
                let value = self.arguments.take()?;
                match self.character(vm, &value)? {
                    Some(text) => Piece { text, number: false, marker: 0 },
                    None => return Ok(false),
                }
            }
            b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => {
                let value = self.arguments.take()?;
                number::integer(vm, &spec, code, &value)?
            }
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {
                let value = self.arguments.take()?;
                number::float(vm, self.kind, &spec, code, &value)?
            }
            _ => {
                // Even an unknown conversion takes its argument first.
                self.arguments.take()?;
                return Err(self.unsupported());
            }
        };
        self.pad(vm, &spec, piece)?;
        Ok(true)
    }

    fn unsupported(&self) -> Error {
        let before = self.template.get(self.origin..self.at - 1).unwrap_or_default();
        let text = Text { bytes: self.template.get(self.origin..).unwrap_or_default(), kind: self.kind };
        let index = Text { bytes: before, kind: self.kind }.len();
        let code = text.chars().nth(index).map_or(0, |(_, point)| surrogate::code(point));
        let shown = match (self.kind, char::from_u32(code)) {
            (Kind::Unicode, Some(point)) if !(31..=126).contains(&code) || point.is_control() => '?',
            (_, Some(point)) => point,
            (_, None) => '?',
        };
        let number = if self.kind == Kind::Str && code > 127 { code | 0xffff_ff00 } else { code };
        let head = b"unsupported format character '".to_vec();
        let mut message = head;
        Text { bytes: b"", kind: self.kind }.push(&mut message, shown);
        message.extend_from_slice(format!("' ({number:#x}) at index {index}").as_bytes());
        Error::with_args(crate::interp::error::Exc::ValueError, vec![Value::bytes(message)])
    }

    /// `(name)`: the argument of this conversion is looked up.
    fn key(&mut self, vm: &mut Vm) -> Result<()> {
        if !self.arguments.mapping {
            return Err(type_error("format requires a mapping"));
        }
        self.at += 1;
        let start = self.at;
        let mut depth = 1;
        while depth > 0 {
            match self.template.get(self.at) {
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                Some(_) => {}
                None => return Err(value_error("incomplete format key")),
            }
            self.at += 1;
        }
        let name = self.template.get(start..self.at - 1).unwrap_or_default();
        let key = Text { bytes: b"", kind: self.kind }.make(name);
        let value = vm.getitem(self.arguments.all, &key)?;
        self.arguments.keyed = Some(Some(value));
        Ok(())
    }

    fn width(&mut self, vm: &mut Vm, spec: &mut Spec) -> Result<()> {
        if self.peek()? == b'*' {
            self.at += 1;
            let width = self.star(vm)?;
            spec.left |= width < 0;
            spec.width = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
            return Ok(());
        }
        spec.width = self.digits(i64::MAX as u64, "width too big")?;
        Ok(())
    }

    fn precision(&mut self, vm: &mut Vm, spec: &mut Spec) -> Result<()> {
        if self.peek()? == b'*' {
            self.at += 1;
            let precision = self.star(vm)?;
            if i32::try_from(precision).is_err() {
                return Err(overflow_error("Python int too large to convert to C int"));
            }
            spec.precision = Some(usize::try_from(precision).unwrap_or(0));
            return Ok(());
        }
        spec.precision = Some(self.digits(i32::MAX as u64, "prec too big")?);
        Ok(())
    }

    fn star(&mut self, vm: &mut Vm) -> Result<i64> {
        let value = self.arguments.take()?;
        match value.base() {
            Value::Int(_) | Value::Bool(_) => vm.int_arg(value.base()),
            _ => Err(type_error("* wants int")),
        }
    }

    fn digits(&mut self, limit: u64, message: &str) -> Result<usize> {
        let mut number = 0u64;
        while let Some(digit) = self.template.get(self.at).filter(|b| b.is_ascii_digit()) {
            let digit = u64::from(digit - b'0');
            if number > (limit - digit) / 10 {
                return Err(value_error(message));
            }
            number = number * 10 + digit;
            self.at += 1;
        }
        Ok(number as usize)
    }

    /// `%s` and `%r`: `None` when a `unicode` turns up in a `str` template.
    fn text(&self, vm: &mut Vm, code: u8, value: &Value) -> Result<Option<Vec<u8>>> {
        if code == b'r' {
            return Ok(Some(vm.repr(value)?));
        }
        if self.kind == Kind::Unicode {
            return Ok(Some(vm.unicode(value)?.into_bytes()));
        }
        match vm.text_of(value)? {
            Value::Str(text) => Ok(Some(text.bytes().to_vec())),
            _ => Ok(None),
        }
    }

    fn cut(&self, mut text: Vec<u8>, precision: Option<usize>) -> Vec<u8> {
        if let Some(precision) = precision {
            let end = Text { bytes: &text, kind: self.kind }.byte_at(precision);
            text.truncate(end);
        }
        text
    }

    fn character(&self, vm: &mut Vm, value: &Value) -> Result<Option<Vec<u8>>> {
        let wants = || type_error("%c requires int or char");
        match (self.kind, value.base()) {
            (Kind::Str, Value::Unicode(_)) => Ok(None),
            (Kind::Unicode, Value::Unicode(text)) => {
                if text.len() == 1 {
                    Ok(Some(text.text().as_bytes().to_vec()))
                } else {
                    Err(wants())
                }
            }
            (kind, Value::Str(text)) => match text.bytes() {
                [byte] => {
                    let mut out = Vec::new();
                    Text { bytes: b"", kind }.push(&mut out, char::from(*byte));
                    Ok(Some(out))
                }
                _ => Err(wants()),
            },
            (Kind::Str, _) => match vm.int_arg(value)? {
                number if number < 0 => Err(overflow_error("unsigned byte integer is less than minimum")),
                number => match u8::try_from(number) {
                    Ok(byte) => Ok(Some(vec![byte])),
                    Err(_) => Err(overflow_error("unsigned byte integer is greater than maximum")),
                },
            },
            (Kind::Unicode, Value::Int(_) | Value::Long(_) | Value::Bool(_) | Value::Float(_)) => {
                let number = match to_whole(vm, value.base(), false) {
                    Ok(Value::Int(number)) => number,
                    _ => return Err(wants()),
                };
                match u32::try_from(number).ok().and_then(surrogate::to_inner) {
                    Some(point) => Ok(Some(point.to_string().into_bytes())),
                    None => Err(overflow_error("%c arg not in range(0x110000) (wide Python build)")),
                }
            }
            (Kind::Unicode, _) => Err(wants()),
        }
    }

    /// Adds a piece with its sign, base marker and padding in their order.
    fn pad(&mut self, vm: &mut Vm, spec: &Spec, piece: Piece) -> Result<()> {
        let mut body = &piece.text[..];
        let mut sign: &[u8] = b"";
        if piece.number {
            if body.first() == Some(&b'-') {
                (sign, body) = (b"-", &body[1..]);
            } else if spec.plus {
                sign = b"+";
            } else if spec.blank {
                sign = b" ";
            }
        }
        let (marker, body) = body.split_at(piece.marker.min(body.len()));
        let length = sign.len() + marker.len() + Text { bytes: body, kind: self.kind }.len();
        let gap = spec.width.saturating_sub(length);
        vm.check_size((gap as u64).saturating_add(body.len() as u64))?;
        let zeros = piece.number && spec.zero;
        let (before, inside, after) = match (spec.left, zeros) {
            (true, _) => (0, 0, gap),
            (false, true) => (0, gap, 0),
            (false, false) => (gap, 0, 0),
        };
        self.out.extend(std::iter::repeat_n(b' ', before));
        self.out.extend_from_slice(sign);
        self.out.extend_from_slice(marker);
        self.out.extend(std::iter::repeat_n(b'0', inside));
        self.out.extend_from_slice(body);
        self.out.extend(std::iter::repeat_n(b' ', after));
        Ok(())
    }
}

impl Arguments<'_> {
    fn take(&mut self) -> Result<Value> {
        let missing = || type_error("not enough arguments for format string");
        if let Some(keyed) = &mut self.keyed {
            return keyed.take().ok_or_else(missing);
        }
        let value = match self.all.base() {
            Value::Tuple(items) => items.get(self.next).cloned(),
            _ if self.next == 0 => Some(self.all.clone()),
            _ => None,
        };
        self.next += 1;
        value.ok_or_else(missing)
    }

    fn left_over(&self) -> bool {
        match self.all.base() {
            Value::Tuple(items) => self.next < items.len(),
            _ => self.next == 0,
        }
    }
}

/// Whether `%(name)s` may look in it: everything with a subscript that is not a tuple or a text.
fn is_mapping(vm: &mut Vm, value: &Value) -> Result<bool> {
    match value.base() {
        Value::Dict(_) | Value::List(_) => Ok(true),
        Value::Instance(instance) if instance.class().kind == crate::interp::class::ClassKind::Old => Ok(true),
        Value::Instance(_) | Value::Host(_) => Ok(vm.class_of(value).lookup_name("__getitem__").is_some()),
        _ => Ok(false),
    }
}
