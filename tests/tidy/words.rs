//! The project speaks of itself alone.

use crate::sources::{assert_none, files, name, read, root};

/// Pieces of text that would speak of the place where the project was made. Written apart so that this file is clean.
const PIECES: &[&[&str]] = &[
    &["work", "place"],
    &["work", "tree"],
    &["/wo", "rk/"],
    &["crates", ".io"],
    &["this ", "session"],
    &["sub", "agent"],
    &["lang", "uage model"],
    &["the iss", "ue"],
    &["this iss", "ue"],
    &["an iss", "ue"],
    &["next iss", "ue"],
    &["BRI", "EF.md"],
];

#[test]
fn no_word_of_another_place() {
    let folders = ["src", "tests", "docs", "benches", "grammar", ".ci"];
    let mut paths: Vec<_> = folders.into_iter().flat_map(files).collect();
    paths.extend(root().read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).filter(|p| p.is_file()));
    paths.retain(|path| !path.ends_with("Cargo.lock") && !path.ends_with("LICENSE") && !path.ends_with(".git"));
    let mut findings = Vec::new();
    for path in paths {
        let text = read(&path);
        for (index, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            let found = PIECES.iter().map(|pieces| pieces.concat()).find(|word| lower.contains(&word.to_lowercase()));
            findings.extend(found.map(|word| format!("{}:{}: `{word}`", name(&path), index + 1)));
        }
    }
    assert_none("the project speaks of itself alone", findings);
}
