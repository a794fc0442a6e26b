//! Compiled code: instructions for a stack machine, with the place of each.

use std::rc::Rc;

use super::value::Value;
use crate::source::Span;
use crate::syntax::ast::{BinOp, CompareOp, Name, UnaryOp};

/// One instruction. `u32` operands are indexes into the code's tables or jump targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Op {
    Const(u32),
    None,
    Pop,
    Dup,
    /// `a b` → `b a`.
    Swap,
    /// `a b c` → `c a b`.
    Rot3,
    /// `a b` → `a b a b`.
    Dup2,
    LoadFast(u32),
    StoreFast(u32),
    DeleteFast(u32),
    LoadGlobal(u32),
    StoreGlobal(u32),
    DeleteGlobal(u32),
    /// Looks in the local namespace, then globals, then builtins.
    LoadName(u32),
    StoreName(u32),
    DeleteName(u32),
    LoadCell(u32),
    StoreCell(u32),
    DeleteCell(u32),
    /// Pushes the cell itself, for a closure.
    PushCell(u32),
    LoadAttr(u32),
    StoreAttr(u32),
    DeleteAttr(u32),
    GetItem,
    SetItem,
    DeleteItem,
    /// Pushes a slice object of the top three values; 1 if a second colon was written.
    BuildSlice(u32),
    Binary(BinOp),
    InPlace(BinOp),
    /// `/` under `from __future__ import division`.
    TrueDivide,
    InPlaceTrueDivide,
    Unary(UnaryOp),
    Compare(CompareOp),
    Repr,
    Jump(u32),
    PopJumpIfFalse(u32),
    PopJumpIfTrue(u32),
    /// Jumps keeping the value, or pops it.
    JumpIfFalseOrPop(u32),
    JumpIfTrueOrPop(u32),
    BuildTuple(u32),
    BuildList(u32),
    BuildSet(u32),
    /// An empty dictionary sized for this many entries.
    BuildDict(u32),
    /// `dict key value` → `dict`.
    StoreMap,
    /// Adds the top to the list this deep below it.
    ListAppend(u32),
    SetAdd(u32),
    /// Adds `key value` to the dictionary this deep below.
    MapAdd(u32),
    /// Unpacks into this many values, first on top.
    Unpack(u32),
    GetIter,
    /// Pushes the next value or pops the iterator and jumps.
    ForIter(u32),
    /// Calls with this many positional arguments.
    Call(u32),
    /// A call described by entry of `calls`: keywords, `*args`, `**kwargs`.
    CallEx(u32),
    /// Like `LoadAttr` for a call that follows: pushes function and receiver, or the attribute and a gap.
    LoadMethod(u32),
    /// Calls what `LoadMethod` pushed, with this many positional arguments.
    CallMethod(u32),
    /// `defaults… cells… code` → function, with this many defaults.
    MakeFunction(u32),
    /// `name bases dict` → class.
    BuildClass,
    /// Pushes the local namespace.
    LoadLocals,
    /// Pushes the module's `__name__`.
    ModuleName,
    Return,
    Yield,
    /// Pushes a block whose handler is at the target.
    SetupExcept(u32),
    SetupFinally(u32),
    /// `manager` → `exit entered`, and a block like `SetupFinally`'s.
    SetupWith(u32),
    PopBlock,
    /// Goes to a loop's label through the clean-ups between (entry of `escapes`).
    Escape(u32),
    /// Enters a clean-up from above: nothing to go on with afterwards.
    NothingPending,
    /// Goes on with what the clean-up interrupted.
    EndFinally,
    /// Calls the exit function on the stack with what is pending.
    WithCleanup,
    /// Compares the exception being handled with the class on top.
    ExceptMatch,
    /// Pushes the exception being handled.
    LoadException,
    /// Raises the exception being handled again, as no handler matched.
    Reraise,
    /// Pushes the class `AssertionError`.
    AssertionError,
    /// Raises with this many of kind, value, traceback.
    Raise(u32),
    Import(u32),
    ImportFrom(u32),
    ImportStar,
    Print,
    PrintNewline,
    PrintTo,
    PrintNewlineTo,
    /// `code globals locals`: runs text or code; absent namespaces are `None`.
    Exec,
}

/// How a `CallEx` takes its arguments from the stack: positional values, keyword values, then `*` and `**`.
#[derive(Debug)]
pub struct CallShape {
    /// Number of positional values.
    pub positional: u32,
    /// Keyword names with the places of their arguments.
    pub keywords: Vec<(Name, Span)>,
    /// Positions of the keywords in the order of the dictionary that CPython collects them in: from last to first into an
    /// empty one.
    pub order: Vec<u32>,
    /// Whether `*args` follows.
    pub star: bool,
    /// Whether `**kwargs` follows.
    pub double_star: bool,
}

impl Op {
    /// The jump target, if the instruction has one.
    pub fn target_mut(&mut self) -> Option<&mut u32> {
        match self {
            Op::Jump(t)
            | Op::PopJumpIfFalse(t)
            | Op::PopJumpIfTrue(t)
            | Op::JumpIfFalseOrPop(t)
            | Op::JumpIfTrueOrPop(t)
            | Op::ForIter(t)
            | Op::SetupExcept(t)
            | Op::SetupFinally(t)
            | Op::SetupWith(t) => Some(t),
            _ => None,
        }
    }
}

/// Where `break` and `continue` go when clean-ups lie between.
#[derive(Clone, Copy, Debug)]
pub struct Escape {
    /// Position to go to.
    pub target: u32,
    /// Run-time blocks to leave.
    pub blocks: u32,
    /// Clean-ups under way whose pending action is forgotten.
    pub pending: u32,
}

/// Compiled code of a module, class body, function, lambda or generator expression.
pub struct Code {
    /// Name shown in tracebacks.
    pub name: Rc<str>,
    /// File name.
    pub file: Rc<str>,
    /// Instructions.
    pub ops: Vec<Op>,
    /// Place of each instruction.
    pub spans: Vec<Span>,
    /// Constants.
    pub consts: Vec<Value>,
    /// Names as text values, for globals, attributes and imports.
    pub names: Vec<Value>,
    /// Shapes of calls.
    pub calls: Vec<CallShape>,
    /// Ways out of loops through clean-ups.
    pub escapes: Vec<Escape>,
    /// Local variable names; parameters first.
    pub locals: Vec<Name>,
    /// Number of positional parameters.
    pub arg_count: usize,
    /// Whether `*args` is taken (the local after the positional ones).
    pub star: bool,
    /// Whether `**kwargs` is taken (the local after that).
    pub double_star: bool,
    /// Own variables that inner functions use: name, and the parameter slot it starts from.
    pub cell_names: Vec<(Name, Option<u32>)>,
    /// Variables of enclosing functions; after the own cells in the numbering.
    pub free_names: Vec<Name>,
    /// Whether calling it makes a generator.
    pub generator: bool,
    /// Whether locals are in slots (functions) or in a namespace (modules, class bodies).
    pub optimized: bool,
    /// Documentation text or `None`.
    pub doc: Value,
    /// Place of the definition.
    pub span: Span,
}
