//! The instruction loop.

use std::rc::Rc;

use super::Vm;
use super::frame::{Block, BlockKind, Frame, Pending};
use super::handled::Handled;
use crate::interp::budget::SLOT;
use crate::interp::code::{Code, Op};
use crate::interp::error::{Error, Exc, Fault, Result, attribute_error};
use crate::interp::function::{Cell, Function};
use crate::interp::iter::State;
use crate::interp::tables::{Dict, Set};
use crate::interp::value::{Slice, Tuple, Value};
use crate::syntax::ast::{CompareOp, UnaryOp};

/// How a frame was left.
pub enum Exit {
    /// It is done.
    Return(Value),
    /// It can be entered again.
    Yield(Value),
}

impl Vm {
    /// Runs a frame until it returns, yields or raises. Depth and the handled exception are looked after here.
    pub fn run(&mut self, frame: &mut Frame) -> Result<Exit> {
        self.charge(super::limits::CALL)?;
        self.enter("")?;
        self.views.push(super::scopes::View::of(frame));
        let result = self.run_inner(frame);
        self.views.pop();
        self.leave();
        if let Some(outer) = frame.outer_handled.take() {
            self.handled = outer;
        }
        result
    }

    fn run_inner(&mut self, frame: &mut Frame) -> Result<Exit> {
        if let Some(error) = self.pending_throw.take() {
            self.catch(frame, error)?;
        }
        loop {
            match self.execute(frame) {
                Ok(exit) => return Ok(exit),
                Err(error) => self.catch(frame, error)?,
            }
        }
    }

    /// Finds the handler of an error in this frame and goes there, or gives the error back.
    fn catch(&mut self, frame: &mut Frame, mut error: Error) -> Result<()> {
        let Fault::Raised(raised) = &mut *error.0 else {
            if let Fault::Halt(diagnostic) = *error.0 {
                return Err(Error::halt(self.stamp(diagnostic, frame)));
            }
            return Ok(());
        };
        self.note_frame(raised, frame);
        let Some(block) = frame.blocks.pop() else { return Err(error) };
        frame.stack.truncate(block.height);
        frame.pending.truncate(block.pending);
        frame.methods.truncate(block.methods);
        frame.pc = block.handler as usize;
        match block.kind {
            BlockKind::Except => self.handle(frame, error),
            BlockKind::CleanUp => {
                // `sys.exc_info()` sees the exception inside a `finally` too.
                let (value, trace) = self.exception_of(error)?;
                self.set_handled(frame, Handled { value: value.clone(), trace: trace.clone() });
                frame.pending.push(Pending::Raise(Vm::reraise(Handled { value, trace })));
                Ok(())
            }
        }
    }

    fn handle(&mut self, frame: &mut Frame, error: Error) -> Result<()> {
        let (value, trace) = self.exception_of(error)?;
        self.set_handled(frame, Handled { value, trace });
        Ok(())
    }

    fn set_handled(&mut self, frame: &mut Frame, handled: Handled) {
        let outer = self.handled.replace(handled);
        if frame.outer_handled.is_none() {
            frame.outer_handled = Some(outer);
        }
    }

    /// Leaves blocks on the way to a return or a loop's label; `Some` when everything is left.
    fn leave_blocks(&mut self, frame: &mut Frame, pending: Pending) -> Option<Pending> {
        let mut pending = pending;
        loop {
            if let Pending::Jump(target, 0) = pending {
                frame.pc = target as usize;
                return None;
            }
            let Some(block) = frame.blocks.pop() else { return Some(pending) };
            frame.stack.truncate(block.height);
            frame.pending.truncate(block.pending);
            if let Pending::Jump(_, left) = &mut pending {
                *left -= 1;
            }
            if block.kind == BlockKind::CleanUp {
                frame.pc = block.handler as usize;
                frame.pending.push(pending);
                return None;
            }
        }
    }

    fn execute(&mut self, frame: &mut Frame) -> Result<Exit> {
        let code: Rc<Code> = Rc::clone(&frame.code);
        loop {
            let op = code.ops[frame.pc];
            frame.pc += 1;
            self.steps_left = match self.steps_left.checked_sub(1) {
                Some(left) => left,
                None => self.next_slice(1)?,
            };
            match op {
                Op::Const(at) => frame.push(code.consts[at as usize].clone()),
                Op::None => frame.push(Value::None),
                Op::Pop => drop(frame.pop()),
                Op::Dup => {
                    let top = frame.stack.last().cloned().unwrap_or(Value::None);
                    frame.push(top);
                }
                Op::Swap => rotate(frame, 2),
                Op::Rot3 => rotate(frame, 3),
                Op::Dup2 => duplicate(frame, 2),
                Op::LoadFast(at) => match &frame.locals[at as usize] {
                    Some(value) => frame.stack.push(value.clone()),
                    None => return Err(unbound_local(&code.locals[at as usize])),
                },
                Op::StoreFast(at) => frame.locals[at as usize] = Some(frame.pop()),
                Op::DeleteFast(at) => {
                    if frame.locals[at as usize].take().is_none() {
                        return Err(unbound_local(&code.locals[at as usize]));
                    }
                }
                Op::LoadGlobal(at) => {
                    let value = self.load_global(frame, &code.names[at as usize])?;
                    frame.push(value);
                }
                Op::StoreGlobal(at) => {
                    let value = frame.pop();
                    frame.globals.set_str(&code.names[at as usize], value);
                }
                Op::DeleteGlobal(at) => {
                    let name = &code.names[at as usize];
                    if frame.globals.remove_str(name).is_none() {
                        return Err(global_not_defined(name, true));
                    }
                }
                Op::LoadName(at) => {
                    let name = &code.names[at as usize];
                    let names = frame.names.as_ref().or(frame.added.as_ref());
                    let value = match names.and_then(|names| names.get_str(name)) {
                        Some(value) => value,
                        None => self.load_name_outside(frame, name)?,
                    };
                    frame.push(value);
                }
                Op::StoreName(at) => {
                    let value = frame.pop();
                    if let Some(names) = &frame.names {
                        self.charge_bytes(32)?;
                        names.set_str(&code.names[at as usize], value);
                    }
                }
                Op::DeleteName(at) => {
                    let name = &code.names[at as usize];
                    if frame.names.as_ref().and_then(|names| names.remove_str(name)).is_none() {
                        return Err(global_not_defined(name, false));
                    }
                }
                Op::LoadCell(at) => {
                    let value = frame.cells[at as usize].value.borrow().clone();
                    match value {
                        Some(value) => frame.push(value),
                        None => return Err(unbound_cell(frame, at as usize)),
                    }
                }
                Op::StoreCell(at) => {
                    let value = frame.pop();
                    *frame.cells[at as usize].value.borrow_mut() = Some(value);
                }
                Op::DeleteCell(at) => {
                    let old = frame.cells[at as usize].value.borrow_mut().take();
                    if old.is_none() {
                        return Err(unbound_cell(frame, at as usize));
                    }
                }
                Op::PushCell(at) => {
                    let cell = Rc::clone(&frame.cells[at as usize]);
                    frame.push(Value::Cell(cell));
                }
                Op::LoadAttr(at) => {
                    let object = frame.pop();
                    let value = self.getattr(&object, &code.names[at as usize])?;
                    frame.push(value);
                }
                Op::StoreAttr(at) => {
                    let object = frame.pop();
                    let value = frame.pop();
                    self.setattr(&object, &code.names[at as usize], value)?;
                }
                Op::DeleteAttr(at) => {
                    let object = frame.pop();
                    self.delattr(&object, &code.names[at as usize])?;
                }
                Op::GetItem => {
                    let key = frame.pop();
                    let container = frame.pop();
                    let value = self.getitem(&container, &key)?;
                    frame.push(value);
                }
                Op::SetItem => {
                    let key = frame.pop();
                    let container = frame.pop();
                    let value = frame.pop();
                    self.setitem(&container, &key, value)?;
                }
                Op::DeleteItem => {
                    let key = frame.pop();
                    let container = frame.pop();
                    self.delitem(&container, &key)?;
                }
                Op::BuildSlice(_) => {
                    let step = frame.pop();
                    let stop = frame.pop();
                    let start = frame.pop();
                    frame.push(Value::Slice(Rc::new(Slice { start, stop, step })));
                }
                Op::Binary(op) => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = self.binary(op, &left, &right)?;
                    frame.push(value);
                }
                Op::InPlace(op) => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = self.inplace(op, &left, &right)?;
                    frame.push(value);
                }
                Op::TrueDivide => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = self.true_divide(&left, &right)?;
                    frame.push(value);
                }
                Op::InPlaceTrueDivide => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = self.inplace_true_divide(&left, &right)?;
                    frame.push(value);
                }
                Op::Unary(UnaryOp::Not) => {
                    let value = frame.pop();
                    let truth = self.truth(&value)?;
                    frame.push(Value::Bool(!truth));
                }
                Op::Unary(op) => {
                    let value = frame.pop();
                    let value = self.unary(op, &value)?;
                    frame.push(value);
                }
                Op::Compare(op) => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = match (op, &left, &right) {
                        (CompareOp::Lt, Value::Int(a), Value::Int(b)) => Value::Bool(a < b),
                        (CompareOp::Eq, Value::Int(a), Value::Int(b)) => Value::Bool(a == b),
                        _ => self.compare(op, &left, &right)?,
                    };
                    frame.push(value);
                }
                Op::Repr => {
                    let value = frame.pop();
                    let text = self.repr(&value)?;
                    frame.push(Value::bytes(text));
                }
                Op::Jump(to) => frame.pc = to as usize,
                Op::PopJumpIfFalse(to) => {
                    let value = frame.pop();
                    if !self.truth(&value)? {
                        frame.pc = to as usize;
                    }
                }
                Op::PopJumpIfTrue(to) => {
                    let value = frame.pop();
                    if self.truth(&value)? {
                        frame.pc = to as usize;
                    }
                }
                Op::JumpIfFalseOrPop(to) => {
                    let value = frame.pop();
                    if !self.truth(&value)? {
                        frame.push(value);
                        frame.pc = to as usize;
                    }
                }
                Op::JumpIfTrueOrPop(to) => {
                    let value = frame.pop();
                    if self.truth(&value)? {
                        frame.push(value);
                        frame.pc = to as usize;
                    }
                }
                Op::BuildTuple(count) => {
                    let items = frame.pop_many(count as usize);
                    frame.push(Value::tuple(items));
                }
                Op::BuildList(count) => {
                    self.charge_bytes(32 + u64::from(count) * 16)?;
                    let items = frame.pop_many(count as usize);
                    frame.push(Value::list(items));
                }
                Op::BuildSet(count) => {
                    let items = frame.pop_many(count as usize);
                    let set = Set::new();
                    for item in items {
                        set.add(self, item)?;
                    }
                    frame.push(Value::Set(Rc::new(set)));
                }
                Op::BuildDict(count) => {
                    self.charge_bytes(128 + u64::from(count) * 48)?;
                    frame.push(Value::Dict(Rc::new(Dict::with_presize(count as usize))));
                }
                Op::StoreMap => {
                    let key = frame.pop();
                    let value = frame.pop();
                    if let Some(Value::Dict(dict)) = frame.stack.last() {
                        let dict = Rc::clone(dict);
                        dict.set(self, key, value)?;
                    }
                }
                Op::ListAppend(depth) => {
                    let value = frame.pop();
                    self.charge_bytes(SLOT)?;
                    if let Some(Value::List(list)) = below(frame, depth) {
                        list.items.borrow_mut().push(value);
                    }
                }
                Op::SetAdd(depth) => {
                    let value = frame.pop();
                    if let Some(Value::Set(set)) = below(frame, depth) {
                        let set = Rc::clone(set);
                        set.add(self, value)?;
                    }
                }
                Op::MapAdd(depth) => {
                    let key = frame.pop();
                    let value = frame.pop();
                    if let Some(Value::Dict(dict)) = below(frame, depth) {
                        let dict = Rc::clone(dict);
                        dict.set(self, key, value)?;
                    }
                }
                Op::Unpack(count) => {
                    let value = frame.pop();
                    self.unpack(frame, &value, count as usize)?;
                }
                Op::GetIter => {
                    let value = frame.pop();
                    let iterator = self.iter(&value)?;
                    frame.push(iterator);
                }
                Op::ForIter(to) => {
                    let next = match frame.stack.last() {
                        Some(Value::Iter(iter)) => {
                            let fast = match &mut *iter.state.borrow_mut() {
                                State::List(list, at) => {
                                    let item = list.items.borrow().get(*at).cloned();
                                    if item.is_some() {
                                        *at += 1;
                                    }
                                    item
                                }
                                _ => None,
                            };
                            match fast {
                                Some(value) => Some(value),
                                None => {
                                    let iterator = Value::Iter(Rc::clone(iter));
                                    self.next(&iterator)?
                                }
                            }
                        }
                        Some(iterator) => {
                            let iterator = iterator.clone();
                            self.next(&iterator)?
                        }
                        None => None,
                    };
                    match next {
                        Some(value) => frame.push(value),
                        None => {
                            frame.pop();
                            frame.pc = to as usize;
                        }
                    }
                }
                Op::Call(count) => {
                    let args = frame.pop_many(count as usize);
                    let callee = frame.pop();
                    self.call_place = frame.span();
                    if matches!(callee, Value::Native(_)) {
                        self.picture_locals(frame, &callee);
                    }
                    let value = self.call_positional(&callee, args)?;
                    frame.push(value);
                }
                Op::CallEx(at) => self.call_ex(frame, &code, at as usize)?,
                Op::LoadMethod(at) => self.load_method(frame, &code.names[at as usize])?,
                Op::CallMethod(count) => {
                    let mut args = frame.pop_many(count as usize + 1);
                    let callee = frame.pop();
                    if !frame.methods.pop().unwrap_or(false) {
                        args.remove(0);
                    }
                    self.call_place = frame.span();
                    let value = self.call_positional(&callee, args)?;
                    frame.push(value);
                }
                Op::MakeFunction(defaults) => {
                    let function = self.make_function(frame, defaults as usize);
                    frame.push(function);
                }
                Op::BuildClass => {
                    let dict = frame.pop();
                    let bases = frame.pop();
                    let name = frame.pop();
                    self.call_place = frame.span();
                    let class = self.build_class(&frame.globals, name, bases, dict)?;
                    frame.push(class);
                }
                Op::LoadLocals => {
                    let names = frame.names.clone().unwrap_or_default();
                    frame.push(Value::Dict(names));
                }
                Op::ModuleName => {
                    let name = frame.globals.get_name("__name__").unwrap_or_else(|| Value::str("__builtin__"));
                    frame.push(name);
                }
                Op::Return => {
                    let value = frame.pop();
                    if frame.blocks.is_empty() {
                        return Ok(Exit::Return(value));
                    }
                    if let Some(Pending::Return(value)) = self.leave_blocks(frame, Pending::Return(value)) {
                        return Ok(Exit::Return(value));
                    }
                }
                Op::Yield => {
                    let value = frame.pop();
                    return Ok(Exit::Yield(value));
                }
                Op::SetupExcept(to) => setup(frame, BlockKind::Except, to),
                Op::SetupFinally(to) => setup(frame, BlockKind::CleanUp, to),
                Op::SetupWith(to) => {
                    let manager = frame.pop();
                    let Some(exit) = self.special(&manager, "__exit__")? else {
                        return Err(attribute_error("__exit__"));
                    };
                    let Some(enter) = self.special(&manager, "__enter__")? else {
                        return Err(attribute_error("__enter__"));
                    };
                    let entered = self.call_with(&enter, &[])?;
                    frame.push(exit);
                    setup(frame, BlockKind::CleanUp, to);
                    frame.push(entered);
                }
                Op::PopBlock => {
                    frame.blocks.pop();
                }
                Op::Escape(at) => {
                    let escape = code.escapes[at as usize];
                    let left = frame.pending.len().saturating_sub(escape.pending as usize);
                    frame.pending.truncate(left);
                    let _ = self.leave_blocks(frame, Pending::Jump(escape.target, escape.blocks));
                }
                Op::NothingPending => frame.pending.push(Pending::Nothing),
                Op::EndFinally => match frame.pending.pop() {
                    None | Some(Pending::Nothing) => {}
                    Some(Pending::Raise(error)) => {
                        self.keep_trace = true;
                        return Err(error);
                    }
                    Some(pending) => {
                        if let Some(Pending::Return(value)) = self.leave_blocks(frame, pending) {
                            return Ok(Exit::Return(value));
                        }
                    }
                },
                Op::WithCleanup => {
                    let exit = frame.pop();
                    self.with_cleanup(frame, &exit)?;
                }
                Op::ExceptMatch => {
                    let wanted = frame.pop();
                    let matched = match self.handled.clone() {
                        Some(handled) => self.exception_matches(&handled.value, &wanted)?,
                        None => false,
                    };
                    frame.push(Value::Bool(matched));
                }
                Op::LoadException => {
                    let value = self.handled.as_ref().map_or(Value::None, |h| h.value.clone());
                    frame.push(value);
                }
                Op::Reraise => {
                    if let Some(handled) = self.handled.clone() {
                        self.keep_trace = true;
                        return Err(Vm::reraise(handled));
                    }
                }
                Op::AssertionError => {
                    let class = self.class_for(Exc::AssertionError.def());
                    frame.push(Value::Class(class));
                }
                Op::Raise(count) => return Err(self.raise_op(frame, count as usize)?),
                Op::Import(at) => self.import_op(frame, &code.names[at as usize])?,
                Op::ImportFrom(at) => self.import_from_op(frame, &code.names[at as usize])?,
                Op::ImportStar => self.import_star_op(frame)?,
                Op::Print => {
                    let value = frame.pop();
                    self.print_value(None, &value)?;
                }
                Op::PrintNewline => self.print_newline(None)?,
                Op::PrintTo => {
                    let value = frame.pop();
                    let to = frame.stack.last().cloned().unwrap_or(Value::None);
                    self.print_value(Some(&to), &value)?;
                }
                Op::PrintNewlineTo => {
                    let to = frame.stack.last().cloned().unwrap_or(Value::None);
                    self.print_newline(Some(&to))?;
                }
                Op::Exec => {
                    let locals = frame.pop();
                    let globals = frame.pop();
                    let code = frame.pop();
                    self.exec(frame, &code, &globals, &locals)?;
                }
            }
        }
    }

    fn load_global(&mut self, frame: &Frame, name: &Value) -> Result<Value> {
        if let Some(value) = frame.globals.get_str(name) {
            return Ok(value);
        }
        match self.builtin(name) {
            Some(value) => Ok(value),
            None => Err(global_not_defined(name, true)),
        }
    }

    fn load_name_outside(&mut self, frame: &Frame, name: &Value) -> Result<Value> {
        if let Some(value) = frame.globals.get_str(name) {
            return Ok(value);
        }
        match self.builtin(name) {
            Some(value) => Ok(value),
            None => Err(global_not_defined(name, false)),
        }
    }

    fn make_function(&mut self, frame: &mut Frame, defaults: usize) -> Value {
        let Value::Code(code) = frame.pop() else { return Value::None };
        let mut closure: Vec<Rc<Cell>> = Vec::with_capacity(code.free_names.len());
        for value in frame.pop_many(code.free_names.len()) {
            if let Value::Cell(cell) = value {
                closure.push(cell);
            }
        }
        let defaults = frame.pop_many(defaults);
        let module = frame.globals.get_name("__name__").unwrap_or(Value::None);
        Value::Function(Rc::new(Function {
            name: std::cell::RefCell::new(Value::str(code.name.as_bytes())),
            doc: std::cell::RefCell::new(code.doc.clone()),
            module: std::cell::RefCell::new(module),
            defaults: std::cell::RefCell::new(Rc::new(Tuple::new(defaults))),
            closure,
            globals: Rc::clone(&frame.globals),
            dict: Default::default(),
            code,
            number: Default::default(),
        }))
    }

    fn with_cleanup(&mut self, frame: &mut Frame, exit: &Value) -> Result<()> {
        let args = match frame.pending.last() {
            Some(Pending::Raise(_)) => {
                let value = self.handled.as_ref().map_or(Value::None, |h| h.value.clone());
                let class = Value::Class(self.class_of_exception(&value));
                let traceback = self.traceback_value();
                [class, value, traceback]
            }
            _ => [Value::None, Value::None, Value::None],
        };
        let swallow = self.call_with(exit, &args)?;
        if matches!(frame.pending.last(), Some(Pending::Raise(_))) && self.truth(&swallow)? {
            frame.pending.pop();
            frame.pending.push(Pending::Nothing);
        }
        Ok(())
    }

    fn raise_op(&mut self, frame: &mut Frame, count: usize) -> Result<Error> {
        let mut parts = frame.pop_many(count).into_iter();
        let Some(kind) = parts.next() else {
            let Some(handled) = self.handled.clone() else {
                return Err(crate::interp::error::type_error(
                    "exceptions must be old-style classes or derived from BaseException, not NoneType",
                ));
            };
            self.keep_trace = true;
            return Ok(Vm::reraise(handled));
        };
        let value = parts.next().unwrap_or(Value::None);
        let traceback = parts.next().unwrap_or(Value::None);
        let mut error = self.raise_error(kind, value)?;
        if let (Some(trace), Fault::Raised(raised)) = (self.trace_of(&traceback)?, &mut *error.0) {
            raised.trace = trace;
            self.keep_trace = true;
        }
        Ok(error)
    }

    fn unpack(&mut self, frame: &mut Frame, value: &Value, count: usize) -> Result<()> {
        let items = match value {
            Value::Tuple(items) => items.to_vec(),
            Value::List(list) => list.items.borrow().clone(),
            _ => return self.unpack_iterable(frame, value, count),
        };
        if items.len() > count {
            return Err(too_many_to_unpack());
        }
        if items.len() < count {
            return Err(too_few_to_unpack(items.len()));
        }
        frame.stack.extend(items.into_iter().rev());
        Ok(())
    }

    fn unpack_iterable(&mut self, frame: &mut Frame, value: &Value, count: usize) -> Result<()> {
        let iterator = self.iter(value)?;
        let mut items = Vec::with_capacity(count);
        while items.len() < count {
            match self.next(&iterator)? {
                Some(item) => items.push(item),
                None => return Err(too_few_to_unpack(items.len())),
            }
        }
        if self.next(&iterator)?.is_some() {
            return Err(too_many_to_unpack());
        }
        frame.stack.extend(items.into_iter().rev());
        Ok(())
    }
}

fn too_many_to_unpack() -> Error {
    Error::new(Exc::ValueError, "too many values to unpack")
}

fn too_few_to_unpack(have: usize) -> Error {
    let s = if have == 1 { "" } else { "s" };
    Error::new(Exc::ValueError, format!("need more than {have} value{s} to unpack"))
}

fn setup(frame: &mut Frame, kind: BlockKind, handler: u32) {
    frame.blocks.push(Block {
        kind,
        handler,
        height: frame.stack.len(),
        pending: frame.pending.len(),
        methods: frame.methods.len(),
    });
}

fn rotate(frame: &mut Frame, count: usize) {
    let top = frame.pop();
    let at = frame.stack.len().saturating_sub(count - 1);
    frame.stack.insert(at, top);
}

fn duplicate(frame: &mut Frame, count: usize) {
    let at = frame.stack.len().saturating_sub(count);
    frame.stack.extend_from_within(at..);
}

fn below(frame: &Frame, depth: u32) -> Option<&Value> {
    let at = frame.stack.len().checked_sub(depth as usize)?;
    frame.stack.get(at)
}

fn unbound_local(name: &str) -> Error {
    Error::new(Exc::UnboundLocalError, format!("local variable '{name}' referenced before assignment"))
}

fn unbound_cell(frame: &Frame, at: usize) -> Error {
    let (name, free) = frame.cell_name(at);
    if free {
        Error::new(Exc::NameError, format!("free variable '{name}' referenced before assignment in enclosing scope"))
    } else {
        unbound_local(name)
    }
}

fn global_not_defined(name: &Value, global: bool) -> Error {
    let text = match name {
        Value::Str(s) => s.lossy().into_owned(),
        _ => String::new(),
    };
    let prefix = if global { "global " } else { "" };
    Error::new(Exc::NameError, format!("{prefix}name '{text}' is not defined"))
}
