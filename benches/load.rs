//! From a configuration's text to jobs ready to send: the shipped examples, one job, matrices of a thousand and ten thousand, one
//! job of two thousand processes, fifty nested includes.

#![allow(missing_docs, clippy::disallowed_methods)]

use std::path::Path;

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

use jobs::{converted, evaluation, run};

/// A program that has nothing to do with the world, or little.
struct Case {
    name: String,
    files: Vec<(String, String)>,
    main: String,
    jobs: usize,
}

fn case(name: &str, jobs: usize, main: String) -> Case {
    Case { name: name.to_owned(), files: Vec::new(), main, jobs }
}

/// Evaluates a case and converts its jobs.
fn load(case: &Case) {
    let mut evaluation = evaluation(&case.files, true);
    run(&mut evaluation, &case.main);
    assert_eq!(converted(&mut evaluation).len(), case.jobs);
}

fn shipped(name: &str, jobs: usize) -> Case {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    case(name, jobs, std::fs::read_to_string(path).expect("a shipped example"))
}

fn cases() -> Vec<Case> {
    let (files, main) = programs::includes(50);
    vec![
        shipped("hello-service.aurora", 1),
        shipped("fleet.aurora", 3),
        shipped("sidecars.aurora", 1),
        case("1 job", 1, programs::matrix(1)),
        case("1000 jobs", 1_000, programs::matrix(1_000)),
        case("10000 jobs", 10_000, programs::matrix(10_000)),
        case("2000 processes", 1, programs::processes(2_000)),
        Case { files, ..case("50 includes", 1, main) },
    ]
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(10);
    for case in cases() {
        group.bench_function(&case.name, |bencher| bencher.iter(|| load(&case)));
    }
    group.finish();
}

criterion_group!(load_benches, benches);
criterion_main!(load_benches);
