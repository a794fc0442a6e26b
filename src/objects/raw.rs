//! Plain values: what a program hands to the object system and what [`Object::get`](super::Object::get) hands back.

use std::any::Any;
use std::rc::Rc;

use num_bigint::BigInt;

use super::context::Context;
use super::environment::Environment;
use super::error::Result;
use super::frozen::Frozen;
use super::object::Object;
use super::origin::Origin;
use super::raw_ops;
use crate::source::Span;
use crate::syntax::template::Reference;

/// Any value outside of a typed object.
#[derive(Clone)]
pub enum Raw {
    /// `None`.
    None,
    /// `bool`.
    Bool(bool),
    /// `int`.
    Int(i64),
    /// `long`, of any size.
    Long(Rc<BigInt>),
    /// `float`.
    Float(f64),
    /// `str`.
    Bytes(Rc<[u8]>),
    /// `unicode`.
    Text(Rc<str>),
    /// A typed object.
    Object(Object),
    /// A table of bindings.
    Environment(Environment),
    /// A reference object.
    Reference(Reference),
    /// The marker of an unset attribute, a class in the original.
    Empty,
    /// `tuple`.
    Tuple(Rc<[Raw]>),
    /// `frozendict`, what `get()` of a Struct or Map gives.
    Frozen(Rc<Frozen>),
    /// Anything else that the program can hold.
    Foreign(Rc<dyn Foreign>),
}

/// A number that is neither `int`, `long`, `float` nor `bool`, such as a fraction.
#[derive(Clone, Debug)]
pub struct Real {
    /// `int(x)`: truncated toward zero.
    pub integer: BigInt,
    /// `float(x)`.
    pub float: f64,
    /// `bool(x)`.
    pub is_true: bool,
}

/// A value of the program that this floor knows only by what it can do. Dictionaries, lists, tuples and instances of
/// classes arrive as such.
pub trait Foreign {
    /// Name of its class, such as `list`.
    fn type_name(&self) -> String;
    /// Repr of its class, such as `<type 'list'>`.
    fn type_repr(&self) -> String {
        format!("<type '{}'>", self.type_name())
    }
    /// `repr(x)`.
    fn repr(&self) -> Result<String>;
    /// `str(x)`.
    fn str(&self) -> Result<String>;
    /// The pairs of a mapping, in its iteration order.
    fn as_mapping(&self) -> Result<Option<Vec<(Raw, Raw)>>> {
        Ok(None)
    }
    /// Whether it is a `dict` (not of a subclass), whose copy may iterate in another order than itself.
    fn is_plain_dict(&self) -> bool {
        false
    }
    /// Whether it is a `dict` or of a subclass.
    fn is_dict(&self) -> bool {
        self.is_plain_dict()
    }
    /// The elements of a `Sequence` that is no text: list, tuple, xrange.
    fn as_sequence(&self) -> Result<Option<Vec<Raw>>> {
        Ok(None)
    }
    /// The elements of anything iterable that also has a length; only used to see pairs.
    fn as_iterable(&self) -> Result<Option<Vec<Raw>>> {
        self.as_sequence()
    }
    /// The value as a real number.
    fn as_real(&self) -> Option<Real> {
        None
    }
    /// Truth value.
    fn is_true(&self) -> Result<bool> {
        Ok(true)
    }
    /// `hash(x)`.
    fn hash(&self) -> Result<i64>;
    /// `x == other`.
    fn eq(&self, other: &Raw) -> Result<bool>;
    /// For the owner of the value.
    fn as_any(&self) -> &dyn Any;
}

/// A keyword argument and where it was written.
#[derive(Clone)]
pub struct Keyword {
    /// Its name.
    pub name: Rc<str>,
    /// Its value.
    pub value: Raw,
    /// Where it comes from.
    pub origin: Origin,
}

impl Keyword {
    /// A keyword written at a place.
    pub fn new(name: impl Into<Rc<str>>, value: impl Into<Raw>, span: Span) -> Keyword {
        Keyword { name: name.into(), value: value.into(), origin: Origin::at(span) }
    }
}

impl Raw {
    /// A unicode text.
    pub fn text(text: &str) -> Raw {
        Raw::Text(text.into())
    }

    /// A byte text.
    pub fn bytes(bytes: &[u8]) -> Raw {
        Raw::Bytes(bytes.into())
    }

    /// A list or tuple.
    pub fn tuple(items: Vec<Raw>) -> Raw {
        Raw::Tuple(items.into())
    }

    /// Name of the value's class, such as `unicode`.
    pub fn type_name(&self) -> String {
        raw_ops::type_name(self)
    }

    /// `repr(value)`. Errors: those of an object's text.
    pub fn repr(&self, cx: &Context) -> Result<String> {
        raw_ops::repr(cx, self)
    }

    /// The text that `'%s' % value` puts in. Errors: those of an object's text.
    pub fn str(&self, cx: &Context) -> Result<String> {
        raw_ops::str(cx, self)
    }

    /// Truth value.
    pub fn is_true(&self) -> Result<bool> {
        raw_ops::is_true(self)
    }

    /// The pairs of a `dict` or of a subclass in its order; `None` for other values.
    pub fn dict_pairs(&self) -> Result<Option<Vec<(Raw, Raw)>>> {
        raw_ops::dict_pairs(self)
    }

    /// How the value orders against another in Python 2.
    pub fn order(&self, other: &Raw) -> std::cmp::Ordering {
        raw_ops::compare(self, other)
    }

    /// What a loop over the value goes through. Errors: not iterable.
    pub fn iterable_items(&self) -> Result<Vec<Raw>> {
        raw_ops::iterable(self)
    }
}

impl From<Object> for Raw {
    fn from(object: Object) -> Raw {
        Raw::Object(object)
    }
}

impl From<&str> for Raw {
    fn from(text: &str) -> Raw {
        Raw::Bytes(text.as_bytes().into())
    }
}

impl From<i64> for Raw {
    fn from(number: i64) -> Raw {
        Raw::Int(number)
    }
}

impl From<f64> for Raw {
    fn from(number: f64) -> Raw {
        Raw::Float(number)
    }
}

impl From<bool> for Raw {
    fn from(value: bool) -> Raw {
        Raw::Bool(value)
    }
}
