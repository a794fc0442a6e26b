//! The syntax tree of a regular expression.

/// Flag bits, as the `re` module numbers them.
pub mod flag {
    #![allow(missing_docs)]
    pub const IGNORECASE: u32 = 2;
    pub const LOCALE: u32 = 4;
    pub const MULTILINE: u32 = 8;
    pub const DOTALL: u32 = 16;
    pub const UNICODE: u32 = 32;
    pub const VERBOSE: u32 = 64;
}

/// Kinds of characters: `\d`, `\s`, `\w`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Category {
    Digit,
    Space,
    Word,
}

/// One member of a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SetItem {
    /// All characters between two, both included.
    Range(u32, u32),
    /// A kind; `true` for its opposite.
    Category(Category, bool),
}

/// A set of characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Set {
    /// Its members.
    pub items: Vec<SetItem>,
    /// Whether it stands for all other characters.
    pub negated: bool,
}

/// Places that match without taking a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Place {
    Begin,
    BeginString,
    End,
    EndString,
    Boundary,
    NonBoundary,
}

/// A part of an expression.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    /// One character.
    Char(u32),
    /// `.`
    Any,
    /// A character of a set.
    Set(Set),
    /// A place.
    Place(Place),
    /// A group: its number if it captures.
    Group(Option<usize>, Box<Node>),
    /// The text of a group.
    Reference(usize),
    /// `(?(1)yes|no)`
    Conditional(usize, Box<Node>, Box<Node>),
    /// `(?=…)`, `(?!…)`, and behind: the distance to look back.
    Look {
        /// How far back it starts; 0 looks ahead.
        back: usize,
        /// Whether it looks behind.
        behind: bool,
        /// Whether it must not match.
        negated: bool,
        /// What it looks for.
        node: Box<Node>,
    },
    /// One of several.
    Either(Vec<Node>),
    /// One after the other.
    Sequence(Vec<Node>),
    /// A repetition.
    Repeat {
        /// At least.
        min: u32,
        /// At most; `u32::MAX` is without end.
        max: u32,
        /// As many as possible first.
        greedy: bool,
        /// What is repeated.
        node: Box<Node>,
    },
}

impl Node {
    /// The least and greatest number of characters it takes.
    pub fn width(&self) -> (u64, u64) {
        const MOST: u64 = u32::MAX as u64;
        let sum = |(a, b): (u64, u64), (c, d): (u64, u64)| ((a + c).min(MOST), (b + d).min(MOST));
        match self {
            Node::Char(_) | Node::Any | Node::Set(_) => (1, 1),
            Node::Place(_) | Node::Look { .. } | Node::Reference(_) => (0, 0),
            Node::Group(_, node) => node.width(),
            Node::Conditional(_, yes, no) => {
                let (yes, no) = (yes.width(), no.width());
                (yes.0.min(no.0), yes.1.max(no.1))
            }
            Node::Either(nodes) => nodes.iter().map(Node::width).fold((MOST, 0), |a, b| (a.0.min(b.0), a.1.max(b.1))),
            Node::Sequence(nodes) => nodes.iter().map(Node::width).fold((0, 0), sum),
            Node::Repeat { min, max, node, .. } => {
                let (low, high) = node.width();
                ((low * u64::from(*min)).min(MOST), high.saturating_mul(u64::from(*max)).min(MOST))
            }
        }
    }
}
