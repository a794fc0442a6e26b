//! A git repository in a temporary folder, made without the program `git`.

use std::path::Path;

use gix::objs::tree::{Entry, EntryKind};

/// A repository whose commits are snapshots of its folder.
pub struct Repository {
    folder: tempfile::TempDir,
    inner: gix::Repository,
}

impl Repository {
    /// An empty repository.
    pub fn new() -> Repository {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = gix::init(folder.path()).expect("a repository");
        Repository { folder, inner }
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(path, text).expect("the file is written");
    }

    /// Commits everything that is in the folder.
    pub fn commit(&self) {
        let tree = self.tree(self.path());
        let author = gix::actor::SignatureRef { name: "Tester".into(), email: "t@example.com".into(), time: "0 +0000" };
        let parents: Vec<gix::ObjectId> = self.inner.head_id().ok().map(|id| id.detach()).into_iter().collect();
        self.inner.commit_as(author, author, "HEAD", "a commit", tree, parents).expect("a commit");
    }

    fn tree(&self, folder: &Path) -> gix::ObjectId {
        let mut entries = Vec::new();
        for found in folder.read_dir().expect("a folder").flatten().filter(|entry| entry.file_name() != ".git") {
            let kind = found.file_type().expect("a type");
            let blob = |bytes: &[u8]| self.inner.write_blob(bytes).expect("a blob").detach();
            let (mode, oid) = if kind.is_dir() {
                (EntryKind::Tree, self.tree(&found.path()))
            } else if kind.is_symlink() {
                let target = std::fs::read_link(found.path()).expect("a link");
                (EntryKind::Link, blob(target.as_os_str().as_encoded_bytes()))
            } else {
                (EntryKind::Blob, blob(&std::fs::read(found.path()).expect("a file")))
            };
            let filename = found.file_name().as_encoded_bytes().to_vec().into();
            entries.push(Entry { mode: mode.into(), filename, oid });
        }
        entries.sort();
        self.inner.write_object(gix::objs::Tree { entries }).expect("a tree").detach()
    }
}
