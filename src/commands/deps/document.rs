//! The graph for programs.

use serde::Serialize;
use serde_json::Value;

use super::graph::{Graph, Way};

/// Version of the document's shape; it grows when a key is removed or changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    roots: &'a [String],
    files: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    includes: Vec<&'a str>,
    included_by: Vec<&'a str>,
    reads: Vec<&'a str>,
    missing: bool,
}

/// Everything that can be reached from the roots.
pub fn document(graph: &Graph, roots: &[String], way: Way) -> Value {
    let entry = |path: &'_ str| {
        let (path, file) = graph.files.get_key_value(path)?;
        Some(Entry {
            file: path,
            includes: file.includes.iter().map(String::as_str).collect(),
            included_by: file.included_by.iter().map(String::as_str).collect(),
            reads: file.reads.iter().map(String::as_str).collect(),
            missing: file.is_missing,
        })
    };
    let files = graph.reach(roots, way).into_iter().filter_map(entry).collect();
    serde_json::to_value(Document { version: VERSION, roots, files }).unwrap_or_default()
}
