//! Every program of the fixtures parses, or fails on the line that is recorded for it.

#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use aurora::source::SourceMap;
use aurora::syntax;

fn programs(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("fixtures").map(|e| e.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            programs(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
}

#[test]
fn programs_parse_or_fail_where_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/python-dialect");
    let mut found = Vec::new();
    programs(&root, "py", &mut found);
    assert!(found.len() > 200);
    let mut wrong = Vec::new();
    for path in found {
        let shown = path.strip_prefix(&root).expect("below").display().to_string();
        let recorded = std::fs::read_to_string(path.with_extension("err")).unwrap_or_default();
        let wanted = recorded.strip_prefix("SyntaxError line ").map(|line| line.trim().parse::<u32>().expect("line"));
        let mut sources = SourceMap::new();
        let file = sources.add("program.py", &std::fs::read(&path).expect("program")).expect("text");
        let got = syntax::parse(&file).err().map(|found| file.line_column(found[0].places[0].span.start).line);
        if got != wanted {
            wrong.push(format!("{shown}: line {got:?}, recorded {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
