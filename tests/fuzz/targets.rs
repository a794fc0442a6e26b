//! What is fuzzed: each target takes any bytes and must come back, without a panic, within its budgets. The harness of
//! `tests/fuzz` and the programs of `fuzz/` call the same functions.

use std::cell::RefCell;
use std::rc::Rc;

use aurora::config::{Bindings, Configuration, Evaluation, InspectView, JobKey, Problems, Settings};
use aurora::diagnostics::Diagnostic;
use aurora::diagnostics::render::{Format, Style, render, text};
use aurora::interp::budget::Limits;
use aurora::objects::{self, Context, Environment, Object, Raw, Rules, Type};
use aurora::scheduler::api::{Call, JobKey as SchedulerJobKey, JobUpdateQuery, TaskQuery};
use aurora::scheduler::clusters::{Parsed, parse_clusters};
use aurora::scheduler::discovery::endpoint;
use aurora::source::{SourceMap, Span};
use aurora::syntax;
use aurora::syntax::template::{self, IndexStyle, Reference};

use crate::memory::{MAIN, Memory};

/// A function that must come back whatever it is given.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("clusters", clusters),
    ("evaluate", evaluate),
    ("json_mode", json_mode),
    ("mustache", mustache),
    ("parse", parse),
    ("references", references),
    ("tjson", tjson),
];

/// Source text → syntax tree, and every refusal can be shown.
pub fn parse(bytes: &[u8]) {
    let mut sources = SourceMap::new();
    let Ok(file) = sources.add(MAIN, bytes) else { return };
    if let Err(problems) = syntax::parse(&file) {
        assert!(!problems.is_empty(), "refused without a word");
        assert!(problems.iter().all(|problem| !problem.places.is_empty()), "refused without a place");
        show(&problems, &sources);
    }
    if let Err(problems) = syntax::parse_expression(&file) {
        show(&problems, &sources);
    }
}

/// Source text → jobs, with small budgets.
pub fn evaluate(bytes: &[u8]) {
    with_evaluation(bytes, |evaluation| {
        evaluation.run_file(MAIN)?;
        let jobs = evaluation.jobs()?;
        jobs.iter().take(2).try_for_each(|job| convert(evaluation, job))
    });
}

/// A JSON file → job, with small budgets.
pub fn json_mode(bytes: &[u8]) {
    with_evaluation(bytes, |evaluation| {
        let job = evaluation.json_job(MAIN)?;
        convert(evaluation, &job)
    });
}

/// Template text → pieces; the first line is then resolved with the bindings of the lines behind it.
pub fn mustache(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for style in [IndexStyle::Narrow, IndexStyle::Wide] {
        let _ = template::parse(&text, style);
    }
    let cx = Context::new(Rules::default(), object_limits());
    let _ = resolve(&cx, &text);
}

/// References: read, taken apart, joined, compared.
pub fn references(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for style in [IndexStyle::Narrow, IndexStyle::Wide] {
        let read: Vec<Reference> = text.lines().filter_map(|line| Reference::parse(line, style).ok()).collect();
        for pair in read.windows(2) {
            let [one, other] = pair else { continue };
            let joined = one.join(other.path());
            assert_eq!(joined.path().len(), one.path().len() + other.path().len());
            assert_eq!(joined.path().skip(one.path().len()).components().count(), other.path().len());
            assert_eq!(one.compare(other), other.compare(one).reverse());
            let _ = (joined.path().prefix(1), joined.path().first(), joined.address());
        }
    }
    let _ = JobKey::parse(&text);
}

/// Cluster files.
pub fn clusters(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = SourceMap::new();
    match parse_clusters([("clusters.json", &*text)], &mut sources) {
        Ok(Parsed { clusters, warnings }) => {
            show(&warnings, &sources);
            let _ = clusters.0.values().map(|cluster| cluster.zk_hosts()).collect::<Vec<_>>();
            let _ = clusters.find("west").map_err(|problem| show(&[*problem], &SourceMap::new()));
        }
        Err(problems) => show(&problems, &sources),
    }
}

/// A scheduler's answers, a client's calls, and what schedulers publish about themselves.
pub fn tjson(bytes: &[u8]) {
    let calls = [
        Call::GetTasksStatus { query: Some(TaskQuery::default()) },
        Call::GetJobUpdateDetails { key: None },
        Call::GetJobUpdateSummaries { query: Some(JobUpdateQuery::default()) },
        Call::GetConfigSummary { job: Some(SchedulerJobKey::default()) },
        Call::PopulateJobConfig { description: None },
    ];
    for call in calls {
        match call.response(bytes) {
            Ok(response) => {
                let _ = (response.message(), response.tasks().len(), response.populated(), response.api_version());
                let again = call.reply(response.clone(), 0);
                assert!(call.response(again.as_bytes()).is_ok(), "what we write we can read");
            }
            Err(why) => drop(why.to_string()),
        }
    }
    if let Ok((call, sequence)) = Call::decode(bytes) {
        assert!(Call::decode(call.request_numbered(sequence).as_bytes()).is_ok(), "what we write we can read");
    }
    let _ = endpoint(bytes);
}

fn settings() -> Settings {
    let limits = Limits { steps: 100_000, bytes: 16 << 20, size: 1 << 20, integer_bits: 1 << 16, ..Limits::default() };
    Settings { limits, object_limits: object_limits(), ..Settings::default() }
}

fn object_limits() -> objects::Limits {
    objects::Limits { steps: 100_000, text_bytes: 64 << 10, ..objects::Limits::default() }
}

fn with_evaluation(bytes: &[u8], run: impl FnOnce(&mut Evaluation) -> Result<(), Problems>) {
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let world = Memory { bytes: bytes.to_vec() };
    let mut evaluation = match Evaluation::new(Box::new(world), &settings(), &sources) {
        Ok(evaluation) => evaluation,
        Err(problems) => panic!("the budget does not suffice for the schema: {:?}", problems.0),
    };
    if let Err(problems) = run(&mut evaluation) {
        assert!(!problems.0.is_empty(), "failed without a word");
        show(&problems.0, &sources.borrow());
    }
}

fn convert(evaluation: &Evaluation, job: &Object) -> Result<(), Problems> {
    let bindings = Bindings::parse(&evaluation.cx, &["profile.x=1".to_owned()])?;
    let bound = bindings.apply(&evaluation.cx, job)?;
    let configuration = Configuration::of(&evaluation.shared(bindings)?, &bound)?;
    InspectView::of(&configuration).map(drop)
}

fn resolve(cx: &Context, text: &str) -> objects::Result<()> {
    let (template, rest) = text.split_once('\n').unwrap_or((text, ""));
    let pair = |line: &str| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut object = Type::string().construct(cx, &[Raw::from(template)], &[], Span::NONE)?;
    for (name, value) in rest.lines().filter_map(pair) {
        let table = objects::Frozen::from_pairs(cx, [(Raw::from(&*name), Raw::from(&*value))])?;
        let environment = Environment::construct(cx, &[Raw::Frozen(table.into())], &[])?;
        object = object.bind(cx, &[Raw::Environment(environment)], &[], Span::NONE)?;
    }
    let (resolved, _) = object.interpolate(cx)?;
    resolved.check(cx)?;
    resolved.explain(cx)?;
    resolved.json_dumps(cx).map(drop)
}

/// Renders problems in every form; none may hold a character that steers a terminal.
fn show(problems: &[Diagnostic], sources: &SourceMap) {
    for problem in problems.iter().take(5) {
        for format in [Format::Fancy, Format::Concise, Format::Json] {
            let shown = render(problem, sources, format, Style::PLAIN);
            assert!(!shown.is_empty(), "nothing to show");
            let steers = |c: char| text::is_hazardous(c) && !matches!(c, '\n' | '\t');
            assert!(!shown.contains(steers), "steers a terminal: {shown:?}");
        }
    }
}
