//! `aurora schema`

mod json_schema;
mod markdown;

use clap::ValueEnum;

use super::{Outcome, ReleaseArgs, Result, Streams};
use crate::diagnostics::{Diagnostic, Kind, nearest};
use crate::schema::{Release, StructRow, structs};

const EXAMPLES: &str = "\
Examples:
  aurora schema
  aurora schema --release 0.22.0 UpdateConfig
  aurora schema --format json-schema --release 0.17.0 > aurora-job.schema.json";

/// Show the structs of the configuration language, their fields and defaults
///
/// With --release, as that release has them; without, those of all releases, each field with the releases that have it.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct SchemaArgs {
    /// Show only these structs, and not what they refer to
    #[arg(value_name = "STRUCT")]
    pub names: Vec<String>,
    /// markdown: pages for people; json-schema: a JSON Schema for job files in JSON (of 0.5.0, if no release is given)
    #[arg(long, value_name = "markdown|json-schema", hide_possible_values = true, default_value = "markdown")]
    pub format: SchemaFormat,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub release: ReleaseArgs,
}

/// The forms of the schema.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SchemaFormat {
    /// Tables
    Markdown,
    /// JSON Schema 2020-12
    JsonSchema,
}

/// Prints the schema.
pub fn run(args: &SchemaArgs, streams: &dyn Streams) -> Result {
    for name in &args.names {
        let is_known = |row: &StructRow| args.release.release.is_none_or(|release| row.is_in(release));
        if name != "Job" && !structs().any(|row| row.name == name && is_known(row)) {
            return Err(unknown(name, args.release.release).into());
        }
    }
    let text = match args.format {
        SchemaFormat::Markdown => markdown::page(&args.names, args.release.release),
        SchemaFormat::JsonSchema => json_schema::text(&args.names, args.release.release.unwrap_or_default()),
    };
    streams.out(text.as_bytes());
    Ok(Outcome::Done)
}

fn unknown(name: &str, release: Option<Release>) -> Diagnostic {
    let message = match release {
        Some(release) if structs().any(|row| row.name == name) => {
            format!("release {release} has no struct `{name}`; other releases have")
        }
        _ => format!("there is no struct `{name}`"),
    };
    let names: Vec<&str> = structs().map(|row| row.name).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`aurora schema` lists all of them".to_owned(),
    };
    Diagnostic::error("AUR0002", Kind::Usage, message).help(help)
}
