//! A part of the text that is parsed by itself.

use super::Lowering;
use crate::source::Span;

/// A local range of the text.
#[derive(Clone, Copy, Debug)]
pub(in crate::syntax) struct Piece {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
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

    /// The range without blanks, joined line ends and comments in front, and without blanks behind.
    pub(in crate::syntax) fn trimmed(&self, start: usize, end: usize) -> Piece {
        let bytes = self.text.as_bytes();
        let (mut start, mut end) = (start, end);
        while start < end {
            match bytes[start] {
                b' ' | b'\t' | b'\x0c' | b'\n' | b'\r' => start += 1,
                b'\\' if matches!(bytes.get(start + 1), Some(b'\n' | b'\r')) => start += 2,
                _ => break,
            }
        }
        while end > start && matches!(bytes[end - 1], b' ' | b'\t' | b'\x0c') {
            end -= 1;
        }
        Piece { start, end }
    }
}
