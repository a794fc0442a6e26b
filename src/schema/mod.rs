//! The structs, constants and helpers that a configuration sees (`reference/schema.md`), declared as data: each field with its
//! type, default, meaning and the releases that have it.

mod build;
mod helpers;
mod options;
mod release;
mod tables;
mod tasks;
mod units;

#[cfg(test)]
mod tests;

pub use build::{Item, Schema};
pub use helpers::{CLASSES, ClassMember, FUNCTIONS, Helper, HelperClass, Output};
pub use release::Release;
pub use tables::{DefaultRow, EnumRow, FieldRow, OBJECTS, ObjectRow, StructRow, TypeRow, enums, structs};
