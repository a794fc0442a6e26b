//! A world that holds a few texts and nothing else.

use std::collections::BTreeMap;
use std::time::Duration;

use aurora::interp::host::{Host, HostError, PathKind};

/// Files by name. Variables, clock and the rest are refused; what is written goes nowhere.
pub struct Texts(pub BTreeMap<String, String>);

fn refused<T>() -> Result<T, HostError> {
    Err(HostError::refused("this world has no such thing", ""))
}

impl Host for Texts {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        self.0.get(path).map_or_else(refused, |text| Ok(text.clone().into_bytes()))
    }
    fn stat(&mut self, _path: &str) -> Result<PathKind, HostError> {
        refused()
    }
    fn real_path(&mut self, _path: &str) -> Result<String, HostError> {
        refused()
    }
    fn list_dir(&mut self, _path: &str) -> Result<Vec<String>, HostError> {
        refused()
    }
    fn env(&mut self, _name: &str) -> Result<Option<String>, HostError> {
        refused()
    }
    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        refused()
    }
    fn working_dir(&mut self) -> Result<String, HostError> {
        refused()
    }
    fn user_name(&mut self) -> Result<String, HostError> {
        Ok("bench".to_owned())
    }
    fn host_name(&mut self) -> Result<String, HostError> {
        refused()
    }
    fn now(&mut self) -> Result<f64, HostError> {
        refused()
    }
    fn utc_offset(&mut self, _at: f64) -> Result<(i32, String), HostError> {
        refused()
    }
    fn elapsed(&mut self) -> Duration {
        Duration::ZERO
    }
    fn write_out(&mut self, _bytes: &[u8]) {}
    fn write_err(&mut self, _bytes: &[u8]) {}
}
