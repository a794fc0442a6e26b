//! Letting go of deeply nested values without deep recursion.
//!
//! A list in a list in a list … would be dropped one inside the other until the stack is used up. Containers therefore
//! hand their contents over here: a few levels are dropped at once, deeper ones wait until the outermost is done.

use std::cell::{Cell, RefCell};

use super::iter::State;
use super::value::Value;
use super::vm::Frame;
use crate::cpython::set_table::SetTable;
use crate::cpython::table::Table;

/// How many containers may be dropped inside each other.
const DEEPEST: u32 = 64;

/// The contents of a container.
pub enum Contents {
    /// Of a list or tuple.
    Values(Vec<Value>),
    /// Of a dictionary.
    Table(Table<Value, Value>),
    /// Of a set.
    Set(SetTable<Value>),
    /// Of an iterator.
    State(State),
    /// Of a generator.
    Frame(Box<Frame>),
}

impl Contents {
    fn let_go(self) {
        match self {
            Contents::Values(values) => drop(values),
            Contents::Table(table) => drop(table),
            Contents::Set(table) => drop(table),
            Contents::State(state) => drop(state),
            Contents::Frame(frame) => drop(frame),
        }
    }
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<Contents>> = const { RefCell::new(Vec::new()) };
}

/// Drops the contents of a container, now or when the containers around it are gone.
pub fn release(contents: Contents) {
    // Without the counter the thread is ending; then there is nothing deep left.
    let Ok(depth) = DEPTH.try_with(Cell::get) else { return };
    if depth >= DEEPEST {
        let _ = WAITING.try_with(|waiting| waiting.borrow_mut().push(contents));
        return;
    }
    let _ = DEPTH.try_with(|d| d.set(depth + 1));
    contents.let_go();
    if depth > 0 {
        let _ = DEPTH.try_with(|d| d.set(depth));
        return;
    }
    loop {
        let next = WAITING.try_with(|waiting| waiting.borrow_mut().pop());
        let Ok(Some(next)) = next else { break };
        next.let_go();
    }
    let _ = DEPTH.try_with(|d| d.set(depth));
}

/// Whether dropping the value may go deeper.
pub fn is_deep(value: &Value) -> bool {
    !matches!(
        value,
        Value::None
            | Value::NotImplemented
            | Value::Ellipsis
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::Unicode(_)
    )
}

#[cfg(test)]
mod tests {
    use crate::interp::value::Value;

    #[test]
    fn deep_nesting_is_dropped_level_by_level() {
        let mut list = Value::list(Vec::new());
        let mut tuple = Value::tuple(Vec::new());
        for _ in 0..300_000 {
            list = Value::list(vec![list]);
            tuple = Value::tuple(vec![tuple]);
        }
        drop(list);
        drop(tuple);
    }
}
