//! What `aurora lint` does beside its rules: reports, settings, baseline, cache, standard input, fixes, exit codes.

#![allow(clippy::disallowed_methods)]

#[path = "support/json_schema.rs"]
mod json_schema;
#[path = "support/lint_runs.rs"]
mod lint_runs;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;

use lint_runs::{TASK, job, lint, lint_with, read, repository, write};
use serde_json::Value;
use tempfile::TempDir;

/// Two files with four findings, one of them an error, one with a fix and one with awkward characters.
fn faulty() -> TempDir {
    let fine = format!("{TASK}jobs = [{}]\n", job("fine", ""));
    let old = format!("import os\n{TASK}jobs = [{}]\n", job("old", ", daemon = True"));
    let bad = "jobs = [missing_100%_<&\"'>\n]\n";
    let unbound = format!("{}jobs = [{}]\n", TASK.replace("./app", "./app {{a}} 50% \"<&>\""), job("unbound", ""));
    repository(&[
        ("fine.aurora", &fine),
        ("team, a/old.aurora", &old),
        ("bad.aurora", bad),
        ("unbound.aurora", &unbound),
    ])
}

#[test]
fn sarif_follows_the_published_schema() {
    let folder = faulty();
    let (exit, out, _) = lint(folder.path(), &["--output", "sarif"]);
    assert_eq!(exit, 1);
    let schema =
        std::fs::read_to_string(sealed::fixtures("sarif").join("sarif-schema-2.1.0.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let log: Value = serde_json::from_str(&out).expect("JSON");
    let faults = json_schema::faults(&schema, &log);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() >= 4, "{results:?}");
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64() >= Some(1));
    }
    assert!(out.contains("team%2C%20a/old.aurora"));
    assert!(results.iter().any(|result| result["fixes"][0]["artifactChanges"][0]["replacements"].is_array()));
    // The check itself finds what is wrong.
    let mut wrong = log;
    wrong["runs"][0]["results"][0]["level"] = "fatal".into();
    wrong["runs"][0]["surprise"] = Value::Null;
    assert!(json_schema::faults(&schema, &wrong).len() >= 2);
}

#[test]
fn an_empty_sarif_log_is_valid_too() {
    let folder = repository(&[("a.aurora", "jobs = []\n")]);
    let (exit, out, _) = lint(folder.path(), &["--output", "sarif"]);
    assert_eq!(exit, 0);
    let schema =
        std::fs::read_to_string(sealed::fixtures("sarif").join("sarif-schema-2.1.0.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    assert!(json_schema::faults(&schema, &serde_json::from_str(&out).expect("JSON")).is_empty());
}

#[test]
fn github_annotations_have_their_shape() {
    let folder = faulty();
    let (exit, out, _) = lint(folder.path(), &["--output", "github"]);
    assert_eq!(exit, 1);
    for line in out.lines() {
        let (head, message) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
        let (command, properties) = head.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        let properties: Vec<(&str, &str)> =
            properties.split(',').map(|one| one.split_once('=').expect("a pair")).collect();
        let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
        assert!(names.starts_with(&["file", "line", "endLine"]) && names.ends_with(&["title"]), "{line}");
        assert!(
            properties.iter().all(|(name, value)| !name.ends_with("ine") || value.parse::<u32>().is_ok()),
            "{line}"
        );
        assert!(!message.is_empty());
    }
    assert!(out.contains("file=team%2C a/old.aurora,line=1,"), "{out}");
}

#[test]
fn junit_is_well_formed_and_counts() {
    let folder = faulty();
    let (exit, out, _) = lint(folder.path(), &["--output", "junit"]);
    assert_eq!(exit, 1);
    let mut open: Vec<&str> = Vec::new();
    let mut counts = (0, 0);
    for part in out.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("tags are closed");
        assert!(!text.contains('"') || text.contains("&quot;") || text.trim().is_empty(), "{text}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let name = tag.split([' ', '?']).find(|word| !word.is_empty()).expect("a name");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        match name {
            "testcase" => counts.0 += 1,
            "failure" => counts.1 += 1,
            _ => {}
        }
        if !tag.ends_with(['/', '?']) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(counts.0, counts.1);
    assert!(out.contains(&format!("<testsuites name=\"aurora lint\" tests=\"{0}\" failures=\"{0}\"", counts.0)));
    let clean = repository(&[("a.aurora", "jobs = []\n")]);
    let (exit, out, _) = lint(clean.path(), &["--output", "junit"]);
    assert!(exit == 0 && out.contains("failures=\"0\"") && out.contains("<testcase "));
}

#[test]
fn gitlab_has_what_its_report_needs_and_stable_fingerprints() {
    let folder = faulty();
    let report = |folder: &Path| -> Vec<Value> {
        serde_json::from_str(&lint(folder, &["--output", "gitlab"]).1).expect("a list")
    };
    let before = report(folder.path());
    for issue in &before {
        for key in ["description", "check_name", "fingerprint"] {
            assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{issue}");
        }
        assert!(
            ["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().expect("a word"))
        );
        assert!(issue["location"]["lines"]["begin"].is_u64() && issue["location"]["path"].is_string());
    }
    let text = format!("\n\n{}", read(folder.path(), "team, a/old.aurora"));
    write(folder.path(), "team, a/old.aurora", &text);
    let prints = |issues: &[Value]| issues.iter().map(|issue| issue["fingerprint"].clone()).collect::<Vec<_>>();
    assert_eq!(prints(&before), prints(&report(folder.path())), "moved lines are the same findings");
}

#[test]
fn services_that_show_a_repository_get_paths_from_its_top() {
    let folder = faulty();
    std::fs::create_dir(folder.path().join(".git")).expect("a folder");
    let below = folder.path().join("team, a");
    let out = lint(&below, &["--output", "github"]).1;
    assert!(out.contains("file=team%2C a/old.aurora,line=1,"), "{out}");
    let found: Value = serde_json::from_str(&lint(&below, &["--output", "gitlab"]).1).expect("JSON");
    assert_eq!(found[0]["location"]["path"], "team, a/old.aurora");
    // What is found is the same, from wherever it was looked for.
    let above: Value = serde_json::from_str(&lint(folder.path(), &["--output", "gitlab", "team, a"]).1).expect("JSON");
    assert_eq!(found, above);
    let out = lint(&below, &["--output", "sarif"]).1;
    assert!(out.contains("\"uri\": \"team%2C%20a/old.aurora\""), "{out}");
    assert!(!out.contains("\"uri\": \"old.aurora\""), "{out}");
    // People and programs on this machine read paths from where they are.
    assert!(lint(&below, &["--output", "concise"]).1.starts_with("old.aurora:"));
}

#[test]
fn several_reports_at_once() {
    let folder = faulty();
    let arguments = ["--output", "concise", "--output", "json=out.json", "--output", "junit=out.xml"];
    let (exit, out, err) = lint(folder.path(), &arguments);
    assert_eq!((exit, err.as_str()), (1, ""));
    let document: Value = serde_json::from_str(&read(folder.path(), "out.json")).expect("JSON");
    let findings = document["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), out.lines().filter(|line| !line.starts_with(' ')).count());
    assert!(read(folder.path(), "out.xml").starts_with("<?xml"));
    assert_eq!(lint(folder.path(), &["--output", "json", "--output", "sarif"]).0, 2);
    assert_eq!(lint(folder.path(), &["--output", "yaml"]).0, 2);
}

#[test]
fn statistics_count_by_rule() {
    let folder = faulty();
    let (exit, out, _) = lint(folder.path(), &["--statistics"]);
    assert_eq!(exit, 1);
    assert!(out.lines().any(|line| line.trim_start() == "1  AUR1021  deprecated-field"), "{out}");
    let (exit, out, _) = lint(folder.path(), &["--statistics", "--output", "json", "--output", "sarif=log.sarif"]);
    let document: Value = serde_json::from_str(&out).expect("JSON");
    let counts = document["statistics"].as_array().expect("a list");
    assert!(exit == 1 && counts.iter().any(|one| one["rule"] == "deprecated-field" && one["count"] == 1), "{out}");
    assert!(document["findings"].is_null() && document["files"].is_u64(), "{out}");
    // A file has the findings, and the counts go to standard output.
    assert!(read(folder.path(), "log.sarif").contains("\"results\""));
    let (_, out, _) = lint(folder.path(), &["--statistics", "--output", "sarif=log.sarif"]);
    assert!(out.contains("AUR1021  deprecated-field"), "{out}");
    for format in ["sarif", "github", "gitlab", "junit"] {
        let (exit, out, told) = lint(folder.path(), &["--statistics", "--output", format]);
        assert!(exit == 2 && out.is_empty() && told.contains("--statistics has no form in"), "{format}: {told}");
    }
}

#[test]
fn exit_codes_tell_findings_from_wrong_usage() {
    let folder = faulty();
    assert_eq!(lint(folder.path(), &["fine.aurora"]).0, 0);
    assert_eq!(lint(folder.path(), &["bad.aurora"]).0, 1);
    for wrong in [&["missing.aurora"][..], &["--select", "AUR1999"], &["--ignore", "nothing"], &["--write-baseline"]] {
        assert_eq!(lint(folder.path(), wrong).0, 2, "{wrong:?}");
    }
}

#[test]
fn standard_input_takes_the_place_of_a_file() {
    let folder = repository(&[("team/base.aurora", TASK)]);
    let text = format!("include('base.aurora')\njobs = [{}]\n", job("a", ", daemon = True"));
    let arguments = ["-", "--stdin-filename", "team/new.aurora", "--output", "concise"];
    let (exit, out, err) = lint_with(folder.path(), &arguments, &[], &text);
    assert!(exit == 1 && out.starts_with("team/new.aurora:2:"), "{out}{err}");
    let mut fixing = arguments[..3].to_vec();
    fixing.push("--fix-only");
    let (exit, out, _) = lint_with(folder.path(), &fixing, &[], &text);
    assert_eq!((exit, out), (0, text.replace("daemon", "service")));
    assert!(!folder.path().join("team/new.aurora").exists());
}

#[test]
fn a_list_of_files_can_be_given() {
    let folder = faulty();
    let arguments = ["--files-from", "-", "--output", "concise", "--select", "AUR1001"];
    let (exit, out, _) = lint_with(folder.path(), &arguments, &[], "fine.aurora\nbad.aurora\n");
    assert!(exit == 1 && out.lines().filter(|line| !line.starts_with(' ')).all(|line| line.starts_with("bad.aurora")));
    write(folder.path(), "list", "fine.aurora\n");
    assert_eq!(lint(folder.path(), &["--files-from", "list"]).0, 0);
}

#[test]
fn ignore_files_are_respected_for_what_is_found() {
    let folder = faulty();
    write(folder.path(), ".gitignore", "bad.aurora\nteam*\nunbound.aurora\n");
    assert_eq!(lint(folder.path(), &[]).0, 0);
    assert_eq!(lint(folder.path(), &["bad.aurora"]).0, 1, "what is named is looked at");
}

#[test]
fn settings_of_the_repository() {
    let folder = faulty();
    let toml = "[lint]\nexclude = [\"bad.aurora\"]\nignore = [\"deprecated-field\"]\n\
                [[lint.per-path]]\npaths = [\"team*/**\"]\nignore = [\"AUR1011\"]\n\
                [[lint.per-path]]\npaths = [\"unbound.aurora\"]\nbind = [\"a=1\"]\n";
    write(folder.path(), "aurora.toml", toml);
    let (exit, out, err) = lint(folder.path(), &["--output", "concise"]);
    assert_eq!((exit, out.as_str(), err.as_str()), (0, "", ""));
    // The command line beats them, and they hold in folders below.
    assert_eq!(lint(folder.path(), &["--extend-select", "deprecated-field"]).0, 1);
    assert_eq!(lint(&folder.path().join("team, a"), &[]).0, 0);
    write(folder.path(), "aurora.toml", "[lint]\nselekt = []\n");
    let (exit, _, err) = lint(folder.path(), &[]);
    assert!(exit == 2 && err.contains("selekt"), "{err}");
}

#[test]
fn a_baseline_counts_by_file_and_rule() {
    let folder = faulty();
    let with =
        |more: &[&str]| lint(folder.path(), &[&["--baseline", "known.json", "--output", "concise"], more].concat());
    assert_eq!(with(&[]).0, 2, "there is none yet");
    assert_eq!(with(&["--write-baseline"]).0, 0);
    assert_eq!(with(&[]), (0, String::new(), String::new()));
    let old = read(folder.path(), "team, a/old.aurora");
    write(folder.path(), "team, a/old.aurora", &format!("# moved\n\n{old}"));
    assert_eq!(with(&[]).0, 0, "lines may move");
    write(folder.path(), "team, a/old.aurora", &format!("import json\n{old}"));
    let (exit, out, _) = with(&[]);
    assert!(exit == 1 && out.matches("AUR1011").count() == 2, "one more of a rule shows all of them: {out}");
    write(folder.path(), "team, a/old.aurora", &old.replace("import os\n", ""));
    let (exit, _, err) = with(&[]);
    assert!(exit == 0 && err.contains("AUR0006"), "{err}");
}

#[test]
fn a_baseline_is_the_same_from_every_folder_and_keeps_what_is_not_looked_at() {
    let unused = format!("import os\n{TASK}jobs = [{}]\n", job("a", ""));
    let files = [
        ("one/a.aurora", unused.as_str()),
        ("two/b.aurora", &unused.replace("'a'", "'b'")),
        ("aurora.toml", "[lint]\nbaseline = 'known.json'\n"),
    ];
    let folder = repository(&files);
    let one = folder.path().join("one");
    assert_eq!(lint(folder.path(), &["--write-baseline"]).0, 0);
    let known = read(folder.path(), "known.json");
    assert!(known.contains("one/a.aurora") && known.contains("two/b.aurora"), "{known}");
    for (place, arguments) in [(folder.path(), &["one"][..]), (&one, &[]), (&one, &[".."])] {
        let quiet = [arguments, &["--output", "concise"]].concat();
        assert_eq!(lint(place, &quiet), (0, String::new(), String::new()), "{arguments:?} in {}", place.display());
    }
    for (place, arguments) in [(folder.path(), &["--write-baseline", "one"][..]), (&one, &["--write-baseline"])] {
        assert_eq!(lint(place, arguments).0, 0);
        assert_eq!(read(folder.path(), "known.json"), known, "{arguments:?} in {}", place.display());
    }
}

#[test]
fn a_fix_keeps_to_the_files_of_the_run_and_does_no_harm() {
    let base = format!("{TASK}base = {}\n", job("base", ", daemon = True"));
    let both = format!("{TASK}jobs = [{}]\n", job("both", ", daemon = True, service = False"));
    let user = "include('base.aurora')\njobs = [base(name = 'user')]\n";
    let other = "include('base.aurora')\njobs = [base(name = 'other', daemon = False)]\n";
    let all = [("base.aurora", base.as_str()), ("both.aurora", &both), ("user.aurora", user), ("other.aurora", other)];
    let folder = repository(&all);
    let (exit, out, _) = lint(folder.path(), &["--fix", "--output", "concise", "user.aurora", "both.aurora"]);
    assert!(exit == 1 && out.contains("base.aurora"), "{out}");
    for (name, text) in all {
        assert_eq!(read(folder.path(), name), text, "{name}");
    }
    // With all of them, both names change together, and nothing is refused that was not before.
    let (_, out, _) = lint(folder.path(), &["--fix", "--output", "concise"]);
    assert!(!out.contains("other.aurora") && !out.contains("base.aurora"), "{out}");
    assert_eq!(read(folder.path(), "base.aurora"), base.replace("daemon", "service"));
    assert_eq!(read(folder.path(), "other.aurora"), other.replace("daemon", "service"));
    assert_eq!(read(folder.path(), "both.aurora"), both);
}

#[test]
fn fixes_that_do_harm_are_left_out_and_all_others_made() {
    let base = format!("{TASK}base = {}\n", job("base", ", daemon = True"));
    let harmed = "include('base.aurora')\njobs = [base(name = 'user', daemon = False)]\n".to_owned();
    let mut all = vec![("base.aurora".to_owned(), base)];
    for number in 0..24 {
        let text = match number {
            3 | 17 => harmed.replace("user", &format!("user-{number}")),
            _ => format!("{TASK}jobs = [{}]\n", job(&format!("job-{number}"), ", daemon = True")),
        };
        all.push((format!("file{number}.aurora"), text));
    }
    let folder = repository(&all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let mut arguments = vec!["--fix", "--output", "concise"];
    arguments.extend(all.iter().skip(1).map(|(name, _)| name.as_str()));
    let (_, out, _) = lint(folder.path(), &arguments);
    for (name, text) in &all {
        let is_left = ["base.aurora", "file3.aurora", "file17.aurora"].contains(&name.as_str());
        let wanted = if is_left { text.clone() } else { text.replace("daemon", "service") };
        assert_eq!(read(folder.path(), name), wanted, "{name}: {out}");
    }
}

#[test]
fn the_cache_answers_until_something_changes() {
    let cache = tempfile::tempdir().expect("a folder");
    let variables = [("XDG_CACHE_HOME", cache.path().to_str().expect("a path")), ("WHO", "a")];
    let main = "import os\ninclude('base.aurora')\nprint os.environ.get('WHO'), os.path.exists('flag')\n";
    let main = format!("{main}jobs = [{}]\n", job("a", ", contact = CONTACT"));
    let folder = repository(&[("base.aurora", &format!("{TASK}CONTACT = 'x'\n")), ("main.aurora", &main)]);
    let run = |variables: &[(&str, &str)]| lint_with(folder.path(), &["--output", "concise"], variables, "");
    assert_eq!(run(&variables), (0, String::new(), String::new()));
    let files = || std::fs::read_dir(cache.path().join("aurora")).expect("a cache").count();
    assert_eq!((run(&variables).0, files()), (0, 1));
    // Another value of a variable, a new file, a changed include: each is seen.
    write(folder.path(), "base.aurora", &format!("{TASK}CONTACT = 3 + 'x'\n"));
    assert_eq!(run(&variables).0, 1, "the include changed");
    write(folder.path(), "base.aurora", &format!("{TASK}CONTACT = 'x'\n"));
    assert_eq!(run(&variables).0, 0);
    let strict = main.replace("print ", "assert (").replace("exists('flag')", "exists('flag')) != ('b', True)");
    write(folder.path(), "main.aurora", &strict);
    assert_eq!((run(&variables).0, run(&variables).0), (0, 0));
    write(folder.path(), "flag", "");
    let other = [variables[0], ("WHO", "b")];
    assert_eq!(run(&variables).0, 0, "only one of the two changed");
    assert_eq!(run(&other).0, 1, "variable and file are inputs");
    std::fs::remove_file(folder.path().join("flag")).expect("the file goes");
    assert_eq!(run(&other).0, 0);
    assert_eq!(lint_with(folder.path(), &["--select", "AUR1021"], &variables, "").0, 0, "other options, other results");
}

#[test]
fn a_run_over_some_files_keeps_the_results_of_the_others() {
    let cache = tempfile::tempdir().expect("a folder");
    let variables = [("XDG_CACHE_HOME", cache.path().to_str().expect("a path"))];
    let folder = repository(&[("a.aurora", "jobs = []\n"), ("b\t\"1.aurora", "x = 1\njobs = []\n")]);
    let run = |arguments: &[&str]| lint_with(folder.path(), arguments, &variables, "").0;
    let kept = || {
        let files = std::fs::read_dir(cache.path().join("aurora")).expect("a cache").flatten();
        files.map(|file| std::fs::read(file.path()).expect("a file")).collect::<Vec<_>>()
    };
    assert_eq!(run(&[]), 1);
    let all = kept();
    assert!(all.len() == 1 && all[0].iter().filter(|byte| **byte == b'\n').count() == 3);
    assert_eq!((run(&["a.aurora"]), kept()), (0, all.clone()));
    write(folder.path(), "a.aurora", "y = 1\njobs = []\n");
    assert_eq!(run(&["a.aurora"]), 1);
    let text = String::from_utf8(kept().concat()).expect("UTF-8");
    assert!(text.contains("b\\t\\\"1.aurora") && text.lines().count() == 3, "{text}");
    // What is damaged counts for nothing.
    let file = std::fs::read_dir(cache.path().join("aurora")).expect("a cache").flatten().next().expect("a file");
    std::fs::write(file.path(), text.replace(['{', '}'], "")).expect("a file");
    assert_eq!(run(&[]), 1);
    std::fs::remove_file(folder.path().join("a.aurora")).expect("the file goes");
    assert_eq!((run(&[]), kept().concat().iter().filter(|byte| **byte == b'\n').count()), (1, 2));
}

#[test]
fn a_preview_changes_nothing() {
    let folder = faulty();
    let before = read(folder.path(), "team, a/old.aurora");
    let (exit, out, _) = lint(folder.path(), &["--diff"]);
    assert_eq!(exit, 1);
    assert!(
        out.contains("--- a/team, a/old.aurora\n+++ b/team, a/old.aurora\n") && out.contains("service = True"),
        "{out}"
    );
    assert_eq!(read(folder.path(), "team, a/old.aurora"), before);
    assert_eq!(lint(folder.path(), &["--diff", "fine.aurora"]), (0, String::new(), String::new()));
}

#[test]
fn runs_agree_whatever_thread_did_what() {
    let mut files = Vec::new();
    for number in 0..30 {
        files.push((format!("f{number}.aurora"), format!("import os\n{TASK}jobs = [{}]\n", job("same", ""))));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = repository(&files);
    let first = lint(folder.path(), &["--output", "json"]);
    assert_eq!(first, lint(folder.path(), &["--output", "json"]));
    assert_eq!(first.0, 1);
}

#[test]
fn a_file_with_a_byte_order_mark_is_mended_in_place() {
    let folder = repository(&[(
        "a.aurora",
        &format!("\u{feff}{TASK}note = u'é'\njobs = [{}]\nprint len(note)\n", job("a", ", daemon = True")),
    )]);
    assert_eq!(lint(folder.path(), &["--fix", "a.aurora"]).0, 0);
    let text = read(folder.path(), "a.aurora");
    assert!(text.starts_with('\u{feff}') && text.contains("task = task, service = True)"), "{text}");
}
