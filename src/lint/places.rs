//! From spans of one evaluation to locations that outlive it.

use std::rc::Rc;

use super::finding::{Edit, Location};
use crate::source::{Encoding, SourceFile, SourceMap, Span};

/// The source map of one evaluation and the file that is looked at.
pub struct Places<'a> {
    sources: &'a SourceMap,
    main: &'a str,
}

impl<'a> Places<'a> {
    /// Places of an evaluation of the file `main`.
    pub fn new(sources: &'a SourceMap, main: &'a str) -> Places<'a> {
        Places { sources, main }
    }

    /// The file of a path, as it was read last.
    pub fn file(&self, path: &str) -> Option<Rc<SourceFile>> {
        self.sources.files().iter().rev().find(|file| normal(&file.name) == path).cloned()
    }

    /// Where a span lies; the start of the main file if that is not known or inside of no file of the user.
    pub fn location(&self, span: Span) -> Location {
        let file = self.sources.file_at(span.start).filter(|file| !file.name.starts_with('<'));
        let Some(file) = file else { return Location::start_of(&normal(self.main)) };
        let (start, end) = (file.line_column(span.start), file.line_column(span.end.max(span.start)));
        let local = |position: u32| position.saturating_sub(file.base).min(file.text.len() as u32);
        Location {
            path: normal(&file.name),
            start: local(span.start),
            end: local(span.end.max(span.start)),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// A change of a file's text; `None` where the file's encoding may not have the new text.
    pub fn edit(&self, span: Span, text: String) -> Option<Edit> {
        let file = self.sources.file_at(span.start).filter(|file| !file.name.starts_with('<'))?;
        if file.encoding == Encoding::Latin1 && !text.is_ascii() {
            return None;
        }
        let offset = |position: u32| file.offset_in_file(position.saturating_sub(file.base));
        Some(Edit { path: normal(&file.name), start: offset(span.start), end: offset(span.end), text })
    }
}

/// A path without `.` and, as far as it is known what they lead to, without `..`.
pub fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if path.starts_with('/') => {}
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    if path.starts_with('/') { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn paths_lose_their_detours() {
        assert_eq!(normal("./a/../b//c"), "b/c");
        assert_eq!(normal("../a"), "../a");
        assert_eq!(normal("../../a/.."), "../..");
        assert_eq!(normal("/../a/./b"), "/a/b");
    }
}
