//! Results of earlier runs, found by what they depend on: the file, everything that its evaluation read, options, version.
//!
//! The file of a working directory has a line for each result: the path, a key of bytes and options, what was read besides,
//! and what was found, with tabs between them. Only the lines that a run asks for are understood, by the thread that asks.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::check::FileOutcome;
use super::disk::Disk;
use super::plan::{PathPlan, Plan};
use crate::config::{Found, Input};

/// The first line; it changes with the form of the others.
const HEAD: &[u8] = b"aurora lint 3\n";

/// What was read besides the file, and its fingerprint.
type Prints = Vec<(String, String)>;

/// The results of one working directory. Shared by all threads.
pub struct Cache {
    name: Option<String>,
    fingerprint: String,
    /// The file as it was.
    text: Vec<u8>,
    /// Where the line of each path goes on in it.
    lines: HashMap<String, Range<usize>>,
    /// Lines of this run.
    new: Mutex<BTreeMap<String, Vec<u8>>>,
    seen: Mutex<HashMap<String, String>>,
}

/// What never changes during a run and is part of [`Plan::fingerprint`].
const STEADY: [&str; 2] = ["user", "working directory"];

impl Cache {
    /// Reads what is there; a cache that cannot be understood counts as empty.
    pub fn open(disk: &dyn Disk, plan: &Plan) -> Cache {
        let name = plan.uses_cache.then(|| format!("lint-{}.cache", digest(&[plan.fingerprint.as_bytes()])));
        let text = name.as_ref().and_then(|name| disk.cached(name)).unwrap_or_default();
        let lines = lines(&text);
        let (fingerprint, new, seen) = (plan.fingerprint.clone(), Mutex::default(), Mutex::default());
        Cache { name, fingerprint, text, lines, new, seen }
    }

    fn key(&self, plan: &PathPlan, bytes: &[u8]) -> String {
        digest(&[self.fingerprint.as_bytes(), plan.fingerprint().as_bytes(), bytes])
    }

    /// The result of a file, if nothing that it depends on has changed.
    pub fn get(&self, disk: &dyn Disk, plan: &PathPlan, path: &str, bytes: &[u8]) -> Option<FileOutcome> {
        let mut parts = self.text.get(self.lines.get(path)?.clone())?.split(|byte| *byte == b'\t');
        let (key, inputs, outcome) = (parts.next()?, parts.next()?, parts.next()?);
        if key != self.key(plan, bytes).as_bytes() {
            return None;
        }
        let inputs: Prints = serde_json::from_slice(inputs).ok()?;
        if !inputs.iter().all(|(name, print)| self.current(disk, name) == *print) {
            return None;
        }
        serde_json::from_slice(outcome).ok()
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
        let mut prints = Prints::new();
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
        if let Some(line) = line(path, &self.key(plan, bytes), &prints, outcome) {
            lock(&self.new).insert(path.to_owned(), line);
        }
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

    /// Writes the results, if there are new ones. Results of files that this run did not look at stay, unless it looked at
    /// all there are.
    pub fn save(self, disk: &dyn Disk, plan: &Plan) {
        let new = self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_gone = |path: &String| plan.is_whole && plan.paths.binary_search(path).is_err();
        let Some(name) = self.name.filter(|_| !new.is_empty() || self.lines.keys().any(is_gone)) else { return };
        let mut bytes = HEAD.to_vec();
        let mut old: Vec<(&String, &Range<usize>)> =
            self.lines.iter().filter(|(path, _)| !new.contains_key(*path) && !is_gone(path)).collect();
        old.sort_by(|a, b| a.0.cmp(b.0));
        for (path, range) in old {
            let (Ok(path), Some(rest)) = (serde_json::to_vec(path), self.text.get(range.clone())) else { continue };
            bytes.extend([&path, &b"\t"[..], rest, b"\n"].concat());
        }
        new.values().for_each(|line| bytes.extend(line));
        disk.keep(&name, &bytes);
    }
}

/// Where the lines of the paths go on.
fn lines(text: &[u8]) -> HashMap<String, Range<usize>> {
    let mut lines = HashMap::new();
    let Some(body) = text.strip_prefix(HEAD) else { return lines };
    let mut at = HEAD.len();
    for line in body.split(|byte| *byte == b'\n') {
        let end = at + line.len();
        if let Some(tab) = line.iter().position(|byte| *byte == b'\t')
            && let Some(path) = line.get(..tab).and_then(|path| serde_json::from_slice(path).ok())
        {
            lines.insert(path, at + tab + 1..end);
        }
        at = end + 1;
    }
    lines
}

/// A result as a line. JSON writes tabs and line feeds in texts as escapes.
fn line(path: &str, key: &str, prints: &Prints, outcome: &FileOutcome) -> Option<Vec<u8>> {
    let parts = [
        &*serde_json::to_vec(path).ok()?,
        key.as_bytes(),
        &*serde_json::to_vec(prints).ok()?,
        &*serde_json::to_vec(outcome).ok()?,
    ];
    let mut line = parts.join(&b'\t');
    line.push(b'\n');
    Some(line)
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
