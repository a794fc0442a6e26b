//! The values of the dialect. Cloning a value is cheap: everything larger than a word is shared.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use num_bigint::BigInt;

use super::class::{Class, Instance};
use super::code::Code;
use super::error::Result;
use super::function::{BoundMethod, Cell as VarCell, Function};
use super::generator::Generator;
use super::host_value::HostValue;
use super::iter::Iter;
use super::native::NativeFunction;
use super::number::{LIST, Number};
use super::release::{Contents, is_deep, release};
use super::tables::{Dict, Set};
use super::vm::Vm;
use crate::cpython::hash;

/// Any value a program can hold.
#[derive(Clone)]
pub enum Value {
    /// `None`.
    None,
    /// `NotImplemented`.
    NotImplemented,
    /// `Ellipsis`.
    Ellipsis,
    /// `bool`.
    Bool(bool),
    /// `int`: 64 bits; results that do not fit become `Long`.
    Int(i64),
    /// `long`, of any size, also small ones (`10L`).
    Long(Rc<BigInt>),
    /// `float`.
    Float(f64),
    /// `str`: bytes.
    Str(Rc<Str>),
    /// `unicode`.
    Unicode(Rc<Unicode>),
    /// `tuple`.
    Tuple(Rc<Tuple>),
    /// `list`.
    List(Rc<List>),
    /// `dict`.
    Dict(Rc<Dict>),
    /// `set`.
    Set(Rc<Set>),
    /// `frozenset`.
    FrozenSet(Rc<Set>),
    /// A function written in the program.
    Function(Rc<Function>),
    /// A function or unbound method written in Rust.
    Native(Rc<NativeFunction>),
    /// A function bound to its receiver.
    Method(Rc<BoundMethod>),
    /// A class: built in, new-style or old-style.
    Class(Rc<Class>),
    /// An instance of a class of the program, or of a subclass of a built-in one.
    Instance(Rc<Instance>),
    /// A module.
    Module(Rc<Module>),
    /// `slice(…)`.
    Slice(Rc<Slice>),
    /// `xrange(…)`.
    XRange(Rc<XRange>),
    /// A generator.
    Generator(Rc<Generator>),
    /// A built-in iterator.
    Iter(Rc<Iter>),
    /// `property`, `staticmethod`, `classmethod`, …
    Descriptor(Rc<Descriptor>),
    /// `super(…)`.
    Super(Rc<Super>),
    /// A closure's cell, as `func_closure` shows it.
    Cell(Rc<VarCell>),
    /// A code object, as `func_code` shows it.
    Code(Rc<Code>),
    /// A value whose behaviour a module supplies (compiled patterns, files, dates, typed objects, …).
    Host(Rc<dyn HostValue>),
}

/// A byte text with its cached hash.
pub struct Str {
    bytes: Box<[u8]>,
    hash: Cell<i64>,
}

impl Str {
    /// Wraps bytes.
    pub fn new(bytes: impl Into<Box<[u8]>>) -> Str {
        Str { bytes: bytes.into(), hash: Cell::new(-1) }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// CPython's hash, computed once.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == -1 {
            self.hash.set(hash::hash_bytes(&self.bytes));
        }
        self.hash.get()
    }

    /// The bytes as text if they are ASCII.
    pub fn ascii(&self) -> Option<&str> {
        if self.bytes.is_ascii() { std::str::from_utf8(&self.bytes).ok() } else { None }
    }

    /// The bytes as text for messages; bytes that are not UTF-8 become replacement characters.
    pub fn lossy(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// A unicode text with its cached hash.
pub struct Unicode {
    text: Box<str>,
    hash: Cell<i64>,
    ascii: bool,
}

impl Unicode {
    /// Wraps text.
    pub fn new(text: impl Into<Box<str>>) -> Unicode {
        let text = text.into();
        let ascii = text.is_ascii();
        Unicode { text, hash: Cell::new(-1), ascii }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether all characters are ASCII, so that byte and character positions agree.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// Length in characters.
    pub fn len(&self) -> usize {
        if self.ascii { self.text.len() } else { self.text.chars().count() }
    }

    /// Whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// CPython's hash, computed once.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == -1 {
            self.hash.set(hash::hash_unicode(&self.text));
        }
        self.hash.get()
    }
}

/// The elements of a tuple.
pub struct Tuple(Vec<Value>);

impl Tuple {
    /// Wraps elements.
    pub fn new(items: Vec<Value>) -> Tuple {
        Tuple(items)
    }
}

impl std::ops::Deref for Tuple {
    type Target = Vec<Value>;

    fn deref(&self) -> &Vec<Value> {
        &self.0
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        if self.0.iter().any(is_deep) {
            release(Contents::Values(std::mem::take(&mut self.0)));
        }
    }
}

/// A list. Borrow its items only for as long as no program code can run.
pub struct List {
    /// The elements.
    pub items: RefCell<Vec<Value>>,
    /// Its identity.
    pub number: Number<LIST>,
}

impl Drop for List {
    fn drop(&mut self) {
        let items = self.items.get_mut();
        if items.iter().any(is_deep) {
            release(Contents::Values(std::mem::take(items)));
        }
    }
}

/// A module: a name and its namespace.
pub struct Module {
    /// Dotted name.
    pub name: String,
    /// Its namespace, shown as `__dict__`. A program's way to it is [`Vm::names_of`](super::vm::Vm::names_of).
    pub dict: Rc<Dict>,
    /// What puts the module's names, or the rest of them, in place when a program first misses one.
    pub later: Cell<Option<Fill>>,
}

/// Puts a module's names in place.
pub type Fill = fn(&mut Vm, &Rc<Module>) -> Result<()>;

/// `slice(start, stop, step)`; absent parts are `None`.
pub struct Slice {
    /// First part.
    pub start: Value,
    /// Second part.
    pub stop: Value,
    /// Third part.
    pub step: Value,
}

impl Drop for Slice {
    fn drop(&mut self) {
        let parts = [&mut self.start, &mut self.stop, &mut self.step];
        let deep: Vec<Value> =
            parts.into_iter().filter(|v| is_deep(v)).map(|v| std::mem::replace(v, Value::None)).collect();
        if !deep.is_empty() {
            release(Contents::Values(deep));
        }
    }
}

/// `xrange`: `len` elements from `start` in steps of `step`.
#[derive(Clone, Copy)]
pub struct XRange {
    /// First element.
    pub start: i64,
    /// Distance.
    pub step: i64,
    /// Number of elements.
    pub len: i64,
}

/// The built-in descriptors.
pub enum Descriptor {
    /// `property(fget, fset, fdel, doc)`; absent parts are `None`.
    Property {
        /// Reads.
        get: Value,
        /// Writes.
        set: Value,
        /// Deletes.
        delete: Value,
        /// Documentation.
        doc: Value,
    },
    /// `staticmethod(f)`.
    Static(Value),
    /// `classmethod(f)`.
    Class(Value),
    /// A slot of a class with `__slots__`: its name and its class's name.
    Slot {
        /// Attribute name.
        name: Rc<str>,
        /// Name of the class that declares it.
        class: Rc<str>,
    },
    /// A computed attribute of a built-in type.
    Getter(&'static super::native::GetterDef),
}

/// `super(class, receiver)`.
pub struct Super {
    /// The class to start behind.
    pub class: Rc<Class>,
    /// The instance or class it is bound to.
    pub receiver: Value,
    /// The class whose resolution order is walked.
    pub receiver_class: Rc<Class>,
}

impl Value {
    /// A byte text.
    pub fn str(text: impl AsRef<[u8]>) -> Value {
        Value::Str(Rc::new(Str::new(text.as_ref())))
    }

    /// A byte text from owned bytes.
    pub fn bytes(bytes: Vec<u8>) -> Value {
        Value::Str(Rc::new(Str::new(bytes)))
    }

    /// A unicode text.
    pub fn unicode(text: impl Into<Box<str>>) -> Value {
        Value::Unicode(Rc::new(Unicode::new(text)))
    }

    /// A tuple.
    pub fn tuple(items: Vec<Value>) -> Value {
        Value::Tuple(Rc::new(Tuple::new(items)))
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Rc::new(List { items: RefCell::new(items), number: Number::default() }))
    }

    /// A long.
    pub fn long(number: BigInt) -> Value {
        Value::Long(Rc::new(number))
    }

    /// An `int` if it fits, else a `long`: the result rule of integer arithmetic on ints.
    pub fn int_or_long(number: BigInt) -> Value {
        match i64::try_from(&number) {
            Ok(small) => Value::Int(small),
            Err(_) => Value::long(number),
        }
    }

    /// Whether it is `None`.
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }

    /// `is`: the same object. Numbers and short texts compare by value, as CPython's caches make them look.
    pub fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::None, Value::None)
            | (Value::NotImplemented, Value::NotImplemented)
            | (Value::Ellipsis, Value::Ellipsis) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Long(a), Value::Long(b)) => Rc::ptr_eq(a, b),
            (Value::Str(a), Value::Str(b)) => Rc::ptr_eq(a, b) || a.bytes() == b.bytes(),
            (Value::Unicode(a), Value::Unicode(b)) => Rc::ptr_eq(a, b),
            (Value::Tuple(a), Value::Tuple(b)) => Rc::ptr_eq(a, b) || (a.is_empty() && b.is_empty()),
            (Value::Native(a), Value::Native(b)) => Rc::ptr_eq(a, b) || a.same(b),
            _ => match (self.address(), other.address()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        }
    }

    /// The address of a shared value, as identity for `is`, `id` and cycle checks.
    pub fn address(&self) -> Option<usize> {
        fn at<T: ?Sized>(rc: &Rc<T>) -> Option<usize> {
            Some(Rc::as_ptr(rc).cast::<u8>() as usize)
        }
        match self {
            Value::None | Value::NotImplemented | Value::Ellipsis => None,
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => None,
            Value::Long(v) => at(v),
            Value::Str(v) => at(v),
            Value::Unicode(v) => at(v),
            Value::Tuple(v) => at(v),
            Value::List(v) => at(v),
            Value::Dict(v) => at(v),
            Value::Set(v) | Value::FrozenSet(v) => at(v),
            Value::Function(v) => at(v),
            Value::Native(v) => at(v),
            Value::Method(v) => at(v),
            Value::Class(v) => at(v),
            Value::Instance(v) => at(v),
            Value::Module(v) => at(v),
            Value::Slice(v) => at(v),
            Value::XRange(v) => at(v),
            Value::Generator(v) => at(v),
            Value::Iter(v) => at(v),
            Value::Descriptor(v) => at(v),
            Value::Super(v) => at(v),
            Value::Cell(v) => at(v),
            Value::Code(v) => at(v),
            Value::Host(v) => at(v),
        }
    }

    /// The built-in value inside an instance of a subclass of a built-in type (`class D(dict)`), else the value.
    pub fn base(&self) -> &Value {
        match self {
            Value::Instance(instance) => instance.payload().unwrap_or(self),
            _ => self,
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Int(n) => write!(f, "Int({n})"),
            Value::Float(n) => write!(f, "Float({n})"),
            Value::Str(s) => write!(f, "Str({:?})", s.lossy()),
            Value::Unicode(s) => write!(f, "Unicode({:?})", s.text()),
            other => write!(f, "Value@{:?}", other.address()),
        }
    }
}
