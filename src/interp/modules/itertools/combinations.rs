//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.

use std::rc::Rc;

use super::iterator;
use crate::interp::class::Class;
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::iter::Iter;
use crate::interp::native::{Args, NativeDef, TypeDef};
use crate::interp::value::Value;
use crate::interp::vm::Vm;

/// `combinations`.
pub static COMBINATIONS: TypeDef = iterator("combinations", |vm, _, args| NEW_COMBINATIONS.invoke(vm, args, 0));
/// `combinations_with_replacement`.
pub static COMBINATIONS_WITH_REPLACEMENT: TypeDef =
    iterator("combinations_with_replacement", |vm, _, args| NEW_WITH_REPLACEMENT.invoke(vm, args, 0));
/// `permutations`.
pub static PERMUTATIONS: TypeDef = iterator("permutations", |vm, _, args| NEW_PERMUTATIONS.invoke(vm, args, 0));
/// `product`.
pub static PRODUCT: TypeDef = iterator("product", new_product);

/// The elements and the length of a selection.
fn pool(vm: &mut Vm, args: &[Option<Value>]) -> Result<(Vec<Value>, Option<usize>)> {
    let items = vm.collect(args.first().and_then(Option::as_ref).unwrap_or(&Value::None))?;
    let length = match args.get(1).and_then(Option::as_ref) {
        None | Some(Value::None) => return Ok((items, None)),
        Some(length) => vm.int_arg(length)?,
    };
    let length = usize::try_from(length).map_err(|_| value_error("r must be non-negative"))?;
    vm.check_size(length as u64)?;
    Ok((items, Some(length)))
}

/// An iterator over the selections that a rule of succession gives; the first selection is `indices`.
fn selections(
    def: &'static TypeDef,
    items: Vec<Value>,
    indices: Option<Vec<usize>>,
    mut advance: impl FnMut(&mut Vec<usize>, usize) -> bool + 'static,
) -> Value {
    let mut indices = indices;
    let mut first = true;
    Iter::native(def, move |vm| {
        let Some(current) = &mut indices else { return Ok(None) };
        if !first && !advance(current, items.len()) {
            indices = None;
            return Ok(None);
        }
        first = false;
        vm.charge(current.len() as u64)?;
        Ok(Some(Value::tuple(current.iter().filter_map(|&at| items.get(at).cloned()).collect())))
    })
}

static NEW_COMBINATIONS: NativeDef = NativeDef::named("combinations", &["iterable", "r"], 2, |vm, args| {
    let (items, length) = pool(vm, args)?;
    let Some(length) = length else { return Err(type_error("an integer is required")) };
    let start = (length <= items.len()).then(|| (0..length).collect());
    Ok(selections(&COMBINATIONS, items, start, |indices, n| {
        let r = indices.len();
        let Some(at) = (0..r).rev().find(|&i| indices[i] != i + n - r) else { return false };
        indices[at] += 1;
        for i in at + 1..r {
            indices[i] = indices[i - 1] + 1;
        }
        true
    }))
});

static NEW_WITH_REPLACEMENT: NativeDef =
    NativeDef::named("combinations_with_replacement", &["iterable", "r"], 2, |vm, args| {
        let (items, length) = pool(vm, args)?;
        let Some(length) = length else { return Err(type_error("an integer is required")) };
        let start = (length == 0 || !items.is_empty()).then(|| vec![0; length]);
        Ok(selections(&COMBINATIONS_WITH_REPLACEMENT, items, start, |indices, n| {
            let Some(at) = (0..indices.len()).rev().find(|&i| indices[i] + 1 != n) else { return false };
            let next = indices[at] + 1;
            indices[at..].fill(next);
            true
        }))
    });

static NEW_PERMUTATIONS: NativeDef = NativeDef::named("permutations", &["iterable", "r"], 1, |vm, args| {
    let (items, length) = pool(vm, args)?;
    let n = items.len();
    let r = length.unwrap_or(n);
    if r > n {
        return Ok(selections(&PERMUTATIONS, items, None, |_, _| false));
    }
    let mut order: Vec<usize> = (0..n).collect();
    let mut cycles: Vec<usize> = (n - r + 1..=n).rev().collect();
    Ok(selections(&PERMUTATIONS, items, Some((0..r).collect()), move |indices, n| {
        for i in (0..r).rev() {
            cycles[i] -= 1;
            if cycles[i] == 0 {
                order[i..].rotate_left(1);
                cycles[i] = n - i;
            } else {
                let j = n - cycles[i];
                order.swap(i, j);
                indices.copy_from_slice(&order[..r]);
                return true;
            }
        }
        false
    }))
});

fn new_product(vm: &mut Vm, _class: &Rc<Class>, args: Args) -> Result<Value> {
    let repeat = match args.keywords.as_slice() {
        [] => 1,
        [(name, value)] if &**name == "repeat" => vm.int_arg(value)?,
        keywords => {
            let name = keywords.iter().map(|(name, _)| name).find(|name| &***name != "repeat");
            let name = name.map_or(String::new(), |name| name.to_string());
            return Err(type_error(format!("'{name}' is an invalid keyword argument for this function")));
        }
    };
    let repeat = usize::try_from(repeat).map_err(|_| value_error("repeat argument cannot be negative"))?;
    vm.check_size((repeat.saturating_mul(args.positional.len()) as u64).saturating_mul(16))?;
    let mut once = Vec::new();
    for source in &args.positional {
        once.push(Rc::new(vm.collect(source)?));
    }
    let mut pools: Vec<Rc<Vec<Value>>> = Vec::new();
    for _ in 0..repeat {
        pools.extend(once.iter().cloned());
    }
    let mut indices = vec![0; pools.len()];
    let mut state = if pools.iter().any(|pool| pool.is_empty()) { State::Done } else { State::First };
    Ok(Iter::native(&PRODUCT, move |vm| {
        match state {
            State::Done => return Ok(None),
            State::First => state = State::Next,
            State::Next => {
                let advanced = (0..pools.len()).rev().any(|i| {
                    indices[i] += 1;
                    if indices[i] < pools[i].len() {
                        return true;
                    }
                    indices[i] = 0;
                    false
                });
                if !advanced {
                    state = State::Done;
                    return Ok(None);
                }
            }
        }
        vm.charge(pools.len() as u64)?;
        let row = pools.iter().zip(&indices).filter_map(|(pool, &at)| pool.get(at).cloned());
        Ok(Some(Value::tuple(row.collect())))
    }))
}

enum State {
    First,
    Next,
    Done,
}
