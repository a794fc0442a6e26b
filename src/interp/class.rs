//! Classes and their instances.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::namespace::Namespace;
use super::native::TypeDef;
use super::number::{INSTANCE, Number};
use super::tables::Dict;
use super::value::Value;

/// How a class came to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClassKind {
    /// Built in.
    Native,
    /// `class X(object)` or a subclass of a built-in type.
    New,
    /// `class X:` or `class X():` with no new-style base.
    Old,
}

/// A class object.
pub struct Class {
    /// `__name__`.
    pub name: RefCell<Rc<str>>,
    /// How it came to be.
    pub kind: ClassKind,
    /// Direct bases.
    pub bases: Vec<Rc<Class>>,
    /// Resolution order, this class first (C3; depth first for old-style classes). A weak knot is avoided by leaving
    /// the class itself out: see [`Class::mro`].
    pub ancestors: Vec<Rc<Class>>,
    /// Its namespace, in CPython's order.
    pub dict: Namespace,
    /// The nearest built-in type that it is or derives from (`object` for plain new-style classes).
    pub native: &'static TypeDef,
    /// Its metaclass if it is not `type` (or `classobj`).
    pub metaclass: Option<Rc<Class>>,
    /// Whether instances have a `__dict__` (false with `__slots__` all the way up).
    pub has_dict: bool,
    /// Its direct subclasses that are still alive.
    pub subclasses: RefCell<Vec<std::rc::Weak<Class>>>,
    /// Data that the maker of a special class attaches (typed objects' classes).
    pub extra: OnceCell<Rc<dyn std::any::Any>>,
    /// See [`Class::is_made_at_once`].
    pub made_at_once: OnceCell<bool>,
}

impl Class {
    /// The class itself followed by its ancestors in resolution order.
    pub fn mro(self: &Rc<Class>) -> impl Iterator<Item = &Rc<Class>> {
        std::iter::once(self).chain(self.ancestors.iter())
    }

    /// Whether it is `other` or derives from it.
    pub fn is_subclass(self: &Rc<Class>, other: &Rc<Class>) -> bool {
        self.mro().any(|c| Rc::ptr_eq(c, other))
    }

    /// Looks a name up along the resolution order.
    pub fn lookup(self: &Rc<Class>, name: &Value) -> Option<Value> {
        self.mro().find_map(|c| c.dict.find(name))
    }

    /// As [`Class::lookup`] with plain text.
    pub fn lookup_name(self: &Rc<Class>, name: &str) -> Option<Value> {
        self.mro().find_map(|c| c.dict.find_name(name))
    }

    /// Whether it is the class of a native type description.
    pub fn is_native(&self, def: &'static TypeDef) -> bool {
        self.kind == ClassKind::Native && std::ptr::eq(self.native, def)
    }

    /// `__name__`.
    pub fn name(&self) -> Rc<str> {
        Rc::clone(&self.name.borrow())
    }

    /// Whether a call does no more than the `new` of its native type: no `__new__` of the program, no `__init__` but that of
    /// `object`. The attributes of such classes cannot be set, so this is found out once.
    pub fn is_made_at_once(self: &Rc<Class>) -> bool {
        *self.made_at_once.get_or_init(|| {
            let is_object = |def: &'static TypeDef| std::ptr::eq(def, &super::types::object::OBJECT);
            let has_init = match self.lookup_name("__init__") {
                Some(Value::Native(native)) => !native.owner.is_some_and(is_object),
                found => found.is_some(),
            };
            let has_new = matches!(self.lookup_name("__new__"), Some(Value::Native(_)));
            self.kind == ClassKind::Native && has_new && !has_init && !is_object(self.native)
        })
    }

    /// Whether it derives from the native type.
    pub fn derives_from(&self, def: &'static TypeDef) -> bool {
        let mut current = Some(self.native);
        while let Some(native) = current {
            if std::ptr::eq(native, def) {
                return true;
            }
            current = native.base;
        }
        false
    }
}

/// What an instance holds besides its attributes.
pub enum Payload {
    /// Nothing.
    Plain,
    /// The values of `__slots__`.
    Slots(Dict),
    /// The built-in value that a subclass of a built-in type wraps.
    Base(Value),
    /// An exception's `args`, a tuple.
    Exception(RefCell<Value>),
}

/// An instance of a class of the program, or an exception.
pub struct Instance {
    /// Its class; `__class__` can be assigned.
    pub class: RefCell<Rc<Class>>,
    /// Its attributes; shared so that `__dict__` is the real thing.
    pub dict: RefCell<Rc<Dict>>,
    /// What else it holds.
    pub payload: Payload,
    /// Its identity.
    pub number: Number<INSTANCE>,
}

impl Instance {
    /// Its class.
    pub fn class(&self) -> Rc<Class> {
        Rc::clone(&self.class.borrow())
    }

    /// The built-in value inside.
    pub fn payload(&self) -> Option<&Value> {
        match &self.payload {
            Payload::Base(value) => Some(value),
            _ => None,
        }
    }

    /// Where the values of `__slots__` are kept.
    pub fn slots(&self) -> Option<&Dict> {
        match &self.payload {
            Payload::Slots(slots) => Some(slots),
            _ => None,
        }
    }

    /// An attribute of its own.
    pub fn own(&self, name: &Value) -> Option<Value> {
        self.dict.borrow().get_str(name)
    }
}
