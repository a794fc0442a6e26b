//! One view of `str` and `unicode`: bytes, read as bytes or as UTF-8.
//!
//! UTF-8 keeps searching and cutting at known boundaries the same as on bytes, so most methods are written once; only
//! lengths, positions and the classes of characters differ.

use std::borrow::Cow;

use super::case;
use super::codec;
use crate::interp::error::{Result, type_error};
use crate::interp::types::byte_array;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// Which of the two types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `str`.
    Str,
    /// `unicode`.
    Unicode,
}

/// A text being worked on.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// The bytes; UTF-8 if `kind` is `Unicode`.
    pub bytes: &'a [u8],
    /// How to read them.
    pub kind: Kind,
}

impl<'a> Text<'a> {
    /// The text in a value or in an instance of a subclass.
    pub fn of(value: &'a Value) -> Option<Text<'a>> {
        match value.base() {
            Value::Str(text) => Some(Text { bytes: text.bytes(), kind: Kind::Str }),
            Value::Unicode(text) => Some(Text { bytes: text.text().as_bytes(), kind: Kind::Unicode }),
            _ => None,
        }
    }

    /// The receiver of a method.
    pub fn receiver(args: &'a [Value]) -> Result<Text<'a>> {
        args.first().and_then(Text::of).ok_or_else(|| type_error("a string is required"))
    }

    /// Bytes as a value of this text's type.
    pub fn make(&self, bytes: &[u8]) -> Value {
        self.make_owned(bytes.to_vec())
    }

    /// As [`Text::make`] from owned bytes.
    pub fn make_owned(&self, bytes: Vec<u8>) -> Value {
        match self.kind {
            Kind::Str => Value::bytes(bytes),
            Kind::Unicode => Value::unicode(into_string(bytes)),
        }
    }

    /// Number of characters.
    pub fn len(&self) -> usize {
        match self.kind {
            Kind::Str => self.bytes.len(),
            Kind::Unicode => self.bytes.iter().filter(|b| !is_continuation(**b)).count(),
        }
    }

    /// Whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether positions in characters are positions in bytes.
    pub fn is_narrow(&self) -> bool {
        self.kind == Kind::Str || self.bytes.is_ascii()
    }

    /// The characters with the byte positions where they begin. Bytes of a `str` appear as the characters of the same
    /// number.
    pub fn chars(self) -> impl Iterator<Item = (usize, char)> + 'a {
        let (bytes, text) = match self.kind {
            Kind::Str => (self.bytes, ""),
            Kind::Unicode => (&b""[..], std::str::from_utf8(self.bytes).unwrap_or("")),
        };
        bytes.iter().map(|b| char::from(*b)).enumerate().chain(text.char_indices())
    }

    /// The byte position of a character position (the end if beyond).
    pub fn byte_at(&self, position: usize) -> usize {
        if self.is_narrow() {
            return position.min(self.bytes.len());
        }
        self.chars().nth(position).map_or(self.bytes.len(), |(at, _)| at)
    }

    /// The character position of a byte position.
    pub fn char_at(&self, byte: usize) -> usize {
        if self.is_narrow() {
            return byte;
        }
        self.bytes.iter().take(byte).filter(|b| !is_continuation(**b)).count()
    }

    /// Whether a character is whitespace for this type.
    pub fn is_space(&self, point: char) -> bool {
        match self.kind {
            Kind::Str => matches!(point, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c'),
            Kind::Unicode => case::is_space(point),
        }
    }

    /// Adds a character as this text's type writes it.
    pub fn push(&self, out: &mut Vec<u8>, point: char) {
        match self.kind {
            Kind::Str => out.push(u8::try_from(u32::from(point)).unwrap_or(b'?')),
            Kind::Unicode => {
                let mut buffer = [0; 4];
                out.extend_from_slice(point.encode_utf8(&mut buffer).as_bytes());
            }
        }
    }
}

/// Bytes known to be UTF-8 as a string.
pub fn into_string(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// An argument that must be a text to go with the receiver: its bytes in the receiver's reading.
pub enum Operand<'a> {
    /// Of the receiver's type, or made so.
    Same(Cow<'a, [u8]>),
    /// The receiver is a `str`, the argument a `unicode`: the work must be done in `unicode`.
    Widen,
}

/// Reads a text argument. Errors: not a text, or bytes that are not ASCII beside a `unicode`.
pub fn operand<'a>(vm: &mut Vm, receiver: Text, value: &'a Value) -> Result<Operand<'a>> {
    match (receiver.kind, value.base()) {
        (Kind::Str, Value::Str(text)) => Ok(Operand::Same(Cow::Borrowed(text.bytes()))),
        (Kind::Str, Value::Unicode(_)) => Ok(Operand::Widen),
        (Kind::Str, other) if byte_array::bytes_of(other).is_some() => {
            Ok(Operand::Same(Cow::Owned(byte_array::bytes_of(other).unwrap_or_default())))
        }
        (Kind::Str, _) => Err(type_error("expected a string or other character buffer object")),
        (Kind::Unicode, _) => Ok(Operand::Same(match vm.coerce_unicode(value)? {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        })),
    }
}

/// The receiver as `unicode`, for an operation that an argument lifts into `unicode`.
pub fn widen(args: &[Value]) -> Result<Vec<Value>> {
    let mut wide = args.to_vec();
    if let Some(first) = wide.first_mut()
        && let Value::Str(text) = first.base()
    {
        let text = codec::ascii_text(text.bytes())?.to_owned();
        *first = Value::unicode(text);
    }
    Ok(wide)
}
