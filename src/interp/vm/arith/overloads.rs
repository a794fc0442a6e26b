//! How an operator finds its code: CPython's order of the operands' number slots, then of their sequence slots.
//!
//! A "slot" is what a type answers an operator with: built-in numbers and sets their own arithmetic, a class of the
//! program its special methods, an old-style instance its attributes after coercion.

use super::numbers::{Number, number_binary};
use super::operator::Operator;
use crate::interp::class::ClassKind;
use crate::interp::error::{Error, Result, type_error};
use crate::interp::types::set;
use crate::interp::types::text::percent;
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::syntax::ast::BinOp;

/// What a value's type answers an operator with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    None,
    /// A built-in number of this rank.
    Number(u8),
    Set,
    /// The left side of `%`.
    Text,
    /// Special methods of a new-style class or of a type that a module supplies.
    Methods,
    /// An old-style instance.
    Old,
}

impl Vm {
    /// `a op b`; `inplace` only chooses the spelling of the error.
    pub(super) fn operate(&mut self, op: Operator, a: &Value, b: &Value, inplace: bool) -> Result<Value> {
        if let Some(value) = self.by_number_slots(op, a, b)? {
            return Ok(value);
        }
        if let Some(value) = self.by_sequence(op, a, b)? {
            return Ok(value);
        }
        Err(self.unsupported(op.symbol(inplace), a, b))
    }

    /// `a op= b`.
    pub(super) fn operate_inplace(&mut self, op: Operator, a: &Value, b: &Value) -> Result<Value> {
        if let Some(value) = self.augment_set(op, a, b)? {
            return Ok(value);
        }
        let slot = self.augmented_slot(op, a);
        let own = match slot {
            Slot::Methods => self.call_if_there(a, &op.augmented(), b)?,
            Slot::Old => self.half_coerced(op, a, b, &op.augmented(), false, true)?,
            _ => None,
        };
        if let Some(value) = own {
            return Ok(value);
        }
        if let Some(value) = self.by_number_slots(op, a, b)? {
            return Ok(value);
        }
        if let Some(value) = self.augment_list(op, a, b)? {
            return Ok(value);
        }
        if let Some(value) = self.by_sequence(op, a, b)? {
            return Ok(value);
        }
        Err(self.unsupported(op.symbol(true), a, b))
    }

    fn unsupported(&mut self, symbol: &str, a: &Value, b: &Value) -> Error {
        let (left, right) = (self.type_name(a), self.type_name(b));
        type_error(format!("unsupported operand type(s) for {symbol}: '{left}' and '{right}'"))
    }

    /// `pow(a, b, modulus)` with a modulus that is not `None`.
    pub fn pow_mod(&mut self, a: &Value, b: &Value, modulus: &Value) -> Result<Value> {
        if matches!(self.slot(Operator::Pow, a), Slot::Methods | Slot::Old) {
            if let Some(method) = self.special(a, "__pow__")? {
                let value = self.call_with(&method, &[b.clone(), modulus.clone()])?;
                if !matches!(value, Value::NotImplemented) {
                    return Ok(value);
                }
            }
        } else if let (Some(x), Some(y)) = (Number::of(a.base()), Number::of(b.base()))
            && let Some(value) = super::power::pow_mod(self, &x, &y, modulus)?
        {
            return Ok(value);
        }
        let names = [self.type_name(a), self.type_name(b), self.type_name(modulus)];
        Err(type_error(format!(
            "unsupported operand type(s) for pow(): '{}', '{}', '{}'",
            names[0], names[1], names[2]
        )))
    }

    fn by_number_slots(&mut self, op: Operator, a: &Value, b: &Value) -> Result<Option<Value>> {
        let (left, right) = (self.slot(op, a), self.slot(op, b));
        if !matches!(left, Slot::Methods | Slot::Old) && !matches!(right, Slot::Methods | Slot::Old) {
            return self.built_in(op, a, b);
        }
        let same_type = self.same_type(a, b);
        let mut other = if same_type || left == right { Slot::None } else { right };
        if left != Slot::None {
            if other != Slot::None && self.is_subtype(b, a) {
                if let Some(value) = self.run_slot(op, other, (left, right, same_type), a, b)? {
                    return Ok(Some(value));
                }
                other = Slot::None;
            }
            if let Some(value) = self.run_slot(op, left, (left, right, same_type), a, b)? {
                return Ok(Some(value));
            }
        }
        match other {
            Slot::None => Ok(None),
            other => self.run_slot(op, other, (left, right, same_type), a, b),
        }
    }

    fn run_slot(
        &mut self,
        op: Operator,
        slot: Slot,
        (left, right, same_type): (Slot, Slot, bool),
        a: &Value,
        b: &Value,
    ) -> Result<Option<Value>> {
        match slot {
            Slot::None => Ok(None),
            Slot::Methods => self.by_methods(op, left == Slot::Methods, !same_type && right == Slot::Methods, a, b),
            Slot::Old => self.by_coercion(op, a, b),
            Slot::Number(rank) => {
                let ranks = (Number::of(a.base()).map(|n| n.rank()), Number::of(b.base()).map(|n| n.rank()));
                match ranks {
                    (Some(x), Some(y)) if x.max(y) == rank => number_binary(self, op, a.base(), b.base()),
                    _ => Ok(None),
                }
            }
            Slot::Set | Slot::Text => self.built_in(op, a, b),
        }
    }

    /// The operator between two built-in values, as far as numbers, sets and `%` go.
    fn built_in(&mut self, op: Operator, a: &Value, b: &Value) -> Result<Option<Value>> {
        let (a, right) = (a.base(), b.base());
        if let Some(value) = number_binary(self, op, a, right)? {
            return Ok(Some(value));
        }
        match (op, a) {
            // What is formatted keeps its own class, whose `__str__` counts.
            (Operator::Mod, Value::Str(text)) => percent::format_bytes(self, text, b).map(Some),
            (Operator::Mod, Value::Unicode(text)) => percent::format_unicode(self, text.text(), b).map(Some),
            (_, Value::Set(_) | Value::FrozenSet(_)) => match set_operator(op) {
                Some(op) => set::set_binary(self, op, a, right),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn slot(&mut self, op: Operator, value: &Value) -> Slot {
        match value {
            Value::Instance(instance) => {
                let class = instance.class();
                if class.kind == ClassKind::Old {
                    return Slot::Old;
                }
                let names = [op.method(), op.reflected()];
                let found = names.iter().filter_map(|name| class.lookup_name(name));
                let payload = instance.payload();
                if found.into_iter().any(|f| payload.is_none() || !matches!(f, Value::Native(_))) {
                    return Slot::Methods;
                }
                payload.map_or(Slot::None, |inner| built_in_slot(op, inner))
            }
            Value::Host(_) | Value::Class(_) => {
                let class = self.class_of(value);
                let has = class.lookup_name(&op.method()).or_else(|| class.lookup_name(&op.reflected())).is_some();
                if has { Slot::Methods } else { Slot::None }
            }
            _ => built_in_slot(op, value),
        }
    }

    fn augmented_slot(&mut self, op: Operator, value: &Value) -> Slot {
        match value {
            Value::Instance(instance) => {
                let class = instance.class();
                if class.kind == ClassKind::Old {
                    return Slot::Old;
                }
                match class.lookup_name(&op.augmented()) {
                    Some(Value::Native(_)) if instance.payload().is_some() => Slot::None,
                    Some(_) => Slot::Methods,
                    None => Slot::None,
                }
            }
            Value::Host(_) | Value::Class(_) => {
                let class = self.class_of(value);
                if class.lookup_name(&op.augmented()).is_some() { Slot::Methods } else { Slot::None }
            }
            _ => Slot::None,
        }
    }

    /// The special methods of one or both operands; the right one's first if it derives and overrides.
    fn by_methods(&mut self, op: Operator, left: bool, mut right: bool, a: &Value, b: &Value) -> Result<Option<Value>> {
        if left {
            if right && self.is_subtype(b, a) && self.overrides(b, a, &op.reflected()) {
                if let Some(value) = self.call_if_there(b, &op.reflected(), a)? {
                    return Ok(Some(value));
                }
                right = false;
            }
            if let Some(value) = self.call_if_there(a, &op.method(), b)? {
                return Ok(Some(value));
            }
        } else {
            right = true;
        }
        if right { self.call_if_there(b, &op.reflected(), a) } else { Ok(None) }
    }

    /// Calls a special method; `None` when it is absent or answers `NotImplemented`.
    fn call_if_there(&mut self, receiver: &Value, name: &str, argument: &Value) -> Result<Option<Value>> {
        let Some(method) = self.special(receiver, name)? else { return Ok(None) };
        let value = self.call_with(&method, std::slice::from_ref(argument))?;
        Ok(if matches!(value, Value::NotImplemented) { None } else { Some(value) })
    }

    fn same_type(&mut self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Instance(x), Value::Instance(y))
                if x.class().kind == ClassKind::Old && y.class().kind == ClassKind::Old =>
            {
                true
            }
            _ => std::rc::Rc::ptr_eq(&self.class_of(a), &self.class_of(b)),
        }
    }

    fn is_subtype(&mut self, value: &Value, of: &Value) -> bool {
        let (class, other) = (self.class_of(value), self.class_of(of));
        class.kind != ClassKind::Old && other.kind != ClassKind::Old && class.is_subclass(&other)
    }

    fn overrides(&mut self, derived: &Value, base: &Value, name: &str) -> bool {
        let (derived, base) = (self.class_of(derived), self.class_of(base));
        match (derived.lookup_name(name), base.lookup_name(name)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(own), Some(inherited)) => !own.is(&inherited),
        }
    }

    // ---- old-style instances -----------------------------------------------------------------------------

    fn by_coercion(&mut self, op: Operator, a: &Value, b: &Value) -> Result<Option<Value>> {
        if let Some(value) = self.half_coerced(op, a, b, &op.method(), false, false)? {
            return Ok(Some(value));
        }
        self.half_coerced(op, b, a, &op.reflected(), true, false)
    }

    /// One side's attempt: `__coerce__` if there is one, then the method of `receiver`, or the operator anew if
    /// coercion gave another type.
    fn half_coerced(
        &mut self,
        op: Operator,
        receiver: &Value,
        other: &Value,
        method: &str,
        swapped: bool,
        inplace: bool,
    ) -> Result<Option<Value>> {
        let Value::Instance(instance) = receiver else { return Ok(None) };
        if instance.class().kind != ClassKind::Old {
            return Ok(None);
        }
        let Some(coerce) = self.getattr_opt(receiver, "__coerce__")? else {
            return self.call_if_there(receiver, method, other);
        };
        let pair = match self.call_with(&coerce, std::slice::from_ref(other))? {
            Value::None | Value::NotImplemented => return self.call_if_there(receiver, method, other),
            Value::Tuple(pair) if pair.len() == 2 => pair,
            _ => return Err(type_error("coercion should return None or 2-tuple")),
        };
        let [own, other] = &pair[..] else { return Ok(None) };
        if matches!(own, Value::Instance(i) if i.class().kind == ClassKind::Old) {
            return self.call_if_there(own, method, other);
        }
        self.enter(" after coercion")?;
        let result = match (swapped, inplace) {
            (true, _) => self.operate(op, other, own, false),
            (false, false) => self.operate(op, own, other, false),
            (false, true) => self.operate_inplace(op, own, other),
        };
        self.leave();
        result.map(Some)
    }

    // ---- sets --------------------------------------------------------------------------------------------

    /// `set |= set` and its kin change the left set; `None` when the operands are others.
    fn augment_set(&mut self, op: Operator, a: &Value, b: &Value) -> Result<Option<Value>> {
        if !matches!(a.base(), Value::Set(_)) || !matches!(b.base(), Value::Set(_) | Value::FrozenSet(_)) {
            return Ok(None);
        }
        if self.augmented_slot(op, a) == Slot::Methods {
            return Ok(None);
        }
        let name = match op {
            Operator::BitOr => "update",
            Operator::BitAnd => "intersection_update",
            Operator::Sub => "difference_update",
            Operator::BitXor => "symmetric_difference_update",
            _ => return Ok(None),
        };
        self.call_method(a.base(), name, std::slice::from_ref(b))?;
        Ok(Some(a.clone()))
    }
}

fn built_in_slot(op: Operator, value: &Value) -> Slot {
    match value {
        Value::Str(_) | Value::Unicode(_) if op == Operator::Mod => Slot::Text,
        Value::Set(_) | Value::FrozenSet(_) if set_operator(op).is_some() => Slot::Set,
        _ => Number::of(value).map_or(Slot::None, |n| Slot::Number(n.rank())),
    }
}

fn set_operator(op: Operator) -> Option<BinOp> {
    match op {
        Operator::BitOr => Some(BinOp::BitOr),
        Operator::BitAnd => Some(BinOp::BitAnd),
        Operator::BitXor => Some(BinOp::BitXor),
        Operator::Sub => Some(BinOp::Sub),
        _ => None,
    }
}
