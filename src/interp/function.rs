//! Functions of the program, their cells and bound methods.

use std::cell::RefCell;
use std::rc::Rc;

use super::class::Class;
use super::code::Code;
use super::number::{FUNCTION, METHOD, Number};
use super::release::{Contents, is_deep, release};
use super::tables::Dict;
use super::value::{Tuple, Value};

/// A variable shared between a function and the functions inside it.
pub struct Cell {
    /// The variable; `None` while unbound.
    pub value: RefCell<Option<Value>>,
}

impl Drop for Cell {
    fn drop(&mut self) {
        if let Some(value) = self.value.take().filter(is_deep) {
            release(Contents::Values(vec![value]));
        }
    }
}

/// A function written in the program.
pub struct Function {
    /// Its code.
    pub code: Rc<Code>,
    /// The namespace its global names live in.
    pub globals: Rc<Dict>,
    /// `__name__`.
    pub name: RefCell<Value>,
    /// `__doc__`.
    pub doc: RefCell<Value>,
    /// `__module__`.
    pub module: RefCell<Value>,
    /// Values of the last parameters.
    pub defaults: RefCell<Rc<Tuple>>,
    /// Its free variables, in the order of `code.free_names`.
    pub closure: Vec<Rc<Cell>>,
    /// Attributes, made when first used.
    pub dict: RefCell<Option<Rc<Dict>>>,
    /// Its identity.
    pub number: Number<FUNCTION>,
}

/// A method: a function with its receiver, or of a class without one (`Class.method`, "unbound").
pub struct BoundMethod {
    /// What is called.
    pub function: Value,
    /// The receiver; `None` in an unbound method.
    pub receiver: Option<Value>,
    /// `im_class`.
    pub class: Option<Rc<Class>>,
    /// Its identity.
    pub number: Number<METHOD>,
}
