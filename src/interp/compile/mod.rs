//! From the syntax tree to instructions.

mod comprehension;
mod control;
mod definition;
mod emit;
mod expression;
mod mangle;
mod scope;
mod statement;
mod target;

use std::rc::Rc;

pub use mangle::mangle;

use self::emit::Unit;
use self::scope::Scopes;
use super::code::{Code, Op};
use crate::syntax::ast::{Expr, Future, Module};

/// Compiles a file. Its code runs in a namespace and returns `None`.
pub fn module(tree: &Module, file: &str) -> Rc<Code> {
    let scopes = Scopes::of_module(&tree.body);
    let mut unit = Unit::new(&scopes, Scopes::ROOT, "<module>", file, tree.future, tree.span);
    unit.documentation(&tree.body);
    unit.store_module_doc(&tree.body);
    unit.body(&tree.body);
    unit.finish_none()
}

/// Compiles a lone expression. Its code runs in a namespace and returns the value.
pub fn expression(tree: &Expr, file: &str, future: Future) -> Rc<Code> {
    let scopes = Scopes::of_expression(tree);
    let mut unit = Unit::new(&scopes, Scopes::ROOT, "<module>", file, future, tree.span);
    unit.expr(tree);
    unit.emit(Op::Return, tree.span);
    unit.finish()
}
