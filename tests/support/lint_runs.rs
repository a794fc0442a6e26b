//! Runs of `aurora lint` over small repositories.

// Each test uses a part of it.
#![allow(dead_code)]

use std::path::Path;

use tempfile::TempDir;

use crate::sealed;

/// A process and a task for [`job`].
pub const TASK: &str = "run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
";

/// A job of [`TASK`] with further arguments.
pub fn job(name: &str, more: &str) -> String {
    format!("Job(cluster = 'west', role = 'www', environment = 'prod', name = '{name}', task = task{more})")
}

/// A repository with the given files.
pub fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    files.iter().for_each(|(name, text)| write(folder.path(), name, text));
    folder
}

/// Writes a file and its folders.
pub fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::fs::write(path, text).expect("a file");
}

/// A file's text.
pub fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("a file")
}

/// Exit code, standard output, standard error.
pub fn lint_with(folder: &Path, arguments: &[&str], variables: &[(&str, &str)], stdin: &str) -> (i32, String, String) {
    let mut all = vec!["lint"];
    all.extend(arguments);
    let run = sealed::aurora(folder, &all, variables, stdin.as_bytes());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (run.exit, text(run.stdout), text(run.stderr))
}

/// A run without input. See [`lint_with`].
pub fn lint(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    lint_with(folder, arguments, &[], "")
}
