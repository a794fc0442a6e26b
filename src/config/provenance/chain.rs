//! The chain of places behind a value.

use std::rc::Rc;

use super::definitions::Index;
use super::expand::Trail;
use super::leaves::Leaf;
use super::{constant, declaration, expand};
use crate::config::bindings::Bindings;
use crate::config::plugins::prepare;
use crate::config::problem::Result;
use crate::objects::{Candidate, Context, Object, Origin, path_text};
use crate::source::{SourceFile, SourceMap, Span};

/// What is at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkKind {
    /// An attribute was set here.
    Set,
    /// A copy with a change was made here.
    Changed,
    /// The default of a Struct.
    Default,
    /// A name was bound here.
    Bound,
    /// `-E` of the command line.
    CommandLine,
    /// Aurora itself gives it.
    Standard,
    /// Something that the place before refers to is defined here.
    Definition,
    /// No place is known.
    Unknown,
}

impl LinkKind {
    /// Its stable name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Set => "set",
            LinkKind::Changed => "changed",
            LinkKind::Default => "default",
            LinkKind::Bound => "bound",
            LinkKind::CommandLine => "command-line",
            LinkKind::Standard => "standard",
            LinkKind::Definition => "definition",
            LinkKind::Unknown => "unknown",
        }
    }
}

/// One place of a chain.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    /// What is there.
    pub kind: LinkKind,
    /// Where; [`Span::NONE`] on the command line and in the schema.
    pub span: Span,
    /// What is there, in a few words.
    pub words: String,
    /// The text that stands there.
    pub source: String,
}

/// What answered a reference.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// The reference, with its braces.
    pub reference: String,
    /// The text that took its place.
    pub text: String,
    /// Where that comes from; the last link holds it.
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
    /// The places that set it, oldest first; the last one counts and holds the template.
    pub chain: Vec<Link>,
    /// The references that were resolved, in their order.
    pub answers: Vec<Answer>,
    /// References that stay.
    pub open: Vec<String>,
}

/// Interpolations of a value before it is shown: escapes lose one `&` in each.
const PASSES: usize = 3;

/// The name of a Struct in a configuration.
fn shown_name(object: &Object) -> &str {
    match &**object.ty().name() {
        "MesosJob" => "Job",
        name => name,
    }
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
    prepare(cx, bound).map_or_else(|_| bound.clone(), |prepared| prepared.job)
}

impl Explainer<'_> {
    /// Explains a value of a job. Errors: those of interpolation.
    pub fn leaf(&self, leaf: &Leaf) -> Result<Explained> {
        let explanation = leaf.object.explain(self.cx)?;
        let mut answers = Vec::new();
        for substitution in explanation.rounds.iter().flat_map(|round| &round.substitutions) {
            let Some((first, rest)) = substitution.candidates.split_first() else { continue };
            let answer = Answer {
                reference: substitution.reference.to_string(),
                text: first.text.to_string(),
                chain: self.candidate(first)?,
                beat: rest.iter().map(|one| self.candidate(one)).collect::<Result<_>>()?,
            };
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        }
        let mut resolved = leaf.object.clone();
        for _ in 0..PASSES {
            resolved = resolved.interpolate(self.cx)?.0;
        }
        Ok(Explained {
            path: path_text(&leaf.path),
            type_name: Rc::clone(leaf.object.ty().name()),
            value: resolved.unicode(self.cx)?.to_string(),
            chain: self.chain(leaf, &explanation.start)?,
            template: explanation.start.to_string(),
            answers,
            open: explanation.unbound.iter().map(ToString::to_string).collect(),
        })
    }

    /// The places that set a value. What has no place itself was set with the nearest attribute around it that has one.
    pub fn chain(&self, leaf: &Leaf, text: &str) -> Result<Vec<Link>> {
        let mut links = Vec::new();
        for (owner, field) in leaf.owners.iter().rev() {
            let own = self.history(owner, field, text)?;
            let is_enough = own.iter().any(|link| link.kind != LinkKind::Default && link.kind != LinkKind::Unknown);
            let is_first = links.is_empty();
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
        Ok(links)
    }

    /// The places at which an attribute of a Struct was set, the oldest first, then the definition that shows its text.
    fn history(&self, owner: &Object, field: &str, text: &str) -> Result<Vec<Link>> {
        let mut origins = Vec::new();
        let mut version = Some(owner.clone());
        while let Some(object) = version {
            if let Some(slot) = object.slot(field) {
                origins.push(slot.origin());
            }
            version = object.before();
        }
        // Copies that changed something else.
        origins.dedup();
        origins.reverse();
        // What the schema says by default is no news where something else was said.
        let is_schema = declaration::field(owner.ty(), field).is_some_and(declaration::is_of_schema);
        if is_schema && origins.len() > 1 && origins.first() == Some(&Origin::Default) {
            origins.remove(0);
        }
        let mut links = Vec::new();
        for (at, origin) in origins.iter().enumerate() {
            let is_last = at + 1 == origins.len();
            let words = match (origin, at) {
                (Origin::At(_), 0) => (LinkKind::Set, format!("`{field}` of this {} is set here", shown_name(owner))),
                (Origin::At(_), _) => (LinkKind::Changed, format!("copied with a change of `{field}` here")),
                _ => (LinkKind::Default, String::new()),
            };
            let link = self.link(*origin, words, Some((owner, field)))?;
            let span = link.span;
            let kind = link.kind;
            links.push(link);
            if is_last {
                links.extend(self.definitions(kind, span, owner, field, text));
            }
        }
        Ok(links)
    }

    /// Where a candidate for a reference comes from: the binding, then the attribute inside of what was bound.
    fn candidate(&self, candidate: &Candidate) -> Result<Vec<Link>> {
        let mut links = Vec::new();
        let is_binding = &*candidate.scope == "bound";
        let is_whole = candidate.owner.is_none();
        if is_binding || is_whole {
            let words = (LinkKind::Bound, "bound here".to_owned());
            let link = self.link(candidate.origin, words, None)?;
            if link.kind != LinkKind::Unknown || is_whole {
                let (kind, span) = (link.kind, link.span);
                links.push(link);
                if is_whole && kind == LinkKind::Bound {
                    links.extend(self.trail(span, &candidate.text));
                }
            }
        }
        if let Some((owner, field)) = &candidate.owner {
            links.extend(self.history(owner, field, &self.given(owner, field, &candidate.text))?);
        }
        Ok(links)
    }

    /// The text of an attribute as it was given.
    fn given(&self, owner: &Object, field: &str, text: &str) -> String {
        let value = owner.slot(field).and_then(|slot| slot.value.scalar_value().cloned());
        value.map_or_else(|| text.to_owned(), |raw| crate::config::read::raw_text(&raw))
    }

    fn link(&self, origin: Origin, (kind, words): (LinkKind, String), owner: Option<(&Object, &str)>) -> Result<Link> {
        let none = Span::NONE;
        Ok(match origin {
            Origin::At(span) => Link { kind, span, words, source: self.source(span) },
            Origin::CommandLine(number) => Link {
                kind: LinkKind::CommandLine,
                span: none,
                words: format!("-E number {number} of the command line"),
                source: self.bindings.shown(number).unwrap_or_default(),
            },
            Origin::Standard => Link {
                kind: LinkKind::Standard,
                span: none,
                words: "given by aurora itself".to_owned(),
                source: owner
                    .map_or_else(String::new, |(object, field)| format!("{field} = {}", self.given(object, field, ""))),
            },
            Origin::Default => match owner {
                Some((object, field)) => self.default(object, field)?,
                None => {
                    Link { kind: LinkKind::Default, span: none, words: "a default".to_owned(), source: String::new() }
                }
            },
            Origin::Unknown => Link {
                kind: LinkKind::Unknown,
                span: none,
                words: "no place is known".to_owned(),
                source: owner
                    .map_or_else(String::new, |(object, field)| format!("{field} = {}", self.given(object, field, ""))),
            },
        })
    }

    /// The default of an attribute.
    fn default(&self, object: &Object, field: &str) -> Result<Link> {
        let kind = LinkKind::Default;
        let name = shown_name(object);
        let words = format!("default of `{field}` in {name}");
        let Some(declared) = declaration::field(object.ty(), field) else {
            return Ok(Link { kind, span: Span::NONE, words, source: String::new() });
        };
        Ok(match declaration::of(self.index, declared) {
            Some((span, _)) => Link { kind, span, words, source: self.source(span) },
            None => {
                let whose = if declaration::is_of_schema(declared) { " of the schema" } else { "" };
                let words = format!("default of `{field}` in {name}{whose}");
                Link { kind, span: declared.origin.span(), words, source: declaration::text(self.cx, declared)? }
            }
        })
    }

    /// The definitions behind the last place of an attribute.
    fn definitions(&self, kind: LinkKind, span: Span, owner: &Object, field: &str, text: &str) -> Vec<Link> {
        if kind != LinkKind::Default {
            return self.trail(span, text);
        }
        let declared = declaration::field(owner.ty(), field).and_then(|field| declaration::of(self.index, field));
        let Some((span, expr)) = declared else { return Vec::new() };
        self.as_links(expand::search(self.index, expr, span, text), text)
    }

    fn trail(&self, span: Span, text: &str) -> Vec<Link> {
        self.as_links(expand::trail(self.index, span, text), text)
    }

    fn as_links(&self, trail: Trail, text: &str) -> Vec<Link> {
        let link = |span, words: &str| Link {
            kind: LinkKind::Definition,
            span,
            words: words.to_owned(),
            source: self.source(span),
        };
        let mut links: Vec<Link> = trail.places.into_iter().map(|span| link(span, "from here")).collect();
        if !trail.is_shown {
            links.extend(self.in_data(text).map(|span| link(span, "read from this file")));
        }
        links
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
    fn source(&self, span: Span) -> String {
        let Some(file) = self.sources.file_at(span.start) else { return String::new() };
        let mut text = file.slice(span).to_owned();
        let count = |what: char| text.matches(what).count();
        let open = count('(').saturating_sub(count(')'));
        let behind = file.slice(Span::new(span.end, file.span().end));
        text.extend(behind.chars().take(open).take_while(|c| *c == ')'));
        text
    }
}
