//! An explanation for people: a tree with the lines of the sources.

use std::borrow::Cow;

use crate::commands::Paper;
use crate::config::provenance::{Answer, Explained, Link};
use crate::config::{Release, later};
use crate::diagnostics::render::text;
use crate::source::SourceMap;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// The longest value shown, in characters: long enough for a command, too short for most that should stay secret.
const LONGEST_VALUE: usize = 400;

/// The longest value in a list.
const LONGEST_LISTED: usize = 80;

/// Lines of a source shown at one place, and the characters of each.
const MOST_LINES: usize = 3;
const LONGEST_LINE: usize = 110;

/// The fewest columns that text is put into, however deep it stands in the tree.
const NARROWEST: usize = 24;

/// A line of the tree, more lines that belong to it, and what hangs below.
struct Node {
    head: String,
    lines: Vec<Line>,
    below: Vec<Node>,
}

/// A line of a source.
struct Line {
    /// Its number and what divides it from the text.
    gutter: String,
    text: String,
    /// Where in the text that begins what is to be seen, in characters.
    focus: usize,
}

impl Line {
    /// The line in so many columns: of a longer one what is to be seen and what is around it.
    fn fit(&self, columns: usize) -> String {
        let room = columns.saturating_sub(self.gutter.chars().count()).clamp(NARROWEST, LONGEST_LINE);
        let count = self.text.chars().count();
        let shown = if count <= room {
            text::one_line(&self.text).into_owned()
        } else {
            // A quarter of the room is for what stands before.
            let start = if self.focus + room / 2 < room { 0 } else { self.focus.saturating_sub(room / 4) };
            let start = start.min(count - room);
            let part: String = self.text.chars().skip(start).take(room).collect();
            let (before, after) = (if start > 0 { "…" } else { "" }, if start + room < count { "…" } else { "" });
            format!("{before}{}{after}", text::one_line(&part))
        };
        format!("{}{shown}", self.gutter)
    }
}

/// One line for each value: path, value, place.
pub fn list(all: &[Explained], sources: &SourceMap, paper: Paper) -> String {
    let width = all.iter().map(|one| one.path.chars().count()).max().unwrap_or(0).min(48);
    let mut out = String::new();
    for one in all {
        let path = text::one_line(&one.path);
        let value = shown(&one.value, LONGEST_LISTED);
        let place = one.chain.last().map(|link| place(link, sources)).unwrap_or_default();
        out.push_str(&format!("{} = {value}  {}\n", bold(&format!("{path:width$}"), paper), dim(&place, paper)));
    }
    out
}

/// A tree for each value.
pub fn trees(all: &[Explained], sources: &SourceMap, release: Release, paper: Paper) -> String {
    let mut out = String::new();
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let path = bold(&text::one_line(&one.path), paper);
        // A colour takes no column.
        let whole = format!("{} = {}", text::one_line(&one.path), shown(&one.value, LONGEST_VALUE));
        let lines = wrapped(&whole, paper.width).join("\n  ");
        out.push_str(&lines.replacen(&*text::one_line(&one.path), &path, 1));
        out.push('\n');
        let fault = one.fault.iter().map(|fault| {
            let head = format!("does not fit: {}", shown(&fault.diagnostic.message, LONGEST_VALUE));
            Node { head, lines: Vec::new(), below: Vec::new() }
        });
        let nodes = fault.chain(one.chain.iter().map(|link| of_link(link, sources)));
        let answers = one.answers.iter().map(|answer| of_answer(answer, sources));
        let open = one.open.iter().map(|reference| {
            let is_executors = ["{{mesos.", "{{thermos."].iter().any(|start| reference.starts_with(start));
            let address = reference.trim_start_matches('{').trim_end_matches('}');
            let head = match (later::hostname_hint(address, release), is_executors) {
                (Some(hint), _) => hint,
                (None, true) => format!("{} is known only when an instance starts", text::one_line(reference)),
                (None, false) => format!("{} has no value", text::one_line(reference)),
            };
            Node { head, lines: Vec::new(), below: Vec::new() }
        });
        draw(&nodes.chain(answers).chain(open).collect::<Vec<_>>(), "", paper, &mut out);
    }
    out
}

fn of_link(link: &Link, sources: &SourceMap) -> Node {
    let place = match sources.locate(link.span) {
        Some((file, at)) => format!("{}:{}:{}: ", text::one_line(&file.name), at.line, at.column),
        None => String::new(),
    };
    let gave = link.gave.as_ref().map_or_else(String::new, |gave| format!(", giving {}", shown(gave, LONGEST_LISTED)));
    let head = format!("{place}{}{gave}", text::one_line(&link.words));
    let below = link.behind.iter().map(|link| of_link(link, sources)).collect();
    Node { head, lines: source_lines(link, sources), below }
}

fn of_answer(answer: &Answer, sources: &SourceMap) -> Node {
    let mut below: Vec<Node> = answer.chain.iter().map(|link| of_link(link, sources)).collect();
    for chain in &answer.beat {
        let below_it = chain.iter().map(|link| of_link(link, sources)).collect();
        below.push(Node { head: "which beats".to_owned(), lines: Vec::new(), below: below_it });
    }
    let head = format!("{} = {}", text::one_line(&answer.reference), shown(&answer.text, LONGEST_VALUE));
    Node { head, lines: Vec::new(), below }
}

/// The lines of a file at a place, or what stands elsewhere.
fn source_lines(link: &Link, sources: &SourceMap) -> Vec<Line> {
    let Some((file, start)) = sources.locate(link.span) else {
        let line = Line { gutter: String::new(), text: link.source.clone(), focus: 0 };
        return if link.source.is_empty() { Vec::new() } else { vec![line] };
    };
    let end = file.line_column(link.span.end.max(link.span.start)).line;
    let numbers: Vec<u32> = (start.line..=end).take(MOST_LINES).collect();
    let width = end.to_string().len();
    let indent = numbers.iter().map(|number| file.line(*number)).filter(|line| !line.trim().is_empty());
    let indent = indent.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len()).min().unwrap_or(0);
    let line_of = |number: &u32| {
        let line = file.line(*number);
        let text = line.get(indent..).unwrap_or(line).trim_end().to_owned();
        let focus = if *number == start.line { (start.column as usize).saturating_sub(1 + indent) } else { 0 };
        Line { gutter: format!("{number:width$} | "), text, focus }
    };
    let mut lines: Vec<Line> = numbers.iter().map(line_of).collect();
    if (end - start.line) as usize >= MOST_LINES {
        lines.push(Line { gutter: format!("{:width$} | …", ""), text: String::new(), focus: 0 });
    }
    lines
}

fn draw(nodes: &[Node], indent: &str, paper: Paper, out: &mut String) {
    for (at, node) in nodes.iter().enumerate() {
        let is_last = at + 1 == nodes.len();
        let (branch, further) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let further = format!("{indent}{further}");
        let columns = paper.width.saturating_sub(further.chars().count());
        let mut first = format!("{indent}{branch}");
        for part in wrapped(&node.head, columns) {
            out.push_str(&format!("{first}{part}\n"));
            first = format!("{further}{}", if node.below.is_empty() { "  " } else { "│ " });
        }
        for line in &node.lines {
            let rail = if node.below.is_empty() { "  " } else { "│ " };
            let line = line.fit(columns.saturating_sub(2));
            out.push_str(format!("{further}{rail}{}", dim(&line, paper)).trim_end());
            out.push('\n');
        }
        draw(&node.below, &further, paper, out);
    }
}

/// A text in lines of so many columns, or of two less if there is more than one: what leads to the others takes them.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(NARROWEST);
    if text.chars().count() <= columns {
        return vec![text.to_owned()];
    }
    textwrap::wrap(text, columns - 2).into_iter().map(Cow::into_owned).collect()
}

/// `file:line`, with the doubt that there is, or what stands for it.
pub fn place(link: &Link, sources: &SourceMap) -> String {
    let doubt = if link.is_perhaps { "perhaps " } else { "" };
    match sources.locate(link.span) {
        Some((file, at)) => format!("{doubt}{}:{}", text::one_line(&file.name), at.line),
        None => text::one_line(&link.words).into_owned(),
    }
}

/// A value on one line, safe and short.
fn shown(value: &str, longest: usize) -> String {
    text::one_line(&text::shortened(value, longest)).into_owned()
}

fn bold(words: &str, paper: Paper) -> String {
    if paper.color { format!("{BOLD}{words}{PLAIN}") } else { words.to_owned() }
}

fn dim(words: &str, paper: Paper) -> String {
    if paper.color && !words.is_empty() { format!("{DIM}{words}{PLAIN}") } else { words.to_owned() }
}
