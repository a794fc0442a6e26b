//! Backslashes in text literals.

use crate::cpython::surrogate;

/// An escape that cannot be read.
pub(super) struct EscapeError {
    /// Ours.
    pub message: String,
    /// Python's words.
    pub python: String,
    /// A `ValueError` rather than a `SyntaxError`.
    pub is_value_error: bool,
}

/// The escapes of one character that byte and unicode texts share.
fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        _ => return None,
    })
}

/// Up to three octal digits from `at`: their value and how many there are.
fn octal(bytes: &[u8], at: usize) -> (u32, usize) {
    let digits = bytes[at..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
    digits.fold((0, 0), |(value, count), digit| (value * 8 + u32::from(digit - b'0'), count + 1))
}

/// Exactly `width` hexadecimal digits from `at`, or how many there are.
fn hex(bytes: &[u8], at: usize, width: usize) -> Result<u32, usize> {
    let mut value = 0;
    for index in 0..width {
        match bytes.get(at + index).and_then(|b| char::from(*b).to_digit(16)) {
            Some(digit) => value = value * 16 + digit,
            None => return Err(index),
        }
    }
    Ok(value)
}

/// The escapes of a byte text.
pub(super) fn bytes(body: &[u8]) -> Result<Vec<u8>, EscapeError> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(&letter) = body.get(at) else {
            out.push(b'\\');
            break;
        };
        at += 1;
        match letter {
            b'\n' => {}
            b'0'..=b'7' => {
                let (value, count) = octal(body, at - 1);
                at += count - 1;
                out.push(value as u8);
            }
            b'x' => match hex(body, at, 2) {
                Ok(value) => {
                    at += 2;
                    out.push(value as u8);
                }
                Err(_) => {
                    let message = "`\\x` in a text needs two hexadecimal digits".to_owned();
                    return Err(EscapeError { message, python: "invalid \\x escape".to_owned(), is_value_error: true });
                }
            },
            _ => match simple(letter) {
                Some(value) => out.push(value),
                None => out.extend([b'\\', letter]),
            },
        }
    }
    Ok(out)
}

/// Walks a unicode text and knows where CPython would see its bytes: it spells other characters `\UXXXXXXXX` first.
struct Reader<'b> {
    body: &'b str,
    at: usize,
    position: usize,
    codec: &'static str,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.body[self.at..].chars().next()?;
        self.at += c.len_utf8();
        self.position += if c.is_ascii() { 1 } else { 10 };
        Some(c)
    }

    fn error<T>(&self, start: usize, end: usize, reason: &str, message: impl Into<String>) -> Result<T, EscapeError> {
        let codec = self.codec;
        let place = match end - start {
            0 | 1 => format!("byte 0x5c in position {start}"),
            _ => format!("bytes in position {start}-{}", end - 1),
        };
        let python = format!("(unicode error) '{codec}' codec can't decode {place}: {reason}");
        Err(EscapeError { message: message.into(), python, is_value_error: false })
    }

    /// The character of an escape `\x`, `\u` or `\U` whose letter was read; the escape began at `start`.
    fn code_point(&mut self, start: usize, letter: char, truncated: &str) -> Result<char, EscapeError> {
        let width = match letter {
            'x' => 2,
            'u' => 4,
            _ => 8,
        };
        match hex(self.body.as_bytes(), self.at, width) {
            Err(digits) => {
                let message = format!("`\\{letter}` in a text needs {width} hexadecimal digits");
                self.error(start, self.position + digits, truncated, message)
            }
            Ok(value) => {
                self.at += width;
                self.position += width;
                match surrogate::to_inner(value) {
                    Some(c) => Ok(c),
                    None => {
                        let reason = if self.codec == "unicodeescape" {
                            "illegal Unicode character"
                        } else {
                            "\\Uxxxxxxxx out of range"
                        };
                        self.error(start, self.position, reason, format!("there is no character U+{value:08X}"))
                    }
                }
            }
        }
    }

    /// `\N{…}` after its `N`.
    fn named(&mut self, start: usize) -> Result<char, EscapeError> {
        let rest = &self.body[self.at..];
        let name = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            let end = self.position + if rest.starts_with('{') { rest.len() } else { 0 };
            return self.error(start, end, "malformed \\N character escape", "`\\N` in a text needs a name in braces");
        };
        let known = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-');
        self.at += name.len() + 2;
        self.position += name.len() + 2;
        match known.then(|| unicode_names2::character(name)).flatten() {
            Some(c) => Ok(c),
            None => {
                let message = format!("no character is called `{name}`");
                self.error(start, self.position, "unknown Unicode character name", message)
            }
        }
    }
}

/// The escapes of a unicode text.
pub(super) fn unicode(body: &str) -> Result<String, EscapeError> {
    let mut reader = Reader { body, at: 0, position: 0, codec: "unicodeescape" };
    let mut out = String::with_capacity(body.len());
    loop {
        let start = reader.position;
        let Some(c) = reader.next() else { return Ok(out) };
        if c != '\\' {
            out.push(c);
            continue;
        }
        let Some(letter) = reader.next() else {
            out.push('\\');
            return Ok(out);
        };
        match letter {
            '\n' => {}
            '0'..='7' => {
                let (value, count) = octal(body.as_bytes(), reader.at - 1);
                reader.at += count - 1;
                reader.position += count - 1;
                out.extend(char::from_u32(value));
            }
            'x' => out.push(reader.code_point(start, letter, "truncated \\xXX escape")?),
            'u' => out.push(reader.code_point(start, letter, "truncated \\uXXXX escape")?),
            'U' => out.push(reader.code_point(start, letter, "truncated \\UXXXXXXXX escape")?),
            'N' => out.push(reader.named(start)?),
            _ => match u8::try_from(letter).ok().and_then(simple) {
                Some(value) => out.push(char::from(value)),
                None => out.extend(['\\', letter]),
            },
        }
    }
}

/// The escapes of a raw unicode text: `\u` and `\U` behind an odd number of backslashes.
pub(super) fn raw_unicode(body: &str) -> Result<String, EscapeError> {
    let mut reader = Reader { body, at: 0, position: 0, codec: "rawunicodeescape" };
    let mut out = String::with_capacity(body.len());
    loop {
        let Some(c) = reader.next() else { return Ok(out) };
        out.push(c);
        if c != '\\' {
            continue;
        }
        let start = reader.position - 1;
        let mut slashes = 1;
        let mut letter = reader.next();
        while letter == Some('\\') {
            out.push('\\');
            slashes += 1;
            letter = reader.next();
        }
        match letter {
            None => return Ok(out),
            Some(letter @ ('u' | 'U')) if slashes % 2 == 1 => {
                out.pop();
                let truncated = if letter == 'u' { "truncated \\uXXXX" } else { "truncated \\UXXXXXXXX" };
                out.push(reader.code_point(start + slashes - 1, letter, truncated)?);
            }
            Some(letter) => out.push(letter),
        }
    }
}
