//! The hash table under `dict` and `set` of CPython 2.7: iteration follows the slots of this table, so whoever wants the
//! same order needs the same table.
//!
//! # The algorithm
//!
//! A table is a power of two of slots, 8 at first. A slot is empty (never used since the table was last built), a *dummy*
//! (its entry was removed) or holds an entry together with its full hash.
//!
//! *Probing.* A key's first slot is `hash mod capacity`. While the slot is taken by something else the next one is
//! `i = 5*i + perturb + 1 (mod capacity)`, where `perturb` starts as the hash, as an unsigned number, and loses five bits
//! after every step; so all bits of the hash take part at first, and in the end the recurrence visits every slot. The walk ends at an
//! entry with the same hash and an equal key, or at an empty slot. A new key goes to the *first dummy met* on the way,
//! else to that empty slot.
//!
//! *Growth.* `used` counts entries and `fill` counts entries and dummies. After an insertion that added a key, a table that is
//! at least two thirds full (`fill*3 >= capacity*2`) is rebuilt with the smallest power of two greater than `used*4`
//! (`used*2` beyond 50,000 entries). It may shrink or keep its size: dummies count for the decision and not for the size. Rebuilding
//! inserts the entries in the order of the old slots into empty ones. Removal never rebuilds.
//!
//! *Which operation builds a dict how* (the caller's part):
//!
//! | Python | here |
//! |---|---|
//! | `{k: v, …}` with n pairs | [`Table::with_presize`]`(n)`, then insert in source order |
//! | `d[k] = v`, `setdefault`, comprehension, `dict(pairs)`, `update(pairs)` | insert one by one |
//! | `d.copy()`, `dict(d)`, `d.update(other_dict)` | [`Table::merge_presize`]`(other.len())` unless `other` is empty or the dict itself, then insert in the other's slot order |
//! | `dict.fromkeys(keys)` of a dict or a set | [`Table::resize_for`]`(n / 2 * 3)`, then [`Table::insert_vacant_without_growth`] in slot order; of any other iterable one by one |
//! | `f(a=1, b=2)` with `f` a Python function taking `**kwargs` | insert into `kwargs` in source order |
//! | `C(a=1, b=2)`, or a builtin such as `dict(a=1, b=2)` | the arguments become a dict *from last to first*; an `__init__` taking `**kwargs` inserts that dict's items in slot order into a new one; `dict` and `update` merge that dict |
//! | `f(b=2, **d)` | as for a class, but the dict starts as a copy of `d` |
//! | `popitem()` | [`Table::pop_item`] |
//!
//! Hashing and equality are the caller's: equality is a closure that may fail, and for keys whose comparison runs user
//! code [`Table::probe`] and [`Table::next_candidate`] walk without holding a borrow.

use std::convert::Infallible;

/// Capacity of a table when it is made.
const SMALLEST: usize = 8;
/// Bits that the perturbation loses per step.
const PERTURB_SHIFT: u32 = 5;
/// Beyond this number of entries a table doubles instead of quadrupling.
const LARGE: usize = 50_000;

#[derive(Debug, Clone)]
enum Slot<K, V> {
    Empty,
    Dummy,
    Full(K, V),
}

/// `hash` outlives the entry: slot 0 without an entry keeps the position where `pop_item` goes on.
#[derive(Debug, Clone)]
struct Cell<K, V> {
    hash: i64,
    slot: Slot<K, V>,
}

/// A hash table that keeps its entries in the slots where CPython 2.7 would.
#[derive(Debug, Clone)]
pub struct Table<K, V> {
    /// Empty until the first insertion, else a power of two of at least [`SMALLEST`].
    cells: Vec<Cell<K, V>>,
    used: usize,
    fill: usize,
    version: u64,
}

/// Where a key is, or where it would go; slot numbers hold until the table changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// The slot of the entry with an equal key.
    Found(usize),
    /// The slot for [`Table::insert_vacant`].
    Vacant(usize),
}

/// What a walk over the places of one hash meets next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Candidate {
    /// An entry with the same full hash; the caller compares its key with the one looked for.
    Entry(usize),
    /// No such key: the slot for [`Table::insert_vacant`].
    Vacant(usize),
}

/// State of a walk over the places of one hash. After the table changed (see [`Table::version`]), start a new one.
#[derive(Debug, Clone)]
pub struct Probe {
    hash: i64,
    index: usize,
    perturb: u64,
    first_dummy: Option<usize>,
    started: bool,
}

impl Probe {
    fn step(&mut self) {
        if self.started {
            // `index` is not reduced modulo the capacity; only its low bits ever matter.
            self.index = self.index.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1);
            self.perturb >>= PERTURB_SHIFT;
        }
        self.started = true;
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> Table<K, V> {
    /// An empty table of 8 slots; allocates nothing before the first insertion.
    pub fn new() -> Self {
        Table { cells: Vec::new(), used: 0, fill: 0, version: 0 }
    }

    /// The table of a dict display with this many pairs.
    pub fn with_presize(entries: usize) -> Self {
        let mut table = Self::new();
        if entries > 5 {
            // The display states its size in sixteen bits, and leaves it there when it is larger.
            table.resize_for(entries.min(0xffff));
        }
        table
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Number of slots, a power of two.
    pub fn capacity(&self) -> usize {
        self.cells.len().max(SMALLEST)
    }

    /// Number of slots that are not empty: entries and dummies.
    pub fn fill(&self) -> usize {
        self.fill
    }

    /// A number that changes whenever an entry is added, removed or moved (not when a value is replaced).
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Starts a walk over the places where a key with this hash may be.
    pub fn probe(&self, hash: i64) -> Probe {
        Probe { hash, index: hash as usize, perturb: hash as u64, first_dummy: None, started: false }
    }

    /// The next entry with the hash of the walk, or the end of it.
    pub fn next_candidate(&self, probe: &mut Probe) -> Candidate {
        let mask = self.capacity() - 1;
        loop {
            probe.step();
            let index = probe.index & mask;
            match self.cells.get(index) {
                None | Some(Cell { slot: Slot::Empty, .. }) => {
                    return Candidate::Vacant(probe.first_dummy.unwrap_or(index));
                }
                Some(Cell { slot: Slot::Dummy, .. }) => {
                    probe.first_dummy.get_or_insert(index);
                }
                Some(cell) if cell.hash == probe.hash => return Candidate::Entry(index),
                Some(_) => {}
            }
        }
    }

    /// Finds the slot of a key, or the one it would go to. `eq` is asked about entries with the same full hash only.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn lookup<E>(&self, hash: i64, mut eq: impl FnMut(&K) -> Result<bool, E>) -> Result<Lookup, E> {
        let mut probe = self.probe(hash);
        loop {
            match self.next_candidate(&mut probe) {
                Candidate::Vacant(slot) => return Ok(Lookup::Vacant(slot)),
                Candidate::Entry(slot) => {
                    if let Some((key, _)) = self.entry_at(slot)
                        && eq(key)?
                    {
                        return Ok(Lookup::Found(slot));
                    }
                }
            }
        }
    }

    /// [`Table::lookup`] with a comparison that cannot fail.
    pub fn find(&self, hash: i64, mut eq: impl FnMut(&K) -> bool) -> Lookup {
        match self.lookup(hash, |key| Ok::<bool, Infallible>(eq(key))) {
            Ok(lookup) => lookup,
            Err(never) => match never {},
        }
    }

    /// Adds a key that is not in the table at the slot that a lookup of the unchanged table answered, and grows the table
    /// as CPython does. (A slot that is taken or out of range is looked up anew.)
    pub fn insert_vacant(&mut self, slot: usize, hash: i64, key: K, value: V) {
        self.insert_vacant_without_growth(slot, hash, key, value);
        if self.fill * 3 >= self.cells.len() * 2 {
            self.resize_for(if self.used > LARGE { self.used * 2 } else { self.used * 4 });
        }
    }

    /// [`Table::insert_vacant`] that leaves the size alone, as `dict.fromkeys` of a dict or set inserts. The caller has made
    /// room with [`Table::resize_for`]; a table that is about to be full grows nevertheless.
    pub fn insert_vacant_without_growth(&mut self, slot: usize, hash: i64, key: K, value: V) {
        if self.cells.is_empty() {
            self.cells = empty_cells(SMALLEST);
        }
        if matches!(self.cells.get(slot), None | Some(Cell { slot: Slot::Full(..), .. })) {
            self.place(self.vacancy(hash), hash, key, value);
        } else {
            self.place(slot, hash, key, value);
        }
        // A walk ends at an empty slot, so there must be one.
        if self.fill == self.cells.len() {
            self.resize_for(self.used * 2);
        }
    }

    fn vacancy(&self, hash: i64) -> usize {
        match self.find(hash, |_| false) {
            Lookup::Found(slot) | Lookup::Vacant(slot) => slot,
        }
    }

    fn place(&mut self, slot: usize, hash: i64, key: K, value: V) {
        let Some(cell) = self.cells.get_mut(slot) else { return };
        match cell.slot {
            Slot::Empty => {
                self.fill += 1;
                self.used += 1;
            }
            Slot::Dummy => self.used += 1,
            Slot::Full(..) => {}
        }
        *cell = Cell { hash, slot: Slot::Full(key, value) };
        self.version += 1;
    }

    /// Adds an entry, or replaces the value of the equal key that is there (which stays the key) and answers the old one.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn insert<E>(
        &mut self,
        hash: i64,
        key: K,
        value: V,
        mut eq: impl FnMut(&K, &K) -> Result<bool, E>,
    ) -> Result<Option<V>, E> {
        match self.lookup(hash, |present| eq(present, &key))? {
            Lookup::Found(slot) => Ok(self.value_at_mut(slot).map(|place| std::mem::replace(place, value))),
            Lookup::Vacant(slot) => {
                self.insert_vacant(slot, hash, key, value);
                Ok(None)
            }
        }
    }

    /// The value of a key.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn get<E>(&self, hash: i64, eq: impl FnMut(&K) -> Result<bool, E>) -> Result<Option<&V>, E> {
        Ok(match self.lookup(hash, eq)? {
            Lookup::Found(slot) => self.entry_at(slot).map(|(_, value)| value),
            Lookup::Vacant(_) => None,
        })
    }

    /// The value of a key, to change it.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn get_mut<E>(&mut self, hash: i64, eq: impl FnMut(&K) -> Result<bool, E>) -> Result<Option<&mut V>, E> {
        Ok(match self.lookup(hash, eq)? {
            Lookup::Found(slot) => self.value_at_mut(slot),
            Lookup::Vacant(_) => None,
        })
    }

    /// Takes an entry out.
    ///
    /// # Errors
    /// The first error of `eq`.
    pub fn remove<E>(&mut self, hash: i64, eq: impl FnMut(&K) -> Result<bool, E>) -> Result<Option<(K, V)>, E> {
        Ok(match self.lookup(hash, eq)? {
            Lookup::Found(slot) => self.remove_at(slot),
            Lookup::Vacant(_) => None,
        })
    }

    /// The entry in a slot, if there is one.
    pub fn entry_at(&self, slot: usize) -> Option<(&K, &V)> {
        match self.cells.get(slot) {
            Some(Cell { slot: Slot::Full(key, value), .. }) => Some((key, value)),
            _ => None,
        }
    }

    /// The value in a slot, to change it.
    pub fn value_at_mut(&mut self, slot: usize) -> Option<&mut V> {
        match self.cells.get_mut(slot) {
            Some(Cell { slot: Slot::Full(_, value), .. }) => Some(value),
            _ => None,
        }
    }

    /// Takes the entry out of a slot and leaves a dummy there.
    pub fn remove_at(&mut self, slot: usize) -> Option<(K, V)> {
        let cell = self.cells.get_mut(slot)?;
        if !matches!(cell.slot, Slot::Full(..)) {
            return None;
        }
        self.used -= 1;
        self.version += 1;
        match std::mem::replace(&mut cell.slot, Slot::Dummy) {
            Slot::Full(key, value) => Some((key, value)),
            Slot::Empty | Slot::Dummy => None,
        }
    }

    /// The entries in iteration order, each with its full hash.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (i64, &K, &V)> + Clone {
        self.cells.iter().filter_map(|cell| match &cell.slot {
            Slot::Full(key, value) => Some((cell.hash, key, value)),
            Slot::Empty | Slot::Dummy => None,
        })
    }

    /// The entries in iteration order, with values to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (i64, &K, &mut V)> {
        self.cells.iter_mut().filter_map(|cell| match &mut cell.slot {
            Slot::Full(key, value) => Some((cell.hash, &*key, value)),
            Slot::Empty | Slot::Dummy => None,
        })
    }

    /// The first slot at or after `position` that holds an entry. For an iteration that does not borrow the table: start
    /// at 0 and go on at the slot after the last; the caller compares [`Table::len`] to notice a change.
    pub fn next_from(&self, position: usize) -> Option<usize> {
        let rest = self.cells.get(position..)?;
        rest.iter().position(|cell| matches!(cell.slot, Slot::Full(..))).map(|offset| position + offset)
    }

    /// Takes the entry that `dict.popitem` and `set.pop` would take: that of slot 0, else the next one after the place
    /// where the last such call ended, which is noted in the unused hash of slot 0.
    pub fn pop_item(&mut self) -> Option<(K, V)> {
        if self.used == 0 {
            return None;
        }
        let slot = if self.entry_at(0).is_some() { 0 } else { self.finger() };
        let slot = self.next_from(slot).or_else(|| self.next_from(1))?;
        let entry = self.remove_at(slot);
        if let Some(first) = self.cells.first_mut() {
            first.hash = slot as i64 + 1;
        }
        entry
    }

    /// Anything may be in the hash of slot 0; out of range means from the start.
    fn finger(&self) -> usize {
        let noted = self.cells.first().and_then(|cell| usize::try_from(cell.hash).ok());
        noted.filter(|&slot| slot >= 1 && slot < self.cells.len()).unwrap_or(1)
    }

    /// Removes everything; the table has 8 slots again.
    pub fn clear(&mut self) {
        *self = Table { version: self.version + 1, ..Self::new() };
    }

    /// Makes room as CPython does before it merges another dict or set with `other_used` entries, which the caller then inserts
    /// in the other's slot order. Nothing happens when the other is empty.
    pub fn merge_presize(&mut self, other_used: usize) {
        if other_used > 0 && (self.fill + other_used) * 3 >= self.capacity() * 2 {
            self.resize_for((self.used + other_used) * 2);
        }
    }

    /// Rebuilds the table with the smallest power of two, at least 8, that is greater than `least`. A table of 8 without
    /// dummies that would stay at 8 is left alone.
    pub fn resize_for(&mut self, least: usize) {
        let capacity = (least + 1).next_power_of_two().max(SMALLEST);
        if capacity == SMALLEST && (self.cells.is_empty() || self.cells.len() == SMALLEST && self.fill == self.used) {
            return;
        }
        let old = std::mem::replace(&mut self.cells, empty_cells(capacity));
        for Cell { hash, slot } in old {
            if let Slot::Full(key, value) = slot {
                let vacancy = self.first_empty(hash);
                if let Some(cell) = self.cells.get_mut(vacancy) {
                    *cell = Cell { hash, slot: Slot::Full(key, value) };
                }
            }
        }
        self.fill = self.used;
        self.version += 1;
    }

    /// The first empty slot on the walk of a hash, in a table without dummies.
    fn first_empty(&self, hash: i64) -> usize {
        let mask = self.capacity() - 1;
        let mut probe = self.probe(hash);
        loop {
            probe.step();
            let index = probe.index & mask;
            if !matches!(self.cells.get(index), Some(Cell { slot: Slot::Full(..), .. })) {
                return index;
            }
        }
    }
}

fn empty_cells<K, V>(capacity: usize) -> Vec<Cell<K, V>> {
    let mut cells = Vec::with_capacity(capacity);
    cells.resize_with(capacity, || Cell { hash: 0, slot: Slot::Empty });
    cells
}
