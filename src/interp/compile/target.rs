//! Assignment and deletion targets.

use super::emit::Unit;
use crate::interp::code::Op;
use crate::syntax::ast::{Expr, ExprKind, ParamTarget};

impl Unit<'_> {
    pub(super) fn assign(&mut self, targets: &[Expr], value: &Expr) {
        self.expr(value);
        for (index, target) in targets.iter().enumerate() {
            if index + 1 < targets.len() {
                self.emit(Op::Dup, target.span);
            }
            self.assign_top(target);
        }
    }

    /// Stores the value on top of the stack.
    pub(super) fn assign_top(&mut self, target: &Expr) {
        let span = target.span;
        match &target.kind {
            ExprKind::Name(name) => self.store(name, span),
            ExprKind::Attribute { value, name } => {
                self.expr(value);
                let name = self.mangled(&name.name);
                let name = self.name(&name);
                self.emit(Op::StoreAttr(name), span);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.subscript_index(index);
                self.emit(Op::SetItem, span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                self.emit(Op::Unpack(items.len() as u32), span);
                items.iter().for_each(|item| self.assign_top(item));
            }
            // The parser refuses everything else as a target.
            _ => self.emit(Op::Pop, span),
        }
    }

    pub(super) fn delete_target(&mut self, target: &Expr) {
        let span = target.span;
        match &target.kind {
            ExprKind::Name(name) => self.delete(name, span),
            ExprKind::Attribute { value, name } => {
                self.expr(value);
                let name = self.mangled(&name.name);
                let name = self.name(&name);
                self.emit(Op::DeleteAttr(name), span);
            }
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.subscript_index(index);
                self.emit(Op::DeleteItem, span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|t| self.delete_target(t)),
            _ => {}
        }
    }

    /// Unpacks a tuple parameter from the stack's top into its names.
    pub(super) fn assign_pattern(&mut self, target: &ParamTarget) {
        match target {
            ParamTarget::Name(ident) => self.store(&ident.name, ident.span),
            ParamTarget::Tuple(items, span) => {
                self.emit(Op::Unpack(items.len() as u32), *span);
                items.iter().for_each(|item| self.assign_pattern(item));
            }
        }
    }

    /// The index of a subscription: a plain value, a slice, or a tuple of such.
    pub(super) fn subscript_index(&mut self, index: &Expr) {
        match &index.kind {
            ExprKind::Slice { lower, upper, step, step_given } => {
                for part in [lower, upper] {
                    match part {
                        Some(e) => self.expr(e),
                        None => self.emit(Op::None, index.span),
                    }
                }
                match step {
                    Some(e) => self.expr(e),
                    None => self.emit(Op::None, index.span),
                }
                self.emit(Op::BuildSlice(u32::from(*step_given)), index.span);
            }
            ExprKind::Tuple(items)
                if items.iter().any(|i| matches!(i.kind, ExprKind::Slice { .. } | ExprKind::Ellipsis)) =>
            {
                items.iter().for_each(|item| self.subscript_index(item));
                self.emit(Op::BuildTuple(items.len() as u32), index.span);
            }
            _ => self.expr(index),
        }
    }
}
