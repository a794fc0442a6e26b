//! The world that one evaluation may see: what it grants, and a record of everything that was read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use sha2::{Digest, Sha256};

use crate::interp::host::{Host, HostError, PathKind};

/// What a configuration may reach.
#[derive(Clone, Debug, Default)]
pub struct Capabilities {
    /// If given, files outside of this directory, and the environment, the clock and the host's name are refused.
    pub hermetic_root: Option<String>,
    /// Environment variables that may be read all the same.
    pub allowed_env: Vec<String>,
}

/// One input of an evaluation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// A file and the SHA-256 of its content in hexadecimal digits.
    File(String),
    /// A directory that was listed, or a path whose kind was asked.
    Path,
    /// An environment variable and its value.
    Env(Option<String>),
    /// The user's name, the host's name, the clock, the working directory.
    System,
}

/// Everything that an evaluation read, by name.
pub type Inputs = Rc<RefCell<BTreeMap<String, Input>>>;

/// A [`Host`] that grants what its [`Capabilities`] allow and records what was read.
pub struct Files {
    world: Box<dyn Host>,
    capabilities: Capabilities,
    inputs: Inputs,
}

impl Files {
    /// The given world within the given bounds.
    pub fn new(world: Box<dyn Host>, capabilities: Capabilities) -> Files {
        Files { world, capabilities, inputs: Inputs::default() }
    }

    /// The record, which keeps growing while the evaluation runs.
    pub fn inputs(&self) -> Inputs {
        Rc::clone(&self.inputs)
    }

    fn record(&self, name: &str, input: Input) {
        self.inputs.borrow_mut().insert(name.to_owned(), input);
    }

    fn check_path(&mut self, path: &str) -> Result<(), HostError> {
        let Some(root) = self.capabilities.hermetic_root.clone() else { return Ok(()) };
        let here = self.world.working_dir()?;
        let (root, full) = (normal(&here, &root), normal(&here, path));
        let is_inside =
            root == "/" || full == root || full.strip_prefix(&root).is_some_and(|rest| rest.starts_with('/'));
        if is_inside {
            return Ok(());
        }
        Err(HostError::Refused(format!("`{path}` lies outside of `{root}`, and --hermetic lets nothing else be read")))
    }

    fn check_system(&self, what: &str) -> Result<(), HostError> {
        match self.capabilities.hermetic_root {
            Some(_) => Err(HostError::Refused(format!("--hermetic does not let a configuration ask for {what}"))),
            None => Ok(()),
        }
    }

    fn may_see(&self, name: &str) -> bool {
        self.capabilities.hermetic_root.is_none() || self.capabilities.allowed_env.iter().any(|allowed| allowed == name)
    }
}

/// An absolute path without `.` and `..`.
fn normal(here: &str, path: &str) -> String {
    let joined = if path.starts_with('/') { path.to_owned() } else { format!("{here}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The SHA-256 of bytes in hexadecimal digits.
fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Host for Files {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        self.check_path(path)?;
        let bytes = self.world.read_file(path).inspect_err(|_| {
            // That there is nothing is what the program learnt.
            self.inputs.borrow_mut().insert(path.to_owned(), Input::Path);
        })?;
        self.record(path, Input::File(fingerprint(&bytes)));
        Ok(bytes)
    }

    fn stat(&mut self, path: &str) -> Result<PathKind, HostError> {
        self.check_path(path)?;
        if !self.inputs.borrow().contains_key(path) {
            self.record(path, Input::Path);
        }
        self.world.stat(path)
    }

    fn list_dir(&mut self, path: &str) -> Result<Vec<String>, HostError> {
        self.check_path(path)?;
        self.record(path, Input::Path);
        self.world.list_dir(path)
    }

    fn env(&mut self, name: &str) -> Result<Option<String>, HostError> {
        if !self.may_see(name) {
            let sentence =
                format!("--hermetic hides the environment variable `{name}`; allow it with --allow-env {name}");
            return Err(HostError::Refused(sentence));
        }
        let value = self.world.env(name)?;
        self.record(&format!("${name}"), Input::Env(value.clone()));
        Ok(value)
    }

    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        self.record("the whole environment", Input::System);
        let mut all = self.world.env_all()?;
        all.retain(|(name, _)| self.may_see(name));
        Ok(all)
    }

    fn working_dir(&mut self) -> Result<String, HostError> {
        self.record("the working directory", Input::System);
        self.world.working_dir()
    }

    fn user_name(&mut self) -> Result<String, HostError> {
        self.record("the user's name", Input::System);
        self.world.user_name()
    }

    fn host_name(&mut self) -> Result<String, HostError> {
        self.check_system("the host's name")?;
        self.record("the host's name", Input::System);
        self.world.host_name()
    }

    fn now(&mut self) -> Result<f64, HostError> {
        self.check_system("the time")?;
        self.record("the clock", Input::System);
        self.world.now()
    }

    fn utc_offset(&mut self, at: f64) -> Result<(i32, String), HostError> {
        self.check_system("the time zone")?;
        self.world.utc_offset(at)
    }

    fn write_out(&mut self, bytes: &[u8]) {
        self.world.write_out(bytes);
    }

    fn write_err(&mut self, bytes: &[u8]) {
        self.world.write_err(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn paths_are_made_absolute_without_detours() {
        assert_eq!(normal("/home/me", "a/../b/./c"), "/home/me/b/c");
        assert_eq!(normal("/home/me", "../../../x"), "/x");
        assert_eq!(normal("/home/me", "/etc//passwd"), "/etc/passwd");
        assert_eq!(normal("/", "."), "/");
    }
}
