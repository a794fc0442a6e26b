//! `aurora lint` over a generated repository of 2,000 files with 6,000 jobs, by the real program: cold and warm. With
//! `AURORA_BENCH_LARGE=1` also over one that is ten times as large. Build it with `cargo bench --bench lint`.

#![allow(missing_docs)]
#![allow(clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use tempfile::TempDir;

#[path = "support/tree.rs"]
mod tree;

/// How often the memory of a run is looked at.
const SAMPLE: Duration = Duration::from_millis(2);

/// Runs the program over a tree; the most memory that it was seen to use, in KiB.
fn lint(tree: &Path, cache: &Path, samples: bool) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_aurora"))
        .args(["lint", "--output", "concise"])
        .current_dir(tree)
        .env("XDG_CACHE_HOME", cache)
        .stdout(Stdio::inherit())
        .spawn()
        .expect("the program starts");
    let mut peak = 0;
    while samples && child.try_wait().expect("the program is watched").is_none() {
        peak = memory(child.id()).unwrap_or(0).max(peak);
        std::thread::sleep(SAMPLE);
    }
    let status = child.wait().expect("the program ends");
    assert!(status.success(), "the generated tree has no faults: {status}");
    peak
}

/// The most memory that a process has used so far, in KiB.
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn benches(criterion: &mut Criterion) {
    let scales: &[usize] = if std::env::var_os("AURORA_BENCH_LARGE").is_some() { &[1, 10] } else { &[1] };
    let mut group = criterion.benchmark_group("lint");
    group.sample_size(10);
    for scale in scales {
        let (tree, files) = (folder(), 2_000 * scale);
        tree::write(tree.path(), *scale);
        let cache = folder();
        let (cold, warm) = (lint(tree.path(), cache.path(), true), lint(tree.path(), cache.path(), true));
        println!("{files} files: {} MiB cold, {} MiB warm", cold >> 10, warm >> 10);
        group.bench_function(BenchmarkId::new("cold", files), |bencher| {
            bencher.iter_batched(folder, |fresh| lint(tree.path(), fresh.path(), false), BatchSize::PerIteration);
        });
        group.bench_function(BenchmarkId::new("warm", files), |bencher| {
            bencher.iter(|| lint(tree.path(), cache.path(), false));
        });
    }
    group.finish();
}

criterion_group!(lint_benches, benches);
criterion_main!(lint_benches);
