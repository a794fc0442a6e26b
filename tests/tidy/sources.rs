//! The files of the repository as the other tests read them.

use std::path::{Path, PathBuf};

/// The package's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the package, sorted; nothing if it is not there.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// All Rust files below a folder with their text.
pub fn rust_files(folder: &str) -> Vec<(String, String)> {
    let paths = files(folder).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    paths.map(|path| (name(&path), read(&path))).collect()
}

/// The path as it is written in messages: relative to the root.
pub fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

/// The text of a file; bytes that are no UTF-8 are replaced.
pub fn read(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a file below `src/` holds nothing but tests.
pub fn is_test_file(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/") || name.ends_with("_tests.rs")
}

/// The lines of a Rust file that are program text: no comment lines, no tests at its end. With their numbers.
pub fn program_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let body = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    body.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Fails with the list of findings if there are any.
pub fn assert_none(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}\n  {}", findings.join("\n  "));
}
