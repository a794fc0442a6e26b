//! Help for the later dialect.

use super::table::{Becomes, OPTIONS, ROWS, Row, Shape};

/// What can follow a noun, and what it is here.
pub fn page(noun: &str) -> String {
    let mut page = format!("Commands of `aurora {noun}`, and what they are here:\n\n");
    for row in ROWS.iter().filter(|row| row.noun == noun) {
        let there = format!("aurora {noun} {}{}", row.verb, words(row));
        page.push_str(&format!("  {there:<52} aurora {}\n", row.here.join(" ")));
    }
    page.push_str("\nOptions with another name here:\n\n");
    let is_other = |(name, becomes): &&(&str, Becomes)| !matches!(becomes, Becomes::Option(here) if here == name);
    for (name, becomes) in OPTIONS.iter().filter(is_other) {
        let here = match becomes {
            Becomes::Option(here) => (*here).to_owned(),
            Becomes::LastWord => "the last argument".to_owned(),
            Becomes::Words => "the words behind the key".to_owned(),
            Becomes::Active => "--active, for the value `active`".to_owned(),
            Becomes::Nothing => "accepted, and has no effect".to_owned(),
            Becomes::WriteJson => "--format json; --raw of inspect".to_owned(),
        };
        page.push_str(&format!("  {name:<32} {here}\n"));
    }
    page.push_str(&format!("\n`aurora help {noun} VERB` describes one of them.\n"));
    page
}

fn words(row: &Row) -> &'static str {
    match row.shape {
        Shape::Same => " …",
        Shape::Instances => " KEY[/INSTANCES] …",
        Shape::SomeInstances => " KEY/INSTANCES …",
        Shape::Shell => " KEY/INSTANCE …",
        Shape::Instance => " KEY/INSTANCE …",
        Shape::Command => " KEY[/INSTANCES] COMMAND…",
    }
}
