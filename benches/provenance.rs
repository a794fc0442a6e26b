//! What it costs that objects remember where they come from: the same evaluation with and without, in turns, in one run.

#![allow(missing_docs, clippy::disallowed_methods)]

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};

#[path = "support/allocator.rs"]
mod allocator;
#[path = "support/jobs.rs"]
#[allow(dead_code)]
mod jobs;
#[path = "support/programs.rs"]
#[allow(dead_code)]
mod programs;
#[path = "support/world.rs"]
mod world;

use jobs::convert;
use programs::matrix;

/// Turns; the least time of each kind counts.
const TURNS: usize = 15;

fn least(text: &str, remembers: bool) -> Duration {
    let start = Instant::now();
    convert(text, remembers);
    start.elapsed()
}

/// The share that remembering may cost, in percent.
const MOST: f64 = 15.0;

/// Prints the share that remembering costs. Panics if it is too large, but for an unoptimised build.
fn compare(name: &str, text: &str) {
    let (mut with, mut without) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        with = with.min(least(text, true));
        without = without.min(least(text, false));
    }
    let share = 100.0 * (with.as_secs_f64() / without.as_secs_f64() - 1.0);
    println!("provenance of {name}: {with:?} with, {without:?} without, {share:+.1} % (at most {MOST} %)");
    assert!(cfg!(debug_assertions) || share <= MOST, "remembering costs too much");
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("provenance");
    group.sample_size(10);
    for count in [1, 1_000] {
        let text = matrix(count);
        compare(&format!("{count} jobs"), &text);
        group.bench_function(format!("{count} jobs, with"), |bencher| bencher.iter(|| convert(&text, true)));
        group.bench_function(format!("{count} jobs, without"), |bencher| bencher.iter(|| convert(&text, false)));
    }
    group.finish();
}

criterion_group!(provenance_benches, benches);
criterion_main!(provenance_benches);
