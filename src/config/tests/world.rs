//! A world without a machine, and short ways to load from it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::config::{Bindings, Configuration, Evaluation, Problems, Release, Result, Selector, Settings, pick};
use crate::interp::host::{Host, HostError, PathKind};
use crate::source::SourceMap;

/// Files by path.
#[derive(Default)]
pub struct Memory {
    files: BTreeMap<String, String>,
    printed: Rc<RefCell<String>>,
}

impl Host for Memory {
    fn read_file(&mut self, path: &str) -> std::result::Result<Vec<u8>, HostError> {
        match self.files.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => Err(HostError::Os(2, "No such file or directory".to_owned())),
        }
    }

    fn stat(&mut self, path: &str) -> std::result::Result<PathKind, HostError> {
        Ok(if self.files.contains_key(path) { PathKind::File } else { PathKind::Missing })
    }

    fn real_path(&mut self, path: &str) -> std::result::Result<String, HostError> {
        Ok(path.to_owned())
    }

    fn list_dir(&mut self, _: &str) -> std::result::Result<Vec<String>, HostError> {
        Ok(Vec::new())
    }

    fn env(&mut self, _: &str) -> std::result::Result<Option<String>, HostError> {
        Ok(None)
    }

    fn env_all(&mut self) -> std::result::Result<Vec<(String, String)>, HostError> {
        Ok(Vec::new())
    }

    fn working_dir(&mut self) -> std::result::Result<String, HostError> {
        Ok("/home/me".to_owned())
    }

    fn user_name(&mut self) -> std::result::Result<String, HostError> {
        Ok("me".to_owned())
    }

    fn host_name(&mut self) -> std::result::Result<String, HostError> {
        Ok("here".to_owned())
    }

    fn now(&mut self) -> std::result::Result<f64, HostError> {
        Ok(0.0)
    }

    fn utc_offset(&mut self, _: f64) -> std::result::Result<(i32, String), HostError> {
        Ok((0, "UTC".to_owned()))
    }

    fn elapsed(&mut self) -> std::time::Duration {
        std::time::Duration::ZERO
    }

    fn write_out(&mut self, bytes: &[u8]) {
        self.printed.borrow_mut().push_str(&String::from_utf8_lossy(bytes));
    }

    fn write_err(&mut self, _: &[u8]) {}
}

/// Runs the first of some files; what it printed, and how it ended.
pub fn run(files: &[(&str, &str)]) -> (String, Result<Evaluation>) {
    run_with(files, &Settings::default())
}

/// As [`run`], with these settings.
pub fn run_with(files: &[(&str, &str)], settings: &Settings) -> (String, Result<Evaluation>) {
    let (printed, result) = start(files, settings);
    let printed = printed.borrow().clone();
    (printed, result)
}

/// As [`run_with`], for evaluations that go on to print.
pub fn start(files: &[(&str, &str)], settings: &Settings) -> (Rc<RefCell<String>>, Result<Evaluation>) {
    let printed = Rc::new(RefCell::new(String::new()));
    let owned = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let memory = Memory { files: owned, printed: Rc::clone(&printed) };
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let result = Evaluation::new(Box::new(memory), settings, &sources).and_then(|mut evaluation| {
        evaluation.run_file(files.first().map_or("", |(path, _)| path))?;
        Ok(evaluation)
    });
    (printed, result)
}

/// A configuration with `task` and `job(…)` to build on.
pub const BASE: &str = "\
task = Task(name='t', processes=[Process(name='p', cmdline='run')], resources=Resources(cpu=1, ram=1*GB, disk=1*GB))
def job(**more):
  settings = dict(cluster='west', role='ops', environment='prod', name='web', task=task)
  settings.update(more)
  return Job(**settings)
def command(text):
  return task(processes=[Process(name='p', cmdline=text)])
";

/// Loads the job `west/ops/prod/web` of `BASE` and a text.
pub fn load(text: &str, bindings: &[&str]) -> Result<Configuration> {
    load_key("west/ops/prod/web", text, bindings)
}

/// Loads the job `west/ops/prod/web` of `BASE` and a text with the schema of a release.
pub fn load_release(release: Release, text: &str) -> Result<Configuration> {
    load_with(&Settings { release, ..Settings::default() }, "west/ops/prod/web", text, &[])
}

/// Loads a job of `BASE` and a text.
pub fn load_key(key: &str, text: &str, bindings: &[&str]) -> Result<Configuration> {
    load_with(&Settings::default(), key, text, bindings)
}

fn load_with(settings: &Settings, key: &str, text: &str, bindings: &[&str]) -> Result<Configuration> {
    let whole = format!("{BASE}{text}\n");
    let mut evaluation = run_with(&[("main.aurora", &whole)], settings).1?;
    let cx = Rc::clone(&evaluation.cx);
    let options: Vec<String> = bindings.iter().map(|option| (*option).to_owned()).collect();
    let bindings = Bindings::parse(&cx, &options)?;
    let jobs = evaluation.jobs()?;
    let (selector, _) = Selector::parse(key, None, None);
    let job = pick(&cx, &jobs, &selector, &bindings)?;
    Configuration::of(&evaluation.shared(bindings)?, &job)
}

/// The executor's text of the job of `BASE` and a text.
pub fn data(text: &str, bindings: &[&str]) -> String {
    match load(text, bindings) {
        Ok(configuration) => configuration.thrift.task_config.executor_config.data,
        Err(problems) => messages(&problems).join("; "),
    }
}

/// Codes and words of what is wrong.
pub fn messages(problems: &Problems) -> Vec<String> {
    problems.0.iter().map(|one| format!("{} {}", one.code, one.message)).collect()
}

/// Codes of what is wrong with the job of `BASE` and a text.
pub fn codes(text: &str) -> Vec<&'static str> {
    match load(text, &[]) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.0.iter().map(|one| one.code).collect(),
    }
}
