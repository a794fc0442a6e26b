//! Looking at many files at once.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder, ScopedJoinHandle};

use super::cache::Cache;
use super::check::{FileOutcome, check, result};
use super::disk::Disk;
use super::evaluate::{Desk, look};
use super::facts::FileFacts;
use super::finding::{Finding, Location, Mark};
use super::judge::{Judge, Judged};
use super::places::normal;
use super::plan::{PathPlan, Plan};
use super::rules::evaluation_error;
use super::suppress::{self, Suppression};
use crate::config::{Found as Seen, Input};
use crate::diagnostics::Diagnostic;
use crate::source::SourceMap;

/// Stack of a thread in bytes, largest first; only what is used takes memory. The limits on nesting and calls are made
/// for the first.
const STACKS: [usize; 3] = [512 << 20, 128 << 20, 32 << 20];

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// Sorted by file and place.
    pub findings: Vec<Finding>,
    /// Findings that comments suppress.
    pub suppressed: usize,
    /// Files that were looked at.
    pub files: usize,
    /// Files whose result was in the cache.
    pub cached: usize,
    /// What each file evaluates to, in the order of the plan, as far as the plan wants it.
    pub results: Vec<Option<String>>,
}

/// Whether what stands at a path differs from what stood there before.
pub type Differs<'a> = &'a dyn Fn(&str) -> bool;

/// Looks at all files of a plan. With `differs` only files are reported on that could evaluate to something else than before:
/// they differ themselves, or something does that their evaluation read or missed. All files are evaluated even so: which
/// files a computed include reaches is not known otherwise, and rules over the whole repository want to know all of it.
/// Errors: no thread can be started.
pub fn run(disk: &dyn Disk, plan: &Plan, differs: Option<Differs>) -> Result<Report, String> {
    let cache = Cache::open(disk, plan);
    let next = AtomicUsize::new(0);
    let hits = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, FileOutcome)>> = Mutex::new(Vec::with_capacity(plan.paths.len()));
    let work = || {
        let mut desk = Desk::default();
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = plan.paths.get(at) else { break };
            desk.clear_if_full();
            own.push((at, one(disk, &cache, &desk, (plan, path), &hits)));
        }
        done.lock().unwrap_or_else(PoisonError::into_inner).extend(own);
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(plan.paths.len().max(1));
    on_threads(threads, &work)?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    let outcomes: Vec<FileOutcome> = done.into_iter().map(|(_, outcome)| outcome).collect();
    cache.save(disk, plan);
    let selection = |path: &str| &plan.of(path).selection;
    let is_affected: Vec<bool> =
        outcomes.iter().map(|one| differs.is_none_or(|differs| affects(one, differs))).collect();
    let judge =
        Judge { outcomes: &outcomes, is_affected: &is_affected, is_whole: plan.is_whole, selection: &selection };
    let Judged { findings, suppressed } = judge.judge(&|path| comments_of(disk, path));
    let files = is_affected.iter().filter(|is_affected| **is_affected).count();
    let results = outcomes.into_iter().map(|outcome| outcome.facts.result).collect();
    Ok(Report { findings, suppressed, files, cached: hits.into_inner(), results })
}

/// Whether something that a file's evaluation depends on differs.
fn affects(outcome: &FileOutcome, differs: Differs) -> bool {
    differs(&outcome.facts.path) || outcome.facts.reads.iter().any(|path| differs(path))
}

/// One file, from the cache or by evaluation.
fn one(disk: &dyn Disk, cache: &Cache, desk: &Desk, (whole, path): (&Plan, &str), hits: &AtomicUsize) -> FileOutcome {
    let plan: &PathPlan = whole.of(path);
    let bytes = match disk.read(path) {
        Ok(bytes) => bytes,
        Err(reason) => return unreadable(path, &reason),
    };
    let is_enough = |known: &FileOutcome| known.facts.result.is_some() || !whole.wants_results;
    if let Some(outcome) = cache.get(disk, plan, path, &bytes).filter(is_enough) {
        hits.fetch_add(1, Ordering::Relaxed);
        return outcome;
    }
    let looked = match look(desk, disk.world(), &plan.settings, &plan.bindings, (path, &bytes)) {
        Ok(looked) => looked,
        Err(problems) => return not_started(path, &problems.0),
    };
    let mut outcome = check(desk, &looked.view, &plan.selection);
    outcome.facts.reads = reads(&looked.inputs.borrow(), path);
    outcome.facts.result = whole.wants_results.then(|| result(&looked.view));
    cache.put(disk, plan, path, &bytes, (&outcome, &looked.inputs.borrow()));
    desk.programs.borrow_mut().forget(path);
    outcome
}

/// Paths that an evaluation asked for besides its own.
fn reads(inputs: &BTreeMap<Input, Seen>, own: &str) -> BTreeSet<String> {
    let path = |input: &Input| match input {
        Input::Path(path) if path != own => Some(path.clone()),
        _ => None,
    };
    inputs.keys().filter_map(path).collect()
}

fn unreadable(path: &str, reason: &str) -> FileOutcome {
    let message = format!("`{path}` cannot be read: {reason}");
    failed(path, vec![Diagnostic::error("AUR0003", crate::diagnostics::Kind::Include, message)])
}

fn not_started(path: &str, problems: &[Diagnostic]) -> FileOutcome {
    failed(path, problems.to_vec())
}

/// A file that could not be evaluated at all.
fn failed(path: &str, problems: Vec<Diagnostic>) -> FileOutcome {
    let findings = problems.into_iter().map(|problem| Finding {
        code: evaluation_error::RULE.code.to_owned(),
        cause: Some(problem.code.to_owned()),
        message: problem.message,
        help: problem.help,
        marks: vec![Mark { location: Location::start_of(&normal(path)), label: String::new() }],
        made_at: Vec::new(),
        fix: None,
    });
    FileOutcome { findings: findings.collect(), facts: FileFacts { path: normal(path), ..FileFacts::default() } }
}

/// The suppressing comments of a file that is not part of the run.
fn comments_of(disk: &dyn Disk, path: &str) -> Vec<Suppression> {
    let Ok(bytes) = disk.read(path) else { return Vec::new() };
    match SourceMap::new().add(path, &bytes) {
        Ok(file) => suppress::scan(&file, path),
        Err(_) => Vec::new(),
    }
}

/// Runs the same work on several threads with large stacks. A panic of one of them is passed on.
fn on_threads(count: usize, work: &(dyn Fn() + Sync)) -> Result<(), String> {
    thread::scope(|scope| {
        let mut threads: Vec<ScopedJoinHandle<()>> = Vec::new();
        let mut failure: Option<io::Error> = None;
        for _ in 0..count {
            for size in STACKS {
                match Builder::new().name("lint".to_owned()).stack_size(size).spawn_scoped(scope, work) {
                    Ok(thread) => {
                        threads.push(thread);
                        break;
                    }
                    Err(error) => failure = Some(error),
                }
            }
        }
        // Fewer threads than wanted do the same work.
        match failure {
            Some(error) if threads.is_empty() => return Err(format!("no thread could be started: {error}")),
            _ => {}
        }
        for thread in threads {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
        Ok(())
    })
}
