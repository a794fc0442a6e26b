//! The configurations of `examples/`.

use crate::{root, sealed};

/// Files that only others include.
const PARTS: [&str; 1] = ["library"];

/// What the command line has to bind.
const BOUND: [(&str, &str); 1] = [("sharded-batch", "day=2026-01-31")];

/// The names of all that have jobs.
pub fn names() -> Vec<String> {
    let entries = root().join("examples").read_dir().expect("a folder").flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".aurora")?.to_owned()))
        .filter(|name| !PARTS.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

/// `inspect --raw --all` prints `fixtures/examples/NAME.json`. `UPDATE_FIXTURES=1` writes it anew.
pub fn means_what_is_recorded(name: &str) -> Result<(), String> {
    let folder = root().join("examples");
    let file = format!("{name}.aurora");
    let mut arguments = vec!["inspect", "--raw", "--all"];
    let bound = BOUND.iter().filter(|(file, _)| *file == name).flat_map(|(_, binding)| ["-E", binding]);
    arguments.extend(bound);
    arguments.push(&file);
    let run = sealed::aurora(&folder, &arguments, &[], b"");
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    if run.exit != 0 || !told.is_empty() {
        return Err(format!("exit code {}\n{told}", run.exit));
    }
    let path = root().join(format!("fixtures/examples/{name}.json"));
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, &run.stdout).map_err(|error| error.to_string())?;
    }
    let expected = std::fs::read(&path).unwrap_or_default();
    let is_in_readme = crate::read(std::path::Path::new("examples/README.md")).contains(&format!("({file})"));
    match (expected == run.stdout, is_in_readme) {
        (true, true) => Ok(()),
        (false, _) => Err(format!("it prints something else than {}", path.display())),
        (true, false) => Err("examples/README.md does not name it".to_owned()),
    }
}

/// `aurora lint` has nothing to say about any of them.
pub fn is_free_of_findings() -> Result<(), String> {
    let run = sealed::aurora(&root().join("examples"), &["lint", "--no-cache"], &[], b"");
    let page = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    if run.exit == 0 && page.starts_with("Nothing to report") { Ok(()) } else { Err(page) }
}
