//! The keys of the recorded histories: Python literals as `repr` writes them.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};

use crate::cpython::hash;

/// A hashable Python value.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    None,
    Bool(bool),
    Int(i64),
    Long(BigInt),
    Float(f64),
    Bytes(Vec<u8>),
    Unicode(String),
    Tuple(Vec<Key>),
    Frozenset(Vec<Key>),
}

impl Key {
    pub fn parse(text: &str) -> Key {
        let mut parser = Parser { rest: text };
        let key = parser.value();
        assert_eq!(parser.rest, "", "all of {text} is read");
        key
    }

    pub fn hash(&self) -> i64 {
        match self {
            Key::None => hash::hash_none(),
            Key::Bool(value) => hash::hash_bool(*value),
            Key::Int(value) => hash::hash_int(*value),
            Key::Long(value) => hash::hash_bigint(value),
            Key::Float(value) => hash::hash_float(*value),
            Key::Bytes(value) => hash::hash_bytes(value),
            Key::Unicode(value) => hash::hash_unicode(value),
            Key::Tuple(items) => hash::hash_tuple(&items.iter().map(Key::hash).collect::<Vec<_>>()),
            Key::Frozenset(items) => hash::hash_frozenset(items.iter().map(Key::hash), items.len()),
        }
    }

    fn integer(&self) -> Option<BigInt> {
        match self {
            Key::Bool(value) => Some(BigInt::from(*value)),
            Key::Int(value) => Some(BigInt::from(*value)),
            Key::Long(value) => Some(value.clone()),
            Key::Float(value) if value.fract() == 0.0 => BigInt::from_f64(*value),
            _ => None,
        }
    }

    fn text(&self) -> Option<&[u8]> {
        match self {
            Key::Bytes(value) => Some(value),
            Key::Unicode(value) => Some(value.as_bytes()),
            _ => None,
        }
    }

    /// Python's `==`.
    pub fn equals(&self, other: &Key) -> bool {
        match (self, other) {
            (Key::Tuple(left), Key::Tuple(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.equals(right))
            }
            (Key::Frozenset(left), Key::Frozenset(right)) => {
                left.len() == right.len() && left.iter().all(|key| right.iter().any(|other| key.equals(other)))
            }
            _ if self == other => true,
            _ => match (self.integer(), other.integer()) {
                (Some(left), Some(right)) => left == right,
                (None, None) => match (self.text(), other.text()) {
                    (Some(left), Some(right)) => left == right && left.is_ascii(),
                    _ => false,
                },
                _ => false,
            },
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self) -> Key {
        for (word, key) in [("None", Key::None), ("True", Key::Bool(true)), ("False", Key::Bool(false))] {
            if self.eat(word) {
                return key;
            }
        }
        if self.eat("frozenset([") {
            let items = self.items("])");
            return Key::Frozenset(items);
        }
        if self.eat("(") {
            return Key::Tuple(self.items(")"));
        }
        match self.rest.as_bytes()[0] {
            b'u' => {
                self.rest = &self.rest[1..];
                Key::Unicode(self.string())
            }
            b'\'' | b'"' => Key::Bytes(self.string().chars().map(|unit| u8::try_from(unit).expect("a byte")).collect()),
            _ => self.number(),
        }
    }

    fn items(&mut self, end: &str) -> Vec<Key> {
        let mut items = Vec::new();
        while !self.eat(end) {
            items.push(self.value());
            let _ = self.eat(",");
            let _ = self.eat(" ");
        }
        items
    }

    fn string(&mut self) -> String {
        let quote = self.rest.chars().next().expect("a quote");
        let mut chars = self.rest[1..].char_indices();
        let mut text = String::new();
        while let Some((at, point)) = chars.next() {
            if point == quote {
                self.rest = &self.rest[at + 2..];
                return text;
            }
            if point != '\\' {
                text.push(point);
                continue;
            }
            let (_, escape) = chars.next().expect("an escape");
            let digits = match escape {
                'n' => Err('\n'),
                't' => Err('\t'),
                'r' => Err('\r'),
                'x' => Ok(2),
                'u' => Ok(4),
                'U' => Ok(8),
                other => Err(other),
            };
            text.push(digits.map_or_else(
                |point| point,
                |count| {
                    let code: String = chars.by_ref().take(count).map(|(_, digit)| digit).collect();
                    char::from_u32(u32::from_str_radix(&code, 16).expect("hexadecimal digits")).expect("a code point")
                },
            ));
        }
        panic!("unterminated string");
    }

    fn number(&mut self) -> Key {
        let end = self.rest.find([',', ')', ']']).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        if let Some(digits) = text.strip_suffix('L') {
            return Key::Long(digits.parse().expect("digits"));
        }
        match text.parse::<BigInt>() {
            Ok(value) => value.to_i64().map_or(Key::Long(value), Key::Int),
            Err(_) => Key::Float(text.parse().unwrap_or_else(|_| panic!("a number: {text}"))),
        }
    }
}
