//! Sorting: stable, adaptive, and safe with comparison functions that lie.
//!
//! Natural runs are found first (strictly descending ones are reversed), short ones are lengthened by binary insertion,
//! then neighbours are merged. Up to 63 elements the comparisons are exactly those of CPython's `list.sort`.

use std::rc::Rc;

use crate::interp::error::{Result, type_error, value_error};
use crate::interp::value::{List, Value};
use crate::interp::vm::Vm;

/// How to sort.
pub struct How {
    cmp: Option<Value>,
    key: Option<Value>,
    reverse: bool,
}

struct Entry {
    key: Value,
    item: Value,
}

impl How {
    /// From the arguments of `sort` and `sorted`; `None` means not given.
    pub fn new(vm: &mut Vm, cmp: Option<Value>, key: Option<Value>, reverse: Option<Value>) -> Result<How> {
        let reverse = match reverse {
            Some(value) => vm.int_arg(&value)? != 0,
            None => false,
        };
        Ok(How { cmp: cmp.filter(|v| !v.is_none()), key: key.filter(|v| !v.is_none()), reverse })
    }

    fn less(&self, vm: &mut Vm, a: &Entry, b: &Entry) -> Result<bool> {
        vm.charge(1)?;
        let Some(cmp) = &self.cmp else { return vm.less(&a.key, &b.key) };
        let answer = vm.call_with(cmp, &[a.key.clone(), b.key.clone()])?;
        match answer.base() {
            Value::Int(n) => Ok(*n < 0),
            Value::Bool(_) => Ok(false),
            _ => {
                let name = vm.type_name(&answer);
                Err(type_error(format!("comparison function must return int, not {name}")))
            }
        }
    }
}

/// `list.sort`: the list is empty meanwhile.
///
/// # Errors
/// `ValueError: list modified during sort`, and what keys and comparisons raise; the list then holds all its elements
/// in some order.
pub fn sort_list(vm: &mut Vm, list: &Rc<List>, how: &How) -> Result<()> {
    let items = list.items.take();
    let (items, result) = sort(vm, items, how);
    let meanwhile = list.items.replace(items);
    result?;
    if meanwhile.is_empty() { Ok(()) } else { Err(value_error("list modified during sort")) }
}

/// The elements in their new order; after an error, in whatever order they had then.
pub fn sort(vm: &mut Vm, items: Vec<Value>, how: &How) -> (Vec<Value>, Result<()>) {
    let mut entries = Vec::with_capacity(items.len());
    if let Some(function) = &how.key {
        for item in &items {
            match vm.call_with(function, std::slice::from_ref(item)) {
                Ok(key) => entries.push(Entry { key, item: item.clone() }),
                Err(error) => return (items, Err(error)),
            }
        }
    } else {
        entries.extend(items.into_iter().map(|item| Entry { key: item.clone(), item }));
    }
    // Reversing before and after keeps equal elements in their order.
    if how.reverse {
        entries.reverse();
    }
    let result = sort_entries(vm, &mut entries, how);
    if how.reverse {
        entries.reverse();
    }
    (entries.into_iter().map(|entry| entry.item).collect(), result)
}

fn sort_entries(vm: &mut Vm, entries: &mut [Entry], how: &How) -> Result<()> {
    let length = entries.len();
    if length < 2 {
        return Ok(());
    }
    let least = shortest_run(length);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    while start < length {
        let (count, descending) = count_run(vm, &entries[start..], how)?;
        if descending {
            entries[start..start + count].reverse();
        }
        let forced = least.min(length - start);
        let end = start + count.max(forced);
        if count < forced {
            insert_binary(vm, &mut entries[start..end], count, how)?;
        }
        runs.push((start, end));
        start = end;
        while runs.len() > 1 && must_merge(&runs) {
            let at = if runs.len() > 2 && run_length(&runs, 3) < run_length(&runs, 1) { 3 } else { 2 };
            merge_runs(vm, entries, &mut runs, at, how)?;
        }
    }
    while runs.len() > 1 {
        merge_runs(vm, entries, &mut runs, 2, how)?;
    }
    Ok(())
}

/// Length of the n-th run from the end.
fn run_length(runs: &[(usize, usize)], from_end: usize) -> usize {
    runs.len().checked_sub(from_end).and_then(|at| runs.get(at)).map_or(usize::MAX, |(start, end)| end - start)
}

fn must_merge(runs: &[(usize, usize)]) -> bool {
    let (last, second) = (run_length(runs, 1), run_length(runs, 2));
    second <= last || (runs.len() > 2 && run_length(runs, 3) <= second + last)
}

fn shortest_run(mut length: usize) -> usize {
    let mut odd = 0;
    while length >= 64 {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

fn count_run(vm: &mut Vm, entries: &[Entry], how: &How) -> Result<(usize, bool)> {
    let [first, second, ..] = entries else { return Ok((entries.len(), false)) };
    let descending = how.less(vm, second, first)?;
    let mut count = 2;
    while let (Some(next), Some(before)) = (entries.get(count), entries.get(count - 1)) {
        if how.less(vm, next, before)? != descending {
            break;
        }
        count += 1;
    }
    Ok((count, descending))
}

/// Sorts when the first `sorted` entries already are.
fn insert_binary(vm: &mut Vm, entries: &mut [Entry], sorted: usize, how: &How) -> Result<()> {
    for at in sorted.max(1)..entries.len() {
        let (mut left, mut right) = (0, at);
        while left < right {
            let middle = left + (right - left) / 2;
            if how.less(vm, &entries[at], &entries[middle])? {
                right = middle;
            } else {
                left = middle + 1;
            }
        }
        entries[left..=at].rotate_right(1);
    }
    Ok(())
}

/// Merges the run at `from_end` with the one behind it.
fn merge_runs(
    vm: &mut Vm,
    entries: &mut [Entry],
    runs: &mut Vec<(usize, usize)>,
    from_end: usize,
    how: &How,
) -> Result<()> {
    let Some(at) = runs.len().checked_sub(from_end) else { return Ok(()) };
    let (Some(&(start, middle)), Some(&(_, end))) = (runs.get(at), runs.get(at + 1)) else { return Ok(()) };
    runs[at] = (start, end);
    runs.remove(at + 1);
    merge(vm, &mut entries[start..end], middle - start, how)
}

fn merge(vm: &mut Vm, entries: &mut [Entry], middle: usize, how: &How) -> Result<()> {
    let (mut left, mut right) = (0, middle);
    let mut order: Vec<usize> = Vec::with_capacity(entries.len());
    let mut result = Ok(());
    while left < middle && right < entries.len() {
        match how.less(vm, &entries[right], &entries[left]) {
            Ok(true) => {
                order.push(right);
                right += 1;
            }
            Ok(false) => {
                order.push(left);
                left += 1;
            }
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    order.extend(left..middle);
    order.extend(right..entries.len());
    let merged: Vec<Entry> = order
        .iter()
        .filter_map(|at| entries.get(*at))
        .map(|entry| Entry { key: entry.key.clone(), item: entry.item.clone() })
        .collect();
    for (place, entry) in entries.iter_mut().zip(merged) {
        *place = entry;
    }
    result
}
