//! JSON text as the `json` module of Python 2.7 writes and reads it.

mod error;
mod parse;
mod string;
mod value;
mod write;

pub use error::{JsonError, JsonErrorKind};
pub use parse::{JsonInput, ParseOptions, Parsed, Place, parse, parse_prefix, parse_with_numbers, parse_with_places};
pub use string::{write_string, write_string_ascii};
pub use value::Json;
pub use write::{JsonLayout, JsonWriter, json_float};

#[cfg(test)]
mod tests;
