//! The built-in functions about files.

use crate::interp::native::{Entry, NativeDef, Shape};
use crate::interp::types::file;

/// The functions.
pub static TABLE: &[NativeDef] =
    &[NativeDef { name: "open", shape: Shape::Any, entry: Entry::Raw(|vm, args| file::OPEN.invoke(vm, args, 0)) }];
