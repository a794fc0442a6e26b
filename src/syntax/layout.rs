//! The layout of a file: logical lines with their indentation.
//!
//! One walk over the text joins physical lines inside brackets, strings and after backslashes, drops comments and blank
//! lines, measures indentation as Python 2 does (tabs to multiples of eight) and balances brackets, so that the grammar
//! sees one logical line at a time and its nesting is already bounded.

use super::problem::{Problem, Slip};

/// Brackets nested deeper than this are refused; CPython's limit is near it.
const MAX_BRACKETS: usize = 90;
/// Indentation deeper than this is refused, as by CPython.
const MAX_INDENT: usize = 99;

/// One logical line.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// First byte.
    pub start: usize,
    /// One past the last byte, line end and trailing comment not included.
    pub end: usize,
    /// Indentation level, 0 at the margin.
    pub level: usize,
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    lines: Vec<Line>,
    columns: Vec<usize>,
    problems: Vec<Problem>,
}

/// Cuts a text into logical lines. The problems come with their places; lines after a problem are still given.
pub fn layout(text: &str) -> (Vec<Line>, Vec<Problem>) {
    let mut scanner =
        Scanner { bytes: text.as_bytes(), at: 0, lines: Vec::new(), columns: vec![0], problems: Vec::new() };
    while scanner.at < scanner.bytes.len() {
        if !scanner.logical_line() {
            break;
        }
    }
    (scanner.lines, scanner.problems)
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Reads one logical line; false when nothing after it can be read.
    fn logical_line(&mut self) -> bool {
        let line_start = self.at;
        let column = self.indentation();
        let start = self.at;
        match self.bytes.get(self.at) {
            None => return true,
            Some(b'#' | b'\n' | b'\r') => {
                self.skip_physical_line();
                return true;
            }
            Some(_) => {}
        }
        let level = self.level(column, line_start, start);
        let Some(end) = self.content() else { return false };
        self.lines.push(Line { start, end, level });
        true
    }

    fn indentation(&mut self) -> usize {
        let mut column = 0;
        loop {
            match self.bytes.get(self.at) {
                Some(b' ') => column += 1,
                Some(b'\t') => column = (column / 8 + 1) * 8,
                Some(b'\x0c') => column = 0,
                _ => return column,
            }
            self.at += 1;
        }
    }

    fn level(&mut self, column: usize, line_start: usize, start: usize) -> usize {
        let current = self.columns.last().copied().unwrap_or(0);
        if column > current {
            if self.columns.len() > MAX_INDENT {
                self.problems.push(Problem::new(Slip::TooDeepIndent, line_start, start));
            } else {
                self.columns.push(column);
            }
        } else {
            while self.columns.last().is_some_and(|c| *c > column) {
                self.columns.pop();
            }
            if self.columns.last() != Some(&column) {
                self.problems.push(Problem::new(Slip::UnindentMismatch, line_start, start.max(line_start + 1)));
                self.columns.push(column);
            }
        }
        self.columns.len() - 1
    }

    fn skip_physical_line(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\n' => return,
                b'\r' => {
                    if self.peek(0) == b'\n' {
                        self.at += 1;
                    }
                    return;
                }
                _ => {}
            }
        }
    }

    /// Reads a logical line's text up to its end; `None` when the rest of the file is inside an open bracket or text.
    fn content(&mut self) -> Option<usize> {
        let mut brackets: Vec<(u8, usize)> = Vec::new();
        let mut end = self.at;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'#' => {
                    while !matches!(self.bytes.get(self.at), None | Some(b'\n' | b'\r')) {
                        self.at += 1;
                    }
                    continue;
                }
                b'\n' | b'\r' => {
                    if brackets.is_empty() {
                        self.skip_physical_line();
                        return Some(end);
                    }
                    self.at += 1;
                    continue;
                }
                b' ' | b'\t' | b'\x0c' => {
                    self.at += 1;
                    continue;
                }
                b'\\' => {
                    self.backslash();
                    end = end.max(self.at.min(self.bytes.len()));
                    continue;
                }
                b'"' | b'\'' => self.string(byte)?,
                b'(' | b'[' | b'{' => {
                    brackets.push((byte, self.at));
                    if brackets.len() == MAX_BRACKETS {
                        self.problems.push(Problem::new(Slip::TooDeepBrackets, self.at, self.at + 1));
                        return None;
                    }
                    self.at += 1;
                }
                b')' | b']' | b'}' => {
                    self.close(&mut brackets, byte);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            end = self.at;
        }
        if let Some((_, open)) = brackets.last() {
            self.problems.push(Problem::new(Slip::Unclosed, self.bytes.len(), self.bytes.len()).second(*open));
            return None;
        }
        Some(end)
    }

    fn backslash(&mut self) {
        let start = self.at;
        self.at += 1;
        match self.peek(0) {
            b'\n' => self.at += 1,
            b'\r' => {
                self.at += 1;
                if self.peek(0) == b'\n' {
                    self.at += 1;
                }
            }
            _ => {
                self.problems.push(Problem::new(Slip::AfterBackslash, start, start + 1));
            }
        }
    }

    fn close(&mut self, brackets: &mut Vec<(u8, usize)>, byte: u8) {
        let wanted = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        match brackets.last() {
            Some((open, _)) if *open == wanted => {
                brackets.pop();
            }
            Some((_, open)) => {
                let problem = Problem::new(Slip::WrongClose, self.at, self.at + 1).second(*open);
                self.problems.push(problem);
                brackets.pop();
            }
            None => self.problems.push(Problem::new(Slip::LoneClose, self.at, self.at + 1)),
        }
    }

    /// Skips a string literal; `None` when it does not end.
    fn string(&mut self, quote: u8) -> Option<()> {
        let start = self.at;
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if triple { 3 } else { 1 };
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'\\' => {
                    self.at += 1;
                    if self.peek(0) == b'\r' && self.peek(1) == b'\n' {
                        self.at += 1;
                    }
                    self.at += 1;
                }
                b'\n' | b'\r' if !triple => {
                    self.problems.push(Problem::new(Slip::UnterminatedString, start, self.at));
                    return Some(());
                }
                _ if byte == quote && !triple => {
                    self.at += 1;
                    return Some(());
                }
                _ if byte == quote && self.peek(1) == quote && self.peek(2) == quote => {
                    self.at += 3;
                    return Some(());
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
        let slip = if triple { Slip::UnterminatedLongString } else { Slip::UnterminatedString };
        let end = self.bytes.len();
        self.problems.push(Problem::new(slip, if triple { start } else { start }, end));
        None
    }
}
