//! `repr` of the two string types of Python 2.7: text that, read as a literal, gives the string again, in ASCII.

use std::fmt::Write;

use super::surrogate::code;

/// `repr` of a `str`: quotes, `\t \n \r \\`, and `\xNN` for every other byte outside printable ASCII.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push(quote);
    for &byte in bytes {
        push_escaped(&mut out, char::from(byte), quote);
    }
    out.push(quote);
    out
}

/// `repr` of a `unicode`: as for `str` with a `u` in front; `\uNNNN` from U+0100 and `\UNNNNNNNN` from U+10000.
pub fn repr_unicode(text: &str) -> String {
    let quote = quote_for(text.contains('\''), text.contains('"'));
    let mut out = String::with_capacity(text.len() + 3);
    out.push('u');
    out.push(quote);
    for point in text.chars() {
        push_escaped(&mut out, point, quote);
    }
    out.push(quote);
    out
}

/// Single quotes, unless only those occur in the string.
fn quote_for(single: bool, double: bool) -> char {
    if single && !double { '"' } else { '\'' }
}

fn push_escaped(out: &mut String, point: char, quote: char) {
    // Writing to a string cannot fail.
    let _ = match (point, code(point)) {
        ('\t', _) => out.write_str("\\t"),
        ('\n', _) => out.write_str("\\n"),
        ('\r', _) => out.write_str("\\r"),
        (point, _) if point == quote || point == '\\' => write!(out, "\\{point}"),
        (' '..='~', _) => out.write_char(point),
        (_, code @ ..=0xff) => write!(out, "\\x{code:02x}"),
        (_, code @ ..=0xffff) => write!(out, "\\u{code:04x}"),
        (_, code) => write!(out, "\\U{code:08x}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes() {
        assert_eq!(repr_bytes(b""), "''");
        assert_eq!(repr_bytes(b"it's"), "\"it's\"");
        assert_eq!(repr_bytes(b"say \"it's\""), r#"'say "it\'s"'"#);
        assert_eq!(repr_unicode("it's"), "u\"it's\"");
    }

    #[test]
    fn escapes() {
        assert_eq!(repr_bytes(b"a\\\t\n\r\0\x1b\x7f\xc3\xa9~"), r"'a\\\t\n\r\x00\x1b\x7f\xc3\xa9~'");
        assert_eq!(repr_unicode("\u{7f}\u{e9}\u{20ac}\u{1f600}"), r"u'\x7f\xe9\u20ac\U0001f600'");
    }
}
