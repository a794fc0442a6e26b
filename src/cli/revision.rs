//! The world as it was at a revision of a git repository: its files come from the repository's objects, all else is this
//! machine's. Nothing is checked out, and no program is run.

use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice;
use gix::object::tree::EntryKind;

use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::host::{Host, HostError, PathKind};

/// Symbolic links that may follow each other.
const MOST_LINKS: usize = 40;

/// The operating system's numbers and texts for errors that a tree of files can have.
const ENOENT: (i32, &str) = (2, "No such file or directory");
const EIO: i32 = 5;
const ENOTDIR: (i32, &str) = (20, "Not a directory");
const EISDIR: (i32, &str) = (21, "Is a directory");
const ELOOP: (i32, &str) = (40, "Too many levels of symbolic links");

/// A revision's files over another world.
pub struct Revision {
    world: Box<dyn Host>,
    repository: gix::Repository,
    tree: gix::ObjectId,
    /// The folder that the repository's files are checked out in, without symbolic links.
    root: PathBuf,
}

/// What stands at a path.
enum Found {
    File(Vec<u8>),
    Folder(gix::ObjectId),
    Missing,
    /// Another repository's commit: its files are not here.
    Submodule,
}

impl Revision {
    /// The revision that `name` stands for (`HEAD~1`, `origin/main`, a tag, a hash) in the repository around the working
    /// directory.
    ///
    /// # Errors
    /// There is no repository, or no such revision in it.
    pub fn open(name: &str, mut world: Box<dyn Host>) -> Result<Revision, Diagnostic> {
        let here = world.working_dir().unwrap_or_else(|_| ".".to_owned());
        let repository = gix::discover(&here).map_err(|_| no_repository(name))?;
        let Some(root) = repository.workdir().and_then(|root| root.canonicalize().ok()) else {
            return Err(no_repository(name).help("the repository is a bare one: run this in a checkout of it"));
        };
        let tree = repository
            .rev_parse_single(name)
            .and_then(|id| id.object())
            .and_then(gix::Object::peel_to_tree)
            .map(|tree| tree.id)
            .map_err(|_| no_revision(name))?;
        Ok(Revision { world, repository, tree, root })
    }

    /// The path below the repository's folder; `None` for what lies outside of it.
    fn inside(&mut self, path: &str) -> Result<Option<PathBuf>, HostError> {
        let here = self.world.working_dir()?;
        let here = Path::new(&here).canonicalize().unwrap_or_else(|_| PathBuf::from(&here));
        Ok(folded(&here.join(path)).strip_prefix(&self.root).map(Path::to_path_buf).ok())
    }

    /// What stands at a path below the repository's folder, symbolic links followed. `Ok(None)`: a link leads out.
    fn find(&self, path: &Path) -> Result<Found, HostError> {
        self.follow(path).map(|(found, _)| found)
    }

    /// As [`Revision::find`], with the path without symbolic links.
    fn follow(&self, path: &Path) -> Result<(Found, PathBuf), HostError> {
        let mut path = path.to_path_buf();
        for _ in 0..MOST_LINKS {
            match self.step(&path)? {
                Step::There(found) => return Ok((found, path)),
                Step::Link(target) => path = target,
            }
        }
        Err(os(ELOOP))
    }

    /// Walks down to a path, as far as the first symbolic link.
    fn step(&self, path: &Path) -> Result<Step, HostError> {
        let (mut tree, mut walked) = (self.tree, PathBuf::new());
        let mut parts = path.components().peekable();
        while let Some(part) = parts.next() {
            let folder = self.repository.find_tree(tree).map_err(|error| damaged(&error))?;
            let decoded = folder.decode().map_err(|error| damaged(&error))?;
            let name = part.as_os_str().as_encoded_bytes();
            let Some(entry) = decoded.entries.iter().find(|entry| entry.filename == name) else {
                return Ok(Step::There(Found::Missing));
            };
            match entry.mode.kind() {
                EntryKind::Tree => tree = entry.oid.into(),
                EntryKind::Commit => return Ok(Step::There(Found::Submodule)),
                EntryKind::Link => {
                    let target = self.bytes(entry.oid)?;
                    let rest: PathBuf = parts.collect();
                    return self.target(&walked, &target, &rest);
                }
                EntryKind::Blob | EntryKind::BlobExecutable if parts.peek().is_some() => return Err(os(ENOTDIR)),
                EntryKind::Blob | EntryKind::BlobExecutable => {
                    return Ok(Step::There(Found::File(self.bytes(entry.oid)?)));
                }
            }
            walked.push(part);
        }
        Ok(Step::There(Found::Folder(tree)))
    }

    fn target(&self, folder: &Path, target: &[u8], rest: &Path) -> Result<Step, HostError> {
        let target = gix::path::from_byte_slice(target).map_err(|error| damaged(&error))?;
        let full = folded(&self.root.join(folder).join(target).join(rest));
        match full.strip_prefix(&self.root) {
            Ok(path) => Ok(Step::Link(path.to_path_buf())),
            Err(_) => {
                let sentence = format!("`{}` is a symbolic link that leads out of the repository", folder.display());
                Err(HostError::refused(
                    sentence,
                    "compare with a revision in which the file itself is in the repository",
                ))
            }
        }
    }

    fn bytes(&self, id: &gix::oid) -> Result<Vec<u8>, HostError> {
        self.repository.find_object(id).map(|object| object.detach().data).map_err(|error| damaged(&error))
    }
}

/// One step of looking for a path.
enum Step {
    There(Found),
    /// The path to look for instead.
    Link(PathBuf),
}

impl Host for Revision {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        let Some(inside) = self.inside(path)? else { return self.world.read_file(path) };
        match self.find(&inside)? {
            Found::File(bytes) => Ok(bytes),
            Found::Folder(_) => Err(os(EISDIR)),
            Found::Missing => Err(os(ENOENT)),
            Found::Submodule => Err(submodule(path)),
        }
    }

    fn stat(&mut self, path: &str) -> Result<PathKind, HostError> {
        let Some(inside) = self.inside(path)? else { return self.world.stat(path) };
        Ok(match self.find(&inside) {
            Ok(Found::File(_)) => PathKind::File,
            Ok(Found::Folder(_)) => PathKind::Directory,
            Ok(Found::Submodule) => PathKind::Other,
            Ok(Found::Missing) | Err(_) => PathKind::Missing,
        })
    }

    fn real_path(&mut self, path: &str) -> Result<String, HostError> {
        let Some(inside) = self.inside(path)? else { return self.world.real_path(path) };
        match self.follow(&inside)? {
            (Found::Missing, _) => Err(os(ENOENT)),
            (_, found) => Ok(self.root.join(found).to_string_lossy().trim_end_matches('/').to_owned()),
        }
    }

    fn list_dir(&mut self, path: &str) -> Result<Vec<String>, HostError> {
        let Some(inside) = self.inside(path)? else { return self.world.list_dir(path) };
        match self.find(&inside)? {
            Found::Folder(tree) => {
                let folder = self.repository.find_tree(tree).map_err(|error| damaged(&error))?;
                let decoded = folder.decode().map_err(|error| damaged(&error))?;
                let mut names: Vec<String> =
                    decoded.entries.iter().map(|entry| entry.filename.to_str_lossy().into_owned()).collect();
                names.sort();
                Ok(names)
            }
            Found::File(_) => Err(os(ENOTDIR)),
            Found::Missing => Err(os(ENOENT)),
            Found::Submodule => Err(submodule(path)),
        }
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

/// A path without `.` and `..`, by its text alone.
fn folded(path: &Path) -> PathBuf {
    let mut folded = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => drop(folded.pop()),
            other => folded.push(other),
        }
    }
    folded
}

fn os((number, text): (i32, &str)) -> HostError {
    HostError::Os(number, text.to_owned())
}

fn submodule(path: &str) -> HostError {
    HostError::refused(format!("`{path}` lies in a submodule"), "another repository's files are not read")
}

fn damaged(error: &dyn std::fmt::Display) -> HostError {
    HostError::Os(EIO, format!("the git repository cannot be read: {error}"))
}

fn no_repository(name: &str) -> Diagnostic {
    let message = format!("`{name}` is no file, and there is no git repository here that could have such a revision");
    Diagnostic::error("AUR0801", Kind::Usage, message)
}

fn no_revision(name: &str) -> Diagnostic {
    let message = format!("`{name}` is neither a file nor a revision of the git repository");
    Diagnostic::error("AUR0801", Kind::Usage, message)
        .help("a revision is a branch, a tag, a hash, or something like HEAD~1 or origin/main; `git fetch` gets those of others")
}
