//! Text with references in double braces (`reference/objects.md §2, §3`).

use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

use pest::Parser;

use crate::cpython::hash::{hash_tuple, hash_unicode};

use self::grammar::{Rule, TemplateParser};

mod known;

/// What pest derives from the grammar file.
mod grammar {
    #![allow(missing_docs)]

    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/template.pest"]
    pub struct TemplateParser;
}

/// Whether the index of a reference may contain `.` and `/`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum IndexStyle {
    /// Letters, digits, `_`, `-`.
    #[default]
    Narrow,
    /// `.` and `/` as well (object-system release 0.8.3 and later).
    Wide,
}

/// One component of a reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Component<'a> {
    /// `.name`.
    Field(&'a str),
    /// `[key]`.
    Index(&'a str),
}

impl<'a> Component<'a> {
    /// The name or the key.
    pub fn text(self) -> &'a str {
        match self {
            Component::Field(text) | Component::Index(text) => text,
        }
    }
}

impl fmt::Display for Component<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Component::Field(name) => write!(f, ".{name}"),
            Component::Index(key) => write!(f, "[{key}]"),
        }
    }
}

#[derive(PartialEq, Eq, Debug)]
struct Part {
    is_index: bool,
    start: u32,
    end: u32,
}

#[derive(Debug)]
struct Inner {
    address: Box<str>,
    parts: Box<[Part]>,
    hash: OnceCell<i64>,
}

/// A reference such as `task.processes[0].name`: one or more components. Cheap to clone.
#[derive(Clone)]
pub struct Reference(Rc<Inner>);

/// A reference that cannot be read. The text is the original's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReferenceError {
    /// `Badly formed address .a b`, or the address alone.
    pub message: String,
    /// The address as written.
    pub address: String,
}

impl Reference {
    /// Reads an address; on each thread, each address is read once. Errors: see the table of `reference/objects.md §2`.
    pub fn parse(address: &str, style: IndexStyle) -> Result<Reference, ReferenceError> {
        if let Some(reference) = known::get(address, style) {
            return Ok(reference);
        }
        let reference = Reference::read(address, style)?;
        known::keep(address, style, &reference);
        Ok(reference)
    }

    fn read(address: &str, style: IndexStyle) -> Result<Reference, ReferenceError> {
        let fail = |message: String| ReferenceError { message, address: address.to_owned() };
        let dotted = match address.chars().next() {
            None => return Err(fail("Invalid address: ''".to_owned())),
            Some('.' | '[') => address.to_owned(),
            Some(first) if first.is_ascii_alphabetic() || first == '_' => format!(".{address}"),
            Some(_) => return Err(fail(address.to_owned())),
        };
        let rule = match style {
            IndexStyle::Narrow => Rule::reference,
            IndexStyle::Wide => Rule::reference_wide,
        };
        let Ok(mut pairs) = TemplateParser::parse(rule, &dotted) else {
            return Err(fail(format!("Badly formed address {dotted}")));
        };
        let dropped = usize::from(dotted.starts_with('.'));
        let mut parts = Vec::new();
        for pair in pairs.next().into_iter().flat_map(|pair| pair.into_inner()) {
            let span = pair.as_span();
            let is_index = match pair.as_rule() {
                Rule::field => false,
                Rule::index | Rule::index_wide => true,
                _ => continue,
            };
            let start = span.start() + usize::from(!is_index) - dropped;
            parts.push(Part { is_index, start: start as u32, end: (span.end() - dropped) as u32 });
        }
        Ok(Reference::from_parts(&dotted[dropped..], parts))
    }

    fn from_parts(address: &str, parts: Vec<Part>) -> Reference {
        Reference(Rc::new(Inner { address: address.into(), parts: parts.into(), hash: OnceCell::new() }))
    }

    /// `a.b` followed by `c[0]`.
    pub fn join(&self, rest: Path<'_>) -> Reference {
        let mut address = self.0.address.to_string();
        let mut parts: Vec<Part> = self.0.parts.iter().map(|p| Part { ..*p }).collect();
        for component in rest.components() {
            match component {
                Component::Field(name) => {
                    address.push('.');
                    parts.push(Part {
                        is_index: false,
                        start: address.len() as u32,
                        end: (address.len() + name.len()) as u32,
                    });
                    address.push_str(name);
                }
                Component::Index(key) => {
                    let start = address.len() as u32;
                    address.push('[');
                    address.push_str(key);
                    address.push(']');
                    parts.push(Part { is_index: true, start, end: address.len() as u32 });
                }
            }
        }
        Reference::from_parts(&address, parts)
    }

    /// The canonical spelling, without a leading dot.
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// Python's hash of the reference: that of the tuple of its components' texts.
    pub fn python_hash(&self) -> i64 {
        *self.0.hash.get_or_init(|| {
            let hashes: Vec<i64> = self.path().components().map(|component| hash_unicode(component.text())).collect();
            hash_tuple(&hashes)
        })
    }

    /// All components.
    pub fn path(&self) -> Path<'_> {
        Path { inner: &self.0, from: 0 }
    }

    /// The order used for sorting: shorter first, then by the components' texts.
    pub fn compare(&self, other: &Reference) -> std::cmp::Ordering {
        let (a, b) = (self.path(), other.path());
        a.len().cmp(&b.len()).then_with(|| {
            let texts = |path: Path<'_>| path.components().map(|c| c.text().to_owned()).collect::<Vec<_>>();
            texts(a).cmp(&texts(b))
        })
    }
}

impl PartialEq for Reference {
    fn eq(&self, other: &Reference) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.address == other.0.address
    }
}

impl Eq for Reference {}

impl std::hash::Hash for Reference {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.address.hash(state);
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ref({})", self.0.address)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{{{}}}}}", self.0.address)
    }
}

/// The components of a reference from some point on; a copyable view.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    inner: &'a Inner,
    from: usize,
}

impl<'a> Path<'a> {
    /// Number of components left.
    pub fn len(self) -> usize {
        self.inner.parts.len().saturating_sub(self.from)
    }

    /// Whether nothing is left.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The next component.
    pub fn first(self) -> Option<Component<'a>> {
        self.inner.parts.get(self.from).map(|part| self.component(part))
    }

    /// What follows the next `count` components.
    pub fn skip(self, count: usize) -> Path<'a> {
        Path { from: self.from + count, ..self }
    }

    /// The components left.
    pub fn components(self) -> impl Iterator<Item = Component<'a>> {
        self.inner.parts.get(self.from..).unwrap_or(&[]).iter().map(move |part| self.component(part))
    }

    /// Canonical spelling of the components left.
    pub fn address(self) -> &'a str {
        self.prefix(self.len())
    }

    /// Canonical spelling of the next `count` components.
    pub fn prefix(self, count: usize) -> &'a str {
        let parts = &self.inner.parts;
        let (Some(first), Some(last)) = (parts.get(self.from), parts.get(self.from + count.saturating_sub(1))) else {
            return "";
        };
        if count == 0 { "" } else { &self.inner.address[first.start as usize..last.end as usize] }
    }

    fn component(self, part: &Part) -> Component<'a> {
        let (start, end) = (part.start as usize, part.end as usize);
        if part.is_index {
            Component::Index(&self.inner.address[start + 1..end - 1])
        } else {
            Component::Field(&self.inner.address[start..end])
        }
    }
}

/// One piece of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fragment {
    /// Text as it stands.
    Literal(Rc<str>),
    /// `{{&inner}}`: stands for `{{inner}}`; kept as it is until the last pass.
    Escape(Rc<str>),
    /// `{{reference}}`.
    Reference(Reference),
}

/// The pieces of a template in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fragments {
    /// The pieces.
    pub pieces: Vec<Fragment>,
    /// Whether there is a reference.
    pub has_references: bool,
    /// Whether there is an escape.
    pub has_escapes: bool,
    /// Whether the pieces, spelled in the usual way, are the text itself: no escape, no other spelling of a reference.
    pub is_plain: bool,
}

/// Whether a text may contain a reference or an escape; a quick test before [`parse`].
pub fn may_have_references(text: &str) -> bool {
    opening(text, 0).is_some()
}

/// The next place from `from` on where a token may begin: `{{` or `<<`.
pub fn opening(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    rest.windows(2).position(|pair| pair == b"{{" || pair == b"<<").map(|at| from + at)
}

/// Splits a text into its pieces. Errors: the inside of a pair of braces is no reference.
pub fn parse(text: &str, style: IndexStyle) -> Result<Fragments, ReferenceError> {
    let mut splitter = Splitter { style, fragments: Fragments::default() };
    let (mut done, mut at) = (0, 0);
    while let Some(open) = opening(text, at) {
        match splitter.token(&text[open..])? {
            Some((length, piece)) => {
                splitter.literal(&text[done..open]);
                splitter.fragments.pieces.push(piece);
                done = open + length;
                at = done;
            }
            None => at = open + 1,
        }
    }
    splitter.literal(&text[done..]);
    let mut fragments = splitter.fragments;
    fragments.is_plain = spells(&fragments.pieces, text);
    Ok(fragments)
}

/// Whether literals and references, spelled in the usual way, make up exactly this text.
fn spells(pieces: &[Fragment], text: &str) -> bool {
    let mut rest = Some(text);
    for piece in pieces {
        rest = rest.and_then(|rest| match piece {
            Fragment::Literal(literal) => rest.strip_prefix(&**literal),
            Fragment::Reference(reference) => {
                rest.strip_prefix("{{")?.strip_prefix(reference.address())?.strip_prefix("}}")
            }
            Fragment::Escape(_) => None,
        });
    }
    rest == Some("")
}

/// The text up to the end of the only token that it can begin with. The parser is asked about no more than that: it
/// quotes the whole line when it says no, which would make a line of openings cost its length for each of them.
fn extent(text: &str) -> Option<&str> {
    let inside = text.as_bytes().get(2..)?;
    let (end, closing) = if text.starts_with('{') {
        (inside.iter().position(|byte| matches!(byte, b'{' | b'}'))?, b"}}")
    } else {
        let in_address = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.[]".contains(byte);
        (inside.iter().position(|byte| !in_address(byte))?, b">>")
    };
    if inside.get(end..end + 2)? != closing { None } else { text.get(..end + 4) }
}

struct Splitter {
    style: IndexStyle,
    fragments: Fragments,
}

impl Splitter {
    fn literal(&mut self, text: &str) {
        if !text.is_empty() {
            self.fragments.pieces.push(Fragment::Literal(text.into()));
        }
    }

    /// The token that the text begins with and its length; `None` if it begins with none.
    fn token(&mut self, text: &str) -> Result<Option<(usize, Fragment)>, ReferenceError> {
        let Some(text) = extent(text) else { return Ok(None) };
        let inside = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
        if let Some(reference) = inside.and_then(|inside| known::get(inside, self.style)) {
            self.fragments.has_references = true;
            return Ok(Some((text.len(), Fragment::Reference(reference))));
        }
        let Ok(mut pairs) = TemplateParser::parse(Rule::token, text) else { return Ok(None) };
        let Some(token) = pairs.next() else { return Ok(None) };
        let length = token.as_str().len();
        let Some(kind) = token.into_inner().next() else { return Ok(None) };
        let rule = kind.as_rule();
        let inner = kind.into_inner().next().map_or("", |inner| inner.as_str());
        let piece = if rule == Rule::escape {
            self.fragments.has_escapes = true;
            Fragment::Escape(inner.into())
        } else {
            self.fragments.has_references = true;
            Fragment::Reference(Reference::parse(inner, self.style)?)
        };
        Ok(Some((length, piece)))
    }
}

#[cfg(test)]
mod tests;
