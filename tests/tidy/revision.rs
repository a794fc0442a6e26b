//! The program knows which revision it is built from.

use std::process::Command;

use crate::sources::root;

/// What a program prints, if it can be run and succeeds.
fn told(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(root()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[test]
fn it_is_that_of_the_repository() {
    let shown = told(env!("CARGO_BIN_EXE_aurora"), &["version", "--format={{ client.revision }}"]).expect("a version");
    let is_repository = root().join(".git").exists();
    let named = option_env!("AURORA_BUILD_REVISION").unwrap_or("none");
    assert_eq!(shown, named, "the build script's");
    match told("git", &["rev-parse", "HEAD"])
        .filter(|_| is_repository && std::env::var_os("AURORA_BUILD_REVISION").is_none())
    {
        Some(head) => assert!(shown.len() == 12 && head.starts_with(&shown), "{shown} is not the start of {head}"),
        None => eprintln!("no repository to compare with"),
    }
}
