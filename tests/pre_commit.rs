//! The hooks of `.pre-commit-hooks.yaml`, run by the real pre-commit in a scratch repository.
//!
//! pre-commit is installed from PyPI into a virtual environment below the target folder, once. Without Python, git or a way to
//! PyPI the test says so and passes, except where `CI` is `true`.

#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PRE_COMMIT: &str = "pre-commit>=4,<5";

fn run(command: &mut Command) -> Result<Output, String> {
    command.output().map_err(|error| format!("{command:?}: {error}"))
}

fn checked(command: &mut Command) -> Result<(), String> {
    let output = run(command)?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

/// The program `pre-commit`. Errors: why it cannot be had.
fn installed() -> Result<PathBuf, String> {
    checked(Command::new("git").arg("--version"))?;
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pre-commit");
    let program = home.join("bin/pre-commit");
    let is_there = || run(Command::new(&program).arg("--version")).is_ok_and(|output| output.status.success());
    if !is_there() {
        checked(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
        checked(Command::new(home.join("bin/python")).args(["-m", "pip", "install", "--quiet", PRE_COMMIT]))?;
    }
    if is_there() { Ok(program) } else { Err(format!("{} does not run", program.display())) }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = run(scratch(Command::new("git").args(arguments), folder, folder)).expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Nothing of the user's settings, and this build of the program in front.
fn scratch<'a>(command: &'a mut Command, folder: &Path, home: &Path) -> &'a mut Command {
    let own = Path::new(env!("CARGO_BIN_EXE_aurora")).parent().expect("a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let names = ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Tester"));
    let mails = ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map(|name| (name, "tester@example.com"));
    // Variables of a git that runs this test as a hook point to another repository.
    ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"].iter().for_each(|name| {
        command.env_remove(name);
    });
    command
        .current_dir(folder)
        .env("HOME", home)
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("PRE_COMMIT_HOME", home.join("hooks"))
        .env("PATH", format!("{own}:{path}"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .envs(names)
        .envs(mails)
}

struct World {
    pre_commit: PathBuf,
    home: tempfile::TempDir,
    folder: PathBuf,
}

impl World {
    /// Runs one hook over all files that git knows: whether it is green, and what it says.
    fn hook(&self, id: &str) -> (bool, String) {
        git(&self.folder, &["add", "--all"]);
        let mut command = Command::new(&self.pre_commit);
        let output = run(scratch(command.args(["run", id, "--all-files"]), &self.folder, self.home.path()));
        let output = output.expect("pre-commit runs");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    /// Runs one hook as a commit of what is staged would: whether it is green, and what it says.
    fn staged(&self, id: &str) -> (bool, String) {
        let mut command = Command::new(&self.pre_commit);
        let output = run(scratch(command.args(["run", id]), &self.folder, self.home.path())).expect("pre-commit runs");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join(name), text).expect("a file");
    }
}

/// A repository with the hooks, and one that uses them.
fn world(pre_commit: PathBuf) -> World {
    let home = tempfile::tempdir().expect("a folder");
    let (hooks, folder) = (home.path().join("aurora"), home.path().join("scratch"));
    for one in [&hooks, &folder] {
        std::fs::create_dir(one).expect("a folder");
        git(one, &["init", "--quiet"]);
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    std::fs::copy(own, hooks.join(".pre-commit-hooks.yaml")).expect("the hooks");
    git(&hooks, &["add", "--all"]);
    git(&hooks, &["commit", "--quiet", "-m", "Hooks"]);
    let revision = git(&hooks, &["rev-parse", "HEAD"]);
    let world = World { pre_commit, home, folder };
    let ids = ["aurora-lint", "aurora-lint-all", "aurora-fix"].map(|id| format!("      - id: {id}\n")).concat();
    let repository = hooks.display();
    world.write(
        ".pre-commit-config.yaml",
        &format!("repos:\n  - repo: {repository}\n    rev: {revision}\n    hooks:\n{ids}"),
    );
    world
}

fn config(name: &str, more: &str) -> String {
    format!(
        "run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Job(cluster = 'west', role = 'www', environment = 'prod', name = '{name}', task = task{more})]
"
    )
}

/// pre-commit, or `None` where it cannot be had.
fn pre_commit() -> Option<PathBuf> {
    let reason = match installed() {
        Ok(program) => return Some(program),
        Err(reason) => reason,
    };
    assert!(std::env::var("CI").as_deref() != Ok("true"), "pre-commit cannot be had: {reason}");
    eprintln!("SKIPPED: the hooks were not tested, since pre-commit cannot be had: {reason}");
    None
}

/// One after the other, since both would install pre-commit at the same place.
#[test]
fn the_hooks_do_their_work() {
    let Some(program) = pre_commit() else { return };
    the_hooks_are_green_and_red_as_they_should(program.clone());
    the_hook_for_all_files_sees_what_no_changed_configuration_tells(program);
}

fn the_hook_for_all_files_sees_what_no_changed_configuration_tells(pre_commit: PathBuf) {
    let world = world(pre_commit);
    world.write("base.aurora", "NAME = 'a'\n");
    world.write("data.txt", "./app\n");
    let user = format!(
        "include('base.aurora')\n{}",
        config("a", "").replace("'./app'", "open('data.txt').read().strip()").replace("'a'", "NAME")
    );
    world.write("a.aurora", &user);
    git(&world.folder, &["add", "--all"]);
    git(&world.folder, &["commit", "--quiet", "-m", "A step"]);
    let (is_green, text) = world.staged("aurora-lint-all");
    assert!(is_green && text.contains("Passed"), "{text}");
    // Only data changes.
    world.write("data.txt", "./app {{count}}\n");
    git(&world.folder, &["add", "--all"]);
    let (is_green, text) = world.staged("aurora-lint-all");
    assert!(!is_green && text.contains("AUR1002"), "{text}");
    world.write("data.txt", "./app\n");
    git(&world.folder, &["add", "--all"]);
    // A file goes that another one includes.
    git(&world.folder, &["rm", "--quiet", "base.aurora"]);
    let (is_green, text) = world.staged("aurora-lint-all");
    assert!(!is_green && text.contains("AUR0401") && text.contains("a.aurora:1:"), "{text}");
}

fn the_hooks_are_green_and_red_as_they_should(pre_commit: PathBuf) {
    let world = world(pre_commit);
    world.write("a.aurora", &config("a", ""));
    world.write("notes.txt", "jobs = [\n");
    for id in ["aurora-lint", "aurora-lint-all", "aurora-fix"] {
        let (is_green, text) = world.hook(id);
        assert!(is_green && text.contains("Passed"), "{id}: {text}");
    }
    // A fault makes the hook red and is shown.
    world.write("b.aurora", &config("b", ", instances = '{{count}}'"));
    let (is_green, text) = world.hook("aurora-lint");
    assert!(!is_green && text.contains("b.aurora:3:") && text.contains("AUR1002"), "{text}");
    // Duplicate keys are seen by the hook for all files.
    world.write("b.aurora", &config("a", ""));
    let (is_green, text) = world.hook("aurora-lint-all");
    assert!(!is_green && text.contains("AUR1031"), "{text}");
    // A fix is red once, since it changed a file, and green then.
    world.write("b.aurora", &config("b", ", daemon = True"));
    let (is_green, text) = world.hook("aurora-fix");
    assert!(!is_green && text.contains("files were modified by this hook"), "{text}");
    let mended = std::fs::read_to_string(world.folder.join("b.aurora")).expect("the file");
    assert_eq!(mended, config("b", ", service = True"));
    for id in ["aurora-fix", "aurora-lint", "aurora-lint-all"] {
        let (is_green, text) = world.hook(id);
        assert!(is_green, "{id}: {text}");
    }
}
