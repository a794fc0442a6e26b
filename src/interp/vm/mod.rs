//! The virtual machine: one evaluation's state, and the operations on values that may run program code.

mod frame;

pub use frame::Frame;

use std::cmp::Ordering;
use std::rc::Rc;

use super::class::Class;
use super::error::Result;
use super::host::Host;
use super::native::{Args, TypeDef};
use super::value::Value;
use crate::syntax::ast::{BinOp, CompareOp};

/// One evaluation.
pub struct Vm {
    host: Box<dyn Host>,
}

#[allow(missing_docs, unused_variables)]
impl Vm {
    // ---- calls -------------------------------------------------------------------------------------------
    /// Calls a value.
    pub fn call(&mut self, callee: &Value, args: Args) -> Result<Value> { todo!() }
    /// Calls a value with positional arguments.
    pub fn call_with(&mut self, callee: &Value, positional: &[Value]) -> Result<Value> { todo!() }
    /// Calls a method by name (`AttributeError` if it is not there).
    pub fn call_method(&mut self, receiver: &Value, name: &str, positional: &[Value]) -> Result<Value> { todo!() }
    /// Looks a special method up on the class (new-style) or the instance (old-style), bound; `None` if absent.
    /// Natives' own protocol (list, dict, …) is also found here through their tables.
    pub fn special(&mut self, receiver: &Value, name: &str) -> Result<Option<Value>> { todo!() }

    // ---- attributes --------------------------------------------------------------------------------------
    pub fn getattr(&mut self, receiver: &Value, name: &Value) -> Result<Value> { todo!() }
    pub fn getattr_name(&mut self, receiver: &Value, name: &str) -> Result<Value> { todo!() }
    /// `None` when `AttributeError`.
    pub fn getattr_opt(&mut self, receiver: &Value, name: &str) -> Result<Option<Value>> { todo!() }
    pub fn setattr(&mut self, receiver: &Value, name: &Value, value: Value) -> Result<()> { todo!() }
    pub fn delattr(&mut self, receiver: &Value, name: &Value) -> Result<()> { todo!() }

    // ---- classes -----------------------------------------------------------------------------------------
    /// `type(value)`.
    pub fn class_of(&mut self, value: &Value) -> Rc<Class> { todo!() }
    /// The class object of a native type, made when first asked for.
    pub fn class_for(&mut self, def: &'static TypeDef) -> Rc<Class> { todo!() }
    /// `type(value).__name__` as messages show it (`'instance'` for old-style instances).
    pub fn type_name(&mut self, value: &Value) -> Rc<str> { todo!() }
    /// isinstance against a class or a tuple of classes.
    pub fn isinstance(&mut self, value: &Value, class: &Value) -> Result<bool> { todo!() }

    // ---- conversions -------------------------------------------------------------------------------------
    /// `bool(value)`.
    pub fn truth(&mut self, value: &Value) -> Result<bool> { todo!() }
    /// `repr(value)` as bytes.
    pub fn repr(&mut self, value: &Value) -> Result<Vec<u8>> { todo!() }
    /// `repr(value)` as text for messages.
    pub fn repr_text(&mut self, value: &Value) -> Result<String> { todo!() }
    /// `str(value)`: bytes (a `unicode` is encoded as ASCII, `UnicodeEncodeError`).
    pub fn str(&mut self, value: &Value) -> Result<Vec<u8>> { todo!() }
    /// `unicode(value)` (bytes are decoded as ASCII, `UnicodeDecodeError`).
    pub fn unicode(&mut self, value: &Value) -> Result<String> { todo!() }
    /// `value.__index__()` of int, long, bool or an object with that method; `None` when there is none.
    pub fn index(&mut self, value: &Value) -> Result<Option<Value>> { todo!() }
    /// An argument that must be an integer that fits 64 bits (`an integer is required`, float refused or truncated with
    /// `integer argument expected, got float`).
    pub fn int_arg(&mut self, value: &Value) -> Result<i64> { todo!() }
    /// An index that fits 64 bits, else clamped (for slices).
    pub fn slice_index(&mut self, value: &Value) -> Result<Option<i64>> { todo!() }

    // ---- comparison --------------------------------------------------------------------------------------
    /// `hash(value)`.
    pub fn hash(&mut self, value: &Value) -> Result<i64> { todo!() }
    /// `bool(a == b)`, identity first (as containers compare).
    pub fn eq(&mut self, a: &Value, b: &Value) -> Result<bool> { todo!() }
    /// `cmp(a, b)`.
    pub fn cmp(&mut self, a: &Value, b: &Value) -> Result<Ordering> { todo!() }
    /// `a op b` for the rich comparisons, `in` and `is`.
    pub fn compare(&mut self, op: CompareOp, a: &Value, b: &Value) -> Result<Value> { todo!() }
    pub fn less(&mut self, a: &Value, b: &Value) -> Result<bool> { todo!() }

    // ---- operators, items --------------------------------------------------------------------------------
    pub fn binary(&mut self, op: BinOp, a: &Value, b: &Value) -> Result<Value> { todo!() }
    pub fn inplace(&mut self, op: BinOp, a: &Value, b: &Value) -> Result<Value> { todo!() }
    pub fn len(&mut self, value: &Value) -> Result<usize> { todo!() }
    pub fn getitem(&mut self, container: &Value, key: &Value) -> Result<Value> { todo!() }
    pub fn setitem(&mut self, container: &Value, key: &Value, value: Value) -> Result<()> { todo!() }
    pub fn delitem(&mut self, container: &Value, key: &Value) -> Result<()> { todo!() }
    pub fn contains(&mut self, container: &Value, item: &Value) -> Result<bool> { todo!() }

    // ---- iteration ---------------------------------------------------------------------------------------
    /// `iter(value)`.
    pub fn iter(&mut self, value: &Value) -> Result<Value> { todo!() }
    /// The next value of an iterator; `None` at its end (a `StopIteration` raised by program code included).
    pub fn next(&mut self, iterator: &Value) -> Result<Option<Value>> { todo!() }
    /// `list(value)`; lists and tuples are taken directly.
    pub fn collect(&mut self, value: &Value) -> Result<Vec<Value>> { todo!() }

    // ---- budget ------------------------------------------------------------------------------------------
    /// Counts units of native work (elements walked, bytes copied / 64, …).
    pub fn charge(&mut self, steps: u64) -> Result<()> { todo!() }
    /// Counts bytes that new values take.
    pub fn charge_bytes(&mut self, bytes: u64) -> Result<()> { todo!() }
    /// Refuses a text or sequence of this many bytes or elements before it is made, and counts it.
    pub fn check_size(&mut self, size: u64) -> Result<()> { todo!() }
    /// Refuses an integer of this many bits before it is made.
    pub fn check_bits(&mut self, bits: u64) -> Result<()> { todo!() }
    /// Enters a nested native call (`repr` of a list in a list, comparison, …): `RuntimeError: maximum recursion depth
    /// exceeded` beyond the limit. Every `enter` needs a `leave`.
    pub fn enter(&mut self, doing: &'static str) -> Result<()> { todo!() }
    pub fn leave(&mut self) { todo!() }
    /// Marks a container as being printed; false if it already is (a cycle). `repr_done` unmarks it.
    pub fn repr_enter(&mut self, address: usize) -> bool { todo!() }
    pub fn repr_done(&mut self, address: usize) { todo!() }

    // ---- the world ---------------------------------------------------------------------------------------
    pub fn host(&mut self) -> &mut dyn Host { &mut *self.host }
    /// A host's refusal as an error: `Os` becomes the given exception class (IOError/OSError) with errno, text, file name.
    pub fn host_error(&mut self, class: super::error::Exc, error: super::host::HostError, path: Option<&str>) -> super::error::Error { todo!() }
}
