//! Literals: numbers and texts, as CPython 2.7 reads them.

use num_bigint::BigInt;

use super::ast::Literal;
use crate::source::Encoding;

/// Reads a number's text. Errors: a sentence.
pub fn number(text: &str) -> Result<Literal, String> {
    let lower = text.to_ascii_lowercase();
    if lower.ends_with('j') && !lower.starts_with("0x") {
        return Err("complex numbers are not part of the configuration language".to_owned());
    }
    let (digits, long) = match lower.strip_suffix('l') {
        Some(digits) => (digits, true),
        None => (lower.as_str(), false),
    };
    let based = |digits: &str, base: u32| {
        BigInt::parse_bytes(digits.as_bytes(), base).filter(|_| !digits.is_empty() && !digits.starts_with(['+', '-', '_']))
    };
    let bad = || format!("`{text}` is not a number");
    let big = if let Some(hex) = digits.strip_prefix("0x") {
        based(hex, 16)
    } else if let Some(bits) = digits.strip_prefix("0b") {
        based(bits, 2)
    } else if let Some(octal) = digits.strip_prefix("0o") {
        based(octal, 8)
    } else if digits.contains(['.', 'e']) {
        if long || !digits.bytes().all(|b| b.is_ascii_digit() || b".e+-".contains(&b)) {
            return Err(bad());
        }
        return digits.parse::<f64>().map(Literal::Float).map_err(|_| bad());
    } else if digits.len() > 1 && digits.starts_with('0') {
        match based(digits, 8) {
            Some(n) => Some(n),
            None if digits.bytes().all(|b| b.is_ascii_digit()) => {
                return Err(format!("`{text}` starts with 0, so it is octal, but holds an 8 or 9"));
            }
            None => None,
        }
    } else if digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() {
        Some(BigInt::from(digits.parse::<i64>().map_err(|_| bad())?))
    } else {
        based(digits, 10).filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let big = big.ok_or_else(bad)?;
    if long {
        return Ok(Literal::Long(big));
    }
    Ok(match i64::try_from(&big) {
        Ok(n) => Literal::Int(n),
        Err(_) => Literal::Long(big),
    })
}

/// A text literal's parts.
pub struct Text<'a> {
    /// `u` was written, or literals are unicode in this file.
    pub unicode: bool,
    /// `r` was written.
    raw: bool,
    body: &'a str,
    /// Offset of the body in the literal.
    offset: usize,
}

/// Takes a literal apart.
pub fn text(literal: &str, unicode_literals: bool) -> Text<'_> {
    let quote = literal.find(['"', '\'']).unwrap_or(0);
    let prefix = literal[..quote].to_ascii_lowercase();
    let rest = &literal[quote..];
    let long = rest.starts_with("\"\"\"") || rest.starts_with("'''");
    let width = if long && rest.len() >= 6 { 3 } else { 1 };
    let body = rest.get(width..rest.len().saturating_sub(width)).unwrap_or("");
    let unicode = prefix.contains('u') || (unicode_literals && !prefix.contains('b'));
    Text { unicode, raw: prefix.contains('r'), body, offset: quote + width }
}

impl Text<'_> {
    /// The bytes of a byte literal.
    pub fn bytes(&self, encoding: Encoding) -> Result<Vec<u8>, (usize, String)> {
        let source = file_bytes(self.body, encoding);
        if self.raw {
            return Ok(normal_lines(&source));
        }
        let mut out = Vec::with_capacity(source.len());
        let mut at = 0;
        while let Some(byte) = source.get(at).copied() {
            at += 1;
            match byte {
                b'\r' => {
                    if source.get(at) == Some(&b'\n') {
                        at += 1;
                    }
                    out.push(b'\n');
                }
                b'\\' => at = self.byte_escape(&source, at, &mut out)?,
                _ => out.push(byte),
            }
        }
        Ok(out)
    }

    /// Reads the escape behind a backslash; the position after it.
    fn byte_escape(&self, source: &[u8], at: usize, out: &mut Vec<u8>) -> Result<usize, (usize, String)> {
        let Some(byte) = source.get(at).copied() else {
            out.push(b'\\');
            return Ok(at);
        };
        match byte {
            b'x' => {
                let digits = source.get(at + 1..at + 3).and_then(|d| std::str::from_utf8(d).ok());
                match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
                    Some(value) if source[at + 1] != b'+' => {
                        out.push(value);
                        Ok(at + 3)
                    }
                    _ => Err((self.offset + at - 1, "invalid \\x escape".to_owned())),
                }
            }
            b'0'..=b'7' => {
                let (value, after) = octal(source, at);
                out.push((value & 0xff) as u8);
                Ok(after)
            }
            b'\r' if source.get(at + 1) == Some(&b'\n') => Ok(at + 2),
            b'\r' | b'\n' => Ok(at + 1),
            _ => {
                match simple_escape(byte) {
                    Some(value) => out.push(value),
                    None => out.extend([b'\\', byte]),
                }
                Ok(at + 1)
            }
        }
    }

    /// The characters of a unicode literal.
    pub fn characters(&self, encoding: Encoding) -> Result<String, (usize, String)> {
        let source: Vec<char> = match encoding {
            Encoding::Undeclared => self.body.bytes().map(|b| b as char).collect(),
            Encoding::Utf8 | Encoding::Latin1 => self.body.chars().collect(),
        };
        let mut out = String::with_capacity(source.len());
        let mut at = 0;
        while let Some(c) = source.get(at).copied() {
            at += 1;
            match c {
                '\r' => {
                    if source.get(at) == Some(&'\n') {
                        at += 1;
                    }
                    out.push('\n');
                }
                // Even raw unicode literals read \u and \U.
                '\\' if self.raw => {
                    let backslashes = 1 + source[..at - 1].iter().rev().take_while(|c| **c == '\\').count();
                    match source.get(at) {
                        Some('u' | 'U') if backslashes % 2 == 1 => at = self.code_point(&source, at, &mut out)?,
                        _ => out.push('\\'),
                    }
                }
                '\\' => at = self.char_escape(&source, at, &mut out)?,
                _ => out.push(c),
            }
        }
        Ok(out)
    }

    fn char_escape(&self, source: &[char], at: usize, out: &mut String) -> Result<usize, (usize, String)> {
        let Some(c) = source.get(at).copied() else {
            out.push('\\');
            return Ok(at);
        };
        match c {
            'x' | 'u' | 'U' => self.code_point(source, at, out),
            'N' => self.named(source, at, out),
            '0'..='7' => {
                let bytes: Vec<u8> = source[at..source.len().min(at + 3)].iter().map(|c| *c as u32 as u8).collect();
                let (value, used) = octal(&bytes, 0);
                out.push(char::from_u32(value).unwrap_or('\u{fffd}'));
                Ok(at + used)
            }
            '\r' if source.get(at + 1) == Some(&'\n') => Ok(at + 2),
            '\r' | '\n' => Ok(at + 1),
            _ => {
                match u8::try_from(c as u32).ok().and_then(simple_escape) {
                    Some(value) => out.push(value as char),
                    None => {
                        out.push('\\');
                        out.push(c);
                    }
                }
                Ok(at + 1)
            }
        }
    }

    fn code_point(&self, source: &[char], at: usize, out: &mut String) -> Result<usize, (usize, String)> {
        let width = match source[at] {
            'x' => 2,
            'u' => 4,
            _ => 8,
        };
        let digits: String = source[at + 1..].iter().take(width).take_while(|c| c.is_ascii_hexdigit()).collect();
        let form = match width {
            2 => "xXX",
            4 => "uXXXX",
            _ => "UXXXXXXXX",
        };
        if digits.len() < width {
            let words = format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: truncated \\{form} escape",
                at - 1,
                at + digits.len()
            );
            return Err((self.offset + at - 1, words));
        }
        let value = u32::from_str_radix(&digits, 16).unwrap_or(u32::MAX);
        match char::from_u32(value) {
            Some(c) => {
                out.push(c);
                Ok(at + 1 + width)
            }
            None if value < 0x11_0000 => Err((
                self.offset + at - 1,
                format!("half of a surrogate pair (\\u{value:04x}) cannot stand in a text; write the character itself with \\U"),
            )),
            None => Err((
                self.offset + at - 1,
                format!(
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: illegal Unicode character",
                    at - 1,
                    at + width
                ),
            )),
        }
    }

    fn named(&self, source: &[char], at: usize, out: &mut String) -> Result<usize, (usize, String)> {
        let bad = |words: &str| {
            Err((self.offset + at - 1, format!("(unicode error) 'unicodeescape' codec can't decode: {words}")))
        };
        if source.get(at + 1) != Some(&'{') {
            return bad("malformed \\N character escape");
        }
        let Some(length) = source[at + 2..].iter().position(|c| *c == '}') else {
            return bad("malformed \\N character escape");
        };
        let name: String = source[at + 2..at + 2 + length].iter().collect();
        match unicode_names2::character(&name) {
            Some(c) => {
                out.push(c);
                Ok(at + length + 3)
            }
            None => bad("unknown Unicode character name"),
        }
    }
}

/// The bytes that the file holds for a piece of its text.
pub fn file_bytes(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Latin1 => text.chars().map(|c| c as u32 as u8).collect(),
        Encoding::Undeclared | Encoding::Utf8 => text.as_bytes().to_vec(),
    }
}

fn normal_lines(source: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(source.len());
    for (at, byte) in source.iter().enumerate() {
        match byte {
            b'\r' if source.get(at + 1) == Some(&b'\n') => {}
            b'\r' => out.push(b'\n'),
            _ => out.push(*byte),
        }
    }
    out
}

fn octal(source: &[u8], at: usize) -> (u32, usize) {
    let digits = source[at..].iter().take(3).take_while(|b| (b'0'..=b'7').contains(*b)).count();
    let value = source[at..at + digits].iter().fold(0, |n, b| n * 8 + u32::from(b - b'0'));
    (value, at + digits)
}

fn simple_escape(byte: u8) -> Option<u8> {
    Some(match byte {
        b'\\' | b'\'' | b'"' => byte,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        _ => return None,
    })
}
