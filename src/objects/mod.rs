//! The typed, templated object system (`reference/objects.md`). It knows neither the dialect's values, nor files, nor Aurora.
//!
//! | operation | here |
//! |---|---|
//! | `T(…)`, `T(mapping, x=1)` | [`Type::construct`] |
//! | `obj(x=1)` | [`Object::with`] |
//! | `obj.x()`, `obj.has_x()` | [`Object::accessor`], [`Object::attribute`], [`Object::has`] |
//! | `obj.find(ref)`, `env.find(ref)` | [`Object::find`], [`Environment::find`] |
//! | `obj.get()` | [`Object::get`] |
//! | `obj.bind(…)`, `obj.in_scope(…)`, `obj % x` | [`Object::bind`], [`Object::in_scope`], [`Object::modulo`] |
//! | `obj.interpolate()` | [`Object::interpolate`] |
//! | `obj.check()` | [`Object::check`]; all failures at once: [`Object::check_all`] |
//! | `str(obj)`, `unicode(obj)`, `repr(obj)` | [`Object::str`], [`Object::unicode`], [`Object::repr`] |
//! | `==`, `<`, `hash` | [`Object::eq`], [`Object::order`], [`Object::hash`] |
//! | `for x in obj`, `obj[i]`, `obj[a:b]`, `x in obj` | [`Object::iterate`], [`Object::item`], [`Object::contains`] |
//! | `obj.json_dumps()`, `T.json_loads(text, strict)` | [`Object::json_dumps`], [`Type::json_loads`] |
//! | `String`, `Integer`, `Float`, `Boolean` | [`Type::string`], … |
//! | `Enum(…)`, `List(T)`, `Map(K, V)`, `Choice(…)` | [`Type::enumeration`], [`Type::list`], [`Type::map`], [`Type::choice`] |
//! | `class X(Struct)` | [`StructType::declare`]; `class Y(X)`: [`Type::subclass`] |
//! | `Required(T)`, `Default(T, v)` | [`Signature`] |
//! | `Environment(…)`, its repr | [`Environment::construct`], [`Environment::repr`] |
//! | `Ref` | [`Reference`] |
//! | where a text comes from | [`Object::explain`] |

mod access;
mod check;
mod coerce;
mod compare;
mod construct;
mod context;
mod environment;
mod error;
mod explain;
mod find;
mod frozen;
mod get;
mod interpolate;
mod json;
mod json_tree;
mod nearly;
mod object;
mod origin;
mod parameter;
mod raw;
mod raw_ops;
mod references;
mod resolve;
mod scope;
mod shape;
mod structs;
mod text;
mod types;

#[cfg(test)]
mod tests;

pub use access::{Accessor, Slice};
pub use check::{Failure, Findings, Reason, TypeCheck};
pub use context::{Context, Limits, Rules};
pub use environment::{Bound, Entry, Environment};
pub use error::{Error, ErrorClass, Facts, Raised, Result, Step, path_text};
pub use explain::{Candidate, Explanation, Round, Substitution};
pub use frozen::Frozen;
pub use nearly::Nearly;
pub use object::{Object, Slot};
pub use origin::Origin;
pub use raw::{Foreign, Keyword, Raw, Real};
pub use shape::Shape;
pub use structs::{Field, FieldDecl, Signature, StructType, class_body_order, table_order};
pub use types::{Kind, Type};

pub use crate::syntax::template::Reference;
