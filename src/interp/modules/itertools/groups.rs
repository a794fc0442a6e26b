//! `groupby`, `tee`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::iterator;
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::iter::Iter;
use crate::interp::native::{NativeDef, TypeDef};
use crate::interp::types;
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `groupby`.
pub static GROUPBY: TypeDef = iterator("groupby", |vm, _, args| NEW_GROUPBY.invoke(vm, args, 0));

static GROUPER: TypeDef = shape("_grouper");
static TEE: TypeDef = shape("tee");

const fn shape(name: &'static str) -> TypeDef {
    TypeDef {
        name,
        module: "itertools",
        base: Some(&types::object::OBJECT),
        methods: types::iterators::ITERATOR_METHODS,
        ..TypeDef::EMPTY
    }
}

/// What a `groupby` and its groups share.
struct Groups {
    source: Value,
    key: Value,
    /// Key and value read last.
    current: RefCell<Option<(Value, Value)>>,
    /// Whether the value read last has been given out.
    taken: std::cell::Cell<bool>,
    target: RefCell<Option<Value>>,
}

impl Groups {
    /// Reads the next value; false at the end.
    fn read(&self, vm: &mut Vm) -> Result<bool> {
        let Some(value) = vm.next(&self.source)? else {
            return Ok(false);
        };
        let key = match &self.key {
            Value::None => value.clone(),
            function => vm.call_with(function, std::slice::from_ref(&value))?,
        };
        self.current.replace(Some((key, value)));
        self.taken.set(false);
        Ok(true)
    }

    fn current_key(&self) -> Option<Value> {
        self.current.borrow().as_ref().map(|(key, _)| key.clone())
    }
}

static NEW_GROUPBY: NativeDef = NativeDef::named("groupby", &["iterable", "key"], 1, |vm, args| {
    let source = vm.iter(args[0].as_ref().unwrap_or(&Value::None))?;
    let key = args[1].clone().unwrap_or(Value::None);
    let groups = Rc::new(Groups {
        source,
        key,
        current: RefCell::new(None),
        taken: std::cell::Cell::new(true),
        target: RefCell::new(None),
    });
    Ok(Iter::native(&GROUPBY, move |vm| {
        // Skips what is left of the group before.
        loop {
            let target = groups.target.borrow().clone();
            match (groups.current_key(), target) {
                (None, _) => {}
                (Some(_), None) => break,
                (Some(key), Some(target)) => {
                    if !vm.eq(&key, &target)? {
                        break;
                    }
                }
            }
            if !groups.read(vm)? {
                return Ok(None);
            }
        }
        let Some(key) = groups.current_key() else { return Ok(None) };
        groups.target.replace(Some(key.clone()));
        Ok(Some(Value::tuple(vec![key.clone(), grouper(Rc::clone(&groups), key)])))
    }))
});

/// The values of one group.
fn grouper(groups: Rc<Groups>, target: Value) -> Value {
    Iter::native(&GROUPER, move |vm| {
        if groups.taken.get() && !groups.read(vm)? {
            return Ok(None);
        }
        let Some(key) = groups.current_key() else { return Ok(None) };
        if !vm.eq(&target, &key)? {
            return Ok(None);
        }
        groups.taken.set(true);
        let value = groups.current.borrow().as_ref().map(|(_, value)| value.clone());
        Ok(value)
    })
}

/// `tee`.
pub const TEE_FUNCTION: NativeDef = NativeDef::raw("tee", |vm, args| {
    let given = args.positional.len();
    if given == 0 || given > 2 || !args.keywords.is_empty() {
        let (word, count) = if given == 0 { ("at least", 1) } else { ("at most", 2) };
        let plural = if count == 1 { "" } else { "s" };
        return Err(type_error(format!("function takes {word} {count} argument{plural} ({given} given)")));
    }
    let copies = match args.positional.get(1) {
        Some(copies) => vm.int_arg(copies)?,
        None => 2,
    };
    let copies = usize::try_from(copies).map_err(|_| value_error("n must be >= 0"))?;
    vm.check_size(copies as u64 * 64)?;
    let source = vm.iter(args.positional.first().unwrap_or(&Value::None))?;
    let queues: Rc<RefCell<Vec<VecDeque<Value>>>> = Rc::new(RefCell::new(vec![VecDeque::new(); copies]));
    let copy = |at: usize| {
        let (source, queues) = (source.clone(), Rc::clone(&queues));
        Iter::native(&TEE, move |vm| {
            if let Some(value) = queues.borrow_mut().get_mut(at).and_then(VecDeque::pop_front) {
                return Ok(Some(value));
            }
            let Some(value) = vm.next(&source)? else { return Ok(None) };
            vm.charge_bytes(16 * copies as u64)?;
            for (other, queue) in queues.borrow_mut().iter_mut().enumerate() {
                if other != at {
                    queue.push_back(value.clone());
                }
            }
            Ok(Some(value))
        })
    };
    Ok(Value::tuple((0..copies).map(copy).collect()))
});
