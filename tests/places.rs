//! For each case of `fixtures/conformance` that fails, the concise form names a file and a line of the case's own.

#![allow(clippy::disallowed_methods)]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;
use std::process::ExitCode;

use cases::{Case, inspect};

/// Faults of the command line: nothing in a file is wrong.
const OF_THE_COMMAND_LINE: &[&str] = &["bad-job-key", "job-not-found", "ambiguous-job", "no-jobs"];

fn main() -> ExitCode {
    let root = sealed::fixtures("conformance");
    let cases = cases::cases(&root);
    let failing = cases.iter().filter(|(_, case)| case.expected["ok"] == false && !is_of_the_command_line(&root, case));
    let ids = failing.map(|(id, _)| id.clone()).collect();
    let suite = harness::Suite { title: "places", ids, not_yet: Some("tests/not-yet/places.txt") };
    harness::main(suite, |id| run(&root, &cases[id]))
}

fn is_of_the_command_line(root: &Path, case: &Case) -> bool {
    let kind = case.expected["error_kind"].as_str().unwrap_or_default();
    let is_odd_binding = case.bindings.iter().any(|b| b.matches('=').count() != 1) || kind == "bad-ref";
    !root.join(&case.config).is_file()
        || OF_THE_COMMAND_LINE.contains(&kind)
        || (is_odd_binding && !case.bindings.is_empty())
}

fn run(root: &Path, case: &Case) -> Result<(), String> {
    let run = inspect(root, case, &["--raw", "--error-format", "concise"]);
    let stderr = String::from_utf8_lossy(&run.stderr);
    let folder = Path::new(&case.config).parent().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let is_placed = |line: &str| {
        let mut parts = line.split(": AUR").next().unwrap_or_default().rsplitn(3, ':');
        let mut is_number = || parts.next().is_some_and(|part| part.parse::<u32>().is_ok());
        let has_numbers = is_number() && is_number();
        has_numbers && parts.next().is_some_and(|file| file.starts_with(&folder))
    };
    let own: Vec<&str> = stderr.lines().filter(|line| line.contains(": AUR") && !line.contains(" warning: ")).collect();
    match own.first() {
        Some(line) if is_placed(line) => Ok(()),
        _ => Err(format!("no place in {folder}:\n{stderr}")),
    }
}
