//! A disk on which some files have other contents: standard input in the place of a file, or a file after its fixes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::disk::Disk;
use super::places::normal;
use crate::interp::host::{Host, HostError, PathKind};

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
        Box::new(Covered { world: self.disk.world(), contents: Arc::clone(&self.contents) })
    }
}

/// A world in which some files have other contents.
struct Covered {
    world: Box<dyn Host>,
    contents: Contents,
}

impl Host for Covered {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        match self.contents.get(&normal(path)) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.world.read_file(path),
        }
    }

    fn stat(&mut self, path: &str) -> Result<PathKind, HostError> {
        if self.contents.contains_key(&normal(path)) { Ok(PathKind::File) } else { self.world.stat(path) }
    }

    fn real_path(&mut self, path: &str) -> Result<String, HostError> {
        match self.world.real_path(path) {
            // What lies over the disk need not be on it.
            Err(HostError::Os(..)) if self.contents.contains_key(&normal(path)) => {
                let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
                Ok(format!("{}/{name}", self.world.real_path(folder)?))
            }
            found => found,
        }
    }

    fn list_dir(&mut self, path: &str) -> Result<Vec<String>, HostError> {
        self.world.list_dir(path)
    }

    fn env(&mut self, name: &str) -> Result<Option<String>, HostError> {
        self.world.env(name)
    }

    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        self.world.env_all()
    }

    fn working_dir(&mut self) -> Result<String, HostError> {
        self.world.working_dir()
    }

    fn user_name(&mut self) -> Result<String, HostError> {
        self.world.user_name()
    }

    fn host_name(&mut self) -> Result<String, HostError> {
        self.world.host_name()
    }

    fn now(&mut self) -> Result<f64, HostError> {
        self.world.now()
    }

    fn utc_offset(&mut self, at: f64) -> Result<(i32, String), HostError> {
        self.world.utc_offset(at)
    }

    fn elapsed(&mut self) -> std::time::Duration {
        self.world.elapsed()
    }

    fn write_out(&mut self, bytes: &[u8]) {
        self.world.write_out(bytes);
    }

    fn write_err(&mut self, bytes: &[u8]) {
        self.world.write_err(bytes);
    }
}
