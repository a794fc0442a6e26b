//! The table under `set` and `frozenset` of CPython 2.7, and how each set operation builds its result.
//!
//! Probing and growth are those of [`table`](super::table). The order of a result follows from which operand is walked and what
//! each found key is added to:
//!
//! | Python | walked | result |
//! |---|---|---|
//! | `set(it)`, `{a, b}`, `update(it)` | the iterable, first to last | keys added one by one |
//! | `s.update(other)`, `s \|= other`, `set(other)`, `copy()` | `other`, after room was made | [`SetTable::merge`]; a dict instead of a set makes the same room |
//! | `s \| other`, `s.union(other)` | `other` | a copy of `s`, then as `update` |
//! | `s & other`, `s.intersection(other)` with sets | the smaller one; `other` if they are equally large | keys *of the walked one* that the other has, into a new set |
//! | `s.intersection(it)` | the iterable (a dict is one) | keys of the iterable that `s` has, into a new set |
//! | `s &= other`, `intersection_update` | as above | the result replaces the table of `s` |
//! | `s - other`, `s.difference(other)` with a set or dict | `s` | keys of `s` that `other` has not, into a new set |
//! | `s.difference(it)` | the iterable | a copy of `s`, then as `difference_update` |
//! | `s -= other`, `difference_update` | `other` | keys removed from `s`; afterwards [`SetTable::sweep`] |
//! | `s ^= other`, `symmetric_difference_update` | `other` (an iterable is made a set first, a dict is not) | each key removed from `s` if there, else added |
//! | `s ^ other`, `s.symmetric_difference(other)` | `s` | a new set of `other`, then as `^=` with `s` |
//!
//! With `s` itself as `other`: `update` and `&` do nothing more than copy, `difference_update` and `^=` clear.
//! `frozenset(f)` of an exact frozenset is the same object. Several arguments are taken from left to right; `s.intersection(a, b)`
//! is `(s & a) & b`, `s.difference(a, b)` is `s.difference(a)` followed by `difference_update(b)`.

use super::table::{Lookup, Table};

/// Beyond this number of keys a table doubles instead of quadrupling.
const LARGE: usize = 50_000;

/// A table of keys without values, placed as CPython 2.7 places the keys of a set. [`SetTable::table`] gives the walks and
/// slot operations that need no more than that.
#[derive(Debug, Clone)]
pub struct SetTable<K> {
    table: Table<K, ()>,
}

impl<K> Default for SetTable<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> SetTable<K> {
    /// An empty set.
    pub fn new() -> Self {
        SetTable { table: Table::new() }
    }

    /// The table itself.
    pub fn table(&self) -> &Table<K, ()> {
        &self.table
    }

    /// The table itself, to change it.
    pub fn table_mut(&mut self) -> &mut Table<K, ()> {
        &mut self.table
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The keys in iteration order, each with its full hash.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (i64, &K)> + Clone {
        self.table.iter().map(|(hash, key, ())| (hash, key))
    }

    /// Adds a key and tells whether it is new; an equal key that is there stays.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn add<E>(&mut self, hash: i64, key: K, mut eq: impl FnMut(&K, &K) -> Result<bool, E>) -> Result<bool, E> {
        match self.table.lookup(hash, |present| eq(present, &key))? {
            Lookup::Found(_) => Ok(false),
            Lookup::Vacant(slot) => {
                self.table.insert_vacant(slot, hash, key, ());
                Ok(true)
            }
        }
    }

    /// Whether the key is there.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn contains<E>(&self, hash: i64, eq: impl FnMut(&K) -> Result<bool, E>) -> Result<bool, E> {
        Ok(matches!(self.table.lookup(hash, eq)?, Lookup::Found(_)))
    }

    /// Takes a key out, `discard` and `remove`.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn remove<E>(&mut self, hash: i64, eq: impl FnMut(&K) -> Result<bool, E>) -> Result<Option<K>, E> {
        Ok(self.table.remove(hash, eq)?.map(|(key, ())| key))
    }

    /// `set.pop`.
    pub fn pop(&mut self) -> Option<K> {
        self.table.pop_item().map(|(key, ())| key)
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        self.table.clear();
    }

    /// What ends `difference_update`: when dummies are at least a fifth of the slots, the table is rebuilt without them.
    pub fn sweep(&mut self) {
        let dummies = self.table.fill() - self.table.len();
        if dummies * 5 >= self.table.capacity() - 1 {
            let used = self.table.len();
            self.table.resize_for(if used > LARGE { used * 2 } else { used * 4 });
        }
    }
}

impl<K: Clone> SetTable<K> {
    /// A set made of another, `set(other)` and `copy()`: not slot for slot, the keys move to where a merge puts them.
    pub fn copy(&self) -> Self {
        let mut copy = Self::new();
        copy.table.merge_presize(self.len());
        for (hash, key) in self.iter() {
            // The keys of a set differ from each other, so none needs a comparison.
            if let Lookup::Vacant(slot) = copy.table.find(hash, |_| false) {
                copy.table.insert_vacant(slot, hash, key.clone(), ());
            }
        }
        copy
    }

    /// `|=` and `update` with another set (with itself: call nothing).
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn merge<E>(&mut self, other: &Self, mut eq: impl FnMut(&K, &K) -> Result<bool, E>) -> Result<(), E> {
        self.table.merge_presize(other.len());
        for (hash, key) in other.iter() {
            self.add(hash, key.clone(), &mut eq)?;
        }
        Ok(())
    }

    /// `self | other`.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn union<E>(&self, other: &Self, eq: impl FnMut(&K, &K) -> Result<bool, E>) -> Result<Self, E> {
        let mut result = self.copy();
        result.merge(other, eq)?;
        Ok(result)
    }

    /// `self & other`; also the new table for `self &= other`. (For `s & s` use [`SetTable::copy`].)
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn intersection<E>(&self, other: &Self, mut eq: impl FnMut(&K, &K) -> Result<bool, E>) -> Result<Self, E> {
        let (walked, asked) = if other.len() > self.len() { (self, other) } else { (other, self) };
        let mut result = Self::new();
        for (hash, key) in walked.iter() {
            if asked.contains(hash, |present| eq(present, key))? {
                result.add(hash, key.clone(), &mut eq)?;
            }
        }
        Ok(result)
    }

    /// `self - other`.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn difference<E>(&self, other: &Self, mut eq: impl FnMut(&K, &K) -> Result<bool, E>) -> Result<Self, E> {
        let mut result = Self::new();
        for (hash, key) in self.iter() {
            if !other.contains(hash, |present| eq(present, key))? {
                result.add(hash, key.clone(), &mut eq)?;
            }
        }
        Ok(result)
    }

    /// `self ^= other` (with itself: call [`SetTable::clear`]).
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn toggle<E>(&mut self, other: &Self, mut eq: impl FnMut(&K, &K) -> Result<bool, E>) -> Result<(), E> {
        for (hash, key) in other.iter() {
            if self.remove(hash, |present| eq(present, key))?.is_none() {
                self.add(hash, key.clone(), &mut eq)?;
            }
        }
        Ok(())
    }

    /// `self ^ other`.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn symmetric_difference<E>(&self, other: &Self, eq: impl FnMut(&K, &K) -> Result<bool, E>) -> Result<Self, E> {
        let mut result = other.copy();
        result.toggle(self, eq)?;
        Ok(result)
    }
}
