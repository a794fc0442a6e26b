//! The graph for people: a tree below each file.

use std::collections::BTreeSet;

use super::graph::{Graph, Way};
use crate::diagnostics::render::text;

/// A line that is still to be drawn.
struct Open<'a> {
    path: &'a str,
    /// What stands in front of it, and in front of what hangs below it.
    branch: String,
    further: String,
    is_data: bool,
}

/// One tree for each root. What was drawn before below the same root is not drawn again.
pub fn draw(graph: &Graph, roots: &[String], way: Way) -> String {
    roots.iter().map(|root| tree(graph, root, way)).collect()
}

fn tree(graph: &Graph, root: &str, way: Way) -> String {
    let mut out = String::new();
    let mut drawn: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![Open { path: root, branch: String::new(), further: String::new(), is_data: false }];
    while let Some(line) = open.pop() {
        let below = if line.is_data { Vec::new() } else { below(graph, line.path, way) };
        let is_again = !line.is_data && !drawn.insert(line.path) && !below.is_empty();
        let is_missing = graph.files.get(line.path).is_some_and(|file| file.is_missing);
        let remark = match (is_missing, is_again, line.is_data) {
            (true, ..) => " (not there)",
            (_, true, _) => " (see above)",
            (_, _, true) => " (data)",
            _ => "",
        };
        out.push_str(&format!("{}{}{remark}\n", line.branch, text::one_line(line.path)));
        if is_again {
            continue;
        }
        let last = below.len().saturating_sub(1);
        open.extend(below.into_iter().enumerate().rev().map(|(at, (path, is_data))| {
            let (branch, further) = if at == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let (branch, further) = (format!("{}{branch}", line.further), format!("{}{further}", line.further));
            Open { path, branch, further, is_data }
        }));
    }
    out
}

/// What hangs below a file, and whether it is data.
fn below<'a>(graph: &'a Graph, path: &str, way: Way) -> Vec<(&'a str, bool)> {
    let mut below: Vec<(&str, bool)> = graph.next(path, way).into_iter().map(|path| (path, false)).collect();
    if let (Way::Down, Some(file)) = (way, graph.files.get(path)) {
        below.extend(file.reads.iter().map(|path| (path.as_str(), true)));
    }
    below
}

#[cfg(test)]
mod tests {
    use super::{Graph, Way, draw};

    #[test]
    fn what_is_shared_or_goes_round_is_drawn_once() {
        let mut graph = Graph::default();
        for (user, used) in [("a", "b"), ("a", "c"), ("c", "b"), ("b", "d"), ("d", "a")] {
            graph.file(user).includes.push(used.to_owned());
        }
        graph.file("d").reads.insert("x.json".to_owned());
        let expected = "a\n├─ b\n│  └─ d\n│     ├─ a (see above)\n│     └─ x.json (data)\n└─ c\n   └─ b (see above)\n";
        assert_eq!(draw(&graph, &["a".to_owned()], Way::Down), expected);
    }
}
