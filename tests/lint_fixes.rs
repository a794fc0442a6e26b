//! Fixes of `aurora lint`: what they leave alone.

#![allow(clippy::disallowed_methods)]

#[path = "support/lint_runs.rs"]
mod lint_runs;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;

use lint_runs::{TASK, job, lint, read, repository};

/// What is sent of the jobs of a file, or the error.
fn sent(folder: &Path, file: &str) -> (i32, Vec<u8>) {
    let run = sealed::aurora(folder, &["inspect", "--all", "--raw", file], &[], b"");
    (run.exit, run.stdout)
}

/// A safe fix is made, and what the file evaluates to is the same.
fn mends(text: &[u8], gone: &str) -> Vec<u8> {
    let folder = repository(&[]);
    let path = folder.path().join("a.aurora");
    std::fs::write(&path, text).expect("a file");
    let before = sent(folder.path(), "a.aurora");
    assert_eq!(before.0, 0, "the file is fine");
    lint(folder.path(), &["--fix-only"]);
    assert_eq!(sent(folder.path(), "a.aurora"), before);
    let after = std::fs::read(&path).expect("the file");
    let holds = |bytes: &[u8]| bytes.windows(gone.len()).any(|part| part == gone.as_bytes());
    assert!(holds(text) && !holds(&after), "{}", String::from_utf8_lossy(&after));
    lint(folder.path(), &["--fix-only"]);
    assert_eq!(std::fs::read(&path).expect("the file"), after, "a second run changes nothing");
    after
}

/// No safe fix changes the file.
fn leaves(text: &str) {
    let folder = repository(&[("a.aurora", text)]);
    lint(folder.path(), &["--fix-only"]);
    assert_eq!(read(folder.path(), "a.aurora"), text);
}

#[test]
fn a_file_in_latin_1_is_mended_where_it_is_meant() {
    let body = format!(
        "COUNT = 5  # aurora: ignore[AUR1012] old\nCOUNT = 7\n{TASK}jobs = [{}]\n",
        job("a", ", daemon = True, instances = COUNT")
    );
    for head in
        [&b"# -*- coding: latin-1 -*-\n# \xe4\xe4\xe4\xe4\xe4\xe4\xe4\xe4\xe4\xe4\n"[..], b"# \xe4\xe4\xe4\xe4\xe4\n"]
    {
        let after = mends(&[head, body.as_bytes()].concat(), "daemon");
        let expected = body.replace("  # aurora: ignore[AUR1012] old", "").replace("daemon", "service");
        assert_eq!(after, [head, expected.as_bytes()].concat());
    }
}

#[test]
fn a_text_over_two_lines_is_no_comment_whatever_ends_the_lines() {
    let text =
        format!("x = 'a \\\n # aurora: ignore[AUR1011] x\\\n b'\n{TASK}jobs = [{}]\n", job("a", ", contact = x"));
    leaves(&text);
    leaves(&text.replace('\n', "\r\n"));
}

#[test]
fn a_job_that_is_refused_is_not_made_another_one() {
    for jobs in [
        format!("Service{}", job("a", ", daemon = False").trim_start_matches("Job")),
        format!("{}(service = False)", job("a", ", daemon = True")),
        format!("{}(daemon = True)", job("a", ", service = False")),
        format!("{}(cron_policy = 'CANCEL_NEW')", job("a", ", cron_collision_policy = 'RUN_OVERLAP'")),
        job("a", ", daemon = True, **dict(service = False)"),
    ] {
        leaves(&format!("{TASK}jobs = [{jobs}]\n"));
    }
}

#[test]
fn what_the_program_makes_of_the_object_counts() {
    let (old, new) = (job("a", ", daemon = True"), job("a", ", service = True"));
    leaves(&format!("{TASK}old = {old}\nnew = {new}\njobs = [old(instances = 2 if old == new else 3)]\n"));
    leaves(&format!("{TASK}old = {old}\njobs = [old(instances = len(str(old)))]\n"));
}

#[test]
fn a_part_of_the_repository_does_not_judge_what_all_of_it_needs() {
    let job = job("a", "");
    let text = format!("{TASK}jobs = [{job}]  # aurora: ignore[AUR1031] on purpose\n");
    let folder = repository(&[("a.aurora", &text), ("b.aurora", &text)]);
    lint(folder.path(), &["--fix-only", "b.aurora"]);
    assert_eq!(read(folder.path(), "b.aurora"), text);
    assert_eq!(lint(folder.path(), &["--select", "AUR1031"]).0, 0);
}

#[test]
fn what_others_may_use_is_mended_only_when_they_are_looked_at() {
    let base = format!("{TASK}common = {}\n", job("a", ", daemon = True"));
    let user = "include('base.aurora')\njobs = [common(name = 'b')]\n";
    let folder = repository(&[("base.aurora", &base), ("user.aurora", user)]);
    lint(folder.path(), &["--fix-only", "base.aurora"]);
    assert_eq!(read(folder.path(), "base.aurora"), base);
    lint(folder.path(), &["--fix-only"]);
    assert_eq!(read(folder.path(), "base.aurora"), base.replace("daemon", "service"));
}

#[test]
fn edits_in_reports_count_bytes_of_the_file() {
    let text = format!("\u{feff}# ä\n{TASK}jobs = [{}]\n", job("a", ", daemon = True"));
    let folder = repository(&[("a.aurora", &text)]);
    let (_, out, _) = lint(folder.path(), &["--output", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let edit = report.pointer("/findings/0/fix/edits/0").expect("an edit");
    let at = |name: &str| edit[name].as_u64().expect("a number") as usize;
    assert_eq!(text.get(at("start")..at("end")), Some("daemon"));
}
