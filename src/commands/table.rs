//! Tables for people.

use crate::diagnostics::render::text;

use super::Paper;

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// Rows under headings; a column is as wide as its widest cell.
pub struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub fn new(head: impl IntoIterator<Item = &'static str>) -> Table {
        Table { head: head.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row; each cell becomes one line of safe text.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(|cell| text::one_line(cell.as_ref()).into_owned()).collect());
    }

    /// The table as text. Columns in which no row has anything are left out.
    pub fn render(&self, paper: Paper) -> String {
        let used: Vec<usize> = (0..self.head.len())
            .filter(|at| self.rows.iter().any(|row| row.get(*at).is_some_and(|cell| !cell.is_empty())))
            .collect();
        let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let head: Vec<String> = self.head.iter().map(|word| (*word).to_owned()).collect();
        let widest = |at: &usize| {
            let cells = std::iter::once(&head).chain(&self.rows).map(|row| cell(row, *at).chars().count());
            cells.max().unwrap_or(0)
        };
        let widths: Vec<usize> = used.iter().map(widest).collect();
        let line = |row: &[String]| {
            let cells = used.iter().zip(&widths).map(|(at, width)| format!("{:width$}", cell(row, *at)));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let head = if paper.color { format!("{BOLD}{}{PLAIN}", line(&head)) } else { line(&head) };
        std::iter::once(head).chain(self.rows.iter().map(|row| line(row))).map(|line| line + "\n").collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Paper, Table};

    #[test]
    fn columns_are_aligned_and_empty_ones_left_out() {
        let mut table = Table::new(["NAME", "NOTHING", "PLACE"]);
        table.row(["a", "", "here"]);
        table.row(["longer", "", "\u{1b}x"]);
        assert_eq!(table.render(Paper::PLAIN), "NAME    PLACE\na       here\nlonger  \\x1bx\n");
    }
}
