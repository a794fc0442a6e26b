//! A JSON document in memory.

use num_bigint::BigInt;

/// A JSON value as read: members in the order of the text, repeated names kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number without point and exponent that fits in 64 bits.
    Int(i64),
    /// A number without point and exponent beyond that.
    Big(BigInt),
    /// A number with a point or exponent, `NaN`, `Infinity`, `-Infinity`.
    Float(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; a Python `dict` takes the last of several members of the same name.
    Object(Vec<(String, Json)>),
}
