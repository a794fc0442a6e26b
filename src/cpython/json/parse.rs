//! Reads JSON text as `json.loads` of Python 2.7 does, with its errors.

use super::error::{JsonError, JsonErrorKind, Units};
use super::value::Json;
use crate::cpython::float_text::parse_float;
use crate::cpython::int_text::{Integer, parse_int};
use crate::cpython::surrogate;

/// Whether Python would hold the text as `str` or as `unicode`; positions count bytes or code points, and three messages differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonInput {
    /// A `str`, as read from a file.
    Bytes,
    /// A `unicode`.
    Unicode,
}

/// What [`parse`] allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseOptions {
    /// The Python type of the text.
    pub input: JsonInput,
    /// Arrays and objects inside each other; each costs a few hundred bytes of stack.
    pub depth: usize,
    /// Refuses raw control characters in strings, Python's `strict=True`.
    pub strict: bool,
}

impl Default for ParseOptions {
    fn default() -> Self {
        ParseOptions { input: JsonInput::Bytes, depth: 900, strict: true }
    }
}

/// Reads one value with whitespace around it.
///
/// # Errors
/// The first thing that is wrong with the text.
pub fn parse(text: &str, options: ParseOptions) -> Result<Json, JsonError> {
    let mut parser = Parser { text, at: 0, depth: 0, options, numbers: None, places: None };
    parser.document()
}

/// What [`parse_with_numbers`] and [`parse_prefix`] found.
#[derive(Debug)]
pub struct Parsed {
    /// The value.
    pub value: Json,
    /// Where it ends, in bytes.
    pub end: usize,
    /// The text of each number, `NaN` and the infinities included, in the order of the text.
    pub numbers: Vec<String>,
}

/// As [`parse`], keeping how each number was written.
///
/// # Errors
/// The first thing that is wrong with the text.
pub fn parse_with_numbers(text: &str, options: ParseOptions) -> Result<Parsed, JsonError> {
    let mut parser = Parser { text, at: 0, depth: 0, options, numbers: Some(Vec::new()), places: None };
    let value = parser.document()?;
    Ok(Parsed { value, end: parser.at, numbers: parser.numbers.unwrap_or_default() })
}

/// Reads one value that starts exactly at a byte offset; what follows it is not looked at.
///
/// # Errors
/// The first thing that is wrong with the value.
pub fn parse_prefix(text: &str, at: usize, options: ParseOptions) -> Result<Parsed, JsonError> {
    let mut parser = Parser { text, at, depth: 0, options, numbers: Some(Vec::new()), places: None };
    let value = parser.value()?;
    Ok(Parsed { value, end: parser.at, numbers: parser.numbers.unwrap_or_default() })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    options: ParseOptions,
    numbers: Option<Vec<String>>,
    places: Option<Vec<Place>>,
}

/// Where a value stands, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Where it begins; a member of an object begins with its name.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// As [`parse`], with the place of each value: a value stands in front of those inside of it.
///
/// # Errors
/// The first thing that is wrong with the text.
pub fn parse_with_places(text: &str, options: ParseOptions) -> Result<(Json, Vec<Place>), JsonError> {
    let mut parser = Parser { text, at: 0, depth: 0, options, numbers: None, places: Some(Vec::new()) };
    let value = parser.document()?;
    Ok((value, parser.places.unwrap_or_default()))
}

impl Parser<'_> {
    fn document(&mut self) -> Result<Json, JsonError> {
        self.skip_space();
        let value = self.value()?;
        self.skip_space();
        if self.at < self.text.len() {
            return self.fail(JsonErrorKind::ExtraData(self.text.len()), self.at);
        }
        Ok(value)
    }

    fn keep_number(&mut self, length: usize) {
        let text = self.text.get(self.at..self.at + length).unwrap_or("");
        if let Some(numbers) = &mut self.numbers {
            numbers.push(text.to_owned());
        }
    }

    fn fail<T>(&self, kind: JsonErrorKind, offset: usize) -> Result<T, JsonError> {
        let units = match self.options.input {
            JsonInput::Bytes => Units::Bytes,
            JsonInput::Unicode => Units::Points,
        };
        Err(JsonError::new(kind, self.text, offset, units))
    }

    /// Python points at the last character when the text ends inside an array or object.
    fn fail_at_last<T>(&self) -> Result<T, JsonError> {
        let last = self.text.char_indices().next_back().map_or(0, |(at, _)| at);
        let last = if self.options.input == JsonInput::Bytes { self.text.len().saturating_sub(1) } else { last };
        self.fail(JsonErrorKind::ExpectingObject, last)
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Json, JsonError> {
        self.value_from(self.at)
    }

    /// Reads a value whose place begins earlier.
    fn value_from(&mut self, start: usize) -> Result<Json, JsonError> {
        let Some(places) = &mut self.places else { return self.bare_value() };
        let at = places.len();
        places.push(Place { start, end: start });
        let value = self.bare_value()?;
        let end = self.at;
        if let Some(place) = self.places.as_mut().and_then(|places| places.get_mut(at)) {
            place.end = end;
        }
        Ok(value)
    }

    fn bare_value(&mut self) -> Result<Json, JsonError> {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                Ok(Json::String(self.string()?))
            }
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            _ => self.scalar(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Json, JsonError>) -> Result<Json, JsonError> {
        if self.depth >= self.options.depth {
            return self.fail(JsonErrorKind::TooDeep, self.at);
        }
        self.depth += 1;
        self.at += 1;
        self.skip_space();
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Json, JsonError> {
        let mut items = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::Array(items));
        }
        while self.peek().is_some() {
            items.push(self.value()?);
            if self.ends_item(b']')? {
                return Ok(Json::Array(items));
            }
        }
        self.fail_at_last()
    }

    fn object(&mut self) -> Result<Json, JsonError> {
        let mut members = Vec::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Json::Object(members));
        }
        while let Some(byte) = self.peek() {
            if byte != b'"' {
                return self.fail(JsonErrorKind::ExpectingName, self.at);
            }
            let start = self.at;
            self.at += 1;
            let name = self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return self.fail(JsonErrorKind::ExpectingColon, self.at);
            }
            self.at += 1;
            self.skip_space();
            members.push((name, self.value_from(start)?));
            if self.ends_item(b'}')? {
                return Ok(Json::Object(members));
            }
        }
        self.fail_at_last()
    }

    /// Reads the closing bracket (true) or a comma (false) after an item; also false at the end of the text.
    fn ends_item(&mut self, bracket: u8) -> Result<bool, JsonError> {
        self.skip_space();
        match self.peek() {
            None => Ok(false),
            Some(byte) if byte == bracket => {
                self.at += 1;
                Ok(true)
            }
            Some(b',') => {
                self.at += 1;
                self.skip_space();
                Ok(false)
            }
            Some(_) => self.fail(JsonErrorKind::ExpectingComma, self.at),
        }
    }

    fn scalar(&mut self) -> Result<Json, JsonError> {
        let words = [
            ("null", Json::Null),
            ("true", Json::Bool(true)),
            ("false", Json::Bool(false)),
            ("NaN", Json::Float(f64::NAN)),
            ("Infinity", Json::Float(f64::INFINITY)),
            ("-Infinity", Json::Float(f64::NEG_INFINITY)),
        ];
        for (word, value) in words {
            if self.rest().starts_with(word) {
                if matches!(value, Json::Float(_)) {
                    self.keep_number(word.len());
                }
                self.at += word.len();
                return Ok(value);
            }
        }
        let Some((length, is_float)) = number_length(self.rest().as_bytes()) else {
            return self.fail(JsonErrorKind::NoObject, self.at);
        };
        let text = self.rest().get(..length).unwrap_or("");
        let number = if is_float {
            parse_float(text).map(Json::Float)
        } else {
            parse_int(text, None).ok().map(|value| match value {
                Integer::Int(value) => Json::Int(value),
                Integer::Big(value) => Json::Big(value),
            })
        };
        match number {
            Some(number) => {
                self.keep_number(length);
                self.at += length;
                Ok(number)
            }
            None => self.fail(JsonErrorKind::NoObject, self.at),
        }
    }

    /// Reads up to the closing quote; the opening one is behind.
    fn string(&mut self) -> Result<String, JsonError> {
        let quote = self.at - 1;
        if self.at == self.text.len() {
            return self.fail(JsonErrorKind::OutOfBounds, quote);
        }
        let mut value = String::new();
        loop {
            let stop = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
            let Some(length) = self.rest().bytes().position(stop) else {
                return self.fail(JsonErrorKind::UnterminatedString, quote);
            };
            value.push_str(self.rest().get(..length).unwrap_or(""));
            self.at += length;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => value.push(self.escape(quote)?),
                Some(_) if self.options.strict => return self.fail(JsonErrorKind::ControlCharacter, self.at),
                Some(byte) => {
                    value.push(char::from(byte));
                    self.at += 1;
                }
                None => return self.fail(JsonErrorKind::UnterminatedString, quote),
            }
        }
    }

    /// Reads an escape from its backslash.
    fn escape(&mut self, quote: usize) -> Result<char, JsonError> {
        let backslash = self.at;
        self.at += 2;
        let point = match self.text.as_bytes().get(backslash + 1) {
            None => return self.fail(JsonErrorKind::UnterminatedString, quote),
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(backslash),
            Some(_) => return self.fail(JsonErrorKind::Escape, backslash),
        };
        Ok(point)
    }

    /// A pair of surrogates is one character; a half stays, and what follows it is read for itself.
    fn unicode_escape(&mut self, backslash: usize) -> Result<char, JsonError> {
        let high = self.code_unit(backslash)?;
        let is_high = high & 0xfc00 == 0xd800;
        let second = self.at;
        if is_high && self.rest().starts_with("\\u") {
            self.at += 2;
            let low = self.code_unit(second)?;
            match surrogate::join(high, low) {
                Some(point) => return Ok(point),
                None => self.at = second,
            }
        }
        Ok(surrogate::to_inner(u32::from(high)).unwrap_or('\u{fffd}'))
    }

    /// Reads the four digits of the escape that starts at `backslash`. They are wrong also where the text ends right after them.
    fn code_unit(&mut self, backslash: usize) -> Result<u16, JsonError> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).unwrap_or(&[]);
        if digits.len() < 4 || self.at + 4 == self.text.len() || !digits.iter().all(u8::is_ascii_hexdigit) {
            return self.fail(JsonErrorKind::UnicodeEscape, backslash + 1);
        }
        self.at += 4;
        Ok(digits.iter().fold(0, |unit, &digit| unit << 4 | char::from(digit).to_digit(16).unwrap_or(0) as u16))
    }
}

/// Length of the number at the start, and whether it has a point or exponent; those count only when digits follow.
fn number_length(text: &[u8]) -> Option<(usize, bool)> {
    let digits_from = |at: usize| text.get(at..).unwrap_or(&[]).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(text.first() == Some(&b'-'));
    at += match text.get(at)? {
        b'0' => 1,
        b'1'..=b'9' => digits_from(at),
        _ => return None,
    };
    let mut is_float = false;
    if text.get(at) == Some(&b'.') && digits_from(at + 1) > 0 {
        is_float = true;
        at += 1 + digits_from(at + 1);
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let digits = at + 1 + usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        if digits_from(digits) > 0 {
            is_float = true;
            at = digits + digits_from(digits);
        }
    }
    Some((at, is_float))
}
