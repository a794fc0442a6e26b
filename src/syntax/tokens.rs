//! The tokens of a piece that could not be read: where CPython's parser, which looks at one token at a time, stops.

use super::grammar::Rule;
use super::layout::text_end;
use super::lower::is_reserved;

/// A token and where it is.
#[derive(Clone, Copy)]
struct Token<'t> {
    text: &'t str,
    at: usize,
}

/// Walks over tokens, past blanks, comments and line ends.
struct Tokens<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let at = significant(self.text, self.at, self.end);
        if at >= self.end {
            return None;
        }
        let bytes = self.text.as_bytes();
        let word = word_length(&bytes[at..self.end]);
        self.at = match bytes[at] {
            b'\'' | b'"' => text_end(bytes, at).unwrap_or(self.end).min(self.end),
            _ if word > 0 => at + word,
            _ => at + self.text[at..].chars().next().map_or(1, char::len_utf8),
        };
        Some(Token { text: &self.text[at..self.at], at })
    }
}

fn word_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()
}

/// Past blanks, comments and line ends, but not past `end`.
pub(super) fn significant(text: &str, at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    while at < end {
        match bytes[at] {
            b' ' | b'\t' | b'\x0c' | b'\n' | b'\r' => at += 1,
            b'\\' if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 1,
            b'#' => {
                while at < end && !matches!(bytes[at], b'\n' | b'\r') {
                    at += 1;
                }
            }
            _ => break,
        }
    }
    at.min(end)
}

/// The word, number, or single character at an offset.
pub(super) fn token_at(text: &str, at: usize, end: usize) -> &str {
    let rest = &text[at..end.max(at)];
    match word_length(rest.as_bytes()) {
        0 => &rest[..rest.chars().next().map_or(0, char::len_utf8)],
        word => &rest[..word],
    }
}

/// The brackets that are open at `at`, innermost last.
pub(super) fn open_brackets(text: &str, start: usize, at: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for token in (Tokens { text, at: start, end: at }) {
        match token.text {
            "(" | "[" | "{" => open.push(token.at),
            ")" | "]" | "}" => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

/// The first token between `start` and `end` that CPython stops at though pest went on: a reserved word that pest took
/// for a name, or a number that is none.
pub(super) fn first_misfit(rule: Rule, text: &str, start: usize, end: usize, print_function: bool) -> Option<usize> {
    let mut before: Option<Token> = None;
    for token in (Tokens { text, at: start, end }) {
        if broken_number(&text.as_bytes()[..end], token.at).is_some() && before.is_none_or(|b| b.text != ".") {
            return Some(token.at);
        }
        if let Some(before) = before {
            let operand = ends_operand(before.text, print_function);
            let fits = match token.text {
                "and" | "or" | "is" | "else" => operand,
                "in" => operand || matches!(before.text, "," | "not"),
                "if" | "for" => operand || before.text == ",",
                "not" | "lambda" => true,
                "yield" => matches!(before.text, "(" | "="),
                "as" => matches!(
                    rule,
                    Rule::import_statement | Rule::from_statement | Rule::with_header | Rule::except_header
                ),
                "import" => rule == Rule::from_statement,
                word => !is_reserved(word, print_function),
            };
            if !fits {
                return Some(token.at);
            }
        }
        before = Some(token);
    }
    None
}

/// Whether an operator may follow this token.
fn ends_operand(token: &str, print_function: bool) -> bool {
    match token.as_bytes().first() {
        Some(b')' | b']' | b'}' | b'`' | b'\'' | b'"') => true,
        Some(first) if first.is_ascii_alphanumeric() || *first == b'_' => !is_reserved(token, print_function),
        _ => false,
    }
}

/// The end of a number that begins at `at` and that Python's tokenizer refuses.
pub(super) fn broken_number(bytes: &[u8], at: usize) -> Option<usize> {
    let digits =
        |from: usize, radix: u32| bytes.iter().skip(from).take_while(|b| char::from(**b).is_digit(radix)).count();
    let first = bytes.get(at).filter(|b| b.is_ascii_digit())?;
    let radix = match bytes.get(at + 1) {
        _ if *first != b'0' => 10,
        Some(b'x' | b'X') => 16,
        Some(b'o' | b'O') => 8,
        Some(b'b' | b'B') => 2,
        _ => 10,
    };
    if radix != 10 {
        return (digits(at + 2, radix) == 0).then_some(at + 2 + word_length(&bytes[at + 2..]));
    }
    let end = at + digits(at, 10);
    let is_float = matches!(bytes.get(end), Some(b'.' | b'e' | b'E' | b'j' | b'J'));
    let is_octal = *first == b'0' && end - at > 1;
    if is_octal && !is_float && digits(at, 8) < end - at {
        return Some(end);
    }
    // An exponent with a sign and no digits.
    let mantissa = if bytes.get(end) == Some(&b'.') { end + 1 + digits(end + 1, 10) } else { end };
    let signed =
        matches!(bytes.get(mantissa), Some(b'e' | b'E')) && matches!(bytes.get(mantissa + 1), Some(b'+' | b'-'));
    (signed && digits(mantissa + 2, 10) == 0).then_some(mantissa + 2)
}
