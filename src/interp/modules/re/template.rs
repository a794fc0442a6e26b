//! Replacement texts with references to groups.

use super::found::group_value;
use super::matcher::Found;
use super::parse::{control, is_name, quoted};
use super::pattern::Pattern;
use super::subject::Subject;
use crate::cpython::surrogate;
use crate::interp::error::{Error, Result, index_error};
use crate::interp::modules::support;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// A part of a template.
enum Part {
    /// Text as it stands.
    Text(Value),
    /// The text of a group.
    Group(usize),
}

/// A replacement text taken apart.
pub struct Template {
    parts: Vec<Part>,
    kind: Subject,
}

fn refuse(vm: &mut Vm, text: &str) -> Error {
    support::raise(vm, "sre_constants", "error", text)
}

struct Reader<'a> {
    points: Vec<u32>,
    at: usize,
    literal: Vec<u32>,
    parts: Vec<Part>,
    kind: Subject,
    pattern: &'a Pattern,
}

impl Template {
    /// Takes a replacement text apart.
    pub fn of(vm: &mut Vm, pattern: &Pattern, text: &Value) -> Result<Template> {
        let kind = Subject::of(vm, text)?;
        vm.charge(kind.len() as u64)?;
        let points = kind.points();
        let mut reader = Reader { points, at: 0, literal: Vec::new(), parts: Vec::new(), kind, pattern };
        reader.read(vm)?;
        Ok(Template { parts: reader.parts, kind: reader.kind })
    }

    /// The text alone if there is no reference.
    pub fn literal(&self) -> Option<Value> {
        match self.parts.as_slice() {
            [] => Some(self.kind.empty()),
            [Part::Text(text)] => Some(text.clone()),
            _ => None,
        }
    }

    /// The parts with a match's groups filled in.
    pub fn fill(&self, vm: &mut Vm, text: &Subject, found: &Found, out: &mut Vec<Value>) -> Result<()> {
        for part in &self.parts {
            out.push(match part {
                Part::Text(text) => text.clone(),
                Part::Group(group) => match group_value(text, found, *group) {
                    Some(value) => value,
                    None => return Err(refuse(vm, "unmatched group")),
                },
            });
        }
        Ok(())
    }

    /// The whole text with a match's groups filled in.
    pub fn expand(&self, vm: &mut Vm, text: &Subject, found: &Found) -> Result<Value> {
        let mut parts = Vec::new();
        self.fill(vm, text, found, &mut parts)?;
        vm.call_method(&text.empty(), "join", &[Value::list(parts)])
    }
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.points.get(self.at).and_then(|&c| surrogate::to_inner(c))
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            let text = self.kind.make(&std::mem::take(&mut self.literal));
            self.parts.push(Part::Text(text));
        }
    }

    fn read(&mut self, vm: &mut Vm) -> Result<()> {
        while let Some(&c) = self.points.get(self.at) {
            self.at += 1;
            if c == '\\' as u32 { self.escape(vm)? } else { self.literal.push(c) }
        }
        self.flush();
        Ok(())
    }

    fn escape(&mut self, vm: &mut Vm) -> Result<()> {
        let Some(c) = self.peek() else { return Err(refuse(vm, "bogus escape (end of line)")) };
        self.at += 1;
        match c {
            'g' => {
                let group = self.named(vm)?;
                self.group(vm, group)
            }
            '0' => {
                let mut value = 0;
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else { break };
                    value = value * 8 + digit;
                    self.at += 1;
                }
                self.literal.push(value & 0xff);
                Ok(())
            }
            '1'..='9' => self.numbered(vm, c),
            'a' | 'f' | 'n' | 'r' | 't' | 'v' => {
                self.literal.push(control(c));
                Ok(())
            }
            'b' => {
                self.literal.push(8);
                Ok(())
            }
            '\\' => {
                self.literal.push(surrogate::code(c));
                Ok(())
            }
            other => {
                self.literal.extend(['\\' as u32, surrogate::code(other)]);
                Ok(())
            }
        }
    }

    fn numbered(&mut self, vm: &mut Vm, first: char) -> Result<()> {
        let mut number = first.to_digit(10).unwrap_or(0);
        if let Some(second) = self.peek().and_then(|c| c.to_digit(10)) {
            self.at += 1;
            let third = self.peek().and_then(|c| c.to_digit(8));
            if let (true, true, Some(third)) = (number < 8, second < 8, third) {
                self.at += 1;
                self.literal.push((number * 64 + second * 8 + third) & 0xff);
                return Ok(());
            }
            number = number * 10 + second;
        }
        self.group(vm, number as usize)
    }

    fn group(&mut self, vm: &mut Vm, group: usize) -> Result<()> {
        if group > self.pattern.groups {
            return Err(refuse(vm, "invalid group reference"));
        }
        self.flush();
        self.parts.push(Part::Group(group));
        Ok(())
    }

    fn named(&mut self, vm: &mut Vm) -> Result<usize> {
        let mut name = String::new();
        if self.peek() == Some('<') {
            self.at += 1;
            loop {
                let Some(c) = self.peek() else { return Err(refuse(vm, "unterminated group name")) };
                self.at += 1;
                if c == '>' {
                    break;
                }
                name.push(c);
            }
        }
        if name.is_empty() {
            return Err(refuse(vm, "missing group name"));
        }
        match name.parse::<i64>() {
            Ok(number) if number < 0 => Err(refuse(vm, "negative group number")),
            Ok(number) => Ok(usize::try_from(number).unwrap_or(usize::MAX)),
            Err(_) if !is_name(&name) => Err(refuse(vm, "bad character in group name")),
            Err(_) => match self.pattern.names.iter().find(|(n, _)| *n == name) {
                Some((_, group)) => Ok(*group),
                None => Err(index_error(format!("unknown group name: {}", quoted(&name)))),
            },
        }
    }
}
