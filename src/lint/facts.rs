//! What is kept of each file for the rules that look at all files together.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Location};
use super::suppress::Suppression;

/// A job of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JobFact {
    /// `cluster/role/environment/name`.
    pub key: String,
    /// Where its name was written; if that is in another file, the list of jobs.
    pub location: Location,
    /// Where its name was written, in whatever file: the same place in a file and in one that includes it is one job.
    pub made: Location,
    /// Where its file makes it, as far as that is told: a comment there covers what is found fault with.
    pub made_at: Vec<Location>,
    /// What is kept of it for a comparison, if a rule wants one.
    pub compared: Option<Compared>,
}

/// A job as rules that compare jobs of several files see it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Compared {
    /// The job with the schema's names, as [`super::JobView::tree`] gives it.
    pub tree: serde_json::Value,
    /// Where its environment was written.
    pub environment: Location,
}

/// A name that a file defines.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NameFact {
    /// The name.
    pub name: String,
    /// `variable`, `function`, `class` or `import`.
    pub kind: String,
    /// Where it is defined first.
    pub location: Location,
}

/// A finding that holds only if no evaluation says that the thing is used.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// What to report.
    pub finding: Finding,
    /// Whether this evaluation uses the thing.
    pub is_used: bool,
}

/// What one file's evaluation tells.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileFacts {
    /// The file.
    pub path: String,
    /// Whether the program ran to its end.
    pub is_evaluated: bool,
    /// Whether it defines the name `jobs`.
    pub has_jobs: bool,
    /// Files that it read with `include`, directly or not.
    pub includes: BTreeSet<String>,
    /// Paths besides its own that its evaluation asked for, as it did so: read, listed, or missed.
    pub reads: BTreeSet<String>,
    /// Names that its own text reads.
    pub loads: BTreeSet<String>,
    /// Whether its own text reads names that it does not show, as with `globals()`.
    pub is_reflective: bool,
    /// Whether its own text reads classes that it does not name, with `__subclasses__()`.
    pub lists_classes: bool,
    /// Names that it defines at its top and that neither it nor a file that it includes reads.
    pub unread: Vec<NameFact>,
    /// Its jobs.
    pub jobs: Vec<JobFact>,
    /// Comments that suppress findings.
    pub suppressions: Vec<Suppression>,
    /// What only all files together can judge.
    pub evidence: Vec<Evidence>,
    /// Stands for what it evaluates to, errors included. Only where a plan wants it.
    pub result: Option<String>,
}

/// All files of a run.
pub struct Repository<'a> {
    /// Their facts, sorted by path.
    pub files: Vec<&'a FileFacts>,
    /// Whether these are all files there are, and not a choice of them.
    pub is_whole: bool,
    /// The files that include a file, by its path.
    users: HashMap<&'a str, Vec<&'a FileFacts>>,
    /// Files that others include whose evaluation succeeds.
    pub included_well: BTreeSet<&'a str>,
}

impl<'a> Repository<'a> {
    /// The facts of all files, sorted by path.
    pub fn new(files: Vec<&'a FileFacts>, is_whole: bool) -> Repository<'a> {
        let mut users: HashMap<&str, Vec<&FileFacts>> = HashMap::new();
        for file in &files {
            file.includes.iter().for_each(|path| users.entry(path).or_default().push(file));
        }
        let well = files.iter().filter(|file| file.is_evaluated);
        let included_well = well.flat_map(|file| &file.includes).map(String::as_str).collect();
        Repository { files, is_whole, users, included_well }
    }

    /// Whether a file that a run knows nothing else of may be used by files outside of the run.
    pub fn may_have_unseen_users(&self, file: &FileFacts) -> bool {
        !(file.has_jobs || self.is_whole && self.users.contains_key(file.path.as_str()))
    }

    /// The files that include a file, directly or not.
    pub fn users(&self, path: &str) -> &[&'a FileFacts] {
        self.users.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a file that includes another one reads a name of it, or may do so without showing it: in its own text or in that
    /// of a further file that it includes, since all of these share their names.
    pub fn reads(&self, user: &FileFacts, one: &NameFact) -> bool {
        let reads = |file: &FileFacts| {
            file.is_reflective || file.loads.contains(&one.name) || file.lists_classes && one.kind == "class"
        };
        reads(user) || user.includes.iter().filter_map(|path| self.file(path)).any(reads)
    }

    /// The facts of a file.
    pub fn file(&self, path: &str) -> Option<&'a FileFacts> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at).copied()
    }
}
