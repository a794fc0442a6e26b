//! The option `--format` of commands that read.

use serde_json::Value;

use super::{Context, Failure, template};

/// How the result is written.
#[derive(clap::Args, Clone, Default, Debug)]
pub struct FormatArgs {
    /// Print `json`, one versioned document, or a minijinja template filled in with that document's names
    #[arg(long, value_name = "json|TEMPLATE")]
    pub format: Option<String>,
}

impl FormatArgs {
    /// Writes a document if a format was asked for; otherwise returns `false`, and the layout for people is due.
    ///
    /// # Errors
    /// If the template cannot be used.
    pub fn write(&self, context: &Context, document: &Value) -> Result<bool, Failure> {
        let text = match self.format.as_deref() {
            None => return Ok(false),
            Some("json") => format!("{document}\n"),
            Some(words) => {
                let names = document.as_object().into_iter().flatten();
                let names: Vec<(&str, &Value)> = names.map(|(name, value)| (name.as_str(), value)).collect();
                template::render(words, &names, "`--format json` shows all names")?
            }
        };
        context.streams.out(text.as_bytes());
        Ok(true)
    }
}
