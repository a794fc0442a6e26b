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
}

impl Frozen {
    /// Inserts pairs one by one into a fresh table; a later pair replaces the value of an equal key.
    /// Errors: a key cannot be hashed or compared.
    pub fn from_pairs(cx: &Context, pairs: impl IntoIterator<Item = (Raw, Raw)>) -> Result<Frozen> {
        let mut table = Table::new();
        for (key, value) in pairs {
            let hash = raw_ops::hash(cx, &key)?;
            table.insert(hash, key, value, |a, b| raw_ops::eq(cx, a, b))?;
        }
        Ok(Frozen { table })
    }

    /// As [`Frozen::from_pairs`] for keys that are all different and whose hashes are known.
    pub(super) fn from_distinct(pairs: Vec<(i64, Raw, Raw)>) -> Frozen {
        let mut table = Table::new();
        for (hash, key, value) in pairs {
            if let Lookup::Vacant(slot) = table.find(hash, |_: &Raw| false) {
                table.insert_vacant(slot, hash, key, value);
            }
        }
        Frozen { table }
    }

    /// The table itself.
    pub fn table(&self) -> &Table<Raw, Raw> {
        &self.table
    }

    /// Pairs in iteration order.
    pub fn iter(&self) -> impl Iterator<Item = (&Raw, &Raw)> {
        self.table.iter().map(|(_, key, value)| (key, value))
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
