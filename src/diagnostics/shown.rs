//! A value inside of a message.

use super::render::text;

/// The longest value that is shown whole, in characters.
const LONGEST: usize = 60;

/// What is shown of a longer one. A message can end in a log that many read, and what is so long can be a secret.
const HEAD: usize = 40;

/// A value on one line and short enough to stand inside of a sentence: line ends and what could steer a terminal are escaped, and a
/// long one is cut with its length behind it.
pub fn shown(value: &str) -> String {
    let count = value.chars().count();
    if count <= LONGEST {
        return text::one_line(value).into_owned();
    }
    let head: String = value.chars().take(HEAD).collect();
    format!("{}… ({count} characters)", text::one_line(&head))
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn values_are_short_and_on_one_line() {
        assert_eq!(shown("prod"), "prod");
        assert_eq!(shown("prod\n\u{202e}"), "prod\\n\\u202e");
        assert_eq!(shown(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(shown(&"x".repeat(61)), format!("{}… (61 characters)", "x".repeat(40)));
    }
}
