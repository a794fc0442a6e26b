//! One difference in words, for the two forms that people read.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use crate::config::changes::{Change, What};

/// A text that is longer stands on a line of its own.
const LONGEST_INLINE: usize = 60;

/// Lines around a changed line that are shown with it.
const CONTEXT: usize = 3;

const MEBIBYTE: u64 = 1 << 20;

/// A difference in words.
#[derive(Clone, PartialEq, Debug)]
pub enum Shown {
    /// Short values; `None` is absent.
    Inline(Option<String>, Option<String>),
    /// Lines, each with ` `, `-`, `+`, or `@` where some are left out.
    Lines(Vec<(char, String)>),
    /// A sentence.
    Note(String),
}

/// The words for a difference.
pub fn shown(change: &Change) -> Shown {
    let (before, after) = match &change.what {
        What::Reordered(before, after) => {
            return Shown::Note(format!("other order: {} instead of {}", after.join(", "), before.join(", ")));
        }
        What::Spelling => {
            let words = "same content, written in another order or form; a scheduler takes it for a change";
            return Shown::Note(words.to_owned());
        }
        _ => (change.before(), change.after()),
    };
    let short = |value: Option<&Value>| value.map(|value| inline(&change.path, value));
    match (short(before), short(after)) {
        (Some(None), _) | (_, Some(None)) => Shown::Lines(lines(before, after)),
        (before, after) => Shown::Inline(before.flatten(), after.flatten()),
    }
}

/// A value on one line, if it is short.
fn inline(path: &str, value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) if text.is_empty() || text.trim() != text => Value::from(text.as_str()).to_string(),
        Value::String(text) => text.clone(),
        Value::Number(number) => size(path, number.as_u64()).unwrap_or_else(|| number.to_string()),
        Value::Object(fields) if fields.values().any(is_nested) => return None,
        Value::Array(items) if items.iter().any(is_nested) => return None,
        other => other.to_string(),
    };
    (!text.contains('\n') && text.chars().count() <= LONGEST_INLINE).then_some(text)
}

fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Memory and disk are counted in bytes, and read in megabytes.
fn size(path: &str, bytes: Option<u64>) -> Option<String> {
    let is_size = path.ends_with("resources.ram") || path.ends_with("resources.disk");
    let bytes = bytes.filter(|bytes| is_size && *bytes > 0)?;
    match (bytes % (MEBIBYTE << 10), bytes % MEBIBYTE) {
        (0, _) => Some(format!("{} GB", bytes / (MEBIBYTE << 10))),
        (_, 0) => Some(format!("{} MB", bytes / MEBIBYTE)),
        _ => None,
    }
}

fn lines(before: Option<&Value>, after: Option<&Value>) -> Vec<(char, String)> {
    let text = |value: Option<&Value>| match value {
        None => String::new(),
        Some(Value::String(text)) => ended(text.clone()),
        Some(value) => ended(serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())),
    };
    let (before, after) = (text(before), text(after));
    let diff = TextDiff::from_lines(&before, &after);
    let mut lines = Vec::new();
    for (at, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if at > 0 {
            lines.push(('@', String::new()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let mark = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            lines.push((mark, change.value().trim_end_matches('\n').to_owned()));
        }
    }
    lines
}

fn ended(mut text: String) -> String {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Shown, shown};
    use crate::config::changes::{Change, What};

    fn of(path: &str, before: Value, after: Value) -> Shown {
        shown(&Change { path: path.to_owned(), what: What::Changed(before, after) })
    }

    fn inline(before: &str, after: &str) -> Shown {
        Shown::Inline(Some(before.to_owned()), Some(after.to_owned()))
    }

    #[test]
    fn memory_is_read_in_megabytes() {
        assert_eq!(of("task.resources.ram", json!(268435456), json!(2147483648_u64)), inline("256 MB", "2 GB"));
        assert_eq!(of("task.resources.disk", json!(1), json!(0)), inline("1", "0"));
    }

    #[test]
    fn blanks_around_a_text_are_seen() {
        assert_eq!(of("contact", json!(""), json!("a ")), inline("\"\"", "\"a \""));
    }

    #[test]
    fn long_texts_are_compared_line_by_line() {
        let expected = [(' ', "a"), ('-', "b"), ('+', "c")].map(|(mark, line)| (mark, line.to_owned()));
        assert_eq!(of("x", json!("a\nb"), json!("a\nc")), Shown::Lines(expected.to_vec()));
    }
}
