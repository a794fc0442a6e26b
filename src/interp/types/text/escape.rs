//! The escape codecs: `string_escape`, `unicode_escape`, `raw_unicode_escape`.

use super::codec::DecodeErrors;
use crate::cpython::surrogate;
use crate::interp::error::{Result, value_error};

/// A character as a numeric escape: `\xe9`, `\u20ac`, `\U0001f600`.
pub(super) fn numeric(point: char) -> String {
    match surrogate::code(point) {
        code @ 0..=0xff => format!("\\x{code:02x}"),
        code @ 0x100..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

pub(super) fn encode_string(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'\\' | b'\'' => out.extend_from_slice(&[b'\\', *byte]),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b' '..=b'~' => out.push(*byte),
            _ => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    out
}

/// The character of a one-letter escape.
fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b't' => 9,
        b'n' => 10,
        b'v' => 11,
        b'f' => 12,
        b'r' => 13,
        _ => return None,
    })
}

/// Up to three octal digits: their value and number.
fn octal(bytes: &[u8]) -> (u32, usize) {
    let digits = bytes.iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
    digits.fold((0, 0), |(value, count), byte| (value * 8 + u32::from(byte - b'0'), count + 1))
}

/// Exactly `count` hexadecimal digits, or how many there are.
fn hex(bytes: &[u8], count: usize) -> std::result::Result<u32, usize> {
    let mut value = 0u32;
    for at in 0..count {
        match bytes.get(at).and_then(|b| char::from(*b).to_digit(16)) {
            Some(digit) => value = value.wrapping_mul(16) + digit,
            None => return Err(at),
        }
    }
    Ok(value)
}

pub(super) fn decode_string(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let Some(letter) = bytes.get(at) else { return Err(value_error("Trailing \\ in string")) };
        at += 1;
        match letter {
            b'\n' => {}
            b'0'..=b'7' => {
                let (value, count) = octal(&bytes[at - 1..]);
                out.push(value as u8);
                at += count - 1;
            }
            b'x' => match hex(bytes.get(at..).unwrap_or_default(), 2) {
                Ok(value) => {
                    out.push(value as u8);
                    at += 2;
                }
                Err(_) => return Err(value_error("invalid \\x escape")),
            },
            other => match simple(*other) {
                Some(value) => out.push(value),
                None => out.extend_from_slice(&[b'\\', *other]),
            },
        }
    }
    Ok(out)
}

pub(super) fn encode_unicode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for point in text.chars() {
        match point {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            ' '..='~' => out.push(point),
            _ => out.push_str(&numeric(point)),
        }
    }
    out
}

pub(super) fn encode_raw_unicode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for point in text.chars() {
        match u8::try_from(u32::from(point)) {
            Ok(byte) => out.push(byte),
            Err(_) => out.extend_from_slice(numeric(point).as_bytes()),
        }
    }
    out
}

pub(super) fn decode_unicode(bytes: &[u8], errors: &DecodeErrors) -> Result<String> {
    const NAME: &str = "unicodeescape";
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        if *byte != b'\\' {
            out.push(char::from(*byte));
            continue;
        }
        let Some(letter) = bytes.get(at) else {
            errors.handle(&mut out, NAME, bytes, (start, at), "\\ at end of string")?;
            break;
        };
        at += 1;
        let wide = match letter {
            b'\n' => continue,
            b'0'..=b'7' => {
                let (value, count) = octal(&bytes[at - 1..]);
                out.extend(char::from_u32(value));
                at += count - 1;
                continue;
            }
            b'x' => (2, "truncated \\xXX escape"),
            b'u' => (4, "truncated \\uXXXX escape"),
            b'U' => (8, "truncated \\UXXXXXXXX escape"),
            b'N' => {
                let (end, reason) = named_escape(bytes, at);
                errors.handle(&mut out, NAME, bytes, (start, end), reason)?;
                at = end;
                continue;
            }
            other => {
                match simple(*other) {
                    Some(value) => out.push(char::from(value)),
                    None => out.extend(['\\', char::from(*other)]),
                }
                continue;
            }
        };
        let (digits, reason) = wide;
        at += push_hex(&mut out, NAME, bytes, (start, at), digits, reason, errors)?;
    }
    Ok(out)
}

/// Where a `\N{…}` escape ends whose braces begin at `at`, and why it is refused: there is no table of names here.
fn named_escape(bytes: &[u8], at: usize) -> (usize, &'static str) {
    const MALFORMED: &str = "malformed \\N character escape";
    if bytes.get(at) != Some(&b'{') {
        return (at, MALFORMED);
    }
    match bytes[at..].iter().position(|b| *b == b'}') {
        Some(close) if close > 1 => (at + close + 1, "unknown Unicode character name"),
        Some(close) => (at + close, MALFORMED),
        None => (bytes.len(), MALFORMED),
    }
}

/// Reads a numeric escape whose digits begin at `at`; gives the number of bytes read after it.
fn push_hex(
    out: &mut String,
    name: &str,
    bytes: &[u8],
    (start, at): (usize, usize),
    digits: usize,
    reason: &str,
    errors: &DecodeErrors,
) -> Result<usize> {
    match hex(bytes.get(at..).unwrap_or_default(), digits) {
        Ok(code) => {
            match surrogate::to_inner(code) {
                Some(point) => out.push(point),
                None => errors.handle(out, name, bytes, (start, at + digits), "illegal Unicode character")?,
            }
            Ok(digits)
        }
        Err(found) => {
            errors.handle(out, name, bytes, (start, at + found), reason)?;
            Ok(found)
        }
    }
}

pub(super) fn decode_raw_unicode(bytes: &[u8], errors: &DecodeErrors) -> Result<String> {
    const NAME: &str = "rawunicodeescape";
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'\\' {
            out.push(char::from(*byte));
            at += 1;
            continue;
        }
        let run = bytes[at..].iter().take_while(|b| **b == b'\\').count();
        let after = at + run;
        let digits = match bytes.get(after) {
            Some(b'u') if run % 2 == 1 => 4,
            Some(b'U') if run % 2 == 1 => 8,
            _ => {
                out.extend(std::iter::repeat_n('\\', run));
                at = after;
                continue;
            }
        };
        out.extend(std::iter::repeat_n('\\', run - 1));
        let place = (after - 1, after + 1);
        at = after + 1 + push_hex(&mut out, NAME, bytes, place, digits, "truncated \\uXXXX", errors)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        assert_eq!(decode_string(b"a\\n\\xff\\101\\q").ok(), Some(b"a\n\xffA\\q".to_vec()));
        assert!(decode_string(b"\\x1").is_err());
        assert!(decode_string(b"\\").is_err());
        assert_eq!(encode_string(b"'\"\n"), b"\\'\"\\n");
    }

    #[test]
    fn unicode() {
        assert_eq!(encode_unicode("a\u{e9}\u{20ac}\u{1f600}"), "a\\xe9\\u20ac\\U0001f600");
    }
}
