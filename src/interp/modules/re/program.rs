//! Expressions as programs for the matcher.

use super::chars::lower;
use super::syntax::{Node, Place, Set, flag};

/// What one character is tested for.
#[derive(Debug)]
pub enum Single {
    /// This character (in lower case when case is ignored).
    Char(u32),
    /// Any but a line feed.
    Any,
    /// Any.
    All,
    /// One of a set.
    Set(Set),
}

/// An instruction; targets are indices of instructions.
#[derive(Debug)]
pub enum Op {
    /// Takes one character.
    One(Single),
    /// Takes the same test several times.
    Many {
        /// The test.
        single: Single,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
        /// As many as possible first.
        greedy: bool,
    },
    /// Tries the next instruction first, then the target.
    Split(usize),
    /// Goes on elsewhere.
    Jump(usize),
    /// Notes the position.
    Mark(usize),
    /// Matches only at a place.
    Place(Place),
    /// Takes a group's text again.
    Reference(usize),
    /// Goes to the target unless the group has matched.
    Conditional(usize, usize),
    /// Matches what follows up to `LookEnd` without taking it; goes on at `next`.
    Look {
        /// How far back to start.
        back: usize,
        /// Whether it must not match.
        negated: bool,
        /// Where to go on.
        next: usize,
    },
    /// The end of what is looked for.
    LookEnd,
    /// Starts a loop's counter.
    LoopStart(usize),
    /// Decides whether the loop goes on with the next instruction or leaves for `exit`.
    Loop {
        /// Its counter.
        slot: usize,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
        /// As many as possible first.
        greedy: bool,
        /// Where it leaves to.
        exit: usize,
    },
    /// The whole expression has matched.
    Match,
}

/// A compiled expression.
#[derive(Debug)]
pub struct Program {
    /// The instructions.
    pub ops: Vec<Op>,
    /// Loop counters.
    pub loops: usize,
    /// Flags.
    pub flags: u32,
    /// The first character of every match, if there is only one.
    pub first: Option<u32>,
}

/// Compiles a tree.
pub fn compile(node: &Node, flags: u32) -> Program {
    let mut builder = Builder { ops: Vec::new(), loops: 0, flags };
    builder.node(node);
    builder.ops.push(Op::Match);
    let ignore = flags & flag::IGNORECASE != 0;
    let first = match builder.ops.iter().find(|op| !matches!(op, Op::Mark(_))) {
        Some(Op::One(Single::Char(c))) if !ignore => Some(*c),
        Some(Op::Many { single: Single::Char(c), min: 1.., .. }) if !ignore => Some(*c),
        _ => None,
    };
    Program { ops: builder.ops, loops: builder.loops, flags, first }
}

struct Builder {
    ops: Vec<Op>,
    loops: usize,
    flags: u32,
}

impl Builder {
    fn single(&self, node: &Node) -> Option<Single> {
        match node {
            Node::Char(c) if self.flags & flag::IGNORECASE != 0 => {
                Some(Single::Char(lower(*c, self.flags & flag::UNICODE != 0)))
            }
            Node::Char(c) => Some(Single::Char(*c)),
            Node::Any if self.flags & flag::DOTALL != 0 => Some(Single::All),
            Node::Any => Some(Single::Any),
            Node::Set(set) => Some(Single::Set(set.clone())),
            Node::Sequence(nodes) => match nodes.as_slice() {
                [node] => self.single(node),
                _ => None,
            },
            Node::Group(None, node) => self.single(node),
            _ => None,
        }
    }

    fn hole(&mut self) -> usize {
        self.ops.push(Op::Jump(0));
        self.ops.len() - 1
    }

    fn node(&mut self, node: &Node) {
        if let Some(single) = self.single(node) {
            self.ops.push(Op::One(single));
            return;
        }
        match node {
            Node::Char(_) | Node::Any | Node::Set(_) => {}
            Node::Place(place) => self.ops.push(Op::Place(*place)),
            Node::Group(None, node) => self.node(node),
            Node::Group(Some(group), node) => {
                self.ops.push(Op::Mark(2 * (group - 1)));
                self.node(node);
                self.ops.push(Op::Mark(2 * (group - 1) + 1));
            }
            Node::Reference(group) => self.ops.push(Op::Reference(*group)),
            Node::Conditional(group, yes, no) => {
                let test = self.hole();
                self.node(yes);
                let out = self.hole();
                let other = self.ops.len();
                self.node(no);
                self.ops[test] = Op::Conditional(*group, other);
                self.ops[out] = Op::Jump(self.ops.len());
            }
            Node::Look { back, negated, node, .. } => {
                let look = self.hole();
                self.node(node);
                self.ops.push(Op::LookEnd);
                self.ops[look] = Op::Look { back: *back, negated: *negated, next: self.ops.len() };
            }
            Node::Either(nodes) => self.either(nodes),
            Node::Sequence(nodes) => nodes.iter().for_each(|node| self.node(node)),
            Node::Repeat { min, max, greedy, node } => self.repeat(*min, *max, *greedy, node),
        }
    }

    fn either(&mut self, nodes: &[Node]) {
        let mut outs = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            if at + 1 == nodes.len() {
                self.node(node);
                break;
            }
            let split = self.hole();
            self.node(node);
            outs.push(self.hole());
            self.ops[split] = Op::Split(self.ops.len());
        }
        for out in outs {
            self.ops[out] = Op::Jump(self.ops.len());
        }
    }

    fn repeat(&mut self, min: u32, max: u32, greedy: bool, node: &Node) {
        if let Some(single) = self.single(node) {
            self.ops.push(Op::Many { single, min, max, greedy });
            return;
        }
        let slot = self.loops;
        self.loops += 1;
        self.ops.push(Op::LoopStart(slot));
        let head = self.hole();
        self.node(node);
        self.ops.push(Op::Jump(head));
        self.ops[head] = Op::Loop { slot, min, max, greedy, exit: self.ops.len() };
    }
}
