//! The diagnostic itself: plain data, no terminal.

use crate::source::Span;

/// What a diagnostic is about; the words scripts branch on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    Syntax,
    Name,
    Type,
    Coercion,
    UnknownAttribute,
    MissingRequired,
    Unbound,
    BadRef,
    Cycle,
    JobNotFound,
    AmbiguousJob,
    BadJobKey,
    NoJobs,
    InvalidResources,
    InvalidIdentifier,
    EnvironmentName,
    UpdateConfig,
    HealthCheck,
    Announce,
    Ordering,
    Include,
    Json,
    Runtime,
    Budget,
    Refused,
    Usage,
    Cluster,
    Network,
    Timeout,
    Scheduler,
    Auth,
    Command,
    Interrupted,
    Deprecated,
    Lint,
    Other,
}

impl Kind {
    /// The kind's stable spelling in JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Syntax => "syntax",
            Kind::Name => "name",
            Kind::Type => "type",
            Kind::Coercion => "coercion",
            Kind::UnknownAttribute => "unknown-attribute",
            Kind::MissingRequired => "missing-required",
            Kind::Unbound => "unbound",
            Kind::BadRef => "bad-ref",
            Kind::Cycle => "cycle",
            Kind::JobNotFound => "job-not-found",
            Kind::AmbiguousJob => "ambiguous-job",
            Kind::BadJobKey => "bad-job-key",
            Kind::NoJobs => "no-jobs",
            Kind::InvalidResources => "invalid-resources",
            Kind::InvalidIdentifier => "invalid-identifier",
            Kind::EnvironmentName => "environment-name",
            Kind::UpdateConfig => "update-config",
            Kind::HealthCheck => "health-check",
            Kind::Announce => "announce",
            Kind::Ordering => "ordering",
            Kind::Include => "include",
            Kind::Json => "json",
            Kind::Runtime => "runtime",
            Kind::Budget => "budget",
            Kind::Refused => "refused",
            Kind::Usage => "usage",
            Kind::Cluster => "cluster",
            Kind::Network => "network",
            Kind::Timeout => "timeout",
            Kind::Scheduler => "scheduler",
            Kind::Auth => "auth",
            Kind::Command => "command",
            Kind::Interrupted => "interrupted",
            Kind::Deprecated => "deprecated",
            Kind::Lint => "lint",
            Kind::Other => "other",
        }
    }
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// A place and what it has to do with the matter. The first place of a diagnostic is the main one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Where.
    pub span: Span,
    /// What is there, in a few words; may be empty.
    pub label: String,
}

/// One step of the chain of calls and includes that led to a diagnostic, outermost first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The place of the call.
    pub span: Span,
    /// What was running: a function's name, `<module>`, `include`.
    pub name: String,
    /// What a function was called with, as far as it was noted.
    pub arguments: Vec<Argument>,
}

/// A parameter of a call and its value in a few words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Argument {
    /// The parameter's name.
    pub name: String,
    /// Its value, shortened: a literal, or its type in angle brackets.
    pub value: String,
}

/// An uncaught Python exception, in Python's own words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// The class's bare name.
    pub type_name: String,
    /// `str()` of the exception.
    pub message: String,
}

/// Something to tell the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Stable code, such as `AUR0101`.
    pub code: &'static str,
    /// What it is about.
    pub kind: Kind,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the user's terms, without a place.
    pub message: String,
    /// The way out, if one is known.
    pub help: Option<String>,
    /// Where; the main place first.
    pub places: Vec<Place>,
    /// How evaluation got there, outermost first.
    pub trace: Vec<Frame>,
    /// Python's own words for an uncaught exception.
    pub exception: Option<Exception>,
    /// What it is about, to tell apart what has one place. Not shown.
    pub subject: Subject,
}

/// The value that a diagnostic is about, as far as it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Subject {
    /// Its path, or the end of it; empty if it is not known.
    pub path: String,
    /// The addresses of the references that are at fault.
    pub references: Vec<String>,
}

impl Subject {
    /// Whether two can be one value: what is known of both must agree.
    pub fn can_be(&self, other: &Subject) -> bool {
        let ends_in =
            |path: &str, end: &str| path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let paths = self.path.is_empty()
            || other.path.is_empty()
            || ends_in(&self.path, &other.path)
            || ends_in(&other.path, &self.path);
        let references = self.references.is_empty()
            || other.references.is_empty()
            || self.references.iter().any(|one| other.references.contains(one));
        paths && references
    }
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: &'static str, kind: Kind, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            kind,
            severity: Severity::Error,
            message: message.into(),
            help: None,
            places: Vec::new(),
            trace: Vec::new(),
            exception: None,
            subject: Subject::default(),
        }
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, kind: Kind, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, kind, message) }
    }

    /// Adds the way out.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Says what value it is about: its path, or the end of it.
    pub fn about(mut self, path: impl Into<String>) -> Diagnostic {
        self.subject.path = path.into();
        self
    }

    /// Says which reference is at fault: its address.
    pub fn about_reference(mut self, address: impl Into<String>) -> Diagnostic {
        self.subject.references.push(address.into());
        self
    }

    /// Adds a place; an absent one is left out, and one that is there already.
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        if !span.is_none() && self.places.iter().all(|place| place.span != span) {
            self.places.push(Place { span, label: label.into() });
        }
        self
    }

    /// Stamps the main place if there is none yet: the nearest enclosing expression does this on the way up.
    pub fn at_if_missing(self, span: Span) -> Diagnostic {
        if self.places.is_empty() { self.at(span, "") } else { self }
    }
}
