//! Lines of a layout, painted and made safe if they go to a terminal.

use crate::commands::Paper;
use crate::diagnostics::render::text as safe;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// A growing text.
pub struct Page {
    text: String,
    paper: Paper,
}

impl Page {
    /// An empty page.
    pub fn new(paper: Paper) -> Page {
        Page { text: String::new(), paper }
    }

    /// A block's first line.
    pub fn heading(&mut self, heading: &str) {
        self.painted(BOLD, heading);
        self.text.push('\n');
    }

    /// A label that stands alone.
    pub fn label(&mut self, label: &str) {
        self.painted(DIM, label);
        self.text.push('\n');
    }

    /// A label or an indent, and text.
    pub fn line(&mut self, label: &str, value: &str) {
        self.painted(DIM, label);
        self.push_safe(value);
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

    /// A pipe gets the bytes as they are; a terminal gets nothing that could steer it.
    fn push_safe(&mut self, words: &str) {
        if self.paper.is_terminal {
            self.text.push_str(&safe::lines(words));
        } else {
            self.text.push_str(words);
        }
    }
}
