//! From source text to the syntax tree: bytes a second on a small, a realistic and a large file.

#![allow(clippy::disallowed_methods, missing_docs)]

use std::hint::black_box;
use std::path::Path;

use aurora::source::SourceMap;
use aurora::syntax;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

#[path = "support/allocator.rs"]
mod allocator;

fn realistic() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/cases/realistic");
    let mut folders: Vec<_> =
        std::fs::read_dir(root).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    folders.sort();
    let texts = folders.iter().filter_map(|folder| std::fs::read_to_string(folder.join("main.aurora")).ok());
    // Flags may only be switched on at the start of a file, so files that do so cannot be joined.
    texts.filter(|text| !text.contains("__future__")).collect::<Vec<_>>().join("\n")
}

fn parse(text: &str) {
    let mut sources = SourceMap::new();
    let file = sources.add("bench.aurora", text.as_bytes()).expect("the text");
    assert!(syntax::parse(black_box(&file)).is_ok());
}

fn benches(criterion: &mut Criterion) {
    let realistic = realistic();
    let texts = [
        ("small", "jobs = [Job(name = 'a', role = 'b')]\n".to_owned()),
        ("large", format!("{realistic}\n").repeat(20)),
        ("five megabytes", format!("{realistic}\n").repeat(80)),
        ("realistic", realistic),
    ];
    let mut group = criterion.benchmark_group("syntax");
    group.sample_size(20);
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |bencher| bencher.iter(|| parse(text)));
    }
    group.finish();
}

criterion_group!(syntax_benches, benches);
criterion_main!(syntax_benches);
