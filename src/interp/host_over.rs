//! A world with other files: everything else is that of the world below.

use std::time::Duration;

use super::host::{Host, HostError, PathKind};

/// The files of another world. Each method is handed the world below, for what is not its own.
pub trait FilesOver {
    /// As [`Host::read_file`].
    fn read_file(&mut self, below: &mut dyn Host, path: &str) -> Result<Vec<u8>, HostError>;
    /// As [`Host::stat`].
    fn stat(&mut self, below: &mut dyn Host, path: &str) -> Result<PathKind, HostError>;
    /// As [`Host::real_path`].
    fn real_path(&mut self, below: &mut dyn Host, path: &str) -> Result<String, HostError>;
    /// As [`Host::list_dir`].
    fn list_dir(&mut self, below: &mut dyn Host, path: &str) -> Result<Vec<String>, HostError>;
}

/// A world in which `files` lie over those of the world below.
pub struct HostOver<F> {
    /// The world below.
    pub below: Box<dyn Host>,
    /// The files over it.
    pub files: F,
}

impl<F: FilesOver> Host for HostOver<F> {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        self.files.read_file(&mut *self.below, path)
    }

    fn stat(&mut self, path: &str) -> Result<PathKind, HostError> {
        self.files.stat(&mut *self.below, path)
    }

    fn real_path(&mut self, path: &str) -> Result<String, HostError> {
        self.files.real_path(&mut *self.below, path)
    }

    fn list_dir(&mut self, path: &str) -> Result<Vec<String>, HostError> {
        self.files.list_dir(&mut *self.below, path)
    }

    fn env(&mut self, name: &str) -> Result<Option<String>, HostError> {
        self.below.env(name)
    }

    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        self.below.env_all()
    }

    fn working_dir(&mut self) -> Result<String, HostError> {
        self.below.working_dir()
    }

    fn user_name(&mut self) -> Result<String, HostError> {
        self.below.user_name()
    }

    fn host_name(&mut self) -> Result<String, HostError> {
        self.below.host_name()
    }

    fn now(&mut self) -> Result<f64, HostError> {
        self.below.now()
    }

    fn utc_offset(&mut self, at: f64) -> Result<(i32, String), HostError> {
        self.below.utc_offset(at)
    }

    fn elapsed(&mut self) -> Duration {
        self.below.elapsed()
    }

    fn write_out(&mut self, bytes: &[u8]) {
        self.below.write_out(bytes);
    }

    fn write_err(&mut self, bytes: &[u8]) {
        self.below.write_err(bytes);
    }
}
