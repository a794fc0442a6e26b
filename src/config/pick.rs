//! Choosing a job (`reference/loading.md §5.2`).

use std::borrow::Cow;

use crate::diagnostics::render::text::one_line;
use crate::diagnostics::{Diagnostic, Kind, Place};
use crate::objects::{Context, Object};
use crate::source::Span;

use super::bindings::Bindings;
use super::job_key::{IDENTIFIER, JobKey, Selector, with_article};
use super::problem::{Problems, Result};
use super::read;

/// A job of the file, and the texts by which it is chosen.
pub struct Candidate<'a> {
    job: &'a Object,
    texts: [Option<Cow<'a, str>>; 4],
}

/// The attributes by which a job is chosen, in a key's order.
const PARTS: [&str; 4] = ["cluster", "role", "environment", "name"];

/// What an unset attribute is as text in the original; no selector equals it.
const EMPTY: &str = "<class 'pystachio.composite.Empty'>";

impl<'a> Candidate<'a> {
    /// Reads the texts that a job has with the command line's bindings. Errors: those of interpolation.
    pub fn of(cx: &Context, job: &'a Object, bindings: &Bindings) -> Result<Candidate<'a>> {
        // What holds no reference is the same text with any bindings: most keys of a large file are read without a copy.
        let plain = PARTS.map(|name| job.plain_text(name).map(Cow::Borrowed));
        if plain.iter().all(Option::is_some) {
            return Ok(Candidate { job, texts: plain });
        }
        let bound = bindings.apply(cx, job)?;
        let mut problems = Problems::default();
        let texts = PARTS.map(|name| problems.keep(read::text_of(cx, &bound, name)).flatten().map(Cow::Owned));
        problems.or_value(Some(Candidate { job, texts }))
    }

    /// Whether it is the one asked for.
    pub fn is(&self, selector: &Selector) -> bool {
        let [cluster, role, environment, name] = self.texts.each_ref().map(|text| text.as_deref().unwrap_or(EMPTY));
        selector.matches(cluster, role, environment, name)
    }

    /// The key as far as it is known, for people.
    pub fn shown(&self) -> String {
        self.texts.each_ref().map(|text| text.as_deref().unwrap_or("{MISSING}")).join("/")
    }

    /// The first part of the key that the job does not have.
    fn lacks(&self) -> Option<&'static str> {
        PARTS.into_iter().zip(&self.texts).find(|(_, text)| text.is_none()).map(|(part, _)| part)
    }

    /// As [`Candidate::lacks`], if the job is the one asked for in all that it has.
    fn lacks_for(&self, selector: &Selector) -> Option<&'static str> {
        let wanted = [selector.cluster.as_deref(), selector.role.as_deref(), selector.environment.as_deref()];
        let agrees = |wanted: Option<&str>, own: &Option<Cow<str>>| match (wanted, own) {
            (Some(wanted), Some(own)) => wanted == own,
            _ => true,
        };
        let mut all = wanted.into_iter().chain([Some(&*selector.name)]).zip(&self.texts);
        self.lacks().filter(|_| all.all(|(wanted, own)| agrees(wanted, own)))
    }

    /// Says of problems of a job among several which one they are of, at its element in the list of jobs if that is known.
    pub fn name_in(&self, mut problems: Problems, element: Option<Span>) -> Problems {
        let span = element.unwrap_or_else(|| self.place());
        let label = format!("in the job `{}`", one_line(&self.shown()));
        for problem in problems.0.iter_mut().filter(|_| !span.is_none()) {
            if problem.places.iter().all(|place| place.span != span) {
                problem.places.push(Place { span, label: label.clone() });
            }
        }
        problems
    }

    /// Where the job's name, or else anything of it, was written.
    pub fn place(&self) -> Span {
        let names = ["name", "task", "role", "cluster"];
        names.iter().map(|name| read::place(self.job, name)).find(|span| !span.is_none()).unwrap_or(Span::NONE)
    }
}

/// Reads the keys of all jobs of a file. Errors: of any of them.
pub fn candidates<'a>(cx: &Context, jobs: &'a [Object], bindings: &Bindings) -> Result<Vec<Candidate<'a>>> {
    if jobs.is_empty() {
        return Err(no_jobs(Span::NONE).into());
    }
    let mut problems = Problems::default();
    let all: Vec<Candidate> = jobs.iter().filter_map(|job| problems.keep(Candidate::of(cx, job, bindings))).collect();
    problems.or_value(Some(all))
}

/// The file defines no job.
pub fn no_jobs(file: Span) -> Diagnostic {
    Diagnostic::error("AUR0411", Kind::NoJobs, "the configuration defines no job")
        .help("assign a list of jobs to the name `jobs`: jobs = [Job(…)]")
        .at(file, "")
}

/// The one job that the user asked for, with the command line's bindings.
pub fn pick(cx: &Context, jobs: &[Object], selector: &Selector, bindings: &Bindings) -> Result<Object> {
    picked(cx, jobs, selector, bindings).map(|(_, job)| job)
}

/// As [`pick`], with its number in the list of jobs, from 0.
pub fn picked(cx: &Context, jobs: &[Object], selector: &Selector, bindings: &Bindings) -> Result<(usize, Object)> {
    let candidates = candidates(cx, jobs, bindings)?;
    let matching: Vec<(usize, &Candidate)> =
        candidates.iter().enumerate().filter(|(_, candidate)| candidate.is(selector)).collect();
    match matching[..] {
        [(at, one)] => Ok((at, bindings.apply(cx, one.job)?)),
        [] => Err(not_found(selector, &candidates).into()),
        _ => Err(ambiguous(selector, &matching.iter().map(|(_, candidate)| *candidate).collect::<Vec<_>>()).into()),
    }
}

/// Candidates that are listed in a message.
const LISTED: usize = 10;

fn not_found(selector: &Selector, candidates: &[Candidate]) -> Diagnostic {
    // What has slashes was meant as a key.
    let is_broken_key = !selector.is_key && selector.name.contains('/');
    let wanted = if is_broken_key { selector.name.clone() } else { selector.to_string() };
    let mut keys: Vec<(usize, String)> =
        candidates.iter().map(|candidate| (distance(&wanted, &candidate.shown()), candidate.shown())).collect();
    keys.sort();
    if let Some(candidate) = candidates.iter().find(|candidate| is_broken_key && candidate.shown() == wanted) {
        return not_askable(&wanted, candidate);
    }
    let mut help = String::new();
    let parts: Vec<&str> = wanted.split('/').collect();
    let has_its_parts =
        |key: &&(usize, String)| is_broken_key && parts.iter().all(|part| key.1.split('/').any(|own| own == *part));
    let near = keys.iter().find(has_its_parts);
    let near = near.or(keys.first().filter(|(distance, _)| (1..=1 + wanted.len() / 3).contains(distance)));
    if let Some((_, nearest)) = near
        && !nearest.contains("{MISSING}")
    {
        help.push_str(&format!("did you mean `{}`?\n", one_line(nearest)));
    }
    let lacking = candidates.iter().find_map(|candidate| candidate.lacks_for(selector));
    if let Some(part) = lacking.or_else(|| candidates.iter().find_map(Candidate::lacks)) {
        help.push_str(&format!("a job without `{part}` cannot be asked for with a full key: set it in the file\n"));
    }
    help.push_str(&format!("jobs in this file: {}", list(keys.iter().map(|(_, key)| key.as_str()))));
    let which = if selector.name.is_empty() { "with an empty name".to_owned() } else { format!("`{wanted}`") };
    let mut diagnostic =
        Diagnostic::error("AUR0413", Kind::JobNotFound, format!("there is no job {which} in the configuration"))
            .help(help);
    for candidate in candidates.iter().take(LISTED) {
        if keys.first().is_some_and(|(_, key)| *key == candidate.shown()) {
            diagnostic = diagnostic.at_if_missing(candidate.place());
        }
    }
    diagnostic
}

/// A job has the very text that was asked for, which is no key.
fn not_askable(wanted: &str, candidate: &Candidate) -> Diagnostic {
    let slip = JobKey::slip(wanted);
    let (part, message) = match slip {
        Some((word, part)) => {
            (word, format!("the job `{wanted}` cannot be asked for: `{part}` cannot be {}", with_article(word)))
        }
        None => ("name", format!("the job `{wanted}` cannot be asked for: a part of its key holds a `/`")),
    };
    Diagnostic::error("AUR0413", Kind::JobNotFound, message)
        .help(format!("give the job another {part} in the file: {IDENTIFIER}"))
        .at(read::place(candidate.job, part), "set here")
        .at_if_missing(candidate.place())
}

/// How far two keys are apart; of very long ones the beginnings.
fn distance(a: &str, b: &str) -> usize {
    let start = |text: &str| text.chars().take(200).collect::<String>();
    strsim::osa_distance(&start(a), &start(b))
}

fn ambiguous(selector: &Selector, matching: &[&Candidate]) -> Diagnostic {
    let message = format!("{} jobs of the configuration match `{selector}`", matching.len());
    let mut keys: Vec<String> = matching.iter().map(|candidate| candidate.shown()).collect();
    keys.dedup();
    let help = match keys.len() {
        1 => "several jobs have this very key: give each its own name".to_owned(),
        _ => format!("give the full key of one of them: {}", list(keys.iter().map(String::as_str))),
    };
    let start = Diagnostic::error("AUR0414", Kind::AmbiguousJob, message).help(help);
    matching.iter().take(LISTED).fold(start, |diagnostic, one| diagnostic.at(one.place(), "one of them"))
}

fn list<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = keys.collect();
    let shown = all.iter().take(LISTED).map(|key| one_line(key)).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
