//! Generators: frames that can be left and entered again.

use std::cell::{Cell, RefCell};

use super::release::{Contents, release};
use super::vm::Frame;

impl Drop for Generator {
    fn drop(&mut self) {
        if let Some(frame) = self.frame.take() {
            release(Contents::Frame(frame));
        }
    }
}

/// A generator.
pub struct Generator {
    /// The suspended frame; `None` once finished, or while it runs.
    pub frame: RefCell<Option<Box<Frame>>>,
    /// Whether it is running right now.
    pub running: Cell<bool>,
    /// The function's name.
    pub name: std::rc::Rc<str>,
    /// Whether it has been entered.
    pub started: Cell<bool>,
}
