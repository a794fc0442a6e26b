//! As much of bash's grammar as is needed to prove that it refuses a command.
//!
//! The rules are those of the bash manual (“Shell Syntax” and “Shell Grammar”) for a shell that reads a script: no aliases, no
//! extended patterns. What goes beyond them, or is read differently from one release to the next, is not judged.

mod commands;
mod quoting;
mod tokens;

#[cfg(test)]
mod tests;

use tokens::{Document, Piece};

/// What is wrong with a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A quote, a substitution or a compound command that nothing ends: what opens it, and its line from 1.
    Open(&'static str, usize),
    /// A here-document whose end does not come: the word that would end it, and its line from 1.
    HereDocument(String, usize),
    /// An operator that wants something behind it stands at the end.
    Operator(&'static str),
    /// A word or an operator that cannot stand where it does, and its line from 1.
    Unexpected(String, usize),
}

/// How the last command ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// In the foreground.
    Foreground,
    /// With `&`.
    Background,
}

/// What the shell would read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// What is wrong, if anything can be proved to be.
    pub fault: Option<Fault>,
    /// How it ends.
    pub end: End,
}

/// Why a reading ends early.
enum Stop {
    /// The shell ends here too.
    Fault(Fault),
    /// What follows cannot be judged.
    Unsure,
}

/// The result of reading a part.
type Read<T = ()> = Result<T, Stop>;

/// Open things inside of each other; more are not judged.
const DEEPEST: usize = 100;

/// Options of the shell that change what it reads.
const CHANGERS: [&str; 2] = ["extglob", "expand_aliases"];

/// Reads a command as bash does. References `{{…}}` count as letters.
pub fn read(command: &str) -> Reading {
    if CHANGERS.iter().any(|option| command.contains(option)) {
        return Reading { fault: None, end: End::Foreground };
    }
    let text = without_references(command);
    match Reader::new(text.as_bytes()).program() {
        Ok(end) => Reading { fault: None, end },
        Err(Stop::Unsure) => Reading { fault: None, end: End::Foreground },
        Err(Stop::Fault(fault)) => Reading { fault: Some(fault), end: End::Foreground },
    }
}

/// The text with a letter in place of each reference. Braces that hold anything but a name are the shell's own.
fn without_references(command: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.&/[]".contains(c);
    let mut out = String::with_capacity(command.len());
    let mut rest = command;
    while let Some((before, inner)) = rest.split_once("{{") {
        out.push_str(before);
        let after = inner.trim_start_matches(is_name);
        match after.strip_prefix("}}") {
            Some(after) if after.len() + 2 < inner.len() => {
                out.push('X');
                rest = after;
            }
            _ => {
                out.push_str("{{");
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The state of a reading; each byte is looked at once.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    /// The token that was looked at and not taken.
    ahead: Option<Piece>,
    /// Here-documents that begin at the next line.
    documents: Vec<Document>,
    depth: usize,
    /// Substitutions around the place.
    substitutions: usize,
    /// Whether a command of the line ends the shell, so that it may not come to the next one.
    leaves: bool,
}

impl Reader<'_> {
    fn new(text: &[u8]) -> Reader<'_> {
        Reader { text, at: 0, ahead: None, documents: Vec::new(), depth: 0, substitutions: 0, leaves: false }
    }

    fn byte(&self, offset: usize) -> Option<u8> {
        self.text.get(self.at + offset).copied()
    }

    fn line(&self, at: usize) -> usize {
        self.text.iter().take(at).filter(|byte| **byte == b'\n').count() + 1
    }

    /// The text of a part.
    fn part(&self, start: usize, end: usize) -> &[u8] {
        self.text.get(start..end).unwrap_or_default()
    }

    fn open(&self, opener: &'static str, start: usize) -> Stop {
        Stop::Fault(Fault::Open(opener, self.line(start)))
    }

    /// Goes into something that is open. An error ends the reading as a whole, so that only success comes back out.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= DEEPEST {
            return Err(Stop::Unsure);
        }
        self.depth += 1;
        let read = read(self)?;
        self.depth -= 1;
        Ok(read)
    }
}
