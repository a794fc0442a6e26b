//! From the text of a regular expression to its tree, with the messages of Python 2.7.

use super::syntax::{Category, Node, Place, Set, SetItem, flag};
use crate::cpython::surrogate;

/// Groups inside each other.
const MAX_DEPTH: u32 = 200;

/// Why an expression is refused.
#[derive(Debug)]
pub enum Refusal {
    /// `sre_constants.error`.
    Error(String),
    /// `OverflowError`.
    Overflow(String),
    /// `AssertionError`.
    Assertion(String),
    /// `RuntimeError`.
    Runtime(String),
}

type Result<T> = std::result::Result<T, Refusal>;

/// A parsed expression.
#[derive(Debug)]
pub struct Parsed {
    /// Its tree.
    pub node: Node,
    /// All flags, those written inside included.
    pub flags: u32,
    /// Number of groups, the whole match not counted.
    pub groups: usize,
    /// Names of groups in the order of the text.
    pub names: Vec<(String, usize)>,
}

/// Parses an expression given as code points (bytes for a `str`).
pub fn parse(pattern: &[u32], flags: u32) -> Result<Parsed> {
    let mut parser = Parser::new(pattern, flags);
    let node = parser.whole()?;
    if flags & flag::VERBOSE == 0 && parser.flags & flag::VERBOSE != 0 {
        return parse(pattern, parser.flags);
    }
    Ok(Parsed { node, flags: parser.flags, groups: parser.groups - 1, names: parser.names })
}

struct Parser<'a> {
    text: &'a [u32],
    at: usize,
    flags: u32,
    verbose: bool,
    groups: usize,
    open: Vec<usize>,
    names: Vec<(String, usize)>,
    depth: u32,
}

fn fail<T>(message: impl Into<String>) -> Result<T> {
    Err(Refusal::Error(message.into()))
}

fn is(c: Option<u32>, wanted: char) -> bool {
    c == Some(wanted as u32)
}

fn digit(c: Option<u32>) -> Option<u32> {
    c.and_then(char::from_u32).and_then(|c| c.to_digit(10))
}

fn octal(c: Option<u32>) -> Option<u32> {
    digit(c).filter(|d| *d < 8)
}

fn text_of(points: &[u32]) -> String {
    points.iter().map(|&c| char::from_u32(c).unwrap_or('\u{fffd}')).collect()
}

/// A text as `repr` shows it in messages.
pub fn quoted(text: &str) -> String {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c as u32).unwrap_or(b'?')).collect();
    crate::cpython::repr::repr_bytes(&bytes)
}

/// Whether it may name a group.
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn flag_of(c: Option<u32>) -> Option<u32> {
    Some(match c.and_then(char::from_u32)? {
        'i' => flag::IGNORECASE,
        'L' => flag::LOCALE,
        'm' => flag::MULTILINE,
        's' => flag::DOTALL,
        'x' => flag::VERBOSE,
        't' => 1,
        'u' => flag::UNICODE,
        _ => return None,
    })
}

impl<'a> Parser<'a> {
    fn new(text: &'a [u32], flags: u32) -> Parser<'a> {
        let verbose = flags & flag::VERBOSE != 0;
        Parser { text, at: 0, flags, verbose, groups: 1, open: Vec::new(), names: Vec::new(), depth: 0 }
    }

    fn peek(&self) -> Option<u32> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u32> {
        let c = self.peek();
        self.at += usize::from(c.is_some());
        c
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = is(self.peek(), wanted);
        self.at += usize::from(there);
        there
    }

    /// A backslash at the very end is refused wherever it is reached.
    fn check_end(&self) -> Result<()> {
        if is(self.peek(), '\\') && self.at + 1 == self.text.len() {
            return fail("bogus escape (end of line)");
        }
        Ok(())
    }

    fn whole(&mut self) -> Result<Node> {
        let node = self.either()?;
        match self.peek() {
            None => Ok(node),
            Some(c) if c == ')' as u32 => fail("unbalanced parenthesis"),
            Some(_) => fail("bogus characters at end of regular expression"),
        }
    }

    fn either(&mut self) -> Result<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Refusal::Runtime("maximum recursion depth exceeded".to_owned()));
        }
        let mut branches = vec![self.sequence()?];
        while self.take('|') {
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self) -> Result<Node> {
        let mut nodes = Vec::new();
        loop {
            self.check_end()?;
            let Some(c) = self.peek() else { break };
            let Some(c) = surrogate::to_inner(c) else {
                self.at += 1;
                continue;
            };
            if c == '|' || c == ')' {
                break;
            }
            self.at += 1;
            if self.verbose && self.skip_verbose(c) {
                continue;
            }
            match c {
                '[' => nodes.push(Node::Set(self.set()?)),
                '?' | '*' | '+' | '{' => self.repeat(c, &mut nodes)?,
                '.' => nodes.push(Node::Any),
                '(' => nodes.extend(self.group()?),
                '^' => nodes.push(Node::Place(Place::Begin)),
                '$' => nodes.push(Node::Place(Place::End)),
                '\\' => nodes.push(self.escape()?),
                _ => nodes.push(Node::Char(surrogate::code(c))),
            }
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) })
    }

    fn skip_verbose(&mut self, c: char) -> bool {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') {
            return true;
        }
        if c == '#' {
            while let Some(c) = self.next() {
                if c == '\n' as u32 {
                    break;
                }
            }
            return true;
        }
        false
    }

    fn repeat(&mut self, c: char, nodes: &mut Vec<Node>) -> Result<()> {
        let (min, max) = match c {
            '?' => (0, 1),
            '*' => (0, u32::MAX),
            '+' => (1, u32::MAX),
            _ => match self.counts()? {
                Some(counts) => counts,
                None => {
                    nodes.push(Node::Char('{' as u32));
                    return Ok(());
                }
            },
        };
        match nodes.pop() {
            None | Some(Node::Place(_)) => fail("nothing to repeat"),
            Some(Node::Repeat { .. }) => fail("multiple repeat"),
            Some(node) => {
                let greedy = !self.take('?');
                nodes.push(Node::Repeat { min, max, greedy, node: Box::new(node) });
                Ok(())
            }
        }
    }

    /// `{2,3}` behind its brace; `None` (and nothing taken) if it is plain text.
    fn counts(&mut self) -> Result<Option<(u32, u32)>> {
        if is(self.peek(), '}') {
            return Ok(None);
        }
        let start = self.at;
        let low = self.digits();
        let high = if self.take(',') { self.digits() } else { low.clone() };
        if !self.take('}') {
            self.at = start;
            return Ok(None);
        }
        let number = |text: &str, default: u32| match text {
            "" => Ok(default),
            text => match text.parse::<u32>() {
                Ok(number) if number < u32::MAX => Ok(number),
                _ => Err(Refusal::Overflow("the repetition number is too large".to_owned())),
            },
        };
        let (min, max) = (number(&low, 0)?, number(&high, u32::MAX)?);
        if max < min {
            return fail("bad repeat interval");
        }
        Ok(Some((min, max)))
    }

    fn digits(&mut self) -> String {
        let mut text = String::new();
        while let Some(d) = digit(self.peek()) {
            text.extend(char::from_digit(d, 10));
            self.at += 1;
        }
        text
    }

    /// A text up to a closing character; `unterminated name` without it.
    fn name(&mut self, end: char) -> Result<String> {
        let start = self.at;
        loop {
            match self.next() {
                None => return fail("unterminated name"),
                Some(c) if c == end as u32 => break,
                Some(_) => {}
            }
        }
        let name = text_of(self.text.get(start..self.at - 1).unwrap_or(&[]));
        if name.is_empty() { fail("missing group name") } else { Ok(name) }
    }

    fn known(&self, name: &str) -> Option<usize> {
        self.names.iter().find(|(n, _)| n == name).map(|(_, group)| *group)
    }

    /// What follows an opening parenthesis.
    fn group(&mut self) -> Result<Option<Node>> {
        if !self.take('?') {
            return self.capture(None).map(Some);
        }
        match self.peek().and_then(char::from_u32) {
            Some('P') => {
                self.at += 1;
                self.named()
            }
            Some(':') => {
                self.at += 1;
                let node = self.either()?;
                self.close()?;
                Ok(Some(Node::Group(None, Box::new(node))))
            }
            Some('#') => {
                while let Some(c) = self.next() {
                    if c == ')' as u32 {
                        return Ok(None);
                    }
                }
                fail("unbalanced parenthesis")
            }
            Some('=' | '!' | '<') => self.look().map(Some),
            Some('(') => {
                self.at += 1;
                self.conditional().map(Some)
            }
            _ => self.inline_flags(),
        }
    }

    fn close(&mut self) -> Result<()> {
        if self.take(')') { Ok(()) } else { fail("unbalanced parenthesis") }
    }

    fn capture(&mut self, name: Option<String>) -> Result<Node> {
        let group = self.groups;
        self.groups += 1;
        if self.groups > 101 {
            return Err(Refusal::Assertion("sorry, but this version only supports 100 named groups".to_owned()));
        }
        if let Some(name) = name {
            if let Some(old) = self.known(&name) {
                let name = quoted(&name);
                return fail(format!("redefinition of group name {name} as group {group}; was group {old}"));
            }
            self.names.push((name, group));
        }
        self.open.push(group);
        let node = self.either()?;
        self.close()?;
        self.open.pop();
        Ok(Node::Group(Some(group), Box::new(node)))
    }

    fn named(&mut self) -> Result<Option<Node>> {
        if self.take('<') {
            let name = self.name('>')?;
            if !is_name(&name) {
                return fail(format!("bad character in group name {}", quoted(&name)));
            }
            return self.capture(Some(name)).map(Some);
        }
        if self.take('=') {
            let name = self.name(')')?;
            if !is_name(&name) {
                return fail(format!("bad character in backref group name {}", quoted(&name)));
            }
            return match self.known(&name) {
                None => fail(format!("unknown group name: {}", quoted(&name))),
                Some(group) => self.reference(group).map(Some),
            };
        }
        match self.next() {
            None => fail("unexpected end of pattern"),
            Some(c) => fail(format!("unknown specifier: ?P{}", text_of(&[c]))),
        }
    }

    fn reference(&self, group: usize) -> Result<Node> {
        if self.open.contains(&group) {
            return fail("cannot refer to open group");
        }
        Ok(Node::Reference(group))
    }

    fn look(&mut self) -> Result<Node> {
        let behind = self.take('<');
        let negated = match self.next().and_then(char::from_u32) {
            Some('=') => false,
            Some('!') => true,
            _ => return fail("syntax error"),
        };
        let node = self.either()?;
        self.close()?;
        let (low, high) = node.width();
        if behind && low != high {
            return fail("look-behind requires fixed-width pattern");
        }
        let back = if behind { low as usize } else { 0 };
        Ok(Node::Look { back, behind, negated, node: Box::new(node) })
    }

    fn conditional(&mut self) -> Result<Node> {
        let name = self.name(')')?;
        let group = if is_name(&name) {
            match self.known(&name) {
                Some(group) => group,
                None => return fail(format!("unknown group name: {}", quoted(&name))),
            }
        } else {
            match name.trim().parse::<usize>() {
                Ok(group) => group,
                Err(_) => return fail("bad character in group name"),
            }
        };
        let yes = self.sequence()?;
        let mut no = Node::Sequence(Vec::new());
        if self.take('|') {
            no = self.sequence()?;
            if is(self.peek(), '|') {
                return fail("conditional backref with more than two branches");
            }
        }
        self.close()?;
        Ok(Node::Conditional(group, Box::new(yes), Box::new(no)))
    }

    fn inline_flags(&mut self) -> Result<Option<Node>> {
        if flag_of(self.peek()).is_none() {
            return fail("unexpected end of pattern");
        }
        while let Some(flag) = flag_of(self.peek()) {
            self.flags |= flag;
            self.at += 1;
        }
        match self.next() {
            None => fail("unexpected end of pattern"),
            Some(c) if c == ')' as u32 => Ok(None),
            Some(_) => fail("unknown extension"),
        }
    }

    fn escape(&mut self) -> Result<Node> {
        let start = self.at - 1;
        let Some(c) = self.next() else { return fail("bogus escape (end of line)") };
        let node = match char::from_u32(c) {
            Some('A') => Node::Place(Place::BeginString),
            Some('b') => Node::Place(Place::Boundary),
            Some('B') => Node::Place(Place::NonBoundary),
            Some('Z') => Node::Place(Place::EndString),
            Some('x') => Node::Char(self.hex(start)?),
            Some('0') => {
                let mut value = 0;
                for _ in 0..2 {
                    let Some(d) = octal(self.peek()) else { break };
                    value = value * 8 + d;
                    self.at += 1;
                }
                Node::Char(value & 0xff)
            }
            Some('1'..='9') => return self.numbered(start),
            Some(c) => match category(c) {
                Some((kind, opposite)) => {
                    Node::Set(Set { items: vec![SetItem::Category(kind, opposite)], negated: false })
                }
                None => Node::Char(control(c)),
            },
            None => Node::Char(c),
        };
        Ok(node)
    }

    /// Two hexadecimal digits behind `\x`.
    fn hex(&mut self, start: usize) -> Result<u32> {
        let digits: Vec<u32> = (0..2)
            .map_while(|i| self.text.get(self.at + i).and_then(|&c| char::from_u32(c)).and_then(|c| c.to_digit(16)))
            .collect();
        self.at += digits.len();
        match digits.as_slice() {
            [a, b] => Ok(a * 16 + b),
            _ => self.bogus(start),
        }
    }

    fn bogus<T>(&self, start: usize) -> Result<T> {
        fail(format!("bogus escape: {}", quoted(&text_of(self.text.get(start..self.at).unwrap_or(&[])))))
    }

    /// `\1` to `\99` refer to groups, three octal digits are a character.
    fn numbered(&mut self, start: usize) -> Result<Node> {
        let first = digit(self.text.get(self.at - 1).copied()).unwrap_or(0);
        let mut number = first;
        if let Some(second) = digit(self.peek()) {
            self.at += 1;
            number = first * 10 + second;
            if let (true, true, Some(third)) = (first < 8, second < 8, octal(self.peek())) {
                self.at += 1;
                return Ok(Node::Char((first * 64 + second * 8 + third) & 0xff));
            }
        }
        let group = number as usize;
        if group < self.groups { self.reference(group) } else { self.bogus(start) }
    }

    fn set(&mut self) -> Result<Set> {
        const END: &str = "unexpected end of regular expression";
        let negated = self.take('^');
        let mut items = Vec::new();
        let start = self.at;
        loop {
            self.check_end()?;
            let Some(c) = self.next() else { return fail(END) };
            if c == ']' as u32 && self.at != start + 1 {
                break;
            }
            let low = self.set_item(c)?;
            if !self.take('-') {
                items.push(low);
                continue;
            }
            self.check_end()?;
            let Some(c) = self.next() else { return fail(END) };
            if c == ']' as u32 {
                items.push(low);
                items.push(SetItem::Range('-' as u32, '-' as u32));
                break;
            }
            match (low, self.set_item(c)?) {
                (SetItem::Range(low, _), SetItem::Range(high, _)) if low <= high => {
                    items.push(SetItem::Range(low, high))
                }
                _ => return fail("bad character range"),
            }
        }
        Ok(Set { items, negated })
    }

    fn set_item(&mut self, c: u32) -> Result<SetItem> {
        if c != '\\' as u32 {
            return Ok(SetItem::Range(c, c));
        }
        let start = self.at - 1;
        let Some(c) = self.next() else { return fail("bogus escape (end of line)") };
        let value = match char::from_u32(c) {
            Some('b') => 8,
            Some('x') => {
                let from = self.at;
                match self.hex(start) {
                    Ok(value) => value,
                    // Inside a set the original shows only the digits.
                    Err(_) => {
                        let digits = text_of(self.text.get(from..self.at).unwrap_or(&[]));
                        return fail(format!("bogus escape: {}", quoted(&format!("\\{digits}"))));
                    }
                }
            }
            Some('0'..='7') => {
                let mut value = c - '0' as u32;
                for _ in 0..2 {
                    let Some(d) = octal(self.peek()) else { break };
                    value = value * 8 + d;
                    self.at += 1;
                }
                value & 0xff
            }
            Some('8' | '9') => return self.bogus(start),
            Some(c) => match category(c) {
                Some((kind, opposite)) => return Ok(SetItem::Category(kind, opposite)),
                None => control(c),
            },
            None => c,
        };
        Ok(SetItem::Range(value, value))
    }
}

fn category(c: char) -> Option<(Category, bool)> {
    Some(match c {
        'd' => (Category::Digit, false),
        'D' => (Category::Digit, true),
        's' => (Category::Space, false),
        'S' => (Category::Space, true),
        'w' => (Category::Word, false),
        'W' => (Category::Word, true),
        _ => return None,
    })
}

/// The character that an escaped letter stands for; other characters stand for themselves.
pub fn control(c: char) -> u32 {
    match c {
        'a' => 7,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        other => other as u32,
    }
}
