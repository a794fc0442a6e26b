//! What the standard streams can show.

use std::env;
use std::io::{self, IsTerminal};

use crate::commands::Paper;
use crate::diagnostics::render::Style;

use super::args::Color;

/// Columns are not taken to be fewer or more than this.
const WIDTHS: std::ops::RangeInclusive<usize> = 20..=200;

/// The style for diagnostics.
pub fn style(color: Color) -> Style {
    let is_terminal = io::stderr().is_terminal();
    let color = is_colored(color, is_terminal);
    let size = is_terminal.then(|| terminal_size::terminal_size_of(io::stderr())).flatten();
    Style { color, unicode: is_unicode() && !(is_terminal && is_dumb()), width: width(size) }
}

/// What standard output is.
pub fn paper(color: Color) -> Paper {
    let is_terminal = io::stdout().is_terminal();
    let columns = || width(terminal_size::terminal_size_of(io::stdout()));
    let width = if is_terminal { columns() } else { usize::MAX };
    Paper { color: is_colored(color, is_terminal), is_terminal, width }
}

/// Whether what stands on standard error can be drawn over.
pub fn can_redraw() -> bool {
    io::stderr().is_terminal() && !is_dumb()
}

fn is_colored(color: Color, is_terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !is_set("NO_COLOR") && !is_dumb(),
    }
}

/// The columns that `COLUMNS` says, or else those that were measured.
fn width(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    let asked = env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    let measured = || size.map(|(width, _)| width.0 as usize);
    asked.or_else(measured).map_or(Style::PLAIN.width, |width| width.clamp(*WIDTHS.start(), *WIDTHS.end()))
}

/// A variable that is set and not empty, as NO_COLOR's rule has it.
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|value| value == "dumb")
}

/// Only a locale that says otherwise speaks against Unicode.
fn is_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|n| env::var(n).ok().filter(|v| !v.is_empty()));
    locale.is_none_or(|locale| !matches!(locale.as_str(), "C" | "POSIX"))
}
