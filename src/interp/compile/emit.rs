//! One piece of code under construction: instructions, labels, tables.

use std::rc::Rc;

use foldhash::{HashMap, HashMapExt as _};

use super::mangle;
use super::scope::{Access, Scope, ScopeKind, Scopes};
use crate::interp::code::{CallShape, Code, Escape, Op};
use crate::interp::value::Value;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Future, Literal, Name, Stmt, StmtKind};

/// A jump target that may not be placed yet.
#[derive(Clone, Copy)]
pub(super) struct Label(usize);

/// What encloses the statement being compiled, innermost last.
#[derive(Clone, Copy)]
pub(super) enum Enclosing {
    /// A loop: where `continue` and `break` go.
    Loop { again: Label, end: Label },
    /// A `try` suite with handlers: a run-time block that leaving has to pop.
    Handlers,
    /// A `try … finally` or `with` suite: leaving runs its clean-up.
    CleanUp,
    /// A `finally` suite: leaving forgets what it would have gone on with.
    FinallyBody,
}

/// Code under construction.
pub(super) struct Unit<'a> {
    pub(super) scopes: &'a Scopes,
    pub(super) scope_id: usize,
    pub(super) future: Future,
    pub(super) enclosing: Vec<Enclosing>,
    name: Rc<str>,
    file: Rc<str>,
    span: Span,
    ops: Vec<Op>,
    spans: Vec<Span>,
    consts: Vec<Value>,
    names: Vec<Value>,
    name_index: HashMap<Name, u32>,
    calls: Vec<CallShape>,
    escapes: Vec<Escape>,
    escape_labels: Vec<Label>,
    labels: Vec<u32>,
    doc: Value,
    slots: HashMap<Name, u32>,
    cells: HashMap<Name, u32>,
    signature: (usize, bool, bool),
    generator: bool,
}

impl<'a> Unit<'a> {
    pub(super) fn new(
        scopes: &'a Scopes,
        scope_id: usize,
        name: &str,
        file: &str,
        future: Future,
        span: Span,
    ) -> Unit<'a> {
        let scope = scopes.get(scope_id);
        let slots = scope.locals.iter().enumerate().map(|(i, n)| (n.clone(), i as u32)).collect();
        let cells = scope.cells.iter().chain(&scope.frees).enumerate().map(|(i, n)| (n.clone(), i as u32)).collect();
        Unit {
            scopes,
            scope_id,
            future,
            enclosing: Vec::new(),
            name: Rc::from(name),
            file: Rc::from(file),
            span,
            ops: Vec::new(),
            spans: Vec::new(),
            consts: Vec::new(),
            names: Vec::new(),
            name_index: HashMap::new(),
            calls: Vec::new(),
            escapes: Vec::new(),
            escape_labels: Vec::new(),
            labels: Vec::new(),
            doc: Value::None,
            slots,
            cells,
            signature: (0, false, false),
            generator: false,
        }
    }

    pub(super) fn scope(&self) -> &'a Scope {
        self.scopes.get(self.scope_id)
    }

    pub(super) fn file(&self) -> Rc<str> {
        Rc::clone(&self.file)
    }

    pub(super) fn set_signature(&mut self, positional: usize, star: bool, double_star: bool) {
        self.signature = (positional, star, double_star);
    }

    pub(super) fn emit(&mut self, op: Op, span: Span) {
        self.ops.push(op);
        self.spans.push(span);
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(u32::MAX);
        Label(self.labels.len() - 1)
    }

    pub(super) fn place(&mut self, label: Label) {
        self.labels[label.0] = self.ops.len() as u32;
    }

    /// Emits a jump; its target is a label's number until [`Unit::finish`] turns it into a position.
    pub(super) fn jump(&mut self, op: fn(u32) -> Op, label: Label, span: Span) {
        self.emit(op(label.0 as u32), span);
    }

    pub(super) fn constant(&mut self, value: Value, span: Span) {
        let at = self.add_const(value);
        self.emit(Op::Const(at), span);
    }

    pub(super) fn add_const(&mut self, value: Value) -> u32 {
        self.consts.push(value);
        self.consts.len() as u32 - 1
    }

    pub(super) fn add_call(&mut self, shape: CallShape) -> u32 {
        self.calls.push(shape);
        self.calls.len() as u32 - 1
    }

    pub(super) fn add_escape(&mut self, label: Label, blocks: u32, pending: u32) -> u32 {
        self.escapes.push(Escape { target: 0, blocks, pending });
        self.escape_labels.push(label);
        self.escapes.len() as u32 - 1
    }

    /// Index of a name in the name table.
    pub(super) fn name(&mut self, name: &Name) -> u32 {
        if let Some(at) = self.name_index.get(name) {
            return *at;
        }
        let at = self.names.len() as u32;
        self.names.push(Value::str(name.as_bytes()));
        self.name_index.insert(name.clone(), at);
        at
    }

    pub(super) fn mangled(&self, name: &Name) -> Name {
        mangle(self.scope().class(), name)
    }

    pub(super) fn cell_index(&self, name: &Name) -> u32 {
        self.cells.get(name).copied().unwrap_or(0)
    }

    pub(super) fn load(&mut self, name: &Name, span: Span) {
        let name = self.mangled(name);
        let op = match self.scopes.access(self.scope_id, &name) {
            Access::Local => Op::LoadFast(self.slots.get(&name).copied().unwrap_or(0)),
            Access::Cell => Op::LoadCell(self.cell_index(&name)),
            Access::Global => Op::LoadGlobal(self.name(&name)),
            Access::Name => Op::LoadName(self.name(&name)),
        };
        self.emit(op, span);
    }

    pub(super) fn store(&mut self, name: &Name, span: Span) {
        let name = self.mangled(name);
        let op = match self.scopes.access(self.scope_id, &name) {
            Access::Local => Op::StoreFast(self.slots.get(&name).copied().unwrap_or(0)),
            Access::Cell => Op::StoreCell(self.cell_index(&name)),
            Access::Global => Op::StoreGlobal(self.name(&name)),
            Access::Name => Op::StoreName(self.name(&name)),
        };
        self.emit(op, span);
    }

    pub(super) fn delete(&mut self, name: &Name, span: Span) {
        let name = self.mangled(name);
        let op = match self.scopes.access(self.scope_id, &name) {
            Access::Local => Op::DeleteFast(self.slots.get(&name).copied().unwrap_or(0)),
            Access::Cell => Op::DeleteCell(self.cell_index(&name)),
            Access::Global => Op::DeleteGlobal(self.name(&name)),
            Access::Name => Op::DeleteName(self.name(&name)),
        };
        self.emit(op, span);
    }

    /// Takes the documentation text from the start of a body.
    pub(super) fn documentation(&mut self, body: &[Stmt]) {
        self.doc = doc_of(body);
        // The module's text is read with the flags that follow it.
        if let (Value::Str(text), true) = (&self.doc, self.future.unicode_literals)
            && let Some(text) = text.ascii()
        {
            self.doc = Value::unicode(text);
        }
    }

    /// Stores `__doc__` in a module's or class's namespace when there is one.
    pub(super) fn store_module_doc(&mut self, body: &[Stmt]) {
        if !self.doc.is_none() {
            let span = body[0].span;
            let doc = self.doc.clone();
            self.constant(doc, span);
            self.store(&Name::from("__doc__"), span);
        }
    }

    pub(super) fn finish_none(mut self) -> Rc<Code> {
        let span = self.span;
        self.emit(Op::None, span);
        self.emit(Op::Return, span);
        self.finish()
    }

    /// Finishes code that is a generator although it holds no `yield` of the program.
    pub(super) fn finish_generator(mut self) -> Rc<Code> {
        self.generator = true;
        self.finish()
    }

    pub(super) fn finish(mut self) -> Rc<Code> {
        let labels = std::mem::take(&mut self.labels);
        for op in &mut self.ops {
            if let Some(target) = op.target_mut() {
                *target = labels[*target as usize];
            }
        }
        for (escape, label) in self.escapes.iter_mut().zip(&self.escape_labels) {
            escape.target = labels[label.0];
        }
        let scope = self.scopes.get(self.scope_id);
        let cell_names = scope
            .cells
            .iter()
            .map(|name| (name.clone(), scope.params.iter().position(|p| p == name).map(|at| at as u32)))
            .collect();
        Rc::new(Code {
            name: self.name,
            file: self.file,
            ops: self.ops,
            spans: self.spans,
            consts: self.consts,
            names: self.names,
            calls: self.calls,
            escapes: self.escapes,
            locals: scope.locals.clone(),
            arg_count: self.signature.0,
            star: self.signature.1,
            double_star: self.signature.2,
            cell_names,
            free_names: scope.frees.iter().cloned().collect(),
            generator: scope.generator || self.generator,
            optimized: scope.kind == ScopeKind::Function,
            doc: self.doc,
            span: self.span,
        })
    }
}

pub(super) fn doc_of(body: &[Stmt]) -> Value {
    match body.first().map(|s| &s.kind) {
        Some(StmtKind::Expr(Expr { kind: ExprKind::Literal(Literal::Bytes(bytes)), .. })) => Value::str(bytes),
        Some(StmtKind::Expr(Expr { kind: ExprKind::Literal(Literal::Unicode(text)), .. })) => {
            Value::unicode(text.as_ref())
        }
        _ => Value::None,
    }
}
