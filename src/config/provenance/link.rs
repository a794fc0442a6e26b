//! One place of the chain behind a value.

use crate::source::Span;

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
    /// Whether another place could have given the same.
    pub is_perhaps: bool,
    /// The text that stands there.
    pub source: String,
    /// The value, where that text computes it and does not hold it.
    pub gave: Option<String>,
    /// Where what the text refers to is defined, if none of these places shows the value.
    pub behind: Vec<Link>,
}

impl Link {
    /// A place and what stands there.
    pub fn new(kind: LinkKind, span: Span, words: impl Into<String>, source: String) -> Link {
        Link { kind, span, words: words.into(), is_perhaps: false, source, gave: None, behind: Vec::new() }
    }
}
