//! The same work done by this program and by others, in turns, in one run: `compare PYTHON`, where the package `pystachio` is
//! installed for that Python. Prints a table of medians and ratios.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use aurora::source::SourceMap;
use ruff_python_parser::parse_module;
use rustpython_parser::Parse;
use rustpython_parser::ast::Suite;
use starlark::environment::{Globals, Module};
use starlark::eval::Evaluator;
use starlark::syntax::{AstModule, Dialect};

#[path = "../../support/jobs.rs"]
#[allow(dead_code)]
mod jobs;
#[path = "../../support/world.rs"]
mod world;

/// Turns of each kind of work; the median counts.
const TURNS: usize = 15;

/// Loops and calls in the words that this program and starlark share.
const LOOPS: &str = "def count(n):
  total = 0
  for i in range(n):
    if i % 3 == 0:
      total += i
    else:
      total -= 1
  return total
result = count(200000)
";
const CALLS: &str = "def add(a, b = 1):
  return a + b
def work(n):
  total = 0
  for i in range(n):
    total = add(total, b = i)
  return total
result = work(200000)
";

/// Something that does the work once.
type Work<'a> = (&'a str, Box<dyn FnMut() + 'a>);

fn main() {
    let python = std::env::args().nth(1).expect("compare PYTHON");
    let text = realistic();
    println!("parsing {} bytes of realistic files", text.len());
    report(vec![
        ("aurora", Box::new(|| parse(&text))),
        ("ruff_python_parser", Box::new(|| drop(black_box(parse_module(&text).expect("a program"))))),
        ("rustpython-parser", Box::new(|| drop(black_box(Suite::parse(&text, "bench").expect("a program"))))),
    ]);
    for (name, text) in [("a loop of 200,000 rounds", LOOPS), ("200,000 calls", CALLS)] {
        println!("{name}");
        report(vec![("aurora", Box::new(|| evaluate(text))), ("starlark", Box::new(|| starlark(text)))]);
    }
    println!("1,000 jobs bound and interpolated");
    original(&python);
}

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The realistic files that are Python 3 as well, joined.
fn realistic() -> String {
    let folders = here("../../fixtures/conformance/cases/realistic").read_dir().expect("the cases");
    let mut paths: Vec<_> = folders.map(|entry| entry.expect("a case").path().join("main.aurora")).collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let is_both = |text: &String| {
        !text.contains("__future__") && parse_module(text).is_ok() && Suite::parse(text, "bench").is_ok()
    };
    texts.filter(is_both).collect::<Vec<_>>().join("\n").repeat(4)
}

fn parse(text: &str) {
    let mut sources = SourceMap::new();
    let file = sources.add("bench.aurora", text.as_bytes()).expect("the text");
    assert!(aurora::syntax::parse(black_box(&file)).is_ok());
}

fn evaluate(text: &str) {
    jobs::run(&mut jobs::evaluation(&[], true), text);
}

fn starlark(text: &str) {
    let ast = AstModule::parse("bench", text.to_owned(), &Dialect::Extended).expect("a program");
    let globals = Globals::standard();
    Module::with_temp_heap(|module| {
        Evaluator::new(&module).eval_module(ast, &globals).expect("a result");
    });
}

/// The medians of all, taken in turns.
fn medians(works: &mut [Work]) -> Vec<Duration> {
    let mut times = vec![Vec::new(); works.len()];
    for _ in 0..TURNS {
        for ((_, work), times) in works.iter_mut().zip(&mut times) {
            let start = Instant::now();
            work();
            times.push(start.elapsed());
        }
    }
    times.iter_mut().for_each(|times| times.sort());
    times.iter().map(|times| times[TURNS / 2]).collect()
}

/// Prints each median, and how many times as long as the first it is.
fn report(mut works: Vec<Work>) {
    let medians = medians(&mut works);
    for ((name, _), median) in works.iter().zip(&medians) {
        line(name, *median, medians[0]);
    }
}

fn line(name: &str, median: Duration, first: Duration) {
    println!(
        "  {name:20} {:>10.3} ms  {:>8.2}",
        median.as_secs_f64() * 1e3,
        median.as_secs_f64() / first.as_secs_f64()
    );
}

/// Runs one text here and by the original library.
fn original(python: &str) {
    let text = std::fs::read_to_string(here("matrix.py")).expect("the program");
    let medians = medians(&mut [("aurora", Box::new(|| evaluate(&text)))]);
    line("aurora", medians[0], medians[0]);
    let output =
        Command::new(python).arg(here("original.py")).arg(here("matrix.py")).arg("3").output().expect("Python runs");
    let told = String::from_utf8_lossy(&output.stdout);
    match told.trim().parse() {
        Ok(seconds) => line("pystachio 0.8.10", Duration::from_secs_f64(seconds), medians[0]),
        Err(_) => println!("  pystachio: {}", String::from_utf8_lossy(&output.stderr)),
    }
}
