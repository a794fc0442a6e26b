//! From a configuration's text to jobs ready to send: one job, and a matrix of a thousand.

#![allow(missing_docs)]

use criterion::{Criterion, criterion_group, criterion_main};

#[path = "support/jobs.rs"]
mod jobs;

use jobs::{convert, matrix};

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(10);
    for count in [1, 1_000] {
        let text = matrix(count);
        assert_eq!(convert(&text, true), count);
        group.bench_function(format!("{count} jobs"), |bencher| bencher.iter(|| convert(&text, true)));
    }
    group.finish();
}

criterion_group!(load_benches, benches);
criterion_main!(load_benches);
