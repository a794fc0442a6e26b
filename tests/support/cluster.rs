//! A scheduler on loopback, a folder with a cluster file that names it, and runs of the real program against it.

use std::path::{Path, PathBuf};

use aurora::scheduler::memory::Memory;
use aurora::scheduler::memory::serve::Server;

use crate::sealed::{self, Run};

/// How much faster than real time passes, on both sides.
pub const SPEED: u32 = 20;

/// One cluster named `west`.
pub struct Cluster {
    /// The scheduler.
    pub server: Server,
    folder: tempfile::TempDir,
}

// Not every test uses all of it.
#[allow(dead_code)]
impl Cluster {
    /// A scheduler whose state `prepare` sets up.
    pub fn start(prepare: impl FnOnce(&Memory) + Send + 'static) -> Cluster {
        let server = Server::start(SPEED, prepare).expect("a port on loopback");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cluster = Cluster { server, folder };
        let text = serde_json::json!([{
            "name": "west",
            "scheduler_uri": cluster.server.uri(),
            "slave_root": "/var/lib/mesos",
            "slave_run_directory": "latest",
        }]);
        cluster.write("clusters.json", &text.to_string());
        cluster
    }

    /// The folder in which the program runs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::write(&path, text).expect("a file in the folder");
        path
    }

    /// Writes a shell script into the folder's `bin` and returns its path.
    pub fn program(&self, name: &str, script: &str) -> String {
        use std::os::unix::fs::PermissionsExt;
        let bin = self.folder().join("bin");
        std::fs::create_dir_all(&bin).expect("a folder");
        let path = self.write(&format!("bin/{name}"), &format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
        path.to_string_lossy().into_owned()
    }

    /// A search path with the programs of [`Cluster::program`] before the machine's.
    pub fn path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.folder().join("bin").display())
    }

    /// Starts the program and leaves it running.
    pub fn start_program(&self, arguments: &[&str]) -> std::process::Child {
        std::process::Command::new(env!("CARGO_BIN_EXE_aurora"))
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .envs([("LOGNAME", "tester"), ("HOME", "/nonexistent"), ("TZ", "UTC")])
            .env("AURORA_CONFIG_ROOT", self.folder())
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    /// Runs the program with more variables.
    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        sealed::end(self.start_with(arguments, variables))
    }

    /// Runs the program and interrupts it at its call of that number, counted from 1.
    pub fn interrupted(&self, arguments: &[&str], variables: &[(&str, &str)], call: usize) -> Run {
        let before = self.methods().len();
        let mut child = self.start_with(arguments, variables);
        while self.methods().len() < before + call && child.try_wait().expect("it is our child").is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let signalled = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(signalled.is_ok_and(|status| status.success()), "the signal is sent");
        sealed::end(child)
    }

    fn start_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> std::process::Child {
        let root = self.folder().to_string_lossy().into_owned();
        let speed = SPEED.to_string();
        let mut all = vec![
            ("AURORA_CONFIG_ROOT", root.as_str()),
            ("AURORA_CLOCK_SPEED", speed.as_str()),
            ("AURORA_RETRY_FOR", "2"),
            ("TZ", "UTC"),
        ];
        all.extend_from_slice(variables);
        sealed::start(self.folder(), arguments, &all, b"", std::process::Stdio::piped())
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// The methods of all calls so far.
    pub fn methods(&self) -> Vec<&'static str> {
        self.server.calls().iter().map(|call| call.method()).collect()
    }
}

/// A service of so many instances, as a configuration file.
#[allow(dead_code)]
pub fn service(instances: u32) -> String {
    format!(
        "jobs = [Service(cluster = 'west', role = 'www-data', environment = 'prod', name = 'hello', instances = {instances},\n\
         \x20 task = SequentialTask(name = 'hello', processes = [Process(name = 'run', cmdline = 'sleep 60')],\n\
         \x20   resources = Resources(cpu = 0.5, ram = 64*MB, disk = 32*MB)))]\n"
    )
}

/// A stream as text.
#[allow(dead_code)]
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
