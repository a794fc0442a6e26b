//! How the bytes of a file become text (`reference/loading.md §2.2`).

/// How a file's literals read its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// No declaration: byte literals keep the file's bytes; unicode literals read each byte as Latin-1.
    /// The text held is valid UTF-8 that equals the file's bytes.
    Undeclared,
    /// Declared UTF-8, or a byte order mark: unicode literals read UTF-8.
    Utf8,
    /// Declared Latin-1, or undeclared bytes that are not UTF-8: the text held has one character for each byte.
    Latin1,
}

pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes a file: its text (without a byte order mark) and its encoding, or the name of a declared encoding that
/// is not supported, or a note that a file declared as UTF-8 is not.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), String> {
    let (bytes, marked) = match bytes.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let declared = declared_encoding(bytes);
    match declared.as_deref() {
        Some(name) if UTF8.contains(&name) => utf8(bytes),
        Some("latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "8859" | "cp819") if !marked => {
            Ok((latin1(bytes), Encoding::Latin1))
        }
        Some("ascii" | "us-ascii" | "646") if !marked => match bytes.iter().position(|b| *b >= 0x80) {
            Some(at) => Err(format!("the file is declared ASCII, but byte {at} is not")),
            None => utf8(bytes),
        },
        None if marked => utf8(bytes),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Ok((text.to_owned(), Encoding::Undeclared)),
            Err(_) => Ok((latin1(bytes), Encoding::Latin1)),
        },
        Some(name) => Err(format!("unknown encoding: {name}")),
    }
}

/// What of a file that [`decode`] refuses is at fault, in bytes: the first one that does not fit, or the declaration of an encoding
/// that is not supported.
pub fn misfit(bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    let (start, declared) = (bytes.len() - without_mark(bytes).len(), declared_encoding(without_mark(bytes)));
    let at = match declared.as_deref() {
        Some("ascii" | "us-ascii" | "646") => bytes.iter().skip(start).position(|byte| *byte >= 0x80)?,
        Some(name) if !UTF8.contains(&name) => {
            let at = bytes.windows("coding".len()).position(|word| word == b"coding")?;
            let length = bytes.iter().skip(at).take_while(|byte| !matches!(byte, b'\r' | b'\n')).count();
            return Some(at..at + length);
        }
        _ => std::str::from_utf8(without_mark(bytes)).err()?.valid_up_to(),
    };
    Some(start + at..start + at + 1)
}

/// The names of UTF-8.
const UTF8: [&str; 6] = ["utf-8", "utf8", "u8", "utf", "utf8-ucs2", "utf8-ucs4"];

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)
}

fn utf8(bytes: &[u8]) -> Result<(String, Encoding), String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), Encoding::Utf8)),
        Err(error) => Err(format!("the file is declared UTF-8, but byte {} is not", error.valid_up_to())),
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|b| *b as char).collect()
}

/// The `coding[:=]\s*NAME` declaration in a comment of the first two lines, normalised to lower case and dashes.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|b| *b == b'\n').take(2) {
        let line = String::from_utf8_lossy(line);
        let trimmed = line.trim_start_matches([' ', '\t', '\x0c']);
        let Some(comment) = trimmed.strip_prefix('#') else {
            if trimmed.trim().is_empty() {
                continue;
            }
            return None;
        };
        if let Some(name) = coding_in(comment) {
            return Some(name.to_ascii_lowercase().replace('_', "-"));
        }
    }
    None
}

fn coding_in(comment: &str) -> Option<&str> {
    let mut rest = comment;
    while let Some(at) = rest.find("coding") {
        rest = &rest[at + "coding".len()..];
        if let Some(after) = rest.strip_prefix([':', '=']) {
            let after = after.trim_start_matches([' ', '\t']);
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(after.len());
            if end > 0 {
                return Some(&after[..end]);
            }
        }
    }
    None
}
