//! `aurora diff --against` and a git repository.

#![allow(clippy::disallowed_methods)]

#[path = "support/repository.rs"]
mod repository;
#[path = "support/sealed.rs"]
#[allow(dead_code)]
mod sealed;

use std::path::Path;

use repository::Repository;
use serde_json::Value;

const BASE: &str = "
def service(name, instances = 1, command = './run'):
  task = Task(name = 'server', processes = [Process(name = 'server', cmdline = command)],
              resources = Resources(cpu = 1, ram = RAM, disk = 1*GB))
  return Service(cluster = 'west', role = 'ops', environment = 'prod', name = name, instances = instances, task = task)
";

/// A repository with one commit: a file that includes another through a symbolic link to its folder.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.write("lib/base.aurora", &format!("RAM = 128*MB\n{BASE}"));
    repository.write("svc/web.aurora", "include('lib/base.aurora')\njobs = [service('web'), service('old')]\n");
    std::os::unix::fs::symlink("../lib", repository.path().join("svc/lib")).expect("a link");
    repository.commit();
    repository
}

fn diff(folder: &Path, arguments: &[&str]) -> sealed::Run {
    sealed::aurora(folder, &[&["diff"], arguments].concat(), &[], b"")
}

/// Key and status of each job that differs.
fn verdicts(run: &sealed::Run) -> Vec<(String, String)> {
    let document: Value = serde_json::from_slice(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let jobs = document["jobs"].as_array().expect("jobs").iter();
    jobs.map(|job| (text(&job["key"]), text(&job["status"]))).collect()
}

fn pair(name: &str, status: &str) -> (String, String) {
    (format!("west/ops/prod/{name}"), status.to_owned())
}

#[test]
fn the_revision_s_own_includes_count() {
    let repository = repository();
    repository.write("lib/base.aurora", &format!("RAM = 256*MB\n{BASE}"));
    let run = diff(repository.path(), &["--against", "HEAD", "west/ops/prod/web", "svc/web.aurora"]);
    let shown = String::from_utf8_lossy(&run.stdout);
    assert_eq!(shown, "~ west/ops/prod/web\n    task.resources.ram: 128 MB -> 256 MB\n\n1 job changed\n");
    assert_eq!(run.exit, 0);
}

#[test]
fn it_works_from_a_folder_below_and_between_revisions() {
    let repository = repository();
    repository.write("lib/base.aurora", &format!("RAM = 256*MB\n{BASE}"));
    repository.commit();
    let folder = repository.path().join("svc");
    let run = diff(&folder, &["--against", "HEAD", "--exit-code", "--all", "web.aurora"]);
    assert_eq!((run.exit, run.stdout.as_slice()), (0, &b"2 jobs unchanged\n"[..]));
    let run = diff(&folder, &["--against", "HEAD~1", "--exit-code", "--all", "web.aurora"]);
    assert_eq!(run.exit, 1);
    let run = diff(&folder, &["--against", "HEAD~1:./web.aurora", "--exit-code", "--all", "web.aurora"]);
    assert_eq!(run.exit, 1);
    // As git reads it: without `./` a path begins at the top of the repository, wherever one is.
    for here in [&folder, repository.path(), &folder.join("lib")] {
        let file = folder.join("web.aurora");
        let file = file.to_str().expect("a path");
        let run = diff(here, &["--against", "HEAD~1:svc/web.aurora", "--exit-code", "--all", file]);
        assert_eq!(run.exit, 1, "{run:?}");
    }
    let run = diff(&folder, &["--against", "HEAD~1:web.aurora", "--all", "web.aurora"]);
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.exit == 2 && told.contains("did you mean `HEAD~1:./web.aurora`?"), "{run:?}");
    let run = diff(&folder, &["--against", "HEAD~1:../svc/web.aurora", "--exit-code", "--all", "web.aurora"]);
    assert_eq!(run.exit, 1, "{run:?}");
}

#[test]
fn jobs_come_go_and_get_other_keys() {
    let repository = repository();
    let text =
        "include('lib/base.aurora')\njobs = [service('web', 3), service('new'), service('fresh', 2, './other')]\n";
    repository.write("svc/web.aurora", text);
    let run = diff(repository.path(), &["--against", "HEAD", "--format", "json", "--all", "svc/web.aurora"]);
    let expected = [pair("fresh", "added"), pair("new", "renamed"), pair("web", "changed")];
    assert_eq!(verdicts(&run), expected);
    let run =
        diff(repository.path(), &["--against", "HEAD", "--format", "json", "west/ops/prod/old", "svc/web.aurora"]);
    assert_eq!(verdicts(&run), [pair("new", "renamed")]);
}

#[test]
fn a_job_that_moves_to_another_file_does_not_change() {
    let repository = repository();
    repository.write("svc/web.aurora", "include('lib/base.aurora')\njobs = [service('web')]\n");
    repository.write("svc/more.aurora", "include('lib/base.aurora')\njobs = [service('old'), service('x', 9)]\n");
    let files = ["--against", "HEAD", "--format", "json", "--all", "svc/web.aurora", "svc/more.aurora"];
    assert_eq!(verdicts(&diff(repository.path(), &files)), [pair("x", "added")]);
}

#[test]
fn files_that_came_or_went_hold_no_jobs_on_the_other_side() {
    let repository = repository();
    std::fs::remove_file(repository.path().join("svc/web.aurora")).expect("the file is removed");
    let run = diff(repository.path(), &["--against", "HEAD", "--format", "json", "--all", "svc/web.aurora"]);
    assert_eq!(verdicts(&run), [pair("old", "removed"), pair("web", "removed")]);
    let run = diff(repository.path(), &["--against", "HEAD", "--all", "svc/none.aurora"]);
    assert_eq!(run.exit, 3, "{run:?}");
}

#[test]
fn a_folder_stands_for_the_configurations_in_either_version() {
    let repository = repository();
    repository.write("svc/gone.aurora", "include('lib/base.aurora')\njobs = [service('gone')]\n");
    // On its own it lacks a name; others include it.
    repository.write("svc/part.aurora", "part = service('part', COUNT)\n");
    repository
        .write("svc/whole.aurora", "include('lib/base.aurora')\nCOUNT = 2\ninclude('part.aurora')\njobs = [part]\n");
    repository.commit();
    std::fs::remove_file(repository.path().join("svc/gone.aurora")).expect("it goes");
    repository.write("svc/more/new.aurora", "include('../lib/base.aurora')\njobs = [service('new', 5, './new')]\n");
    repository
        .write("svc/whole.aurora", "include('lib/base.aurora')\nCOUNT = 3\ninclude('part.aurora')\njobs = [part]\n");
    let expected = [pair("gone", "removed"), pair("new", "added"), pair("part", "changed")];
    for folder in [".", "svc"] {
        let run = diff(repository.path(), &["--against", "HEAD", "--format", "json", "--all", folder]);
        assert_eq!(run.exit, 0, "{run:?}");
        let found: Vec<_> = verdicts(&run).into_iter().filter(|(_, status)| status != "unchanged").collect();
        assert_eq!(found, expected, "{folder}");
    }
}

#[test]
fn an_error_says_which_version_has_it() {
    let repository = repository();
    repository.write("lib/base.aurora", &format!("RAM = 1/0\n{BASE}"));
    repository.commit();
    repository.write("lib/base.aurora", &format!("RAM = 256*MB\n{BASE}"));
    let run = diff(repository.path(), &["--against", "HEAD", "--all", "svc/web.aurora"]);
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.exit == 3 && told.contains("(in `HEAD`)"), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stdout).ends_with("no jobs; 1 file not compared\n"), "{run:?}");
}

#[test]
fn equal_jobs_are_paired_by_the_likeness_of_their_keys() {
    let repository = repository();
    let jobs = |name: &str| {
        format!(
            "include('../lib/base.aurora')\njobs = [service('{name}-%d' % at)(environment = env) for env in ['prod', 'test'] \
             for at in range(3)]\n"
        )
    };
    repository.write("loops/l2.aurora", &jobs("l2"));
    repository.commit();
    repository.write("loops/l2.aurora", &jobs("m2"));
    let run = diff(repository.path(), &["--against", "HEAD", "--all", "loops"]);
    let shown = String::from_utf8_lossy(&run.stdout);
    let one = |env: &str, at: u32| format!("> west/ops/{env}/l2-{at} -> west/ops/{env}/m2-{at}\n\n");
    let all: String = ["prod", "test"].iter().flat_map(|env| (0..3).map(move |at| one(env, at))).collect();
    assert_eq!(shown, format!("{all}6 jobs renamed\n"));
    let run = diff(repository.path(), &["--against", "HEAD", "west/ops/prod/l2-1", "loops/l2.aurora"]);
    assert_eq!(String::from_utf8_lossy(&run.stdout), format!("{}1 job renamed\n", one("prod", 1)));
}

#[test]
fn a_file_that_one_version_cannot_evaluate_does_not_hide_the_others() {
    let repository = repository();
    repository.write("svc/brk.aurora", "jobs = [\n");
    repository.commit();
    repository.write("svc/web.aurora", "include('lib/base.aurora')\njobs = [service('web', 2), service('old')]\n");
    repository.write("svc/brk.aurora", "include('lib/base.aurora')\njobs = [service('brk')]\n");
    let run = diff(repository.path(), &["--against", "HEAD", "--exit-code", "--all", "svc"]);
    let (shown, told) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    let expected = "! svc/brk.aurora\n    could not be evaluated in `HEAD`, so its jobs cannot be compared\n    \
                    ? west/ops/prod/brk\n\n~ west/ops/prod/web\n    instances: 1 -> 2\n\n1 job changed, 1 unchanged; 1 file not compared\n";
    assert_eq!(shown, expected);
    assert!(run.exit == 3 && told.contains("(in `HEAD`)"), "{run:?}");
    let run = diff(repository.path(), &["--against", "HEAD", "--format", "markdown", "--all", "svc"]);
    let shown = String::from_utf8_lossy(&run.stdout);
    let expected = "#### `svc/brk.aurora` not compared\n\nIt could not be evaluated in `HEAD`, so its jobs cannot be compared: \
                    `west/ops/prod/brk`.\n";
    assert!(run.exit == 3 && shown.contains(expected) && shown.contains("`west/ops/prod/web` changed"), "{shown}");
    // Gone instead of mended: there is nothing that waits.
    std::fs::remove_file(repository.path().join("svc/brk.aurora")).expect("it goes");
    let run = diff(repository.path(), &["--against", "HEAD", "--format", "json", "--all", "svc"]);
    assert_eq!((run.exit, verdicts(&run)), (3, vec![pair("web", "changed")]));
    let left_out = |run: &sealed::Run| {
        let document: Value = serde_json::from_slice(&run.stdout).expect("a document");
        document["not_compared"].to_string()
    };
    assert_eq!(left_out(&run), r#"[{"file":"svc/brk.aurora","version":"before","partly":false,"jobs":[]}]"#);
    // Broken now: the jobs of before did not go, as far as anyone knows; of one that can be read only in part, the rest counts.
    repository.write("svc/web.aurora", "include('lib/base.aurora')\njobs = [service('web', 2), service('old', 'x')]\n");
    let run = diff(repository.path(), &["--against", "HEAD~1", "--format", "json", "--all", "svc"]);
    assert_eq!((run.exit, verdicts(&run)), (3, vec![pair("web", "changed")]));
    let expected = r#"[{"file":"svc/web.aurora","version":"after","partly":true,"jobs":["west/ops/prod/old"]}]"#;
    assert_eq!(left_out(&run), expected);
}

#[test]
fn a_key_is_looked_for_in_the_files_that_can_be_evaluated() {
    let repository = repository();
    repository.write("svc/brk.aurora", "jobs = [\n");
    let files = ["svc/web.aurora", "svc/brk.aurora"];
    let run = diff(repository.path(), &[&["--against", "HEAD", "west/ops/prod/web"], &files[..]].concat());
    assert!(run.exit == 3 && String::from_utf8_lossy(&run.stdout).starts_with("! svc/brk.aurora\n"), "{run:?}");
    // In no file that could be read: the error says enough.
    let run = diff(repository.path(), &[&["--against", "HEAD", "west/ops/prod/none"], &files[..]].concat());
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.exit == 3 && run.stdout.is_empty() && !told.contains("neither version"), "{run:?}");
    // What is wrong with the command line is told once, and nothing else is.
    let run = diff(repository.path(), &[&["--against", "HEAD", "-E", "a", "--all"], &files[..]].concat());
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.exit == 2 && run.stdout.is_empty() && told.matches("AUR0403").count() == 1, "{run:?}");
}

#[test]
fn a_part_of_a_key_is_told_as_it_was_written() {
    let repository = repository();
    let run = diff(repository.path(), &["--against", "HEAD", "prod/web", "svc/web.aurora"]);
    let told = String::from_utf8_lossy(&run.stderr);
    let is_told = |words: &str| assert!(told.contains(words), "{words}: {told}");
    is_told("neither version has a job `prod/web`");
    is_told("did you mean `west/ops/prod/web`?");
    is_told("`prod/web` is not a job key: it has 2 parts and not four");
    assert_eq!(run.exit, 3);
    // A name alone is one.
    let run = diff(repository.path(), &["--against", "HEAD", "web", "svc/web.aurora"]);
    assert_eq!((run.exit, run.stdout.as_slice()), (0, &b"1 job unchanged\n"[..]));
}

#[test]
fn what_is_no_revision_is_told() {
    let repository = repository();
    for against in ["HEADX", "no/such", "HEAD:none.aurora", "HEAD~7", "-x", ":/x", "@{9}"] {
        let against = format!("--against={against}");
        let run = diff(repository.path(), &[&against, "--all", "svc/web.aurora"]);
        assert_eq!(run.exit, 2, "{run:?}");
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    let run = diff(elsewhere.path(), &["--against", "HEAD", "--all", "web.aurora"]);
    assert_eq!(run.exit, 2, "{run:?}");
}
