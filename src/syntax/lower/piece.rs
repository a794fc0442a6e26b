//! A part of the text that is parsed by itself.

use super::Lowering;
use crate::source::Span;

/// A range of the tokens.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Piece {
    /// Index of the first token.
    pub start: usize,
    /// One past the index of the last token.
    pub end: usize,
}

impl Piece {
    /// Whether nothing is left.
    pub(in crate::syntax) fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

impl Lowering<'_> {
    /// The local offset where CPython places the end of the text: on the last line that holds anything.
    pub(in crate::syntax) fn last_offset(&self) -> usize {
        self.source.len() - usize::from(self.source.ends_with(['\n', '\r']))
    }

    /// The place of the text's end.
    pub(in crate::syntax) fn last_place(&self) -> Span {
        self.span(self.last_offset(), self.last_offset())
    }

    /// Whether no line ends before a local offset, its own end not counted.
    pub(in crate::syntax) fn is_first_line(&self, end: usize) -> bool {
        !self.source[..end.min(self.last_offset())].contains(['\n', '\r'])
    }

    /// The local range of a piece; an empty one is where its first token would be.
    pub(in crate::syntax) fn range(&self, piece: Piece) -> (usize, usize) {
        let start = self.tokens.get(piece.start).map_or(self.source.len(), |token| token.start as usize);
        if piece.is_empty() { (start, start) } else { (start, self.tokens[piece.end - 1].end as usize) }
    }

    /// The global span of a piece.
    pub(in crate::syntax) fn place(&self, piece: Piece) -> Span {
        let (start, end) = self.range(piece);
        self.span(start, end)
    }

    /// The word that a piece begins with.
    pub(in crate::syntax) fn first_word(&self, piece: Piece) -> &str {
        self.word_at(self.range(piece).0)
    }
}
