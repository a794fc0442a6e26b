//! UTF-8, UTF-16 and UTF-32 with the error positions and reasons of Python 2.7.

use super::codec::DecodeErrors;
use crate::cpython::surrogate;
use crate::interp::error::Result;

/// UTF-16 or UTF-32.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wide {
    /// Bytes of a unit: 2 or 4.
    pub bytes: usize,
    /// Their order.
    pub order: Order,
}

/// The order of a unit's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// As a mark at the beginning says; little-endian without one, and when writing.
    Marked,
    /// Lowest byte first.
    Little,
    /// Highest byte first.
    Big,
}

/// Decodes UTF-8. Encoded surrogates are read as such.
pub(super) fn decode_utf8(bytes: &[u8], errors: &DecodeErrors) -> Result<String> {
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match std::str::from_utf8(&bytes[at..]) {
            Ok(rest) => {
                out.push_str(rest);
                break;
            }
            Err(error) => {
                let valid = error.valid_up_to();
                out.push_str(std::str::from_utf8(&bytes[at..at + valid]).unwrap_or_default());
                at += valid;
                if let Some(half) = surrogate::decode_utf8(&bytes[at..]) {
                    out.push(half);
                    at += 3;
                    continue;
                }
                let (length, reason) = utf8_problem(&bytes[at..]);
                errors.handle(&mut out, "utf8", bytes, (at, at + length), reason)?;
                at += length;
            }
        }
    }
    Ok(out)
}

/// How many bytes at the start are one error, and why.
fn utf8_problem(bytes: &[u8]) -> (usize, &'static str) {
    let expected = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return (1, "invalid start byte"),
    };
    let continued = bytes.iter().skip(1).take(expected - 1).take_while(|b| **b & 0xc0 == 0x80).count();
    if bytes.len() < expected {
        return (1 + continued, "unexpected end of data");
    }
    (1 + continued.min(expected - 2), "invalid continuation byte")
}

fn order_of(bytes: &[u8], wide: Wide) -> (bool, usize) {
    match (wide.order, wide.bytes) {
        (Order::Little, _) => (false, 0),
        (Order::Big, _) => (true, 0),
        (Order::Marked, 2) if bytes.starts_with(b"\xff\xfe") => (false, 2),
        (Order::Marked, 2) if bytes.starts_with(b"\xfe\xff") => (true, 2),
        (Order::Marked, 4) if bytes.starts_with(b"\xff\xfe\0\0") => (false, 4),
        (Order::Marked, 4) if bytes.starts_with(b"\0\0\xfe\xff") => (true, 4),
        (Order::Marked, _) => (false, 0),
    }
}

fn unit(bytes: &[u8], big: bool) -> u32 {
    let fold = |value: u32, byte: &u8| value << 8 | u32::from(*byte);
    if big { bytes.iter().fold(0, fold) } else { bytes.iter().rev().fold(0, fold) }
}

/// Decodes UTF-16 or UTF-32.
pub(super) fn decode_wide(bytes: &[u8], wide: Wide, errors: &DecodeErrors) -> Result<String> {
    let (big, start) = order_of(bytes, wide);
    let name = if wide.bytes == 2 { "utf16" } else { "utf32" };
    let mut out = String::new();
    let mut at = start;
    while at < bytes.len() {
        let Some(first) = bytes.get(at..at + wide.bytes) else {
            errors.handle(&mut out, name, bytes, (at, bytes.len()), "truncated data")?;
            break;
        };
        let value = unit(first, big);
        at += wide.bytes;
        let is_high = (0xd800..0xdc00).contains(&value);
        if wide.bytes == 4 || !(0xd800..0xe000).contains(&value) {
            match surrogate::to_inner(value) {
                Some(point) => out.push(point),
                None => {
                    errors.handle(&mut out, name, bytes, (at - wide.bytes, at), "code point not in range(0x110000)")?
                }
            }
            continue;
        }
        let Some(second) = bytes.get(at..at + 2) else {
            errors.handle(&mut out, name, bytes, (at - 2, bytes.len()), "unexpected end of data")?;
            break;
        };
        if !is_high {
            errors.handle(&mut out, name, bytes, (at - 2, at), "illegal encoding")?;
            continue;
        }
        let low = unit(second, big);
        if (0xdc00..0xe000).contains(&low) {
            let code = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
            out.extend(char::from_u32(code));
            at += 2;
        } else {
            errors.handle(&mut out, name, bytes, (at - 2, at), "illegal UTF-16 surrogate")?;
        }
    }
    Ok(out)
}

/// Encodes into UTF-16 or UTF-32.
pub(super) fn encode_wide(text: &str, wide: Wide) -> Vec<u8> {
    let big = wide.order == Order::Big;
    let mut out = Vec::new();
    let mut push = |value: u32| {
        let all = value.to_be_bytes();
        let bytes = &all[4 - wide.bytes..];
        if big { out.extend_from_slice(bytes) } else { out.extend(bytes.iter().rev()) }
    };
    if wide.order == Order::Marked {
        push(0xfeff);
    }
    for point in text.chars() {
        if wide.bytes == 4 {
            push(surrogate::code(point));
        } else if let Some(half) = surrogate::surrogate(point) {
            push(u32::from(half));
        } else {
            let mut units = [0; 2];
            point.encode_utf16(&mut units).iter().for_each(|unit| push(u32::from(*unit)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_errors() {
        assert_eq!(utf8_problem(b"\xff"), (1, "invalid start byte"));
        assert_eq!(utf8_problem(b"\xe2\x82"), (2, "unexpected end of data"));
        assert_eq!(utf8_problem(b"\xe2(\xa1"), (1, "invalid continuation byte"));
        assert_eq!(utf8_problem(b"\xe2\x82a"), (2, "invalid continuation byte"));
    }

    #[test]
    fn marks_and_surrogates() {
        let marked = Wide { bytes: 2, order: Order::Marked };
        assert_eq!(encode_wide("a\u{20ac}", marked), b"\xff\xfea\x00\xac ");
        assert_eq!(encode_wide("\u{1f600}", Wide { bytes: 2, order: Order::Big }), b"\xd8\x3d\xde\x00");
    }
}
