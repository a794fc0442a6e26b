//! `aurora explain`

mod args;
mod json;
mod pages;
mod tree;
mod values;

use crate::diagnostics::{CODES, Diagnostic, Kind};

use super::{Context, Outcome, Result};

pub use args::{ExplainArgs, Form};
pub(in crate::commands) use tree::place;

/// Prints the pages of codes, or where values come from.
pub fn run(args: &ExplainArgs, context: &Context) -> Result {
    match args.subject().map_err(|usage| *usage)? {
        args::Subject::Codes(codes) => print_pages(codes, context),
        args::Subject::Values { key, file, paths } => values::run(args, (key, file, paths), context),
    }
}

fn print_pages(codes: &[String], context: &Context) -> Result {
    for (at, code) in codes.iter().enumerate() {
        let code = code.trim().to_ascii_uppercase();
        let page = match pages::PAGES.iter().find(|(known, _)| *known == code) {
            Some((_, page)) => (*page).to_owned(),
            None => crate::lint::rules::find(&code).map(|rule| rule.page()).ok_or_else(|| unknown(&code))?,
        };
        if at > 0 {
            context.streams.out(b"\n");
        }
        context.streams.page(&page);
    }
    Ok(Outcome::Done)
}

/// Codes are near to each other without being meant: what is suggested has the same number, with zeros left out or too many.
fn unknown(code: &str) -> Diagnostic {
    let error = Diagnostic::error("AUR0002", Kind::Usage, format!("there is no code `{code}`"));
    let number = |code: &str| -> Option<u32> {
        let digits = code.strip_prefix("AUR").unwrap_or(code).trim_start_matches('-').replace('O', "0");
        digits.parse().ok()
    };
    let wanted = number(code);
    let mut known = CODES.iter().map(|known| known.code).chain(crate::lint::RULES.iter().map(|rule| rule.code));
    match known.find(|known| wanted.is_some() && number(known) == wanted) {
        Some(known) => error.help(format!("did you mean `{known}`?")),
        None => error.help("a code stands at the head of each message, such as AUR0101"),
    }
}
