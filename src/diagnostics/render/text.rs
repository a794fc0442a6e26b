//! Making foreign text safe and short enough to show.

use std::borrow::Cow;
use std::fmt::Write;

/// The longest message or help shown to people, in characters.
pub const LONGEST_MESSAGE: usize = 2_000;

/// The longest label shown to people, in characters.
pub const LONGEST_LABEL: usize = 160;

/// Whether a character can change what a terminal does or how it orders what follows: control characters, line
/// separators and the marks of bidirectional text. Tab and newline count too.
pub fn is_hazardous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || c == '\u{feff}'
}

/// Appends a character, a hazardous one as an escape sequence that Python would read back.
pub fn push_escaped(out: &mut String, c: char) {
    let written = match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        c if !is_hazardous(c) => out.write_char(c),
        c if (c as u32) < 0x100 => write!(out, "\\x{:02x}", c as u32),
        c => write!(out, "\\u{:04x}", c as u32),
    };
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}

/// One line of safe text: every hazardous character is escaped, newline and tab included.
pub fn one_line(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// Safe text that keeps its lines and tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| matches!(c, '\n' | '\t'))
}

/// One line of safe text for a message: its lines are joined by `; `, or by a blank behind a mark that ends a sentence.
pub fn joined(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', '?', '!', ':', ';', ',']) { " " } else { "; " });
        }
        out.push_str(&one_line(line));
    }
    out
}

/// At most `limit` characters; a longer text loses its middle and says how much is missing.
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= limit {
        return Cow::Borrowed(text);
    }
    let tail = limit / 4;
    let head: String = text.chars().take(limit - tail).collect();
    let end: String = text.chars().skip(count - tail).collect();
    Cow::Owned(format!("{head} … [{} characters left out] … {end}", count - limit))
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| is_hazardous(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if keep(c) {
            out.push(c);
        } else {
            push_escaped(&mut out, c);
        }
    }
    Cow::Owned(out)
}
