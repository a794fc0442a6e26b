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
    /// The first line that it speaks of: behind a statement of several lines, that of the statement; above a decorated function,
    /// that of its decorators.
    pub from: u32,
    /// Bytes of the file to remove so that nothing of it is left.
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

    /// Whether a finding is one that it speaks of: the first or the last line of its place is the comment's, or it begins in the
    /// statement that ends there. A finding in another file: if that is so of a further place. Any finding: if that is so of
    /// where the job is made that led to it.
    pub fn covers(&self, finding: &Finding) -> bool {
        let is_here = |place: &Location| {
            place.path == self.location.path
                && (self.line == 0 || (self.from..=self.line).contains(&place.line) || self.line == place.end_line)
        };
        let is_marked = match finding.path() == self.location.path {
            true => finding.location().is_some_and(is_here),
            false => finding.marks.iter().any(|mark| is_here(&mark.location)),
        };
        is_marked || finding.made_at.iter().any(is_here)
    }
}

const WORD: &str = "aurora:";

/// All suppressing comments of a file.
pub fn scan(file: &SourceFile, path: &str) -> Vec<Suppression> {
    let mut found = Vec::new();
    if !file.text.contains(WORD) {
        return found;
    }
    for comment in comments(&file.text) {
        if let Some(one) = parse(file, path, &comment) {
            found.push(one);
        }
    }
    found
}

fn parse(file: &SourceFile, path: &str, place: &Comment) -> Option<Suppression> {
    let comment = file.text.get(place.start..place.end)?;
    // Other tools' words may stand in front of it.
    let at = comment.match_indices(WORD).map(|(at, _)| at).find(|at| comment[..*at].trim_end().ends_with('#'))?;
    let own = comment[..at].trim_end_matches([' ', '\t']).trim_end_matches('#').len();
    let (start, comment) = (place.start + own, &comment[own..]);
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
    let begin = file.line_column(span.start);
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
        (false, false) => begin.line,
        (false, true) => decorated_line(file, next_code_line(file, begin.line)),
    };
    // Inside of brackets a comment speaks of its own line.
    let from = match is_alone || place.is_inside {
        true if is_alone && !is_file => next_code_line(file, begin.line),
        true => line,
        false if is_file => line,
        false => file.line_column(file.base + place.statement as u32).line,
    };
    Some(Suppression {
        rules,
        reason: reason.trim().trim_start_matches([':', '-']).trim().to_owned(),
        location: Location {
            path: path.to_owned(),
            start: start as u32,
            end: end as u32,
            line: begin.line,
            column: begin.column,
            end_line: to.line,
            end_column: to.column,
        },
        line,
        from,
        removal: (file.offset_in_file(removal.0 as u32), file.offset_in_file(removal.1 as u32)),
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

/// The line of the function or class that the decorators from this line on belong to; the line itself if it has none.
fn decorated_line(file: &SourceFile, mut line: u32) -> u32 {
    while file.line(line).trim_start().starts_with('@') {
        let start = file.line_starts().get(line as usize - 1).map_or(0, |start| *start as usize);
        let end = end_of_statement(file.text.as_bytes(), start);
        let last = file.line_column(file.base + end as u32).line;
        let next = next_code_line(file, last);
        if next <= line {
            break;
        }
        line = next;
    }
    line
}

/// The end of the last line of the statement that begins at `start`.
fn end_of_statement(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'\n' | b'\r' if depth == 0 => break,
            b'#' => end_of_line(bytes, at),
            _ => step(bytes, at, &mut depth),
        };
    }
    at.min(bytes.len())
}

pub(super) fn end_of_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

/// The byte behind what stands at `at`, be it a text literal or one byte; `depth` counts the open brackets.
pub(super) fn step(bytes: &[u8], at: usize, depth: &mut usize) -> usize {
    match bytes.get(at) {
        Some(b'\'' | b'"') => return end_of_text(bytes, at),
        Some(b'(' | b'[' | b'{') => *depth += 1,
        Some(b')' | b']' | b'}') => *depth = depth.saturating_sub(1),
        Some(b'\\') => return at + 2 + usize::from(bytes.get(at + 1) == Some(&b'\r')),
        _ => {}
    }
    at + 1
}

/// A comment: from `#` to the end of the line.
struct Comment {
    start: usize,
    end: usize,
    /// Where the statement that is under way began.
    statement: usize,
    /// Whether brackets are open.
    is_inside: bool,
}

/// The comments of a Python text, outside of texts.
fn comments(text: &str) -> Vec<Comment> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut statement, mut depth) = (0, 0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => {
                let end = end_of_line(bytes, at);
                found.push(Comment { start: at, end, statement, is_inside: depth > 0 });
                at = end;
                continue;
            }
            b'\n' | b'\r' if depth == 0 => statement = at + 1,
            _ => {}
        }
        at = step(bytes, at, &mut depth);
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
            b'\\' if bytes[at..].starts_with(b"\\\r\n") => at += 3,
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
        let found: Vec<&str> = comments(text).iter().map(|one| &text[one.start..one.end]).collect();
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

    #[test]
    fn a_comment_above_decorators_speaks_of_what_they_decorate() {
        let comment = "# aurora: ignore[AUR1011] x";
        let text = format!("{comment}\n@one\n@two(1,  # (\n  ')',\n\n2)\n\n# more\ndef f():\n  pass\n{comment}\n@lost");
        let file = SourceMap::new().add("a", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
        let found = scan(&file, "a");
        assert_eq!(found.iter().map(|one| (one.from, one.line)).collect::<Vec<_>>(), [(2, 9), (12, 12)]);
    }

    #[test]
    fn a_comment_behind_a_statement_speaks_of_all_of_it_and_other_words_may_stand_before() {
        let text = "a = [\n 1,  # aurora: ignore[AUR1] one\n 2]  # noqa # aurora: ignore[AUR2] two\nb = 1 \\\n + 2 # aurora: ignore\n";
        let file = SourceMap::new().add("a", text.as_bytes()).unwrap_or_else(|why| panic!("{why}"));
        let found = scan(&file, "a");
        assert_eq!(found.iter().map(|one| (one.from, one.line)).collect::<Vec<_>>(), [(2, 2), (1, 3), (4, 5)]);
        let kept = format!("{}{}", &text[..found[1].removal.0 as usize], &text[found[1].removal.1 as usize..]);
        assert!(kept.contains("2]  # noqa\n"), "{kept}");
    }
}
