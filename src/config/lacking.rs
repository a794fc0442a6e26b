//! The whole of an object that lacks an attribute.
//!
//! Objects remember where their attributes were set, not the call that made them. That is read off the text when there is something
//! to tell about it.

use crate::source::{SourceMap, Span};
use crate::syntax::ast::{Expr, ExprKind, Stmt, StmtKind};
use crate::syntax::walk;

use super::problem::Problems;
use super::read::LACKS;
use super::trees::Trees;

/// The label of a job's attribute that stands for the whole job.
pub const IN_JOB: &str = "in this Job";

/// Problems that show an attribute of an object that lacks another one, or of a job that they are in, show the call instead that
/// sets the attribute.
pub fn widen(sources: &SourceMap, trees: &Trees, problems: &mut Problems) {
    let places = problems.0.iter_mut().flat_map(|problem| &mut problem.places);
    for place in places.filter(|place| place.label.ends_with(LACKS) || place.label == IN_JOB) {
        if let Some(call) = trees.at(sources, place.span).and_then(|tree| call_with(&tree.body, place.span)) {
            place.span = call;
        }
    }
}

/// The call one of whose keyword arguments stands at a place.
fn call_with(body: &[Stmt], argument: Span) -> Option<Span> {
    let mut found = None;
    walk::statements(body, &mut |stmt| {
        if stmt.span.start > argument.start || stmt.span.end < argument.end {
            return;
        }
        match &stmt.kind {
            StmtKind::FunctionDef(def) => found = found.or_else(|| call_with(&def.body, argument)),
            StmtKind::ClassDef(def) => found = found.or_else(|| call_with(&def.body, argument)),
            _ => {}
        }
        walk::expressions(stmt, &mut |expr| in_expression(expr, argument, &mut found));
    });
    found
}

fn in_expression(expr: &Expr, argument: Span, found: &mut Option<Span>) {
    if let ExprKind::Call(call) = &expr.kind
        && call.keywords.iter().any(|(name, value)| name.span.to(value.span) == argument)
    {
        *found = Some(expr.span);
    }
    walk::children(expr, &mut |child| in_expression(child, argument, found));
}
