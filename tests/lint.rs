//! Each rule against its fixtures, through the real program.
//!
//! `fixtures/lint/CODE/` holds folders whose names begin with a kind. Each folder is a repository of its own:
//! - `bad…`: the rule alone finds what the file `expected` says (form `concise`); `UPDATE_FIXTURES=1` writes it anew.
//! - `good…`: the rule alone finds nothing.
//! - `suppressed…`: comments hide all that it finds, and each comment is needed.
//! - `fix…`: `--fix` (and `--unsafe-fixes`, if the rule says so) makes what the folder `fixed…` of the same ending
//!   holds; doing it again changes nothing, and a safe fix keeps what the jobs are. `fix-unsafe…` wants `--unsafe-fixes`.
//!
//! A file `args` in a folder holds the arguments in place of `--select CODE`.

#![allow(clippy::disallowed_methods)]

#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aurora::lint::{Fixes, RULES};
use tempfile::TempDir;

fn main() -> ExitCode {
    let root = sealed::fixtures("lint");
    let mut ids = Vec::new();
    for rule in RULES {
        ids.push(format!("{}/complete", rule.code));
        let folders = root.join(rule.code).read_dir().into_iter().flatten().flatten();
        let names = folders.map(|entry| entry.file_name().to_string_lossy().into_owned());
        ids.extend(names.filter(|name| !name.starts_with("fixed")).map(|name| format!("{}/{name}", rule.code)));
    }
    ids.sort();
    harness::main(harness::Suite { title: "lint", ids, not_yet: None }, |id| run(&root, id))
}

fn run(root: &Path, id: &str) -> Result<(), String> {
    let (code, name) = id.split_once('/').unwrap_or((id, ""));
    let folder = root.join(id);
    match name {
        "complete" => complete(root, code),
        name if name.starts_with("bad") => bad(code, &folder),
        name if name.starts_with("good") => quiet(&lint(copied(&folder)?.path(), code, &[])),
        name if name.starts_with("suppressed") => suppressed(code, &folder),
        name if name.starts_with("fix") => fix(code, &folder, &root.join(code).join(name.replacen("fix", "fixed", 1))),
        name => Err(format!("`{name}` is no kind of fixture")),
    }
}

/// Every rule has a fixture of each kind.
fn complete(root: &Path, code: &str) -> Result<(), String> {
    let fixes = RULES.iter().any(|rule| rule.code == code && rule.fixes != Fixes::None);
    let folders: Vec<String> = root
        .join(code)
        .read_dir()
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let kinds: &[&str] =
        if fixes { &["bad", "good", "suppressed", "fix", "fixed"] } else { &["bad", "good", "suppressed"] };
    let missing: Vec<&&str> =
        kinds.iter().filter(|kind| !folders.iter().any(|name| name.starts_with(**kind))).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("fixtures/lint/{code} lacks {missing:?}")) }
}

/// A copy outside of this project's own repository, of which a fixture would be a part.
fn copied(folder: &Path) -> Result<TempDir, String> {
    let copy = tempfile::tempdir().map_err(|error| error.to_string())?;
    copy_tree(folder, copy.path(), &str::to_owned)?;
    Ok(copy)
}

fn lint(folder: &Path, code: &str, more: &[&str]) -> sealed::Run {
    let own = std::fs::read_to_string(folder.join("args")).unwrap_or_else(|_| format!("--select {code}"));
    let mut arguments = vec!["lint", "--no-cache", "--output", "concise"];
    arguments.extend(own.split_whitespace());
    arguments.extend(more);
    sealed::aurora(folder, &arguments, &[], b"")
}

fn shown(run: &sealed::Run) -> String {
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    format!("exit code {}\n{out}{err}", run.exit)
}

fn quiet(run: &sealed::Run) -> Result<(), String> {
    if run.exit == 0 && run.stdout.is_empty() && run.stderr.is_empty() { Ok(()) } else { Err(shown(run)) }
}

fn bad(code: &str, folder: &Path) -> Result<(), String> {
    let run = lint(copied(folder)?.path(), code, &[]);
    let path = folder.join("expected");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, &run.stdout).map_err(|error| error.to_string())?;
    }
    let expected = std::fs::read(&path).unwrap_or_default();
    let is_found = String::from_utf8_lossy(&run.stdout).contains(code);
    if run.exit == 1 && is_found && run.stdout == expected && run.stderr.is_empty() {
        return Ok(());
    }
    Err(format!("--- expected\n{}--- found\n{}", String::from_utf8_lossy(&expected), shown(&run)))
}

fn suppressed(code: &str, folder: &Path) -> Result<(), String> {
    quiet(&lint(copied(folder)?.path(), code, &["--extend-select", "AUR1091"]))?;
    // Without its comments the rule would find something.
    let copy = tempfile::tempdir().map_err(|error| error.to_string())?;
    let unsuppressed = |text: &str| match code {
        "AUR1091" => text.replace(", AUR1091", ""),
        _ => text.replace("aurora: ignore", "aurora: heed"),
    };
    copy_tree(folder, copy.path(), &unsuppressed)?;
    let run = lint(copy.path(), code, &[]);
    if run.exit == 1 { Ok(()) } else { Err(format!("nothing to suppress: {}", shown(&run))) }
}

fn fix(code: &str, folder: &Path, fixed: &Path) -> Result<(), String> {
    let fixes = RULES.iter().find(|rule| rule.code == code).map_or(Fixes::None, |rule| rule.fixes);
    let is_unsafe_case = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("fix-unsafe"));
    let is_safe = fixes == Fixes::Safe && !is_unsafe_case;
    let flags: &[&str] = if is_safe { &["--fix"] } else { &["--fix", "--unsafe-fixes"] };
    let copy = copied(folder)?;
    let before = jobs(copy.path());
    let first = lint(copy.path(), code, flags);
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        copy_tree(copy.path(), fixed, &str::to_owned)?;
    }
    same(copy.path(), fixed)?;
    if is_safe && jobs(copy.path()) != before {
        return Err("the fix changes what the jobs are".to_owned());
    }
    let again = lint(copy.path(), code, flags);
    same(copy.path(), fixed).map_err(|reason| format!("the second time: {reason}"))?;
    match first.stdout == again.stdout {
        true => Ok(()),
        false => Err(format!("the second run finds something else:\n{}\n{}", shown(&first), shown(&again))),
    }
}

/// Every job of every file, as it would be sent.
fn jobs(folder: &Path) -> Vec<String> {
    let inspect = |path: &PathBuf| {
        let run = sealed::aurora(folder, &["inspect", "--all", "--raw", &path.to_string_lossy()], &[], b"");
        format!("{} {}", run.exit, String::from_utf8_lossy(&run.stdout))
    };
    files(folder).iter().filter(|path| path.extension().is_some_and(|suffix| suffix == "aurora")).map(inspect).collect()
}

/// The files below a folder, relative to it, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.extend(path.strip_prefix(folder).map(Path::to_owned));
            }
        }
    }
    found.sort();
    found
}

fn copy_tree(from: &Path, to: &Path, change: &dyn Fn(&str) -> String) -> Result<(), String> {
    for file in files(from) {
        let target = to.join(&file);
        let text = std::fs::read_to_string(from.join(&file)).map_err(|error| error.to_string())?;
        std::fs::create_dir_all(target.parent().unwrap_or(to)).map_err(|error| error.to_string())?;
        std::fs::write(target, change(&text)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn same(found: &Path, expected: &Path) -> Result<(), String> {
    for file in files(expected) {
        let (new, old) = (std::fs::read(found.join(&file)), std::fs::read(expected.join(&file)));
        let (new, old) = (new.unwrap_or_default(), old.unwrap_or_default());
        if new != old {
            let (new, old) = (String::from_utf8_lossy(&new).into_owned(), String::from_utf8_lossy(&old).into_owned());
            return Err(format!("{}\n--- expected\n{old}--- found\n{new}", file.display()));
        }
    }
    Ok(())
}
