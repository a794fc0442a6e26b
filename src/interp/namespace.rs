//! The namespaces of classes.
//!
//! Most members of the built-in classes are never asked for, so each is made when it is, and the whole table only when someone
//! wants to see it: a configuration's evaluation begins without making any.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::native::{GetterDef, NativeDef, NativeFunction, TypeDef};
use super::tables::Dict;
use super::types;
use super::value::{Descriptor, Value};

/// The names of a class and what they stand for.
pub struct Namespace {
    dict: OnceCell<Rc<Dict>>,
    source: Source,
    /// Members that were made or added before there was a dictionary.
    met: RefCell<Vec<(&'static str, Value)>>,
    /// How often the tables were searched.
    searches: Cell<u8>,
}

/// What the dictionary is made of.
enum Source {
    /// It is there.
    Given,
    /// A built-in type's tables.
    Native(&'static TypeDef),
    /// A function, and the names that it will define.
    Later(&'static [&'static str], Box<dyn Fn() -> Dict>),
}

/// Searches of the tables after which a dictionary is the quicker way.
const SEARCHES: u8 = 32;

impl Namespace {
    fn new(dict: OnceCell<Rc<Dict>>, source: Source) -> Namespace {
        Namespace { dict, source, met: RefCell::default(), searches: Cell::default() }
    }

    /// The namespace of a built-in type.
    pub fn native(def: &'static TypeDef) -> Namespace {
        Namespace::new(OnceCell::new(), Source::Native(def))
    }

    /// A namespace of these names alone, that `make` fills once one of them is needed.
    pub fn lazy(names: &'static [&'static str], make: impl Fn() -> Dict + 'static) -> Namespace {
        Namespace::new(OnceCell::new(), Source::Later(names, Box::new(make)))
    }

    /// The value of a name given as a text value.
    pub fn find(&self, name: &Value) -> Option<Value> {
        if let Some(dict) = self.dict.get() {
            return dict.get_str(name);
        }
        match name {
            Value::Str(text) => self.find_name(std::str::from_utf8(text.bytes()).ok()?),
            Value::Unicode(text) if text.text().is_ascii() => self.find_name(text.text()),
            _ => None,
        }
    }

    /// The value of a name.
    pub fn find_name(&self, name: &str) -> Option<Value> {
        if let Some(dict) = self.dict.get() {
            return dict.get_name(name);
        }
        if let Some((_, value)) = self.met.borrow().iter().find(|(met, _)| *met == name) {
            return Some(value.clone());
        }
        let def = match &self.source {
            Source::Native(def) => def,
            Source::Later(names, _) if !names.contains(&name) => return None,
            Source::Later(..) | Source::Given => return self.get_name(name),
        };
        let searches = self.searches.get();
        if searches >= SEARCHES {
            return self.get_name(name);
        }
        self.searches.set(searches + 1);
        let (name, value) = member(def, name)?;
        self.met.borrow_mut().push((name, value.clone()));
        Some(value)
    }

    /// Adds a name behind those that are there.
    pub fn add(&self, name: &'static str, value: Value) {
        match self.dict.get() {
            Some(dict) => dict.set_name(name, value),
            None => self.met.borrow_mut().push((name, value)),
        }
    }

    /// Lets go of what is in it.
    pub fn clear(&self) {
        self.met.borrow_mut().clear();
        if let Some(dict) = self.dict.get() {
            dict.clear();
        }
    }

    fn made(&self) -> Dict {
        let met = self.met.take();
        let dict = match &self.source {
            Source::Given => Dict::new(),
            Source::Later(_, make) => make(),
            Source::Native(def) => whole(def),
        };
        // A member that someone holds stays the same one.
        for (name, value) in met {
            dict.set_name(name, value);
        }
        dict
    }
}

impl From<Rc<Dict>> for Namespace {
    fn from(dict: Rc<Dict>) -> Namespace {
        Namespace::new(OnceCell::from(dict), Source::Given)
    }
}

impl std::ops::Deref for Namespace {
    type Target = Rc<Dict>;

    fn deref(&self) -> &Rc<Dict> {
        self.dict.get_or_init(|| Rc::new(self.made()))
    }
}

/// All members of a built-in type in the order in which its class gets them.
fn whole(def: &'static TypeDef) -> Dict {
    let dict = Dict::new();
    for method in def.methods.iter().chain(def.shared) {
        dict.set_name(method.name, of_method(def, method));
    }
    for method in def.class_methods {
        dict.set_name(method.name, of_class_method(def, method));
    }
    for getter in def.getters {
        dict.set_name(getter.name, of_getter(getter));
    }
    if def.new.is_some() {
        dict.set_name("__new__", of_method(def, &types::object::NEW));
    }
    if is_unhashable(def) {
        dict.set_name("__hash__", Value::None);
    }
    if dict.get_name("__doc__").is_none() {
        dict.set_name("__doc__", Value::None);
    }
    dict
}

/// One member of a built-in type: where tables share a name, the one that [`whole`] sets last.
fn member(def: &'static TypeDef, name: &str) -> Option<(&'static str, Value)> {
    match name {
        "__hash__" if is_unhashable(def) => return Some(("__hash__", Value::None)),
        "__new__" if def.new.is_some() => return Some(("__new__", of_method(def, &types::object::NEW))),
        _ => {}
    }
    if let Some(getter) = def.getters.iter().find(|getter| getter.name == name) {
        return Some((getter.name, of_getter(getter)));
    }
    if let Some(method) = def.class_methods.iter().find(|method| method.name == name) {
        return Some((method.name, of_class_method(def, method)));
    }
    if let Some(method) = def.shared.iter().chain(def.methods).find(|method| method.name == name) {
        return Some((method.name, of_method(def, method)));
    }
    (name == "__doc__").then_some(("__doc__", Value::None))
}

fn of_method(def: &'static TypeDef, method: &'static NativeDef) -> Value {
    Value::Native(Rc::new(NativeFunction { def: method, owner: Some(def), module: def.module }))
}

fn of_class_method(def: &'static TypeDef, method: &'static NativeDef) -> Value {
    let function = NativeFunction { def: method, owner: None, module: def.module };
    Value::Descriptor(Rc::new(Descriptor::Class(Value::Native(Rc::new(function)))))
}

fn of_getter(getter: &'static GetterDef) -> Value {
    Value::Descriptor(Rc::new(Descriptor::Getter(getter)))
}

fn is_unhashable(def: &'static TypeDef) -> bool {
    let unhashable: [&'static TypeDef; 6] = [
        &types::dict::DICT,
        &types::dict_proxy::DICT_PROXY,
        &types::dict_views::ITEMS,
        &types::dict_views::KEYS,
        &types::list::LIST,
        &types::set::SET,
    ];
    unhashable.iter().any(|other| std::ptr::eq(*other, def))
}
