//! The evaluator alone: loops, calls, building of text, comprehensions. Each time is that of a program of so many rounds, the
//! making of the machine included.

#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

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

/// Rounds of each program.
const ROUNDS: usize = 20_000;

fn benches(criterion: &mut Criterion) {
    let programs = [
        ("loops", programs::loops(ROUNDS)),
        ("calls", programs::calls(ROUNDS)),
        ("strings", programs::strings(ROUNDS)),
        ("comprehensions", programs::comprehensions(ROUNDS)),
    ];
    let mut group = criterion.benchmark_group("interp");
    group.sample_size(20).throughput(Throughput::Elements(ROUNDS as u64));
    for (name, text) in &programs {
        group.bench_function(*name, |bencher| {
            bencher.iter(|| jobs::run(&mut jobs::evaluation(&[], true), text));
        });
    }
    group.finish();
}

criterion_group!(interp_benches, benches);
criterion_main!(interp_benches);
