//! A floor imports only floors below it.

use crate::sources::{assert_none, program_lines, rust_files};

/// Lowest first. Floors in one row do not know each other.
const FLOORS: &[&[&str]] = &[
    &["source"],
    &["diagnostics"],
    &["cpython"],
    &["syntax"],
    &["objects"],
    &["schema"],
    &["interp"],
    &["config"],
    &["scheduler", "lint"],
    &["commands"],
    &["cli"],
];

/// The evaluator knows nothing of Aurora.
const APART: &[(&str, &str)] = &[("interp", "schema")];

fn height(floor: &str) -> Option<usize> {
    FLOORS.iter().position(|row| row.contains(&floor))
}

/// The names after `crate::` in a line, grouped imports included.
fn imports(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in line.split("crate::").skip(1) {
        let inner = part.strip_prefix('{').map_or(part, |group| group.split('}').next().unwrap_or_default());
        let names: Vec<&str> = if part.starts_with('{') { inner.split(',').collect() } else { vec![inner] };
        found.extend(names.iter().filter_map(|n| n.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next()));
    }
    found
}

#[test]
fn imports_point_down() {
    let mut findings = Vec::new();
    for (name, text) in rust_files("src") {
        let Some(floor) = name.split('/').nth(1).filter(|_| name.matches('/').count() > 1) else { continue };
        let Some(own) = height(floor) else {
            findings.push(format!("{name}: `{floor}` is no floor"));
            continue;
        };
        for (number, line) in program_lines(&text) {
            for import in imports(line).into_iter().filter(|import| *import != floor) {
                let is_below = height(import).is_some_and(|other| other < own);
                if !is_below || APART.contains(&(floor, import)) {
                    findings.push(format!("{name}:{number}: `{floor}` must not use `{import}`"));
                }
            }
        }
    }
    assert_none("a floor imports only floors below it", findings);
}

#[test]
fn evaluator_and_schema_meet_in_one_place() {
    let mut findings = Vec::new();
    for (name, text) in rust_files("src/config") {
        let used: Vec<&str> = program_lines(&text).flat_map(|(_, line)| imports(line)).collect();
        if used.contains(&"interp") && used.contains(&"schema") && !name.starts_with("src/config/environment") {
            findings.push(name);
        }
    }
    assert_none("`interp` and `schema` meet only in `config/environment`", findings);
}
