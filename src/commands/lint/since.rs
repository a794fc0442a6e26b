//! `--changed-since`: what differs from a revision of the git repository.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::commands::{Context, Prints};
use crate::diagnostics::Diagnostic;
use crate::interp::host::{Host, HostError};
use crate::lint::Disk;

/// The world as it was at a revision, and what was compared with it.
pub struct Since {
    /// The settings are not what they were: any file may be looked at in another way.
    is_other_way: bool,
    before: RefCell<Box<dyn Host>>,
    known: RefCell<HashMap<String, bool>>,
}

/// A folder's entry that is part of no revision.
const GIT: &str = ".git";

impl Since {
    /// The revision of this name. `settings`: where files of settings may be. Errors: there is no repository, or no such
    /// revision in it.
    pub fn open(name: &str, settings: &[String], context: &Context) -> Result<Since, Diagnostic> {
        let before = (context.revision)(name, Prints::Nowhere).map_err(|error| Diagnostic {
            message: format!("`{name}` is no revision of a git repository around the working directory"),
            ..error
        })?;
        let since = Since { is_other_way: false, before: RefCell::new(before), known: RefCell::default() };
        let is_other_way = settings.iter().any(|path| since.differs(context.disk, path));
        Ok(Since { is_other_way, ..since })
    }

    /// Whether what stands at a path is something else than at the revision. Changes that are not committed count, and a
    /// file that the revision has not is one that changed.
    pub fn differs(&self, disk: &dyn Disk, path: &str) -> bool {
        if self.is_other_way {
            return true;
        }
        if let Some(known) = self.known.borrow().get(path) {
            return *known;
        }
        let differs = self.compare(disk, path);
        self.known.borrow_mut().insert(path.to_owned(), differs);
        differs
    }

    fn compare(&self, disk: &dyn Disk, path: &str) -> bool {
        let (mut now, mut before) = (disk.world(), self.before.borrow_mut());
        match (now.read_file(path), before.read_file(path)) {
            (Ok(now), Ok(before)) => !same_text(&now, &before),
            (Err(_), Err(_)) => listing(now.list_dir(path)) != listing(before.list_dir(path)),
            _ => true,
        }
    }
}

/// The names in a folder; `None` if there is no such folder.
fn listing(read: Result<Vec<String>, HostError>) -> Option<Vec<String>> {
    let mut names = read.ok()?;
    names.retain(|name| name != GIT);
    names.sort();
    Some(names)
}

/// Whether two texts are the same but for the ends of their lines, which git may write in another way than it keeps them.
fn same_text(one: &[u8], other: &[u8]) -> bool {
    if one == other {
        return true;
    }
    fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
        bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }
    lines(one).eq(lines(other))
}

#[cfg(test)]
mod tests {
    use super::same_text;

    #[test]
    fn ends_of_lines_do_not_count() {
        assert!(same_text(b"a\r\nb", b"a\nb") && same_text(b"", b""));
        assert!(!same_text(b"a\n", b"a") && !same_text(b"a\rb", b"a\nb"));
    }
}
