//! The layout of a text: its tokens, logical lines, their indentation, `;`, and brackets that stay open.
//!
//! One linear pass before pest. It knows texts, comments, brackets, line joining and tabs as CPython 2.7 counts them
//! (to the next multiple of eight), and refuses what would nest too deeply for any later recursion.

use super::problem::{Phase, Problem, code};
use super::{flaws, marks};
use crate::source::Span;

/// Most brackets, lambdas in parameters, open at once. CPython's own parser gives up near 100.
pub(super) const MAX_BRACKETS: usize = 90;
/// Most levels of indentation, as in CPython.
pub(super) const MAX_INDENTATION: usize = 100;

/// Where a token is: offsets local to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// One logical line. Offsets are local to the text, indices to its tokens.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Level of indentation, from 0.
    pub depth: usize,
    /// Where its indentation ends: at the first token, or at a backslash before it.
    pub margin: usize,
    /// First byte of the first token.
    pub start: usize,
    /// One past the last byte of the last token.
    pub end: usize,
    /// Index of the first token.
    pub first: usize,
    /// One past the index of the last token.
    pub last: usize,
    /// Indices of the `;` outside brackets.
    pub semicolons: Vec<usize>,
    /// Whether a token follows that cannot be read and was reported; only what precedes it can be parsed.
    pub flaw: bool,
    /// The innermost bracket that the text's end leaves open.
    pub unclosed: Option<usize>,
}

/// The lines of a text and what is wrong with its layout.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// The [mark](marks) of each token.
    pub marks: String,
    /// The logical lines in order.
    pub lines: Vec<Line>,
    /// Faults, in order.
    pub problems: Vec<Problem>,
    /// The backslash that the text ends with: the line end that a file's last line may lack would follow it.
    pub last_backslash: Option<usize>,
}

/// Cuts a text whose first byte has the global position `base`. At most `nesting` brackets may be open at once, and never
/// more than [`MAX_BRACKETS`].
pub(super) fn layout(text: &str, base: u32, nesting: u32) -> Layout {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        base,
        at: 0,
        margin: None,
        columns: vec![0],
        brackets: Vec::new(),
        lambdas: vec![0],
        backquotes: 0,
        operand: false,
        statement: 0,
        print_function: false,
        nesting: MAX_BRACKETS.min(nesting as usize),
        layout: Layout::default(),
    };
    while scanner.logical_line() {}
    scanner.layout
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    base: u32,
    at: usize,
    /// Where the indentation of the line ends, if a backslash follows it.
    margin: Option<usize>,
    /// The columns of the levels of indentation that are open.
    columns: Vec<usize>,
    /// Where each open bracket is.
    brackets: Vec<usize>,
    /// How many `lambda`s wait for their colon, for each level of brackets.
    lambdas: Vec<usize>,
    /// How many backquotes are open, as far as the token before each one tells.
    backquotes: usize,
    /// Whether the last token can end an operand.
    operand: bool,
    /// Index of the first token of the statement that is read.
    statement: usize,
    /// Whether `print` is a name from here on.
    print_function: bool,
    /// How many brackets may be open.
    nesting: usize,
    layout: Layout,
}

impl Scanner<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start as u32, self.base + end as u32)
    }

    /// Past a line end at `at`, if there is one.
    fn line_end(&self, at: usize) -> Option<usize> {
        match self.bytes.get(at)? {
            b'\n' => Some(at + 1),
            b'\r' if self.bytes.get(at + 1) == Some(&b'\n') => Some(at + 2),
            b'\r' => Some(at + 1),
            _ => None,
        }
    }

    /// The next logical line; false at the end of the text.
    fn logical_line(&mut self) -> bool {
        let Some(column) = self.indentation() else { return false };
        let start = self.at;
        let depth = self.depth_of(column);
        let first = self.layout.tokens.len();
        let mut line = Line {
            depth,
            margin: self.margin.unwrap_or(start),
            start,
            end: start,
            first,
            last: first,
            semicolons: Vec::new(),
            flaw: false,
            unclosed: None,
        };
        if self.columns.len() > MAX_INDENTATION {
            let problem = Problem::new(
                Phase::Parse,
                code::DEEP_BLOCKS,
                "too many levels of indentation",
                format!("more than {MAX_INDENTATION} levels of indentation"),
            );
            self.layout.problems.push(problem.class("IndentationError").at(self.span(start, start + 1), "this line"));
            return false;
        }
        self.brackets.clear();
        self.lambdas.clear();
        self.lambdas.push(0);
        self.backquotes = 0;
        self.operand = false;
        self.statement = first;
        let more = self.body(&mut line);
        self.end_statement();
        line.last = self.layout.tokens.len();
        if line.end > line.start || line.flaw {
            self.layout.lines.push(line);
        }
        more
    }

    /// Skips empty lines and comments; the column of the next token, or `None` at the end of the text.
    fn indentation(&mut self) -> Option<usize> {
        let mut column = 0;
        self.margin = None;
        loop {
            match self.bytes.get(self.at)? {
                b' ' => column += 1,
                b'\t' => column = (column / 8 + 1) * 8,
                b'\x0c' => column = 0,
                b'#' => {
                    self.skip_comment();
                    continue;
                }
                b'\n' | b'\r' => column = 0,
                b'\\' if self.line_end(self.at + 1).is_some() => {
                    self.margin = Some(self.at);
                    // The column stays that of the backslash.
                    while let Some(next) = self.continuation() {
                        self.at = next;
                    }
                    match self.bytes.get(self.at)? {
                        b'\n' | b'\r' | b'#' => continue,
                        _ => return Some(column),
                    }
                }
                _ => return Some(column),
            }
            self.at += 1;
        }
    }

    /// Past blanks, or past a backslash and the line end behind it.
    fn continuation(&self) -> Option<usize> {
        match self.bytes.get(self.at)? {
            b' ' | b'\t' | b'\x0c' => Some(self.at + 1),
            b'\\' => self.line_end(self.at + 1),
            _ => None,
        }
    }

    fn skip_comment(&mut self) {
        while !matches!(self.bytes.get(self.at), None | Some(b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Opens or closes levels of indentation; the level of a line at this column.
    fn depth_of(&mut self, column: usize) -> usize {
        if self.columns.last().is_some_and(|top| column > *top) {
            self.columns.push(column);
            return self.columns.len() - 1;
        }
        while self.columns.len() > 1 && self.columns.last().is_some_and(|top| column < *top) {
            self.columns.pop();
        }
        let level = self.columns.len() - 1;
        if self.columns[level] != column {
            let at = self.margin.unwrap_or(self.at);
            let python = "unindent does not match any outer indentation level";
            let problem = Problem::new(
                Phase::Parse,
                code::UNINDENT,
                python,
                "this line's indentation matches no line above it",
            )
            .class("IndentationError")
            .at(self.span(at, at + self.char_len(at)), "indented differently")
            .help("indent it like the line that its block began with (a tab counts to the next multiple of eight)");
            self.layout.problems.push(problem);
            // As if it opened a level of its own inside the outer one: its neighbours agree with it.
            if self.columns[level] < column {
                self.columns.push(column);
                return level + 1;
            }
        }
        level
    }

    fn char_len(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    }

    /// From the first token to the end of the logical line; false when nothing after it is worth reading.
    fn body(&mut self, line: &mut Line) -> bool {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\x0c' => {
                    self.at += 1;
                    continue;
                }
                b'#' => {
                    self.skip_comment();
                    continue;
                }
                b'\n' | b'\r' => {
                    self.at += 1;
                    if self.brackets.is_empty() {
                        return true;
                    }
                    continue;
                }
                b'\\' => {
                    if !self.backslash(line) {
                        return false;
                    }
                    continue;
                }
                b'\'' | b'"' => {
                    if !self.text_literal(line, self.at) {
                        return self.brackets.is_empty();
                    }
                }
                b'(' | b'[' | b'{' => {
                    self.operand = false;
                    if !self.open(line) {
                        return false;
                    }
                }
                b')' | b']' | b'}' => {
                    self.close(byte);
                    self.operand = true;
                    self.token(byte, self.at, self.at + 1);
                }
                b'`' => {
                    if !self.backquote(line) {
                        return false;
                    }
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    let start = self.at;
                    self.at += marks::word_length(&self.bytes[self.at..]);
                    let word = &self.text[start..self.at];
                    if matches!(self.bytes.get(self.at), Some(b'\'' | b'"')) && marks::is_text_prefix(word) {
                        if !self.text_literal(line, start) {
                            return self.brackets.is_empty();
                        }
                    } else if !self.word(line, start, word) {
                        return false;
                    }
                }
                b'0'..=b'9' => self.number(),
                b'.' if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit) => self.number(),
                _ => {
                    let (mark, length) = match byte.is_ascii() {
                        true => marks::of_operator(&self.bytes[self.at..]),
                        false => (marks::BROKEN, self.char_len(self.at)),
                    };
                    match byte {
                        b';' if self.brackets.is_empty() => {
                            self.end_statement();
                            line.semicolons.push(self.layout.tokens.len());
                            self.statement = self.layout.tokens.len() + 1;
                        }
                        b':' => match self.lambdas.last_mut() {
                            Some(waiting) if *waiting > 0 => *waiting -= 1,
                            // The colon of a header: a statement may follow it on its line.
                            _ if self.brackets.is_empty() => self.statement = self.layout.tokens.len() + 1,
                            _ => {}
                        },
                        _ => {}
                    }
                    self.operand = false;
                    self.token(mark, self.at, self.at + length);
                }
            }
            line.end = self.at;
        }
        line.unclosed = self.brackets.last().copied();
        false
    }

    /// Takes a token, up to `end`.
    fn token(&mut self, mark: u8, start: usize, end: usize) {
        self.layout.marks.push(char::from(mark));
        self.layout.tokens.push(Token { start: start as u32, end: end as u32 });
        self.at = end;
    }

    /// As CPython's parser, which looks for this import as soon as the statement is over and before anybody knows whether it
    /// may stand there: from its end on `print` is a name. (For CPython a dotted module and `from .` will do too; not here.)
    fn end_statement(&mut self) {
        let marks = self.layout.marks.as_bytes().get(self.statement..).unwrap_or_default();
        if marks.first() != Some(&marks::KEYWORD) || marks.get(2) != Some(&marks::IMPORT) {
            return;
        }
        let words = self.layout.tokens[self.statement..].iter().map(|t| &self.text[t.start as usize..t.end as usize]);
        let mut words = words.zip(marks);
        if words.next().is_some_and(|(word, _)| word == "from")
            && words.next().is_some_and(|(word, _)| word == "__future__")
        {
            // What follows `as` is another name for the feature before it.
            let mut alias = false;
            self.print_function |= words.any(|(word, mark)| {
                let named = std::mem::replace(&mut alias, *mark == marks::AS);
                word == "print_function" && !named
            });
        }
    }

    /// A word from `start` to here; counts `lambda`s whose parameters are not over yet.
    fn word(&mut self, line: &mut Line, start: usize, word: &str) -> bool {
        let mark = match marks::of_word(word) {
            marks::PRINT if self.print_function => marks::NAME,
            mark => mark,
        };
        self.operand = matches!(mark, marks::NAME | marks::PRINT);
        if mark == marks::LAMBDA {
            if let Some(waiting) = self.lambdas.last_mut() {
                *waiting += 1;
            }
            if !self.check_nesting(line, start) {
                return false;
            }
        }
        self.token(mark, start, self.at);
        true
    }

    fn number(&mut self) {
        self.operand = true;
        let (kind, length) = marks::of_number(&self.bytes[self.at..]);
        let mark = if kind == marks::Numeral::Broken { marks::BROKEN } else { marks::NUMBER };
        self.token(mark, self.at, self.at + length);
    }

    fn open(&mut self, line: &mut Line) -> bool {
        self.brackets.push(self.at);
        self.lambdas.push(0);
        self.check_nesting(line, self.at) && self.bracket()
    }

    /// Takes the bracket or backquote here.
    fn bracket(&mut self) -> bool {
        self.token(self.bytes[self.at], self.at, self.at + 1);
        true
    }

    /// A backquote closes what the last one opened if an operand precedes it.
    fn backquote(&mut self, line: &mut Line) -> bool {
        if self.operand {
            self.backquotes = self.backquotes.saturating_sub(1);
            return self.bracket();
        }
        self.backquotes += 1;
        self.check_nesting(line, self.at) && self.bracket()
    }

    fn check_nesting(&mut self, line: &mut Line, at: usize) -> bool {
        if self.brackets.len() + self.backquotes + self.lambdas.iter().sum::<usize>() <= self.nesting {
            return true;
        }
        let problem = Problem::new(
            Phase::Parse,
            code::DEEP_BRACKETS,
            "",
            format!("more than {} brackets are open here", self.nesting),
        )
        .class("MemoryError")
        .at(self.span(at, at + 1), "too deep")
        .help("give the inner part a name of its own");
        self.layout.problems.push(problem);
        line.flaw = true;
        false
    }

    /// Closes the nearest bracket of this kind; a stray one changes nothing (pest stops at it).
    fn close(&mut self, byte: u8) {
        let opening = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        if let Some(index) = self.brackets.iter().rposition(|at| self.bytes[*at] == opening) {
            self.brackets.truncate(index);
            self.lambdas.truncate(index + 1);
        }
    }

    /// Outside texts a backslash stands only before a line end.
    fn backslash(&mut self, line: &mut Line) -> bool {
        if let Some(next) = self.line_end(self.at + 1) {
            self.at = next;
            return true;
        }
        if self.at + 1 == self.bytes.len() {
            self.layout.last_backslash = Some(self.at);
            self.at += 1;
            return true;
        }
        let problem =
            flaws::continuation("a backslash outside a text joins two lines, so nothing may follow it on its line")
                .at(self.span(self.at, self.at + 1), "this backslash")
                .help("remove what follows the backslash (often a space), or put the expression in parentheses");
        self.layout.problems.push(problem);
        line.flaw = true;
        let stop = !self.brackets.is_empty();
        self.brackets.clear();
        self.skip_comment();
        !stop
    }

    /// A text literal whose quotes are here and whose prefix begins at `start`; false if it does not end.
    fn text_literal(&mut self, line: &mut Line, start: usize) -> bool {
        let quotes = self.at;
        match marks::text_end(self.bytes, quotes) {
            Ok(end) => {
                self.operand = true;
                self.token(marks::TEXT, start, end);
                true
            }
            Err(at) => {
                let problem = flaws::unterminated(self.text, self.base, quotes, at);
                self.layout.problems.push(problem);
                line.flaw = true;
                line.end = at;
                self.at = at;
                false
            }
        }
    }
}
