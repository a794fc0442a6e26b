//! References inside of references: `{{db_{{environment}}}}` may name everything that begins with `db_`.

use crate::config::provenance::is_like;
use std::collections::BTreeSet;

/// What stands for any text in a pattern.
const ANY: char = '*';

/// The names of a reference, with [`ANY`] where another reference stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Pattern(Vec<String>);

impl Pattern {
    /// Whether it may begin with a name: that of a binding.
    pub fn may_bind(&self, name: &str) -> bool {
        self.0.first().is_some_and(|first| first.contains(ANY) && is_like(first, name))
    }

    /// Whether it may name a field of a structure. `may_hold` says of a name whether the structure may be bound to it: a part
    /// that can be any name at all tells nothing else of the structure that is meant.
    pub fn may_name_field(&self, field: &str, may_hold: &dyn Fn(&str) -> bool) -> bool {
        let parts = self.0.iter().enumerate();
        let mut hits = parts.filter(|(_, part)| part.contains(ANY) && is_like(part, field));
        hits.any(|(at, part)| match (self.0.first(), at) {
            (Some(head), 1) if is_any(part) && !head.contains(ANY) => may_hold(head),
            _ => true,
        })
    }
}

/// The patterns of a text: one for each reference that has another one inside.
pub fn patterns(text: &str) -> BTreeSet<Pattern> {
    let mut found = BTreeSet::new();
    if text.matches("{{").nth(1).is_none() {
        return found;
    }
    // What has been read of each reference that is open.
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(next) = rest.strip_prefix("{{") {
            open.push(String::new());
            rest = next;
            continue;
        }
        if let Some(next) = rest.strip_prefix("}}")
            && let Some(done) = open.pop()
        {
            if done.contains(ANY) && done.chars().all(is_of_reference) {
                let parts = done.split(['.', '[', ']']).filter(|part| !part.is_empty());
                found.insert(Pattern(parts.map(str::to_owned).collect()));
            }
            if let Some(around) = open.last_mut() {
                around.push(ANY);
            }
            rest = next;
            continue;
        }
        if let Some(around) = open.last_mut() {
            // A character of the text must not be taken for the sign.
            around.push(if c == ANY { ' ' } else { c });
        }
        rest = &rest[c.len_utf8()..];
    }
    found
}

/// Whether a text may be what becomes of a template when references get their values.
pub fn may_become(template: &str, text: &str) -> bool {
    let (mut part, mut depth) = (String::new(), 0_usize);
    let mut rest = template;
    while let Some(c) = rest.chars().next() {
        if let Some(next) = rest.strip_prefix("{{") {
            part.extend((depth == 0).then_some(ANY));
            (depth, rest) = (depth + 1, next);
            continue;
        }
        if let Some(next) = rest.strip_prefix("}}").filter(|_| depth > 0) {
            (depth, rest) = (depth - 1, next);
            continue;
        }
        part.extend((depth == 0).then_some(c));
        rest = &rest[c.len_utf8()..];
    }
    template == text || is_like(&part, text)
}

fn is_of_reference(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | ANY)
}

fn is_any(part: &str) -> bool {
    part.chars().all(|c| c == ANY)
}

#[cfg(test)]
mod tests {
    use super::{is_like, may_become, patterns};

    #[test]
    fn a_template_becomes_what_holds_all_between_its_references() {
        for (template, text) in
            [("./{{app}} -x", "./web -x"), ("{{a_{{b}}}}!", "1!"), ("{{a}}", ""), ("a", "a"), ("{{a", "{{a")]
        {
            assert!(may_become(template, text), "{template} {text}");
        }
        for (template, text) in [("./{{app}} -x", "./web -y"), ("a{{b}}", "b"), ("a", "b"), ("", "a")] {
            assert!(!may_become(template, text), "{template} {text}");
        }
    }

    #[test]
    fn references_inside_of_references_stand_for_any_text() {
        let shown = |text: &str| patterns(text).into_iter().map(|one| one.0.join(".")).collect::<Vec<_>>();
        assert_eq!(shown("a {{db_{{environment}}}} {{x}}"), ["db_*"]);
        assert_eq!(shown("{{hosts.db_{{a}}_{{b[{{c}}]}}}}"), ["b.*", "hosts.db_*_*"]);
        assert_eq!(shown("{{sizes[{{environment}}]}} {{{{x}}}}"), ["*", "sizes.*"]);
        for none in ["awk '{{print {{x}}}}'", "{{a*b}}", "{{x", "x}} {{y}}", "}}}}", ""] {
            assert!(patterns(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn names_match_from_their_beginning_to_their_end() {
        for (part, name) in [("db_*", "db_prod"), ("*", ""), ("*_mb", "heap_mb"), ("a*b*c", "a1b2bc"), ("x", "x")] {
            assert!(is_like(part, name), "{part} {name}");
        }
        for (part, name) in [("db_*", "a_db_prod"), ("*_mb", "heap_mb2"), ("a*b*c", "acb"), ("a*a", "a"), ("x", "xy")] {
            assert!(!is_like(part, name), "{part} {name}");
        }
    }
}
