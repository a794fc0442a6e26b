//! `aurora inspect`

mod args;
mod inputs;
mod later;
mod layout;
mod page;
mod places;
mod ports;
mod raw;

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use super::template;
use super::{Context, Failure, Outcome, Paper, Prints, Result};
use crate::config::job_configuration::JobConfiguration;
use crate::config::{self, Bindings, Candidate, Configuration, Evaluation, InspectView, Problems, Selector, picked};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::objects::Object;
use crate::source::SourceMap;

pub use args::InspectArgs;

/// A job as it would be sent, as data; `None` if a number of it cannot be written.
pub fn wire_of(job: &config::JobConfiguration) -> Option<serde_json::Value> {
    raw::wire(job).ok()
}

/// Interpolations that the original has done when it shows a command: three, and that of writing JSON.
const PASSES: usize = 4;

/// Evaluates the file and shows one job or all.
pub fn run(args: &InspectArgs, context: &Context) -> Result {
    let (key, file) = args.target().map_err(|usage| *usage)?;
    let is_for_machines = args.raw || args.format.is_some();
    let prints = if is_for_machines { Prints::Err } else { Prints::Out };
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(&sources) };
    let cluster =
        key.and_then(|key| key.split_once('/')).map(|(cluster, _)| cluster).or(args.config.cluster.as_deref());
    let settings = args.budget.settings(context, cluster);
    let mut evaluation = Evaluation::new((context.world)(prints), &settings, &sources).map_err(fail)?;
    let bindings = Bindings::parse(&evaluation.cx, &args.config.bindings).map_err(fail)?;
    let result = inspect(args, (key, file), &mut evaluation, &bindings, context, &sources);
    // What was read explains a failure, too.
    if args.inputs && is_for_machines {
        context.streams.err(inputs::list(&evaluation.inputs, Paper::TERMINAL).as_bytes());
    } else if args.inputs {
        context.streams.page(&inputs::list(&evaluation.inputs, context.paper));
    }
    result
}

fn inspect(
    args: &InspectArgs,
    target: (Option<&str>, &str),
    evaluation: &mut Evaluation,
    bindings: &Bindings,
    context: &Context,
    sources: &Rc<RefCell<SourceMap>>,
) -> Result {
    let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(sources) };
    let is_page = !args.raw && args.format.is_none();
    let mut others = Vec::new();
    let jobs = jobs(evaluation, args, target, bindings, context, &mut others).map_err(fail)?;
    let mut failures = Vec::new();
    let mut known = Vec::new();
    for job in jobs {
        let shown = job.map_err(fail).and_then(|job| {
            job.warnings.iter().for_each(|warning| (context.tell)(warning, &sources.borrow()));
            known.push(job.job.clone());
            let places = match args.places && is_page {
                true => places::of(&job, evaluation, bindings, sources),
                false => page::Places::new(),
            };
            show(&job, args, &places, context, &fail)
        });
        match shown {
            Ok(text) if is_page => context.streams.page(&text),
            Ok(text) => context.streams.out(text.as_bytes()),
            Err(failure) => failures.push(failure),
        }
    }
    // What ended at a limit is not evaluated again.
    if !failures.iter().flat_map(|failure| &failure.diagnostics).any(|one| one.kind == Kind::Budget) {
        let unused = bindings.unused(&evaluation.cx, &known, &others);
        unused.iter().for_each(|warning| (context.tell)(warning, &sources.borrow()));
    }
    join(failures)
}

/// The jobs to show, each with its own errors. Errors: of the file, or of the choice.
fn jobs(
    evaluation: &mut Evaluation,
    args: &InspectArgs,
    (key, file): (Option<&str>, &str),
    bindings: &Bindings,
    context: &Context,
    others: &mut Vec<Object>,
) -> config::Result<Vec<config::Result<Configuration>>> {
    let cx = Rc::clone(&evaluation.cx);
    let shared = evaluation.shared(bindings.clone())?;
    let made = |bound: &Object| Configuration::of(&shared, bound);
    if args.config.json {
        let job = evaluation.json_job(file)?;
        let configuration = made(&bindings.apply(&cx, &job)?);
        others.push(job);
        return Ok(vec![configuration]);
    }
    evaluation.run_file(file)?;
    let jobs = evaluation.jobs()?;
    let Some(key) = key else {
        let job = |(at, job): (usize, &Object)| {
            let configuration = bindings.apply(&cx, job).and_then(|bound| made(&bound));
            match (configuration, Candidate::of(&cx, job, bindings)) {
                (Err(problems), Ok(candidate)) if jobs.len() > 1 => {
                    Err(candidate.name_in(problems, shared.element(at, jobs.len())))
                }
                (configuration, _) => configuration,
            }
        };
        let all = jobs.iter().enumerate().map(job).collect();
        *others = jobs;
        return Ok(all);
    };
    let (selector, slip) = Selector::parse(key, args.config.cluster.as_deref(), args.config.env.as_deref());
    if let Some(slip) = slip {
        let warning = Diagnostic { kind: Kind::Deprecated, severity: Severity::Warning, ..slip };
        (context.tell)(&warning, &SourceMap::new());
    }
    let (at, job) = picked(&cx, &jobs, &selector, bindings)?;
    let configuration = made(&job).map_err(|problems| shared.with_call(problems, at, jobs.len()));
    *others = jobs;
    Ok(vec![configuration])
}

/// One job in the form that was asked for.
fn show(
    job: &Configuration,
    args: &InspectArgs,
    places: &page::Places,
    context: &Context,
    fail: &impl Fn(Problems) -> Failure,
) -> std::result::Result<String, Failure> {
    if !args.raw && args.format.is_none() {
        let head = if args.all { format!("# {}\n", job.key()) } else { String::new() };
        return Ok(head + &layout::layout(&InspectView::of(job).map_err(fail)?, context.paper, places));
    }
    let wire = raw::wire(&job.thrift).map_err(|error| unwritable(&error))?;
    match &args.format {
        None => line(&wire),
        Some(word) if word == "json" => line(&document(&wire, tree(job).map_err(fail)?)),
        Some(template) => fill_in(template, &tree(job).map_err(fail)?, &wire),
    }
}

/// One line of JSON. A value's own way to show itself hands over every mark by itself, which takes four times as long.
fn line(value: &Value) -> std::result::Result<String, Failure> {
    let mut line = serde_json::to_string(value).map_err(|error| unwritable(&error))?;
    line.push('\n');
    Ok(line)
}

/// Everything that a template may name, as one document.
fn document(wire: &Value, tree: Value) -> Value {
    let mut all = serde_json::Map::from_iter([("version".to_owned(), Value::from(1))]);
    all.extend(wire.as_object().cloned().into_iter().flatten());
    all.insert("job".to_owned(), tree);
    Value::Object(all)
}

/// A template with the names of the API at the top, and below `job` those of the schema.
fn fill_in(template: &str, tree: &Value, wire: &Value) -> std::result::Result<String, Failure> {
    let mut names: Vec<(&str, &Value)> = wire.as_object().into_iter().flatten().map(|(n, v)| (n.as_str(), v)).collect();
    names.push(("job", tree));
    template::render(template, &names, "`--format json` shows all names")
}

/// The job with the schema's names, its references resolved as in the layout.
pub(in crate::commands) fn tree(job: &Configuration) -> config::Result<Value> {
    let cx = &*job.cx;
    Ok(job.job.json_tree(cx, PASSES)?)
}

/// The job as `--raw` shows it.
pub(in crate::commands) fn wire(job: &JobConfiguration) -> config::Result<Value> {
    raw::wire(job).map_err(|error| unwritable(&error).into())
}

fn unwritable(error: &serde_json::Error) -> Diagnostic {
    Diagnostic::error("AUR0001", Kind::Other, format!("the job cannot be written as JSON: {error}"))
}

/// All failures as one; success if there are none.
fn join(failures: Vec<Failure>) -> Result {
    let mut failures = failures.into_iter();
    let Some(mut first) = failures.next() else { return Ok(Outcome::Done) };
    first.diagnostics.extend(failures.flat_map(|failure| failure.diagnostics));
    Err(first)
}
