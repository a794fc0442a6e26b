//! A disk on which some files have other contents: standard input in the place of a file, or a file after its fixes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::disk::Disk;
use super::places::normal;
use crate::interp::host::{Host, HostError, PathKind};
use crate::interp::host_over::{FilesOver, HostOver};

/// Contents by path without detours.
type Contents = Arc<BTreeMap<String, Vec<u8>>>;

/// A disk and what lies over it.
pub struct Overlay<'a> {
    disk: &'a dyn Disk,
    contents: Contents,
}

impl<'a> Overlay<'a> {
    /// Nothing over a disk yet.
    pub fn new(disk: &'a dyn Disk) -> Overlay<'a> {
        Overlay { disk, contents: Contents::default() }
    }

    /// Puts content over a path.
    pub fn put(&mut self, path: &str, bytes: Vec<u8>) {
        Arc::make_mut(&mut self.contents).insert(normal(path), bytes);
    }

    /// Everything that was put.
    pub fn contents(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.contents.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

impl Disk for Overlay<'_> {
    fn find(&self, roots: &[String]) -> Result<Vec<String>, String> {
        let (over, under): (Vec<&String>, Vec<&String>) =
            roots.iter().partition(|root| self.contents.contains_key(&normal(root)));
        let mut found: Vec<String> = over.into_iter().cloned().collect();
        if !under.is_empty() {
            found.extend(self.disk.find(&under.into_iter().cloned().collect::<Vec<_>>())?);
        }
        Ok(found)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self.contents.get(&normal(path)) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.disk.read(path),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        self.disk.write(path, bytes)
    }

    fn cached(&self, name: &str) -> Option<Vec<u8>> {
        self.disk.cached(name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        self.disk.keep(name, bytes);
    }

    fn world(&self) -> Box<dyn Host> {
        if self.contents.is_empty() {
            return self.disk.world();
        }
        Box::new(HostOver { below: self.disk.world(), files: Covered(Arc::clone(&self.contents)) })
    }
}

/// Files that have other contents than on the disk.
struct Covered(Contents);

impl FilesOver for Covered {
    fn read_file(&mut self, below: &mut dyn Host, path: &str) -> Result<Vec<u8>, HostError> {
        match self.0.get(&normal(path)) {
            Some(bytes) => Ok(bytes.clone()),
            None => below.read_file(path),
        }
    }

    fn stat(&mut self, below: &mut dyn Host, path: &str) -> Result<PathKind, HostError> {
        if self.0.contains_key(&normal(path)) { Ok(PathKind::File) } else { below.stat(path) }
    }

    fn real_path(&mut self, below: &mut dyn Host, path: &str) -> Result<String, HostError> {
        match below.real_path(path) {
            // What lies over the disk need not be on it.
            Err(HostError::Os(..)) if self.0.contains_key(&normal(path)) => {
                let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
                Ok(format!("{}/{name}", below.real_path(folder)?))
            }
            found => found,
        }
    }

    fn list_dir(&mut self, below: &mut dyn Host, path: &str) -> Result<Vec<String>, HostError> {
        below.list_dir(path)
    }
}
