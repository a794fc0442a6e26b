//! Configurations to measure with, and the way from their text to jobs.

use std::cell::RefCell;
use std::rc::Rc;

use aurora::config::{Bindings, Configuration, Evaluation, Settings};
use aurora::interp::host::{Host, HostError, PathKind};
use aurora::source::SourceMap;

/// A world without files, variables or a clock.
struct Nothing;

fn nothing<T>() -> Result<T, HostError> {
    Err(HostError::refused("a bench reads nothing", ""))
}

impl Host for Nothing {
    fn read_file(&mut self, _path: &str) -> Result<Vec<u8>, HostError> {
        nothing()
    }
    fn stat(&mut self, _path: &str) -> Result<PathKind, HostError> {
        nothing()
    }
    fn real_path(&mut self, _path: &str) -> Result<String, HostError> {
        nothing()
    }
    fn list_dir(&mut self, _path: &str) -> Result<Vec<String>, HostError> {
        nothing()
    }
    fn env(&mut self, _name: &str) -> Result<Option<String>, HostError> {
        nothing()
    }
    fn env_all(&mut self) -> Result<Vec<(String, String)>, HostError> {
        nothing()
    }
    fn working_dir(&mut self) -> Result<String, HostError> {
        nothing()
    }
    fn user_name(&mut self) -> Result<String, HostError> {
        Ok("bench".to_owned())
    }
    fn host_name(&mut self) -> Result<String, HostError> {
        nothing()
    }
    fn now(&mut self) -> Result<f64, HostError> {
        nothing()
    }
    fn utc_offset(&mut self, _at: f64) -> Result<(i32, String), HostError> {
        nothing()
    }
    fn elapsed(&mut self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
    fn write_out(&mut self, _bytes: &[u8]) {}
    fn write_err(&mut self, _bytes: &[u8]) {}
}

/// A loop over a base job, with a profile bound to each of `count` jobs.
pub fn matrix(count: usize) -> String {
    format!(
        "class Profile(Struct):
  heap = Default(Integer, 256)
  flags = Default(String, '-server')
run = Process(name = 'run', cmdline = 'java -Xmx{{{{profile.heap}}}}m {{{{profile.flags}}}} --id={{{{mesos.instance}}}}')
task = SequentialTask(processes = [run], resources = Resources(cpu = 1.0, ram = 512 * MB, disk = 1 * GB))
base = Service(cluster = 'west', role = 'ops', environment = 'prod', instances = 3, task = task)
jobs = [base(name = 'job-%d' % i).bind(profile = Profile(heap = 256 + i)) for i in range({count})]
"
    )
}

/// Evaluates and converts all jobs; the number of those that could be. `remembers`: objects know where they come from.
pub fn convert(text: &str, remembers: bool) -> usize {
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let mut evaluation =
        Evaluation::new(Box::new(Nothing), &Settings::default(), &sources).unwrap_or_else(|_| panic!("no evaluation"));
    if !remembers {
        evaluation.forget_origins();
    }
    evaluation.run_bytes("bench.aurora", text.as_bytes()).unwrap_or_else(|_| panic!("the file does not run"));
    let cx = Rc::clone(&evaluation.cx);
    let bindings = Bindings::parse(&cx, &[]).unwrap_or_else(|_| panic!("no bindings"));
    let shared = evaluation.shared(bindings.clone()).unwrap_or_else(|_| panic!("nothing shared"));
    let jobs = evaluation.jobs().unwrap_or_else(|_| panic!("no jobs"));
    jobs.iter()
        .map(|job| bindings.apply(&cx, job).and_then(|job| Configuration::of(&shared, &job)))
        .filter(Result::is_ok)
        .count()
}
