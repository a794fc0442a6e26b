//! Data as lines: one scalar on a line, long texts line by line, so that a comparison of lines says what changed.

use serde_json::Value;

use crate::diagnostics::render::text;

/// The value as lines, each with its newline.
pub fn lines(value: &Value) -> String {
    let mut out = String::new();
    block(value, 0, &mut out);
    out
}

/// A value on lines of its own, indented by so many steps.
fn block(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(name, value)| entry(&format!("{}:", plain(name)), value, depth, out))
        }
        Value::Array(items) => items.iter().for_each(|item| entry("-", item, depth, out)),
        scalar => entry("", scalar, depth, out),
    }
}

/// A label and its value: on the same line if that is possible.
fn entry(label: &str, value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(map) if map.is_empty() => out.push_str(&format!("{indent}{label} {{}}\n")),
        Value::Array(items) if items.is_empty() => out.push_str(&format!("{indent}{label} []\n")),
        Value::Object(_) | Value::Array(_) => {
            out.push_str(&format!("{indent}{label}\n"));
            block(value, depth + 1, out);
        }
        Value::String(words) if words.contains('\n') => {
            out.push_str(&format!("{indent}{label} |\n"));
            for line in words.split('\n') {
                out.push_str(format!("{indent}  {}", text::lines(line)).trim_end());
                out.push('\n');
            }
        }
        Value::String(words) => out.push_str(&format!("{indent}{label} {}\n", plain(words))),
        other => out.push_str(&format!("{indent}{label} {other}\n")),
    }
}

/// A text as it is, in quotes only where it could be taken for something else.
fn plain(words: &str) -> String {
    let is_other = words.is_empty()
        || words.trim() != words
        || ["null", "true", "false", "{}", "[]", "|"].contains(&words)
        || words.parse::<f64>().is_ok()
        || words.starts_with(['"', '-']);
    let safe = text::one_line(words);
    if is_other || safe != words { Value::from(words).to_string() } else { safe.into_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::lines;

    #[test]
    fn each_scalar_has_its_line() {
        let value = json!({"cpu": 1.5, "name": "web", "list": [], "processes": [{"cmdline": "a\nb", "n": "1"}, "x"]});
        let expected =
            "cpu: 1.5\nname: web\nlist: []\nprocesses:\n  -\n    cmdline: |\n      a\n      b\n    n: \"1\"\n  - x\n";
        assert_eq!(lines(&value), expected);
    }
}
