//! Lines of a layout, painted and made safe if they go to a terminal.

use std::collections::BTreeMap;

use crate::commands::Paper;
use crate::diagnostics::render::text as safe;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// A growing text.
pub struct Page<'a> {
    text: String,
    paper: Paper,
    places: &'a Places,
}

/// For the path of a value, such as `task.name`, the place that set it.
pub type Places = BTreeMap<String, String>;

/// What stands for a path of the ports: no single value of a job has them.
pub const PORTS: &str = "ports";

impl<'a> Page<'a> {
    /// An empty page.
    pub fn new(paper: Paper, places: &'a Places) -> Page<'a> {
        Page { text: String::new(), paper, places }
    }

    /// A block's first line.
    pub fn heading(&mut self, heading: &str) {
        self.heading_of(heading, "");
    }

    /// As [`Page::heading`], with the value at a path in it.
    pub fn heading_of(&mut self, heading: &str, path: &str) {
        self.painted(BOLD, heading);
        self.end(path);
    }

    /// A label that stands alone; what follows is the value at a path.
    pub fn label(&mut self, label: &str, path: &str) {
        self.painted(DIM, label);
        self.end(path);
    }

    /// A label or an indent, and the text of the value at a path.
    pub fn line(&mut self, label: &str, value: &str, path: &str) {
        self.painted(DIM, label);
        self.push_safe(value);
        self.end(path);
    }

    /// The end of a line, behind the place of a value if places are asked for and it is known.
    fn end(&mut self, path: &str) {
        if let Some(place) = self.places.get(path) {
            self.painted(DIM, &format!("  ({place})"));
        }
        self.text.push('\n');
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.text
    }

    fn painted(&mut self, paint: &str, words: &str) {
        let is_painted = self.paper.color && !words.trim().is_empty();
        if is_painted {
            self.text.push_str(paint);
        }
        self.push_safe(words);
        if is_painted {
            self.text.push_str(PLAIN);
        }
    }

    /// A pipe gets the bytes as they are; a terminal gets nothing that could steer it. With places, the page is for people wherever
    /// it goes.
    fn push_safe(&mut self, words: &str) {
        if self.paper.is_terminal || !self.places.is_empty() {
            self.text.push_str(&safe::lines(words));
        } else {
            self.text.push_str(words);
        }
    }
}
