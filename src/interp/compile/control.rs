//! Branches, loops, `try`, `with`.

use super::emit::{Enclosing, Unit};
use crate::interp::code::Op;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Handler, Stmt, UnaryOp, WithItem};

impl Unit<'_> {
    pub(super) fn if_stmt(&mut self, test: &Expr, body: &[Stmt], orelse: &[Stmt]) {
        let (no, end) = (self.label(), self.label());
        self.jump_if_false(test, no);
        self.body(body);
        if !orelse.is_empty() {
            self.jump(Op::Jump, end, test.span);
        }
        self.place(no);
        self.body(orelse);
        self.place(end);
    }

    /// Evaluates a condition and jumps when it is false, without making the value of `not`, `and` and `or`.
    pub(super) fn jump_if_false(&mut self, test: &Expr, target: super::emit::Label) {
        match &test.kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                self.expr(operand);
                self.jump(Op::PopJumpIfTrue, target, test.span);
            }
            ExprKind::And(items) => items.iter().for_each(|item| self.jump_if_false(item, target)),
            _ => {
                self.expr(test);
                self.jump(Op::PopJumpIfFalse, target, test.span);
            }
        }
    }

    pub(super) fn while_stmt(&mut self, test: &Expr, body: &[Stmt], orelse: &[Stmt]) {
        let (again, no, end) = (self.label(), self.label(), self.label());
        self.place(again);
        self.jump_if_false(test, no);
        self.enclosing.push(Enclosing::Loop { again, end });
        self.body(body);
        self.enclosing.pop();
        self.jump(Op::Jump, again, test.span);
        self.place(no);
        self.body(orelse);
        self.place(end);
    }

    pub(super) fn for_stmt(&mut self, target: &Expr, iter: &Expr, body: &[Stmt], orelse: &[Stmt]) {
        let (again, done, leave, end) = (self.label(), self.label(), self.label(), self.label());
        self.expr(iter);
        self.emit(Op::GetIter, iter.span);
        self.place(again);
        self.jump(Op::ForIter, done, iter.span);
        self.assign_top(target);
        self.enclosing.push(Enclosing::Loop { again, end: leave });
        self.body(body);
        self.enclosing.pop();
        self.jump(Op::Jump, again, iter.span);
        self.place(done);
        self.body(orelse);
        self.jump(Op::Jump, end, iter.span);
        // `break` arrives with the iterator still on the stack.
        self.place(leave);
        self.emit(Op::Pop, iter.span);
        self.place(end);
    }

    pub(super) fn break_stmt(&mut self, span: Span) {
        self.leave_to_loop(span, |enclosing| match enclosing {
            Enclosing::Loop { end, .. } => Some(*end),
            _ => None,
        });
    }

    pub(super) fn continue_stmt(&mut self, span: Span) {
        self.leave_to_loop(span, |enclosing| match enclosing {
            Enclosing::Loop { again, .. } => Some(*again),
            _ => None,
        });
    }

    fn leave_to_loop(&mut self, span: Span, label_of: fn(&Enclosing) -> Option<super::emit::Label>) {
        let (mut blocks, mut pending, mut clean_up) = (0, 0, false);
        let mut target = None;
        for enclosing in self.enclosing.iter().rev() {
            if let Some(label) = label_of(enclosing) {
                target = Some(label);
                break;
            }
            match enclosing {
                Enclosing::Handlers => blocks += 1,
                Enclosing::CleanUp => {
                    blocks += 1;
                    clean_up = true;
                }
                Enclosing::FinallyBody => pending += 1,
                Enclosing::Loop { .. } => {}
            }
        }
        // The parser refuses `break` and `continue` outside a loop.
        let Some(target) = target else { return };
        if clean_up || pending > 0 {
            let escape = self.add_escape(target, blocks, pending);
            self.emit(Op::Escape(escape), span);
        } else {
            for _ in 0..blocks {
                self.emit(Op::PopBlock, span);
            }
            self.jump(Op::Jump, target, span);
        }
    }

    pub(super) fn try_stmt(
        &mut self,
        body: &[Stmt],
        handlers: &[Handler],
        orelse: &[Stmt],
        finalbody: &[Stmt],
        span: Span,
    ) {
        if finalbody.is_empty() {
            return self.try_except(body, handlers, orelse, span);
        }
        let clean_up = self.label();
        self.jump(Op::SetupFinally, clean_up, span);
        self.enclosing.push(Enclosing::CleanUp);
        if handlers.is_empty() {
            self.body(body);
        } else {
            self.try_except(body, handlers, orelse, span);
        }
        self.enclosing.pop();
        self.emit(Op::PopBlock, span);
        self.emit(Op::NothingPending, span);
        self.place(clean_up);
        self.enclosing.push(Enclosing::FinallyBody);
        self.body(finalbody);
        self.enclosing.pop();
        self.emit(Op::EndFinally, span);
    }

    fn try_except(&mut self, body: &[Stmt], handlers: &[Handler], orelse: &[Stmt], span: Span) {
        let (catch, otherwise, end) = (self.label(), self.label(), self.label());
        self.jump(Op::SetupExcept, catch, span);
        self.enclosing.push(Enclosing::Handlers);
        self.body(body);
        self.enclosing.pop();
        self.emit(Op::PopBlock, span);
        self.jump(Op::Jump, otherwise, span);
        self.place(catch);
        for handler in handlers {
            let next = self.label();
            if let Some(kind) = &handler.kind {
                self.expr(kind);
                self.emit(Op::ExceptMatch, kind.span);
                self.jump(Op::PopJumpIfFalse, next, kind.span);
            }
            if let Some(target) = &handler.target {
                self.emit(Op::LoadException, target.span);
                self.assign_top(target);
            }
            self.body(&handler.body);
            self.jump(Op::Jump, end, handler.span);
            self.place(next);
        }
        self.emit(Op::Reraise, span);
        self.place(otherwise);
        self.body(orelse);
        self.place(end);
    }

    pub(super) fn with_stmt(&mut self, items: &[WithItem], body: &[Stmt]) {
        let Some((first, rest)) = items.split_first() else { return self.body(body) };
        let span = first.context.span;
        let clean_up = self.label();
        self.expr(&first.context);
        self.jump(Op::SetupWith, clean_up, span);
        self.enclosing.push(Enclosing::CleanUp);
        match &first.target {
            Some(target) => self.assign_top(target),
            None => self.emit(Op::Pop, span),
        }
        self.with_stmt(rest, body);
        self.enclosing.pop();
        self.emit(Op::PopBlock, span);
        self.emit(Op::NothingPending, span);
        self.place(clean_up);
        self.emit(Op::WithCleanup, span);
        self.emit(Op::EndFinally, span);
    }
}
