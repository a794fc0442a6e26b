//! Functions, lambdas and classes.

use std::rc::Rc;

use super::emit::Unit;
use super::scope::Scopes;
use crate::interp::code::{Code, Op};
use crate::interp::value::Value;
use crate::source::Span;
use crate::syntax::ast::{ClassDef, Expr, FunctionDef, Name, ParamTarget, Params};

impl Unit<'_> {
    pub(super) fn function_def(&mut self, def: &FunctionDef) {
        let span = def.name.span;
        def.decorators.iter().for_each(|e| self.expr(e));
        let defaults = self.defaults(&def.params);
        let id = self.scopes.at(span);
        let mut unit = self.inner(id, &def.name.name, span);
        unit.params(&def.params);
        unit.documentation(&def.body);
        unit.body(&def.body);
        let code = unit.finish_none();
        self.closure(code, defaults, span);
        for decorator in def.decorators.iter().rev() {
            self.emit(Op::Call(1), decorator.span);
        }
        self.store(&def.name.name, span);
    }

    pub(super) fn lambda(&mut self, params: &Params, body: &Expr, span: Span) {
        let defaults = self.defaults(params);
        let id = self.scopes.at(span);
        let mut unit = self.inner(id, "<lambda>", span);
        unit.params(params);
        unit.expr(body);
        unit.emit(Op::Return, body.span);
        let code = unit.finish();
        self.closure(code, defaults, span);
    }

    pub(super) fn class_def(&mut self, def: &ClassDef) {
        let span = def.name.span;
        def.decorators.iter().for_each(|e| self.expr(e));
        self.constant(Value::str(def.name.name.as_bytes()), span);
        def.bases.iter().for_each(|e| self.expr(e));
        self.emit(Op::BuildTuple(def.bases.len() as u32), span);
        let id = self.scopes.at(span);
        let mut unit = self.inner(id, &def.name.name, span);
        unit.emit(Op::ModuleName, span);
        unit.store(&Name::from("__module__"), span);
        unit.documentation(&def.body);
        unit.store_module_doc(&def.body);
        unit.body(&def.body);
        unit.emit(Op::LoadLocals, span);
        unit.emit(Op::Return, span);
        let code = unit.finish();
        self.closure(code, 0, span);
        self.emit(Op::Call(0), span);
        self.emit(Op::BuildClass, span);
        for decorator in def.decorators.iter().rev() {
            self.emit(Op::Call(1), decorator.span);
        }
        self.store(&def.name.name, span);
    }

    fn inner(&self, id: usize, name: &str, span: Span) -> Unit<'_> {
        let scopes: &Scopes = self.scopes;
        Unit::new(scopes, id, name, &self.file(), self.future, span)
    }

    /// Pushes the default values; their number.
    fn defaults(&mut self, params: &Params) -> u32 {
        let defaults: Vec<&Expr> = params.positional.iter().filter_map(|p| p.default.as_ref()).collect();
        defaults.iter().for_each(|e| self.expr(e));
        defaults.len() as u32
    }

    fn params(&mut self, params: &Params) {
        self.set_signature(params.positional.len(), params.star.is_some(), params.double_star.is_some());
        for (index, param) in params.positional.iter().enumerate() {
            if let ParamTarget::Tuple(_, span) = &param.target {
                self.load(&Name::from(format!(".{index}")), *span);
                self.assign_pattern(&param.target);
            }
        }
    }

    /// Makes a function of code: its cells and defaults go onto the stack.
    pub(super) fn closure(&mut self, code: Rc<Code>, defaults: u32, span: Span) {
        for name in &code.free_names {
            let cell = self.cell_index(name);
            self.emit(Op::PushCell(cell), span);
        }
        let at = self.add_const(Value::Code(code));
        self.emit(Op::Const(at), span);
        self.emit(Op::MakeFunction(defaults), span);
    }
}
