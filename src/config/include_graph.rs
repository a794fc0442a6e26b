//! Who includes whom, as one evaluation finds out.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, Frame};
use crate::source::{SourceMap, Span};

/// Pairs of files, and the files under way. Unlike the paths that `include` resolves against, a file that failed is not
/// under way any more, so that what comes after it is not laid at its door.
#[derive(Default)]
pub struct IncludeGraph {
    running: Vec<String>,
    pairs: Vec<(String, String)>,
    known: BTreeSet<(String, String)>,
    /// Where each file was included first.
    places: BTreeMap<String, Span>,
}

impl IncludeGraph {
    /// Notes that a file begins, for the file under way and its call of `include` at `place`.
    pub fn enter(&mut self, path: &str, place: Span) {
        if let Some(user) = self.running.last() {
            self.places.entry(path.to_owned()).or_insert(place);
            let pair = (user.clone(), path.to_owned());
            if self.known.insert(pair.clone()) {
                self.pairs.push(pair);
            }
        }
        self.running.push(path.to_owned());
    }

    /// Notes that the file that began last has ended, one way or the other.
    pub fn leave(&mut self) {
        self.running.pop();
    }

    /// Adds to a problem without a trace the includes that led to the file of its main place, outermost first.
    pub fn add_trace(&self, sources: &SourceMap, diagnostic: &mut Diagnostic) {
        let Some(main) = diagnostic.places.first().filter(|_| diagnostic.trace.is_empty()) else { return };
        let mut at = main.span;
        // A file can include itself; each file of a trail was included from another one, or it is too long to be of use.
        for _ in 0..self.places.len() {
            let name = sources.file_at(at.start).map(|file| &file.name);
            let Some(place) = name.and_then(|name| self.places.get(name)).filter(|place| !place.is_none()) else {
                break;
            };
            diagnostic.trace.insert(0, Frame { span: *place, name: "<module>".to_owned(), arguments: Vec::new() });
            at = *place;
        }
    }

    /// Who includes whom, in the order in which it happened, each pair once.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

#[cfg(test)]
mod tests {
    use super::IncludeGraph;
    use crate::source::Span;

    #[test]
    fn pairs_are_noted_once() {
        let mut graph = IncludeGraph::default();
        graph.enter("a", Span::NONE);
        for child in ["b", "c", "b"] {
            graph.enter(child, Span::NONE);
            graph.leave();
        }
        graph.enter("b", Span::NONE);
        graph.enter("c", Span::NONE);
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(graph.pairs(), [pair("a", "b"), pair("a", "c"), pair("b", "c")]);
    }
}
