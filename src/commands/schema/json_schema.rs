//! The schema as JSON Schema, for job files in JSON and for editors.

use serde_json::{Map, Value, json};

use crate::schema::{DefaultRow, FieldRow, Release, StructRow, TypeRow, enums, structs};

/// What a text with references in it looks like.
const TEMPLATE: &str = "\\{\\{.*\\}\\}";

/// A JSON Schema of a job, or of the structs that are named, in a release.
pub fn text(names: &[String], release: Release) -> String {
    let mut definitions = Map::new();
    for row in structs().filter(|row| row.is_in(release)) {
        definitions.insert(row.name.to_owned(), structure(row, release));
    }
    for row in enums().filter(|row| row.since <= release) {
        definitions.insert(row.name.to_owned(), json!({ "enum": row.values }));
    }
    let roots: Vec<Value> =
        names.iter().map(|name| if name == "Job" { reference("MesosJob") } else { reference(name) }).collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Apache Aurora job, release {release}"),
    });
    if let Some(fields) = schema.as_object_mut() {
        match roots.as_slice() {
            [] => fields.insert("$ref".to_owned(), json!("#/$defs/MesosJob")),
            _ => fields.insert("anyOf".to_owned(), Value::Array(roots)),
        };
        fields.insert("$defs".to_owned(), Value::Object(definitions));
    }
    format!("{schema:#}\n")
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn structure(row: &StructRow, release: Release) -> Value {
    let fields: Vec<&FieldRow> = row.fields.iter().filter(|field| field.is_in(release)).collect();
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| matches!(field.default, DefaultRow::Required)).map(|field| field.name).collect();
    json!({
        "type": "object",
        "description": row.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(field: &FieldRow) -> Value {
    let mut property = type_of(&field.ty);
    if let Some(fields) = property.as_object_mut() {
        fields.insert("description".to_owned(), json!(field.doc));
        if let Some(default) = default(field.default) {
            fields.insert("default".to_owned(), default);
        }
    }
    property
}

/// A scalar may also be a text with references, or one that reads as the type.
fn type_of(ty: &TypeRow) -> Value {
    match ty {
        TypeRow::String => json!({ "type": ["string", "number", "boolean"] }),
        TypeRow::Integer => scalar("integer", "^\\s*[+-]?[0-9]+\\s*$"),
        TypeRow::Float => scalar("number", "^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*$"),
        TypeRow::Boolean => scalar("boolean", "^([Tt]rue|[Ff]alse|TRUE|FALSE|0|1)$"),
        TypeRow::Named(name) => reference(name),
        TypeRow::List(element) => json!({ "type": "array", "items": type_of(element) }),
        TypeRow::Map(_, value) => json!({ "type": "object", "additionalProperties": type_of(value) }),
        TypeRow::Choice(names) => {
            json!({ "anyOf": names.iter().map(|name| reference(name)).collect::<Vec<_>>() })
        }
    }
}

fn scalar(name: &str, pattern: &str) -> Value {
    json!({ "anyOf": [{ "type": name }, { "type": "string", "pattern": format!("{TEMPLATE}|{pattern}") }] })
}

/// Defaults that JSON can show by themselves.
fn default(row: DefaultRow) -> Option<Value> {
    match row {
        DefaultRow::Text(text) => Some(json!(text)),
        DefaultRow::Int(number) => Some(json!(number)),
        DefaultRow::Float(number) => Some(json!(number)),
        DefaultRow::Bool(value) => Some(json!(value)),
        DefaultRow::EmptyList => Some(json!([])),
        DefaultRow::Pair(key, value) => Some(json!({ key: value })),
        DefaultRow::Unset | DefaultRow::Required | DefaultRow::New(_) | DefaultRow::Object(_) => None,
    }
}
