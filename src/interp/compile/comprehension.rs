//! Comprehensions and generator expressions.

use super::emit::Unit;
use crate::interp::code::Op;
use crate::source::Span;
use crate::syntax::ast::{Clause, ComprehensionKind, Expr};

/// What a comprehension does with each element.
enum Element<'a> {
    /// Adds it to the collection on the stack.
    Add(&'a Expr, fn(u32) -> Op),
    /// Adds a pair to the dictionary on the stack.
    Pair(&'a Expr, &'a Expr),
    /// Yields it.
    Yield(&'a Expr),
}

impl Unit<'_> {
    pub(super) fn comprehension(&mut self, kind: ComprehensionKind, element: &Expr, clauses: &[Clause], span: Span) {
        match kind {
            ComprehensionKind::List => {
                self.emit(Op::BuildList(0), span);
                self.clauses(clauses, false, 1, &Element::Add(element, Op::ListAppend));
            }
            ComprehensionKind::Set => {
                self.own_frame("<setcomp>", Some(Op::BuildSet(0)), &Element::Add(element, Op::SetAdd), clauses, span);
            }
            ComprehensionKind::Generator => {
                self.own_frame("<genexpr>", None, &Element::Yield(element), clauses, span);
            }
        }
    }

    pub(super) fn dict_comprehension(&mut self, key: &Expr, value: &Expr, clauses: &[Clause], span: Span) {
        self.own_frame("<dictcomp>", Some(Op::BuildDict(0)), &Element::Pair(key, value), clauses, span);
    }

    /// Compiles the clauses into a function of one hidden parameter, the outermost iterator, and calls it.
    fn own_frame(&mut self, name: &str, start: Option<Op>, element: &Element, clauses: &[Clause], span: Span) {
        let id = self.scopes.at(span);
        let mut unit = Unit::new(self.scopes, id, name, &self.file(), self.future, span);
        unit.set_signature(1, false, false);
        let generator = start.is_none();
        if let Some(op) = start {
            unit.emit(op, span);
        }
        unit.clauses(clauses, true, u32::from(!generator), element);
        if generator {
            unit.emit(Op::None, span);
        }
        unit.emit(Op::Return, span);
        let code = if generator { unit.finish_generator() } else { unit.finish() };
        self.closure(code, 0, span);
        if let Some(first) = clauses.first() {
            self.expr(&first.iter);
            self.emit(Op::GetIter, first.iter.span);
        }
        self.emit(Op::Call(1), span);
    }

    /// Nested loops; `depth` counts what lies between the collection and the stack's top.
    fn clauses(&mut self, clauses: &[Clause], first_is_param: bool, depth: u32, element: &Element) {
        let Some((clause, rest)) = clauses.split_first() else { return self.element(element, depth) };
        let span = clause.iter.span;
        let (again, done) = (self.label(), self.label());
        if first_is_param {
            self.emit(Op::LoadFast(0), span);
        } else {
            self.expr(&clause.iter);
            self.emit(Op::GetIter, span);
        }
        self.place(again);
        self.jump(Op::ForIter, done, span);
        self.assign_top(&clause.target);
        for condition in &clause.conditions {
            self.jump_if_false(condition, again);
        }
        self.clauses(rest, false, depth + 1, element);
        self.jump(Op::Jump, again, span);
        self.place(done);
    }

    fn element(&mut self, element: &Element, depth: u32) {
        match element {
            Element::Add(expr, op) => {
                self.expr(expr);
                self.emit(op(depth), expr.span);
            }
            Element::Pair(key, value) => {
                // CPython evaluates the value before its key here too.
                self.expr(value);
                self.expr(key);
                self.emit(Op::MapAdd(depth), key.span);
            }
            Element::Yield(expr) => {
                self.expr(expr);
                self.emit(Op::Yield, expr.span);
                self.emit(Op::Pop, expr.span);
            }
        }
    }
}
