//! Text literals: prefixes, encodings, joining.

use std::rc::Rc;

use super::Lowering;
use super::escapes::{self, EscapeError};
use crate::source::{Encoding, Span};
use crate::syntax::ast::Literal;
use crate::syntax::problem::{Lowered, Phase, Problem, code};

/// The value of one or several adjoining literals.
pub(super) enum Text {
    /// `'…'`
    Bytes(Vec<u8>),
    /// `u'…'`
    Unicode(String),
}

impl From<Text> for Literal {
    fn from(text: Text) -> Literal {
        match text {
            Text::Bytes(bytes) => Literal::Bytes(Rc::from(bytes)),
            Text::Unicode(text) => Literal::Unicode(Rc::from(text)),
        }
    }
}

struct Prefix {
    unicode: bool,
    raw: bool,
}

impl Lowering<'_> {
    /// The value of one literal as written.
    pub(super) fn text_value(&self, literal: &str, span: Span) -> Lowered<Text> {
        let quotes = literal.find(['\'', '"']).unwrap_or(0);
        let (letters, quoted) = literal.split_at(quotes);
        let prefix = Prefix {
            unicode: letters.contains(['u', 'U']) || (self.future.unicode_literals && !letters.contains(['b', 'B'])),
            raw: letters.contains(['r', 'R']),
        };
        let width =
            if quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\"")) { 3 } else { 1 };
        let body = quoted.get(width..quoted.len().saturating_sub(width)).unwrap_or("");
        // A line end is one LF, however the file spells it.
        let normalised;
        let body = if body.contains('\r') {
            normalised = body.replace("\r\n", "\n").replace('\r', "\n");
            &normalised
        } else {
            body
        };
        let value = if prefix.unicode { self.unicode(body, prefix.raw) } else { self.bytes(body, prefix.raw) };
        value.map_err(|error| escape_problem(error, span))
    }

    fn bytes(&self, body: &str, raw: bool) -> Result<Text, EscapeError> {
        let bytes: Vec<u8> = match self.encoding {
            Encoding::Latin1 => body.chars().map(|c| c as u8).collect(),
            Encoding::Utf8 | Encoding::Undeclared => body.as_bytes().to_vec(),
        };
        if raw || !bytes.contains(&b'\\') { Ok(Text::Bytes(bytes)) } else { escapes::bytes(&bytes).map(Text::Bytes) }
    }

    fn unicode(&self, body: &str, raw: bool) -> Result<Text, EscapeError> {
        let body = match self.encoding {
            // Without a declaration CPython reads each byte as Latin-1.
            Encoding::Undeclared if !body.is_ascii() => body.bytes().map(char::from).collect(),
            _ => body.to_owned(),
        };
        if !body.contains('\\') {
            return Ok(Text::Unicode(body));
        }
        let value = if raw { escapes::raw_unicode(&body) } else { escapes::unicode(&body) };
        value.map(Text::Unicode)
    }

    /// Two adjoining literals as one.
    pub(super) fn joined(&self, left: Text, right: Text, span: Span) -> Lowered<Text> {
        Ok(match (left, right) {
            (Text::Bytes(mut left), Text::Bytes(right)) => {
                left.extend(right);
                Text::Bytes(left)
            }
            (Text::Unicode(mut left), Text::Unicode(right)) => {
                left.push_str(&right);
                Text::Unicode(left)
            }
            (Text::Bytes(left), Text::Unicode(right)) => Text::Unicode(ascii(&left, span)? + &right),
            (Text::Unicode(left), Text::Bytes(right)) => Text::Unicode(left + &ascii(&right, span)?),
        })
    }
}

/// Bytes next to a unicode text must be ASCII.
fn ascii(bytes: &[u8], span: Span) -> Lowered<String> {
    let Some(at) = bytes.iter().position(|byte| *byte >= 0x80) else {
        return Ok(bytes.iter().map(|byte| char::from(*byte)).collect());
    };
    let byte = bytes[at];
    let python = format!(
        "(unicode error) 'ascii' codec can't decode byte 0x{byte:02x} in position {at}: ordinal not in range(128)"
    );
    let message = "a byte text with characters outside ASCII adjoins a unicode text";
    let problem = Problem::new(Phase::Tree, code::TEXT, &python, message).at(span, "joined here");
    Err(Box::new(problem.help("write `u` before each part")))
}

fn escape_problem(error: EscapeError, span: Span) -> Box<Problem> {
    let problem = Problem::new(Phase::Tree, code::TEXT, &error.python, error.message);
    let problem = if error.is_value_error { problem.class("ValueError") } else { problem };
    Box::new(problem.at(span, "in this text"))
}
