//! The last gate before a terminal: whatever steers it is written out as an escape sequence that Python would read back.

use std::borrow::Cow;

use crate::diagnostics::render::text::{is_hazardous, push_escaped};

/// Bytes as a terminal may get them. Newlines and tabs pass; with `paints` so do colours, which only pages have that made
/// all foreign text safe before.
pub fn guard(bytes: &[u8], paints: bool) -> Cow<'_, [u8]> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.chars().any(|c| is_hazardous(c) && !is_layout(c))
    {
        return Cow::Borrowed(bytes);
    }
    let mut out = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(c) = rest.chars().next() {
            let paint = if paints { paint(rest) } else { 0 };
            if paint > 0 {
                out.push_str(&rest[..paint]);
                rest = &rest[paint..];
                continue;
            }
            if is_layout(c) {
                out.push(c)
            } else {
                push_escaped(&mut out, c)
            }
            rest = &rest[c.len_utf8()..];
        }
        chunk.invalid().iter().for_each(|byte| out.push_str(&format!("\\x{byte:02x}")));
    }
    Cow::Owned(out.into_bytes())
}

fn is_layout(c: char) -> bool {
    matches!(c, '\n' | '\t')
}

/// The length of the colour that a text begins with (`ESC [ digits and ; m`); 0 if it begins with none.
fn paint(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\u{1b}[") else { return 0 };
    let numbers = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    if rest[numbers..].starts_with('m') { numbers + 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::guard;

    #[test]
    fn nothing_steers() {
        let told = |text: &[u8], paints| String::from_utf8(guard(text, paints).into_owned()).expect("UTF-8");
        assert_eq!(told(b"a\n\tb", false), "a\n\tb");
        assert_eq!(told("\u{1b}]0;title\u{7}\u{9b}2J\u{202e}é".as_bytes(), false), "\\x1b]0;title\\x07\\x9b2J\\u202eé");
        assert_eq!(told(b"\x9b2J\xff\r\x7f\x08", true), "\\x9b2J\\xff\\r\\x7f\\x08");
        assert_eq!(told(b"\x1b[1;31mred\x1b[0m\x1b[2J", true), "\u{1b}[1;31mred\u{1b}[0m\\x1b[2J");
        assert_eq!(told(b"\x1b[1;31mred\x1b[0m", false), "\\x1b[1;31mred\\x1b[0m");
    }
}
