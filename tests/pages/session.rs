//! A shell in a scratch folder that has what a user has: the program, the examples, and a cluster `west` in this process.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use aurora::scheduler::api::{Call, ResourceAggregate, SessionKey};
use aurora::scheduler::memory::serve::Server;

use crate::root;

/// How much faster than real time passes.
const SPEED: u32 = 10;

/// Ends the output of a command; what follows is its exit code.
const MARK: &str = "--page-mark--";

/// `cargo` without compiling: `cargo run` runs the program that is built already; the tests are this run itself.
const CARGO: &str = "#!/bin/sh
case $1 in
run)
    shift
    while [ \"$1\" != -- ]; do shift; done
    shift
    exec aurora \"$@\" ;;
test | build) test -f README.md ;;
*) echo \"cargo $1 is not for pages\" >&2; exit 1 ;;
esac
";

/// What a command did.
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// What it wrote, both streams.
    pub output: String,
}

/// The shell.
pub struct Session {
    folder: tempfile::TempDir,
    shell: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    server: Server,
}

impl Session {
    /// Prepares the folder and starts the shell.
    pub fn start() -> Session {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().join("aurora");
        for part in ["examples", "fixtures/examples"] {
            copy(&root().join(part), &top.join(part));
        }
        std::fs::copy(root().join("README.md"), top.join("README.md")).expect("a copy");
        let server = Server::start(SPEED, |memory| drop(memory.handle(&quota("www")))).expect("a port on loopback");
        let etc = folder.path().join("etc");
        std::fs::create_dir_all(&etc).expect("a folder");
        let clusters = serde_json::json!([{
            "name": "west", "scheduler_uri": server.uri(),
            "slave_root": "/var/lib/mesos", "slave_run_directory": "latest",
        }]);
        std::fs::write(etc.join("clusters.json"), clusters.to_string()).expect("a file");
        let bin = folder.path().join("bin");
        std::fs::create_dir_all(&bin).expect("a folder");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_aurora"), bin.join("aurora")).expect("a link");
        std::fs::write(bin.join("cargo"), CARGO).expect("a file");
        std::fs::set_permissions(bin.join("cargo"), std::fs::Permissions::from_mode(0o755)).expect("a program");
        let mut shell = Command::new("sh")
            .current_dir(&top)
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
            .env("HOME", folder.path())
            .env("LOGNAME", "tester")
            .env("TZ", "UTC")
            .env("AURORA_CONFIG_ROOT", &etc)
            .env("AURORA_CLOCK_SPEED", SPEED.to_string())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Tester")))
            .envs(["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "tester@example.com")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        let input = shell.stdin.take().expect("a pipe");
        let output = BufReader::new(shell.stdout.take().expect("a pipe"));
        let mut session = Session { folder, shell, input, output, server };
        session.run("exec 2>&1");
        session
    }

    /// Writes a file below the working directory of pages.
    pub fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.folder.path().join("aurora").join(name);
        let folder = path.parent().ok_or("a file without a folder")?;
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text)).map_err(|error| error.to_string())
    }

    /// Runs a command and waits for it. The next one finds its exit code in `$?`.
    pub fn run(&mut self, command: &str) -> Ran {
        let end = format!("{{ page_code=$?; echo; echo '{MARK}' $page_code; (exit $page_code); }}");
        // Commands read nothing: the shell's input is what comes next.
        let written = writeln!(self.input, "{{ {command}\n}} < /dev/null\n{end}");
        let mut output = String::new();
        if written.is_err() {
            return Ran { code: -1, output: "the shell has ended".to_owned() };
        }
        let mut line = Vec::new();
        while self.output.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&line).into_owned();
            line.clear();
            if let Some(code) = text.strip_prefix(MARK) {
                let output = output.strip_suffix('\n').unwrap_or(&output).to_owned();
                return Ran { code: code.trim().parse().unwrap_or(-1), output: self.neutral(&output) };
            }
            output.push_str(&text);
        }
        Ran { code: -1, output: format!("{output}\nthe shell has ended") }
    }

    /// Without what is this machine's.
    fn neutral(&self, output: &str) -> String {
        let uri = self.server.uri();
        let folder = self.folder.path().to_string_lossy().into_owned();
        output
            .replace(uri.trim_end_matches('/'), "http://west.example.com:8081")
            .replace(uri.trim_start_matches("http://").trim_end_matches('/'), "west.example.com:8081")
            .replace(&format!("{folder}/aurora"), "/home/you/aurora")
            .replace(&folder, "/home/you")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

/// Room for production jobs of a role.
fn quota(role: &str) -> Call {
    let (num_cpus, ram_mb, disk_mb) = (Some(100.0), Some(1 << 20), Some(1 << 20));
    let quota = Some(ResourceAggregate { num_cpus, ram_mb, disk_mb, ..ResourceAggregate::default() });
    Call::SetQuota { role: Some(role.to_owned()), quota, session: Some(SessionKey::unauthenticated()) }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in from.read_dir().expect("a folder").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}
