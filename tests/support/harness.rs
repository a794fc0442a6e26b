//! Runs cases that live in files: in parallel, with a table for each area and a list of those that do not pass yet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Threads that run cases.
const THREADS: usize = 2;

/// Lines of a failure's report that are shown.
const SHOWN_LINES: usize = 40;

/// A set of cases.
pub struct Suite<'a> {
    /// What the table is headed with.
    pub title: &'a str,
    /// Names of the cases; what stands before the first `/` is the area.
    pub ids: Vec<String>,
    /// File with the names of cases that do not pass yet, below the package's root.
    pub not_yet: Option<&'a str>,
}

/// How a case ended.
enum Verdict {
    Passed,
    /// It fails, as the list says.
    NotYet,
    /// It fails and should not, or it passes and is still on the list.
    Failed(String),
}

/// Runs the cases that the command line selects and prints the result. `run` gives the reason of a failure.
///
/// `UPDATE_NOT_YET=1` takes the cases that pass off the list before judging; `UPDATE_NOT_YET=all` writes the list anew.
pub fn main(suite: Suite, run: impl Fn(&str) -> Result<(), String> + Sync) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|word| word == "--list") {
        suite.ids.iter().for_each(|id| println!("{id}: test"));
        return ExitCode::SUCCESS;
    }
    let filters = filters(&arguments);
    let exact = arguments.iter().any(|word| word == "--exact");
    let selects =
        |id: &str| filters.is_empty() || filters.iter().any(|f| if exact { id == *f } else { id.contains(*f) });
    let chosen: Vec<&str> = suite.ids.iter().map(String::as_str).filter(|id| selects(id)).collect();
    let results = run_all(&chosen, &run);
    if let (Some(path), Ok(mode), true) = (suite.not_yet, std::env::var("UPDATE_NOT_YET"), filters.is_empty()) {
        let listed = read_list(path);
        let failing = results.iter().filter(|(_, result)| result.is_err()).map(|(id, _)| *id);
        write_list(path, failing.filter(|id| mode == "all" || listed.contains(*id)));
    }
    let listed = suite.not_yet.map(read_list).unwrap_or_default();
    let stale = listed.iter().filter(|id| !suite.ids.contains(id));
    let mut verdicts: Vec<(String, Verdict)> = stale
        .map(|id| (id.clone(), Verdict::Failed("is on the list of open cases but does not exist".to_owned())))
        .collect();
    verdicts.extend(results.into_iter().map(|(id, result)| (id.to_owned(), judge(result, listed.contains(id)))));
    report(suite.title, &verdicts)
}

/// The words that select cases: all that are no options and no values of options.
fn filters(arguments: &[String]) -> Vec<&str> {
    let mut words = arguments.iter();
    let mut filters = Vec::new();
    while let Some(word) = words.next() {
        if ["--test-threads", "--skip", "--format", "--color", "-Z"].contains(&word.as_str()) {
            words.next();
        } else if !word.starts_with('-') {
            filters.push(word.as_str());
        }
    }
    filters
}

fn run_all<'a>(
    ids: &[&'a str],
    run: &(impl Fn(&str) -> Result<(), String> + Sync),
) -> BTreeMap<&'a str, Result<(), String>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = run(id);
                    results.lock().unwrap_or_else(PoisonError::into_inner).insert(*id, result);
                }
            });
        }
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn judge(result: Result<(), String>, is_listed: bool) -> Verdict {
    match (result, is_listed) {
        (Ok(()), false) => Verdict::Passed,
        (Err(_), true) => Verdict::NotYet,
        (Err(reason), false) => Verdict::Failed(reason),
        (Ok(()), true) => Verdict::Failed("passes: take it off the list of open cases".to_owned()),
    }
}

fn report(title: &str, verdicts: &[(String, Verdict)]) -> ExitCode {
    let mut areas: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut total = [0; 3];
    for (id, verdict) in verdicts {
        let column = match verdict {
            Verdict::Passed => 0,
            Verdict::Failed(reason) => {
                let shown: Vec<&str> = reason.lines().take(SHOWN_LINES).collect();
                println!("---- {id}\n{}\n", shown.join("\n"));
                1
            }
            Verdict::NotYet => 2,
        };
        let area = id.split_once('/').map_or("-", |(area, _)| area);
        areas.entry(area).or_default()[column] += 1;
        total[column] += 1;
    }
    println!("\n{title:<16} passed  failed  not yet");
    for (area, [passed, failed, not_yet]) in &areas {
        println!("{area:<16} {passed:>6}  {failed:>6}  {not_yet:>7}");
    }
    let [passed, failed, not_yet] = total;
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; {not_yet} ignored; 0 measured; 0 filtered out\n"
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn list_path(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read_list(path: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(list_path(path)).unwrap_or_default();
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn write_list<'a>(path: &str, failing: impl Iterator<Item = &'a str>) {
    let mut text = "# Cases that do not pass yet. The list only shrinks.\n".to_owned();
    failing.for_each(|id| text.push_str(&format!("{id}\n")));
    std::fs::write(list_path(path), text).expect("the list of open cases is written");
}
