//! `aurora explain`

mod pages;

use crate::diagnostics::{CODES, Diagnostic, Kind, nearest};

use super::{Outcome, Result, Streams};

/// Explain a diagnostic's code: what it means, an example that triggers it, how to mend it
#[derive(clap::Args, Debug)]
pub struct ExplainArgs {
    /// The code, such as AUR0101
    #[arg(value_name = "CODE")]
    pub code: String,
}

/// Prints the page of a code.
pub fn run(args: &ExplainArgs, streams: &dyn Streams) -> Result {
    let code = args.code.trim().to_ascii_uppercase();
    if let Some(rule) = crate::lint::rules::find(&code) {
        streams.out(rule.page().as_bytes());
        return Ok(Outcome::Done);
    }
    let Some((_, page)) = pages::PAGES.iter().find(|(known, _)| *known == code) else {
        return Err(unknown(&code).into());
    };
    streams.out(page.as_bytes());
    Ok(Outcome::Done)
}

fn unknown(code: &str) -> Diagnostic {
    let error = Diagnostic::error("AUR0002", Kind::Usage, format!("there is no code `{code}`"));
    let known = CODES.iter().map(|known| known.code).chain(crate::lint::RULES.iter().map(|rule| rule.code));
    match nearest(code, known) {
        Some(known) => error.help(format!("did you mean `{known}`?")),
        None => error.help("a code stands at the head of each message, such as AUR0101"),
    }
}
