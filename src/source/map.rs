//! All files of one evaluation, side by side in one space of positions.

use std::cell::OnceCell;
use std::rc::Rc;

use super::encoding::BYTE_ORDER_MARK;
use super::{Encoding, Span, decode};

/// Which file of a [`SourceMap`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A line and a column for people: both from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One text: its name as the user gave it, and where it begins in the space of positions.
#[derive(Debug)]
pub struct SourceFile {
    /// The name to show, as it was given to the loader or to `include`.
    pub name: String,
    /// The decoded text.
    pub text: String,
    /// How literals read the file's bytes.
    pub encoding: Encoding,
    /// Global position of the text's first byte.
    pub base: u32,
    /// Whether the file's bytes begin with a byte order mark, which is no part of the text.
    is_marked: bool,
    lines: OnceCell<Vec<u32>>,
}

impl SourceFile {
    /// The whole text as a span.
    pub fn span(&self) -> Span {
        Span::new(self.base, self.base + self.text.len() as u32)
    }

    /// Start offsets (local) of all lines; `\n`, `\r\n` and a lone `\r` end a line.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (at, byte) in bytes.iter().enumerate() {
                if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                    starts.push(at as u32 + 1);
                }
            }
            starts
        })
    }

    /// Line and column of a global position (clamped to the text).
    pub fn line_column(&self, position: u32) -> LineColumn {
        let local = position.saturating_sub(self.base).min(self.text.len() as u32);
        let starts = self.line_starts();
        let index = starts.partition_point(|start| *start <= local) - 1;
        let head = &self.text.as_bytes()[starts[index] as usize..local as usize];
        let column = head.iter().filter(|b| **b & 0xC0 != 0x80).count() as u32 + 1;
        LineColumn { line: index as u32 + 1, column }
    }

    /// The text of a line (from 1) without its end.
    pub fn line(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let Some(start) = starts.get(line.saturating_sub(1) as usize) else { return "" };
        let end = starts.get(line as usize).map_or(self.text.len(), |e| *e as usize);
        self.text[*start as usize..end].trim_end_matches(['\n', '\r'])
    }

    /// Where a local offset of the text lies in the file, in bytes.
    pub fn offset_in_file(&self, local: u32) -> u32 {
        let head = self.text.get(..local as usize).unwrap_or(&self.text);
        let before = match self.encoding {
            Encoding::Latin1 => head.chars().count(),
            Encoding::Utf8 | Encoding::Undeclared => head.len(),
        };
        before as u32 + if self.is_marked { BYTE_ORDER_MARK.len() as u32 } else { 0 }
    }

    /// The text under a span of this file.
    pub fn slice(&self, span: Span) -> &str {
        let start = span.start.saturating_sub(self.base) as usize;
        let end = (span.end.saturating_sub(self.base) as usize).min(self.text.len());
        self.text.get(start..end).unwrap_or("")
    }
}

/// The files of one evaluation. Positions are global, from 1; at most 4 GiB of text together.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<Rc<SourceFile>>,
}

impl SourceMap {
    /// An empty map.
    pub fn new() -> SourceMap {
        SourceMap::default()
    }

    /// Adds a file from its bytes. Errors: see [`decode`]; also when 4 GiB are exceeded.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<Rc<SourceFile>, String> {
        let (text, encoding) = decode(bytes)?;
        self.hold(name, text, encoding, bytes.starts_with(BYTE_ORDER_MARK))
    }

    /// Adds a file whose text is already decoded.
    pub fn add_text(&mut self, name: &str, text: String, encoding: Encoding) -> Result<Rc<SourceFile>, String> {
        self.hold(name, text, encoding, false)
    }

    fn hold(
        &mut self,
        name: &str,
        text: String,
        encoding: Encoding,
        is_marked: bool,
    ) -> Result<Rc<SourceFile>, String> {
        let base = self.files.last().map_or(1, |f| f.span().end + 1);
        if u32::try_from(text.len()).ok().and_then(|n| n.checked_add(base)).and_then(|n| n.checked_add(2)).is_none() {
            return Err("the files of one evaluation exceed 4 GiB".to_owned());
        }
        let file =
            Rc::new(SourceFile { name: name.to_owned(), text, encoding, base, is_marked, lines: OnceCell::new() });
        self.files.push(Rc::clone(&file));
        Ok(file)
    }

    /// All files in the order they were added.
    pub fn files(&self) -> &[Rc<SourceFile>] {
        &self.files
    }

    /// The file that a global position lies in; `None` for [`Span::NONE`] and for positions of no file.
    pub fn file_at(&self, position: u32) -> Option<&Rc<SourceFile>> {
        if position == 0 {
            return None;
        }
        let index = self.files.partition_point(|f| f.base <= position);
        self.files.get(index.checked_sub(1)?)
    }

    /// File and line/column of a span's start, for messages.
    pub fn locate(&self, span: Span) -> Option<(&Rc<SourceFile>, LineColumn)> {
        let file = self.file_at(span.start)?;
        Some((file, file.line_column(span.start)))
    }
}
