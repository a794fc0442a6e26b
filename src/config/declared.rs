//! The statement that declares an attribute.
//!
//! A Struct remembers where its class statement names it. The attribute is looked up in its suite once there is an error to show.

use crate::source::{SourceMap, Span};
use crate::syntax::ast::{Expr, ExprKind, Stmt, StmtKind};
use crate::syntax::walk;

use super::problem::Problems;
use super::trees::Trees;

const IN_STRUCT: &str = " is declared in this Struct";

/// The label of a class that declares an attribute; see [`find`].
pub fn declared(name: &str) -> String {
    format!("`{name}`{IN_STRUCT}")
}

/// As [`declared`], of one whose default counts.
pub fn declared_default(name: &str) -> String {
    format!("the default of `{name}`{IN_STRUCT}")
}

/// Problems that show the class that declares an attribute show the attribute's own statement instead.
pub fn find(sources: &SourceMap, trees: &Trees, problems: &mut Problems) {
    for place in problems.0.iter_mut().flat_map(|problem| &mut problem.places) {
        let Some(words) = place.label.strip_suffix(IN_STRUCT).filter(|_| !place.span.is_none()) else { continue };
        let Some(name) = words.split('`').nth(1) else { continue };
        let found = trees.at(sources, place.span).and_then(|tree| in_body(&tree.body, place.span, name));
        if let Some(found) = found {
            place.label = format!("{words} is declared here");
            place.span = found;
        }
    }
}

/// The statement of an attribute in the class whose statement holds a place in its head.
fn in_body(body: &[Stmt], class: Span, name: &str) -> Option<Span> {
    let mut found = None;
    walk::statements(body, &mut |stmt| match &stmt.kind {
        StmtKind::FunctionDef(def) => found = found.or_else(|| in_body(&def.body, class, name)),
        StmtKind::ClassDef(def) if def.name.span == class || stmt.span == class => {
            found = found.or_else(|| assignment(&def.body, name));
        }
        StmtKind::ClassDef(def) => found = found.or_else(|| in_body(&def.body, class, name)),
        _ => {}
    });
    found
}

/// The last assignment to a name.
fn assignment(body: &[Stmt], name: &str) -> Option<Span> {
    let is_it = |target: &Expr| matches!(&target.kind, ExprKind::Name(own) if **own == *name);
    let sets = |stmt: &&Stmt| matches!(&stmt.kind, StmtKind::Assign { targets, .. } if targets.iter().any(is_it));
    body.iter().rev().find(sets).map(|stmt| stmt.span)
}
