//! Sentences for tokens that cannot be read.

use super::marks;
use super::problem::{Phase, Problem, code};
use crate::source::Span;

/// A backslash that joins no lines.
pub(super) fn continuation(message: &str) -> Problem {
    Problem::new(Phase::Parse, code::CONTINUATION, "unexpected character after line continuation character", message)
}

/// A text literal that is never closed: its quotes begin at `quotes`, and it breaks off at `at`.
pub(super) fn unterminated(text: &str, base: u32, quotes: usize, at: usize) -> Problem {
    let span = |start: usize, end: usize| Span::new(base + start as u32, base + end as u32);
    let (_, width) = marks::quotes(text.as_bytes(), quotes);
    let opening = span(quotes, quotes + width);
    if width == 3 {
        // CPython reports the last line; the opening quotes are what helps.
        let last = text.trim_end_matches(['\n', '\r']).len().max(quotes);
        let last = text.len() - usize::from(text.len() > last);
        let python = "EOF while scanning triple-quoted string literal";
        return Problem::new(Phase::Parse, code::UNTERMINATED_LONG, python, "a triple-quoted text is never closed")
            .at(span(last, last), "the file ends here")
            .at(opening, "the text begins here")
            .help("close it with the same three quotes");
    }
    // Behind a backslash it goes on, and CPython reports the last line that holds anything of it.
    let last = at - usize::from(at == text.len() && text.ends_with(['\n', '\r']));
    let python = "EOL while scanning string literal";
    let problem = Problem::new(Phase::Parse, code::UNTERMINATED, python, "a text is not closed on its line");
    let problem = match text[quotes..last].contains(['\n', '\r']) {
        true => problem.at(span(last, last), "the line ends here").at(opening, "the text begins here"),
        false => problem.at(opening.to(span(last, last)), "begins here"),
    };
    problem.help("close it with the same quote; a text over several lines needs three quotes")
}
