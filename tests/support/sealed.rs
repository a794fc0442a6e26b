//! Runs the real program in a sealed world: nothing of the environment, a fixed user, a fixed working directory.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A run that takes longer is stopped.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a run left behind. Not every test looks at all of it.
#[derive(Debug)]
#[allow(dead_code)]
pub struct Run {
    /// Exit code; -1 when a signal ended it.
    pub exit: i32,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
}

/// A folder of the package.
#[allow(dead_code)]
pub fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Runs the program in `directory` with `stdin` as its input.
#[allow(dead_code)]
pub fn aurora(directory: &Path, arguments: &[&str], variables: &[(&str, &str)], stdin: &[u8]) -> Run {
    end(start(directory, arguments, variables, stdin, Stdio::piped()))
}

/// Starts the program and gives it its input.
pub fn start(directory: &Path, arguments: &[&str], variables: &[(&str, &str)], stdin: &[u8], stdout: Stdio) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_aurora"))
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .env("LOGNAME", "tester")
        .env("HOME", "/nonexistent")
        // No run leaves notes for the next one.
        .env("XDG_STATE_HOME", "/dev/null")
        .env("PATH", "/nonexistent")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    let _ = input.write_all(stdin);
    drop(input);
    child
}

/// Waits for the end of a program.
pub fn end(child: Child) -> Run {
    let deadline = Instant::now() + PATIENCE;
    let identifier = child.id();
    let watched = std::thread::spawn(move || child.wait_with_output().expect("the program is waited for"));
    while !watched.is_finished() {
        if Instant::now() > deadline {
            let _ = Command::new("kill").args(["-KILL", &identifier.to_string()]).status();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let output = watched.join().expect("the watcher ends");
    Run { exit: output.status.code().unwrap_or(-1), stdout: output.stdout, stderr: output.stderr }
}
