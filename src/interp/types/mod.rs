//! The built-in types, one file each: a static `TypeDef` with its tables.

pub mod exception;
