//! `aurora explain`

mod args;
mod json;
mod pages;
mod tree;
mod values;

use crate::diagnostics::{CODES, Diagnostic, Kind, nearest};
use crate::lint::RULES;

use super::{Context, Outcome, Result};

pub use args::{ExplainArgs, Form};
pub(in crate::commands) use tree::place;

/// Prints the pages of codes and rules, or where values come from.
pub fn run(args: &ExplainArgs, context: &Context) -> Result {
    match args.subject().map_err(|usage| *usage)? {
        args::Subject::Codes(codes) => print_pages(codes, context),
        args::Subject::Values { key, file, paths } => values::run(args, (key, file, paths), context),
    }
}

fn print_pages(words: &[String], context: &Context) -> Result {
    for (at, word) in words.iter().enumerate() {
        let code = word.trim().to_ascii_uppercase();
        let page = match pages::PAGES.iter().find(|(known, _)| *known == code) {
            Some((_, page)) => (*page).to_owned(),
            None => args::rule(word).map(|rule| rule.page()).ok_or_else(|| unknown(word.trim()))?,
        };
        if at > 0 {
            context.streams.out(b"\n");
        }
        context.streams.page(&page);
    }
    Ok(Outcome::Done)
}

/// A word that is no code and no rule's name. Codes are near to each other without being meant: what is suggested has the same
/// number, with zeros left out or too many.
fn unknown(word: &str) -> Diagnostic {
    let mut codes = CODES.iter().map(|known| known.code).chain(RULES.iter().map(|rule| rule.code));
    let number = |code: &str| -> Option<u32> {
        let digits = code.strip_prefix("AUR").unwrap_or(code).trim_start_matches('-').replace('O', "0");
        digits.parse().ok()
    };
    let (message, near) = match args::is_code(word) {
        true => {
            let code = word.to_ascii_uppercase();
            let wanted = number(&code);
            let near = codes.find(|known| wanted.is_some() && number(known) == wanted);
            (format!("there is no code `{code}`"), near)
        }
        false => {
            let names = codes.chain(RULES.iter().map(|rule| rule.name));
            (format!("there is no code or rule `{word}`"), nearest(word, names))
        }
    };
    let error = Diagnostic::error("AUR0002", Kind::Usage, message);
    match near {
        Some(known) => error.help(format!("did you mean `{known}`?")),
        None => error
            .help("a code stands at the head of each message, such as AUR0101; `aurora lint --list-rules` names rules"),
    }
}
