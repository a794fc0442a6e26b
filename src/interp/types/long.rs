//! `long`.

use super::numeric::WHOLE_METHODS;
use super::object::OBJECT;
use crate::interp::native::{NativeDef, TypeDef};

/// `long`.
pub static LONG: TypeDef = TypeDef {
    name: "long",
    base: Some(&OBJECT),
    methods: WHOLE_METHODS,
    getters: super::int::GETTERS,
    new: Some(|vm, _, args| NEW.invoke(vm, args, 0)),
    subclassable: true,
    ..TypeDef::EMPTY
};

static NEW: NativeDef = NativeDef::named("long", &["x", "base"], 0, |vm, args| super::int::convert(vm, args, true));
