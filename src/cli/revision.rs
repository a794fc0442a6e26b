//! The world as it was at a revision of a git repository: its files come from the repository's objects, all else is this
//! machine's. Nothing is checked out, and no program is run.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gix::object::tree::EntryKind;

use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::host::{Host, HostError, PathKind};
use crate::interp::host_over::{FilesOver, HostOver};

/// Symbolic links that may follow each other.
const MOST_LINKS: usize = 40;

/// The operating system's numbers and texts for errors that a tree of files can have.
const ENOENT: (i32, &str) = (2, "No such file or directory");
const EIO: i32 = 5;
const ENOTDIR: (i32, &str) = (20, "Not a directory");
const EISDIR: (i32, &str) = (21, "Is a directory");
const ELOOP: (i32, &str) = (40, "Too many levels of symbolic links");

/// A revision's files.
pub struct Revision {
    repository: gix::Repository,
    tree: gix::ObjectId,
    /// The folder that the repository's files are checked out in, without symbolic links.
    root: PathBuf,
    /// Folders that were looked into, since a run may ask for thousands of files.
    folders: RefCell<HashMap<gix::ObjectId, Rc<Folder>>>,
}

/// The entries of a folder by name.
type Folder = HashMap<Vec<u8>, (EntryKind, gix::ObjectId)>;

/// What stands at a path.
enum Found {
    File(Vec<u8>),
    Folder(gix::ObjectId),
    Missing,
    /// Another repository's commit: its files are not here.
    Submodule,
}

impl Revision {
    /// The world as it was at the revision that `name` stands for (`HEAD~1`, `origin/main`, a tag, a hash) in the repository around the working
    /// directory.
    ///
    /// # Errors
    /// There is no repository, or no such revision in it.
    pub fn open(name: &str, mut below: Box<dyn Host>) -> Result<HostOver<Revision>, Diagnostic> {
        let here = below.working_dir().unwrap_or_else(|_| ".".to_owned());
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
        Ok(HostOver { below, files: Revision { repository, tree, root, folders: RefCell::default() } })
    }

    /// The path below the repository's folder; `None` for what lies outside of it.
    fn inside(&self, below: &mut dyn Host, path: &str) -> Result<Option<PathBuf>, HostError> {
        let here = below.working_dir()?;
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
            let folder = self.folder(tree)?;
            let Some((kind, id)) = folder.get(part.as_os_str().as_encoded_bytes()) else {
                return Ok(Step::There(Found::Missing));
            };
            match kind {
                EntryKind::Tree => tree = *id,
                EntryKind::Commit => return Ok(Step::There(Found::Submodule)),
                EntryKind::Link => {
                    let target = self.bytes(id)?;
                    let rest: PathBuf = parts.collect();
                    return self.target(&walked, &target, &rest);
                }
                EntryKind::Blob | EntryKind::BlobExecutable if parts.peek().is_some() => return Err(os(ENOTDIR)),
                EntryKind::Blob | EntryKind::BlobExecutable => {
                    return Ok(Step::There(Found::File(self.bytes(id)?)));
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

    /// The entries of a folder.
    fn folder(&self, tree: gix::ObjectId) -> Result<Rc<Folder>, HostError> {
        if let Some(known) = self.folders.borrow().get(&tree) {
            return Ok(Rc::clone(known));
        }
        let found = self.repository.find_tree(tree).map_err(|error| damaged(&error))?;
        let decoded = found.decode().map_err(|error| damaged(&error))?;
        let entries = decoded.entries.iter().map(|one| (one.filename.to_vec(), (one.mode.kind(), one.oid.into())));
        let folder: Rc<Folder> = Rc::new(entries.collect());
        self.folders.borrow_mut().insert(tree, Rc::clone(&folder));
        Ok(folder)
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

impl FilesOver for Revision {
    fn read_file(&mut self, below: &mut dyn Host, path: &str) -> Result<Vec<u8>, HostError> {
        let Some(inside) = self.inside(below, path)? else { return below.read_file(path) };
        match self.find(&inside)? {
            Found::File(bytes) => Ok(bytes),
            Found::Folder(_) => Err(os(EISDIR)),
            Found::Missing => Err(os(ENOENT)),
            Found::Submodule => Err(submodule(path)),
        }
    }

    fn stat(&mut self, below: &mut dyn Host, path: &str) -> Result<PathKind, HostError> {
        let Some(inside) = self.inside(below, path)? else { return below.stat(path) };
        Ok(match self.find(&inside) {
            Ok(Found::File(_)) => PathKind::File,
            Ok(Found::Folder(_)) => PathKind::Directory,
            Ok(Found::Submodule) => PathKind::Other,
            Ok(Found::Missing) | Err(_) => PathKind::Missing,
        })
    }

    fn real_path(&mut self, below: &mut dyn Host, path: &str) -> Result<String, HostError> {
        let Some(inside) = self.inside(below, path)? else { return below.real_path(path) };
        match self.follow(&inside)? {
            (Found::Missing, _) => Err(os(ENOENT)),
            (_, found) => Ok(self.root.join(found).to_string_lossy().trim_end_matches('/').to_owned()),
        }
    }

    fn list_dir(&mut self, below: &mut dyn Host, path: &str) -> Result<Vec<String>, HostError> {
        let Some(inside) = self.inside(below, path)? else { return below.list_dir(path) };
        match self.find(&inside)? {
            Found::Folder(tree) => {
                let folder = self.folder(tree)?;
                let mut names: Vec<String> =
                    folder.keys().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
                names.sort();
                Ok(names)
            }
            Found::File(_) => Err(os(ENOTDIR)),
            Found::Missing => Err(os(ENOENT)),
            Found::Submodule => Err(submodule(path)),
        }
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
