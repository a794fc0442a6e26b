//! Two versions side by side: jobs of the same key, those that came or went, and those that nothing can be said of because the
//! other version of their file cannot be evaluated.

use std::collections::{BTreeMap, HashMap};

use super::Reviewed;
use super::version::{Evaluated, Extent};
use crate::config::JobKey;
use crate::config::changes::{self, Named};

/// Which of the two versions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// What is compared with.
    Before,
    /// The files as they are now.
    After,
}

/// A file that one of the versions could not evaluate.
#[derive(Debug)]
pub struct Broken {
    /// Its name in that version.
    pub file: String,
    /// The version.
    pub side: Side,
    /// The revision, if the version is one.
    pub revision: Option<String>,
    /// How much of the file is missing.
    pub extent: Extent,
    /// Jobs that the other version of the file defines and that have no counterpart because of that.
    pub waiting: Vec<JobKey>,
}

impl Broken {
    /// ``could not be evaluated in `HEAD`, so its jobs cannot be compared``; `code` writes the revision.
    pub fn sentence(&self, code: impl Fn(&str) -> String) -> String {
        let place = self.revision.as_deref().map(|revision| format!(" in {}", code(revision))).unwrap_or_default();
        match self.extent {
            Extent::Whole => format!("could not be evaluated{place}, so its jobs cannot be compared"),
            Extent::Part => format!("could be evaluated only in part{place}, so not all of its jobs can be compared"),
        }
    }
}

/// What became of each job, by its key, and the files that were left out. A job that only one version of a broken file has
/// did not come or go, as far as anyone knows.
pub fn compared(before: Evaluated, after: Evaluated) -> (Vec<Reviewed>, Vec<Broken>) {
    let (mut old, mut new) = (before.jobs, after.jobs);
    let (was, is) = (counts(&old), counts(&new));
    let mut broken: BTreeMap<(usize, bool), Broken> = BTreeMap::new();
    let sides = [
        (before.broken, before.title, Side::Before, &mut new, was),
        (after.broken, after.title, Side::After, &mut old, is),
    ];
    for (files, revision, side, jobs, partners) in sides {
        let mut seen: HashMap<JobKey, usize> = HashMap::new();
        let mut waiting: BTreeMap<usize, Vec<JobKey>> = BTreeMap::new();
        jobs.retain(|(file, job)| {
            let seen = seen.entry(job.key.clone()).or_default();
            *seen += 1;
            let has_partner = *seen <= partners.get(&job.key).copied().unwrap_or_default();
            let is_kept = has_partner || !files.contains_key(file);
            if !is_kept {
                waiting.entry(*file).or_default().push(job.key.clone());
            }
            is_kept
        });
        broken.extend(files.into_iter().map(|(number, (file, extent))| {
            let mut waiting = waiting.remove(&number).unwrap_or_default();
            waiting.sort();
            let revision = revision.clone();
            ((number, side == Side::After), Broken { file, side, revision, extent, waiting })
        }));
    }
    let plain = |jobs: Vec<(usize, Named)>| jobs.into_iter().map(|(_, job)| job).collect();
    (changes::review(plain(old), plain(new)), broken.into_values().collect())
}

/// How many jobs have each key.
fn counts(jobs: &[(usize, Named)]) -> HashMap<JobKey, usize> {
    let mut counts = HashMap::new();
    for (_, job) in jobs {
        *counts.entry(job.key.clone()).or_default() += 1;
    }
    counts
}
