//! `--inputs`: what the evaluation read.

use std::fmt::Write;

use crate::commands::Paper;
use crate::config::Inputs;

use super::page::{Page, Places};

/// One line for each input: what was found, then what it is.
pub fn list(inputs: &Inputs, paper: Paper) -> String {
    let places = Places::new();
    let mut page = Page::new(paper, &places);
    page.heading("Inputs");
    for (input, found) in inputs.borrow().iter() {
        let mut line = String::new();
        let written = write!(line, "{input}: {found}");
        debug_assert!(written.is_ok(), "writing to a string does not fail");
        page.line("  ", &line, "");
    }
    page.finish()
}
