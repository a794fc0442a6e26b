//! Commands: lists, pipelines, and the compound commands with their reserved words.

use super::tokens::{Document, Piece, Token};
use super::{End, Fault, Read, Reader, Stop};

/// What a list is, for those who hold it.
#[derive(Default)]
pub(super) struct List {
    is_empty: bool,
    is_background: bool,
}

/// Reserved words at which a list ends.
const CLOSERS: [&[u8]; 8] = [b"then", b"do", b"done", b"fi", b"esac", b"else", b"elif", b"}"];

/// Letters of a token that a message shows.
const SHOWN: usize = 30;

impl Reader<'_> {
    /// All there is.
    pub(super) fn program(&mut self) -> Read<End> {
        let list = self.list()?;
        match self.peek()?.token {
            Token::End if list.is_background => Ok(End::Background),
            Token::End => Ok(End::Foreground),
            _ => Err(self.unexpected()?),
        }
    }

    /// Commands up to a token that cannot begin one.
    pub(super) fn list(&mut self) -> Read<List> {
        let mut list = List { is_empty: true, is_background: false };
        loop {
            self.lines()?;
            if !self.begins_command()? {
                return Ok(list);
            }
            self.and_or()?;
            list = List::default();
            match self.peek()?.token {
                Token::Operator("&") => list.is_background = true,
                Token::Operator(";") => {}
                Token::Line if self.leaves => return Err(Stop::Unsure),
                Token::Line => {}
                _ => return Ok(list),
            }
            self.take()?;
        }
    }

    /// A list that must not be empty, inside of what is open.
    fn body(&mut self, opener: &'static str, start: usize) -> Read {
        if self.list()?.is_empty { Err(self.missing(opener, start)?) } else { Ok(()) }
    }

    fn lines(&mut self) -> Read {
        while self.peek()?.token == Token::Line {
            self.take()?;
        }
        Ok(())
    }

    fn begins_command(&mut self) -> Read<bool> {
        let piece = self.peek()?;
        Ok(match piece.token {
            Token::Word => !CLOSERS.contains(&self.part(piece.start, piece.end)),
            Token::Redirection(_) => true,
            Token::Operator(operator) => operator == "(",
            Token::End | Token::Line => false,
        })
    }

    /// Pipelines with `&&` and `||` between them.
    fn and_or(&mut self) -> Read {
        self.pipeline()?;
        while let Token::Operator(operator @ ("&&" | "||")) = self.peek()?.token {
            self.behind(operator)?;
            self.pipeline()?;
            // What is behind may not be run.
            self.leaves = false;
        }
        Ok(())
    }

    fn pipeline(&mut self) -> Read {
        let mut has_prefix = false;
        while self.is_word(b"!")? || self.is_word(b"time")? {
            has_prefix = true;
            let is_time = self.is_word(b"time")?;
            self.take()?;
            while is_time && (self.is_word(b"-p")? || self.is_word(b"--")?) {
                self.take()?;
            }
        }
        if has_prefix && !self.begins_command()? {
            let is_alone = matches!(self.peek()?.token, Token::End | Token::Line | Token::Operator(";"));
            return if is_alone { Ok(()) } else { Err(Stop::Unsure) };
        }
        self.command()?;
        while let Token::Operator(operator @ ("|" | "|&")) = self.peek()?.token {
            self.behind(operator)?;
            self.command()?;
            self.leaves = false;
        }
        Ok(())
    }

    /// Takes an operator that wants a command behind it, on this line or a later one.
    fn behind(&mut self, operator: &'static str) -> Read {
        self.take()?;
        self.lines()?;
        match self.peek()?.token {
            Token::End => Err(Stop::Fault(Fault::Operator(operator))),
            _ => Ok(()),
        }
    }

    fn command(&mut self) -> Read {
        if !self.begins_command()? {
            return Err(self.unexpected()?);
        }
        if self.compound()? { self.redirections() } else { self.simple() }
    }

    fn redirections(&mut self) -> Read {
        while matches!(self.peek()?.token, Token::Redirection(_)) {
            self.redirection()?;
        }
        Ok(())
    }

    /// A compound command, if one begins here.
    fn compound(&mut self) -> Read<bool> {
        let piece = self.peek()?;
        let start = piece.start;
        let read: fn(&mut Self, usize) -> Read = match (piece.token, self.part(start, piece.end)) {
            (Token::Operator("("), _) => Self::parenthesis,
            (Token::Word, b"{") => |reader, start| {
                reader.body("{", start)?;
                reader.expect("}", "{", start)
            },
            (Token::Word, b"if") => Self::conditional,
            (Token::Word, b"while") => |reader, start| reader.repeated("while", start),
            (Token::Word, b"until") => |reader, start| reader.repeated("until", start),
            (Token::Word, b"for") => |reader, start| reader.each("for", start),
            (Token::Word, b"select") => |reader, start| reader.each("select", start),
            (Token::Word, b"case") => Self::case,
            (Token::Word, b"[[") => Self::test,
            (Token::Word, b"function") => Self::function,
            (Token::Word, b"coproc" | b"]]") => return Err(Stop::Unsure),
            _ => return Ok(false),
        };
        self.take()?;
        self.deeper(|reader| read(reader, start))?;
        Ok(true)
    }

    /// `(…)` or `((…))`.
    fn parenthesis(&mut self, start: usize) -> Read {
        if self.byte(0) != Some(b'(') {
            self.body("(", start)?;
            return self.expect_operator(")", "(", start);
        }
        self.arithmetic(start)
    }

    /// `((…))` from its second parenthesis on.
    fn arithmetic(&mut self, start: usize) -> Read {
        self.skip(1);
        self.matched("((", start, Some(b'('), b')', 1)?;
        // Otherwise these were two subshells, which somebody else may read.
        if self.byte(0) != Some(b')') {
            return Err(Stop::Unsure);
        }
        self.skip(1);
        Ok(())
    }

    fn conditional(&mut self, start: usize) -> Read {
        self.body("if", start)?;
        self.expect("then", "if", start)?;
        self.body("if", start)?;
        while self.is_word(b"elif")? {
            self.take()?;
            self.body("if", start)?;
            self.expect("then", "if", start)?;
            self.body("if", start)?;
        }
        if self.is_word(b"else")? {
            self.take()?;
            self.body("if", start)?;
        }
        self.expect("fi", "if", start)
    }

    /// `while` and `until`.
    fn repeated(&mut self, opener: &'static str, start: usize) -> Read {
        self.body(opener, start)?;
        self.expect("do", opener, start)?;
        self.body(opener, start)?;
        self.expect("done", opener, start)
    }

    /// `for` and `select`.
    fn each(&mut self, opener: &'static str, start: usize) -> Read {
        self.blanks();
        if opener == "for" && self.byte(0) == Some(b'(') && self.byte(1) == Some(b'(') {
            self.skip(1);
            self.arithmetic(start)?;
        } else {
            self.expect_word(opener, start)?;
            let is_line = self.peek()?.token == Token::Line;
            self.lines()?;
            if self.is_word(b"in")? {
                self.take()?;
                while self.peek()?.token == Token::Word {
                    self.take()?;
                }
                if !matches!(self.peek()?.token, Token::Line | Token::Operator(";")) {
                    return Err(self.missing(opener, start)?);
                }
            } else if is_line && self.peek()?.token == Token::Operator(";") {
                return Err(Stop::Unsure);
            }
        }
        if self.peek()?.token == Token::Operator(";") {
            self.take()?;
        }
        self.lines()?;
        if self.is_word(b"{")? {
            self.take()?;
            self.body(opener, start)?;
            return self.expect("}", opener, start);
        }
        self.expect("do", opener, start)?;
        self.body(opener, start)?;
        self.expect("done", opener, start)
    }

    fn case(&mut self, start: usize) -> Read {
        self.expect_word("case", start)?;
        self.lines()?;
        self.expect("in", "case", start)?;
        loop {
            self.lines()?;
            if self.is_word(b"esac")? {
                break;
            }
            if self.peek()?.token == Token::Operator("(") {
                self.take()?;
            }
            self.expect_word("case", start)?;
            while self.peek()?.token == Token::Operator("|") {
                self.take()?;
                self.expect_word("case", start)?;
            }
            self.expect_operator(")", "case", start)?;
            self.list()?;
            match self.peek()?.token {
                Token::Operator(";;" | ";&" | ";;&") => self.take()?,
                _ => break,
            };
        }
        self.expect("esac", "case", start)
    }

    /// `[[ … ]]`: only its end is looked for, as its operators and patterns have a grammar of their own.
    fn test(&mut self, start: usize) -> Read {
        self.blanks();
        // Some releases stop reading at an empty one, without a complaint.
        if self.part(self.at, self.at + 2) == b"]]" {
            return Err(Stop::Unsure);
        }
        let mut word = self.at;
        while let Some(byte) = self.byte(0) {
            match byte {
                b' ' | b'\t' | b'\n' => {
                    if self.part(word, self.at) == b"]]" {
                        return Ok(());
                    }
                    self.skip(1);
                    word = self.at;
                }
                b';' | b'&' | b'|' | b')' | b'<' | b'>' if self.part(word, self.at) == b"]]" => return Ok(()),
                b'#' if word == self.at => return Err(Stop::Unsure),
                b';' => return Err(Stop::Unsure),
                _ => self.letter(byte)?,
            }
        }
        let rest = self.part(start, self.text.len());
        match self.part(word, self.at) == b"]]" {
            true => Ok(()),
            false if rest.windows(2).any(|pair| pair == b"]]") => Err(Stop::Unsure),
            false => Err(self.open("[[", start)),
        }
    }

    /// `function name`, with or without parentheses.
    fn function(&mut self, start: usize) -> Read {
        self.expect_word("function", start)?;
        if self.peek()?.token == Token::Operator("(") {
            self.take()?;
            self.expect_operator(")", "function", start)?;
        }
        self.function_body()
    }

    fn function_body(&mut self) -> Read {
        self.lines()?;
        if self.peek()?.token == Token::End {
            return Err(Stop::Fault(Fault::Operator("()")));
        }
        if self.compound()? { self.redirections() } else { Err(self.unexpected()?) }
    }

    /// Words and redirections, or the definition of a function.
    fn simple(&mut self) -> Read {
        let (mut words, mut redirections) = (0, 0);
        let mut leaver = None;
        loop {
            let piece = self.peek()?;
            match piece.token {
                Token::Redirection(_) => {
                    redirections += 1;
                    self.redirection()?;
                }
                Token::Word => {
                    let word = self.part(piece.start, piece.end);
                    if is_index(word) {
                        return Err(Stop::Unsure);
                    }
                    if words == 0 {
                        leaver = [&b"exit"[..], b"exec"].into_iter().find(|name| *name == word);
                    }
                    words += 1;
                    self.take()?;
                }
                Token::Operator("(") if words == 1 && redirections == 0 => {
                    self.take()?;
                    if self.peek()?.token != Token::Operator(")") {
                        return Err(self.refused(piece));
                    }
                    self.take()?;
                    return self.deeper(Self::function_body);
                }
                Token::Operator("(") => return Err(self.refused(piece)),
                _ => break,
            }
        }
        // `exec` without a program only redirects.
        self.leaves |= self.depth == 0 && leaver.is_some_and(|name| name == b"exit" || words > 1);
        Ok(())
    }

    fn redirection(&mut self) -> Read {
        let (Token::Redirection(operator), start) = (self.peek()?.token, self.take()?.start) else { return Ok(()) };
        if operator.ends_with('&') && self.descriptor() {
            return Ok(());
        }
        let piece = self.peek()?;
        match piece.token {
            Token::Word => self.take()?,
            Token::End => return Err(Stop::Fault(Fault::Operator(operator))),
            _ => return Err(self.refused(piece)),
        };
        if let "<<" | "<<-" = operator {
            let word = self.part(piece.start, piece.end);
            let end = unquoted(word).ok_or(Stop::Unsure)?;
            let joins = end.len() == word.len();
            self.documents.push(Document { end, strips: operator == "<<-", joins, start });
        }
        Ok(())
    }

    fn is_word(&mut self, word: &[u8]) -> Read<bool> {
        let piece = self.peek()?;
        Ok(piece.token == Token::Word && self.part(piece.start, piece.end) == word)
    }

    /// Takes a reserved word without which what is open is not complete.
    fn expect(&mut self, word: &str, opener: &'static str, start: usize) -> Read {
        match self.is_word(word.as_bytes())? {
            true => self.take().map(|_| ()),
            false => Err(self.missing(opener, start)?),
        }
    }

    fn expect_word(&mut self, opener: &'static str, start: usize) -> Read {
        match self.peek()?.token {
            Token::Word => self.take().map(|_| ()),
            _ => Err(self.missing(opener, start)?),
        }
    }

    pub(super) fn expect_operator(&mut self, operator: &str, opener: &'static str, start: usize) -> Read {
        match self.peek()?.token {
            Token::Operator(found) if found == operator => self.take().map(|_| ()),
            _ => Err(self.missing(opener, start)?),
        }
    }

    /// What is wrong where something is missing.
    fn missing(&mut self, opener: &'static str, start: usize) -> Read<Stop> {
        Ok(match self.peek()?.token {
            Token::End => self.open(opener, start),
            _ => self.unexpected()?,
        })
    }

    fn unexpected(&mut self) -> Read<Stop> {
        let piece = self.peek()?;
        Ok(self.refused(piece))
    }

    fn refused(&self, piece: Piece) -> Stop {
        // An operator may go on behind a joined line.
        if self.part(piece.start.saturating_sub(2), piece.start) == b"\\\n" {
            return Stop::Unsure;
        }
        let text = match piece.token {
            // As bash calls it.
            Token::Line | Token::End => "newline".to_owned(),
            _ => {
                let text = String::from_utf8_lossy(self.part(piece.start, piece.end));
                text.chars().take_while(|c| !c.is_control()).take(SHOWN).collect()
            }
        };
        Stop::Fault(Fault::Unexpected(text, self.line(piece.start)))
    }
}

/// Whether a word may be an array's name and the beginning of its index, of which blanks and operators may be a part.
fn is_index(word: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = word.iter().take_while(|byte| is_letter(byte)).count();
    length > 0 && word.get(length) == Some(&b'[') && !word.contains(&b']')
}

/// The end of a here-document without its quotes; `None` for what nobody means to be one.
fn unquoted(word: &[u8]) -> Option<Vec<u8>> {
    let mut end = Vec::with_capacity(word.len());
    let mut quote = None;
    let mut bytes = word.iter().copied();
    while let Some(byte) = bytes.next() {
        match (byte, quote) {
            (b'$' | b'`' | b'\n', _) => return None,
            (byte, Some(open)) if byte == open => quote = None,
            (b'\'' | b'"', None) => quote = Some(byte),
            (b'\\', None) => end.extend(bytes.next()),
            (b'\\', Some(b'"')) => return None,
            _ => end.push(byte),
        }
    }
    Some(end)
}
