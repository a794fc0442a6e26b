//! Frames: the state of one running piece of code.

use std::rc::Rc;

use super::handled::Handled;
use crate::interp::code::Code;
use crate::interp::error::Error;
use crate::interp::function::{Cell, Function};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::source::Span;

/// What a block is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// `try … except`.
    Except,
    /// `try … finally` and `with`.
    CleanUp,
}

/// A `try` or `with` under way.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// Where its handler begins.
    pub handler: u32,
    /// Height of the value stack to go back to.
    pub height: usize,
    /// Number of pending actions to go back to.
    pub pending: usize,
    /// Number of methods loaded but not yet called to go back to.
    pub methods: usize,
}

/// What a clean-up goes on with at its end.
pub enum Pending {
    /// The code below it.
    Nothing,
    /// Returning.
    Return(Value),
    /// Going to a position after leaving this many more blocks.
    Jump(u32, u32),
    /// Raising.
    Raise(Error),
}

/// The state of one running piece of code.
pub struct Frame {
    /// The code.
    pub code: Rc<Code>,
    /// Position of the next instruction.
    pub pc: usize,
    /// Operands.
    pub stack: Vec<Value>,
    /// Local slots.
    pub locals: Vec<Option<Value>>,
    /// Own cells, then those of enclosing functions.
    pub cells: Vec<Rc<Cell>>,
    /// Global names.
    pub globals: Rc<Dict>,
    /// Namespace of a module or class body.
    pub names: Option<Rc<Dict>>,
    /// Variables that `exec` added to a function.
    pub added: Option<Rc<Dict>>,
    /// `try` and `with` under way, innermost last.
    pub blocks: Vec<Block>,
    /// What clean-ups under way go on with.
    pub pending: Vec<Pending>,
    /// For each `LoadMethod` without its call yet: whether a receiver was pushed.
    pub methods: Vec<bool>,
    /// The exception that was being handled when this frame first handled one itself.
    pub outer_handled: Option<Option<Handled>>,
}

impl Frame {
    /// A frame for code that keeps its names in a namespace.
    pub fn in_namespace(code: Rc<Code>, globals: Rc<Dict>, names: Rc<Dict>) -> Frame {
        Frame::new(code, globals, Some(names), Vec::new())
    }

    /// A frame for a call of a function whose parameters are already in their slots.
    pub fn of_call(function: &Function, mut locals: Vec<Option<Value>>) -> Frame {
        let code = &function.code;
        locals.resize(code.locals.len(), None);
        let mut cells = Vec::new();
        if !code.cell_names.is_empty() || !function.closure.is_empty() {
            cells.reserve(code.cell_names.len() + function.closure.len());
            for (_, param) in &code.cell_names {
                let value = param.and_then(|slot| locals[slot as usize].clone());
                cells.push(Rc::new(Cell { value: std::cell::RefCell::new(value) }));
            }
            cells.extend(function.closure.iter().cloned());
        }
        let names = if code.optimized { None } else { Some(Rc::new(Dict::new())) };
        let mut frame = Frame::new(Rc::clone(code), Rc::clone(&function.globals), names, locals);
        frame.cells = cells;
        frame
    }

    fn new(code: Rc<Code>, globals: Rc<Dict>, names: Option<Rc<Dict>>, locals: Vec<Option<Value>>) -> Frame {
        Frame {
            code,
            pc: 0,
            stack: Vec::with_capacity(8),
            locals,
            cells: Vec::new(),
            globals,
            names,
            added: None,
            blocks: Vec::new(),
            pending: Vec::new(),
            methods: Vec::new(),
            outer_handled: None,
        }
    }

    /// The place of the instruction being executed.
    pub fn span(&self) -> Span {
        self.code.spans.get(self.pc.saturating_sub(1)).copied().unwrap_or(Span::NONE)
    }

    /// Takes the top of the stack. The compiler keeps pushes and pops in balance.
    pub fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or(Value::None)
    }

    /// Puts a value on the stack.
    pub fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    /// Takes the top `count` values, lowest first.
    pub fn pop_many(&mut self, count: usize) -> Vec<Value> {
        let at = self.stack.len().saturating_sub(count);
        self.stack.split_off(at)
    }

    /// The name of a cell by its number.
    pub fn cell_name(&self, index: usize) -> (&str, bool) {
        let own = self.code.cell_names.len();
        if index < own {
            (&self.code.cell_names[index].0, false)
        } else {
            (self.code.free_names.get(index - own).map_or("", |n| n), true)
        }
    }
}
