//! The source lines that a report shows, cut out of all files that it mentions.
//!
//! miette wants one text per report. It gets one that holds only the lines around the places, file after file in the
//! order in which the diagnostic mentions them; each line is already safe and short enough to show.

use std::ops::Range;
use std::rc::Rc;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::diagnostics::Place;
use crate::source::{SourceFile, SourceMap};

use super::text;

/// A place that covers more lines than this is marked on its first line only.
const MOST_MARKED_LINES: u32 = 6;

/// Lines shown before and after a marked one.
const CONTEXT_LINES: u32 = 1;

/// What leads from a mark to its label, in columns.
const LABEL_ARM: usize = 4;

/// The narrowest piece of a line or a label that is shown, in characters.
const NARROWEST: usize = 24;

/// The lines to show, as miette reads them.
#[derive(Debug)]
pub struct Excerpt {
    chunks: Vec<Chunk>,
    marks: Vec<Mark>,
}

/// A place inside the excerpt.
#[derive(Debug)]
pub struct Mark {
    /// Bytes of the excerpt.
    pub range: Range<usize>,
    /// Its label.
    pub label: String,
    line: u32,
    column: u32,
}

/// Consecutive lines of one file.
#[derive(Debug)]
struct Chunk {
    name: String,
    first_line: u32,
    base: usize,
    text: String,
}

/// A place on its way into a chunk: file, lines, and the bytes of its first and last line that are marked.
struct Target {
    file: Rc<SourceFile>,
    lines: Range<u32>,
    from: usize,
    to: usize,
    column: u32,
    label: String,
}

impl Excerpt {
    /// Cuts out what `places` need, in lines of at most about `width` characters. Places of no file are left out.
    pub fn new(places: &[Place], sources: &SourceMap, width: usize) -> Excerpt {
        let targets: Vec<Target> = places.iter().filter_map(|place| target(place, sources)).collect();
        let mut excerpt = Excerpt { chunks: Vec::new(), marks: Vec::new() };
        let mut marks: Vec<Option<Mark>> = targets.iter().map(|_| None).collect();
        for (file, lines) in windows(&targets) {
            excerpt.push_chunk(&file, lines, &targets, &mut marks, width.max(NARROWEST));
        }
        excerpt.marks = marks.into_iter().flatten().collect();
        excerpt
    }

    /// The places in the excerpt, in the diagnostic's order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    fn push_chunk(
        &mut self,
        file: &Rc<SourceFile>,
        lines: Range<u32>,
        targets: &[Target],
        marks: &mut [Option<Mark>],
        width: usize,
    ) {
        let base = self.chunks.last().map_or(0, |chunk| chunk.base + chunk.text.len() + 1);
        let mut text = String::new();
        let mut starts: Vec<usize> = vec![0; targets.len()];
        for number in lines.clone() {
            let line = file.line(number);
            let here = |t: &&Target| Rc::ptr_eq(&t.file, file) && t.lines.contains(&number);
            let focus = targets.iter().filter(here).map(|t| if t.lines.start == number { t.from } else { 0 }).min();
            let shown = ShownLine::new(line, focus.unwrap_or(0), width);
            for (index, t) in targets.iter().enumerate().filter(|(_, t)| here(t)) {
                if t.lines.start == number {
                    starts[index] = base + text.len() + shown.map(t.from);
                }
                if t.lines.end == number + 1 {
                    let end = base + text.len() + shown.map(t.to);
                    let range = starts[index]..end.max(starts[index]);
                    // The label begins below the middle of what is marked; of several lines, at their left.
                    let begins = if t.lines.len() == 1 { (shown.map(t.from) + shown.map(t.to)) / 2 } else { 0 };
                    let room = width.saturating_sub(begins + LABEL_ARM).max(NARROWEST);
                    let label = textwrap::fill(&t.label, room);
                    marks[index] = Some(Mark { range, label, line: t.lines.start, column: t.column });
                }
            }
            text.push_str(&shown.text);
            text.push('\n');
        }
        let name = text::one_line(&file.name).into_owned();
        self.chunks.push(Chunk { name, first_line: lines.start, base, text });
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let holds = |c: &&Chunk| c.base <= span.offset() && span.offset() + span.len() <= c.base + c.text.len();
        let chunk = self.chunks.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        let mark = self.marks.iter().find(|m| m.range.start == span.offset() && m.range.len() == span.len());
        let whole = SourceSpan::from((chunk.base, chunk.text.len()));
        let (span, line, column) = match mark {
            // Asked without context, miette wants the position for the headline.
            Some(mark) if before == 0 => (*span, mark.line, mark.column),
            _ => (whole, chunk.first_line, 1),
        };
        let from = span.offset() - chunk.base;
        let data = &chunk.text.as_bytes()[from..from + span.len()];
        let count = chunk.text.lines().count();
        Ok(Box::new(MietteSpanContents::new_named(
            chunk.name.clone(),
            data,
            span,
            line.saturating_sub(1) as usize,
            column.saturating_sub(1) as usize,
            count,
        )))
    }
}

fn target(place: &Place, sources: &SourceMap) -> Option<Target> {
    let file = Rc::clone(sources.file_at(place.span.start)?);
    let start = file.line_column(place.span.start);
    let end = file.line_column(place.span.end.max(place.span.start).min(file.span().end));
    let from = offset_in_line(&file, place.span.start, start.line);
    let (last, to) = if end.line - start.line < MOST_MARKED_LINES {
        (end.line, offset_in_line(&file, place.span.end, end.line))
    } else {
        (start.line, file.line(start.line).len())
    };
    let label = text::one_line(&text::shortened(&place.label, text::LONGEST_LABEL)).into_owned();
    Some(Target { file, lines: start.line..last + 1, from, to, column: start.column, label })
}

fn offset_in_line(file: &SourceFile, position: u32, line: u32) -> usize {
    let start = file.line_starts().get(line.saturating_sub(1) as usize).copied().unwrap_or(0);
    (position.saturating_sub(file.base).saturating_sub(start) as usize).min(file.line(line).len())
}

/// The line ranges to show, file after file in the order of mention, overlapping and adjacent ones merged.
fn windows(targets: &[Target]) -> Vec<(Rc<SourceFile>, Range<u32>)> {
    let mut files: Vec<(Rc<SourceFile>, Vec<Range<u32>>)> = Vec::new();
    for target in targets {
        let count = target.file.line_starts().len() as u32;
        // What follows the last newline is no line of its own, unless a place lies there.
        let end = if target.file.line(count).is_empty() { count } else { count + 1 };
        let from = target.lines.start.saturating_sub(CONTEXT_LINES).max(1);
        let window = from..(target.lines.end + CONTEXT_LINES).min(end).max(target.lines.end);
        match files.iter_mut().find(|(file, _)| Rc::ptr_eq(file, &target.file)) {
            Some((_, windows)) => windows.push(window),
            None => files.push((Rc::clone(&target.file), vec![window])),
        }
    }
    let mut out = Vec::new();
    for (file, mut ranges) in files {
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<u32>> = Vec::new();
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        out.extend(merged.into_iter().map(|range| (Rc::clone(&file), range)));
    }
    out
}

/// One line as it is shown, and where each of its bytes went.
struct ShownLine {
    text: String,
    /// Pairs of (byte in the line, byte in the shown text), ascending.
    offsets: Vec<(usize, usize)>,
}

impl ShownLine {
    /// At most about `width` characters of `line`, so that the byte `focus` is among them.
    fn new(line: &str, focus: usize, width: usize) -> ShownLine {
        let count = line.chars().count();
        let skip = if count <= width {
            0
        } else {
            let before = line.char_indices().take_while(|(at, _)| *at < focus).count();
            before.saturating_sub(width / 3).min(count - width)
        };
        let mut shown = ShownLine { text: String::new(), offsets: Vec::new() };
        if skip > 0 {
            shown.text.push('…');
        }
        for (at, c) in line.char_indices().skip(skip).take(width) {
            shown.offsets.push((at, shown.text.len()));
            if c == '\t' {
                shown.text.push(c);
            } else {
                text::push_escaped(&mut shown.text, c);
            }
        }
        let end = line.char_indices().nth(skip + width).map_or(line.len(), |(at, _)| at);
        shown.offsets.push((end, shown.text.len()));
        if skip + width < count {
            shown.text.push('…');
        }
        shown
    }

    /// Where a byte of the line went; one that is not shown, to the nearer end.
    fn map(&self, at: usize) -> usize {
        let index = self.offsets.partition_point(|(from, _)| *from < at).min(self.offsets.len() - 1);
        self.offsets[index].1
    }
}
