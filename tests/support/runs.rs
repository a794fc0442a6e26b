//! Folders with a file `case`, each one run of the real program, compared whole.
//!
//! The file `case` says what is run: lines of `# comment`, `args: WORD…` (quotes as in a shell), `env: NAME=VALUE`,
//! `output: FILE` where standard output is not looked at, and `exit: N`. The files `stdout`, `stderr` hold what is expected (nothing, if there is no such file) and `stdin` what is
//! read. `UPDATE_FIXTURES=1` writes the two files anew.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;

use crate::sealed;

/// The names of the folders below one, sorted.
pub fn folders(root: &Path) -> Vec<String> {
    let folders = root.read_dir().into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let mut ids: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    ids.sort();
    ids
}

/// What a file `case` says.
#[derive(Default)]
pub struct Case {
    /// What the program is given.
    pub arguments: Vec<String>,
    /// Further variables of the environment.
    pub variables: Vec<(String, String)>,
    /// The exit code.
    pub exit: i32,
    /// The file that standard output goes to.
    pub output: Option<String>,
    /// The state of a scheduler that it needs, in a word of the test's own.
    pub scheduler: Option<String>,
    /// The call to that scheduler, counted from 1, at which the program is interrupted.
    pub interrupt: Option<usize>,
}

/// Runs the case in a folder and compares what comes out.
pub fn run(folder: &Path) -> Result<(), String> {
    let case = read(folder)?;
    let stdout = match &case.output {
        None => Stdio::piped(),
        Some(file) => File::options().write(true).open(file).map_err(|error| format!("{file}: {error}"))?.into(),
    };
    let run = sealed::end(sealed::start(folder, &case.words(), &case.pairs(), &case.stdin(folder), stdout));
    judge(folder, &case, &run)
}

/// The case in a folder.
pub fn read(folder: &Path) -> Result<Case, String> {
    let header = std::fs::read_to_string(folder.join("case")).map_err(|error| format!("no file `case`: {error}"))?;
    parse(&header)
}

impl Case {
    /// The arguments.
    pub fn words(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }

    /// The variables.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    fn stdin(&self, folder: &Path) -> Vec<u8> {
        std::fs::read(folder.join("stdin")).unwrap_or_default()
    }
}

/// Compares a run with what is expected. `UPDATE_FIXTURES=1` writes that anew.
pub fn judge(folder: &Path, case: &Case, run: &sealed::Run) -> Result<(), String> {
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        write(folder, "stdout", &run.stdout);
        write(folder, "stderr", &run.stderr);
    }
    let mut faults = Vec::new();
    compare(folder, "stdout", &run.stdout, &mut faults);
    compare(folder, "stderr", &run.stderr, &mut faults);
    if run.exit != case.exit {
        faults.push(format!("exit code {} instead of {}", run.exit, case.exit));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    if bytes.is_empty() {
        let _ = std::fs::remove_file(path);
    } else {
        std::fs::write(path, bytes).expect("the fixture is written");
    }
}

fn compare(folder: &Path, name: &str, found: &[u8], faults: &mut Vec<String>) {
    let expected = std::fs::read(folder.join(name)).unwrap_or_default();
    if expected != found {
        let (expected, found) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(found));
        faults.push(format!("{name} differs\n--- expected\n{expected}\n--- found\n{found}"));
    }
}

fn parse(header: &str) -> Result<Case, String> {
    let mut case = Case::default();
    for line in header.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, value) = line.split_once(':').ok_or_else(|| format!("no colon in {line:?}"))?;
        let value = value.trim();
        match key {
            "args" => case.arguments.extend(words(value)),
            "env" => {
                let (name, value) = value.split_once('=').ok_or_else(|| format!("no `=` in {line:?}"))?;
                case.variables.push((name.to_owned(), value.to_owned()));
            }
            "output" => case.output = Some(value.to_owned()),
            "interrupt" => case.interrupt = Some(value.parse().map_err(|error| format!("{line:?}: {error}"))?),
            "scheduler" => case.scheduler = Some(value.to_owned()),
            "exit" => case.exit = value.parse().map_err(|error| format!("{line:?}: {error}"))?,
            _ => return Err(format!("unknown key {key:?}")),
        }
    }
    Ok(case)
}

/// Splits at blanks; single and double quotes keep what they enclose.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            Some(_) => word.get_or_insert_default().push(c),
            None if c == '\'' || c == '"' => {
                word.get_or_insert_default();
                quote = Some(c);
            }
            None if c == ' ' => words.extend(word.take()),
            None => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
