//! How the program is linked, and which revision it is built from.

// What cargo tells a build script stands in its environment, and a revision in files.
#![allow(clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VARIABLE: &str = "AURORA_BUILD_REVISION";

/// How many digits of a revision are shown, as in the scripts of `packaging/`.
const DIGITS: usize = 12;

fn main() {
    // What is printed here is all that makes cargo run this again.
    println!("cargo::rerun-if-changed=build.rs");
    link();
    tell_revision();
}

fn link() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    // At a fixed address nothing has to be relocated when the program starts, for which alone a quarter of the pages that a
    // short run touches would be touched. For static programs packaging/environment.sh says so.
    let is_static = std::env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|found| found.contains("crt-static"));
    let is_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if is("PROFILE", "release") && is_gnu && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        // GNU ld puts what is seldom called apart, so that a short run touches fewer pages of the rest than behind lld.
        if linker(&["-fuse-ld=bfd", "-Wl,--version"]).is_some() {
            println!("cargo::rustc-link-arg-bins=-fuse-ld=bfd");
            gather();
        }
        // One library less to look for and to map at each start. An answer that is no path: there is no such file.
        if linker(&["-print-file-name=libgcc_eh.a"]).is_some_and(|path| path.starts_with('/')) {
            println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
        }
    }
}

/// Functions of the standard library and of tables, made for so many types. Of two that are alike one is left, which may then
/// stand among the functions of a crate of which a short run uses nothing else.
const SHARED: [&str; 14] = [
    "_ZN4core3fmt*",
    "_ZN4core4hash*",
    "_ZN5alloc11collections5btree*",
    "_ZN5alloc2rc*",
    "_ZN5alloc3vec*",
    "_ZN5alloc4sync*",
    "_ZN5alloc7raw_vec*",
    "_ZN3std2io*",
    "_ZN6memchr*",
    "_ZN7foldhash*",
    "_ZN9hashbrown*",
    "_ZN*core..clone..Clone*",
    "_ZN*core..fmt..Display*",
    "_ZN*core..ops..drop..Drop*",
];

/// Lets the linker put those next to each other: a short run touches half a megabyte less of the program.
fn gather() {
    let Some(folder) = std::env::var_os("OUT_DIR") else { return };
    let script = Path::new(&folder).join("shared.ld");
    let names: String = SHARED.iter().map(|name| format!(" .text.{name}")).collect();
    let text = format!("SECTIONS {{ .text.shared : {{ *({names} ) }} }}\nINSERT BEFORE .text;\n");
    if fs::write(&script, text).is_ok() {
        println!("cargo::rustc-link-arg-bins=-T");
        println!("cargo::rustc-link-arg-bins={}", script.display());
    }
}

/// What the C compiler that links the program answers. None if it refuses.
fn linker(arguments: &[&str]) -> Option<String> {
    let program = std::env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let answer = Command::new(program).args(arguments).output().ok()?;
    answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
}

/// For `aurora version`: the revision that the variable holds, or that of the git repository whose top this folder is, or that
/// which `cargo package` noted. Else none.
fn tell_revision() {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    if std::env::var_os(VARIABLE).is_some() {
        return;
    }
    let top = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let revision = of_repository(&top).or_else(|| of_package(&top));
    if let Some(shown) = revision.filter(|text| is_revision(text)).as_deref().and_then(|text| text.get(..DIGITS)) {
        println!("cargo::rustc-env={VARIABLE}={shown}");
    }
}

fn is_revision(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What HEAD stands for.
fn of_repository(top: &Path) -> Option<String> {
    let folder = git_folder(&top.join(".git"))?;
    let head = watched(&folder.join("HEAD"))?;
    let Some(name) = head.strip_prefix("ref: ") else { return Some(head) };
    // Branches belong to the repository of which this is perhaps a second working tree.
    let common = fs::read_to_string(folder.join("commondir")).map(|path| folder.join(path.trim()));
    let common = common.unwrap_or(folder);
    if let Some(revision) = watched(&common.join(name)) {
        return Some(revision);
    }
    // A packed branch gets a file of its own with the next commit, somewhere below this folder.
    watch(&common.join("refs"));
    let packed = watched(&common.join("packed-refs"))?;
    let mut pairs = packed.lines().filter_map(|line| line.split_once(' '));
    pairs.find(|(_, known)| *known == name).map(|(revision, _)| revision.to_owned())
}

/// The folder, which a second working tree names in a file.
fn git_folder(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        return Some(path.to_owned());
    }
    let text = watched(path)?;
    Some(path.parent()?.join(text.strip_prefix("gitdir: ")?))
}

/// `cargo package` writes into a package what it was made from.
fn of_package(top: &Path) -> Option<String> {
    let text = watched(&top.join(".cargo_vcs_info.json"))?;
    let (_, behind) = text.split_once("\"sha1\"")?;
    behind.split('"').nth(1).map(str::to_owned)
}

/// The text of a file, without blanks at its ends. Another text makes this run again.
fn watched(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    watch(path);
    Some(text.trim().to_owned())
}

/// Only for what is there: cargo takes a path that is missing for one that has changed.
fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}
