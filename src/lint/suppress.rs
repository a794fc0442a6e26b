//! Comments that suppress findings: `# aurora: ignore[AUR1011] reason`, at the end of the line or alone above it, and
//! `# aurora: ignore-file[AUR1011] reason` for a whole file.

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Location};
use crate::source::{SourceFile, Span};

/// One such comment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Suppression {
    /// Codes or names of rules.
    pub rules: Vec<String>,
    /// What stands behind the brackets.
    pub reason: String,
    /// The comment.
    pub location: Location,
    /// The line that it speaks of; 0 for the whole file.
    pub line: u32,
    /// Bytes to remove so that nothing of it is left.
    pub removal: (u32, u32),
}

impl Suppression {
    /// Whether it names a rule by its code or name, or an error behind a finding by its code.
    pub fn names(&self, code: &str, name: &str, cause: Option<&str>) -> bool {
        self.rules.iter().any(|rule| {
            rule.eq_ignore_ascii_case(code)
                || rule == name
                || cause.is_some_and(|cause| rule.eq_ignore_ascii_case(cause))
        })
    }

    /// Whether a finding at this place is one that it speaks of: its first or its last line is the comment's.
    pub fn covers(&self, finding: &Finding) -> bool {
        finding.location().is_some_and(|place| {
            place.path == self.location.path
                && (self.line == 0 || self.line == place.line || self.line == place.end_line)
        })
    }
}

const WORD: &str = "aurora:";

/// All suppressing comments of a file.
pub fn scan(file: &SourceFile, path: &str) -> Vec<Suppression> {
    let mut found = Vec::new();
    if !file.text.contains(WORD) {
        return found;
    }
    for (start, end) in comments(&file.text) {
        let text = file.text.get(start..end).unwrap_or_default();
        if let Some(one) = parse(file, path, start, text) {
            found.push(one);
        }
    }
    found
}

fn parse(file: &SourceFile, path: &str, start: usize, comment: &str) -> Option<Suppression> {
    let rest = comment.trim_start_matches(['#', ' ', '\t']).strip_prefix(WORD)?.trim_start();
    let (is_file, rest) = match rest.strip_prefix("ignore-file") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("ignore")?),
    };
    let (list, reason) = match rest.trim_start().strip_prefix('[') {
        Some(rest) => rest.split_once(']').unwrap_or((rest, "")),
        None => ("", rest),
    };
    let rules = list.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let span = Span::new(file.base + start as u32, file.base + (start + comment.len()) as u32);
    let from = file.line_column(span.start);
    let to = file.line_column(span.end);
    let line_start = file.text.get(..start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let is_alone = file.text.get(line_start..start)?.trim().is_empty();
    let end = start + comment.len();
    let removal = if is_alone {
        let rest = file.text.get(end..)?;
        let newline = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        (line_start, end + newline)
    } else {
        (file.text.get(..start)?.trim_end_matches([' ', '\t']).len(), end)
    };
    let line = match (is_file, is_alone) {
        (true, _) => 0,
        (false, false) => from.line,
        (false, true) => next_code_line(file, from.line),
    };
    Some(Suppression {
        rules,
        reason: reason.trim().trim_start_matches([':', '-']).trim().to_owned(),
        location: Location {
            path: path.to_owned(),
            start: start as u32,
            end: end as u32,
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
        },
        line,
        removal: (removal.0 as u32, removal.1 as u32),
    })
}

/// The first line below that is neither empty nor a comment.
fn next_code_line(file: &SourceFile, line: u32) -> u32 {
    let count = file.line_starts().len() as u32;
    let is_code = |line: &u32| {
        let text = file.line(*line).trim_start();
        !text.is_empty() && !text.starts_with('#')
    };
    (line + 1..=count).find(is_code).unwrap_or(line)
}

/// Where the comments of a Python text lie: from `#` to the end of the line, outside of texts.
fn comments(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => {
                let rest = &bytes[at..];
                let end = at + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
                found.push((at, end));
                at = end;
            }
            b'\'' | b'"' => at = end_of_text(bytes, at),
            _ => at += 1,
        }
    }
    found
}

/// The byte behind a text literal that begins at `start`.
fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let is_triple = bytes.get(start + 1) == Some(&quote) && bytes.get(start + 2) == Some(&quote);
    let mut at = start + if is_triple { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' if !is_triple => return at,
            byte if *byte == quote && !is_triple => return at + 1,
            byte if *byte == quote && bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote) => {
                return at + 3;
            }
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{comments, scan};
    use crate::source::SourceMap;

    #[test]
    fn a_number_sign_in_a_text_is_no_comment() {
        let text = "a = '#x' # one\nb = '''\n# no\n''' # two\nc = \"\\\"#\" # three";
        let found: Vec<&str> = comments(text).into_iter().map(|(from, to)| &text[from..to]).collect();
        assert_eq!(found, ["# one", "# two", "# three"]);
    }

    #[test]
    fn a_comment_alone_speaks_of_the_next_line_of_code() {
        let text = "# aurora: ignore[AUR1011, unused-name] because\n\n# other\nx = 1  # aurora:ignore[AUR1012]\n";
        let file = SourceMap::new().add("a", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
        let found = scan(&file, "a");
        assert_eq!(found.iter().map(|one| one.line).collect::<Vec<_>>(), [4, 4]);
        assert_eq!(found[0].rules, ["AUR1011", "unused-name"]);
        assert_eq!((found[0].reason.as_str(), found[1].reason.as_str()), ("because", ""));
        assert_eq!(found[0].removal, (0, 47));
    }
}
