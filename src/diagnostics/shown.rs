//! A value inside of a message.

use std::borrow::Cow;

use super::render::text;

/// The longest value that is shown whole, in characters.
const LONGEST: usize = 60;

/// What is shown of a longer one. A message can end in a log that many read, and what is so long can be a secret.
const HEAD: usize = 40;

/// A run of letters and digits of this length, with both of them in it, is a key or a token more likely than a name.
const SECRET: usize = 32;

/// What is shown of such a run.
const SECRET_HEAD: usize = 8;

/// A value on one line and short enough to stand inside of a sentence: line ends and what could steer a terminal are escaped, a
/// long one is cut with its length behind it, and so is what looks like a token.
pub fn shown(value: &str) -> String {
    let count = value.chars().count();
    if count <= LONGEST {
        return text::one_line(&without_tokens(value)).into_owned();
    }
    let head: String = without_tokens(value).chars().take(HEAD).collect();
    format!("{}… ({count} characters)", text::one_line(head.trim_end_matches('…')))
}

/// A value whose runs of letters and digits are cut where they look like tokens.
fn without_tokens(value: &str) -> Cow<'_, str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
    let is_token = |run: &str| {
        run.len() >= SECRET
            && run.contains(|c: char| c.is_ascii_digit())
            && run.contains(|c: char| c.is_ascii_alphabetic())
    };
    if !value.split(|c| !is_part(c)).any(is_token) {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    for run in value.split_inclusive(|c| !is_part(c)) {
        let end = run.trim_end_matches(|c| !is_part(c)).len();
        match run.get(..SECRET_HEAD).filter(|_| is_token(&run[..end])) {
            Some(head) => out.extend([head, "…", &run[end..]]),
            None => out.push_str(run),
        }
    }
    Cow::Owned(out)
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

    #[test]
    fn tokens_are_cut() {
        let token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
        assert_eq!(shown(&format!("--token={token}")), "--token=ghp_16C7…");
        assert_eq!(shown(&format!("--token {token} -x")), "--token ghp_16C7… -x");
        assert_eq!(shown(&format!("{token}{token}")), "ghp_16C7… (80 characters)");
        assert_eq!(shown("com.example.service-with-a-long-name.2026"), "com.example.service-with-a-long-name.2026");
        assert_eq!(shown(&"é".repeat(40)), "é".repeat(40));
    }
}
