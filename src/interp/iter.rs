//! Built-in iterators.

use std::cell::RefCell;
use std::rc::Rc;

use super::error::Result;
use super::native::TypeDef;
use super::release::{Contents, release};
use super::tables::{Dict, Set};
use super::value::{List, Tuple, Value, XRange};
use super::vm::Vm;

/// A built-in iterator: a state that yields values.
pub struct Iter {
    /// What `type(x).__name__` shows (`listiterator`, `itertools.chain`, …).
    pub def: &'static TypeDef,
    /// The state; taken out while it runs.
    pub state: RefCell<State>,
}

/// What to yield in a dictionary's iteration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictPart {
    /// Keys.
    Keys,
    /// Values.
    Values,
    /// Pairs.
    Items,
}

/// The code of an iterator made by a native function.
pub type Step = Box<dyn FnMut(&mut Vm) -> Result<Option<Value>>>;

/// The states.
pub enum State {
    /// Exhausted.
    Done,
    /// A list at a position.
    List(Rc<List>, usize),
    /// A tuple at a position.
    Tuple(Rc<Tuple>, usize),
    /// A list backwards: next position plus one.
    ReversedList(Rc<List>, usize),
    /// Bytes at a position.
    Str(Rc<super::value::Str>, usize),
    /// A unicode text at a byte position.
    Unicode(Rc<super::value::Unicode>, usize),
    /// A dictionary at a table position, with the size it had.
    Dict(Rc<Dict>, usize, usize, DictPart),
    /// A set at a table position, with the size it had.
    Set(Rc<Set>, usize, usize),
    /// An `xrange` at a position.
    Range(XRange, i64),
    /// Anything with `__getitem__`, from 0 until `IndexError`.
    Sequence(Value, i64),
    /// Calls a function until it returns the sentinel.
    Sentinel(Value, Value),
    /// Native code.
    Native(Step),
}

impl Drop for Iter {
    fn drop(&mut self) {
        let state = self.state.replace(State::Done);
        if !matches!(state, State::Done) {
            release(Contents::State(state));
        }
    }
}

impl Iter {
    /// An iterator as a value.
    pub fn value(def: &'static TypeDef, state: State) -> Value {
        Value::Iter(Rc::new(Iter { def, state: RefCell::new(state) }))
    }

    /// An iterator of native code.
    pub fn native(def: &'static TypeDef, step: impl FnMut(&mut Vm) -> Result<Option<Value>> + 'static) -> Value {
        Iter::value(def, State::Native(Box::new(step)))
    }
}
