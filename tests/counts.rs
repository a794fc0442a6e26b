//! What evaluation costs, in figures that do not depend on the machine: steps of the evaluator and of the objects, bytes that are
//! counted against the limit, allocations, and what is held when all jobs are converted. Each may grow by two parts in a
//! hundred over what `fixtures/counts.txt` says; if it shrinks by more, the figure there is to be made smaller.
//! `UPDATE_FIXTURES=1` writes the file anew.
//!
//! The figures are those of an unoptimised build: optimisation may leave allocations out. In another build nothing is compared.

#![allow(clippy::disallowed_methods)]

#[path = "support/harness.rs"]
mod harness;
#[path = "../benches/support/jobs.rs"]
#[allow(dead_code)]
mod jobs;
#[path = "../benches/support/programs.rs"]
mod programs;
#[path = "../benches/support/world.rs"]
mod world;

use std::alloc::System;
use std::collections::BTreeMap;
use std::process::ExitCode;

use aurora::config::Evaluation;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const STORED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/counts.txt");

/// Parts in a hundred by which a figure may differ.
const SLACK: u64 = 2;

const FIGURES: [&str; 7] = ["steps", "object steps", "charged", "allocations", "allocated", "held", "left"];

/// One row: a figure for each of the names.
type Row = [u64; FIGURES.len()];

struct Case {
    name: &'static str,
    files: Vec<(String, String)>,
    main: String,
    has_jobs: bool,
}

fn cases() -> Vec<Case> {
    let case = |name, main, has_jobs| Case { name, files: Vec::new(), main, has_jobs };
    let (files, main) = programs::includes(50);
    vec![
        case("nothing", String::new(), false),
        case("hello", programs::hello(), true),
        case("matrix-300", programs::matrix(300), true),
        case("processes-2000", programs::processes(2_000), true),
        Case { files, ..case("includes-50", main, true) },
        case("loops", programs::loops(5_000), false),
        case("calls", programs::calls(5_000), false),
        case("strings", programs::strings(2_000), false),
        case("comprehensions", programs::comprehensions(5_000), false),
    ]
}

/// How much of a budget is left: whatever still can be taken of it, largest parts first.
fn rest(mut take: impl FnMut(u64) -> bool) -> u64 {
    (0..50).rev().map(|power| 1 << power).filter(|part| take(*part)).sum()
}

/// Steps and bytes that an evaluation has been charged with.
fn charged(evaluation: &mut Evaluation) -> (u64, u64) {
    let limits = jobs::settings().limits;
    let steps = rest(|part| evaluation.vm.charge(part).is_ok());
    let bytes = rest(|part| evaluation.vm.charge_bytes(part).is_ok());
    (limits.steps - steps, limits.bytes - bytes)
}

fn measure(case: &Case) -> Row {
    let region = Region::new(COUNTED);
    let mut evaluation = jobs::evaluation(&case.files, true);
    jobs::run(&mut evaluation, &case.main);
    let converted = if case.has_jobs { jobs::converted(&mut evaluation) } else { Vec::new() };
    let all = region.change();
    let object_steps = evaluation.cx.steps();
    let (steps, bytes) = charged(&mut evaluation);
    drop((evaluation, converted));
    let end = region.change();
    let kept = |stats: stats_alloc::Stats| stats.bytes_allocated.saturating_sub(stats.bytes_deallocated) as u64;
    let allocations = (all.allocations + all.reallocations) as u64;
    [steps, object_steps, bytes, allocations, all.bytes_allocated as u64, kept(all), kept(end)]
}

/// The second time counts: the first one may fill what is shared by all evaluations.
fn measure_warm(case: &Case) -> Row {
    measure(case);
    measure(case)
}

fn parse(text: &str) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { continue };
        let figures: Vec<u64> = words.map(|word| word.parse().expect("a number")).collect();
        rows.insert(name.to_owned(), Row::try_from(figures).expect("a row of seven figures"));
    }
    rows
}

fn written(measured: &[(&'static str, Row)]) -> String {
    let mut text =
        "# Written by `UPDATE_FIXTURES=1 cargo test --test counts`. Bytes, but for steps and allocations.\n".to_owned();
    text.push_str(&format!("#{:15}", " program"));
    FIGURES.iter().for_each(|figure| text.push_str(&format!(" {figure:>12}")));
    for (name, row) in measured {
        text.push_str(&format!("\n{name:16}"));
        row.iter().for_each(|figure| text.push_str(&format!(" {figure:>12}")));
    }
    text.push('\n');
    text
}

fn judge(stored: Option<&Row>, measured: &Row) -> Result<(), String> {
    let stored = stored.ok_or("fixtures/counts.txt has no such row; UPDATE_FIXTURES=1 writes it")?;
    let mut wrong = Vec::new();
    for (figure, (was, is)) in FIGURES.iter().zip(stored.iter().zip(measured)) {
        if was.abs_diff(*is) * 100 > was * SLACK {
            wrong.push(format!("{figure}: {was} is stored, {is} measured"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn main() -> ExitCode {
    let cases = cases();
    let is_comparable = cfg!(debug_assertions);
    // All on this thread, before others exist: the allocator counts for the whole process.
    let measured: Vec<_> = cases.iter().map(|case| (case.name, measure_warm(case))).collect();
    if std::env::var_os("UPDATE_FIXTURES").is_some() && is_comparable {
        std::fs::write(STORED, written(&measured)).expect("the figures are written");
    }
    let stored = parse(&std::fs::read_to_string(STORED).unwrap_or_default());
    let names = cases.iter().map(|case| case.name.to_owned());
    let stale = stored.keys().filter(|name| !cases.iter().any(|case| case.name == name.as_str())).cloned();
    let ids = names.chain(stale).collect();
    let of = |id: &str| measured.iter().find(|(name, _)| *name == id).map(|(_, row)| row);
    harness::main(harness::Suite { title: "counts", ids, not_yet: None }, |id| match of(id) {
        None => Err("a row of a program that does not exist; UPDATE_FIXTURES=1 takes it out".to_owned()),
        Some(_) if !is_comparable => Ok(()),
        Some(row) => judge(stored.get(id), row),
    })
}
