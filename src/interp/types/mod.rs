//! The built-in types, one file each: a static `TypeDef` with its tables.

pub mod descriptors;
pub mod exception;
pub mod function;
pub mod generator;
pub mod module;
pub mod none;
pub mod object;
pub mod old_style;
pub mod super_;
pub mod type_;
