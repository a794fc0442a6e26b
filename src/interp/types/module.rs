//! `module`.

use super::object::OBJECT;
use crate::interp::native::TypeDef;

/// `module`.
pub static MODULE: TypeDef = TypeDef { name: "module", base: Some(&OBJECT), ..TypeDef::EMPTY };
