//! Reading TJSON from strangers: no panic, no unbounded recursion, exact counts; all JSON escapes are understood.

use super::{Message, MessageType, Struct, Tag, Value};

/// How deeply values may be nested; the API's own need is below 12.
pub const MAX_DEPTH: usize = 64;

/// Why a text is no TJSON message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Malformed {
    /// Offset in bytes.
    pub offset: usize,
    /// What was expected there, as a noun phrase.
    pub expected: &'static str,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.offset)
    }
}

/// Reads one message; text after it is ignored, as servers do.
///
/// # Errors
/// With the place and the expectation of the first departure from the grammar.
pub fn decode_message(bytes: &[u8]) -> Result<Message, Malformed> {
    let mut reader = Reader { bytes, at: 0, depth: 0 };
    reader.token(b'[', "a Thrift message, which begins with `[`")?;
    if reader.integer()? != 1 {
        return Err(reader.fail("version 1 of the protocol"));
    }
    reader.comma()?;
    let name = reader.text()?;
    reader.comma()?;
    let number = reader.integer()?;
    let kind = MessageType::ALL.into_iter().find(|kind| kind.number() == number);
    let kind = kind.ok_or_else(|| reader.fail("a message type from 1 to 4"))?;
    reader.comma()?;
    let sequence = reader.integer()? as i32;
    reader.comma()?;
    let body = reader.structure()?;
    reader.token(b']', "`]` at the end of the message")?;
    Ok(Message { name, kind, sequence, body })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn fail(&self, expected: &'static str) -> Malformed {
        Malformed { offset: self.at, expected }
    }

    fn peek(&mut self) -> Option<u8> {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn token(&mut self, byte: u8, expected: &'static str) -> Result<(), Malformed> {
        if self.eat(byte) { Ok(()) } else { Err(self.fail(expected)) }
    }

    fn comma(&mut self) -> Result<(), Malformed> {
        self.token(b',', "a comma")
    }

    /// The characters of a number.
    fn number(&mut self) -> &str {
        self.peek();
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        std::str::from_utf8(self.bytes.get(start..self.at).unwrap_or_default()).unwrap_or_default()
    }

    fn integer(&mut self) -> Result<i64, Malformed> {
        let at = self.at;
        self.number().parse().map_err(|_| Malformed { offset: at, expected: "an integer" })
    }

    fn double(&mut self) -> Result<f64, Malformed> {
        let at = self.at;
        let quoted = self.peek() == Some(b'"');
        let written = if quoted { self.text()? } else { self.number().to_owned() };
        match written.as_str() {
            "NaN" if quoted => Ok(f64::NAN),
            "Infinity" if quoted => Ok(f64::INFINITY),
            "-Infinity" if quoted => Ok(f64::NEG_INFINITY),
            digits => digits.parse().map_err(|_| Malformed { offset: at, expected: "a number" }),
        }
    }

    fn tag(&mut self) -> Result<Tag, Malformed> {
        let at = self.at;
        Tag::named(&self.text()?).ok_or(Malformed { offset: at, expected: "a type tag" })
    }

    fn enter(&mut self) -> Result<(), Malformed> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(self.fail("less than 64 levels of nesting")) } else { Ok(()) }
    }

    fn structure(&mut self) -> Result<Struct, Malformed> {
        self.enter()?;
        self.token(b'{', "a struct")?;
        let mut fields = Vec::new();
        if !self.eat(b'}') {
            loop {
                let at = self.at;
                let id = self.text()?.parse().map_err(|_| Malformed { offset: at, expected: "a field id" })?;
                self.token(b':', "`:` after the field id")?;
                self.token(b'{', "a tagged value")?;
                let tag = self.tag()?;
                self.token(b':', "`:` after the type tag")?;
                let value = self.bare(tag)?;
                self.token(b'}', "`}` after the value")?;
                fields.push((id, value));
                if self.eat(b'}') {
                    break;
                }
                self.comma()?;
            }
        }
        self.depth -= 1;
        Ok(fields)
    }

    fn bare(&mut self, tag: Tag) -> Result<Value, Malformed> {
        // Integers too large wrap around, as they do for the servers.
        Ok(match tag {
            Tag::Bool => Value::Bool(self.integer()? != 0),
            Tag::I8 => Value::I8(self.integer()? as i8),
            Tag::I16 => Value::I16(self.integer()? as i16),
            Tag::I32 => Value::I32(self.integer()? as i32),
            Tag::I64 => Value::I64(self.integer()?),
            Tag::Double => Value::Double(self.double()?),
            Tag::Text => Value::Text(self.text()?),
            Tag::Struct => Value::Struct(self.structure()?),
            Tag::List => {
                let (element, items) = self.items()?;
                Value::List(element, items)
            }
            Tag::Set => {
                let (element, items) = self.items()?;
                Value::Set(element, items)
            }
            Tag::Map => self.map()?,
        })
    }

    fn items(&mut self) -> Result<(Tag, Vec<Value>), Malformed> {
        self.enter()?;
        self.token(b'[', "a list")?;
        let element = self.tag()?;
        self.comma()?;
        let count = self.integer()?;
        let mut items = Vec::new();
        while self.eat(b',') {
            items.push(self.bare(element)?);
        }
        self.token(b']', "`]` at the end of the list")?;
        if count != items.len() as i64 {
            return Err(self.fail("as many elements as the list announced"));
        }
        self.depth -= 1;
        Ok((element, items))
    }

    fn map(&mut self) -> Result<Value, Malformed> {
        self.enter()?;
        self.token(b'[', "a map")?;
        let keys = self.tag()?;
        self.comma()?;
        let values = self.tag()?;
        self.comma()?;
        let count = self.integer()?;
        self.comma()?;
        self.token(b'{', "the map's entries")?;
        let mut entries = Vec::new();
        if !self.eat(b'}') {
            loop {
                let key = self.map_key(keys)?;
                self.token(b':', "`:` after the key")?;
                entries.push((key, self.bare(values)?));
                if self.eat(b'}') {
                    break;
                }
                self.comma()?;
            }
        }
        self.token(b']', "`]` at the end of the map")?;
        if count != entries.len() as i64 {
            return Err(self.fail("as many entries as the map announced"));
        }
        self.depth -= 1;
        Ok(Value::Map(keys, values, entries))
    }

    fn map_key(&mut self, tag: Tag) -> Result<Value, Malformed> {
        let at = self.at;
        let written = self.text()?;
        let number = || written.parse::<i64>().map_err(|_| Malformed { offset: at, expected: "a numeric key" });
        Ok(match tag {
            Tag::Text => Value::Text(written),
            Tag::Bool => Value::Bool(number()? != 0),
            Tag::I8 => Value::I8(number()? as i8),
            Tag::I16 => Value::I16(number()? as i16),
            Tag::I32 => Value::I32(number()? as i32),
            Tag::I64 => Value::I64(number()?),
            _ => return Err(Malformed { offset: at, expected: "a key that is a text or an integer" }),
        })
    }

    /// A JSON string. Bytes that are no UTF-8 become U+FFFD.
    fn text(&mut self) -> Result<String, Malformed> {
        self.token(b'"', "a text in quotes")?;
        let mut bytes = Vec::new();
        loop {
            let byte = self.bytes.get(self.at).copied().ok_or_else(|| self.fail("the end of the text"))?;
            self.at += 1;
            match byte {
                b'"' => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
                b'\\' => self.escape(&mut bytes)?,
                other => bytes.push(other),
            }
        }
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), Malformed> {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        let plain = match byte {
            b'"' | b'\\' | b'/' => byte,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'f' => 12,
            b'r' => b'\r',
            b'u' => {
                let c = self.unicode_escape()?;
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => return Err(self.fail("an escape that JSON has")),
        };
        bytes.push(plain);
        Ok(())
    }

    /// `\uXXXX`, two of which may be a surrogate pair; a lone surrogate becomes U+FFFD.
    fn unicode_escape(&mut self) -> Result<char, Malformed> {
        let first = self.hex4()?;
        if (0xD800..0xDC00).contains(&first) && self.bytes.get(self.at..self.at + 2) == Some(b"\\u") {
            let back = self.at;
            self.at += 2;
            let second = self.hex4()?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or('\u{FFFD}'));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or('\u{FFFD}'))
    }

    fn hex4(&mut self) -> Result<u32, Malformed> {
        let digits = self.bytes.get(self.at..self.at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.fail("four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }
}
