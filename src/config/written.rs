//! Behind an error about a value: where the text was written that was given at its place, such as the argument of a function that
//! makes the job. The same search as that of `aurora explain`.

use std::cell::Cell;

use super::configuration::Shared;
use super::problem::Problems;
use super::provenance::{Explainer, Index, Leaf, LinkKind, functions, leaves};
use crate::diagnostics::{Diagnostic, Place};
use crate::objects::Object;
use crate::source::{SourceMap, Span};

/// Jobs of one evaluation for whose errors this is looked up; each takes a walk over all texts.
const MOST_JOBS: usize = 100;

/// How many more jobs of an evaluation may be looked at.
#[derive(Debug)]
pub struct Left(Cell<usize>);

impl Default for Left {
    fn default() -> Left {
        Left(Cell::new(MOST_JOBS))
    }
}

impl Left {
    fn take(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// Adds to each error about a value of `job`, the one before interpolation, the places behind the one that set it.
pub fn add(shared: &Shared, sources: &SourceMap, job: &Object, problems: &mut Problems) {
    let start = |one: &Diagnostic| one.places.first().map(|place| place.span);
    let all = leaves(job);
    let is_of = |leaf: &Leaf, one: &Diagnostic| leaf.set_at().is_some() && leaf.set_at() == start(one);
    if !problems.0.iter().any(|one| all.iter().any(|leaf| is_of(leaf, one))) || !shared.left.take() {
        return;
    }
    let modules = shared.trees.all(sources);
    let functions = functions(modules);
    let index = Index::of(modules, &functions);
    let explainer = Explainer { cx: &shared.cx, sources, index: &index, bindings: &shared.bindings, data: &[] };
    for one in &mut problems.0 {
        let here: Vec<&Leaf> = all.iter().filter(|leaf| is_of(leaf, one)).collect();
        // The elements of a list share its place: the one that the error names is meant.
        let Some(leaf) = (match here[..] {
            [only] => Some(only),
            _ => here.into_iter().find(|leaf| one.message.contains(&format!("`{}`", leaf.text()))),
        }) else {
            continue;
        };
        let Ok(chain) = explainer.chain(leaf, &leaf.text()) else { continue };
        // Behind a value that is put together stand its parts.
        let all_links = chain.into_iter().flat_map(|mut link| {
            let parts = std::mem::take(&mut link.behind);
            std::iter::once(link).chain(parts)
        });
        let behind = all_links.filter(|link| link.kind == LinkKind::Definition && !link.span.is_none());
        let known = |span: Span, one: &Diagnostic| one.places.iter().any(|place| place.span == span);
        let more: Vec<Place> = behind
            .filter(|link| !known(link.span, one))
            .map(|link| Place { span: link.span, label: link.words })
            .collect();
        // Next to the place that they are behind.
        one.places.splice(1..1, more);
    }
}
