//! The Python 2.7 dialect: values, calls, classes, builtins, modules and the budget. Knows nothing of Aurora.

pub mod budget;
pub mod builtins;
pub mod class;
pub mod code;
pub mod compile;
pub mod error;
pub mod function;
pub mod generator;
pub mod host;
pub mod host_over;
pub mod host_value;
pub mod iter;
pub mod modules;
pub mod namespace;
pub mod native;
pub mod number;
pub mod programs;
mod release;
pub mod tables;
pub mod types;
pub mod value;
pub mod vm;
