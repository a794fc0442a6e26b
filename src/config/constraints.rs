//! Scheduling constraints (`reference/loading.md §8.3`).

use std::collections::BTreeMap;

use num_bigint::BigInt;

use crate::cpython::int_text::parse_long;
use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Object};
use crate::source::Span;

use super::job_configuration::{Constraint, TaskConstraint};
use super::problem::{Problems, Result};
use super::read;

/// The job's constraints, sorted by attribute. Errors: a limit that is no number; every one is reported.
pub fn constraints(cx: &Context, job: &Object) -> Result<Vec<Constraint>> {
    let mut problems = Problems::default();
    let mut found = Vec::new();
    for (name, value) in texts(cx, job, "constraints")? {
        match parse(&value) {
            Ok(constraint) => found.push(Constraint { name, constraint }),
            Err(rest) => problems.0.push(bad_limit(&name, &value, &rest, read::place(job, "constraints"))),
        }
    }
    problems.or_value(Some(found))
}

/// A map of texts, fully interpolated; empty if it is unset.
pub fn texts(cx: &Context, job: &Object, name: &str) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    if let Some(crate::objects::Raw::Frozen(map)) = read::evaluated(cx, job, name)? {
        texts.extend(map.iter().map(|(key, value)| (read::raw_text(key), read::raw_text(value))));
    }
    Ok(texts)
}

/// Reads a constraint's value. Errors: what stands behind `limit:` and is no whole number.
fn parse(value: &str) -> std::result::Result<TaskConstraint, String> {
    if let Some(rest) = value.strip_prefix("limit:") {
        return match limit(rest) {
            Some(limit) => Ok(TaskConstraint::Limit(limit)),
            None => Err(rest.to_owned()),
        };
    }
    let (negated, values) = match value.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, value),
    };
    Ok(TaskConstraint::Value { negated, values: values.split(',').map(str::to_owned).collect() })
}

/// Python's `int(text)`.
fn limit(text: &str) -> Option<BigInt> {
    // `int` takes no `L` at the end, `long` does.
    if text.trim_end().ends_with(['l', 'L']) { None } else { parse_long(text, None).ok() }
}

fn bad_limit(name: &str, value: &str, rest: &str, place: Span) -> Diagnostic {
    let (name, value, rest) = (shown(name), shown(value), shown(rest));
    let message = format!("the constraint on `{name}` is `{value}`, but `{rest}` is not a whole number");
    Diagnostic::error("AUR0459", Kind::Other, message)
        .help("write a limit as `limit:3`; any other text is a list of values such as `a,b` or `!a`")
        .at(place, "")
        .about(name)
}

#[cfg(test)]
mod tests {
    use super::{TaskConstraint, parse};

    fn value(negated: bool, values: &[&str]) -> Result<TaskConstraint, String> {
        Ok(TaskConstraint::Value { negated, values: values.iter().map(|v| (*v).to_owned()).collect() })
    }

    #[test]
    fn values_are_split_and_not_trimmed() {
        assert_eq!(parse(""), value(false, &[""]));
        assert_eq!(parse("!"), value(true, &[""]));
        assert_eq!(parse("!!a"), value(true, &["!a"]));
        assert_eq!(parse("a,,a"), value(false, &["a", ""]));
        assert_eq!(parse("Limit:1"), value(false, &["Limit:1"]));
        assert_eq!(parse("!limit:2"), value(true, &["limit:2"]));
    }

    #[test]
    fn limits_are_whole_numbers() {
        assert_eq!(parse("limit: 3 "), Ok(TaskConstraint::Limit(3.into())));
        assert_eq!(parse("limit:-1"), Ok(TaskConstraint::Limit((-1).into())));
        for bad in ["limit:", "limit:1.5", "limit:a", "limit:limit:3", "limit:3L"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
