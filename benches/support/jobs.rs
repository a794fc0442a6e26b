//! The way from a configuration's text to jobs ready to send.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use aurora::config::{Bindings, Configuration, Evaluation, Settings};
use aurora::source::SourceMap;

use crate::world::Texts;

/// A machine that sees the given files. `remembers`: objects know where they come from.
pub fn evaluation(files: &[(String, String)], remembers: bool) -> Evaluation {
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let world = Texts(files.iter().cloned().collect::<BTreeMap<_, _>>());
    let made = Evaluation::new(Box::new(world), &settings(), &sources);
    let mut evaluation = made.unwrap_or_else(|_| panic!("no evaluation"));
    if !remembers {
        evaluation.forget_origins();
    }
    evaluation
}

/// Those of the program, with room for ten thousand jobs.
pub fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.limits.bytes = 4 << 30;
    settings.limits.steps = 1 << 40;
    settings.object_limits.steps = 1 << 40;
    settings
}

/// Runs a text.
pub fn run(evaluation: &mut Evaluation, text: &str) {
    let done = evaluation.run_bytes("bench.aurora", text.as_bytes());
    done.unwrap_or_else(|problems| panic!("the file does not run: {:?}", problems.0));
}

/// Converts all jobs that have been defined.
pub fn converted(evaluation: &mut Evaluation) -> Vec<Configuration> {
    let cx = Rc::clone(&evaluation.cx);
    let bindings = Bindings::parse(&cx, &[]).unwrap_or_else(|_| panic!("no bindings"));
    let shared = evaluation.shared(bindings.clone()).unwrap_or_else(|_| panic!("nothing shared"));
    let jobs = evaluation.jobs().unwrap_or_else(|_| panic!("no jobs"));
    let of = |job| bindings.apply(&cx, job).and_then(|job| Configuration::of(&shared, &job));
    let made = jobs.iter().map(of);
    made.map(|job| job.unwrap_or_else(|problems| panic!("a job has faults: {:?}", problems.0))).collect()
}

/// Evaluates and converts all jobs; how many there are.
pub fn convert(text: &str, remembers: bool) -> usize {
    let mut evaluation = evaluation(&[], remembers);
    run(&mut evaluation, text);
    converted(&mut evaluation).len()
}
