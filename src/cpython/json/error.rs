//! What is wrong with a JSON text, in the words of Python 2.7.

use std::fmt;

/// The kinds of errors. Where Python words a message differently for `str` and `unicode` input, so do we.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonErrorKind {
    /// No value where one must be.
    NoObject,
    /// The text ends inside an array or object.
    ExpectingObject,
    /// Something other than a comma or the closing bracket after an item.
    ExpectingComma,
    /// Something other than a colon after a member's name.
    ExpectingColon,
    /// Something other than a string as a member's name.
    ExpectingName,
    /// Text after the value, up to this byte offset.
    ExtraData(usize),
    /// The closing quote is missing.
    UnterminatedString,
    /// The text ends right after an opening quote.
    OutOfBounds,
    /// A raw control character in a string.
    ControlCharacter,
    /// A backslash before a character that has no meaning then.
    Escape,
    /// `\u` without four hexadecimal digits.
    UnicodeEscape,
    /// More nested arrays and objects than the limit. Python raises a `RuntimeError`.
    TooDeep,
}

/// An error in a JSON text. Displays as the message of Python's `ValueError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong.
    pub kind: JsonErrorKind,
    /// Where, in bytes from the start of the text; for [`JsonErrorKind::NoObject`] where the value was looked for.
    pub offset: usize,
    /// The message with positions as Python counts them.
    pub message: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for JsonError {}

/// How positions are counted: Python's are bytes in a `str` and code points in a `unicode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
    Bytes,
    Points,
}

impl JsonError {
    pub(super) fn new(kind: JsonErrorKind, text: &str, offset: usize, units: Units) -> Self {
        let unicode = units == Units::Points;
        let words = match kind {
            JsonErrorKind::NoObject => return Self::placeless(kind, offset, "No JSON object could be decoded"),
            JsonErrorKind::OutOfBounds => return Self::placeless(kind, offset, "end is out of bounds"),
            JsonErrorKind::TooDeep => {
                return Self::placeless(kind, offset, "maximum recursion depth exceeded while decoding JSON");
            }
            JsonErrorKind::ExpectingObject => "Expecting object",
            JsonErrorKind::ExpectingComma if unicode => "Expecting ',' delimiter",
            JsonErrorKind::ExpectingComma => "Expecting , delimiter",
            JsonErrorKind::ExpectingColon if unicode => "Expecting ':' delimiter",
            JsonErrorKind::ExpectingColon => "Expecting : delimiter",
            JsonErrorKind::ExpectingName if unicode => "Expecting property name enclosed in double quotes",
            JsonErrorKind::ExpectingName => "Expecting property name",
            JsonErrorKind::ExtraData(_) => "Extra data",
            JsonErrorKind::UnterminatedString => "Unterminated string starting at",
            JsonErrorKind::ControlCharacter => "Invalid control character at",
            JsonErrorKind::Escape => "Invalid \\escape",
            JsonErrorKind::UnicodeEscape => "Invalid \\uXXXX escape",
        };
        let (line, column, at) = place(text, offset, units);
        let message = match kind {
            JsonErrorKind::ExtraData(end) => {
                let (end_line, end_column, end) = place(text, end, units);
                format!(
                    "{words}: line {line} column {column} - line {end_line} column {end_column} (char {at} - {end})"
                )
            }
            _ => format!("{words}: line {line} column {column} (char {at})"),
        };
        JsonError { kind, offset, message }
    }

    fn placeless(kind: JsonErrorKind, offset: usize, message: &str) -> Self {
        JsonError { kind, offset, message: message.to_owned() }
    }
}

/// Line and column, both from 1, and the position from 0.
fn place(text: &str, offset: usize, units: Units) -> (usize, usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(..end).unwrap_or(text);
    let count = |part: &str| match units {
        Units::Bytes => part.len(),
        Units::Points => part.chars().count(),
    };
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let inside = offset.min(text.len()) - end;
    let inside = if units == Units::Bytes { inside } else { 0 };
    (line, count(before.get(line_start..).unwrap_or("")) + inside + 1, count(before) + inside)
}
