//! The world that one evaluation may see: what it grants, within limits, and a record of everything that was read.

use std::cell::OnceCell;
use std::rc::Rc;
use std::time::Duration;

use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::budget::Limits;
use crate::interp::host::{Host, HostError, PathKind};

use super::hermetic::Hermetic;
use super::inputs::{Found, Input, Inputs, fingerprint};

/// What a configuration may reach. Nobody may write, start processes or use the network: the host has no such methods.
#[derive(Clone, Debug, Default)]
pub struct Capabilities {
    /// The bounds of what may be read; without them files, environment, user, host name and clock are readable.
    pub hermetic: Option<Hermetic>,
}

/// The folder that a hermetic evaluation may see. Nothing can be read before the file is known that it belongs to.
pub type Root = Rc<OnceCell<String>>;

/// A [`Host`] that grants what its [`Capabilities`] allow and records what was read.
pub struct Files {
    world: Box<dyn Host>,
    capabilities: Capabilities,
    inputs: Inputs,
    root: Root,
    limits: Limits,
    files: u64,
    bytes: u64,
}

impl Files {
    /// The given world within the given bounds. Of the limits those on files count.
    pub fn new(world: Box<dyn Host>, capabilities: Capabilities, limits: &Limits) -> Files {
        let (inputs, root) = (Inputs::default(), Root::default());
        Files { world, capabilities, inputs, root, limits: *limits, files: 0, bytes: 0 }
    }

    /// The record, which keeps growing while the evaluation runs.
    pub fn inputs(&self) -> Inputs {
        Rc::clone(&self.inputs)
    }

    /// Where the folder of the configuration file is to be put.
    pub fn root(&self) -> Root {
        Rc::clone(&self.root)
    }

    /// Who owns what the configuration makes: the person at the keyboard. The host itself asks, so nothing refuses it.
    pub fn owner(&mut self) -> String {
        let name = self.world.user_name().unwrap_or_else(|_| "unknown".to_owned());
        self.record(Input::Fact("user"), Found::Value(fingerprint(name.as_bytes())));
        name
    }

    fn record(&self, input: Input, found: Found) {
        self.inputs.borrow_mut().insert(input, found);
    }

    /// Records a text that was read, if it was.
    fn noted(&self, input: Input, read: Result<String, HostError>) -> Result<String, HostError> {
        if let Ok(value) = &read {
            self.record(input, Found::Value(fingerprint(value.as_bytes())));
        }
        read
    }

    /// The path to use in the place of this one. Errors: as for [`Hermetic::admit`].
    fn admit(&mut self, path: &str) -> Result<String, HostError> {
        match &self.capabilities.hermetic {
            None => Ok(path.to_owned()),
            Some(_) => Hermetic::admit(&mut *self.world, self.root.get(), path),
        }
    }

    fn check_fact(&self, what: &str) -> Result<(), HostError> {
        if self.capabilities.hermetic.is_some() { Err(Hermetic::hides(what)) } else { Ok(()) }
    }

    /// Counts a file that is about to be read. Errors: it is one too many.
    fn count_file(&mut self) -> Result<(), HostError> {
        self.files += 1;
        let most = self.limits.files;
        if self.files <= most {
            return Ok(());
        }
        let message = format!("the configuration reads more than {most} files");
        Err(exhausted("AUR0907", message, "look for a loop around `include` or `open`; --max-files raises the limit"))
    }

    /// Counts what was read. Errors: it is too much.
    fn count_bytes(&mut self, bytes: usize) -> Result<(), HostError> {
        self.bytes = self.bytes.saturating_add(bytes as u64);
        let most = self.limits.file_bytes;
        if self.bytes <= most {
            return Ok(());
        }
        let message = format!("the configuration reads more than {most} bytes of files");
        Err(exhausted("AUR0908", message, "read less, or raise the limit with --max-file-bytes"))
    }

    /// Records the failure to read a path: the result depends on it.
    fn failed(&self, path: &str, error: &HostError) {
        if matches!(error, HostError::Os(..)) {
            self.record(Input::Path(path.to_owned()), Found::Kind(PathKind::Missing));
        }
    }
}

fn exhausted(code: &'static str, message: String, help: &str) -> HostError {
    HostError::Refused(Box::new(Diagnostic::error(code, Kind::Budget, message).help(help)))
}

impl Host for Files {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        self.count_file()?;
        let read = self.admit(path).and_then(|admitted| self.world.read_file(&admitted));
        let bytes = read.inspect_err(|error| self.failed(path, error))?;
        self.count_bytes(bytes.len())?;
        self.record(Input::Path(path.to_owned()), Found::Content(fingerprint(&bytes)));
        Ok(bytes)
    }

    fn stat(&mut self, path: &str) -> Result<PathKind, HostError> {
        let kind = match self.admit(path) {
            Ok(admitted) => self.world.stat(&admitted)?,
            Err(HostError::Os(..)) => PathKind::Missing,
            Err(refusal) => return Err(refusal),
        };
        self.inputs.borrow_mut().entry(Input::Path(path.to_owned())).or_insert(Found::Kind(kind));
        Ok(kind)
    }

    fn real_path(&mut self, path: &str) -> Result<String, HostError> {
        let admitted = self.admit(path)?;
        self.world.real_path(&admitted)
    }

    fn list_dir(&mut self, path: &str) -> Result<Vec<String>, HostError> {
        let read = self.admit(path).and_then(|admitted| self.world.list_dir(&admitted));
        let names = read.inspect_err(|error| self.failed(path, error))?;
        self.record(Input::Path(path.to_owned()), Found::Listing(fingerprint(names.join("\0").as_bytes())));
        Ok(names)
    }

    fn env(&mut self, name: &str) -> Result<Option<String>, HostError> {
        if let Some(bounds) = &self.capabilities.hermetic {
            bounds.check_env(name)?;
        }
        let value = self.world.env(name)?;
        let found = value.as_ref().map_or(Found::Unset, |value| Found::Value(fingerprint(value.as_bytes())));
        self.record(Input::Env(name.to_owned()), found);
        Ok(value)
    }

    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        let mut all = self.world.env_all()?;
        if let Some(bounds) = &self.capabilities.hermetic {
            all.retain(|(name, _)| bounds.may_see(name));
        }
        let whole: Vec<String> = all.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.record(Input::Fact("environment"), Found::Value(fingerprint(whole.join("\0").as_bytes())));
        Ok(all)
    }

    fn working_dir(&mut self) -> Result<String, HostError> {
        self.check_fact("the working directory")?;
        let read = self.world.working_dir();
        self.noted(Input::Fact("working directory"), read)
    }

    fn user_name(&mut self) -> Result<String, HostError> {
        if let Some(bounds) = &self.capabilities.hermetic {
            bounds.check_user()?;
        }
        let read = self.world.user_name();
        self.noted(Input::Fact("user"), read)
    }

    fn host_name(&mut self) -> Result<String, HostError> {
        self.check_fact("the host's name")?;
        let read = self.world.host_name();
        self.noted(Input::Fact("host name"), read)
    }

    fn now(&mut self) -> Result<f64, HostError> {
        self.check_fact("the time")?;
        self.record(Input::Fact("clock"), Found::Passing);
        self.world.now()
    }

    fn utc_offset(&mut self, at: f64) -> Result<(i32, String), HostError> {
        self.check_fact("the time zone")?;
        let zone = self.world.utc_offset(at)?;
        self.record(Input::Fact("time zone"), Found::Value(fingerprint(zone.1.as_bytes())));
        Ok(zone)
    }

    fn elapsed(&mut self) -> Duration {
        self.world.elapsed()
    }

    fn write_out(&mut self, bytes: &[u8]) {
        self.world.write_out(bytes);
    }

    fn write_err(&mut self, bytes: &[u8]) {
        self.world.write_err(bytes);
    }
}
