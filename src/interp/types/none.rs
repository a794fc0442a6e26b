//! `None`, `NotImplemented`, `Ellipsis`.

use super::object::OBJECT;
use crate::interp::native::TypeDef;

/// `NoneType`.
pub static NONE: TypeDef = TypeDef { name: "NoneType", base: Some(&OBJECT), ..TypeDef::EMPTY };
/// `NotImplementedType`.
pub static NOT_IMPLEMENTED: TypeDef = TypeDef { name: "NotImplementedType", base: Some(&OBJECT), ..TypeDef::EMPTY };
/// `ellipsis`.
pub static ELLIPSIS: TypeDef = TypeDef { name: "ellipsis", base: Some(&OBJECT), ..TypeDef::EMPTY };
