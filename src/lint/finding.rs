//! What a rule has found: plain data that outlives the evaluation, so that it can cross threads and be kept in a cache.

use serde::{Deserialize, Serialize};

/// A range of a file's text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Location {
    /// The file, relative to the working directory, without detours.
    pub path: String,
    /// First byte in the file's decoded text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// Column of the first byte in characters, from 1.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column of the end.
    pub end_column: u32,
}

impl Location {
    /// The start of a file.
    pub fn start_of(path: &str) -> Location {
        Location { path: path.to_owned(), start: 0, end: 0, line: 1, column: 1, end_line: 1, end_column: 1 }
    }
}

/// A location and what is there.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// Where.
    pub location: Location,
    /// What is there, in a few words; may be empty.
    pub label: String,
}

/// One change of a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// The file, as in [`Location::path`].
    pub path: String,
    /// First byte of the file to replace. Not of its text, as [`Location::start`] is: the file may have a byte order mark, or be
    /// in Latin-1.
    pub start: u32,
    /// One past the last byte to replace.
    pub end: u32,
    /// What to put there.
    pub text: String,
}

/// A change that mends what was found.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// Whether it keeps what the file evaluates to.
    pub is_safe: bool,
    /// The changes, which do not overlap.
    pub edits: Vec<Edit>,
}

/// Something that a rule has found.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's code.
    pub code: String,
    /// The code of the error behind it, if the evaluation itself told it.
    pub cause: Option<String>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// Where; the main place first. Never empty.
    pub marks: Vec<Mark>,
    /// Where the job that led to it is made: a comment there covers it too.
    pub made_at: Vec<Location>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// The main place.
    pub fn location(&self) -> Option<&Location> {
        self.marks.first().map(|mark| &mark.location)
    }

    /// The file of the main place.
    pub fn path(&self) -> &str {
        self.location().map_or("", |location| &location.path)
    }

    /// What findings are sorted by: file, place, code, words.
    pub fn order(&self) -> (Option<&Location>, &str, &str) {
        (self.location(), &self.code, &self.message)
    }
}
