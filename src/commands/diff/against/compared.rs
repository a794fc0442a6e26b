//! Two versions side by side: jobs of the same key, those that came or went, and those that nothing can be said of because the
//! other version of their file cannot be evaluated.

use std::collections::{BTreeMap, HashMap};

use super::Reviewed;
use super::renames::renamed;
use super::version::{Evaluated, Extent};
use crate::config::JobKey;
use crate::config::changes::{self, Named};

/// A job with the number of its file.
type Placed = (usize, Named);

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
/// did not come or go, as far as anyone knows. Jobs of the same key are compared in their order.
pub fn compared(before: Evaluated, after: Evaluated) -> (Vec<Reviewed>, Vec<Broken>) {
    let (was, is) = (counts(&before.jobs), counts(&after.jobs));
    let (old, mut removed) = split(before.jobs, &is);
    let (new, mut added) = split(after.jobs, &was);
    let mut left_out = left_out(before.broken, before.title.as_deref(), Side::Before, &mut added);
    left_out.extend(self::left_out(after.broken, after.title.as_deref(), Side::After, &mut removed));
    let plain = |jobs: Vec<Placed>| jobs.into_iter().map(|(_, job)| job).collect();
    let mut jobs = changes::review(plain(old), plain(new));
    jobs.extend(renamed(plain(removed), plain(added)));
    jobs.sort_by(|(one, _), (other, _)| one.key.cmp(&other.key));
    left_out.sort_by(|one, other| one.file.cmp(&other.file));
    (jobs, left_out)
}

/// How many jobs have each key.
fn counts(jobs: &[Placed]) -> HashMap<JobKey, usize> {
    let mut counts = HashMap::new();
    for (_, job) in jobs {
        *counts.entry(job.key.clone()).or_default() += 1;
    }
    counts
}

/// The jobs that have a partner with the same key, and the others.
fn split(jobs: Vec<Placed>, partners: &HashMap<JobKey, usize>) -> (Vec<Placed>, Vec<Placed>) {
    let mut seen: HashMap<JobKey, usize> = HashMap::new();
    jobs.into_iter().partition(|(_, job)| {
        let seen = seen.entry(job.key.clone()).or_default();
        *seen += 1;
        *seen <= partners.get(&job.key).copied().unwrap_or_default()
    })
}

/// The broken files of a version; the jobs that the other version of them has are taken out of its jobs without a partner.
fn left_out(
    files: BTreeMap<usize, (String, Extent)>,
    revision: Option<&str>,
    side: Side,
    others: &mut Vec<Placed>,
) -> Vec<Broken> {
    let mut waiting: BTreeMap<usize, Vec<JobKey>> = BTreeMap::new();
    others.retain(|(file, job)| {
        let is_kept = !files.contains_key(file);
        if !is_kept {
            waiting.entry(*file).or_default().push(job.key.clone());
        }
        is_kept
    });
    let broken = files.into_iter().map(|(number, (file, extent))| {
        let mut waiting = waiting.remove(&number).unwrap_or_default();
        waiting.sort();
        Broken { file, side, revision: revision.map(str::to_owned), extent, waiting }
    });
    broken.collect()
}
