//! The backtracking matcher. Its alternatives lie on a stack of its own, so that no text can exhaust the machine's;
//! its steps and the stack count against the budget.

use super::chars::{in_set, is_category, lower};
use super::program::{Op, Program, Single};
use super::syntax::{Category, Place, flag};
use crate::cpython::surrogate;
use crate::interp::error::Result;
use crate::interp::vm::Vm;

/// A text as code points.
pub trait Text {
    /// The character at a position below the end.
    fn at(&self, index: usize) -> u32;
}

impl Text for [u8] {
    fn at(&self, index: usize) -> u32 {
        self.get(index).copied().map_or(0, u32::from)
    }
}

impl Text for [char] {
    fn at(&self, index: usize) -> u32 {
        self.get(index).copied().map_or(0, surrogate::code)
    }
}

/// Where a match lies.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// First position.
    pub start: usize,
    /// Position behind it.
    pub end: usize,
    /// Start and end of each group.
    pub marks: Vec<Option<usize>>,
    /// The group closed last.
    pub last: Option<usize>,
}

/// What to undo or to try when a way fails.
enum Back {
    Try(usize, usize),
    Mark(usize, Option<usize>, Option<usize>),
    Counter(usize, u32, usize),
    /// Fewer repetitions: where to go on, least and current position.
    Fewer(usize, usize, usize),
    /// One more repetition of the instruction: position and how many are still allowed.
    More(usize, usize, u32),
}

/// One matching.
pub struct Matcher<'a, T: Text + ?Sized> {
    program: &'a Program,
    text: &'a T,
    end: usize,
    marks: Vec<Option<usize>>,
    counters: Vec<(u32, usize)>,
    last: Option<usize>,
    stack: Vec<Back>,
    ticks: u64,
}

const NOWHERE: usize = usize::MAX;

impl<'a, T: Text + ?Sized> Matcher<'a, T> {
    /// A matcher over a text that ends at `end`.
    pub fn new(program: &'a Program, groups: usize, text: &'a T, end: usize) -> Self {
        Matcher {
            program,
            text,
            end,
            marks: vec![None; 2 * groups],
            counters: vec![(0, NOWHERE); program.loops],
            last: None,
            stack: Vec::new(),
            ticks: 0,
        }
    }

    /// A match that starts exactly here.
    pub fn match_at(&mut self, vm: &mut Vm, start: usize) -> Result<Option<Found>> {
        self.marks.fill(None);
        self.last = None;
        self.stack.clear();
        let end = self.run(vm, 0, start)?;
        vm.charge(self.ticks / 2)?;
        self.ticks = 0;
        Ok(end.map(|end| Found { start, end, marks: self.marks.clone(), last: self.last }))
    }

    /// The first match at or behind a position.
    pub fn search(&mut self, vm: &mut Vm, start: usize) -> Result<Option<Found>> {
        let mut at = start;
        while at <= self.end {
            if let Some(first) = self.program.first {
                let from = at;
                while at < self.end && self.text.at(at) != first {
                    at += 1;
                }
                self.ticks += (at - from) as u64 / 8;
                if at >= self.end {
                    break;
                }
            }
            if let Some(found) = self.match_at(vm, at)? {
                return Ok(Some(found));
            }
            at += 1;
            self.ticks += 1;
        }
        vm.charge(self.ticks / 2)?;
        Ok(None)
    }

    fn tick(&mut self, vm: &mut Vm) -> Result<()> {
        self.ticks += 1;
        if self.ticks >= 4096 {
            vm.charge(self.ticks / 2)?;
            self.ticks = 0;
            if self.stack.len() > 1 << 21 {
                vm.check_size(self.stack.len() as u64 * 64)?;
            }
        }
        Ok(())
    }

    fn is_one(&self, single: &Single, at: usize) -> bool {
        if at >= self.end {
            return false;
        }
        let c = self.text.at(at);
        match single {
            Single::Char(wanted) if self.program.flags & flag::IGNORECASE != 0 => self.lower(c) == *wanted,
            Single::Char(wanted) => c == *wanted,
            Single::Any => c != '\n' as u32,
            Single::All => true,
            Single::Set(set) => in_set(set, c, self.program.flags),
        }
    }

    fn lower(&self, c: u32) -> u32 {
        lower(c, self.program.flags & flag::UNICODE != 0)
    }

    fn is_word(&self, at: usize) -> bool {
        is_category(Category::Word, self.text.at(at), self.program.flags & flag::UNICODE != 0)
    }

    fn is_place(&self, place: Place, at: usize) -> bool {
        let newline = |at: usize| self.text.at(at) == '\n' as u32;
        let lines = self.program.flags & flag::MULTILINE != 0;
        match place {
            Place::BeginString => at == 0,
            Place::Begin => at == 0 || (lines && newline(at - 1)),
            Place::EndString => at == self.end,
            Place::End if lines => at == self.end || newline(at),
            Place::End => at == self.end || (at + 1 == self.end && newline(at)),
            Place::Boundary | Place::NonBoundary => {
                if self.end == 0 {
                    return false;
                }
                let before = at > 0 && self.is_word(at - 1);
                let after = at < self.end && self.is_word(at);
                (before != after) == (place == Place::Boundary)
            }
        }
    }

    /// The text of a group, if it has matched.
    fn group(&self, group: usize) -> Option<(usize, usize)> {
        let index = 2 * group.checked_sub(1)?;
        Some(((*self.marks.get(index)?)?, (*self.marks.get(index + 1)?)?)).filter(|(start, end)| start <= end)
    }

    fn set_counter(&mut self, slot: usize, count: u32, position: usize) {
        if let Some(counter) = self.counters.get_mut(slot) {
            self.stack.push(Back::Counter(slot, counter.0, counter.1));
            *counter = (count, position);
        }
    }

    /// Runs from an instruction and position; the position where it ends. Alternatives of before are not touched.
    fn run(&mut self, vm: &mut Vm, pc: usize, at: usize) -> Result<Option<usize>> {
        let floor = self.stack.len();
        let program = self.program;
        let (mut pc, mut at) = (pc, at);
        loop {
            self.tick(vm)?;
            let Some(op) = program.ops.get(pc) else { return Ok(None) };
            let ok = match op {
                Op::Match | Op::LookEnd => return Ok(Some(at)),
                Op::One(single) => {
                    let ok = self.is_one(single, at);
                    at += 1;
                    pc += 1;
                    ok
                }
                Op::Jump(target) => {
                    pc = *target;
                    true
                }
                Op::Split(other) => {
                    self.stack.push(Back::Try(*other, at));
                    pc += 1;
                    true
                }
                Op::Many { single, min, max, greedy } => {
                    self.many(vm, single, (*min, *max, *greedy), &mut pc, &mut at)?
                }
                Op::Mark(slot) => {
                    if let Some(mark) = self.marks.get_mut(*slot) {
                        self.stack.push(Back::Mark(*slot, *mark, self.last));
                        *mark = Some(at);
                        if slot % 2 == 1 {
                            self.last = Some(slot / 2 + 1);
                        }
                    }
                    pc += 1;
                    true
                }
                Op::Place(place) => {
                    pc += 1;
                    self.is_place(*place, at)
                }
                Op::Reference(group) => {
                    pc += 1;
                    self.reference(*group, &mut at)
                }
                Op::Conditional(group, other) => {
                    pc = if self.group(*group).is_some() { pc + 1 } else { *other };
                    true
                }
                Op::Look { back, negated, next } => {
                    let found = match at.checked_sub(*back) {
                        Some(from) => self.look(vm, pc + 1, from, *negated)?,
                        None => false,
                    };
                    pc = *next;
                    found != *negated
                }
                Op::LoopStart(slot) => {
                    self.set_counter(*slot, 0, NOWHERE);
                    pc += 1;
                    true
                }
                Op::Loop { slot, min, max, greedy, exit } => {
                    pc = self.turn(*slot, (*min, *max, *greedy), *exit, pc, at);
                    true
                }
            };
            if !ok {
                match self.back(vm, floor)? {
                    Some(place) => (pc, at) = place,
                    None => return Ok(None),
                }
            }
        }
    }

    /// Decides at a loop's head; the next instruction.
    fn turn(&mut self, slot: usize, (min, max, greedy): (u32, u32, bool), exit: usize, pc: usize, at: usize) -> usize {
        let (count, last) = self.counters.get(slot).copied().unwrap_or((0, NOWHERE));
        if count < min {
            self.set_counter(slot, count + 1, at);
            return pc + 1;
        }
        // A repetition that took nothing is not repeated.
        let again = count < max && last != at;
        if !again {
            return exit;
        }
        if greedy {
            self.stack.push(Back::Try(exit, at));
            self.set_counter(slot, count.saturating_add(1), at);
            return pc + 1;
        }
        // Undone before the other way is tried, the counter is right for it.
        self.stack.push(Back::More(pc, at, count));
        exit
    }

    fn many(
        &mut self,
        vm: &mut Vm,
        single: &Single,
        (min, max, greedy): (u32, u32, bool),
        pc: &mut usize,
        at: &mut usize,
    ) -> Result<bool> {
        let least = *at + min as usize;
        let most = if greedy { (*at).saturating_add(max as usize).min(self.end) } else { least };
        let mut to = *at;
        while to < most && self.is_one(single, to) {
            to += 1;
            if to.is_multiple_of(16) {
                self.tick(vm)?;
            }
        }
        if to < least {
            return Ok(false);
        }
        if greedy {
            if to > least {
                self.stack.push(Back::Fewer(*pc + 1, least, to));
            }
        } else if max > min {
            self.stack.push(Back::More(*pc, to, max - min));
        }
        *pc += 1;
        *at = to;
        Ok(true)
    }

    fn reference(&self, group: usize, at: &mut usize) -> bool {
        let Some((start, end)) = self.group(group) else { return false };
        let ignore = self.program.flags & flag::IGNORECASE != 0;
        for index in start..end {
            if *at >= self.end {
                return false;
            }
            let (a, b) = (self.text.at(index), self.text.at(*at));
            if a != b && !(ignore && self.lower(a) == self.lower(b)) {
                return false;
            }
            *at += 1;
        }
        true
    }

    fn look(&mut self, vm: &mut Vm, pc: usize, from: usize, negated: bool) -> Result<bool> {
        let floor = self.stack.len();
        let found = self.run(vm, pc, from)?.is_some();
        if negated && found {
            // Nothing that a refused look has noted may stay.
            while self.stack.len() > floor {
                if let Some(entry) = self.stack.pop() {
                    self.undo(&entry);
                }
            }
        } else {
            // Its marks stay, its alternatives do not.
            let mut kept = self.stack.split_off(floor.min(self.stack.len()));
            kept.retain(|entry| matches!(entry, Back::Mark(..) | Back::Counter(..)));
            self.stack.append(&mut kept);
        }
        Ok(found)
    }

    fn undo(&mut self, entry: &Back) {
        match *entry {
            Back::Mark(slot, mark, last) => {
                if let Some(place) = self.marks.get_mut(slot) {
                    *place = mark;
                }
                self.last = last;
            }
            Back::Counter(slot, count, position) => {
                if let Some(place) = self.counters.get_mut(slot) {
                    *place = (count, position);
                }
            }
            _ => {}
        }
    }

    /// Takes back up to the last alternative: where to go on.
    fn back(&mut self, vm: &mut Vm, floor: usize) -> Result<Option<(usize, usize)>> {
        let program = self.program;
        while self.stack.len() > floor {
            self.tick(vm)?;
            let Some(entry) = self.stack.pop() else { break };
            match entry {
                Back::Try(pc, at) => return Ok(Some((pc, at))),
                Back::Fewer(pc, least, at) => {
                    let at = at - 1;
                    if at > least {
                        self.stack.push(Back::Fewer(pc, least, at));
                    }
                    return Ok(Some((pc, at)));
                }
                Back::More(pc, at, left) => match program.ops.get(pc) {
                    Some(Op::Many { single, .. }) if self.is_one(single, at) => {
                        if left > 1 {
                            self.stack.push(Back::More(pc, at + 1, left - u32::from(left != u32::MAX)));
                        }
                        return Ok(Some((pc + 1, at + 1)));
                    }
                    Some(Op::Loop { slot, .. }) => {
                        self.set_counter(*slot, left.saturating_add(1), at);
                        return Ok(Some((pc + 1, at)));
                    }
                    _ => {}
                },
                other => self.undo(&other),
            }
        }
        Ok(None)
    }
}
