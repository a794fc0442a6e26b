//! Findings that were there before: counted for each file and rule, so that lines may move.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::finding::Finding;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// How many findings of which rule are known in which file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// By file, then by code.
    counts: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Findings after a baseline was taken away.
pub struct Remaining {
    /// What is to be reported.
    pub findings: Vec<Finding>,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings that the baseline expects and that are gone.
    pub gone: usize,
}

impl Baseline {
    /// Counts findings. `key` names a file as the baseline does.
    pub fn of(findings: &[Finding], key: &dyn Fn(&str) -> String) -> Baseline {
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for finding in findings {
            *counts.entry(key(finding.path())).or_default().entry(finding.code.clone()).or_default() += 1;
        }
        Baseline { version: VERSION, counts }
    }

    /// Takes over what another one knows of files, and of rules of a file, that were not looked at.
    pub fn keep(&mut self, other: Baseline, is_looked_at: &dyn Fn(&str, &str) -> bool) {
        for (path, rules) in other.counts {
            for (code, count) in rules.into_iter().filter(|(code, _)| !is_looked_at(&path, code)) {
                self.counts.entry(path.clone()).or_default().insert(code, count);
            }
        }
    }

    /// Reads a baseline. Errors: it is none, in words.
    pub fn parse(bytes: &[u8]) -> Result<Baseline, String> {
        let baseline: Baseline = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if baseline.version == VERSION { Ok(baseline) } else { Err(format!("its version is not {VERSION}")) }
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Takes away what is known. Where a file has more findings of a rule than are known, all of them are reported: which
    /// of them is new cannot be told. Gone is what files that were looked at have no more; `key` names a file as the baseline does.
    pub fn apply(
        &self,
        findings: Vec<Finding>,
        key: &dyn Fn(&str) -> String,
        is_looked_at: &dyn Fn(&str, &str) -> bool,
    ) -> Remaining {
        let found = Baseline::of(&findings, key).counts;
        let count = |counts: &BTreeMap<String, BTreeMap<String, usize>>, path: &str, code: &str| {
            counts.get(path).and_then(|rules| rules.get(code)).copied().unwrap_or(0)
        };
        let known = self.counts.iter().flat_map(|(path, rules)| rules.iter().map(move |(code, n)| (path, code, *n)));
        let known = known.filter(|(path, code, _)| is_looked_at(path, code));
        let gone = known.map(|(path, code, n)| n.saturating_sub(count(&found, path, code))).sum();
        let total = findings.len();
        let is_new = |finding: &Finding| {
            let path = key(finding.path());
            count(&found, &path, &finding.code) > count(&self.counts, &path, &finding.code)
        };
        let findings: Vec<Finding> = findings.into_iter().filter(is_new).collect();
        Remaining { known: total - findings.len(), findings, gone }
    }
}
