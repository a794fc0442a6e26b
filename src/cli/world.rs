//! The world as an evaluation sees it: this machine's files, environment, user, clock and streams.

use std::io;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::commands::{Prints, Streams};
use crate::interp::host::{Host, HostError, PathKind};

use super::stdio::Stdio;
use super::timezone;

/// The largest file that is read.
const LARGEST_FILE: u64 = 128 << 20;

/// The operating system's numbers for errors that have no number of their own here.
const EIO: i32 = 5;
const EFBIG: i32 = 27;

/// This machine.
pub struct World {
    streams: Rc<Stdio>,
    prints: Prints,
    begun: Instant,
}

impl World {
    /// What the program prints to its standard output goes where `prints` says.
    pub fn new(streams: Rc<Stdio>, prints: Prints) -> World {
        World { streams, prints, begun: Instant::now() }
    }
}

impl Host for World {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        let found = std::fs::metadata(path).map_err(|error| refusal(&error))?;
        // A pipe waits for a writer that may never come, and a device need not end.
        if !found.is_file()
            && !found.is_dir()
            && !found.file_type().is_symlink()
            && path != "/dev/stdin"
            && path != "/dev/null"
        {
            return Err(HostError::refused(
                format!("`{path}` is a device or a pipe"),
                "only regular files can be read; keep what the configuration needs in one",
            ));
        }
        if found.len() > LARGEST_FILE {
            return Err(HostError::Os(EFBIG, "File too large".to_owned()));
        }
        let file = std::fs::File::open(path).map_err(|error| refusal(&error))?;
        let mut bytes = Vec::with_capacity(found.len() as usize + 1);
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| refusal(&error))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(HostError::Os(EFBIG, "File too large".to_owned()));
        }
        Ok(bytes)
    }

    fn stat(&mut self, path: &str) -> Result<PathKind, HostError> {
        Ok(match std::fs::metadata(path) {
            Ok(found) if found.is_file() => PathKind::File,
            Ok(found) if found.is_dir() => PathKind::Directory,
            Ok(_) => PathKind::Other,
            Err(_) => PathKind::Missing,
        })
    }

    fn real_path(&mut self, path: &str) -> Result<String, HostError> {
        let path = std::fs::canonicalize(path).map_err(|error| refusal(&error))?;
        Ok(path.to_string_lossy().into_owned())
    }

    fn list_dir(&mut self, path: &str) -> Result<Vec<String>, HostError> {
        let entries = std::fs::read_dir(path).map_err(|error| refusal(&error))?;
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }

    fn env(&mut self, name: &str) -> Result<Option<String>, HostError> {
        // The library panics for names that cannot be.
        if name.is_empty() || name.contains(['=', '\0']) {
            return Ok(None);
        }
        Ok(std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        let text = |value: std::ffi::OsString| value.to_string_lossy().into_owned();
        Ok(std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect())
    }

    fn working_dir(&mut self) -> Result<String, HostError> {
        let path = std::env::current_dir().map_err(|error| refusal(&error))?;
        Ok(path.to_string_lossy().into_owned())
    }

    fn user_name(&mut self) -> Result<String, HostError> {
        Ok(user_name())
    }

    fn host_name(&mut self) -> Result<String, HostError> {
        let name =
            std::fs::read_to_string("/proc/sys/kernel/hostname").or_else(|_| std::fs::read_to_string("/etc/hostname"));
        Ok(name.map_or_else(|_| "localhost".to_owned(), |name| name.trim().to_owned()))
    }

    fn now(&mut self) -> Result<f64, HostError> {
        Ok(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()))
    }

    fn utc_offset(&mut self, at: f64) -> Result<(i32, String), HostError> {
        Ok(timezone::offset(at))
    }

    fn elapsed(&mut self) -> Duration {
        self.begun.elapsed()
    }

    fn write_out(&mut self, bytes: &[u8]) {
        match self.prints {
            Prints::Out => self.streams.out(bytes),
            Prints::Err => self.streams.err(bytes),
            Prints::Nowhere => {}
        }
    }

    fn write_err(&mut self, bytes: &[u8]) {
        if self.prints != Prints::Nowhere {
            self.streams.err(bytes);
        }
    }
}

/// The login name: the variables that the original asks, in its order, then the user database.
pub fn user_name() -> String {
    let named = ["LOGNAME", "USER", "LNAME", "USERNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|name| !name.is_empty()).or_else(user_of_process).unwrap_or_else(|| "unknown".to_owned())
}

fn user_of_process() -> Option<String> {
    let number = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = users.lines().find(|line| line.split(':').nth(2) == Some(&number))?;
    line.split(':').next().map(str::to_owned)
}

fn refusal(error: &io::Error) -> HostError {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    HostError::Os(error.raw_os_error().unwrap_or(EIO), words.to_owned())
}
