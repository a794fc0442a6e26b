//! Tokens: words, operators, ends of lines, and the here-documents behind these.

use super::{Fault, Read, Reader, Stop};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token {
    /// The end of the command.
    End,
    /// The end of a line.
    Line,
    /// An operator between commands.
    Operator(&'static str),
    /// An operator before the name of a file, with the number of what it redirects.
    Redirection(&'static str),
    /// A word, which may be a reserved one.
    Word,
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) token: Token,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A here-document that is to come.
pub(super) struct Document {
    pub(super) end: Vec<u8>,
    /// Whether tabs before the end go.
    pub(super) strips: bool,
    /// Whether a backslash joins lines, since nothing of the end is quoted.
    pub(super) joins: bool,
    /// Where it is announced.
    pub(super) start: usize,
}

/// Operators between commands, longer ones before their beginnings.
const OPERATORS: [&str; 11] = [";;&", "&&", "||", ";;", ";&", "|&", ";", "&", "|", "(", ")"];

/// Operators before the name of a file, longer ones before their beginnings.
const REDIRECTIONS: [&str; 12] = ["&>>", "<<<", "<<-", "&>", "<<", ">>", "<&", ">&", "<>", ">|", "<", ">"];

impl Reader<'_> {
    /// The next token, which stays.
    pub(super) fn peek(&mut self) -> Read<Piece> {
        if let Some(piece) = self.ahead {
            return Ok(piece);
        }
        let piece = self.piece()?;
        self.ahead = Some(piece);
        Ok(piece)
    }

    /// Takes the next token.
    pub(super) fn take(&mut self) -> Read<Piece> {
        let piece = self.peek()?;
        self.ahead = None;
        Ok(piece)
    }

    fn piece(&mut self) -> Read<Piece> {
        self.blanks();
        let start = self.at;
        let token = match self.byte(0) {
            None => match self.documents.first() {
                Some(document) => return Err(self.endless(document)),
                None => Token::End,
            },
            Some(b'\n') => {
                self.skip(1);
                self.here_documents()?;
                Token::Line
            }
            Some(_) => self.operator_or_word()?,
        };
        Ok(Piece { token, start, end: self.at })
    }

    fn operator_or_word(&mut self) -> Read<Token> {
        let ahead = self.part(self.at, self.text.len());
        let number = redirected(ahead);
        let behind = ahead.get(number..).unwrap_or_default();
        // `<(` begins a word.
        let is_process = behind.starts_with(b"<(") || behind.starts_with(b">(");
        let find = |table: &[&'static str]| table.iter().find(|op| behind.starts_with(op.as_bytes())).copied();
        let (token, length) = match find(&REDIRECTIONS).filter(|_| !is_process) {
            Some(op) if number == 0 || !op.starts_with('&') => (Token::Redirection(op), number + op.len()),
            _ => match find(&OPERATORS).filter(|_| number == 0) {
                Some(op) => (Token::Operator(op), op.len()),
                None => (Token::Word, 0),
            },
        };
        match token {
            Token::Word => self.word()?,
            _ => self.skip(length),
        }
        Ok(token)
    }

    /// Takes the number behind `>&`, even if a further redirection follows at once.
    pub(super) fn descriptor(&mut self) -> bool {
        self.blanks();
        let length = redirected(self.part(self.at, self.text.len()));
        self.skip(length);
        length > 0
    }

    /// Blanks, joined lines and a comment.
    pub(super) fn blanks(&mut self) {
        loop {
            match (self.byte(0), self.byte(1)) {
                (Some(b' ' | b'\t'), _) => self.skip(1),
                (Some(b'\\'), Some(b'\n')) => self.skip(2),
                (Some(b'#'), _) => {
                    let rest = self.part(self.at, self.text.len());
                    let length = rest.iter().take_while(|byte| **byte != b'\n').count();
                    self.skip(length);
                }
                _ => return,
            }
        }
    }

    /// The documents that begin behind the line's end.
    fn here_documents(&mut self) -> Read {
        for document in std::mem::take(&mut self.documents) {
            let (mut is_found, mut is_joined) = (false, false);
            while self.at < self.text.len() && !is_found {
                let rest = self.part(self.at, self.text.len());
                let length = rest.iter().take_while(|byte| **byte != b'\n').count();
                let line = rest.get(..length).unwrap_or_default();
                let tabs = if document.strips { line.iter().take_while(|byte| **byte == b'\t').count() } else { 0 };
                is_found = !is_joined && line.get(tabs..) == Some(&document.end);
                let backslashes = line.iter().rev().take_while(|byte| **byte == b'\\').count();
                is_joined = document.joins && backslashes % 2 == 1;
                self.skip(length + 1);
            }
            if !is_found {
                return Err(self.endless(&document));
            }
        }
        Ok(())
    }

    fn endless(&self, document: &Document) -> Stop {
        // Older releases let the end of a substitution end its documents.
        if self.substitutions > 0 {
            return Stop::Unsure;
        }
        let end = String::from_utf8_lossy(&document.end).into_owned();
        Stop::Fault(Fault::HereDocument(end, self.line(document.start)))
    }
}

/// The length of the number or the `{name}` that a redirection behind it is about; 0 if none is there.
fn redirected(ahead: &[u8]) -> usize {
    let count = |from: usize, test: fn(&u8) -> bool| ahead.iter().skip(from).take_while(|byte| test(byte)).count();
    let length = match ahead.first() {
        Some(b'{') => {
            let length = count(1, |byte| byte.is_ascii_alphanumeric() || *byte == b'_');
            if length > 0 && ahead.get(1 + length) == Some(&b'}') { length + 2 } else { 0 }
        }
        _ => count(0, u8::is_ascii_digit),
    };
    if matches!(ahead.get(length), Some(b'<' | b'>')) { length } else { 0 }
}
