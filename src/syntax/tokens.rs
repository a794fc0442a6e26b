//! The tokens of a piece that could not be read.

use super::layout::Token;

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
