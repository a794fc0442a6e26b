//! Templates in a command for a task: only what the task itself can answer is filled in (`reference/commands.md §15.3`).

use crate::syntax::template::{IndexStyle, Reference};

/// Fills in the references that `value` knows. `{{&x}}` becomes `{{x}}`; everything else stays as it is.
pub fn fill_in(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, braced) = rest.split_at(at);
        out.push_str(before);
        match replacement(braced, &value) {
            Some((words, length)) => {
                out.push_str(&words);
                rest = braced.get(length..).unwrap_or_default();
            }
            None => {
                out.push('{');
                rest = braced.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// What stands for the reference at the beginning of the text, and the reference's length.
fn replacement(braced: &str, value: impl Fn(&str) -> Option<String>) -> Option<(String, usize)> {
    let end = braced.find("}}")?;
    let inner = braced.get(2..end)?;
    let (address, is_escaped) = inner.strip_prefix('&').map_or((inner, false), |address| (address, true));
    Reference::parse(address, IndexStyle::Narrow).ok()?;
    let words = match is_escaped {
        true => format!("{{{{{address}}}}}"),
        false => value(address).unwrap_or_else(|| format!("{{{{{address}}}}}")),
    };
    Some((words, end + 2))
}

#[cfg(test)]
mod tests {
    use super::fill_in;

    #[test]
    fn only_known_references_are_filled_in() {
        let value = |address: &str| match address {
            "mesos.instance" => Some("3".to_owned()),
            "thermos.ports[http]" => Some("31000".to_owned()),
            _ => None,
        };
        for (text, expected) in [
            ("echo {{mesos.instance}}:{{thermos.ports[http]}}", "echo 3:31000"),
            ("{{&mesos.instance}} {{foo}} {{thermos.ports[x]}}", "{{mesos.instance}} {{foo}} {{thermos.ports[x]}}"),
            ("{{ mesos.instance }} {{a b}} {{{{x}}}} {{", "{{ mesos.instance }} {{a b}} {{{{x}}}} {{"),
            ("{{{mesos.instance}}}é{{", "{3}é{{"),
        ] {
            assert_eq!(fill_in(text, value), expected);
        }
    }
}
