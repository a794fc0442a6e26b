//! A world without a machine: one file, nothing else.

use aurora::interp::host::{Host, HostError, PathKind};

/// The name of the one file. It may include itself.
pub const MAIN: &str = "main.aurora";

/// A host that knows the bytes of [`MAIN`] and grants fixed answers to everything else.
pub struct Memory {
    /// What stands in the file.
    pub bytes: Vec<u8>,
}

impl Host for Memory {
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, HostError> {
        if path == MAIN { Ok(self.bytes.clone()) } else { Err(missing()) }
    }

    fn stat(&mut self, path: &str) -> Result<PathKind, HostError> {
        Ok(if path == MAIN { PathKind::File } else { PathKind::Missing })
    }

    fn real_path(&mut self, path: &str) -> Result<String, HostError> {
        if path == MAIN { Ok(format!("/here/{MAIN}")) } else { Err(missing()) }
    }

    fn list_dir(&mut self, _: &str) -> Result<Vec<String>, HostError> {
        Ok(vec![MAIN.to_owned()])
    }

    fn env(&mut self, name: &str) -> Result<Option<String>, HostError> {
        Ok((name == "HOME").then(|| "/here".to_owned()))
    }

    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        Ok(vec![("HOME".to_owned(), "/here".to_owned())])
    }

    fn working_dir(&mut self) -> Result<String, HostError> {
        Ok("/here".to_owned())
    }

    fn user_name(&mut self) -> Result<String, HostError> {
        Ok("tester".to_owned())
    }

    fn host_name(&mut self) -> Result<String, HostError> {
        Ok("here".to_owned())
    }

    fn now(&mut self) -> Result<f64, HostError> {
        Ok(0.0)
    }

    fn utc_offset(&mut self, _: f64) -> Result<(i32, String), HostError> {
        Ok((0, "UTC".to_owned()))
    }

    fn elapsed(&mut self) -> std::time::Duration {
        std::time::Duration::ZERO
    }

    fn write_out(&mut self, _: &[u8]) {}

    fn write_err(&mut self, _: &[u8]) {}
}

fn missing() -> HostError {
    HostError::Os(2, "No such file or directory".to_owned())
}
