//! Words that are words of the language but for a slip.

use super::explain::Context;
use super::marks::is_reserved;
use super::problem::{Problem, code};
use crate::diagnostics::nearest;

/// The words that begin a statement and are followed by something else than a colon.
const FIRST_WORDS: [&str; 17] = [
    "assert", "class", "def", "del", "elif", "exec", "for", "from", "global", "if", "import", "print", "raise",
    "return", "while", "with", "yield",
];

/// A name before a colon that is, but for a slip, one of the words that a colon follows at once.
pub(super) fn misspelt_header(context: &Context<'_>, at: usize) -> Option<Problem> {
    const HEADERS: [&str; 4] = ["else", "except", "finally", "try"];
    let word = context.before(at).trim();
    let turned = HEADERS.into_iter().find(|known| letters(known) == letters(word));
    let near = turned.or_else(|| nearest(word, HEADERS).filter(|_| word.len() > 2))?;
    if near == word || is_reserved(word, context.future.print_function) {
        return None;
    }
    let end = context.start + context.before(at).trim_end().len();
    let place = context.span(end - word.len(), end);
    let problem = Problem::invalid(code::UNEXPECTED, format!("`{word}` begins no block"));
    Some(problem.at(place, "misspelt").help(format!("did you mean `{near}`?")))
}

/// A name at the beginning of a statement, right before the token that does not fit, that is a word of the language but for a
/// slip.
pub(super) fn misspelt(context: &Context<'_>, at: usize) -> Option<Problem> {
    let word = context.before(at);
    let start = context.start + (word.len() - word.trim_start().len());
    let word = word.trim_start();
    let is_name = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && start + word.len() < at;
    if !is_name || is_reserved(word, context.future.print_function) {
        return None;
    }
    // Short names such as `i` and `id` are near to `if` without being meant so.
    let turned = FIRST_WORDS.into_iter().find(|known| letters(known) == letters(word));
    let near = turned.or_else(|| nearest(word, FIRST_WORDS).filter(|_| word.len() > 2))?;
    let place = context.span(start, start + word.len());
    let problem = Problem::invalid(code::UNEXPECTED, format!("`{word}` begins no statement"));
    Some(problem.at(place, "misspelt").help(format!("did you mean `{near}`?")))
}

/// The letters of a word, sorted.
fn letters(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}
