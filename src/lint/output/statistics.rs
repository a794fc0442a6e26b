//! How often each rule found something.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::lint::engine::Report;
use crate::lint::rules;

/// The version of the document's shape. It grows when a key is removed or changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    files: usize,
    suppressed: usize,
    statistics: Vec<Count<'a>>,
}

/// A rule that found something.
#[derive(Serialize)]
struct Count<'a> {
    code: &'a str,
    /// Its name.
    rule: &'static str,
    count: usize,
}

/// One line for each rule that found something, most frequent first: count, code, name.
pub fn text(report: &Report) -> String {
    let counts = counts(report);
    let width = counts.first().map_or(0, |one| one.count.to_string().len());
    counts.iter().map(|Count { code, rule, count }| format!("{count:>width$}  {code}  {rule}\n")).collect()
}

/// The same as a document, and a newline.
pub fn json(report: &Report) -> String {
    let Report { files, suppressed, .. } = *report;
    super::safe_json(&Document { version: VERSION, files, suppressed, statistics: counts(report) })
}

/// The rules that found something, most frequent first.
fn counts(report: &Report) -> Vec<Count<'_>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(&finding.code).or_default() += 1;
    }
    let name = |code| rules::find(code).map_or("", |rule| rule.name);
    let mut counts: Vec<Count> =
        counts.into_iter().map(|(code, count)| Count { code, rule: name(code), count }).collect();
    counts.sort_by_key(|one| (std::cmp::Reverse(one.count), one.code));
    counts
}
