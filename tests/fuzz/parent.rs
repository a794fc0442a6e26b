//! Hands executions to child processes and collects what they find.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{corpus, mutate};

/// Executions of each target in the test.
const EXECUTIONS: u64 = 1_000;

/// Executions of one process. What an evaluation leaks in circles of references ends with its process.
const CHUNK: u64 = 500;

/// A child that does not get on for so long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// More memory than this is a finding, in KiB.
const MOST_MEMORY: u64 = 512 << 10;

/// Findings after which a target is given up.
const MOST_FINDINGS: usize = 20;

/// What is known of a target after its run.
#[derive(Default)]
struct Report {
    executions: u64,
    longest: Duration,
    longest_number: u64,
    peak: u64,
}

/// The reports of all targets.
#[derive(Default)]
pub struct Reports(Mutex<BTreeMap<String, Report>>);

impl Reports {
    /// Prints a line for each target.
    pub fn print(&self) {
        for (name, report) in &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            println!(
                "{name:<12} {:>9} executions, longest {:?} (number {}), most memory {} MiB",
                report.executions,
                report.longest,
                report.longest_number,
                report.peak >> 10
            );
        }
    }
}

/// Runs the found inputs of a target, then its executions.
pub fn run(target: &str, reports: &Reports) -> Result<(), String> {
    if let Ok(input) = std::env::var("FUZZ_INPUT") {
        return child(&format!("{target} {input}"), None).map(|line| println!("{line}"));
    }
    let mut report = Report::default();
    let mut findings = Vec::new();
    for path in found_before(target) {
        match child(&format!("{target} {}", path.display()), None) {
            Ok(line) => note(&mut report, &line, 1),
            Err(why) => findings.push(format!("{}: {why}", path.display())),
        }
    }
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let first: u64 = number("FUZZ_FIRST", 0);
    let last = first + number("FUZZ_EXECUTIONS", EXECUTIONS);
    let folder = tempfile::tempdir().expect("a folder for the progress");
    let progress = folder.path().join("progress");
    let mut next = first;
    while next < last && findings.len() < MOST_FINDINGS {
        let end = (next + CHUNK).min(last);
        match child(&format!("{target} {next} {end} {}", progress.display()), Some(&progress)) {
            Ok(line) => {
                note(&mut report, &line, end - next);
                next = end;
            }
            Err(why) => {
                let at = read_progress(&progress).unwrap_or(next);
                findings.push(keep(target, at, &why));
                report.executions += at + 1 - next;
                next = at + 1;
            }
        }
    }
    if report.peak > MOST_MEMORY {
        findings.push(format!("took {} MiB", report.peak >> 10));
    }
    reports.0.lock().unwrap_or_else(PoisonError::into_inner).insert(target.to_owned(), report);
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n")) }
}

/// Inputs that once found a fault.
fn found_before(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fuzz").join(target);
    let mut paths: Vec<PathBuf> = folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn note(report: &mut Report, line: &str, executions: u64) {
    let mut numbers = line.split(' ').map(|word| word.trim().parse().unwrap_or(0));
    let (took, number, peak) = (numbers.next(), numbers.next(), numbers.next());
    let took = Duration::from_micros(took.unwrap_or(0));
    report.executions += executions;
    report.peak = report.peak.max(peak.unwrap_or(0));
    if took > report.longest {
        (report.longest, report.longest_number) = (took, number.unwrap_or(0));
    }
}

/// Writes a finding's input down; what to tell of it.
fn keep(target: &str, number: u64, why: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz-found").join(target);
    let path = folder.join(number.to_string());
    let bytes = mutate::input(&corpus::of(target), target, number);
    let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, bytes));
    let tail = written.map_or_else(|error| error.to_string(), |()| path.display().to_string());
    format!("execution {number}: {why}\n  {tail}")
}

fn read_progress(path: &Path) -> Option<u64> {
    Some(u64::from_le_bytes(std::fs::read(path).ok()?.try_into().ok()?))
}

/// Runs a child; its line, or why it failed.
fn child(work: &str, progress: Option<&Path>) -> Result<String, String> {
    let mut child = Command::new(std::env::current_exe().map_err(|error| error.to_string())?)
        .env("FUZZ_WORK", work)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let (mut moved, mut last) = (Instant::now(), None);
    while child.try_wait().map_err(|error| error.to_string())?.is_none() {
        let now = progress.and_then(read_progress);
        if now != last {
            (moved, last) = (Instant::now(), now);
        } else if moved.elapsed() > PATIENCE {
            child.kill().map_err(|error| error.to_string())?;
            return Err("hangs".to_owned());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let told: String = told.lines().filter(|line| !line.is_empty()).take(3).collect::<Vec<_>>().join(" ");
    Err(format!("{}: {}", output.status, told.chars().take(600).collect::<String>()))
}
