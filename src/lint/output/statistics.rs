//! How often each rule found something.

use std::collections::BTreeMap;

use crate::lint::engine::Report;
use crate::lint::rules;

/// One line for each rule that found something, most frequent first: count, code, name.
pub fn statistics(report: &Report) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        *counts.entry(&finding.code).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let width = counts.first().map_or(0, |(_, count)| count.to_string().len());
    let line = |(code, count): (&str, usize)| {
        format!("{count:>width$}  {code}  {}\n", rules::find(code).map_or("", |rule| rule.name))
    };
    counts.into_iter().map(line).collect()
}
