//! The tokens of a piece that could not be read.

use super::layout::Token;

fn word_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()
}

/// The offsets of the brackets among some tokens that are still open, innermost last.
pub(super) fn open_brackets(text: &str, tokens: &[Token]) -> Vec<usize> {
    let mut open = Vec::new();
    for token in tokens {
        let at = token.start as usize;
        match text.as_bytes()[at] {
            b'(' | b'[' | b'{' => open.push(at),
            b')' | b']' | b'}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open
}

/// The first number among some tokens that is none: CPython stops at it, though the grammar went on.
pub(super) fn first_broken(text: &str, tokens: &[Token], end: usize) -> Option<usize> {
    let mut starts = tokens.iter().map(|token| token.start as usize);
    starts.find(|at| broken_number(&text.as_bytes()[..end], *at).is_some())
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
