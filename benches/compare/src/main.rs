//! The same work done by this program and by others, in turns, in one run: `compare PYTHON`, where the package `pystachio` is
//! installed for that Python. Makes sure that all come to the same, and prints a table of medians and ratios.

use std::fmt::Debug;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use aurora::config::environment::object_of;
use aurora::interp::value::Value;
use aurora::objects::{self, Context, Keyword, Object, Raw, Type};
use aurora::source::{SourceMap, Span};
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

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Something that does the work once and says what came out, in a form that all who do it can give.
type Work<'a, T> = (&'static str, Box<dyn FnMut() -> T + 'a>);

fn main() {
    let python = std::env::args().nth(1).expect("compare PYTHON");
    println!("{:36} {:20} {:>12} {:>10}", "work", "by", "median", "to aurora");
    let text = realistic();
    let work = format!("parsing {} kB of files", text.len() / 1000);
    report::<usize>(
        &work,
        vec![
            ("aurora", Box::new(|| parse(&text))),
            ("ruff_python_parser", Box::new(|| parse_module(&text).expect("a program").into_syntax().body.len())),
            ("rustpython-parser", Box::new(|| Suite::parse(&text, "bench").expect("a program").len())),
        ],
    );
    for (work, text) in [("a loop of 200,000 rounds", LOOPS), ("200,000 calls", CALLS)] {
        report::<i64>(work, vec![("aurora", Box::new(|| evaluate(text))), ("starlark", Box::new(|| starlark(text)))]);
    }
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

/// How many statements there are outside of others.
fn parse(text: &str) -> usize {
    let mut sources = SourceMap::new();
    let file = sources.add("bench.aurora", text.as_bytes()).expect("the text");
    aurora::syntax::parse(black_box(&file)).expect("a program").body.len()
}

/// The number that a program calls `result`.
fn evaluate(text: &str) -> i64 {
    let mut evaluation = jobs::evaluation(&[], true);
    jobs::run(&mut evaluation, text);
    match evaluation.name("result") {
        Some(Value::Int(number)) => number,
        _ => panic!("the program has no result"),
    }
}

fn starlark(text: &str) -> i64 {
    let ast = AstModule::parse("bench", text.to_owned(), &Dialect::Extended).expect("a program");
    let globals = Globals::standard();
    Module::with_temp_heap(|module| {
        Evaluator::new(&module).eval_module(ast, &globals).expect("a result");
        let result = module.get("result").expect("a result").to_str();
        result.parse().expect("a number")
    })
}

/// What each has come to, and the medians of the times, taken in turns.
fn measure<T>(works: &mut [Work<T>]) -> Vec<(T, Duration)> {
    let mut times = vec![Vec::new(); works.len()];
    let mut results = Vec::new();
    for _ in 0..TURNS {
        results.clear();
        for ((_, work), times) in works.iter_mut().zip(&mut times) {
            let start = Instant::now();
            results.push(black_box(work()));
            times.push(start.elapsed());
        }
    }
    times.iter_mut().for_each(|times| times.sort());
    results.into_iter().zip(times).map(|(result, times)| (result, times[TURNS / 2])).collect()
}

/// Measures, makes sure that all have come to the same, and prints a line for each.
fn report<T: PartialEq + Debug>(work: &str, mut works: Vec<Work<T>>) {
    let measured = measure(&mut works);
    for ((by, _), (result, median)) in works.iter().zip(&measured) {
        assert_eq!(*result, measured[0].0, "{work}: {by} has come to something else");
        line(work, by, *median, measured[0].1);
    }
}

fn line(work: &str, by: &str, median: Duration, first: Duration) {
    let ratio = median.as_secs_f64() / first.as_secs_f64();
    println!("{work:36} {by:20} {:>9.3} ms {ratio:>10.2}", median.as_secs_f64() * 1e3);
}

/// Jobs as JSON, one a line.
fn jobs_of(texts: &str) -> Vec<serde_json::Value> {
    texts.lines().map(|line| serde_json::from_str(line).expect("a job")).collect()
}

/// Runs one text here and by the original library, each inside of its own process; then what it says of binding and
/// interpolation alone, from the objects that it has made, by either library.
fn original(python: &str) {
    let text = std::fs::read_to_string(here("matrix.py")).expect("the program");
    let matrix = || {
        let mut evaluation = jobs::evaluation(&[], true);
        jobs::run(&mut evaluation, &text);
        match evaluation.name("texts") {
            Some(Value::Str(texts)) => String::from_utf8_lossy(texts.bytes()).into_owned(),
            _ => panic!("the program has no texts"),
        }
    };
    let mut measured = measure::<String>(&mut [("aurora", Box::new(matrix))]);
    let (own, whole) = measured.remove(0);
    let mut evaluation = jobs::evaluation(&[], true);
    jobs::run(&mut evaluation, &text);
    let [base, profile] = ["base", "profile"]
        .map(|name| evaluation.name(name).as_ref().and_then(object_of).expect("an object of the program"));
    let cx = &evaluation.cx;
    let mut measured = measure::<Vec<Object>>(&mut [("aurora", Box::new(|| bound(cx, &base, profile.ty())))]);
    let (objects, alone) = measured.remove(0);
    let run = Command::new(python).arg(here("original.py")).arg(here("matrix.py")).arg("5").output();
    let output = run.expect("Python runs");
    assert!(output.status.success(), "the original library: {}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8_lossy(&output.stdout);
    let mut told = told.splitn(3, '\n');
    let [original_whole, original_alone] =
        [(); 2].map(|()| Duration::from_secs_f64(told.next().and_then(|line| line.parse().ok()).expect("seconds")));
    let others = jobs_of(told.next().expect("texts"));
    let dumped = objects.iter().map(|job| job.json_dumps(cx).expect("JSON")).collect::<Vec<_>>().join("\n");
    for own in [jobs_of(&own), jobs_of(&dumped)] {
        assert_eq!((own.len(), others.len()), (JOBS, JOBS), "jobs");
        for (one, other) in own.iter().zip(&others) {
            assert_eq!(one, other, "a job is not the same");
        }
    }
    for (work, own, other) in [
        ("1,000 jobs bound and interpolated", alone, original_alone),
        ("a program that makes and writes them", whole, original_whole),
    ] {
        line(work, "aurora", own, own);
        line(work, "pystachio 0.8.10", other, own);
    }
}

/// Jobs of the matrix.
const JOBS: usize = 1000;

/// What the program's function of this name does.
fn bound(cx: &Context, base: &Object, profile: &Type) -> Vec<Object> {
    let keyword = |name: &str, value: Raw| [Keyword::new(name, value, Span::NONE)];
    let job = |at: usize| {
        let heap = profile.construct(cx, &[], &keyword("heap", Raw::Int(256 + at as i64)), Span::NONE)?;
        let job = base.with(cx, &keyword("name", Raw::bytes(format!("job-{at}").as_bytes())))?;
        let job = job.bind(cx, &[], &keyword("profile", heap.into()), Span::NONE)?;
        Ok(job.interpolate(cx)?.0)
    };
    (0..JOBS).map(job).collect::<objects::Result<_>>().expect("the jobs")
}
