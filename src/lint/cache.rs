//! Results of earlier runs, found by what they depend on: the file, everything that its evaluation read, options, version.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::check::FileOutcome;
use super::disk::Disk;
use super::plan::{PathPlan, Plan};
use crate::config::{Found, Input};

/// One result.
#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    /// Of the file's bytes and the options.
    key: String,
    /// What was read besides, and its fingerprint.
    inputs: Vec<(String, String)>,
    outcome: FileOutcome,
}

/// The results of one working directory. Shared by all threads.
pub struct Cache {
    name: Option<String>,
    fingerprint: String,
    old: HashMap<String, Entry>,
    new: Mutex<BTreeMap<String, Entry>>,
    is_changed: Mutex<bool>,
    seen: Mutex<HashMap<String, String>>,
}

/// What never changes during a run and is part of [`Plan::fingerprint`].
const STEADY: [&str; 2] = ["user", "working directory"];

impl Cache {
    /// Reads what is there; a cache that cannot be understood counts as empty.
    pub fn open(disk: &dyn Disk, plan: &Plan) -> Cache {
        let name = plan.uses_cache.then(|| format!("lint-{}.json", digest(&[plan.fingerprint.as_bytes()])));
        let bytes = name.as_ref().and_then(|name| disk.cached(name));
        let old = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Cache {
            name,
            fingerprint: plan.fingerprint.clone(),
            old,
            new: Mutex::default(),
            is_changed: Mutex::new(false),
            seen: Mutex::default(),
        }
    }

    fn key(&self, plan: &PathPlan, bytes: &[u8]) -> String {
        let settings = format!("{:?}\n{:?}", plan.settings, plan.bindings);
        digest(&[self.fingerprint.as_bytes(), plan.selection.fingerprint().as_bytes(), settings.as_bytes(), bytes])
    }

    /// The result of a file, if nothing that it depends on has changed.
    pub fn get(&self, disk: &dyn Disk, plan: &PathPlan, path: &str, bytes: &[u8]) -> Option<FileOutcome> {
        let entry = self.old.get(path)?;
        if entry.key != self.key(plan, bytes) {
            return None;
        }
        if !entry.inputs.iter().all(|(name, print)| self.current(disk, name) == *print) {
            return None;
        }
        lock(&self.new).insert(path.to_owned(), entry.clone());
        Some(entry.outcome.clone())
    }

    /// Keeps a result, unless it depends on what cannot be looked at again.
    pub fn put(
        &self,
        disk: &dyn Disk,
        plan: &PathPlan,
        path: &str,
        bytes: &[u8],
        (outcome, inputs): (&FileOutcome, &BTreeMap<Input, Found>),
    ) {
        if self.name.is_none() {
            return;
        }
        *lock(&self.is_changed) = true;
        let mut prints = Vec::new();
        for (input, found) in inputs {
            let name = match (input, found) {
                (Input::Path(name), _) if name == path => continue,
                (Input::Path(name), Found::Content(_)) => format!("file {name}"),
                (Input::Path(name), _) => format!("path {name}"),
                (Input::Env(name), _) => format!("env {name}"),
                (Input::Fact(name), _) if STEADY.contains(name) => continue,
                (Input::Fact(_), _) => return,
            };
            let print = self.current(disk, &name);
            prints.push((name, print));
        }
        let entry = Entry { key: self.key(plan, bytes), inputs: prints, outcome: outcome.clone() };
        lock(&self.new).insert(path.to_owned(), entry);
    }

    /// The fingerprint of an input as it is now, taken once in a run.
    fn current(&self, disk: &dyn Disk, name: &str) -> String {
        if let Some(known) = lock(&self.seen).get(name) {
            return known.clone();
        }
        let print = fingerprint(disk, name);
        lock(&self.seen).insert(name.to_owned(), print.clone());
        print
    }

    /// Writes the results of this run.
    pub fn save(self, disk: &dyn Disk) {
        let new = self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_changed = *lock(&self.is_changed) || new.len() != self.old.len();
        if let Some(name) = self.name.filter(|_| is_changed)
            && let Ok(bytes) = serde_json::to_vec(&new)
        {
            disk.keep(&name, &bytes);
        }
    }
}

fn fingerprint(disk: &dyn Disk, name: &str) -> String {
    let Some((kind, name)) = name.split_once(' ') else { return String::new() };
    match kind {
        "file" => disk.read(name).map_or_else(|_| "missing".to_owned(), |bytes| digest(&[&bytes])),
        "env" => format!("{:?}", disk.world().env(name).ok()),
        _ => {
            let mut world = disk.world();
            let listing = world.list_dir(name).unwrap_or_default().join("\n");
            format!("{:?} {}", world.stat(name).ok(), digest(&[listing.as_bytes()]))
        }
    }
}

/// The start of a SHA-256 over parts, each with its length.
fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
