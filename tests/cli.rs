//! End to end: each folder of `fixtures/cli` is a run of the real program, compared whole.
//!
//! The file `case` says what is run: lines of `# comment`, `args: WORD…` (quotes as in a shell), `env: NAME=VALUE` and
//! `exit: N`. The files `stdout`, `stderr` hold what is expected (nothing, if there is no such file) and `stdin` what is
//! read. `UPDATE_FIXTURES=1` writes the two files anew.

#![allow(clippy::disallowed_methods)]

#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;
use std::process::ExitCode;

#[derive(Default)]
struct Case {
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    exit: i32,
}

fn main() -> ExitCode {
    let root = sealed::fixtures("cli");
    let folders = root.read_dir().into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let mut ids: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    ids.sort();
    harness::main(harness::Suite { title: "command line", ids, not_yet: None }, |id| run(&root.join(id)))
}

fn run(folder: &Path) -> Result<(), String> {
    let header = std::fs::read_to_string(folder.join("case")).map_err(|error| format!("no file `case`: {error}"))?;
    let case = parse(&header)?;
    let arguments: Vec<&str> = case.arguments.iter().map(String::as_str).collect();
    let variables: Vec<(&str, &str)> = case.variables.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let stdin = std::fs::read(folder.join("stdin")).unwrap_or_default();
    let run = sealed::aurora(folder, &arguments, &variables, &stdin);
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
