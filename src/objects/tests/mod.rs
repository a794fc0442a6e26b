//! Facts of `reference/objects.md`, section by section.

mod checks;
mod containers;
mod environments;
mod places;
mod scalars;
mod structs;
mod templates;

use std::any::Any;
use std::rc::Rc;

use super::*;
use crate::source::Span;

/// A list or dictionary as a program would hand it in.
pub(super) enum Plain {
    List(Vec<Raw>),
    Dict(Vec<(Raw, Raw)>),
}

impl Foreign for Plain {
    fn type_name(&self) -> String {
        match self {
            Plain::List(_) => "list".to_owned(),
            Plain::Dict(_) => "dict".to_owned(),
        }
    }

    fn repr(&self) -> Result<String> {
        let cx = Context::default();
        let all = |values: Vec<String>| values.join(", ");
        Ok(match self {
            Plain::List(items) => {
                format!("[{}]", all(items.iter().map(|item| item.repr(&cx)).collect::<Result<_>>()?))
            }
            Plain::Dict(pairs) => {
                let pair = |(key, value): &(Raw, Raw)| Ok(format!("{}: {}", key.repr(&cx)?, value.repr(&cx)?));
                format!("{{{}}}", all(pairs.iter().map(pair).collect::<Result<_>>()?))
            }
        })
    }

    fn str(&self) -> Result<String> {
        self.repr()
    }

    fn as_mapping(&self) -> Result<Option<Vec<(Raw, Raw)>>> {
        Ok(match self {
            Plain::Dict(pairs) => Some(pairs.clone()),
            Plain::List(_) => None,
        })
    }

    fn is_plain_dict(&self) -> bool {
        matches!(self, Plain::Dict(_))
    }

    fn as_sequence(&self) -> Result<Option<Vec<Raw>>> {
        Ok(match self {
            Plain::List(items) => Some(items.clone()),
            Plain::Dict(_) => None,
        })
    }

    fn as_iterable(&self) -> Result<Option<Vec<Raw>>> {
        Ok(Some(match self {
            Plain::List(items) => items.clone(),
            Plain::Dict(pairs) => pairs.iter().map(|(key, _)| key.clone()).collect(),
        }))
    }

    fn hash(&self) -> Result<i64> {
        Err(Error::new(ErrorClass::Type, format!("unhashable type: '{}'", self.type_name())))
    }

    fn eq(&self, _other: &Raw) -> Result<bool> {
        Ok(false)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

pub(super) fn list(items: Vec<Raw>) -> Raw {
    Raw::Foreign(Rc::new(Plain::List(items)))
}

pub(super) fn dict(pairs: &[(&str, Raw)]) -> Raw {
    let pairs = pairs.iter().map(|(key, value)| (Raw::from(*key), value.clone())).collect();
    Raw::Foreign(Rc::new(Plain::Dict(pairs)))
}

pub(super) fn kw(name: &str, value: impl Into<Raw>) -> Keyword {
    Keyword::new(name, value, Span::NONE)
}

/// A context with the shorthands of the tests.
pub(super) struct World {
    pub(super) cx: Context,
}

impl World {
    pub(super) fn new() -> World {
        World { cx: Context::default() }
    }

    /// Declares a Struct: `R` behind a name makes it required.
    pub(super) fn declare(&self, name: &str, fields: &[(&str, Signature)]) -> Type {
        let names: Vec<Rc<str>> = fields.iter().map(|(name, _)| Rc::from(*name)).collect();
        let order = class_body_order(&names, false);
        let decls = order.iter().map(|at| FieldDecl {
            name: Rc::clone(&names[*at]),
            signature: fields[*at].1.clone(),
            doc: "".into(),
            origin: Origin::Unknown,
        });
        StructType::declare(&self.cx, name, decls.collect(), &[]).expect("a type")
    }

    /// A Struct type whose attributes are all optional.
    pub(super) fn plain(&self, name: &str, fields: &[(&str, Type)]) -> Type {
        let fields: Vec<_> = fields.iter().map(|(name, ty)| (*name, Signature::optional(ty.clone()))).collect();
        self.declare(name, &fields)
    }

    pub(super) fn make(&self, ty: &Type, keywords: &[Keyword]) -> Object {
        ty.construct(&self.cx, &[], keywords, Span::NONE).expect("an object")
    }

    pub(super) fn one(&self, ty: &Type, value: impl Into<Raw>) -> Object {
        ty.construct(&self.cx, &[value.into()], &[], Span::NONE).expect("an object")
    }

    pub(super) fn string(&self, text: &str) -> Object {
        self.one(&Type::string(), text)
    }

    pub(super) fn bind(&self, object: &Object, keywords: &[Keyword]) -> Object {
        object.bind(&self.cx, &[], keywords, Span::NONE).expect("an object")
    }

    pub(super) fn list_of(&self, element: &Type) -> Type {
        Type::list(&self.cx, element).expect("a type")
    }

    pub(super) fn map_of(&self, key: &Type, value: &Type) -> Type {
        Type::map(&self.cx, key, value).expect("a type")
    }

    /// Text of the interpolated raw value, ` | ` and the unresolved references; or the error.
    pub(super) fn interpolated(&self, object: &Object) -> String {
        match object.interpolate(&self.cx) {
            Err(error) => format!("! {error:?}"),
            Ok((object, references)) => {
                let value = object.get(&self.cx).and_then(|raw| raw.repr(&self.cx));
                let value = value.unwrap_or_else(|error| format!("! {error:?}"));
                let left: Vec<_> = references.iter().map(|reference| reference.address().to_owned()).collect();
                if left.is_empty() { value } else { format!("{value} | {}", left.join(" ")) }
            }
        }
    }

    /// The interpolated text of a scalar.
    pub(super) fn text(&self, object: &Object) -> String {
        match object.unicode(&self.cx) {
            Ok(text) => text.to_string(),
            Err(error) => format!("! {error:?}"),
        }
    }

    pub(super) fn repr(&self, object: &Object) -> String {
        object.repr(&self.cx).unwrap_or_else(|error| format!("! {error:?}"))
    }

    pub(super) fn check(&self, object: &Object) -> String {
        match object.check(&self.cx) {
            Ok(check) => check.message().to_owned(),
            Err(error) => format!("! {error:?}"),
        }
    }

    pub(super) fn construct(&self, ty: &Type, positional: &[Raw], keywords: &[Keyword]) -> String {
        match ty.construct(&self.cx, positional, keywords, Span::NONE) {
            Ok(object) => self.repr(&object),
            Err(error) => format!("! {error:?}"),
        }
    }
}
