//! `-E NAME=VALUE` (`reference/loading.md §4`, `reference/commands.md §5`).

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Kind, nearest_address, shown};
use crate::objects::{Context, Environment, Keyword, Object, Origin, Raw, Reference, Type};
use crate::source::Span;

use super::problem::{Problems, Result};
use super::provenance::subject;
use super::shadowed::{chosen, shadow};

/// Bindings from the command line, in their order.
#[derive(Clone, Default, Debug)]
pub struct Bindings(Vec<(Reference, String)>);

impl Bindings {
    /// Reads all `-E` options; every wrong one is reported. A value may hold further `=`.
    pub fn parse(cx: &Context, options: &[String]) -> Result<Bindings> {
        let mut problems = Problems::default();
        let mut bindings = Vec::new();
        for option in options {
            bindings.extend(problems.keep(parse_one(cx, option)));
        }
        problems.or_value(Some(Bindings(bindings)))
    }

    /// The names that are bound.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(reference, _)| reference.address())
    }

    /// The n-th option as it was given, from 1.
    pub fn shown(&self, number: u32) -> Option<String> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        self.0.get(at).map(|(reference, value)| format!("-E {}={value}", reference.address()))
    }

    /// The job with the bindings in front of its own; a later one beats an earlier one.
    pub fn apply(&self, cx: &Context, job: &Object) -> Result<Object> {
        let mut scopes = Vec::with_capacity(self.0.len());
        for (at, (reference, value)) in self.0.iter().enumerate() {
            let pair = Keyword {
                name: reference.address().into(),
                value: bound(cx, value)?,
                origin: Origin::CommandLine(u32::try_from(at + 1).unwrap_or(u32::MAX)),
            };
            scopes.push(Raw::Environment(Environment::construct(cx, &[], &[pair])?));
        }
        Ok(job.bind(cx, &scopes, &[], Span::NONE)?)
    }

    /// A warning for each binding that satisfied no reference in all that was evaluated with this context. `shown` are the jobs
    /// with the bindings; `others`, without them, are the file's jobs that may use what those do not. In all of them is looked for
    /// what answers instead of a binding.
    pub fn unused(&self, cx: &Context, shown: &[Object], others: &[Object]) -> Vec<Diagnostic> {
        if self.unused_numbers(cx).is_empty() {
            return Vec::new();
        }
        let others = others.iter().filter_map(|job| self.apply(cx, job).ok()).map(|job| subject(cx, &job));
        let jobs: Vec<Object> = shown.iter().cloned().chain(others).collect();
        // What is wrong with the jobs is not the matter here, but what was not got to may use the rest.
        let faulty: Vec<&Object> = jobs.iter().filter(|job| job.interpolate(cx).is_err()).collect();
        let mut unused = self.unused_numbers(cx);
        for job in faulty {
            let used = chosen(cx, job, &unused);
            unused.retain(|(number, _)| !used.contains(number));
        }
        unused.into_iter().map(|(number, reference)| self.warning(cx, &jobs, number, reference)).collect()
    }

    /// The bindings, by their numbers from 1, that satisfied no reference so far.
    pub fn never_used(&self, cx: &Context) -> BTreeSet<u32> {
        self.unused_numbers(cx).into_iter().map(|(number, _)| number).collect()
    }

    /// A warning for each of these bindings: that none of several files uses it.
    pub fn used_in_none(&self, numbers: &BTreeSet<u32>) -> Vec<Diagnostic> {
        let all = (1u32..).zip(&self.0).filter(|(number, _)| numbers.contains(number));
        let warning = |(_, (reference, _)): (u32, &(Reference, String))| {
            let name = reference.address();
            Diagnostic::warning("AUR0405", Kind::Usage, format!("none of the files uses the binding `-E {name}=…`"))
                .help(format!("no template of their jobs refers to `{{{{{name}}}}}`"))
        };
        all.map(warning).collect()
    }

    fn unused_numbers(&self, cx: &Context) -> Vec<(u32, &Reference)> {
        let numbers = (1u32..).zip(&self.0).filter(|(number, _)| !cx.is_used(*number));
        numbers.map(|(number, (reference, _))| (number, reference)).collect()
    }

    fn warning(&self, cx: &Context, jobs: &[Object], number: u32, reference: &Reference) -> Diagnostic {
        let name = reference.address();
        let warning = |message| Diagnostic::warning("AUR0405", Kind::Usage, message);
        if self.0.iter().skip(number as usize).any(|(later, _)| later == reference) {
            let message = format!("`-E {name}=…`, number {number}, is beaten by a later one of the same name");
            return warning(message).help("leave one of them out");
        }
        let met = cx.met_references();
        // Following every text of every job is worth it only where one refers to the name.
        let is_met = met.iter().any(|address| {
            address.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        let found = if is_met { jobs.iter().find_map(|job| shadow(cx, job, number)) } else { None };
        if let Some(found) = found {
            let (what, label) = match &found.attribute {
                Some(attribute) => (format!("the attribute `{attribute}`"), "set here"),
                None if found.is_standard => ("a standard binding".to_owned(), ""),
                None => ("a binding of the file".to_owned(), "bound here"),
            };
            let message = format!("nothing uses the binding `-E {name}=…`: {what} answers `{}` first", found.reference);
            let help = match found.is_standard {
                true => "leave the option out: this name always has the job's own value",
                false => "leave the option out, or give one of the two another name",
            };
            return warning(message).at(found.place, label).help(help);
        }
        let warning = warning(format!("nothing uses the binding `-E {name}=…`"));
        // A reference that ends in the name, as `profile.name` does.
        let longer = || {
            met.iter()
                .map(String::as_str)
                .find(|address| address.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')))
        };
        match nearest_address(name, met.iter().map(String::as_str)).or_else(longer) {
            Some(near) => warning.help(format!("did you mean `{near}`?")),
            None => warning.help(format!("no template of the job refers to `{{{{{name}}}}}`")),
        }
    }
}

fn parse_one(cx: &Context, option: &str) -> Result<(Reference, String)> {
    let Some((name, value)) = option.split_once('=') else {
        let message = format!("`-E {}` has no value", shown(option));
        return Err(Diagnostic::error("AUR0403", Kind::Other, message)
            .help(format!("write it as NAME=VALUE: `-E {}=VALUE`", shown(option)))
            .into());
    };
    match Reference::parse(name, cx.index_style()) {
        Ok(reference) => Ok((reference, value.to_owned())),
        Err(error) => {
            let message = format!("`{}` cannot be bound: {}", shown(name), error.message.replace(name, &shown(name)));
            Err(Diagnostic::error("AUR0404", Kind::BadRef, message)
                .help("a name is written as in {{…}}: `a`, `profile.version` or `thermos.ports[http]`")
                .into())
        }
    }
}

/// A text as a value to bind. A bound text must be ASCII in the original; other texts are bound as a String object.
fn bound(cx: &Context, value: &str) -> Result<Raw> {
    let raw = Raw::text(value);
    if value.is_ascii() { Ok(raw) } else { Ok(Type::string().construct(cx, &[raw], &[], Span::NONE)?.into()) }
}
