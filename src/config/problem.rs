//! What is wrong with a configuration: errors of the object system in the project's words, one or many at a time.

use crate::diagnostics::{Diagnostic, Exception, Kind, nearest, shown};
use crate::objects::{Error, ErrorClass, Facts, Failure, Kind as TypeKind, Raised, Reason, path_text};
use crate::source::Span;

use super::declared::declared;
use super::narrow::{SET_HERE, USED_HERE};
use super::read::lacks;

/// One or more errors, the one that the original would report first.
#[derive(Debug, Default)]
pub struct Problems(pub Vec<Diagnostic>);

/// Result of a step of loading.
pub type Result<T> = std::result::Result<T, Problems>;

impl Problems {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what is not yet known: the same words, or the same code at the same place and about the same value, are one
    /// problem. Of two that tell the same, the one that says more stays, where the first stood. Of very many only the first
    /// ones are kept.
    pub fn add(&mut self, more: Problems) {
        const MOST: usize = 100;
        let known = self.0.len();
        for diagnostic in more.0.into_iter().take(MOST.saturating_sub(known)) {
            let same = self.0.iter().position(|one| one.message == diagnostic.message);
            // One object can lack several things.
            let alike = self
                .0
                .iter()
                .take(known)
                .position(|one| diagnostic.kind != Kind::MissingRequired && are_alike(one, &diagnostic));
            match same.or(alike).and_then(|at| self.0.get_mut(at)) {
                None => self.0.push(diagnostic),
                Some(one) if says_more(&diagnostic, one) => {
                    let exception = one.exception.take().or(diagnostic.exception);
                    *one = Diagnostic { exception, ..diagnostic };
                }
                Some(_) => {}
            }
        }
    }

    /// Problems go by their places, those without one last. The first one stays the first if another would be first that the
    /// original does not raise: of the same class as its own is as good. What is told without a place and with one is told with it only.
    pub fn sort(&mut self) {
        let mut at = 0;
        while let Some(one) = self.0.get(at) {
            let is_twin = |other: &Diagnostic| !other.places.is_empty() && other.exception == one.exception;
            match one.places.is_empty() && one.exception.is_some() {
                true => match self.0.iter().position(is_twin) {
                    Some(twin) => {
                        let found = self.0.remove(twin);
                        let at = if twin < at { at - 1 } else { at };
                        if let Some(one) = self.0.get_mut(at) {
                            *one = found;
                        }
                    }
                    None => at += 1,
                },
                false => at += 1,
            }
        }
        let class = |one: &Diagnostic| (one.kind, one.exception.as_ref().map(|words| words.type_name.clone()));
        let start = |one: &Diagnostic, at: usize| one.places.get(at).map_or(u32::MAX, |place| place.span.start);
        let place = |one: &Diagnostic| (start(one, 0), start(one, 1));
        let Some(wanted) = self.0.first().map(class) else { return };
        self.0.sort_by_key(place);
        let at = self.0.iter().position(|one| class(one) == wanted).unwrap_or_default();
        if let Some(front) = self.0.get_mut(..=at) {
            front.rotate_right(1);
        }
    }

    /// Keeps the value of a step that went well, and the problems of one that did not.
    pub fn keep<T>(&mut self, step: Result<T>) -> Option<T> {
        match step {
            Ok(value) => Some(value),
            Err(problems) => {
                self.add(problems);
                None
            }
        }
    }

    /// The value if nothing went wrong.
    pub fn or_value<T>(self, value: Option<T>) -> Result<T> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

/// Whether two problems have one code and one place, and are not known to be about different values: what a helper or a dictionary
/// set has the place of one call.
fn are_alike(one: &Diagnostic, other: &Diagnostic) -> bool {
    let place = |one: &Diagnostic| one.places.first().map(|place| place.span);
    one.code == other.code && place(one).is_some() && place(one) == place(other) && one.subject.can_be(&other.subject)
}

/// Whether a problem is told with more places than another, or with the other's way out and more.
fn says_more(one: &Diagnostic, other: &Diagnostic) -> bool {
    let goes_on = match (&one.help, &other.help) {
        (Some(one), Some(other)) => one.len() > other.len() && one.ends_with(other),
        (one, other) => one.is_some() && other.is_none(),
    };
    one.places.len() > other.places.len() || one.places.len() == other.places.len() && goes_on
}

impl From<Diagnostic> for Problems {
    fn from(diagnostic: Diagnostic) -> Problems {
        Problems(vec![diagnostic])
    }
}

impl From<Error> for Problems {
    fn from(error: Error) -> Problems {
        Problems(vec![of_error(&error)])
    }
}

/// Code and kind of an error by its class in the original.
pub fn classify(class: ErrorClass) -> (&'static str, Kind) {
    match class {
        ErrorClass::Value
        | ErrorClass::Unbindable
        | ErrorClass::Coercion
        | ErrorClass::UnicodeEncode
        | ErrorClass::UnicodeDecode
        | ErrorClass::Overflow => ("AUR0301", Kind::Coercion),
        ErrorClass::Attribute => ("AUR0302", Kind::UnknownAttribute),
        ErrorClass::InvalidRef => ("AUR0303", Kind::BadRef),
        ErrorClass::Uninterpolatable => ("AUR0304", Kind::Cycle),
        ErrorClass::Type => ("AUR0307", Kind::Type),
        ErrorClass::Budget => ("AUR0905", Kind::Budget),
        ErrorClass::TooMuchText => ("AUR0308", Kind::Budget),
        ErrorClass::Key
        | ErrorClass::Index
        | ErrorClass::Assertion
        | ErrorClass::Runtime
        | ErrorClass::NotFound
        | ErrorClass::Naming
        | ErrorClass::Unnamable => ("AUR0309", Kind::Runtime),
    }
}

/// An error of the object system for people.
pub fn of_error(error: &Error) -> Diagnostic {
    let Error::Raised(raised) = error else {
        return Diagnostic::error("AUR0309", Kind::Runtime, "code of the configuration failed while a value was read");
    };
    of_raised(raised, &path_text(&raised.facts.path), raised.facts.span)
}

/// An error of the part at `path` that was set at `place`.
fn of_raised(raised: &Raised, path: &str, place: Span) -> Diagnostic {
    let (code, kind) = of_helper(&raised.message).unwrap_or_else(|| classify(raised.class));
    let facts = &raised.facts;
    let message = match raised.class {
        ErrorClass::InvalidRef => not_a_reference(facts.value.as_deref(), &raised.message),
        ErrorClass::Uninterpolatable => CIRCLE.to_owned(),
        ErrorClass::Attribute if raised.message.starts_with("Unknown schema attribute") => {
            let owner = facts.owner.as_deref().map_or("this Struct", spoken);
            let others: String = facts.others.iter().map(|(name, _)| format!(", nor `{name}`")).collect();
            format!("{owner} has no attribute `{}`{others}", facts.name.as_deref().unwrap_or_default())
        }
        ErrorClass::Unbindable => {
            let kind = facts.value.as_deref().unwrap_or_default();
            let kind = if kind == "NoneType" { "None".to_owned() } else { an(kind) };
            format!(
                "{kind} cannot be bound: only texts, numbers, Structs, lists and maps of the schema, and dictionaries can"
            )
        }
        _ => shortened(&with_shown(&raised.message, facts.value.as_deref())),
    };
    let message = match (expectation(facts), path) {
        (Some(words), _) if facts.reference.is_some() => {
            let reference = facts.reference.as_deref().unwrap_or_default();
            let place = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
            format!("`{{{{{reference}}}}}`{place} {words}")
        }
        (Some(words), "") => format!("a value {words}"),
        (Some(words), path) => format!("`{path}` {words}"),
        (None, "") => message,
        (None, path) => format!("`{path}`: {message}"),
    };
    let label = if facts.reference.is_some() { USED_HERE } else { label(raised.class) };
    let mut diagnostic = Diagnostic::error(code, kind, message).at(place, label);
    diagnostic.subject.path = path.to_owned();
    let bad = facts.value.as_deref().filter(|_| raised.class == ErrorClass::InvalidRef);
    diagnostic.subject.references.extend(facts.reference.as_deref().or(bad).map(str::to_owned));
    for (name, place) in facts.others.iter().filter(|(_, place)| !place.is_none()) {
        let label = match nearest(name, facts.candidates.iter().map(|candidate| &**candidate)) {
            Some(near) => format!("unknown: did you mean `{near}`?"),
            None => "unknown".to_owned(),
        };
        diagnostic = diagnostic.at(*place, label);
    }
    if let Some((name, class)) = &facts.declared {
        diagnostic = diagnostic.at(*class, declared(name));
    }
    let owner = facts.owner.as_deref().map_or("this Struct", spoken);
    diagnostic = diagnostic.at(facts.class, format!("`{owner}` is declared here"));
    diagnostic.help = match facts.value.as_deref() {
        Some("NoneType") if raised.class == ErrorClass::Unbindable => Some("leave the binding out".to_owned()),
        Some("list" | "tuple") if raised.class == ErrorClass::Unbindable => {
            Some("say what it holds: List(String)([…]), or List(Integer)([…])".to_owned())
        }
        _ => help(raised.class, facts),
    };
    let message = in_python(&raised.message, facts);
    diagnostic.exception = Some(Exception { type_name: raised.class.name().to_owned(), message });
    diagnostic
}

/// What a value must be and is instead.
fn expectation(facts: &Facts) -> Option<String> {
    let expected = facts.expected.as_ref()?;
    let wanted = match expected.kind() {
        TypeKind::Integer => "a whole number".to_owned(),
        TypeKind::Float => "a number".to_owned(),
        TypeKind::Boolean => "a truth value".to_owned(),
        TypeKind::Enum(values) => format!("one of {}", values.join(", ")),
        TypeKind::List(element) => format!("a list of {}", spoken(element.name())),
        TypeKind::Map(..) => "a dictionary".to_owned(),
        TypeKind::Struct(_) => format!("{} or a dictionary", an(spoken(expected.name()))),
        TypeKind::String => "a text".to_owned(),
        TypeKind::Choice(_) => return None,
    };
    Some(format!("must be {wanted} and is `{}`", one_line(facts.value.as_deref()?)))
}

/// A value for a sentence; of an object written over several lines without its indentation.
fn one_line(text: &str) -> String {
    match text.contains("\n ") {
        true => shown(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
        false => shown(text),
    }
}

/// The original's words with a value in them as messages show it.
fn with_shown(message: &str, value: Option<&str>) -> String {
    match value.map(|value| (value, shown(value))) {
        Some((value, short)) if *value != *short => message.replace(value, &short),
        _ => message.to_owned(),
    }
}

/// The original's words as they are, but for a value that is too long to be shown.
pub fn in_python(message: &str, facts: &Facts) -> String {
    match facts.value.as_deref() {
        Some(value) if shown(value).len() < value.len() => with_shown(message, Some(value)),
        _ => message.to_owned(),
    }
}

/// A type by the name that configurations use for it.
pub fn spoken(type_name: &str) -> &str {
    match type_name {
        "MesosJob" => "Job",
        other => other,
    }
}

const CIRCLE: &str = "a reference leads back to itself: its text was still not resolved after the last round";

/// Errors that the schema's helper functions raise: they are no matter of types and values alone.
fn of_helper(message: &str) -> Option<(&'static str, Kind)> {
    const HELPERS: [(&str, &str, Kind); 3] = [
        ("Cannot turn a Task with existing constraints", "AUR0455", Kind::Ordering),
        ("Unknown value for process order", "AUR0307", Kind::Type),
        ("Got an unexpected argument to render_options", "AUR0307", Kind::Type),
    ];
    HELPERS.iter().find(|(start, _, _)| message.starts_with(start)).map(|(_, code, kind)| (*code, *kind))
}

/// The original's words add nothing when they are the address itself.
fn not_a_reference(address: Option<&str>, message: &str) -> String {
    match address {
        Some(address) if address != message => {
            format!("`{}` is not a reference: {}", shown(address), shortened(&with_shown(message, Some(address))))
        }
        _ => format!("`{}` is not a reference", shown(message)),
    }
}

fn label(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::Coercion | ErrorClass::Value | ErrorClass::Unbindable => "the value was set here",
        ErrorClass::Attribute => "unknown",
        ErrorClass::InvalidRef | ErrorClass::Uninterpolatable => SET_HERE,
        _ => "",
    }
}

/// The way out of a limit of the object system.
pub fn limit_help(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::TooMuchText => "if the text is meant to be so long, raise the limit with --max-text-bytes",
        _ => "if the work is real, raise the limit with --max-template-steps",
    }
}

fn help(class: ErrorClass, facts: &Facts) -> Option<String> {
    match class {
        ErrorClass::Attribute | ErrorClass::NotFound => {
            let name = facts.name.as_deref()?;
            match nearest(name, facts.candidates.iter().map(|candidate| &**candidate)) {
                Some(near) => Some(format!("did you mean `{near}`?")),
                None if facts.candidates.is_empty() => None,
                None => Some(format!("known attributes: {}", facts.candidates.join(", "))),
            }
        }
        ErrorClass::Coercion | ErrorClass::Value if facts.value.as_deref() == Some("None") => {
            Some("None is no value here: leave it out".to_owned())
        }
        ErrorClass::Coercion | ErrorClass::Value => match facts.expected.as_ref()?.kind() {
            TypeKind::Integer if facts.value.as_deref().and_then(Size::read).is_some() => {
                let size = facts.value.as_deref().and_then(Size::read)?;
                Some(size.help())
            }
            TypeKind::Integer => Some("an Integer is a whole number: 3, or '3' as text".to_owned()),
            TypeKind::Float => Some("a Float is a number: 0.5, or '0.5' as text".to_owned()),
            TypeKind::Boolean => Some("a Boolean is True or False, or one of the texts true, false, 1, 0".to_owned()),
            TypeKind::List(_) => Some("write a list, of one element too: [first, second]".to_owned()),
            TypeKind::Map(..) => Some("write a dictionary: {'name': 'value'}".to_owned()),
            TypeKind::Enum(values) => {
                let near = nearest(facts.value.as_deref()?, values.iter().map(|value| &**value))?;
                Some(format!("did you mean `{near}`?"))
            }
            TypeKind::Struct(fields) => {
                let name = spoken(facts.expected.as_ref()?.name());
                let first = fields.names().first().cloned()?;
                Some(format!("write {name}({first}=…, …), with a name for each attribute"))
            }
            TypeKind::String | TypeKind::Choice(_) => None,
        },
        ErrorClass::UnicodeDecode | ErrorClass::UnicodeEncode => {
            Some("write text beyond ASCII as a unicode text, u'…'; to bind it, wrap it: String(u'…')".to_owned())
        }
        ErrorClass::InvalidRef => Some(
            "a reference is a name such as {{name}}, {{profile.name}} or {{thermos.ports[http]}}, without blanks; \
             write {{&&&name}} to keep the braces in the text"
                .to_owned(),
        ),
        ErrorClass::Uninterpolatable => Some(
            "look for a binding or attribute whose text refers to its own name, directly or in a circle".to_owned(),
        ),
        class if class.is_limit() => Some(limit_help(class).to_owned()),
        _ => None,
    }
}

/// A size for people.
struct Size {
    number: u64,
    unit: &'static str,
    bytes: u64,
}

impl Size {
    /// Of a text such as `2 GB` or `512m`.
    fn read(text: &str) -> Option<Size> {
        let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|at| *at > 0)?;
        let (number, unit) = text.split_at(digits);
        let (unit, power) = match unit.trim().to_ascii_lowercase().as_str() {
            "k" | "kb" | "kib" => ("KB", 1),
            "m" | "mb" | "mib" => ("MB", 2),
            "g" | "gb" | "gib" => ("GB", 3),
            "t" | "tb" | "tib" => ("TB", 4),
            _ => return None,
        };
        let number = number.parse::<u64>().ok()?;
        Some(Size { number, unit, bytes: number.checked_mul(1 << (10 * power))? })
    }

    /// How to write it. Behind `-E` and in JSON stand no products.
    fn help(&self) -> String {
        let Size { number, unit, bytes } = self;
        format!("write a size as a product, without quotes: {number}*{unit}; behind -E and in JSON as bytes: {bytes}")
    }
}

/// A failure of the type check for people; several can be reported together.
pub fn of_failure(failure: &Failure) -> Diagnostic {
    let path = failure.path_text();
    let at = |words: String| if path.is_empty() { words } else { format!("`{path}`: {words}") };
    let (code, kind, words, label) = match &failure.reason {
        Reason::Required { in_type } => {
            let words = format!("`{path}` is required: every {} must have it", spoken(in_type));
            return Diagnostic::error("AUR0305", Kind::MissingRequired, words)
                .help(format!("add `{}=…`", last_name(&path)))
                .at(failure.span, lacks(in_type));
        }
        Reason::Unresolved { expected, text, .. } => {
            let words = format!("`{path}` must be {}, but `{}` has no value", an(expected), shown(text));
            ("AUR0306", Kind::Unbound, words, "set here")
        }
        Reason::NoAlternative { expected } => {
            let words = at(format!("no alternative of {expected} takes this value"));
            ("AUR0301", Kind::Coercion, words, "set here")
        }
        Reason::Raised(raised) => return of_raised(raised, &path, failure.span),
    };
    let mut diagnostic = Diagnostic::error(code, kind, words).at(failure.span, label);
    if let Reason::Unresolved { text, .. } = &failure.reason {
        let addresses = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
        diagnostic.subject.references = addresses.map(|(address, _)| address.to_owned()).collect();
    }
    diagnostic.subject.path = path;
    diagnostic.help = match &failure.reason {
        Reason::Unresolved { references, .. } => references.first().map(|one| value_help(one.address())),
        Reason::Required { .. } | Reason::NoAlternative { .. } | Reason::Raised(_) => None,
    };
    diagnostic
}

fn last_name(path: &str) -> &str {
    path.rsplit(['.', ']']).next().filter(|name| !name.is_empty()).unwrap_or(path)
}

/// How to give the reference in a field that is no text a value.
fn value_help(reference: &str) -> String {
    if reference.starts_with("mesos.") || reference.starts_with("thermos.") {
        return format!("`{reference}` is known only when an instance starts: use it in texts such as commands only");
    }
    bind_help(reference)
}

/// How to give a reference a value.
pub fn bind_help(reference: &str) -> String {
    format!("give it a value on the command line with `-E {reference}=VALUE`{BIND_IN_FILE}")
}

/// The half of [`bind_help`] that a job of JSON has no use for.
pub const BIND_IN_FILE: &str = ", or with `.bind(…)` in the file";

fn an(type_name: &str) -> String {
    let article = if type_name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} {type_name}")
}

/// A text short enough for a message.
pub fn shortened(text: &str) -> String {
    const MOST: usize = 300;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
