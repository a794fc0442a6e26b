//! Every fixture is reached by a test.

use std::collections::BTreeSet;

use crate::sources::{assert_none, files, name, read, root};

#[test]
fn every_folder_is_named_by_a_test() {
    let tests: String = ["tests", "benches", "src"].into_iter().flat_map(files).map(|path| read(&path)).collect();
    let folders = root().join("fixtures").read_dir().into_iter().flatten().flatten().filter(|e| e.path().is_dir());
    let mut findings = Vec::new();
    for folder in folders {
        let folder = folder.file_name().to_string_lossy().into_owned();
        let is_named =
            tests.contains(&format!("fixtures/{folder}")) || tests.contains(&format!("fixtures(\"{folder}\")"));
        if !is_named {
            findings.push(format!("fixtures/{folder}"));
        }
    }
    assert_none("no test reads these folders", findings);
}

#[test]
fn every_conformance_case_is_in_the_manifest() {
    let manifest = root().join("fixtures/conformance/manifest.jsonl");
    if !manifest.exists() {
        return;
    }
    let lines: Vec<serde_json::Value> =
        read(&manifest).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let listed: BTreeSet<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
    let mut found = BTreeSet::new();
    for path in files("fixtures/conformance/cases") {
        let name = name(&path);
        found.insert(name.split('/').skip(3).take(2).collect::<Vec<_>>().join("/"));
    }
    let unlisted = found.iter().filter(|id| !listed.contains(id.as_str())).cloned().collect();
    assert_none("no line of the manifest names these cases", unlisted);
}

#[test]
fn every_command_line_case_has_a_header() {
    let folders = root().join("fixtures/cli").read_dir().into_iter().flatten().flatten();
    let bare = folders.filter(|e| e.path().is_dir() && !e.path().join("case").exists());
    assert_none("no file `case` in these folders", bare.map(|entry| name(&entry.path())).collect());
}
