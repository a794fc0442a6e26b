//! What to look at, and how.

use std::collections::HashMap;

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
    /// For files that have no entry in `by_path`.
    pub general: PathPlan,
    /// The different ways of looking at files.
    pub special: Vec<PathPlan>,
    /// Files with a way of their own, by their number in `special`.
    pub by_path: HashMap<String, usize>,
    /// What the cache depends on besides files: version, user, working directory.
    pub fingerprint: String,
    /// Whether results are kept and looked up.
    pub uses_cache: bool,
}

impl Plan {
    /// How to look at a file.
    pub fn of(&self, path: &str) -> &PathPlan {
        self.by_path.get(path).and_then(|at| self.special.get(*at)).unwrap_or(&self.general)
    }
}
