//! Files and how they hang together.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Evaluation, Found, Input};
use crate::interp::host::PathKind;
use crate::lint::normal;

/// Files by their path without detours.
#[derive(Default, Debug)]
pub struct Graph {
    /// Each file that was named, found, included or read.
    pub files: BTreeMap<String, File>,
}

/// One file.
#[derive(Default, Debug)]
pub struct File {
    /// What it includes itself, in its order.
    pub includes: Vec<String>,
    /// Who includes it itself.
    pub included_by: BTreeSet<String>,
    /// What its evaluation read as data.
    pub reads: BTreeSet<String>,
    /// It is asked for and not there.
    pub is_missing: bool,
}

/// Which way to go through the graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// To what a file includes.
    Down,
    /// To who includes a file.
    Up,
}

impl Graph {
    /// The entry of a path.
    pub fn file(&mut self, path: &str) -> &mut File {
        self.files.entry(normal(path)).or_default()
    }

    /// Adds what an evaluation of a file found out, also if it did not come to its end.
    pub fn add(&mut self, root: &str, evaluation: &Evaluation) {
        self.file(root);
        let pairs = evaluation.includes();
        for (user, used) in &pairs {
            let target = normal(used);
            let includes = &mut self.file(user).includes;
            if !includes.contains(&target) {
                includes.push(target);
            }
            self.file(used).included_by.insert(normal(user));
        }
        let programs: BTreeSet<&str> = pairs.iter().map(|(_, used)| used.as_str()).chain([root]).collect();
        for (input, found) in evaluation.inputs.borrow().iter() {
            let Input::Path(path) = input else { continue };
            match found {
                Found::Kind(PathKind::Missing) if programs.contains(path.as_str()) => self.file(path).is_missing = true,
                Found::Content(_) if !programs.contains(path.as_str()) => {
                    self.file(root).reads.insert(normal(path));
                }
                _ => {}
            }
        }
    }

    /// The next files from one file.
    pub fn next(&self, path: &str, way: Way) -> Vec<&str> {
        let Some(file) = self.files.get(path) else { return Vec::new() };
        match way {
            Way::Down => file.includes.iter().map(String::as_str).collect(),
            Way::Up => file.included_by.iter().map(String::as_str).collect(),
        }
    }

    /// Everything that can be reached from some files, with these.
    pub fn reach<'a>(&'a self, roots: &'a [String], way: Way) -> BTreeSet<&'a str> {
        let mut found: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = roots.iter().map(String::as_str).collect();
        while let Some(path) = open.pop() {
            if found.insert(path) {
                open.extend(self.next(path, way));
            }
        }
        found
    }
}
