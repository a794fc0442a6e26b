//! `--hermetic`: what a configuration may see when it may see only itself.

use crate::interp::host::{Host, HostError};

/// Variables that hold the user's name; naming one of them shows the name.
const USER_VARIABLES: [&str; 4] = ["LOGNAME", "USER", "LNAME", "USERNAME"];

/// The bounds of a hermetic evaluation.
#[derive(Clone, Debug, Default)]
pub struct Hermetic {
    /// Environment variables that may be read.
    pub allowed_env: Vec<String>,
}

/// The folder of a file as the user named it: what a hermetic evaluation of the file may see.
pub fn folder_of(file: &str) -> &str {
    match file.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => ".",
    }
}

impl Hermetic {
    /// The path without symbolic links if it lies inside of the root. Errors: a refusal if it does not; the operating system's if
    /// there is nothing, in which case nothing outside was looked at on the program's behalf.
    pub fn admit(world: &mut dyn Host, root: Option<&String>, path: &str) -> Result<String, HostError> {
        let root = world.real_path(root.ok_or_else(|| outside(path))?)?;
        let (found, missing) = match world.real_path(path) {
            Ok(found) => (found, None),
            Err(error) => (nearest_real(world, path)?, Some(error)),
        };
        if !is_inside(&root, &found) {
            return Err(outside(path));
        }
        missing.map_or(Ok(found), Err)
    }

    /// Errors: the variable is not named.
    pub fn check_env(&self, name: &str) -> Result<(), HostError> {
        if self.may_see(name) {
            return Ok(());
        }
        Err(HostError::refused(
            format!("--hermetic hides the environment variable `{name}`"),
            format!("allow it with --allow-env {name}, or pass the value in with -E"),
        ))
    }

    /// Whether a variable is named.
    pub fn may_see(&self, name: &str) -> bool {
        self.allowed_env.iter().any(|allowed| allowed == name)
    }

    /// Errors: no variable that holds the user's name is named.
    pub fn check_user(&self) -> Result<(), HostError> {
        if USER_VARIABLES.iter().any(|name| self.may_see(name)) {
            return Ok(());
        }
        Err(HostError::refused(
            "--hermetic hides the user's name",
            "write the name down, or allow it with --allow-env LOGNAME",
        ))
    }

    /// A refusal of a fact of the machine.
    pub fn hides(what: &str) -> HostError {
        HostError::refused(
            format!("--hermetic hides {what}"),
            "it differs from run to run; pass the value in with -E, or leave --hermetic out",
        )
    }
}

fn outside(path: &str) -> HostError {
    HostError::refused(
        format!("`{path}` leads out of the configuration's folder, and --hermetic lets nothing else be read"),
        "keep what the configuration reads in its own folder, or leave --hermetic out",
    )
}

/// Where a path that does not exist would be: its deepest existing folder without symbolic links, and the rest.
fn nearest_real(world: &mut dyn Host, path: &str) -> Result<String, HostError> {
    let full = normal(&world.working_dir()?, path);
    let mut head = full.as_str();
    while let Some((parent, _)) = head.rsplit_once('/') {
        head = parent;
        if let Ok(found) = world.real_path(if head.is_empty() { "/" } else { head }) {
            let rest = full.get(head.len()..).unwrap_or_default();
            return Ok(format!("{}{rest}", found.trim_end_matches('/')));
        }
    }
    Ok(full)
}

fn is_inside(root: &str, full: &str) -> bool {
    root == "/" || full == root || full.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'))
}

/// An absolute path without `.` and `..`.
fn normal(here: &str, path: &str) -> String {
    let joined = if path.starts_with('/') { path.to_owned() } else { format!("{here}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{folder_of, is_inside, normal};

    #[test]
    fn paths_are_made_absolute_without_detours() {
        assert_eq!(normal("/home/me", "a/../b/./c"), "/home/me/b/c");
        assert_eq!(normal("/home/me", "../../../x"), "/x");
        assert_eq!(normal("/home/me", "/etc//passwd"), "/etc/passwd");
        assert_eq!(normal("/", "."), "/");
    }

    #[test]
    fn a_neighbour_with_the_same_beginning_is_outside() {
        assert!(is_inside("/a/b", "/a/b/c") && is_inside("/a/b", "/a/b") && is_inside("/", "/x"));
        assert!(!is_inside("/a/b", "/a/bc") && !is_inside("/a/b", "/a"));
    }

    #[test]
    fn the_root_is_the_folder_of_the_file() {
        for (file, root) in
            [("a.aurora", "."), ("x/a.aurora", "x"), ("/a.aurora", "/"), ("/x/y/a", "/x/y"), ("./a", ".")]
        {
            assert_eq!(folder_of(file), root);
        }
    }
}
