//! Facts of CPython 2.7 that the object system and the interpreter both rest on: hashes, hash tables, number text, JSON text.

pub mod float_hex;
pub mod float_text;
pub mod hash;
pub mod int_text;
pub mod json;
pub mod repr;
pub mod set_table;
pub mod surrogate;
pub mod table;

pub use set_table::SetTable;
pub use table::{Candidate, Lookup, Probe, Table};

#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod properties;
