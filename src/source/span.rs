//! A place in the source map.

/// A half-open range of *global* byte positions in a [`SourceMap`](super::SourceMap): the file is found from
/// the position, so a span is eight bytes and says which file it lies in. `Span::NONE` is no place at all.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte, global.
    pub start: u32,
    /// One past the last byte, global.
    pub end: u32,
}

impl Span {
    /// The absent place. Global position 0 belongs to no file.
    pub const NONE: Span = Span { start: 0, end: 0 };

    /// The range from `start` to `end`.
    pub fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// Whether this is [`Span::NONE`].
    pub fn is_none(self) -> bool {
        self == Span::NONE
    }

    /// The smallest span that covers both; an absent one does not count.
    pub fn to(self, other: Span) -> Span {
        if self.is_none() {
            return other;
        }
        if other.is_none() {
            return self;
        }
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
