//! What the pages show is what happens: each `console` and `sh` block of README, guide and other pages runs, and each output
//! shown is what comes out; each configuration of the cookbook means what its fixture says. `console.rs` has the convention.

#![allow(clippy::disallowed_methods)]

mod console;
mod cookbook;
#[path = "../support/harness.rs"]
mod harness;
#[path = "../support/sealed.rs"]
mod sealed;
mod session;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Blocks that may be left out, each with a reason beside it: what installs software needs the network, and packaging has a
/// test of its own in `.ci/run`.
const MOST_LEFT_OUT: usize = 12;

fn main() -> ExitCode {
    let mut ids: Vec<String> = pages().iter().map(|path| path.to_string_lossy().into_owned()).collect();
    ids.push("pages/left-out".to_owned());
    ids.extend(cookbook::names().into_iter().map(|name| format!("cookbook/{name}")));
    ids.push("cookbook/lint".to_owned());
    harness::main(harness::Suite { title: "pages", ids, not_yet: None }, |id| match id.strip_prefix("cookbook/") {
        Some("lint") => cookbook::is_free_of_findings(),
        Some(name) => cookbook::means_what_is_recorded(name),
        None if id == "pages/left-out" => few_are_left_out(),
        None => console::run(&read(Path::new(id))),
    })
}

/// The top of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(page: &Path) -> String {
    std::fs::read_to_string(root().join(page)).expect("a page")
}

/// All pages that people write, relative to the top.
fn pages() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "examples/README.md"].map(PathBuf::from).into();
    let docs = root().join("docs").read_dir().expect("a folder").flatten().map(|entry| entry.path());
    let pages = docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    found.extend(pages.filter_map(|path| path.strip_prefix(root()).ok().map(Path::to_owned)));
    found.sort();
    found
}

fn few_are_left_out() -> Result<(), String> {
    let reasons: Vec<String> = pages()
        .iter()
        .flat_map(|page| {
            console::left_out(&read(page)).into_iter().map(move |why| format!("{}: {why}", page.display()))
        })
        .collect();
    if reasons.len() <= MOST_LEFT_OUT { Ok(()) } else { Err(format!("too many are left out:\n{}", reasons.join("\n"))) }
}
