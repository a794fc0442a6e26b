//! This machine's files as `lint` needs them: found, read, replaced, cached.

use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::WalkBuilder;

use crate::commands::Prints;
use crate::interp::host::Host;
use crate::lint;

use super::stdio::Stdio;
use super::world::World;

/// This machine.
pub struct Disk;

const SUFFIX: &str = "aurora";

fn is_config(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix == SUFFIX)
}

impl lint::Disk for Disk {
    fn find(&self, roots: &[String]) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        for root in roots {
            let path = Path::new(root);
            let is_folder = path.metadata().map_err(|error| format!("`{root}`: {}", words(&error)))?.is_dir();
            if !is_folder {
                found.push(root.clone());
                continue;
            }
            // Rules of ignore files count outside of git repositories too.
            let walk = WalkBuilder::new(path).require_git(false).build();
            let top = path.canonicalize().unwrap_or_default();
            for entry in walk {
                let entry = entry.map_err(|error| format!("`{root}`: {error}"))?;
                let is_file = entry.file_type().is_some_and(|kind| !kind.is_dir());
                // A link to a file of the same folder is another name of what is found in any case.
                let is_name = || {
                    let target = entry.path().canonicalize().ok();
                    target.is_some_and(|target| target.starts_with(&top) && is_config(&target))
                };
                if is_file && is_config(entry.path()) && !(entry.path_is_symlink() && is_name()) {
                    found.push(entry.path().to_string_lossy().into_owned());
                }
            }
        }
        Ok(found)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let mut world = self.world();
        world.read_file(path).map_err(|error| match error {
            crate::interp::host::HostError::Os(_, words) => words,
            crate::interp::host::HostError::Refused(diagnostic) => diagnostic.message,
        })
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        std::fs::write(path, bytes).map_err(|error| words(&error))
    }

    fn cached(&self, name: &str) -> Option<Vec<u8>> {
        std::fs::read(cache_folder()?.join(name)).ok()
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        // A cache that cannot be written costs time and nothing else.
        let _ = keep(name, bytes);
    }

    fn world(&self) -> Box<dyn Host> {
        Box::new(World::new(Rc::new(Stdio::new()), Prints::Nowhere))
    }
}

/// Written beside its place and moved there, so that no other run sees half of it.
fn keep(name: &str, bytes: &[u8]) -> Option<()> {
    let folder = cache_folder()?;
    std::fs::create_dir_all(&folder).ok()?;
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    std::fs::write(&beside, bytes).ok()?;
    std::fs::rename(&beside, folder.join(name)).ok()
}

fn cache_folder() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
    Some(base.join("aurora"))
}

fn words(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
