//! The built-in types, one file each: a static `TypeDef` with its tables.

pub mod brackets;
pub mod comparison;
pub mod descriptors;
pub mod dict;
pub mod dict_fill;
pub mod dict_views;
pub mod exception;
pub mod function;
pub mod generator;
pub mod iterators;
pub mod list;
pub mod list_items;
pub mod list_sort;
pub mod module;
pub mod none;
pub mod object;
pub mod old_style;
pub mod set;
pub mod set_algebra;
pub mod slice;
pub mod super_;
pub mod tuple;
pub mod type_;
pub mod walkers;
pub mod xrange;
