//! What no source file may hold.

use crate::sources::{assert_none, is_test_file, program_lines, rust_files};

/// Lines of a source file, tests not counted.
const MOST_LINES: usize = 800;

/// Floors whose types are not written anywhere: the wire and each JSON output have structs of their own.
const INNER_FLOORS: &[&str] = &["source", "cpython", "syntax", "objects", "schema", "interp", "config"];

/// Words and where they may stand all the same.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    ("println!", &[], "only the streams of `cli/stdio` write"),
    ("eprintln!", &[], "only the streams of `cli/stdio` write"),
    ("print!(", &[], "only the streams of `cli/stdio` write"),
    ("dbg!(", &[], "debugging stays at home"),
    ("unsafe ", &[], "no unsafe code"),
    ("todo!(", &[], "no unfinished code"),
    ("unimplemented!(", &[], "no unfinished code"),
    ("use super::*", &[], "names are imported by name"),
    ("miette::", &["src/diagnostics/render/"], "miette stays in the renderer"),
    ("allow(clippy::all", &[], "lints are allowed one by one"),
];

#[test]
fn no_file_is_too_long() {
    let mut findings = Vec::new();
    for (name, text) in rust_files("src") {
        let lines = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().lines().count();
        if lines > MOST_LINES && !is_test_file(&name) {
            findings.push(format!("{name}: {lines} lines"));
        }
    }
    assert_none(&format!("a file has at most {MOST_LINES} lines"), findings);
}

#[test]
fn no_forbidden_construct() {
    let mut findings = Vec::new();
    for (name, text) in rust_files("src").into_iter().filter(|(name, _)| !is_test_file(name)) {
        for (number, line) in program_lines(&text) {
            for (word, allowed, reason) in FORBIDDEN {
                let is_whole = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '"');
                let found = line.match_indices(word).any(|(at, _)| is_whole(at));
                if found && !allowed.iter().any(|folder| name.starts_with(folder)) {
                    findings.push(format!("{name}:{number}: `{word}`: {reason}"));
                }
            }
        }
    }
    assert_none("constructs that the house does without", findings);
}

#[test]
fn inner_types_are_not_serialised() {
    let mut findings = Vec::new();
    for floor in INNER_FLOORS {
        for (name, text) in rust_files(&format!("src/{floor}")) {
            let lines = program_lines(&text).filter(|(_, line)| line.contains("Serialize"));
            findings.extend(lines.map(|(number, _)| format!("{name}:{number}")));
        }
    }
    assert_none("inner types are not `Serialize`", findings);
}
