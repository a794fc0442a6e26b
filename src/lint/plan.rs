//! What to look at, and how.

use std::collections::HashMap;
use std::sync::OnceLock;

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
    /// See [`PathPlan::fingerprint`].
    pub print: OnceLock<String>,
}

impl PathPlan {
    /// A text that differs between different ways of looking at a file. The plan must not change any more.
    pub fn fingerprint(&self) -> &str {
        let make = || format!("{} {:?}\n{:?}", self.selection.fingerprint(), self.settings, self.bindings);
        self.print.get_or_init(make)
    }
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
    /// Whether [`FileFacts::result`](super::FileFacts::result) is wanted.
    pub wants_results: bool,
}

impl Plan {
    /// How to look at a file.
    pub fn of(&self, path: &str) -> &PathPlan {
        self.by_path.get(path).and_then(|at| self.special.get(*at)).unwrap_or(&self.general)
    }
}
