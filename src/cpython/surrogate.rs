//! Unpaired surrogates. A `unicode` of a wide build of Python 2.7 is a row of numbers up to 0x10FFFF, the surrogates U+D800 to
//! U+DFFF among them; a Rust string holds none of these. Inside this program the surrogate U+D800+k of such a text is
//! written as the character U+10D800+k, 2048 characters in the midst of the last private-use plane.
//!
//! Text that comes from Python's numbers passes [`to_inner`], characters whose number counts pass [`code`], and text that
//! leaves as UTF-8 passes [`encode_utf8`]. The 2048 private characters themselves are taken for surrogates.

use std::borrow::Cow;
use std::cmp::Ordering;

/// The surrogates' numbers.
const FIRST: u32 = 0xd800;
const LAST: u32 = 0xdfff;
/// The character that stands for the first of them.
const FIRST_INNER: u32 = 0x10_d800;
const LAST_INNER: u32 = 0x10_dfff;

/// The character that holds a code point; `None` beyond U+10FFFF.
pub fn to_inner(code: u32) -> Option<char> {
    match code {
        FIRST..=LAST => char::from_u32(code - FIRST + FIRST_INNER),
        _ => char::from_u32(code),
    }
}

/// The code point that a character holds.
pub fn code(point: char) -> u32 {
    match u32::from(point) {
        code @ FIRST_INNER..=LAST_INNER => code - FIRST_INNER + FIRST,
        code => code,
    }
}

/// The surrogate that a character holds, if it holds one.
pub fn surrogate(point: char) -> Option<u16> {
    match code(point) {
        code @ FIRST..=LAST => u16::try_from(code).ok(),
        _ => None,
    }
}

/// Whether a text holds surrogates.
pub fn has_any(text: &str) -> bool {
    // The byte 0xf4 begins the characters from U+100000 on and nothing else.
    text.as_bytes().contains(&0xf4) && text.chars().any(|point| surrogate(point).is_some())
}

/// The text as UTF-8 as CPython writes it: a surrogate as three bytes, a high one before a low one as the character that
/// the two spell.
pub fn encode_utf8(text: &str) -> Cow<'_, [u8]> {
    if !has_any(text) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut points = text.chars().peekable();
    while let Some(point) = points.next() {
        let Some(high) = surrogate(point) else {
            out.extend_from_slice(point.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        };
        let pair = points.peek().and_then(|next| surrogate(*next)).and_then(|low| join(high, low));
        match pair {
            Some(joined) => {
                points.next();
                out.extend_from_slice(joined.encode_utf8(&mut [0; 4]).as_bytes());
            }
            None => out.extend_from_slice(&[0xed, 0x80 | (high >> 6 & 0x3f) as u8, 0x80 | (high & 0x3f) as u8]),
        }
    }
    Cow::Owned(out)
}

/// The surrogate that three bytes at the start are, held as a character.
pub fn decode_utf8(bytes: &[u8]) -> Option<char> {
    match bytes {
        [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
            to_inner(0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f))
        }
        _ => None,
    }
}

/// The character that a pair spells.
pub fn join(high: u16, low: u16) -> Option<char> {
    match (high, low) {
        (0xd800..=0xdbff, 0xdc00..=0xdfff) => char::decode_utf16([high, low]).next()?.ok(),
        _ => None,
    }
}

/// The order of two texts by code points.
pub fn order(a: &str, b: &str) -> Ordering {
    let plain = a.cmp(b);
    if plain == Ordering::Equal || !(a.as_bytes().contains(&0xf4) || b.as_bytes().contains(&0xf4)) {
        return plain;
    }
    a.chars().map(code).cmp(b.chars().map(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_point_comes_back() {
        for value in [0, 0x41, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0x10_d7ff, 0x10_ffff] {
            assert_eq!(to_inner(value).map(code), Some(value));
        }
        assert_eq!(to_inner(0x11_0000), None);
    }

    #[test]
    fn utf8() {
        let text = |codes: &[u32]| codes.iter().copied().filter_map(to_inner).collect::<String>();
        assert_eq!(&*encode_utf8(&text(&[0xdc00, 0xd800])), b"\xed\xb0\x80\xed\xa0\x80");
        assert_eq!(&*encode_utf8(&text(&[0xd83d, 0xde00])), b"\xf0\x9f\x98\x80");
        assert_eq!(decode_utf8(b"\xed\xa0\x80").map(code), Some(0xd800));
        assert_eq!(decode_utf8(b"\xed\x9f\xbf"), None);
    }

    #[test]
    fn surrogates_stand_below_the_characters_behind_them() {
        let lone = to_inner(0xdfff).map(String::from).unwrap_or_default();
        assert_eq!(order(&lone, "\u{e000}"), Ordering::Less);
        assert_eq!(order(&lone, "\u{d7ff}"), Ordering::Greater);
    }
}
