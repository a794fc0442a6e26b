//! Parsing: what is accepted, and the words of refusals.

use super::parse::{Refusal, parse};

fn words(pattern: &str) -> String {
    let points: Vec<u32> = pattern.chars().map(u32::from).collect();
    match parse(&points, 0) {
        Ok(parsed) => format!("ok {} {}", parsed.flags, parsed.groups),
        Err(Refusal::Error(text) | Refusal::Overflow(text) | Refusal::Assertion(text) | Refusal::Runtime(text)) => text,
    }
}

#[test]
fn refusals_use_the_words_of_python() {
    for (pattern, expected) in [
        ("(?P<1>a)", "bad character in group name '1'"),
        ("(?P<a", "unterminated name"),
        ("(?P<>a)", "missing group name"),
        ("(?Px)", "unknown specifier: ?Px"),
        ("(?", "unexpected end of pattern"),
        ("(?<x)", "syntax error"),
        ("(?(1)a|b|c)", "conditional backref with more than two branches"),
        ("(?ix)", "ok 66 0"),
        ("(?iq)", "unknown extension"),
        ("(a", "unbalanced parenthesis"),
        ("\\8", "bogus escape: '\\\\8'"),
        ("(a\\1)", "cannot refer to open group"),
        ("a{99999999999}", "the repetition number is too large"),
        ("[a-\\d]", "bad character range"),
        ("x{,2}{3}", "multiple repeat"),
        ("(?:a+)+", "ok 0 0"),
        ("^*", "nothing to repeat"),
        ("[a-", "unexpected end of regular expression"),
        ("(?<=a|bc)d", "look-behind requires fixed-width pattern"),
        ("\\", "bogus escape (end of line)"),
    ] {
        assert_eq!(words(pattern), expected, "{pattern}");
    }
}
