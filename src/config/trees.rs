//! The syntax trees of an evaluation's texts, for those who show what is behind an error.

use std::cell::OnceCell;

use super::provenance::read;
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{Module, StmtKind};
use crate::syntax::walk::statements;

/// Trees that are made when the first error asks for one, and once for all jobs.
#[derive(Debug, Default)]
pub struct Trees(OnceCell<Vec<Module>>);

impl Trees {
    /// The trees of all texts that are Python.
    pub fn all(&self, sources: &SourceMap) -> &[Module] {
        self.0.get_or_init(|| read(sources))
    }

    /// Whether a place is in the body of a function.
    pub fn in_function(&self, sources: &SourceMap, place: Span) -> bool {
        let mut found = false;
        if let Some(tree) = self.at(sources, place) {
            statements(&tree.body, &mut |stmt| {
                let holds = stmt.span.start <= place.start && place.start < stmt.span.end;
                found |= holds && matches!(stmt.kind, StmtKind::FunctionDef(_));
            });
        }
        found
    }

    /// The tree of the text that a place is in.
    pub fn at(&self, sources: &SourceMap, place: Span) -> Option<&Module> {
        let holds = |tree: &&Module| tree.span.start <= place.start && place.start <= tree.span.end;
        self.all(sources).iter().find(holds).filter(|_| !place.is_none())
    }
}
