//! The record of what an evaluation read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use crate::interp::host::PathKind;

/// One input of an evaluation by what it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Input {
    /// A path whose content, listing or kind was asked.
    Path(String),
    /// An environment variable.
    Env(String),
    /// Another fact: the user, the host, the working directory, the clock.
    Fact(&'static str),
}

/// What was found there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A file's bytes: their fingerprint.
    Content(String),
    /// A directory's names: their fingerprint.
    Listing(String),
    /// What kind of thing is there; nothing of it was read.
    Kind(PathKind),
    /// A value: its fingerprint. The value itself may be a secret.
    Value(String),
    /// A variable that is not set.
    Unset,
    /// Something that differs at each reading, so that no fingerprint would say anything.
    Passing,
}

/// Everything that an evaluation read, in order of kind and name. It grows while the evaluation runs.
pub type Inputs = Rc<RefCell<BTreeMap<Input, Found>>>;

/// The SHA-256 of bytes in hexadecimal digits.
pub fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Path(path) => write!(f, "path {path}"),
            Input::Env(name) => write!(f, "variable {name}"),
            Input::Fact(name) => write!(f, "fact {name}"),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Found::Content(hash) | Found::Listing(hash) | Found::Value(hash) => write!(f, "sha256:{hash}"),
            Found::Kind(PathKind::File) => f.write_str("is a file"),
            Found::Kind(PathKind::Directory) => f.write_str("is a directory"),
            Found::Kind(PathKind::Other) => f.write_str("is something else"),
            Found::Kind(PathKind::Missing) => f.write_str("missing"),
            Found::Unset => f.write_str("unset"),
            Found::Passing => f.write_str("passing"),
        }
    }
}
