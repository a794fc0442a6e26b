//! Where a value or a binding comes from.

use crate::source::Span;

/// Provenance of a field's value or of a binding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Origin {
    /// Not known: made by the program in a way that leaves no place.
    #[default]
    Unknown,
    /// The default of the type.
    Default,
    /// Written here.
    At(Span),
    /// The n-th `-E` of the command line, from 1.
    CommandLine(u32),
    /// Bound by the tool itself: `environment`, `cluster` and the like.
    Standard,
}

impl Origin {
    /// A place, if it is one.
    pub fn at(span: Span) -> Origin {
        if span.is_none() { Origin::Unknown } else { Origin::At(span) }
    }

    /// The place, or [`Span::NONE`].
    pub fn span(self) -> Span {
        match self {
            Origin::At(span) => span,
            _ => Span::NONE,
        }
    }
}
