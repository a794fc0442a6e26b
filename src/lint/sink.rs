//! Where rules put what they find.

use std::cell::Cell;

use super::facts::{Evidence, JobFact};
use super::finding::{Edit, Finding, Fix, Location, Mark};
use super::job_places::JobPlaces;
use super::places::Places;
use super::rule::Rule;
use super::view::JobView;
use crate::diagnostics::Diagnostic;
use crate::source::Span;

/// What to do, whether it is safe, and the new texts of places.
type DraftFix = (String, bool, Vec<(Span, String)>);

/// A finding under construction. Places are spans of the evaluation's source map.
pub struct Draft {
    message: String,
    help: Option<String>,
    cause: Option<&'static str>,
    places: Vec<(Span, String)>,
    fix: Option<DraftFix>,
}

impl Draft {
    /// A finding with its main place; an unknown place means the start of the file.
    pub fn new(message: impl Into<String>, span: Span, label: impl Into<String>) -> Draft {
        Draft { message: message.into(), help: None, cause: None, places: vec![(span, label.into())], fix: None }
    }

    /// What the evaluation told, with its own code as the cause.
    pub fn of(diagnostic: &Diagnostic) -> Draft {
        let mut places: Vec<(Span, String)> =
            diagnostic.places.iter().map(|place| (place.span, place.label.clone())).collect();
        if places.is_empty() {
            let frame = diagnostic.trace.iter().rev().map(|frame| frame.span).find(|span| !span.is_none());
            places.push((frame.unwrap_or_default(), String::new()));
        }
        Draft {
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            cause: Some(diagnostic.code),
            places,
            fix: None,
        }
    }

    /// Adds the way out.
    pub fn help(mut self, help: impl Into<String>) -> Draft {
        self.help = Some(help.into());
        self
    }

    /// Adds a further place; an unknown one is left out.
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Draft {
        if !span.is_none() {
            self.places.push((span, label.into()));
        }
        self
    }

    /// A change that keeps what the file evaluates to: spans and what to put in their place.
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Draft {
        self.fix = Some((title.into(), true, edits));
        self
    }

    /// A change that alters what the file evaluates to.
    pub fn unsafe_fix(mut self, title: impl Into<String>, edits: Vec<(Span, String)>) -> Draft {
        self.fix = Some((title.into(), false, edits));
        self
    }

    fn finish(self, rule: &Rule, places: &Places) -> Finding {
        let marks =
            self.places.into_iter().map(|(span, label)| Mark { location: places.location(span), label }).collect();
        let fix = self.fix.and_then(|(title, is_safe, edits)| {
            let edits: Option<Vec<Edit>> = edits.into_iter().map(|(span, text)| places.edit(span, text)).collect();
            Some(Fix { title, is_safe, edits: edits? })
        });
        Finding {
            code: rule.code.to_owned(),
            cause: self.cause.map(str::to_owned),
            message: self.message,
            help: self.help,
            marks,
            made_at: Vec::new(),
            fix,
        }
    }
}

/// Takes the findings of the rules that look at one file.
pub struct Sink<'a> {
    places: &'a Places<'a>,
    rule: Cell<Option<&'static Rule>>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What only all files together can judge.
    pub evidence: Vec<Evidence>,
}

impl<'a> Sink<'a> {
    /// An empty sink for one evaluation.
    pub fn new(places: &'a Places<'a>) -> Sink<'a> {
        Sink { places, rule: Cell::new(None), findings: Vec::new(), evidence: Vec::new() }
    }

    /// Whose findings come next.
    pub(super) fn begin(&mut self, rule: &'static Rule) {
        self.rule.set(Some(rule));
    }

    /// Takes a finding of the rule that is running.
    pub fn push(&mut self, draft: Draft) {
        let Some(rule) = self.rule.get() else { return };
        self.findings.push(draft.finish(rule, self.places));
    }

    /// Adds to the findings from a number on where the job that led there is made, if the file at `path` has comments, and to those
    /// in another file a mark that names it.
    pub(super) fn say_where_met(
        &mut self,
        from: usize,
        (path, has_comments): (&str, bool),
        (places, at): (&JobPlaces, usize),
        job: &JobView,
    ) {
        let place = places.job(at);
        let spans: Vec<Span> = match place {
            Some(place) => place.all().collect(),
            // The start of the file stands for a list that is elsewhere.
            None => Some(places.list).filter(|list| list.start < list.end).into_iter().collect(),
        };
        for finding in self.findings.iter_mut().skip(from) {
            if has_comments {
                finding.made_at.extend(spans.iter().map(|span| self.places.location(*span)));
            }
            if finding.path() != path {
                let location = self.places.location(place.map_or(places.list, |place| place.main));
                finding.marks.push(Mark { location, label: format!("met in {}", job.name()) });
            }
        }
    }

    /// Takes a finding that holds only if every file that comes by the same place says so: of code that several files
    /// share, one use anywhere is enough.
    pub fn push_unless_used(&mut self, draft: Draft, is_used: bool) {
        let Some(rule) = self.rule.get() else { return };
        self.evidence.push(Evidence { finding: draft.finish(rule, self.places), is_used });
    }
}

/// Takes the findings of a rule that looks at all files.
pub struct Found {
    rule: &'static Rule,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Found {
    /// Nothing yet.
    pub fn new(rule: &'static Rule) -> Found {
        Found { rule, findings: Vec::new() }
    }

    /// Takes a finding; the first mark is its main place.
    pub fn push(&mut self, message: impl Into<String>, help: impl Into<String>, marks: Vec<(Location, String)>) {
        let marks = marks.into_iter().map(|(location, label)| Mark { location, label }).collect();
        let (code, message, help) = (self.rule.code.to_owned(), message.into(), Some(help.into()));
        self.findings.push(Finding { code, cause: None, message, help, marks, made_at: Vec::new(), fix: None });
    }

    /// Takes a finding about a job, which comments where the job is made cover too.
    pub fn push_of(&mut self, job: &JobFact, message: String, help: &str, marks: Vec<(Location, String)>) {
        self.push(message, help, marks);
        if let Some(finding) = self.findings.last_mut() {
            finding.made_at.clone_from(&job.made_at);
        }
    }
}
