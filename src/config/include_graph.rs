//! Who includes whom, as one evaluation finds out.

use std::collections::BTreeSet;

/// Pairs of files, and the files under way. Unlike the paths that `include` resolves against, a file that failed is not
/// under way any more, so that what comes after it is not laid at its door.
#[derive(Default)]
pub struct IncludeGraph {
    running: Vec<String>,
    pairs: Vec<(String, String)>,
    known: BTreeSet<(String, String)>,
}

impl IncludeGraph {
    /// Notes that a file begins, for the file under way.
    pub fn enter(&mut self, path: &str) {
        if let Some(user) = self.running.last() {
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

    /// Who includes whom, in the order in which it happened, each pair once.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

#[cfg(test)]
mod tests {
    use super::IncludeGraph;

    #[test]
    fn pairs_are_noted_once() {
        let mut graph = IncludeGraph::default();
        graph.enter("a");
        for child in ["b", "c", "b"] {
            graph.enter(child);
            graph.leave();
        }
        graph.enter("b");
        graph.enter("c");
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(graph.pairs(), [pair("a", "b"), pair("a", "c"), pair("b", "c")]);
    }
}
