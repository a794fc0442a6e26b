//! Words: quotes, substitutions, and what else lets them hold blanks and operators.

use super::{Fault, Read, Reader, Stop};

/// What opens something in which nothing else can open: its end is missing there and nowhere else.
const QUOTES: [&str; 3] = ["'", "$'", "`"];

impl Reader<'_> {
    /// A word up to a blank or an operator.
    pub(super) fn word(&mut self) -> Read {
        let start = self.at;
        while let Some(byte) = self.byte(0) {
            match byte {
                b'<' | b'>' if self.byte(1) == Some(b'(') => self.substitution("<(")?,
                b'(' if is_assignment(self.part(start, self.at)) => self.array()?,
                byte if ends_word(byte) => break,
                b'\\' if self.byte(1) == Some(b'\n') => {
                    // A joined line may end a reserved word. Nobody breaks one in its middle.
                    if self.byte(2).is_none_or(|byte| byte == b'\\' || ends_word(byte)) {
                        break;
                    }
                    if self.part(start, self.at).iter().all(u8::is_ascii_alphabetic) {
                        return Err(Stop::Unsure);
                    }
                    self.skip(2);
                }
                _ => self.letter(byte)?,
            }
        }
        Ok(())
    }

    /// One letter of a word, or what stands for letters.
    pub(super) fn letter(&mut self, byte: u8) -> Read {
        match byte {
            b'\\' => self.skip(2),
            b'\'' => self.quoted("'", self.at, 1, b'\'', false)?,
            b'`' => self.quoted("`", self.at, 1, b'`', true)?,
            b'"' => self.double()?,
            b'$' => self.dollar(true)?,
            _ => self.skip(1),
        }
        Ok(())
    }

    pub(super) fn skip(&mut self, length: usize) {
        self.at = (self.at + length).min(self.text.len());
    }

    /// A quote in which nothing is special but perhaps the backslash.
    fn quoted(&mut self, opener: &'static str, start: usize, length: usize, close: u8, escapes: bool) -> Read {
        self.skip(length);
        while let Some(byte) = self.byte(0) {
            self.skip(if escapes && byte == b'\\' { 2 } else { 1 });
            if byte == close {
                return Ok(());
            }
        }
        Err(self.open(opener, start))
    }

    fn double(&mut self) -> Read {
        let start = self.at;
        self.skip(1);
        let read = self.deeper(|reader| {
            while let Some(byte) = reader.byte(0) {
                match byte {
                    b'"' => {
                        reader.skip(1);
                        return Ok(());
                    }
                    b'\'' => reader.skip(1),
                    b'$' => reader.dollar(false)?,
                    _ => reader.letter(byte)?,
                }
            }
            Err(reader.open("\"", start))
        });
        read.map_err(|stop| self.around(stop, "\"", start))
    }

    /// What a dollar opens, if anything. Between double quotes `$'` is nothing special.
    fn dollar(&mut self, takes_quotes: bool) -> Read {
        let start = self.at;
        match (self.byte(1), self.byte(2)) {
            (Some(b'\''), _) if takes_quotes => self.quoted("$'", start, 2, b'\'', true),
            (Some(b'('), Some(b'(')) => {
                self.skip(3);
                self.matched("$((", start, Some(b'('), b')', 2)
            }
            (Some(b'('), _) => self.substitution("$("),
            // A brace inside does not count, but for that of a further `${`. A single quote counts, even between double quotes.
            (Some(b'{'), _) => {
                self.skip(2);
                self.matched("${", start, None, b'}', 1)
            }
            (Some(b'['), _) => {
                self.skip(2);
                self.matched("$[", start, Some(b'['), b']', 1)
            }
            (Some(b'$'), _) => {
                self.skip(2);
                Ok(())
            }
            _ => {
                self.skip(1);
                Ok(())
            }
        }
    }

    /// The rest of what is open so many times, up to the byte that closes it.
    pub(super) fn matched(
        &mut self,
        opener: &'static str,
        start: usize,
        open: Option<u8>,
        close: u8,
        times: usize,
    ) -> Read {
        let read = self.deeper(|reader| {
            let mut left = times;
            while let Some(byte) = reader.byte(0) {
                if byte == close {
                    left -= 1;
                    reader.skip(1);
                    if left == 0 {
                        return Ok(());
                    }
                } else if Some(byte) == open {
                    left += 1;
                    reader.skip(1);
                } else {
                    reader.letter(byte)?;
                }
            }
            Err(reader.open(opener, start))
        });
        read.map_err(|stop| self.around(stop, opener, start))
    }

    /// `$(…)` or `<(…)`: commands of their own.
    fn substitution(&mut self, opener: &'static str) -> Read {
        let start = self.at;
        self.skip(2);
        let outer = std::mem::take(&mut self.documents);
        self.substitutions += 1;
        let read = self.deeper(|reader| {
            reader.list()?;
            reader.expect_operator(")", opener, start)
        });
        read.map_err(|stop| self.around(stop, opener, start))?;
        self.substitutions -= 1;
        // Releases differ in where here-documents go that begin before the substitution ends.
        let is_torn = !outer.is_empty() && self.part(start, self.at).contains(&b'\n');
        if is_torn || !self.documents.is_empty() {
            return Err(Stop::Unsure);
        }
        self.documents = outer;
        Ok(())
    }

    /// The words of `name=(…)`.
    fn array(&mut self) -> Read {
        let start = self.at;
        self.skip(1);
        self.deeper(|reader| {
            loop {
                reader.blanks();
                match reader.byte(0) {
                    None => return Err(reader.open("(", start)),
                    Some(b')') => {
                        reader.skip(1);
                        return Ok(());
                    }
                    Some(b'\n') if reader.documents.is_empty() => reader.skip(1),
                    Some(b'\n' | b';' | b'|' | b'&' | b'(') => return Err(Stop::Unsure),
                    Some(b'<' | b'>') if reader.byte(1) != Some(b'(') => return Err(Stop::Unsure),
                    Some(_) => reader.word()?,
                }
            }
        })
    }

    /// What is missing is the end of the outermost thing that is open, unless it is a quote in which nothing opens.
    fn around(&self, stop: Stop, opener: &'static str, start: usize) -> Stop {
        match stop {
            Stop::Fault(Fault::Open(inner, _)) if !QUOTES.contains(&inner) => self.open(opener, start),
            stop => stop,
        }
    }
}

/// Blanks and what operators begin with.
fn ends_word(byte: u8) -> bool {
    b" \t\n;|&()<>".contains(&byte)
}

/// Whether a word so far is the beginning of an assignment: `name=`, `name+=`, `name[…]=`.
fn is_assignment(word: &[u8]) -> bool {
    let Some(name) = word.strip_suffix(b"=") else { return false };
    let name = name.strip_suffix(b"+").unwrap_or(name);
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = name.iter().take_while(|byte| is_letter(byte)).count();
    let is_named = length > 0 && !name.first().is_some_and(u8::is_ascii_digit);
    is_named && (length == name.len() || (name.get(length) == Some(&b'[') && name.last() == Some(&b']')))
}
