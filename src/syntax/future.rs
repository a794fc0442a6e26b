//! What `from __future__ import …` switches on. The flags change how the rest of the file is read, so they are found
//! before anything is parsed.

use super::ast::Future;
use super::layout::Line;

/// The flags of a file from its logical lines.
pub fn flags(text: &str, lines: &[Line]) -> Future {
    let mut future = Future::default();
    let mut first = true;
    for line in lines {
        for statement in text[line.start..line.end].split(';') {
            let statement = statement.trim();
            if let Some(names) = future_names(statement) {
                for name in names.split([',', '(', ')', '\n', '\r', '\\', ' ', '\t']) {
                    match name {
                        "division" => future.division = true,
                        "print_function" => future.print_function = true,
                        "unicode_literals" => future.unicode_literals = true,
                        "absolute_import" => future.absolute_import = true,
                        _ => {}
                    }
                }
            } else if first && is_documentation(statement) {
                // The documentation text may stand before.
            } else {
                return future;
            }
            first = false;
        }
    }
    future
}

fn future_names(statement: &str) -> Option<&str> {
    let rest = statement.strip_prefix("from")?.trim_start();
    let rest = rest.strip_prefix("__future__")?.trim_start();
    rest.strip_prefix("import")
}

fn is_documentation(statement: &str) -> bool {
    statement.trim_start_matches(['r', 'R', 'u', 'U', 'b', 'B']).starts_with(['"', '\''])
}
