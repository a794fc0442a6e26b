//! The texts that expressions are applied to.

use std::rc::Rc;

use super::matcher::{Found, Matcher};
use super::program::Program;
use crate::cpython::surrogate;
use crate::interp::error::{Result, type_error};
use crate::interp::value::{Str, Unicode, Value};
use crate::interp::vm::Vm;

/// A text with quick access to its characters.
#[derive(Clone)]
pub enum Subject {
    /// A `str`: bytes are characters.
    Str(Rc<Str>),
    /// A `unicode` of ASCII alone: bytes are characters too.
    Ascii(Rc<Unicode>),
    /// Any other `unicode`, its characters taken apart.
    Chars(Rc<[char]>),
}

impl Subject {
    /// The text of an argument; `expected string or buffer`.
    pub fn of(vm: &mut Vm, value: &Value) -> Result<Subject> {
        match value.base() {
            Value::Str(text) => Ok(Subject::Str(Rc::clone(text))),
            Value::Unicode(text) if text.is_ascii() => Ok(Subject::Ascii(Rc::clone(text))),
            Value::Unicode(text) => {
                vm.check_size(text.text().len() as u64 * 4)?;
                let chars: Vec<char> = text.text().chars().collect();
                Ok(Subject::Chars(Rc::from(chars)))
            }
            other => match super::super::support::bytes_of(vm, other)? {
                Some(bytes) => Ok(Subject::Str(Rc::new(Str::new(bytes)))),
                None => Err(type_error("expected string or buffer")),
            },
        }
    }

    /// Length in characters.
    pub fn len(&self) -> usize {
        match self {
            Subject::Str(text) => text.bytes().len(),
            Subject::Ascii(text) => text.text().len(),
            Subject::Chars(chars) => chars.len(),
        }
    }

    /// A part as a value of the text's type; bounds are clamped.
    pub fn slice(&self, start: usize, end: usize) -> Value {
        let end = end.min(self.len());
        let start = start.min(end);
        match self {
            Subject::Str(text) if start == 0 && end == text.bytes().len() => Value::Str(Rc::clone(text)),
            Subject::Str(text) => Value::str(text.bytes().get(start..end).unwrap_or(&[])),
            Subject::Ascii(text) => Value::unicode(text.text().get(start..end).unwrap_or("")),
            Subject::Chars(chars) => Value::unicode(chars.get(start..end).unwrap_or(&[]).iter().collect::<String>()),
        }
    }

    /// The empty text of the same type.
    pub fn empty(&self) -> Value {
        match self {
            Subject::Str(_) => Value::str(""),
            _ => Value::unicode(""),
        }
    }

    /// Code points, for the parsers of expressions and templates.
    pub fn points(&self) -> Vec<u32> {
        match self {
            Subject::Str(text) => text.bytes().iter().map(|&b| u32::from(b)).collect(),
            Subject::Ascii(text) => text.text().bytes().map(u32::from).collect(),
            Subject::Chars(chars) => chars.iter().map(|&c| surrogate::code(c)).collect(),
        }
    }

    /// A text of this type from code points.
    pub fn make(&self, points: &[u32]) -> Value {
        match self {
            Subject::Str(_) => Value::bytes(points.iter().map(|&c| (c & 0xff) as u8).collect()),
            _ => Value::unicode(points.iter().filter_map(|&c| surrogate::to_inner(c)).collect::<String>()),
        }
    }

    /// The first match at or behind `start`, or exactly there when `fixed`.
    pub fn find(
        &self,
        vm: &mut Vm,
        program: &Program,
        groups: usize,
        (start, end): (usize, usize),
        fixed: bool,
    ) -> Result<Option<Found>> {
        match self {
            Subject::Str(text) => {
                let mut matcher = Matcher::new(program, groups, text.bytes(), end);
                if fixed { matcher.match_at(vm, start) } else { matcher.search(vm, start) }
            }
            Subject::Ascii(text) => {
                let mut matcher = Matcher::new(program, groups, text.text().as_bytes(), end);
                if fixed { matcher.match_at(vm, start) } else { matcher.search(vm, start) }
            }
            Subject::Chars(chars) => {
                let mut matcher = Matcher::new(program, groups, &**chars, end);
                if fixed { matcher.match_at(vm, start) } else { matcher.search(vm, start) }
            }
        }
    }
}
