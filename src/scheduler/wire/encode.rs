//! Writing TJSON for readers that compare character by character: no blanks, exact counts, raw UTF-8,
//! lower-case hex digits, no `\/` (`reference/scheduler-api.md §2.3`).

use super::{Message, Struct, Value};

/// The message's text.
pub fn encode_message(message: &Message) -> String {
    let mut out = String::from("[1,");
    text(&mut out, &message.name);
    out.push_str(&format!(",{},{},", message.kind.number(), message.sequence));
    structure(&mut out, &message.body);
    out.push(']');
    out
}

fn structure(out: &mut String, fields: &Struct) {
    out.push('{');
    for (at, (id, value)) in fields.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&format!("\"{id}\":{{\"{}\":", value.tag().name()));
        bare(out, value);
        out.push('}');
    }
    out.push('}');
}

/// A value without its tag.
fn bare(out: &mut String, value: &Value) {
    match value {
        Value::Bool(flag) => out.push(if *flag { '1' } else { '0' }),
        Value::I8(number) => out.push_str(&number.to_string()),
        Value::I16(number) => out.push_str(&number.to_string()),
        Value::I32(number) => out.push_str(&number.to_string()),
        Value::I64(number) => out.push_str(&number.to_string()),
        Value::Double(number) => out.push_str(&double(*number)),
        Value::Text(content) => text(out, content),
        Value::Struct(fields) => structure(out, fields),
        Value::List(tag, items) | Value::Set(tag, items) => {
            out.push_str(&format!("[\"{}\",{}", tag.name(), items.len()));
            for item in items {
                out.push(',');
                bare(out, item);
            }
            out.push(']');
        }
        Value::Map(keys, values, entries) => {
            out.push_str(&format!("[\"{}\",\"{}\",{},{{", keys.name(), values.name(), entries.len()));
            for (at, (key, value)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                map_key(out, key);
                out.push(':');
                bare(out, value);
            }
            out.push_str("}]");
        }
    }
}

/// Keys are always texts: numbers are written in quotes.
fn map_key(out: &mut String, key: &Value) {
    let mut inner = String::new();
    bare(&mut inner, key);
    if inner.starts_with('"') {
        out.push_str(&inner);
    } else {
        out.push('"');
        out.push_str(&inner);
        out.push('"');
    }
}

fn double(number: f64) -> String {
    if number.is_nan() {
        "\"NaN\"".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "\"Infinity\"".to_owned() } else { "\"-Infinity\"".to_owned() }
    } else {
        format!("{number:?}")
    }
}

fn text(out: &mut String, content: &str) {
    out.push('"');
    for c in content.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}
