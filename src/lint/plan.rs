//! What to look at, and how.

use globset::GlobMatcher;

use super::selection::Selection;
use crate::config::Settings;

/// How to look at the files of one part of the repository.
#[derive(Clone, Default)]
pub struct PathPlan {
    /// Rules that are on.
    pub selection: Selection,
    /// `-E` options.
    pub bindings: Vec<String>,
    /// Limits and release.
    pub settings: Settings,
}

/// All of a run.
#[derive(Default)]
pub struct Plan {
    /// The files, without detours, sorted, each once.
    pub paths: Vec<String>,
    /// Whether these are all files of the repository.
    pub is_whole: bool,
    /// For files that no entry of `special` matches.
    pub general: PathPlan,
    /// For each combination of matching patterns: the patterns and what holds where exactly they match.
    pub special: Vec<(GlobMatcher, PathPlan)>,
    /// What the cache depends on besides files: version, user, working directory.
    pub fingerprint: String,
    /// Whether results are kept and looked up.
    pub uses_cache: bool,
}

impl Plan {
    /// How to look at a file: as the last pattern that matches it says.
    pub fn of(&self, path: &str) -> &PathPlan {
        let special = self.special.iter().rev().find(|(pattern, _)| pattern.is_match(path));
        special.map_or(&self.general, |(_, plan)| plan)
    }
}
