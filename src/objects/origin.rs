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

/// An [`Origin`] in eight bytes, as each attribute of each object keeps one. Position 0 belongs to no file, so what begins
/// there is no place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mark(Span);

impl Mark {
    const UNKNOWN: u32 = 0;
    const DEFAULT: u32 = 1;
    const STANDARD: u32 = 2;
    /// The first `-E` is one more.
    const COMMAND_LINE: u32 = 2;

    pub(super) fn new(origin: Origin) -> Mark {
        let tag = match origin {
            Origin::At(span) if span.start > 0 => return Mark(span),
            Origin::At(_) | Origin::Unknown => Mark::UNKNOWN,
            Origin::Default => Mark::DEFAULT,
            Origin::Standard => Mark::STANDARD,
            Origin::CommandLine(number) => Mark::COMMAND_LINE.saturating_add(number.max(1)),
        };
        Mark(Span::new(0, tag))
    }

    pub(super) fn origin(self) -> Origin {
        match self.0 {
            Span { start: 0, end: Mark::UNKNOWN } => Origin::Unknown,
            Span { start: 0, end: Mark::DEFAULT } => Origin::Default,
            Span { start: 0, end: Mark::STANDARD } => Origin::Standard,
            Span { start: 0, end } => Origin::CommandLine(end - Mark::COMMAND_LINE),
            span => Origin::At(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Origin};
    use crate::source::Span;

    #[test]
    fn a_mark_is_small_and_says_the_same() {
        assert_eq!(size_of::<Mark>(), 8);
        let at = Origin::At(Span::new(7, 9));
        for origin in [Origin::Unknown, Origin::Default, Origin::Standard, Origin::CommandLine(1), at] {
            assert_eq!(Mark::new(origin).origin(), origin);
        }
    }
}
