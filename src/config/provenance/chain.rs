//! The chain of places behind a value.

use std::rc::Rc;

use super::constant::{self, Shown};
use super::definitions::Index;
use super::expand::{Fact, Start};
use super::faulty::followed;
use super::leaves::Leaf;
use super::link::{Link, LinkKind};
use super::{declaration, expand};
use crate::config::bindings::Bindings;
use crate::config::plugins::standing;
use crate::config::problem::{Result, of_failure};
use crate::diagnostics::Diagnostic;
use crate::objects::{
    self, Candidate, Context, Error, Explanation, Failure, Object, Origin, Raised, Reason, Reference, Slot, Step,
    path_text,
};
use crate::source::{SourceFile, SourceMap, Span};
use crate::syntax::ast::{Expr, ExprKind};

/// What answered a reference.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// The reference, with its braces.
    pub reference: String,
    /// The text that took its place.
    pub text: String,
    /// Where that comes from; the last link shows it.
    pub chain: Vec<Link>,
    /// What would have answered without it, the next one first.
    pub beat: Vec<Vec<Link>>,
}

/// A value and where it comes from.
#[derive(Clone, PartialEq, Debug)]
pub struct Explained {
    /// Its path in the job.
    pub path: String,
    /// Its type's name.
    pub type_name: Rc<str>,
    /// The value as text, its references resolved.
    pub value: String,
    /// The text as it was given.
    pub template: String,
    /// The places that set it, oldest first; the last one counts and shows the template.
    pub chain: Vec<Link>,
    /// The references that were resolved, in their order.
    pub answers: Vec<Answer>,
    /// References that stay.
    pub open: Vec<String>,
    /// Why the value cannot be had; then `value` is how far resolving came.
    pub fault: Option<Fault>,
}

/// An error of a value.
#[derive(Clone, PartialEq, Debug)]
pub struct Fault {
    /// What is wrong, in the words of all errors.
    pub diagnostic: Diagnostic,
    /// The reference whose value is at fault, where the text only refers to it.
    pub reference: Option<Rc<str>>,
}

/// The words for a definition that gave a value.
pub const FROM_HERE: &str = "from here";

/// The words for one that may have given it: another place could have given the same.
pub const PERHAPS_FROM_HERE: &str = "perhaps from here";

/// Interpolations of a value before it is shown: escapes lose one `&` in each.
const PASSES: usize = 3;

/// The name of a Struct in a configuration.
pub(super) fn shown_name(object: &Object) -> &str {
    match &**object.ty().name() {
        "MesosJob" => "Job",
        name => name,
    }
}

/// What is looked for behind a place.
struct Asked<'a> {
    /// The value.
    text: &'a str,
    /// The names under which what was set there holds it.
    names: &'a [Rc<str>],
    /// What is known of the calls in which that was.
    facts: &'a [Fact<'a>],
}

/// The name of a step, under which a dictionary would hold the part.
fn name_of(step: &Step) -> Option<Rc<str>> {
    match step {
        Step::Field(name) | Step::Key(name) => Some(Rc::clone(name)),
        Step::Index(_) => None,
    }
}

/// Whether an expression is a call of this Struct's name, which takes its arguments by the names of the attributes.
fn is_call_of(expr: &Expr, name: &str) -> bool {
    matches!(&expr.kind, ExprKind::Call(call) if call.callee.last_name() == Some(name))
}

/// Explains values of one evaluation.
pub struct Explainer<'a> {
    /// The objects' state.
    pub cx: &'a Context,
    /// The texts that were evaluated.
    pub sources: &'a SourceMap,
    /// What these say about names.
    pub index: &'a Index<'a>,
    /// What was bound on the command line.
    pub bindings: &'a Bindings,
    /// Files that the program read as data.
    pub data: &'a [Rc<SourceFile>],
}

/// The job to explain: with the standard bindings if it can have them. What is wrong with it does not matter here.
pub fn subject(cx: &Context, bound: &Object) -> Object {
    standing(cx, bound).map_or_else(|_| bound.clone(), |(job, _)| job)
}

/// References that stay, each once.
fn open(explanation: &Explanation) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for reference in explanation.unbound.iter().map(ToString::to_string) {
        if !all.contains(&reference) {
            all.push(reference);
        }
    }
    all
}

/// The error of a value as the conversion of the job tells it.
fn fault(leaf: &Leaf, raised: Box<Raised>) -> Fault {
    let place = leaf.owners.last().and_then(|(owner, field)| owner.slot(field)).map(|slot| slot.origin().span());
    let (reference, message) = (raised.facts.reference.clone(), raised.message.clone());
    let span = place.unwrap_or_default();
    let failure = Failure { path: leaf.path.clone(), span, message, reason: Reason::Raised(raised) };
    Fault { diagnostic: of_failure(&failure), reference }
}

/// The innermost Struct on a way into an object, and its attribute there.
fn owner_of(part: Object, path: &[Step]) -> Option<(Object, Rc<str>)> {
    let (mut here, mut last) = (part, None);
    for step in path {
        let next = here.part(step)?;
        if let Step::Field(name) = step {
            last = Some((here, Rc::clone(name)));
        }
        here = next;
    }
    last
}

impl Explainer<'_> {
    /// Explains a value of a job, one that does not fit too. Errors: references that cannot be read, limits.
    pub fn leaf(&self, leaf: &Leaf) -> Result<Explained> {
        let mut followed = followed(self.cx, &leaf.object)?;
        let fault_of = followed.fault.take();
        let Some(explanation) = &followed.explanation else {
            let template = leaf.text();
            return Ok(Explained {
                path: path_text(&leaf.path),
                type_name: Rc::clone(leaf.object.ty().name()),
                value: template.clone(),
                chain: self.chain(leaf, &template)?,
                template,
                answers: Vec::new(),
                open: Vec::new(),
                fault: fault_of.map(|raised| fault(leaf, raised)),
            });
        };
        let chain = self.chain(leaf, &explanation.start)?;
        let mut answers = self.told_by_text(&chain, &explanation.start);
        for substitution in explanation.rounds.iter().flat_map(|round| &round.substitutions) {
            let reference = &substitution.reference;
            let candidates = followed.candidates(reference, &substitution.candidates);
            let Some((first, rest)) = candidates.split_first() else { continue };
            let answer = Answer {
                reference: reference.to_string(),
                text: followed.restored(&first.text),
                chain: self.candidate(reference, first)?,
                beat: rest.iter().map(|one| self.candidate(reference, one)).collect::<Result<_>>()?,
            };
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        }
        let resolved = match fault_of {
            Some(raised) => Err(Error::Raised(raised)),
            None => self.resolved(leaf),
        };
        let (value, fault) = match resolved {
            Ok(value) => (value.to_string(), None),
            Err(Error::Raised(raised)) if !raised.class.is_limit() => {
                (followed.restored(&explanation.end), Some(fault(leaf, raised)))
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Explained {
            path: path_text(&leaf.path),
            type_name: Rc::clone(leaf.object.ty().name()),
            value,
            chain,
            template: explanation.start.to_string(),
            answers,
            open: open(explanation),
            fault,
        })
    }

    /// The answers that the text at the place of a value tells of, where that was resolved while the program ran.
    fn told_by_text(&self, chain: &[Link], text: &str) -> Vec<Answer> {
        let set = chain.iter().rev().find(|link| link.kind != LinkKind::Definition);
        let given = set.filter(|link| link.gave.is_some()).and_then(|link| self.index.places.get(&link.span));
        given.map_or_else(Vec::new, |expr| self.evaluated(expr, text))
    }

    fn resolved(&self, leaf: &Leaf) -> objects::Result<Rc<str>> {
        let mut resolved = leaf.object.clone();
        for _ in 0..PASSES {
            resolved = resolved.interpolate(self.cx)?.0;
        }
        resolved.unicode(self.cx)
    }

    /// The places that set a value. What has no place itself was set with the nearest attribute around it that has one.
    pub fn chain(&self, leaf: &Leaf, text: &str) -> Result<Vec<Link>> {
        let facts: Vec<Fact> = leaf.owners.iter().flat_map(|(owner, _)| self.facts(owner)).collect();
        let mut links: Vec<Link> = Vec::new();
        for ((owner, field), rest) in leaf.levels() {
            let is_first = links.iter().all(|link| link.kind == LinkKind::Unknown);
            let names: Vec<Rc<str>> = rest.iter().filter_map(name_of).collect();
            let asked = Asked { text, names: &names, facts: &facts };
            let mut own = self.history(owner, field, is_first.then_some(&asked))?;
            // What stood at this position of a list before need not be what this was made of.
            if !is_first && rest.iter().any(|step| matches!(step, Step::Index(_))) {
                own.drain(..own.len().saturating_sub(1));
                own.splice(0..0, self.element(leaf, own.last())?);
            }
            let is_enough = own.iter().any(|link| link.kind != LinkKind::Default && link.kind != LinkKind::Unknown);
            if is_first || is_enough {
                let mut more: Vec<Link> =
                    own.into_iter().filter(|link| is_first || link.kind != LinkKind::Unknown).collect();
                more.append(&mut links);
                links = more;
            }
            if is_enough {
                break;
            }
        }
        if links.len() > 1 {
            links.retain(|link| link.kind != LinkKind::Unknown);
        }
        let mut all = self.replaced(leaf)?;
        if let Some(last) = links.pop() {
            all.retain(|known| links.iter().all(|link| known.span != link.span));
            all.retain(|link| link.span != last.span);
            links.push(last);
        }
        all.append(&mut links);
        Ok(all)
    }

    /// Where the innermost Struct of a value came into a list that a copy put together, if that was elsewhere.
    fn element(&self, leaf: &Leaf, list: Option<&Link>) -> Result<Option<Link>> {
        let Some((owner, _)) = leaf.owners.last() else { return Ok(None) };
        let (span, list) = (owner.first_place(), list.map_or(Span::NONE, |link| link.span));
        let is_inside = list.start <= span.start && span.end <= list.end;
        let set =
            owner.slots().into_iter().flatten().position(|slot| {
                slot.as_ref().is_some_and(|slot| !span.is_none() && slot.origin() == Origin::At(span))
            });
        let field = set.and_then(|at| Some(Rc::clone(&owner.ty().as_struct()?.field(at)?.name)));
        let Some(field) = field.filter(|_| !is_inside) else { return Ok(None) };
        let words = (LinkKind::Set, format!("`{field}` of this {} is set here", shown_name(owner)));
        Ok(Some(self.link(Origin::At(span), words, None)?))
    }

    /// Where copies put something else in the place of a whole part around a value, and where the value in the part before was set.
    fn replaced(&self, leaf: &Leaf) -> Result<Vec<Link>> {
        let mut links: Vec<Link> = Vec::new();
        let fields = leaf.path.iter().enumerate().filter(|(_, step)| matches!(step, Step::Field(_)));
        let around = leaf.owners.iter().zip(fields).take(leaf.owners.len().saturating_sub(1));
        for ((owner, field), (at, _)) in around {
            let Some(now) = owner.slot(field).map(|slot| slot.origin()) else { continue };
            let versions = std::iter::successors(owner.before(), Object::before);
            let mut slots = versions.filter_map(|version| Some(version.slot(field)?.clone()));
            let Some(before) = slots.find(|slot| slot.origin() != now) else { continue };
            let path = leaf.path.get(at + 1..).unwrap_or_default();
            let mut more = match owner_of(before.value, path) {
                // What was copied with the part.
                Some((old, name)) if old.slot(&name).map(Slot::origin) == leaf.origin() => continue,
                // The elements of lists are not compared: another one may have stood at the same position.
                Some((old, name)) if path.iter().all(|step| matches!(step, Step::Field(_))) => {
                    self.history(&old, &name, None)?
                }
                _ => Vec::new(),
            };
            let words = (LinkKind::Changed, format!("copied with a change of `{field}` here"));
            more.push(self.link(now, words, Some((owner, field)))?);
            more.retain(|link| !link.span.is_none() && !links.contains(link));
            links.append(&mut more);
        }
        Ok(links)
    }

    /// The places at which an attribute of a Struct was set, the oldest first; then the definition that shows the text, if
    /// one is asked for.
    fn history(&self, owner: &Object, field: &str, asked: Option<&Asked>) -> Result<Vec<Link>> {
        // What set it, and the version of the Struct with that value.
        let mut origins: Vec<(Origin, Object)> = Vec::new();
        let mut is_in_first = true;
        for version in std::iter::successors(Some(owner.clone()), Object::before) {
            is_in_first = version.slot(field).is_some();
            origins.extend(version.slot(field).map(|slot| (slot.origin(), version.clone())));
        }
        // Copies that changed something else.
        origins.dedup_by(|one, other| one.0 == other.0);
        origins.reverse();
        // What the schema says by default is no news where something else was said.
        let is_schema = declaration::field(owner.ty(), field).is_some_and(declaration::is_of_schema);
        if is_schema && origins.len() > 1 && origins.first().is_some_and(|first| first.0 == Origin::Default) {
            origins.remove(0);
        }
        let mut links = Vec::new();
        for (at, (origin, version)) in origins.iter().enumerate() {
            let words = match (origin, at) {
                (Origin::At(_), 0) if !is_in_first => (LinkKind::Changed, format!("copied with `{field}` set here")),
                (Origin::At(_), 0) => (LinkKind::Set, format!("`{field}` of this {} is set here", shown_name(owner))),
                (Origin::At(_), _) => (LinkKind::Changed, format!("copied with a change of `{field}` here")),
                _ => (LinkKind::Default, String::new()),
            };
            links.push(self.link(*origin, words, Some((version, field)))?);
        }
        if let Some(asked) = asked {
            let place = links.last().map_or(Span::NONE, |last| last.span);
            let starts = self.expression(&links, owner, field).map_or_else(Vec::new, |expression| {
                let is_named = is_call_of(expression, shown_name(owner));
                expand::starts(expression, place, field, asked.names, is_named)
            });
            self.finish(&mut links, &starts, asked);
        }
        Ok(links)
    }

    /// What the attributes of a Struct tell of the calls in which they were set.
    fn facts(&self, owner: &Object) -> Vec<Fact<'_>> {
        let slots = owner.slots().unwrap_or_default().iter().flatten();
        let told = slots.filter_map(|slot| {
            let Origin::At(span) = slot.origin() else { return None };
            let text = crate::config::read::raw_text(slot.value.scalar_value()?);
            expand::fact(self.index, self.index.places.get(&span)?, text)
        });
        told.collect()
    }

    /// Where a candidate for a reference comes from: the binding, then the attribute inside of what was bound.
    fn candidate(&self, reference: &Reference, candidate: &Candidate) -> Result<Vec<Link>> {
        let mut links = Vec::new();
        let is_binding = &*candidate.scope == "bound";
        let is_whole = candidate.owner.is_none();
        if is_binding || is_whole {
            let words = (LinkKind::Bound, "bound here".to_owned());
            let link = self.link(candidate.origin, words, None)?;
            if link.kind != LinkKind::Unknown || is_whole {
                let is_written = is_whole && link.kind == LinkKind::Bound;
                let expression = self.index.places.get(&link.span).copied();
                // Elements of lists have no names.
                let names = reference.path().components().map(|part| Rc::from(part.text()));
                let names: Vec<Rc<str>> = names.take_while(|name: &Rc<str>| name.parse::<usize>().is_err()).collect();
                let starts = names
                    .split_first()
                    .zip(expression)
                    .map(|((first, rest), expression)| expand::starts(expression, link.span, first, rest, true));
                links.push(link);
                if is_written {
                    let asked = Asked { text: &candidate.text, names: &[], facts: &[] };
                    self.finish(&mut links, &starts.unwrap_or_default(), &asked);
                }
            }
        }
        if let Some((owner, field)) = &candidate.owner {
            let text = self.given(owner, field, &candidate.text);
            let asked = Asked { text: &text, names: &[], facts: &self.facts(owner) };
            links.extend(self.history(owner, field, Some(&asked))?);
        }
        Ok(links)
    }

    /// The text of an attribute as it was given.
    fn given(&self, owner: &Object, field: &str, text: &str) -> String {
        let value = owner.slot(field).and_then(|slot| slot.value.scalar_value().cloned());
        value.map_or_else(|| text.to_owned(), |raw| crate::config::read::raw_text(&raw))
    }

    fn link(&self, origin: Origin, (kind, words): (LinkKind, String), owner: Option<(&Object, &str)>) -> Result<Link> {
        let given =
            || owner.map_or_else(String::new, |(object, field)| format!("{field} = {}", self.given(object, field, "")));
        Ok(match origin {
            Origin::At(span) => Link::new(kind, span, words, self.source(span)),
            Origin::CommandLine(number) => {
                let words = format!("-E number {number} of the command line");
                Link::new(LinkKind::CommandLine, Span::NONE, words, self.bindings.shown(number).unwrap_or_default())
            }
            Origin::Standard => Link::new(LinkKind::Standard, Span::NONE, "given by aurora itself", given()),
            Origin::Default => match owner {
                Some((object, field)) => self.default(object, field)?,
                None => Link::new(LinkKind::Default, Span::NONE, "a default", String::new()),
            },
            Origin::Unknown => Link::new(LinkKind::Unknown, Span::NONE, "no place is known", given()),
        })
    }

    /// The expression at the last place of an attribute.
    fn expression(&self, links: &[Link], owner: &Object, field: &str) -> Option<&Expr> {
        let last = links.last()?;
        match last.kind {
            LinkKind::Default => {
                let field = declaration::field(owner.ty(), field)?;
                declaration::of(self.index, field).map(|(_, expression)| expression)
            }
            _ => self.index.places.get(&last.span).copied(),
        }
    }

    /// Lets a chain end at the place that shows the text: the last one, or the definition of what that refers to. Where no place
    /// shows it, the last one says what it gave.
    fn finish(&self, links: &mut Vec<Link>, starts: &[Start<'_>], asked: &Asked) {
        let Some(last) = links.last_mut().filter(|last| !last.span.is_none()) else { return };
        let text = asked.text;
        let trail = expand::search(self.index, starts, last.span, text, asked.facts);
        let define = |(span, is_sure): (Span, bool)| {
            let words = if is_sure { FROM_HERE } else { PERHAPS_FROM_HERE };
            Link { is_perhaps: !is_sure, ..Link::new(LinkKind::Definition, span, words, self.source(span)) }
        };
        let mut behind: Vec<Link> = trail.places.into_iter().zip(trail.sure).map(define).collect();
        let mut shown = trail.shown;
        let is_held = behind.is_empty() && constant::find_word(&last.source, text).is_some();
        if shown < Shown::Template && !is_held {
            let data = self.in_data(text);
            let read = data.map(|span| Link::new(LinkKind::Definition, span, "read from this file", self.source(span)));
            shown = if read.is_some() { Shown::Value } else { shown };
            behind.extend(read);
        }
        let is_shown = shown >= Shown::Template;
        if !is_shown {
            last.behind = std::mem::take(&mut behind);
        }
        links.append(&mut behind);
        let Some(last) = links.last_mut() else { return };
        // What a definition gave is not recorded; arithmetic of constants leaves no doubt.
        let is_known = last.kind != LinkKind::Definition || shown == Shown::Arithmetic;
        let is_plain = shown == Shown::Value || is_held || text.is_empty();
        last.gave = (is_known && !is_plain).then(|| text.to_owned());
    }

    /// Where a data file holds a text as a whole word, if it is long enough to be told from others.
    fn in_data(&self, text: &str) -> Option<Span> {
        const SHORTEST: usize = 3;
        if text.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST {
            return None;
        }
        self.data.iter().find_map(|file| {
            let start = file.base + u32::try_from(constant::find_word(&file.text, text)?).ok()?;
            Some(Span::new(start, start + u32::try_from(text.len()).ok()?))
        })
    }

    /// The text at a place, with the parentheses that close behind it.
    pub(super) fn source(&self, span: Span) -> String {
        let Some(file) = self.sources.file_at(span.start) else { return String::new() };
        let mut text = file.slice(span).to_owned();
        let count = |what: char| text.matches(what).count();
        let open = count('(').saturating_sub(count(')'));
        let behind = file.slice(Span::new(span.end, file.span().end));
        text.extend(behind.chars().take(open).take_while(|c| *c == ')'));
        text
    }
}
