//! Runs a range of executions and tells how it went.

use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::targets::{TARGETS, Target};
use crate::{corpus, mutate};

/// The stack that the program itself works on, in bytes.
const STACK: usize = 512 << 20;

/// A longer execution is a finding. Only the optimised build is held to it.
const LONGEST: Duration = Duration::from_secs(2);

/// What a child is told to do.
pub enum Work {
    /// Executions of a target by their numbers, from the first up to and without the last; progress goes to a file.
    Range(String, u64, u64, PathBuf),
    /// One input from a file.
    Input(String, PathBuf),
}

/// The work of this process, if it is a child.
pub fn work() -> Option<Work> {
    let words: Vec<String> = std::env::var("FUZZ_WORK").ok()?.split(' ').map(str::to_owned).collect();
    match &words[..] {
        [target, first, last, progress] => {
            Some(Work::Range(target.clone(), first.parse().ok()?, last.parse().ok()?, progress.into()))
        }
        [target, input] => Some(Work::Input(target.clone(), input.into())),
        _ => None,
    }
}

/// Does the work: `LONGEST-MICROSECONDS NUMBER PEAK-KIB` on standard output when all went well.
pub fn run(work: Work) -> ExitCode {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || match work {
        Work::Range(target, first, last, progress) => range(&target, first, last, &progress),
        Work::Input(target, input) => {
            let bytes = std::fs::read(input).expect("an input");
            (execute(find(&target), &bytes), 0)
        }
    });
    match thread.expect("a thread").join() {
        Ok((longest, number)) => {
            println!("{} {number} {}", longest.as_micros(), peak());
            ExitCode::SUCCESS
        }
        Err(_) => ExitCode::FAILURE,
    }
}

fn find(name: &str) -> Target {
    TARGETS.iter().find(|(known, _)| *known == name).expect("a target").1
}

fn range(name: &str, first: u64, last: u64, progress: &PathBuf) -> (Duration, u64) {
    let (target, corpus) = (find(name), corpus::of(name));
    let progress = std::fs::File::create(progress).expect("a file for the progress");
    let mut longest = (Duration::ZERO, first);
    for number in first..last {
        progress.write_all_at(&number.to_le_bytes(), 0).expect("progress");
        let took = execute(target, &mutate::input(&corpus, name, number));
        longest = longest.max((took, number));
    }
    longest
}

fn execute(target: Target, bytes: &[u8]) -> Duration {
    let start = Instant::now();
    target(bytes);
    let took = start.elapsed();
    assert!(cfg!(debug_assertions) || took <= LONGEST, "took {took:?}");
    took
}

/// The most memory that this process has held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse().unwrap_or(0)
}
