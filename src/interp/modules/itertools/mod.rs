//! `itertools`.

mod chains;
mod combinations;
mod counters;
mod filters;
mod groups;
mod zips;

use std::rc::Rc;

use super::support;
use crate::interp::error::{Result, type_error};
use crate::interp::native::{Args, NativeDef, TypeDef};
use crate::interp::types;
use crate::interp::value::Module;
use crate::interp::vm::Vm;

/// The shape that the types here share: iterators that can be called to be made.
const fn iterator(
    name: &'static str,
    new: fn(&mut Vm, &Rc<crate::interp::class::Class>, Args) -> Result<crate::interp::value::Value>,
) -> TypeDef {
    TypeDef {
        name,
        module: "itertools",
        base: Some(&types::object::OBJECT),
        methods: types::iterators::ITERATOR_METHODS,
        new: Some(new),
        ..TypeDef::EMPTY
    }
}

/// Refuses keyword arguments in the words of `itertools`.
fn no_keywords(args: &Args, name: &str) -> Result<()> {
    if args.keywords.is_empty() {
        return Ok(());
    }
    Err(type_error(format!("{name}() does not take keyword arguments")))
}

static FUNCTIONS: &[NativeDef] = &[groups::TEE_FUNCTION];

static TYPES: &[&TypeDef] = &[
    &chains::CHAIN,
    &chains::CYCLE,
    &chains::ISLICE,
    &combinations::COMBINATIONS,
    &combinations::COMBINATIONS_WITH_REPLACEMENT,
    &combinations::PERMUTATIONS,
    &combinations::PRODUCT,
    &counters::COUNT,
    &counters::REPEAT,
    &filters::COMPRESS,
    &filters::DROPWHILE,
    &filters::IFILTER,
    &filters::IFILTERFALSE,
    &filters::STARMAP,
    &filters::TAKEWHILE,
    &groups::GROUPBY,
    &zips::IMAP,
    &zips::IZIP,
    &zips::IZIP_LONGEST,
];

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "itertools", FUNCTIONS);
    support::add_types(vm, &module, TYPES);
    Ok(module)
}
