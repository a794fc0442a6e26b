//! Simple statements.

use super::emit::Unit;
use crate::interp::code::Op;
use crate::interp::value::Value;
use crate::source::Span;
use crate::syntax::ast::{BinOp, Expr, ExprKind, ImportAlias, ImportNames, Name, Stmt, StmtKind};

impl Unit<'_> {
    pub(super) fn body(&mut self, body: &[Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Expr(e) => {
                self.expr(e);
                self.emit(Op::Pop, e.span);
            }
            StmtKind::Assign { targets, value } => self.assign(targets, value),
            StmtKind::AugAssign { target, op, value } => self.augmented(target, *op, value, span),
            StmtKind::If { test, body, orelse } => self.if_stmt(test, body, orelse),
            StmtKind::While { test, body, orelse } => self.while_stmt(test, body, orelse),
            StmtKind::For { target, iter, body, orelse } => self.for_stmt(target, iter, body, orelse),
            StmtKind::Try { body, handlers, orelse, finalbody } => {
                self.try_stmt(body, handlers, orelse, finalbody, span);
            }
            StmtKind::With { items, body } => self.with_stmt(items, body),
            StmtKind::FunctionDef(def) => self.function_def(def),
            StmtKind::ClassDef(def) => self.class_def(def),
            StmtKind::Return(value) => {
                match value {
                    Some(e) => self.expr(e),
                    None => self.emit(Op::None, span),
                }
                self.emit(Op::Return, span);
            }
            StmtKind::Raise { kind, value, traceback } => {
                let parts: Vec<&Expr> = [kind, value, traceback].into_iter().flatten().collect();
                parts.iter().for_each(|e| self.expr(e));
                self.emit(Op::Raise(parts.len() as u32), span);
            }
            StmtKind::Print { dest, values, newline } => self.print(dest.as_ref(), values, *newline, span),
            StmtKind::Exec { code, globals, locals } => {
                self.expr(code);
                for part in [globals, locals] {
                    match part {
                        Some(e) => self.expr(e),
                        None => self.emit(Op::None, span),
                    }
                }
                self.emit(Op::Exec, span);
            }
            StmtKind::Delete(targets) => targets.iter().for_each(|t| self.delete_target(t)),
            StmtKind::Pass | StmtKind::Global(_) => {}
            StmtKind::Break => self.break_stmt(span),
            StmtKind::Continue => self.continue_stmt(span),
            StmtKind::Assert { test, message } => self.assert_stmt(test, message.as_ref(), span),
            StmtKind::Import(aliases) => aliases.iter().for_each(|a| self.import(a, span)),
            StmtKind::ImportFrom { module, level, names } => {
                let module = module.as_ref().map_or_else(|| Name::from(""), |m| m.name.clone());
                self.import_from(&module, *level, names, span);
            }
        }
    }

    fn print(&mut self, dest: Option<&Expr>, values: &[Expr], newline: bool, span: Span) {
        if let Some(dest) = dest {
            self.expr(dest);
        }
        for value in values {
            self.expr(value);
            self.emit(if dest.is_some() { Op::PrintTo } else { Op::Print }, span);
        }
        if newline {
            self.emit(if dest.is_some() { Op::PrintNewlineTo } else { Op::PrintNewline }, span);
        }
        if dest.is_some() {
            self.emit(Op::Pop, span);
        }
    }

    fn assert_stmt(&mut self, test: &Expr, message: Option<&Expr>, span: Span) {
        self.expr(test);
        let fine = self.label();
        self.jump(Op::PopJumpIfTrue, fine, span);
        self.emit(Op::AssertionError, span);
        match message {
            Some(message) => {
                self.expr(message);
                self.emit(Op::Call(1), span);
                self.emit(Op::Raise(1), span);
            }
            None => self.emit(Op::Raise(1), span),
        }
        self.place(fine);
    }

    fn augmented(&mut self, target: &Expr, op: BinOp, value: &Expr, span: Span) {
        match &target.kind {
            ExprKind::Attribute { value: object, name } => {
                let name = self.mangled(&name.name);
                let name = self.name(&name);
                self.expr(object);
                self.emit(Op::Dup, span);
                self.emit(Op::LoadAttr(name), target.span);
                self.expr(value);
                self.inplace(op, span);
                self.emit(Op::Swap, span);
                self.emit(Op::StoreAttr(name), span);
            }
            ExprKind::Subscript { value: object, index } => {
                self.expr(object);
                self.subscript_index(index);
                self.emit(Op::Dup2, span);
                self.emit(Op::GetItem, target.span);
                self.expr(value);
                self.inplace(op, span);
                self.emit(Op::Rot3, span);
                self.emit(Op::SetItem, span);
            }
            _ => {
                self.expr(target);
                self.expr(value);
                self.inplace(op, span);
                self.assign_top(target);
            }
        }
    }

    fn inplace(&mut self, op: BinOp, span: Span) {
        let op = if op == BinOp::Div && self.future.division { Op::InPlaceTrueDivide } else { Op::InPlace(op) };
        self.emit(op, span);
    }

    fn import(&mut self, alias: &ImportAlias, span: Span) {
        // `import a.b.c` binds `a`; `import a.b.c as d` binds the innermost module.
        let name = self.name(&alias.name.name);
        self.constant(Value::None, span);
        self.constant(Value::Int(self.import_level()), span);
        self.emit(Op::Import(name), alias.name.span);
        match &alias.alias {
            Some(ident) => {
                for part in alias.name.name.split('.').skip(1) {
                    let part = self.name(&Name::from(part));
                    self.emit(Op::LoadAttr(part), alias.name.span);
                }
                self.store(&ident.name, ident.span);
            }
            None => {
                let first = Name::from(alias.name.name.split('.').next().unwrap_or_default());
                self.store(&first, alias.name.span);
            }
        }
    }

    fn import_level(&self) -> i64 {
        if self.future.absolute_import { 0 } else { -1 }
    }

    fn import_from(&mut self, module: &Name, level: u32, names: &ImportNames, span: Span) {
        let level = if level == 0 { self.import_level() } else { i64::from(level) };
        let wanted = match names {
            ImportNames::Star(_) => vec![Value::str("*")],
            ImportNames::Names(aliases) => aliases.iter().map(|a| Value::str(a.name.name.as_bytes())).collect(),
        };
        self.constant(Value::tuple(wanted), span);
        self.constant(Value::Int(level), span);
        let module = self.name(module);
        self.emit(Op::Import(module), span);
        match names {
            ImportNames::Star(place) => self.emit(Op::ImportStar, *place),
            ImportNames::Names(aliases) => {
                for alias in aliases {
                    let name = self.name(&alias.name.name);
                    self.emit(Op::ImportFrom(name), alias.name.span);
                    let ident = alias.alias.as_ref().unwrap_or(&alias.name);
                    self.store(&ident.name, ident.span);
                }
                self.emit(Op::Pop, span);
            }
        }
    }
}
