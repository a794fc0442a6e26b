//! JSON text as `json.dumps` lays it out.

use num_bigint::BigInt;

use super::string::{write_string, write_string_ascii};
use super::value::Json;
use crate::cpython::float_text::float_repr;
use crate::cpython::int_text::decimal_text;

/// The layout arguments of `json.dumps`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonLayout {
    /// Spaces per level, each item on a line of its own; `None` writes all on one line.
    pub indent: Option<usize>,
    /// Between items. Python 2.7 keeps the space of the default `", "` at the end of the lines of an indented text.
    pub item_separator: String,
    /// Between a name and its value.
    pub key_separator: String,
    /// Writes everything outside printable ASCII as escapes.
    pub ensure_ascii: bool,
}

impl Default for JsonLayout {
    fn default() -> Self {
        JsonLayout { indent: None, item_separator: ", ".to_owned(), key_separator: ": ".to_owned(), ensure_ascii: true }
    }
}

/// A float as `json.dumps` writes it: `repr`, or `NaN`, `Infinity`, `-Infinity`.
pub fn json_float(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        float_repr(value)
    }
}

/// Writes a document piece by piece; separators, line breaks and indentation come by themselves. The order of members and the
/// text of names that are no strings are the caller's.
#[derive(Debug)]
pub struct JsonWriter<'a> {
    layout: &'a JsonLayout,
    out: String,
    /// For each open array or object, whether it has an item.
    open: Vec<bool>,
    /// A name was written and its value comes next.
    after_name: bool,
}

impl<'a> JsonWriter<'a> {
    /// An empty document.
    pub fn new(layout: &'a JsonLayout) -> Self {
        JsonWriter { layout, out: String::new(), open: Vec::new(), after_name: false }
    }

    /// The document.
    pub fn finish(self) -> String {
        self.out
    }

    /// Length of the text so far in bytes, for limits.
    pub fn written(&self) -> usize {
        self.out.len()
    }

    /// `null`
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// `true` or `false`
    pub fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// An integer that fits in 64 bits.
    pub fn integer(&mut self, value: i64) {
        self.raw(&value.to_string());
    }

    /// An integer of any size.
    pub fn big(&mut self, value: &BigInt) {
        self.raw(&decimal_text(value));
    }

    /// A float.
    pub fn float(&mut self, value: f64) {
        self.raw(&json_float(value));
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.start_item();
        self.push_string(text);
    }

    /// A value whose text the caller has already.
    pub fn raw(&mut self, text: &str) {
        self.start_item();
        self.out.push_str(text);
    }

    /// The name of the next member.
    pub fn name(&mut self, name: &str) {
        self.start_item();
        self.push_string(name);
        self.out.push_str(&self.layout.key_separator);
        self.after_name = true;
    }

    /// Opens an array.
    pub fn begin_array(&mut self) {
        self.begin('[');
    }

    /// Closes the array.
    pub fn end_array(&mut self) {
        self.end(']');
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.begin('{');
    }

    /// Closes the object.
    pub fn end_object(&mut self) {
        self.end('}');
    }

    /// A whole value.
    pub fn value(&mut self, value: &Json) {
        match value {
            Json::Null => self.null(),
            Json::Bool(value) => self.boolean(*value),
            Json::Int(value) => self.integer(*value),
            Json::Big(value) => self.big(value),
            Json::Float(value) => self.float(*value),
            Json::String(text) => self.string(text),
            Json::Array(items) => {
                self.begin_array();
                items.iter().for_each(|item| self.value(item));
                self.end_array();
            }
            Json::Object(members) => {
                self.begin_object();
                for (name, member) in members {
                    self.name(name);
                    self.value(member);
                }
                self.end_object();
            }
        }
    }

    fn begin(&mut self, bracket: char) {
        self.start_item();
        self.out.push(bracket);
        self.open.push(false);
    }

    fn end(&mut self, bracket: char) {
        if self.open.pop() == Some(true) {
            self.break_line();
        }
        self.out.push(bracket);
    }

    fn start_item(&mut self) {
        if std::mem::take(&mut self.after_name) {
            return;
        }
        let Some(has_item) = self.open.last_mut() else { return };
        if std::mem::replace(has_item, true) {
            self.out.push_str(&self.layout.item_separator);
        }
        self.break_line();
    }

    fn break_line(&mut self) {
        if let Some(indent) = self.layout.indent {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', indent.saturating_mul(self.open.len())));
        }
    }

    fn push_string(&mut self, text: &str) {
        if self.layout.ensure_ascii {
            write_string_ascii(&mut self.out, text);
        } else {
            write_string(&mut self.out, text);
        }
    }
}
