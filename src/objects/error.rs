//! Errors of the object system: the original's class and words, and the facts behind them.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use super::structs::Field;
use super::types::Type;
use crate::source::Span;
use crate::syntax::template::ReferenceError;

/// Result of an operation on objects.
pub type Result<T> = std::result::Result<T, Error>;

/// The exception class that an error is in the original (`reference/objects.md`, "Error families").
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ErrorClass {
    /// `ValueError`.
    Value,
    /// `ValueError`: a value that cannot be bound.
    Unbindable,
    /// `CoercionError`, a `ValueError`.
    Coercion,
    /// `UnicodeEncodeError`, a `ValueError`.
    UnicodeEncode,
    /// `UnicodeDecodeError`, a `ValueError`.
    UnicodeDecode,
    /// `AttributeError`.
    Attribute,
    /// `TypeError`.
    Type,
    /// `KeyError`.
    Key,
    /// `IndexError`.
    Index,
    /// `OverflowError`.
    Overflow,
    /// `AssertionError`.
    Assertion,
    /// `RuntimeError`: nested too deep.
    Runtime,
    /// `Ref.InvalidRefError`.
    InvalidRef,
    /// `MustacheParser.Uninterpolatable`.
    Uninterpolatable,
    /// `Namable.NotFound`.
    NotFound,
    /// `Namable.NamingError`.
    Naming,
    /// `Namable.Unnamable`.
    Unnamable,
    /// A limit of this implementation; no exception of the original, and not to be caught by a program.
    Budget,
    /// As [`ErrorClass::Budget`]: templates produce too much text.
    TooMuchText,
}

impl ErrorClass {
    /// The class's bare name in the original.
    pub fn name(self) -> &'static str {
        match self {
            ErrorClass::Value | ErrorClass::Unbindable => "ValueError",
            ErrorClass::Coercion => "CoercionError",
            ErrorClass::UnicodeEncode => "UnicodeEncodeError",
            ErrorClass::UnicodeDecode => "UnicodeDecodeError",
            ErrorClass::Attribute => "AttributeError",
            ErrorClass::Type => "TypeError",
            ErrorClass::Key => "KeyError",
            ErrorClass::Index => "IndexError",
            ErrorClass::Overflow => "OverflowError",
            ErrorClass::Assertion => "AssertionError",
            ErrorClass::Runtime => "RuntimeError",
            ErrorClass::InvalidRef => "InvalidRefError",
            ErrorClass::Uninterpolatable => "Uninterpolatable",
            ErrorClass::NotFound => "NotFound",
            ErrorClass::Naming => "NamingError",
            ErrorClass::Unnamable => "Unnamable",
            ErrorClass::Budget | ErrorClass::TooMuchText => "BudgetError",
        }
    }

    /// Whether it is a limit of this implementation.
    pub fn is_limit(self) -> bool {
        matches!(self, ErrorClass::Budget | ErrorClass::TooMuchText)
    }

    /// Whether the class belongs to the `ValueError` family.
    pub fn is_value_error(self) -> bool {
        use ErrorClass::{Coercion, Unbindable, UnicodeDecode, UnicodeEncode, Value};
        matches!(self, Value | Unbindable | Coercion | UnicodeEncode | UnicodeDecode)
    }
}

/// One step from an object to a part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// An attribute of a Struct.
    Field(Rc<str>),
    /// An element of a List.
    Index(usize),
    /// An entry of a Map: its key's text.
    Key(Rc<str>),
}

/// Writes steps as a path: `task.processes[0].env['A']`.
pub fn path_text(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Field(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Index(index) => out.push_str(&format!("[{index}]")),
            Step::Key(key) => out.push_str(&format!("['{key}']")),
        }
    }
    out
}

/// What is known about an error besides the original's words.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// From the outermost object to the part at fault.
    pub path: Vec<Step>,
    /// Where the part at fault was set.
    pub span: Span,
    /// The offending value's text.
    pub value: Option<String>,
    /// The type that was wanted.
    pub expected: Option<Type>,
    /// The type whose attribute is unknown.
    pub owner: Option<Rc<str>>,
    /// The reference whose value is at fault, where a text refers to it.
    pub reference: Option<Rc<str>>,
    /// An unknown or missing name.
    pub name: Option<Rc<str>>,
    /// Names that would have been right.
    pub candidates: Vec<Rc<str>>,
    /// Further unknown names of the same call.
    pub others: Vec<(Rc<str>, Span)>,
    /// The attribute that the value does not fit, and the class that declares it.
    pub declared: Option<(Rc<str>, Span)>,
    /// The class of which a name is unknown.
    pub class: Span,
}

/// An error with a class and words.
#[derive(Clone, Debug)]
pub struct Raised {
    /// Which exception it is in the original.
    pub class: ErrorClass,
    /// The exception's message.
    pub message: String,
    /// More about it.
    pub facts: Facts,
}

/// What can go wrong.
pub enum Error {
    /// An error of the object system.
    Raised(Box<Raised>),
    /// An exception raised by the program's own code while it was asked for a value.
    Foreign(Box<dyn Any>),
}

impl Error {
    /// An error of a class with a message.
    pub fn new(class: ErrorClass, message: impl Into<String>) -> Error {
        Error::Raised(Box::new(Raised { class, message: message.into(), facts: Facts::default() }))
    }

    /// The class; `None` for an exception of the program.
    pub fn class(&self) -> Option<ErrorClass> {
        match self {
            Error::Raised(raised) => Some(raised.class),
            Error::Foreign(_) => None,
        }
    }

    /// The message; empty for an exception of the program.
    pub fn message(&self) -> &str {
        match self {
            Error::Raised(raised) => &raised.message,
            Error::Foreign(_) => "",
        }
    }

    /// The facts; `None` for an exception of the program.
    pub fn facts(&self) -> Option<&Facts> {
        match self {
            Error::Raised(raised) => Some(&raised.facts),
            Error::Foreign(_) => None,
        }
    }

    /// Whether it has this class.
    pub fn is(&self, class: ErrorClass) -> bool {
        self.class() == Some(class)
    }

    /// Adds facts.
    pub fn with_facts(mut self, add: impl FnOnce(&mut Facts)) -> Error {
        if let Error::Raised(raised) = &mut self {
            add(&mut raised.facts);
        }
        self
    }

    /// Notes which attribute the value was for, if that is not known yet.
    pub(super) fn declared_in(self, field: &Field) -> Error {
        self.with_facts(|facts| {
            facts.declared.get_or_insert_with(|| (Rc::clone(&field.name), field.origin.span()));
        })
    }

    /// Notes on the way up that the error happened inside a part of an object.
    pub fn inside(self, step: Step, span: Span) -> Error {
        self.with_facts(|facts| {
            facts.path.insert(0, step);
            if facts.span.is_none() {
                facts.span = span;
            }
        })
    }
}

impl From<ReferenceError> for Error {
    fn from(error: ReferenceError) -> Error {
        Error::new(ErrorClass::InvalidRef, error.message).with_facts(|facts| facts.value = Some(error.address))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Raised(raised) => write!(f, "{}: {}", raised.class.name(), raised.message),
            Error::Foreign(_) => f.write_str("an exception of the program"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}
