//! How Rust types stand on the wire: one table per struct gives its fields' ids, and what a table does not know is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{Tag, Value};

/// A type that can be the value of a field.
pub trait Field: Sized {
    /// Its tag.
    const TAG: Tag;

    /// As it is written.
    fn to_value(&self) -> Value;

    /// As it is read; `None` if the value is of another type.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! plain_field {
    ($($type:ty: $tag:ident),*) => {$(
        impl Field for $type {
            const TAG: Tag = Tag::$tag;
            fn to_value(&self) -> Value {
                Value::$tag(self.clone())
            }
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::$tag(inner) => Some(inner.clone()),
                    _ => None,
                }
            }
        }
    )*};
}

plain_field!(bool: Bool, i32: I32, i64: I64, f64: Double, String: Text);

impl<T: Field> Field for Vec<T> {
    const TAG: Tag = Tag::List;
    fn to_value(&self) -> Value {
        Value::List(T::TAG, self.iter().map(T::to_value).collect())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::List(_, items) => items.iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}

impl Field for BTreeSet<i32> {
    const TAG: Tag = Tag::Set;
    fn to_value(&self) -> Value {
        Value::Set(Tag::I32, self.iter().map(i32::to_value).collect())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Set(_, items) => items.iter().map(i32::from_value).collect(),
            _ => None,
        }
    }
}

impl<V: Field> Field for BTreeMap<String, V> {
    const TAG: Tag = Tag::Map;
    fn to_value(&self) -> Value {
        let entries = self.iter().map(|(key, value)| (key.to_value(), value.to_value())).collect();
        Value::Map(Tag::Text, V::TAG, entries)
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Map(_, _, entries) => {
                entries.iter().map(|(key, value)| Some((String::from_value(key)?, V::from_value(value)?))).collect()
            }
            _ => None,
        }
    }
}

/// A Thrift set: the order of the wire is kept, comparison ignores it.
#[derive(Clone, Debug, Default)]
pub struct Set<T>(pub Vec<T>);

impl<T: PartialEq> PartialEq for Set<T> {
    fn eq(&self, other: &Set<T>) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().all(|item| other.0.contains(item))
            && other.0.iter().all(|item| self.0.contains(item))
    }
}

impl<T> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Set<T> {
        Set(items.into_iter().collect())
    }
}

impl<T: Field> Field for Set<T> {
    const TAG: Tag = Tag::Set;
    fn to_value(&self) -> Value {
        Value::Set(T::TAG, self.0.iter().map(T::to_value).collect())
    }
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Set(_, items) => items.iter().map(T::from_value).collect::<Option<Vec<T>>>().map(Set),
            _ => None,
        }
    }
}

/// Sets a field if the value is of its type, and says whether it did.
pub fn fill<T: Field>(slot: &mut Option<T>, value: &Value) -> bool {
    let read = T::from_value(value);
    let fits = read.is_some();
    if fits {
        *slot = read;
    }
    fits
}

/// Declares structs by their table of `id name: type`. Every field may be absent; unknown ones are kept and written again.
macro_rules! record {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $id:literal $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug, Default)]
        pub struct $name {
            $(#[doc = concat!("Field ", stringify!($id), ".")] $(#[$field_doc])* pub $field: Option<$type>,)*
            /// Fields that this table does not know, or whose type is another one: sent back as they came.
            pub unknown: $crate::scheduler::wire::Struct,
        }

        impl $name {
            /// The fields that are set, by ascending id.
            pub fn to_fields(&self) -> $crate::scheduler::wire::Struct {
                let mut fields: $crate::scheduler::wire::Struct = self.unknown.clone();
                $(if let Some(value) = &self.$field {
                    fields.retain(|(id, _)| *id != $id);
                    fields.push(($id, $crate::scheduler::wire::Field::to_value(value)));
                })*
                fields.sort_by_key(|(id, _)| *id);
                fields
            }

            /// Reads the fields; this cannot fail, since each may be absent and strange ones are kept.
            pub fn from_fields(fields: &$crate::scheduler::wire::Struct) -> Self {
                let mut record = Self::default();
                for (id, value) in fields {
                    match id {
                        $($id if $crate::scheduler::wire::fill(&mut record.$field, value) => {})*
                        _ => record.unknown.push((*id, value.clone())),
                    }
                }
                record
            }
        }

        impl $crate::scheduler::wire::Field for $name {
            const TAG: $crate::scheduler::wire::Tag = $crate::scheduler::wire::Tag::Struct;
            fn to_value(&self) -> $crate::scheduler::wire::Value {
                $crate::scheduler::wire::Value::Struct(self.to_fields())
            }
            fn from_value(value: &$crate::scheduler::wire::Value) -> Option<Self> {
                match value {
                    $crate::scheduler::wire::Value::Struct(fields) => Some(Self::from_fields(fields)),
                    _ => None,
                }
            }
        }
    )*};
}

/// Declares enums by their table of `number Variant NAME`. A number outside of the table is kept.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident { $($number:literal $variant:ident $spelling:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs)]
        pub enum $name {
            $($variant,)*
            /// A number of a release that this table does not know.
            Unknown(i32),
        }

        impl $name {
            /// Its number on the wire.
            pub fn number(self) -> i32 {
                match self {
                    $($name::$variant => $number,)*
                    $name::Unknown(number) => number,
                }
            }

            /// The one with this number.
            pub fn from_number(number: i32) -> Self {
                match number {
                    $($number => $name::$variant,)*
                    other => $name::Unknown(other),
                }
            }

            /// Its name in the API; an unknown one has its number.
            pub fn name(self) -> std::borrow::Cow<'static, str> {
                match self {
                    $($name::$variant => stringify!($spelling).into(),)*
                    $name::Unknown(number) => number.to_string().into(),
                }
            }
        }

        impl $crate::scheduler::wire::Field for $name {
            const TAG: $crate::scheduler::wire::Tag = $crate::scheduler::wire::Tag::I32;
            fn to_value(&self) -> $crate::scheduler::wire::Value {
                $crate::scheduler::wire::Value::I32(self.number())
            }
            fn from_value(value: &$crate::scheduler::wire::Value) -> Option<Self> {
                match value {
                    $crate::scheduler::wire::Value::I32(number) => Some(Self::from_number(*number)),
                    _ => None,
                }
            }
        }
    )*};
}

pub(crate) use {numbers, record};
