//! A TJSON value as it stands on the wire, without knowledge of any schema.

/// The type of a value, as its tag says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Tag {
    Bool,
    I8,
    I16,
    I32,
    I64,
    Double,
    Text,
    Struct,
    List,
    Set,
    Map,
}

/// Each tag with its spelling.
const TAGS: [(Tag, &str); 11] = [
    (Tag::Bool, "tf"),
    (Tag::I8, "i8"),
    (Tag::I16, "i16"),
    (Tag::I32, "i32"),
    (Tag::I64, "i64"),
    (Tag::Double, "dbl"),
    (Tag::Text, "str"),
    (Tag::Struct, "rec"),
    (Tag::List, "lst"),
    (Tag::Set, "set"),
    (Tag::Map, "map"),
];

impl Tag {
    /// Its spelling.
    pub fn name(self) -> &'static str {
        TAGS.iter().find(|(tag, _)| *tag == self).map_or("rec", |(_, name)| name)
    }

    /// The tag that is spelled so.
    pub fn named(name: &str) -> Option<Tag> {
        TAGS.iter().find(|(_, spelling)| *spelling == name).map(|(tag, _)| *tag)
    }
}

/// The fields of a struct, union or exception, by id, in the order of the wire.
pub type Struct = Vec<(i16, Value)>;

/// One value. Lists, sets and maps keep the tags of their elements, which empty ones have too.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub enum Value {
    Bool(bool),
    I8(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    Double(f64),
    Text(String),
    Struct(Struct),
    List(Tag, Vec<Value>),
    Set(Tag, Vec<Value>),
    Map(Tag, Tag, Vec<(Value, Value)>),
}

impl Value {
    /// The value's tag.
    pub fn tag(&self) -> Tag {
        match self {
            Value::Bool(_) => Tag::Bool,
            Value::I8(_) => Tag::I8,
            Value::I16(_) => Tag::I16,
            Value::I32(_) => Tag::I32,
            Value::I64(_) => Tag::I64,
            Value::Double(_) => Tag::Double,
            Value::Text(_) => Tag::Text,
            Value::Struct(_) => Tag::Struct,
            Value::List(..) => Tag::List,
            Value::Set(..) => Tag::Set,
            Value::Map(..) => Tag::Map,
        }
    }
}
