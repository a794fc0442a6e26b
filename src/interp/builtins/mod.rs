//! The built-in functions.

mod collections;
mod evaluation;
mod files;
mod numbers;
mod objects;
mod ranges;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::error::Exc;
use super::native::{NativeDef, NativeFunction, TypeDef};
use super::tables::Dict;
use super::types;
use super::value::Value;
use super::vm::Vm;

/// The tables of built-in functions.
static TABLES: &[&[NativeDef]] = &[collections::TABLE, evaluation::TABLE, files::TABLE, numbers::TABLE, objects::TABLE];

/// The built-in types that have a name of their own in every program.
static TYPES: &[(&str, &TypeDef)] = &[
    ("basestring", &types::text::BASESTRING),
    ("bool", &types::bool::BOOL),
    ("bytearray", &types::byte_array::BYTE_ARRAY),
    ("bytes", &types::text::STR),
    ("classmethod", &types::descriptors::CLASSMETHOD),
    ("dict", &types::dict::DICT),
    ("enumerate", &types::walkers::ENUMERATE),
    ("file", &types::file::FILE),
    ("frozenset", &types::set::FROZENSET),
    ("list", &types::list::LIST),
    ("float", &types::float::FLOAT),
    ("int", &types::int::INT),
    ("long", &types::long::LONG),
    ("object", &types::object::OBJECT),
    ("property", &types::descriptors::PROPERTY),
    ("reversed", &types::walkers::REVERSED),
    ("set", &types::set::SET),
    ("slice", &types::slice::SLICE),
    ("staticmethod", &types::descriptors::STATICMETHOD),
    ("str", &types::text::STR),
    ("super", &types::super_::SUPER),
    ("tuple", &types::tuple::TUPLE),
    ("type", &types::type_::TYPE),
    ("unicode", &types::text::UNICODE),
    ("xrange", &types::xrange::XRANGE),
];

/// The names that stand for one value each.
static CONSTANTS: &[&str] = &["None", "True", "False", "NotImplemented", "Ellipsis", "__debug__", "__name__"];

/// The built-in names. Each is made when it is first asked for, all of them when someone wants to see them all: an evaluation
/// begins without any.
#[derive(Default)]
pub struct Builtins {
    all: OnceCell<Rc<Dict>>,
    met: RefCell<Vec<(&'static str, Value)>>,
}

/// Names met one by one after which a dictionary is the quicker way.
const MET: usize = 24;

impl Builtins {
    /// Lets go of all of them.
    pub fn clear(&self) {
        self.met.borrow_mut().clear();
        if let Some(all) = self.all.get() {
            all.clear();
        }
    }

    fn met(&self, name: &[u8]) -> Option<Value> {
        self.met.borrow().iter().find(|(met, _)| met.as_bytes() == name).map(|(_, value)| value.clone())
    }
}

impl Vm {
    /// The value of a built-in name.
    pub fn builtin(&mut self, name: &Value) -> Option<Value> {
        if let Some(all) = self.builtins.all.get() {
            return all.get_str(name);
        }
        let Value::Str(text) = name else { return None };
        if let Some(value) = self.builtins.met(text.bytes()) {
            return Some(value);
        }
        if self.builtins.met.borrow().len() >= MET {
            return self.all_builtins().get_str(name);
        }
        let (name, value) = make(self, std::str::from_utf8(text.bytes()).ok()?)?;
        self.builtins.met.borrow_mut().push((name, value.clone()));
        Some(value)
    }

    /// All built-in names.
    pub fn all_builtins(&mut self) -> Rc<Dict> {
        if let Some(all) = self.builtins.all.get() {
            return Rc::clone(all);
        }
        let dict = Rc::new(Dict::new());
        let functions = TABLES.iter().copied().flatten().map(|def| def.name);
        let types = TYPES.iter().map(|(name, _)| *name);
        let exceptions = Exc::ALL.iter().map(|exception| exception.name());
        for name in functions.chain(types).chain(exceptions).chain(CONSTANTS.iter().copied()) {
            // One that was met stays the same.
            let known = self.builtins.met(name.as_bytes());
            if let Some(value) = known.or_else(|| make(self, name).map(|(_, value)| value)) {
                dict.set_name(name, value);
            }
        }
        Rc::clone(self.builtins.all.get_or_init(|| dict))
    }
}

fn make(vm: &mut Vm, wanted: &str) -> Option<(&'static str, Value)> {
    if let Some(def) = TABLES.iter().copied().flatten().find(|def| def.name == wanted) {
        let function = NativeFunction { def, owner: None, module: "__builtin__" };
        return Some((def.name, Value::Native(Rc::new(function))));
    }
    if let Some((name, def)) = TYPES.iter().find(|(name, _)| *name == wanted) {
        return Some((name, Value::Class(vm.class_for(def))));
    }
    if let Some(exception) = Exc::ALL.iter().find(|exception| exception.name() == wanted) {
        return Some((exception.name(), Value::Class(vm.class_for(exception.def()))));
    }
    let name = CONSTANTS.iter().find(|name| **name == wanted)?;
    let value = match *name {
        "None" => Value::None,
        "True" | "__debug__" => Value::Bool(true),
        "False" => Value::Bool(false),
        "NotImplemented" => Value::NotImplemented,
        "Ellipsis" => Value::Ellipsis,
        _ => Value::str("__builtin__"),
    };
    Some((name, value))
}
