//! What `aurora lint` looks at, and what is said of it then.

#![allow(clippy::disallowed_methods)]

#[path = "support/lint_runs.rs"]
mod lint_runs;
#[path = "support/sealed.rs"]
mod sealed;

use lint_runs::{TASK, job, lint, read, repository, write};

#[test]
fn a_file_that_includes_another_may_define_its_key_again() {
    let web = format!("{TASK}jobs = [{}]\n", job("web", ""));
    let again = format!(
        "include('web.aurora')\njobs = [{}]\n",
        job("other", "").replace("Job(", "Job(instances = 2, ") + "(name = 'web')"
    );
    let folder = repository(&[("web.aurora", &web), ("again.aurora", &again)]);
    let (exit, out, _) = lint(folder.path(), &["--select", "AUR1031"]);
    assert_eq!(exit, 1, "{out}");
    assert!(out.contains("again.aurora") && out.contains("web.aurora"), "{out}");
    // The same job, passed on, is one definition.
    write(folder.path(), "again.aurora", "include('web.aurora')\njobs = jobs + []\n");
    assert_eq!(lint(folder.path(), &["--select", "AUR1031"]).0, 0);
}

const PROFILE: &str = "class Profile(Struct):\n  heap = Default(Integer, 1)\n";

#[test]
fn what_uses_a_thing_counts_wherever_the_rule_is_off() {
    let user = format!(
        "include('../lib/base.aurora')\n{}jobs = [{}.bind(profile = Profile())]\n",
        TASK.replace("./app", "./app {{profile.heap}}"),
        job("a", "")
    );
    let folder = repository(&[("lib/base.aurora", PROFILE), ("svc/a.aurora", &user)]);
    for settings in [
        "[lint]\n[[lint.per-path]]\npaths = [\"svc/**\"]\nignore = [\"AUR1014\"]\n",
        "[lint]\nexclude = [\"svc/\"]\n",
        "[lint]\nexclude = [\"svc\"]\n",
    ] {
        write(folder.path(), "aurora.toml", settings);
        let (exit, out, _) = lint(folder.path(), &[]);
        assert_eq!(exit, 0, "{settings}{out}");
    }
}

#[test]
fn a_comment_at_the_job_suppresses_what_is_met_in_shared_code() {
    let base = "def make(name):\n  return Process(name = name, cmdline = './report {{dc}}')\n";
    let text = |comment: &str| {
        let task = TASK.replace("Process(name = 'run', cmdline = './app')", "make('run')");
        format!("include('base.aurora')\n{task}jobs = [{}]{comment}\n", job("a", ""))
    };
    let commented = text("  # aurora: ignore[AUR1002] bound when it is deployed");
    let folder = repository(&[("base.aurora", base), ("a.aurora", &commented)]);
    let (exit, out, _) = lint(folder.path(), &[]);
    assert_eq!(exit, 0, "{out}");
    // Another file's job without a comment is reported all the same.
    write(folder.path(), "b.aurora", &text("").replace("'a'", "'b'"));
    let (exit, out, _) = lint(folder.path(), &[]);
    assert_eq!(exit, 1, "{out}");
    assert!(out.contains("b.aurora") && !out.contains("a.aurora:"), "{out}");
}

#[test]
fn a_comment_at_one_of_several_jobs_is_needed_and_no_fix_takes_it() {
    let base =
        format!("def make(name):\n  {}  return {}\n", TASK.replace('\n', "\n  ").trim_end_matches(' '), job("a", ""));
    let base = base.replace("'./app'", "'./app', max_failures = 0").replace("name = 'a'", "name = name");
    let text = "include('base.aurora')\njobs = [\n  make('a'),  # aurora: ignore[AUR1106] a\n  make('b'),\n]\n";
    let folder = repository(&[("base.aurora", &base), ("a.aurora", text)]);
    let (exit, out, _) = lint(folder.path(), &["--fix", "--output", "concise"]);
    assert_eq!(exit, 1, "{out}");
    assert!(out.contains("a.aurora:4:3: met in west/www/prod/b") && !out.contains("AUR1091"), "{out}");
    assert_eq!(read(folder.path(), "a.aurora"), text);
}

#[test]
fn a_binding_that_is_none_is_wrong_usage() {
    let folder = repository(&[("a.aurora", &format!("{TASK}jobs = [{}]\n", job("a", "")))]);
    assert_eq!(lint(folder.path(), &["-E", "foo"]).0, 2);
    write(folder.path(), "aurora.toml", "[lint]\nbind = [\"foo\"]\n");
    let (exit, _, err) = lint(folder.path(), &[]);
    assert_eq!(exit, 2);
    assert!(err.contains("foo"), "{err}");
}

#[test]
fn a_baseline_keeps_counts_of_rules_that_are_off() {
    let folder = repository(&[("u.aurora", "import os\nx = 1\njobs = []\n")]);
    lint(folder.path(), &["--baseline", "known.json", "--write-baseline"]);
    let before = read(folder.path(), "known.json");
    assert!(before.contains("AUR1011"), "{before}");
    lint(folder.path(), &["--baseline", "known.json", "--write-baseline", "--select", "AUR1001"]);
    assert_eq!(read(folder.path(), "known.json"), before);
    let (exit, _, err) = lint(folder.path(), &["--baseline", "known.json", "--select", "AUR1001"]);
    assert_eq!((exit, err.as_str()), (0, ""));
}

#[test]
fn one_file_under_two_names_is_looked_at_once() {
    let folder = repository(&[("sub/a.aurora", &format!("import os\n{TASK}jobs = [{}]\n", job("a", "")))]);
    std::os::unix::fs::symlink("sub/a.aurora", folder.path().join("link.aurora")).expect("a link");
    let here = folder.path().canonicalize().expect("the folder").join("sub/a.aurora").to_string_lossy().into_owned();
    for arguments in [&[][..], &["sub", &here]] {
        let (_, out, _) = lint(folder.path(), &[arguments, &["--output", "concise"]].concat());
        assert_eq!(out.lines().filter(|line| line.contains("AUR")).count(), 1, "{out}");
    }
}

#[test]
fn the_settings_that_the_page_shows_are_valid() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lint.md")).expect("the page");
    let settings = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let folder = repository(&[("a.aurora", &format!("{TASK}jobs = [{}]\n", job("a", ""))), ("aurora.toml", settings)]);
    let (exit, _, err) = lint(folder.path(), &["--write-baseline"]);
    assert_eq!((exit, err.contains("rror")), (0, false), "{err}");
    let (exit, out, err) = lint(folder.path(), &[]);
    assert_eq!((exit, err.as_str()), (0, ""), "{out}");
}
