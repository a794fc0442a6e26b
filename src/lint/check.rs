//! Running the rules over one file.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::evaluate::Desk;
use super::facts::{Compared, FileFacts, JobFact, NameFact};
use super::finding::{Finding, Location};
use super::job_places::{JobPlace, JobPlaces};
use super::names::Names;
use super::places::{Places, normal};
use super::rule::Check;
use super::rules::{RULES, environments_differ};
use super::selection::Selection;
use super::sink::Sink;
use super::suppress;
use super::view::{FileView, JobView};
use crate::diagnostics::Diagnostic;
use crate::source::Span;

/// What one file gives.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FileOutcome {
    /// What its own rules found.
    pub findings: Vec<Finding>,
    /// For the rules that look at all files together.
    pub facts: FileFacts,
}

/// Runs every selected rule that looks at one file or one job.
pub fn check(desk: &Desk, view: &FileView, selection: &Selection) -> FileOutcome {
    let sources = desk.sources.borrow();
    let places = Places::new(&sources, &view.path);
    let mut sink = Sink::new(&places);
    // A file that cannot be parsed has no program, but a text: its comments count nevertheless.
    let own = view.program().map(|program| Rc::clone(&program.file)).or_else(|| places.file(&view.path));
    let suppressions = own.map(|file| suppress::scan(&file, &view.path)).unwrap_or_default();
    // Where jobs are made matters for findings elsewhere, and for comments.
    let made_at = LazyCell::new(|| job_places(view));
    let has_comments = !suppressions.is_empty();
    for rule in RULES {
        let is_on = selection.has(rule.code);
        sink.begin(rule);
        for check in rule.checks {
            match check {
                // What this file uses counts for files for which the rule is on.
                Check::Evidence(check) => check(view, &mut sink),
                _ if !is_on => {}
                Check::File(check) => check(view, &mut sink),
                Check::Job(check) => {
                    for (at, job) in view.jobs.iter().enumerate() {
                        let before = sink.findings.len();
                        check(view, job, &mut sink);
                        if sink.findings.len() > before {
                            sink.say_where_met(before, (&view.path, has_comments), (&made_at, at), job);
                        }
                    }
                }
                Check::Repository(_) => {}
            }
        }
    }
    let (mut findings, evidence) = (sink.findings, sink.evidence);
    findings.retain(|finding| selection.reports(&finding.code, finding.cause.as_deref()));
    let told = |at: usize| match has_comments {
        true => made_at.job(at).into_iter().flat_map(JobPlace::all).map(|span| places.location(span)).collect(),
        false => Vec::new(),
    };
    let facts = facts(view, &places, &told, selection);
    FileOutcome { findings, facts: FileFacts { evidence, suppressions, ..facts } }
}

/// Where the file's own text makes its jobs.
fn job_places(view: &FileView) -> JobPlaces {
    let Some(program) = view.program() else { return JobPlaces::default() };
    let file = &program.file;
    JobPlaces::of(&program.tree, file.span().start, view.jobs.len(), &|at| file.line_column(at).line)
}

fn facts(
    view: &FileView,
    places: &Places,
    made_at: &dyn Fn(usize) -> Vec<Location>,
    selection: &Selection,
) -> FileFacts {
    let names = view.names();
    FileFacts {
        path: view.path.clone(),
        is_evaluated: view.problems.is_empty(),
        has_jobs: view.has_jobs || names.defined.iter().any(|one| one.name == "jobs"),
        includes: view
            .programs
            .iter()
            .map(|program| normal(&program.file.name))
            .filter(|path| *path != view.path && !path.starts_with('<'))
            .collect(),
        reads: BTreeSet::new(),
        loads: names.loads.clone(),
        is_reflective: names.is_reflective,
        lists_classes: names.lists_classes,
        unread: unread(view, places),
        jobs: job_facts(view, (&names, made_at), places, selection.has(environments_differ::RULE.code)),
        suppressions: Vec::new(),
        evidence: Vec::new(),
        result: None,
    }
}

/// Stands for what a file evaluates to: what would be sent of each job, or what is wrong with it.
pub fn result(view: &FileView) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: String| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    let told = |problems: &[Diagnostic]| problems.iter().map(|one| format!("{} {}\n", one.code, one.message)).collect();
    add(told(&view.problems));
    for job in &view.jobs {
        match &job.configuration {
            Some(made) => add(format!("{} {:?}", made.key(), made.thrift)),
            None => add(told(&job.problems)),
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Names at the top of the file that nothing in this evaluation reads.
fn unread(view: &FileView, places: &Places) -> Vec<NameFact> {
    let names = view.names();
    if names.is_reflective {
        return Vec::new();
    }
    let candidates: Vec<_> = names
        .defined
        .iter()
        .filter(|one| {
            !names.loads.contains(&one.name)
                && !matches!(one.name.as_str(), "hooks" | "jobs")
                && !one.name.starts_with('_')
        })
        .collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let others = view.all_names();
    candidates
        .into_iter()
        .filter(|one| {
            let reads = |other: &Names| {
                other.is_reflective || other.loads.contains(&one.name) || other.lists_classes && one.kind == "class"
            };
            !others.iter().any(|other| reads(other))
        })
        .map(|one| NameFact { name: one.name.clone(), kind: one.kind.to_owned(), location: places.location(one.span) })
        .collect()
}

fn job_facts(
    view: &FileView,
    (names, made_at): (&Names, &dyn Fn(usize) -> Vec<Location>),
    places: &Places,
    is_compared: bool,
) -> Vec<JobFact> {
    // A job that a shared function makes is known by the list of the file that asks for it.
    let list = names.defined.iter().find(|one| one.name == "jobs").map(|one| one.span);
    let fact = |(at, job)| {
        let fact = job_fact(job, list, &view.path, places)?;
        let compared = is_compared.then(|| compared(job, &fact, &view.path, places)).flatten();
        Some(JobFact { compared, made_at: made_at(at), ..fact })
    };
    view.jobs.iter().enumerate().filter_map(fact).collect()
}

fn job_fact(job: &JobView, list: Option<Span>, own: &str, places: &Places) -> Option<JobFact> {
    let configuration = job.configuration.as_ref()?;
    let made = places.location(job.place("/name"));
    let location = match list {
        Some(span) if made.path != own => places.location(span),
        _ => made.clone(),
    };
    let key = configuration.key().to_string();
    Some(JobFact { key, location, made, made_at: Vec::new(), compared: None })
}

fn compared(job: &JobView, fact: &JobFact, own: &str, places: &Places) -> Option<Compared> {
    let environment = places.location(job.place("/environment"));
    let environment = if environment.path == own { environment } else { fact.location.clone() };
    Some(Compared { tree: job.tree()?.clone(), environment })
}
