//! `dict_keys`, `dict_values`, `dict_items`: what `viewkeys()` and its siblings return.

use std::any::Any;
use std::rc::Rc;

use crate::interp::error::{Result, type_error};
use crate::interp::host_value::HostValue;
use crate::interp::iter::DictPart;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::tables::{Dict, Set};
use crate::interp::types::{dict, object::OBJECT, set_algebra};
use crate::interp::value::Value;
use crate::interp::vm::Vm;
use crate::interp::vm::holds;
use crate::syntax::ast::CompareOp;

/// `dict_keys`.
pub static KEYS: TypeDef = TypeDef { methods: SET_LIKE, ..view_type("dict_keys") };
/// `dict_values`.
pub static VALUES: TypeDef = view_type("dict_values");
/// `dict_items`.
pub static ITEMS: TypeDef = TypeDef { methods: SET_LIKE, ..view_type("dict_items") };

const fn view_type(name: &'static str) -> TypeDef {
    TypeDef { name, base: Some(&OBJECT), methods: PLAIN, ..TypeDef::EMPTY }
}

static PLAIN: &[NativeDef] = &[
    NativeDef::plain("__iter__", Shape::Unpack(0, 0), iterate),
    NativeDef::plain("__len__", Shape::Unpack(0, 0), length),
    NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
];

static SET_LIKE: &[NativeDef] = &[
    NativeDef::plain("__and__", Shape::Unpack(1, 1), |vm, a| {
        combine(vm, &a[0], &a[1], set_algebra::intersection_update)
    }),
    NativeDef::plain("__contains__", Shape::Unpack(1, 1), |vm, a| {
        Ok(Value::Bool(contains(vm, view_of(&a[0])?, &a[1])?))
    }),
    NativeDef::plain("__eq__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Eq, a)),
    NativeDef::plain("__ge__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Ge, a)),
    NativeDef::plain("__gt__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Gt, a)),
    NativeDef::plain("__iter__", Shape::Unpack(0, 0), iterate),
    NativeDef::plain("__le__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Le, a)),
    NativeDef::plain("__len__", Shape::Unpack(0, 0), length),
    NativeDef::plain("__lt__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Lt, a)),
    NativeDef::plain("__ne__", Shape::Unpack(1, 1), |vm, a| compare(vm, CompareOp::Ne, a)),
    NativeDef::plain("__or__", Shape::Unpack(1, 1), |vm, a| combine(vm, &a[0], &a[1], set_algebra::update)),
    NativeDef::plain("__rand__", Shape::Unpack(1, 1), |vm, a| {
        combine(vm, &a[1], &a[0], set_algebra::intersection_update)
    }),
    NativeDef::plain("__repr__", Shape::Unpack(0, 0), repr),
    NativeDef::plain("__ror__", Shape::Unpack(1, 1), |vm, a| combine(vm, &a[1], &a[0], set_algebra::update)),
    NativeDef::plain("__rsub__", Shape::Unpack(1, 1), |vm, a| {
        combine(vm, &a[1], &a[0], set_algebra::difference_update)
    }),
    NativeDef::plain("__rxor__", Shape::Unpack(1, 1), |vm, a| combine(vm, &a[1], &a[0], set_algebra::toggle)),
    NativeDef::plain("__sub__", Shape::Unpack(1, 1), |vm, a| combine(vm, &a[0], &a[1], set_algebra::difference_update)),
    NativeDef::plain("__xor__", Shape::Unpack(1, 1), |vm, a| combine(vm, &a[0], &a[1], set_algebra::toggle)),
];

/// A view: a dictionary and what of it is shown.
pub struct DictView {
    /// The dictionary.
    pub dict: Rc<Dict>,
    /// The part.
    pub part: DictPart,
}

impl HostValue for DictView {
    fn type_def(&self) -> &'static TypeDef {
        match self.part {
            DictPart::Keys => &KEYS,
            DictPart::Values => &VALUES,
            DictPart::Items => &ITEMS,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A view as a value.
pub fn view(dict: &Rc<Dict>, part: DictPart) -> Value {
    Value::Host(Rc::new(DictView { dict: Rc::clone(dict), part }))
}

fn as_view(value: &Value) -> Option<&DictView> {
    match value {
        Value::Host(host) => host.as_any().downcast_ref(),
        _ => None,
    }
}

fn view_of(value: &Value) -> Result<&DictView> {
    as_view(value).ok_or_else(|| type_error("a method of dictionary views needs a view"))
}

fn iterate(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let view = view_of(&args[0])?;
    Ok(dict::iterator(&view.dict, view.part))
}

fn length(_vm: &mut Vm, args: &[Value]) -> Result<Value> {
    Ok(Value::Int(view_of(&args[0])?.dict.len() as i64))
}

fn repr(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let view = view_of(&args[0])?;
    let items = vm.collect(&args[0])?;
    let inner = vm.repr(&Value::list(items))?;
    Ok(Value::bytes([view.type_def().name.as_bytes(), b"(", &inner, b")"].concat()))
}

fn contains(vm: &mut Vm, view: &DictView, item: &Value) -> Result<bool> {
    if view.part == DictPart::Keys {
        return view.dict.contains(vm, item);
    }
    let Value::Tuple(pair) = item.base() else { return Ok(false) };
    let [key, value] = pair.as_slice() else { return Ok(false) };
    match view.dict.get(vm, key)? {
        Some(found) => vm.eq(value, &found),
        None => Ok(false),
    }
}

/// Views compare as sets with other views and with sets.
fn compare(vm: &mut Vm, op: CompareOp, args: &[Value]) -> Result<Value> {
    let (a, b) = (&args[0], &args[1]);
    let is_set = match b.base() {
        Value::Set(_) | Value::FrozenSet(_) => true,
        other => as_view(other).is_some_and(|view| view.part != DictPart::Values),
    };
    if !is_set {
        return Ok(Value::NotImplemented);
    }
    let (m, n) = (vm.len(a)?, vm.len(b)?);
    let sizes = holds(op, m.cmp(&n));
    let answer = match op {
        CompareOp::Eq => m == n && all_contained(vm, a, b)?,
        CompareOp::Ne => m != n || !all_contained(vm, a, b)?,
        CompareOp::Lt | CompareOp::Le => sizes && all_contained(vm, a, b)?,
        _ => sizes && all_contained(vm, b, a)?,
    };
    Ok(Value::Bool(answer))
}

fn all_contained(vm: &mut Vm, a: &Value, b: &Value) -> Result<bool> {
    let iterator = vm.iter(a)?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.contains(b, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A set of the left operand, changed by the right one.
fn combine(
    vm: &mut Vm,
    left: &Value,
    right: &Value,
    change: fn(&mut Vm, &Rc<Set>, &Value) -> Result<()>,
) -> Result<Value> {
    let set = Rc::new(Set::new());
    set_algebra::update(vm, &set, left)?;
    change(vm, &set, right)?;
    Ok(Value::Set(set))
}
