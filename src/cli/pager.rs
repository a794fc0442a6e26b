//! Long output on a terminal goes through a pager.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

/// Shows a text through the pager if it is longer than the terminal. `false`: it was not shown.
///
/// `program` is the one of the settings; without it PAGER counts, or else `less`. An empty text or `cat` means none.
pub fn show(text: &[u8], program: Option<&str>) -> bool {
    let Some(height) = height() else { return false };
    if text.iter().filter(|byte| **byte == b'\n').count() < height {
        return false;
    }
    let program = program.map(str::to_owned).or_else(|| env::var("PAGER").ok()).unwrap_or_else(|| "less".to_owned());
    let mut words = program.split_whitespace();
    let Some(name) = words.next().filter(|name| *name != "cat") else { return false };
    let mut command = Command::new(name);
    command.args(words).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        // Colours as they are, the screen as it was.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut pipe) = child.stdin.take() {
        // Whoever leaves the pager early has seen enough.
        let _ = pipe.write_all(text);
    }
    child.wait().is_ok()
}

/// Lines of the terminal; `None` if standard output is none.
fn height() -> Option<usize> {
    let out = io::stdout();
    if !out.is_terminal() {
        return None;
    }
    let (_, height) = terminal_size::terminal_size_of(out)?;
    Some(usize::from(height.0))
}
