//! Runs every program of `fixtures/python-dialect` and compares its output and its ending with CPython 2.7's.

#![allow(clippy::disallowed_methods)]

#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

fn main() -> ExitCode {
    let root = sealed::fixtures("python-dialect");
    let suite = harness::Suite {
        title: "python dialect",
        ids: programs(&root),
        not_yet: Some("tests/not-yet/python-dialect.txt"),
    };
    harness::main(suite, |id| run(&root, id))
}

/// `area/NNN-name` of every program.
fn programs(root: &Path) -> Vec<String> {
    let mut ids = Vec::new();
    for area in root.read_dir().into_iter().flatten().flatten().filter(|entry| entry.path().is_dir()) {
        for file in area.path().read_dir().into_iter().flatten().flatten() {
            if let Some(name) = file.file_name().to_str().and_then(|name| name.strip_suffix(".py")) {
                ids.push(format!("{}/{name}", area.file_name().to_string_lossy()));
            }
        }
    }
    ids.sort();
    ids
}

fn run(root: &Path, id: &str) -> Result<(), String> {
    let expected = std::fs::read(root.join(format!("{id}.out"))).map_err(|error| error.to_string())?;
    let ending = std::fs::read_to_string(root.join(format!("{id}.err"))).ok();
    let program = format!("{id}.py");
    let run = sealed::aurora(root, &["eval", "--error-format", "json", &program], &[], b"");
    let stderr = String::from_utf8_lossy(&run.stderr);
    if run.stdout != expected {
        return Err(format!("{}\nstandard error: {stderr}", first_difference(&expected, &run.stdout)));
    }
    match ending.as_deref().map(str::trim_end) {
        None if run.exit == 0 => Ok(()),
        None => Err(format!("exit code {} instead of 0\n{stderr}", run.exit)),
        Some(ending) => compare_ending(ending, &run, &program),
    }
}

/// The last line of standard error is the error; its place is where the exception left the program.
fn compare_ending(expected: &str, run: &sealed::Run, program: &str) -> Result<(), String> {
    let stderr = String::from_utf8_lossy(&run.stderr);
    let error: Value = stderr
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .next_back()
        .ok_or_else(|| format!("expected {expected:?}, got no error; exit code {}\n{stderr}", run.exit))?;
    let line = line_in_program(&error, program);
    let found = if error["kind"] == "syntax" {
        format!("SyntaxError line {line}")
    } else {
        let exception = |key: &str| error["exception"][key].as_str().unwrap_or_default().to_owned();
        match exception("message").as_str() {
            "" => format!("{} line {line}", exception("type")),
            message => format!("{}: {message} line {line}", exception("type")),
        }
    };
    if found != expected || run.exit == 0 {
        return Err(format!(
            "expected ending {expected:?}\n   found ending {found:?}, exit code {}\n{stderr}",
            run.exit
        ));
    }
    Ok(())
}

/// The main place's line; if that lies in another file, the innermost frame's that lies in the program.
fn line_in_program(error: &Value, program: &str) -> u64 {
    let frames = error["trace"].as_array().map(Vec::as_slice).unwrap_or_default();
    let places = error["places"].as_array().map(Vec::as_slice).unwrap_or_default();
    let candidates = places.first().into_iter().chain(frames.iter().rev());
    candidates.filter(|at| at["file"] == program).find_map(|at| at["line"].as_u64()).unwrap_or(0)
}

/// The first line that differs, with both texts.
fn first_difference(expected: &[u8], found: &[u8]) -> String {
    let (mut left, mut right) = (expected.split(|b| *b == b'\n'), found.split(|b| *b == b'\n'));
    for number in 1.. {
        let (a, b) = (left.next(), right.next());
        if a != b {
            let show =
                |line: Option<&[u8]>| line.map_or("(nothing)".to_owned(), |l| String::from_utf8_lossy(l).into_owned());
            return format!("line {number} of standard output differs\n  expected {}\n  found    {}", show(a), show(b));
        }
        if a.is_none() {
            break;
        }
    }
    "standard output differs".to_owned()
}
