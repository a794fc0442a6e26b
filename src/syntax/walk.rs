//! Walks over the tree, for all who read it.

use std::collections::HashSet;

use crate::source::Span;
use crate::syntax::ast::{Clause, Expr, ExprKind, Stmt, StmtKind};

/// The expressions of a statement itself: not those of its suites, nor of a function's parameters.
pub fn expressions<'a>(stmt: &'a Stmt, visit: &mut dyn FnMut(&'a Expr)) {
    match &stmt.kind {
        StmtKind::Expr(value) => visit(value),
        StmtKind::Assign { targets, value } => targets.iter().chain([value]).for_each(visit),
        StmtKind::AugAssign { target, value, .. } => [target, value].into_iter().for_each(visit),
        StmtKind::If { test, .. } | StmtKind::While { test, .. } => visit(test),
        StmtKind::For { target, iter, .. } => [target, iter].into_iter().for_each(visit),
        StmtKind::With { items, .. } => {
            items.iter().flat_map(|item| std::iter::once(&item.context).chain(&item.target)).for_each(visit);
        }
        StmtKind::FunctionDef(def) => def.decorators.iter().for_each(visit),
        StmtKind::ClassDef(def) => def.decorators.iter().chain(&def.bases).for_each(visit),
        StmtKind::Return(value) => value.iter().for_each(visit),
        StmtKind::Raise { kind, value, traceback } => [kind, value, traceback].into_iter().flatten().for_each(visit),
        StmtKind::Print { dest, values, .. } => dest.iter().chain(values).for_each(visit),
        StmtKind::Exec { code, globals, locals } => [code].into_iter().chain(globals).chain(locals).for_each(visit),
        StmtKind::Delete(targets) => targets.iter().for_each(visit),
        StmtKind::Assert { test, message } => [test].into_iter().chain(message).for_each(visit),
        StmtKind::Try { .. }
        | StmtKind::Pass
        | StmtKind::Break
        | StmtKind::Continue
        | StmtKind::Global(_)
        | StmtKind::Import(_)
        | StmtKind::ImportFrom { .. } => {}
    }
}

/// Every statement of a function's own body, in order: not those of functions and classes inside it.
pub fn statements<'a>(body: &'a [Stmt], visit: &mut dyn FnMut(&'a Stmt)) {
    for stmt in body {
        visit(stmt);
        match &stmt.kind {
            StmtKind::If { body, orelse, .. }
            | StmtKind::While { body, orelse, .. }
            | StmtKind::For { body, orelse, .. } => {
                statements(body, visit);
                statements(orelse, visit);
            }
            StmtKind::Try { body, handlers, orelse, finalbody } => {
                statements(body, visit);
                for handler in handlers {
                    statements(&handler.body, visit);
                }
                statements(orelse, visit);
                statements(finalbody, visit);
            }
            StmtKind::With { body, .. } => statements(body, visit),
            _ => {}
        }
    }
}

/// Names that a function's body declares as those of its module.
pub fn globals(body: &[Stmt]) -> HashSet<&str> {
    let mut names = HashSet::new();
    statements(body, &mut |stmt| {
        if let StmtKind::Global(idents) = &stmt.kind {
            names.extend(idents.iter().map(|ident| &*ident.name));
        }
    });
    names
}

/// The statement that is compiled last.
pub fn last_statement(body: &[Stmt]) -> Option<Span> {
    let last = body.last()?;
    let inner = match &last.kind {
        StmtKind::If { body, orelse, .. }
        | StmtKind::While { body, orelse, .. }
        | StmtKind::For { body, orelse, .. } => last_statement(orelse).or_else(|| last_statement(body)),
        StmtKind::With { body, .. } => last_statement(body),
        StmtKind::Try { body, handlers, orelse, finalbody } => last_statement(finalbody)
            .or_else(|| last_statement(orelse))
            .or_else(|| handlers.last().and_then(|handler| last_statement(&handler.body)))
            .or_else(|| last_statement(body)),
        _ => None,
    };
    Some(inner.unwrap_or(last.span))
}

/// The direct parts of an expression.
pub fn children<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    match &expr.kind {
        ExprKind::Name(_) | ExprKind::Literal(_) | ExprKind::Ellipsis => {}
        ExprKind::Tuple(items)
        | ExprKind::List(items)
        | ExprKind::Set(items)
        | ExprKind::And(items)
        | ExprKind::Or(items) => items.iter().for_each(visit),
        ExprKind::Dict(items) => items.iter().flat_map(|(key, value)| [key, value]).for_each(visit),
        ExprKind::Comprehension { element, clauses, .. } => {
            visit(element);
            clauses.iter().for_each(|clause| clause_parts(clause, visit));
        }
        ExprKind::DictComprehension { key, value, clauses } => {
            visit(key);
            visit(value);
            clauses.iter().for_each(|clause| clause_parts(clause, visit));
        }
        ExprKind::Attribute { value, .. } | ExprKind::Repr(value) => visit(value),
        ExprKind::Subscript { value, index } => [value, index].into_iter().for_each(|part| visit(part)),
        ExprKind::Slice { lower, upper, step, .. } => {
            [lower, upper, step].into_iter().flatten().for_each(|part| visit(part));
        }
        ExprKind::Call(call) => {
            let keywords = call.keywords.iter().map(|(_, value)| value);
            let stars = call.star.iter().chain(&call.double_star);
            std::iter::once(&call.callee).chain(&call.positional).chain(keywords).chain(stars).for_each(visit);
        }
        ExprKind::Binary { left, right, .. } => [left, right].into_iter().for_each(|part| visit(part)),
        ExprKind::Unary { operand, .. } => visit(operand),
        ExprKind::Compare { first, rest } => {
            visit(first);
            rest.iter().for_each(|(_, operand)| visit(operand));
        }
        ExprKind::Conditional { test, body, orelse } => {
            [test, body, orelse].into_iter().for_each(|part| visit(part));
        }
        ExprKind::Lambda { params, body } => {
            params.positional.iter().filter_map(|param| param.default.as_ref()).for_each(&mut *visit);
            visit(body);
        }
        ExprKind::Yield(value) => value.iter().for_each(|part| visit(part)),
    }
}

fn clause_parts<'a>(clause: &'a Clause, visit: &mut dyn FnMut(&'a Expr)) {
    visit(&clause.target);
    visit(&clause.iter);
    clause.conditions.iter().for_each(visit);
}
