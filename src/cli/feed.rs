//! A program that is given its input and a time.

use std::io::{self, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const SLICE: Duration = Duration::from_millis(10);

/// Runs a program with an input, its output going to standard error. `None`: it did not end in time, and was ended.
pub fn feed(command: &mut Command, input: &[u8], limit: Duration) -> io::Result<Option<ExitStatus>> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::from(io::stderr())).stderr(Stdio::inherit()).spawn()?;
    // A program that does not read its input must not stop us, so somebody else writes.
    if let Some(mut pipe) = child.stdin.take() {
        let input = input.to_vec();
        let _ = std::thread::Builder::new().name("hook input".to_owned()).spawn(move || pipe.write_all(&input));
    }
    wait(&mut child, limit)
}

fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(SLICE);
    }
}
