//! `frozendict`: what `get()` of a Struct or a Map gives.

use super::context::Context;
use super::error::Result;
use super::raw::Raw;
use super::raw_ops;
use crate::cpython::table::{Lookup, Table};

/// A dictionary that does not change, in CPython's order.
#[derive(Clone, Default)]
pub struct Frozen {
    table: Table<Raw, Raw>,
    /// Keys in the order in which they came.
    inserted: Vec<Raw>,
}

impl Frozen {
    /// Inserts pairs one by one into a fresh table; a later pair replaces the value of an equal key.
    /// Errors: a key cannot be hashed or compared.
    pub fn from_pairs(cx: &Context, pairs: impl IntoIterator<Item = (Raw, Raw)>) -> Result<Frozen> {
        let mut table = Table::new();
        let mut inserted = Vec::new();
        for (key, value) in pairs {
            let hash = raw_ops::hash(cx, &key)?;
            match table.lookup(hash, |other| raw_ops::eq(cx, other, &key))? {
                Lookup::Found(slot) => {
                    if let Some(place) = table.value_at_mut(slot) {
                        *place = value;
                    }
                }
                Lookup::Vacant(slot) => {
                    inserted.push(key.clone());
                    table.insert_vacant(slot, hash, key, value);
                }
            }
        }
        Ok(Frozen { table, inserted })
    }

    /// As [`Frozen::from_pairs`] for keys that are all different and whose hashes are known.
    pub(super) fn from_distinct(pairs: Vec<(i64, Raw, Raw)>) -> Frozen {
        let inserted = pairs.iter().map(|(_, key, _)| key.clone()).collect();
        let mut table = Table::new();
        for (hash, key, value) in pairs {
            if let Lookup::Vacant(slot) = table.find(hash, |_: &Raw| false) {
                table.insert_vacant(slot, hash, key, value);
            }
        }
        Frozen { table, inserted }
    }

    /// The table itself.
    pub fn table(&self) -> &Table<Raw, Raw> {
        &self.table
    }

    /// Pairs in iteration order.
    pub fn iter(&self) -> impl Iterator<Item = (&Raw, &Raw)> {
        self.table.iter().map(|(_, key, value)| (key, value))
    }

    /// Pairs in the order in which they came: who inserts them into a fresh table in this order gets the same table.
    /// Errors: a key cannot be hashed or compared.
    pub fn inserted(&self, cx: &Context) -> Result<Vec<(&Raw, &Raw)>> {
        let mut pairs = Vec::with_capacity(self.inserted.len());
        for key in &self.inserted {
            let hash = raw_ops::hash(cx, key)?;
            if let Some(value) = self.table.get(hash, |other| raw_ops::eq(cx, other, key))? {
                pairs.push((key, value));
            }
        }
        Ok(pairs)
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}
