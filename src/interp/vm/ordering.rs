//! `cmp`, and the order of values that no rich method orders.
//!
//! After the rich methods comes `__cmp__`, then an order by type name (numbers before everything, `None` first of all)
//! and identity. Where CPython orders by address, values are ordered by when they were first asked for their identity,
//! so that runs agree.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Vm;
use super::compare::{RECURSION, is_same, swapped};
use super::iteration::is_old;
use crate::interp::class::{Class, ClassKind};
use crate::interp::error::{Exc, Result, type_error};
use crate::interp::tables::Dict;
use crate::interp::value::{Slice, Value};
use crate::syntax::ast::CompareOp;

impl Vm {
    /// `cmp(a, b)`.
    pub fn cmp(&mut self, a: &Value, b: &Value) -> Result<Ordering> {
        if is_same(a, b) {
            return Ok(Ordering::Equal);
        }
        match (a, b) {
            (Value::Int(x), Value::Int(y)) => return Ok(x.cmp(y)),
            (Value::Str(x), Value::Str(y)) => return Ok(x.bytes().cmp(y.bytes())),
            _ => {}
        }
        self.enter(RECURSION)?;
        let result = self.full_cmp(a, b);
        self.leave();
        result
    }

    fn full_cmp(&mut self, a: &Value, b: &Value) -> Result<Ordering> {
        let same_type = match (a, b) {
            (Value::Instance(_), Value::Instance(_)) if is_old(a) && is_old(b) => true,
            _ => {
                let class = self.class_of(a);
                Rc::ptr_eq(&class, &self.class_of(b))
            }
        };
        if same_type
            && self.has_three_way(a)
            && let Some(order) = self.three_way(a, b)?
        {
            return Ok(order);
        }
        let tries =
            [(CompareOp::Eq, Ordering::Equal), (CompareOp::Lt, Ordering::Less), (CompareOp::Gt, Ordering::Greater)];
        for (op, order) in tries {
            if let Some(answer) = self.rich_only(op, a, b)?
                && self.truth(&answer)?
            {
                return Ok(order);
            }
        }
        match self.three_way(a, b)? {
            Some(order) => Ok(order),
            None => Ok(self.default_order(a, b)),
        }
    }

    fn rich_only(&mut self, op: CompareOp, a: &Value, b: &Value) -> Result<Option<Value>> {
        let reflected_first = self.derives_properly(b, a);
        if reflected_first && let Some(answer) = self.half(swapped(op), b, a)? {
            return Ok(Some(answer));
        }
        if let Some(answer) = self.half(op, a, b)? {
            return Ok(Some(answer));
        }
        if reflected_first { Ok(None) } else { self.half(swapped(op), b, a) }
    }

    /// Whether `cmp` of two values of this type asks the three-way rule before the rich methods.
    fn has_three_way(&mut self, value: &Value) -> bool {
        match value {
            Value::Instance(_) if is_old(value) => true,
            Value::Instance(instance) => {
                self.user_hook(&instance.class(), "__cmp__").is_some()
                    || matches!(value.base(), Value::Dict(_) | Value::Set(_) | Value::FrozenSet(_))
            }
            Value::Dict(_) | Value::Set(_) | Value::FrozenSet(_) | Value::Slice(_) => true,
            _ => false,
        }
    }

    /// The three-way rule: `__cmp__`, or that of built-in types; `None` when there is none for the two.
    pub(super) fn three_way(&mut self, a: &Value, b: &Value) -> Result<Option<Ordering>> {
        if is_old(a) || is_old(b) {
            for (v, w, swap) in [(a, b, false), (b, a, true)] {
                if !is_old(v) {
                    continue;
                }
                if let Some(order) = self.half_cmp(v, w)? {
                    return Ok(Some(if swap { order.reverse() } else { order }));
                }
            }
            return Ok(None);
        }
        let (own_a, own_b) = (self.has_own_cmp(a), self.has_own_cmp(b));
        if own_a || own_b {
            if own_a && let Some(order) = self.half_cmp(a, b)? {
                return Ok(Some(order));
            }
            if own_b && let Some(order) = self.half_cmp(b, a)? {
                return Ok(Some(order.reverse()));
            }
            return Ok(Some(self.by_identity(a, b)));
        }
        match (a.base(), b.base()) {
            (Value::Dict(x), Value::Dict(y)) => self.cmp_dicts(&Rc::clone(x), &Rc::clone(y)).map(Some),
            (Value::Slice(x), Value::Slice(y)) => self.cmp_slices(&Rc::clone(x), &Rc::clone(y)).map(Some),
            (Value::Set(_) | Value::FrozenSet(_), Value::Set(_) | Value::FrozenSet(_)) => {
                Err(type_error("cannot compare sets using cmp()"))
            }
            _ => Ok(None),
        }
    }

    fn has_own_cmp(&mut self, value: &Value) -> bool {
        match value {
            Value::Instance(instance) => self.user_hook(&instance.class(), "__cmp__").is_some(),
            Value::Host(_) => {
                let class = self.class_of(value);
                class.lookup_name("__cmp__").is_some()
            }
            Value::Class(class) => match class.metaclass.clone() {
                Some(meta) => self.user_hook(&meta, "__cmp__").is_some(),
                None => false,
            },
            _ => false,
        }
    }

    fn half_cmp(&mut self, v: &Value, w: &Value) -> Result<Option<Ordering>> {
        let Some(method) = self.special(v, "__cmp__")? else { return Ok(None) };
        let answer = self.call_with(&method, std::slice::from_ref(w))?;
        if matches!(answer, Value::NotImplemented) {
            return Ok(None);
        }
        let number = match self.answer_as_int(&answer) {
            Err(error) if is_old(v) && self.error_is(&error, Exc::TypeError) => {
                return Err(type_error("comparison did not return an int"));
            }
            result => result?,
        };
        Ok(Some(number.cmp(&0)))
    }

    /// The smallest key whose value differs decides, after the sizes.
    pub fn cmp_dicts(&mut self, x: &Dict, y: &Dict) -> Result<Ordering> {
        if x.len() != y.len() {
            return Ok(x.len().cmp(&y.len()));
        }
        let Some((key_x, value_x)) = self.first_difference(x, y)? else { return Ok(Ordering::Equal) };
        let Some((key_y, value_y)) = self.first_difference(y, x)? else { return Ok(Ordering::Equal) };
        match self.cmp(&key_x, &key_y)? {
            Ordering::Equal => self.cmp(&value_x, &value_y),
            order => Ok(order),
        }
    }

    /// The smallest key of `x` that `y` lacks or has another value for, and its value in `x`.
    fn first_difference(&mut self, x: &Dict, y: &Dict) -> Result<Option<(Value, Value)>> {
        let mut found: Option<(Value, Value)> = None;
        for (key, value) in x.items() {
            self.charge(1)?;
            if let Some((smallest, _)) = &found {
                let smallest = smallest.clone();
                if self.cmp(&smallest, &key)? == Ordering::Less {
                    continue;
                }
            }
            let same = match y.get(self, &key)? {
                Some(other) => self.eq(&value, &other)?,
                None => false,
            };
            if !same {
                found = Some((key, value));
            }
        }
        Ok(found)
    }

    fn cmp_slices(&mut self, x: &Slice, y: &Slice) -> Result<Ordering> {
        for (a, b) in [(&x.start, &y.start), (&x.stop, &y.stop), (&x.step, &y.step)] {
            match self.cmp(a, b)? {
                Ordering::Equal => {}
                order => return Ok(order),
            }
        }
        Ok(Ordering::Equal)
    }

    /// The order of values that nothing else orders.
    pub(super) fn default_order(&mut self, a: &Value, b: &Value) -> Ordering {
        if is_same(a, b) {
            return Ordering::Equal;
        }
        let (class_a, class_b) = (self.class_of(a), self.class_of(b));
        if Rc::ptr_eq(&class_a, &class_b) {
            return self.by_identity(a, b);
        }
        match (a.is_none(), b.is_none()) {
            (true, _) => return Ordering::Less,
            (_, true) => return Ordering::Greater,
            _ => {}
        }
        let names = (self.ordering_name(a, &class_a), self.ordering_name(b, &class_b));
        match names.0.cmp(&names.1) {
            Ordering::Equal => self.by_identity(&Value::Class(class_a), &Value::Class(class_b)),
            order => order,
        }
    }

    /// The type's name as default ordering compares it: numbers count as the empty name.
    fn ordering_name(&mut self, value: &Value, class: &Rc<Class>) -> String {
        let number = match value.base() {
            Value::Int(_) | Value::Long(_) | Value::Bool(_) | Value::Float(_) => true,
            Value::Instance(_) if is_old(value) => true,
            Value::Instance(_) | Value::Host(_) => {
                class.lookup_name("__int__").is_some() || class.lookup_name("__float__").is_some()
            }
            _ => false,
        };
        if number {
            return String::new();
        }
        match class.kind {
            ClassKind::Native if class.native.module != "__builtin__" && class.native.module != "exceptions" => {
                format!("{}.{}", class.native.module, class.name())
            }
            _ => class.name().to_string(),
        }
    }

    fn by_identity(&mut self, a: &Value, b: &Value) -> Ordering {
        if is_same(a, b) {
            return Ordering::Equal;
        }
        let first = self.identity(a);
        first.cmp(&self.identity(b))
    }
}
