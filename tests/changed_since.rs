//! `aurora lint --changed-since` in git repositories.

#![allow(clippy::disallowed_methods)]

#[path = "support/repository.rs"]
mod repository;
#[path = "support/sealed.rs"]
#[allow(dead_code)]
mod sealed;

use std::path::Path;

use repository::Repository;

const BASE: &str = "
import os
def service(name, **more):
  task = Task(name = name, processes = [Process(name = name, cmdline = './run')],
              resources = Resources(cpu = 1, ram = 128*MB, disk = 1*GB))
  return Service(cluster = 'west', role = 'ops', environment = 'prod', name = name, task = task, **more)
";

/// Includes a base, computes which, reads data, and has an unused name.
const USER: &str = "import json
which = 'base'
include('lib/%s.aurora' % which)
try:
  include('lib/local.aurora')
except IOError:
  pass
values = json.load(open('lib/values.json'))
unused = 1
jobs = [service('NAME', instances = values['a'])]
";

/// Two files that include a base, one that includes nothing, all with findings; everything is committed.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.write("lib/base.aurora", BASE);
    repository.write("lib/values.json", "{\"a\": 1}");
    repository.write("one.aurora", &USER.replace("NAME", "one"));
    repository.write("two.aurora", &USER.replace("NAME", "two").replace("lib/values", "lib/other"));
    repository.write("lib/other.json", "{\"a\": 2}");
    repository.write("alone.aurora", "unused = 1\njobs = []\n");
    repository.commit();
    repository
}

/// Files with findings, each once, and the exit code.
fn lint(folder: &Path, arguments: &[&str]) -> (Vec<String>, i32) {
    let run = sealed::aurora(folder, &[&["lint", "--output", "concise"], arguments].concat(), &[], b"");
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    let lines = text.lines().filter(|line| !line.starts_with(' '));
    let mut files: Vec<String> = lines.filter_map(|line| Some(line.split_once(':')?.0.to_owned())).collect();
    files.dedup();
    assert!(run.exit < 2, "{}", String::from_utf8_lossy(&run.stderr));
    (files, run.exit)
}

fn since(repository: &Repository, revision: &str) -> Vec<String> {
    let (files, exit) = lint(repository.path(), &["--changed-since", revision]);
    assert_eq!(exit, i32::from(!files.is_empty()));
    files
}

#[test]
fn nothing_changed_nothing_is_reported() {
    let repository = repository();
    assert_eq!(lint(repository.path(), &[]).0.len(), 4);
    assert_eq!(since(&repository, "HEAD"), Vec::<String>::new());
}

#[test]
fn a_file_and_those_that_include_it() {
    let repository = repository();
    repository.write("alone.aurora", "unused = 2\njobs = []\n");
    assert_eq!(since(&repository, "HEAD"), ["alone.aurora"]);
    repository.commit();
    assert_eq!(since(&repository, "HEAD"), Vec::<String>::new());
    assert_eq!(since(&repository, "HEAD~1"), ["alone.aurora"]);
    repository.write("lib/base.aurora", &format!("{BASE}# more\n"));
    assert_eq!(since(&repository, "HEAD"), ["lib/base.aurora", "one.aurora", "two.aurora"]);
    assert_eq!(lint(repository.path(), &["--changed-since", "HEAD", "two.aurora", "alone.aurora"]).0, ["two.aurora"]);
    // From a folder below, and with a result that was kept.
    assert_eq!(lint(&repository.path().join("lib"), &["--changed-since", "HEAD"]).0, Vec::<String>::new());
}

#[test]
fn data_and_files_that_come_or_go_count() {
    let repository = repository();
    repository.write("lib/values.json", "{\"a\": 3}");
    assert_eq!(since(&repository, "HEAD"), ["one.aurora"]);
    repository.commit();
    // One that both look for and do not find.
    repository.write("lib/local.aurora", "pass\n");
    assert_eq!(since(&repository, "HEAD"), ["one.aurora", "two.aurora"]);
    repository.commit();
    std::fs::remove_file(repository.path().join("lib/local.aurora")).expect("the file goes");
    assert_eq!(since(&repository, "HEAD"), ["one.aurora", "two.aurora"]);
}

#[test]
fn files_that_are_new_or_have_another_name_changed() {
    let repository = repository();
    std::fs::rename(repository.path().join("alone.aurora"), repository.path().join("renamed.aurora")).expect("renamed");
    repository.write("new.aurora", "unused = 1\njobs = []\n");
    assert_eq!(since(&repository, "HEAD"), ["new.aurora", "renamed.aurora"]);
}

#[test]
fn keys_that_two_files_share_are_found_if_one_of_them_changed() {
    let repository = repository();
    repository.write("two.aurora", &USER.replace("NAME", "one"));
    let (files, _) = lint(repository.path(), &["--changed-since", "HEAD", "--select", "AUR1031"]);
    assert_eq!(files, ["two.aurora"]);
    let (files, _) = lint(repository.path(), &["--changed-since", "HEAD", "--select", "AUR1031", "one.aurora"]);
    assert_eq!(files, Vec::<String>::new());
}

#[test]
fn only_what_is_affected_is_mended() {
    let repository = repository();
    let old = |count: u32| {
        let key = "cluster = 'west', role = 'ops', environment = 'prod', name = 'x'";
        let job = format!("Job({key}, instances = {count}, daemon = True, task = service('x').task())");
        format!("include('lib/base.aurora')\njobs = [{job}]\n")
    };
    repository.write("a.aurora", &old(1));
    repository.write("b.aurora", &old(1));
    repository.commit();
    repository.write("b.aurora", &old(2));
    lint(repository.path(), &["--changed-since", "HEAD", "--select", "AUR1021", "--fix"]);
    let read = |name: &str| std::fs::read_to_string(repository.path().join(name)).expect("a file");
    assert_eq!(read("a.aurora"), old(1));
    assert_eq!(read("b.aurora"), old(2).replace("daemon", "service"));
}

#[test]
fn a_revision_that_is_not_there_is_wrong_usage() {
    let repository = repository();
    let elsewhere = tempfile::tempdir().expect("a folder");
    for folder in [repository.path(), elsewhere.path()] {
        let run = sealed::aurora(folder, &["lint", "--changed-since", "nowhere"], &[], b"");
        assert!(run.exit == 2 && String::from_utf8_lossy(&run.stderr).contains("`nowhere` is no revision"), "{run:?}");
    }
}

#[test]
fn other_settings_concern_all_files() {
    let repository = repository();
    repository.write("aurora.toml", "[lint]\nignore = [\"AUR1003\"]\n");
    assert_eq!(since(&repository, "HEAD"), lint(repository.path(), &[]).0);
    repository.commit();
    assert_eq!(since(&repository, "HEAD"), Vec::<String>::new());
}
