//! The schema as a page for people.

use crate::schema::{DefaultRow, EnumRow, FieldRow, OBJECTS, ObjectRow, Release, StructRow, TypeRow, enums, structs};

const HEAD: &str = "\
# Configuration

The structs that a configuration is made of, generated from the tables of the program (`aurora schema`). Every field may
hold a text with references such as `{{profile.heap}}`, which is read as the field's type once they have a value.
";

const TAIL: &str = "
## Constants and functions

| name | what it is |
| --- | --- |
| `BYTES`, `KB`, `MB`, `GB`, `TB` | 1, 1024, 1024², 1024³, 1024⁴: memory and disk are counted in bytes |
| `order(p1, p2, …)` | constraints for a task: each process waits for the one before it |
| `SimpleTask(name, command)` | a task of one process, with 1 core, 1 GB of memory and 1 GB of disk |
| `SequentialTask(processes=[…], …)` | a task whose processes run one after the other |
| `combine_tasks(t1, t2, …)` | the processes of all tasks side by side, with the sum of their resources |
| `concat_tasks(t1, t2, …)` | the processes of each task behind those of the one before it, with the largest of their resources |
| `java_options(…)`, `python_options(…)` | command line options from flags, dictionaries and keywords |
| `Tasks`, `Processes`, `Units`, `Options` | the same and what they are made of, as members of classes |
| `include(path)` | runs another file, whose path is relative to this one, in the same namespace |
";

/// The page of these structs, or of all; of one release, or of all with the releases of each field.
pub fn page(names: &[String], release: Option<Release>) -> String {
    let mut page = String::new();
    let is_wanted =
        |name: &str| names.is_empty() || names.iter().any(|n| n == name || (n == "Job" && name == "MesosJob"));
    if names.is_empty() {
        page.push_str(HEAD);
        let whose = release.map_or("all releases".to_owned(), |release| format!("release {release}"));
        page.push_str(&format!("\nThis is the schema of {whose}. Fields without a default are unset.\n"));
    }
    let is_in = |row: &&StructRow| release.is_none_or(|release| row.is_in(release));
    let mut rows: Vec<&StructRow> = structs().filter(is_in).filter(|row| is_wanted(row.name)).collect();
    rows.reverse();
    for row in rows {
        section(&mut page, row, release);
    }
    if names.is_empty() {
        page.push_str("\n## Enumerations\n\n| name | values | releases |\n| --- | --- | --- |\n");
        for row in enums().filter(|row| release.is_none_or(|release| row.since <= release)) {
            page.push_str(&enumeration(row));
        }
        page.push_str("\n## Objects\n\n| name | what it is | releases |\n| --- | --- | --- |\n");
        for row in OBJECTS.iter().filter(|row| release.is_none_or(|release| row.since <= release)) {
            page.push_str(&object(row));
        }
        page.push_str(TAIL);
    }
    page
}

fn section(page: &mut String, row: &StructRow, release: Option<Release>) {
    let alias = if row.name == "MesosJob" { " (also called Job)" } else { "" };
    let separator = if page.is_empty() { "" } else { "\n" };
    page.push_str(&format!("{separator}## {}{alias}\n\n{}", row.name, row.doc));
    let with_releases = release.is_none();
    if with_releases && let Some(range) = range(row.since, row.until) {
        page.push_str(&format!(" Releases: {range}."));
    }
    page.push_str(if with_releases {
        "\n\n| field | type | default | meaning | releases |\n| --- | --- | --- | --- | --- |\n"
    } else {
        "\n\n| field | type | default | meaning |\n| --- | --- | --- | --- |\n"
    });
    for field in row.fields.iter().filter(|field| release.is_none_or(|release| field.is_in(release))) {
        page.push_str(&format!("| `{}` | {} | {} | {} |", field.name, type_text(&field.ty), default(field), field.doc));
        if with_releases {
            let range = range(field.since.max(row.since), field.until).unwrap_or_else(|| "all".to_owned());
            page.push_str(&format!(" {range} |"));
        }
        page.push('\n');
    }
}

/// `0.9.0 to 0.11.0`; `None` for all releases.
fn range(since: Release, until: Option<Release>) -> Option<String> {
    let last = until.and_then(|until| Release::all().filter(|release| *release < until).last());
    match (since == Release::FIRST, last) {
        (true, None) => None,
        (true, Some(last)) if last == since => Some(format!("{last} only")),
        (true, Some(last)) => Some(format!("to {last}")),
        (false, None) => Some(format!("from {since}")),
        (false, Some(last)) if last == since => Some(format!("{since} only")),
        (false, Some(last)) => Some(format!("{since} to {last}")),
    }
}

fn type_text(ty: &TypeRow) -> String {
    match ty {
        TypeRow::String => "String".to_owned(),
        TypeRow::Integer => "Integer".to_owned(),
        TypeRow::Float => "Float".to_owned(),
        TypeRow::Boolean => "Boolean".to_owned(),
        TypeRow::Named(name) => (*name).to_owned(),
        TypeRow::List(element) => format!("List({})", type_text(element)),
        TypeRow::Map(key, value) => format!("Map({}, {})", type_text(key), type_text(value)),
        TypeRow::Choice(names) => names.join(" or "),
    }
}

fn default(field: &FieldRow) -> String {
    match field.default {
        DefaultRow::Required => "**required**".to_owned(),
        DefaultRow::Unset => "–".to_owned(),
        other => format!("`{}`", value(other)),
    }
}

/// A default as a configuration would write it.
fn value(default: DefaultRow) -> String {
    match default {
        DefaultRow::Unset | DefaultRow::Required => String::new(),
        DefaultRow::Text(text) => format!("'{text}'"),
        DefaultRow::Int(number) => number.to_string(),
        DefaultRow::Float(number) => format!("{number:?}"),
        DefaultRow::Bool(true) => "True".to_owned(),
        DefaultRow::Bool(false) => "False".to_owned(),
        DefaultRow::EmptyList => "[]".to_owned(),
        DefaultRow::Pair(key, value) => format!("{{'{key}': '{value}'}}"),
        DefaultRow::New(name) => format!("{name}()"),
        DefaultRow::Object(name) => name.to_owned(),
    }
}

fn enumeration(row: &EnumRow) -> String {
    let values: Vec<String> = row.values.iter().map(|value| format!("`{value}`")).collect();
    let range = range(row.since, None).unwrap_or_else(|| "all".to_owned());
    format!("| `{}` | {} | {range} |\n", row.name, values.join(", "))
}

fn object(row: &ObjectRow) -> String {
    let given = row.keyword.map(|(name, default)| format!("{name}={}", value(default))).unwrap_or_default();
    let range = range(row.since, None).unwrap_or_else(|| "all".to_owned());
    format!("| `{}` | `{}({given})` | {range} |\n", row.name, row.ty)
}
