//! JSON strings, as `json.dumps` writes them.

use std::fmt::Write;

use crate::cpython::surrogate::surrogate;

/// Appends a string in quotes with `ensure_ascii=True`: everything outside printable ASCII as `\uNNNN`, beyond U+FFFF as a
/// pair of surrogates.
pub fn write_string_ascii(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    let mut rest = text;
    loop {
        // What stands for itself goes over in one piece.
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'"' && *byte != b'\\';
        let plain = rest.bytes().take_while(is_plain).count();
        let (before, after) = rest.split_at(plain);
        out.push_str(before);
        let mut points = after.chars();
        let Some(point) = points.next() else { break };
        rest = points.as_str();
        match point {
            '"' | '\\' | '\n' | '\r' | '\t' | '\x08' | '\x0c' => write_short(out, point),
            ' '..='~' => out.push(point),
            _ => {
                let mut units = [0; 2];
                let units = match surrogate(point) {
                    Some(lone) => {
                        units = [lone, 0];
                        &units[..1]
                    }
                    None => point.encode_utf16(&mut units),
                };
                for unit in units {
                    // Writing to a string cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

/// Appends a string in quotes with `ensure_ascii=False`: only quotes, backslashes and control characters are escaped.
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for point in text.chars() {
        match point {
            '"' | '\\' | '\n' | '\r' | '\t' | '\x08' | '\x0c' => write_short(out, point),
            '\0'..='\x1f' => {
                let _ = write!(out, "\\u{:04x}", u32::from(point));
            }
            _ => out.push(point),
        }
    }
    out.push('"');
}

fn write_short(out: &mut String, point: char) {
    out.push('\\');
    out.push(match point {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\x08' => 'b',
        '\x0c' => 'f',
        other => other,
    });
}
