//! `--fix` and `--diff`.

use std::collections::BTreeSet;

use similar::TextDiff;

use super::gather::Task;
use super::since::Since;
use super::{LintArgs, failed};
use crate::commands::{Context, Failure};
use crate::lint::{self, Finding, Fix, Mended, Overlay};

/// Looks and mends. With `--fix` the files are written, with `--diff` the changes are shown. Errors: a file cannot be
/// written.
pub fn run(task: &mut Task, since: Option<&Since>, args: &LintArgs, context: &Context) -> Result<Mended, Failure> {
    // A file that is only included may mean something to others, which are not looked at.
    let paths: BTreeSet<String> = task.plan.paths.iter().cloned().collect();
    let is_looked_at = |fix: &Fix| fix.edits.iter().all(|edit| paths.contains(&edit.path));
    let accept = |_: &Finding, fix: &Fix| (fix.is_safe || args.unsafe_fixes) && is_looked_at(fix);
    let before: Vec<(String, Vec<u8>)> =
        task.disk.contents().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    // The files as they were before: a file that was mended need not be looked at with those who include it.
    let mut original = Overlay::new(context.disk);
    before.iter().for_each(|(path, bytes)| original.put(path, bytes.clone()));
    let differs = |path: &str| since.is_some_and(|since| since.differs(&original, path));
    let mended =
        lint::mend(&mut task.disk, &task.plan, since.is_some().then_some(&differs), &accept).map_err(failed)?;
    for (path, bytes) in &mended.files {
        let old = match before.iter().find(|(known, _)| known == path) {
            Some((_, bytes)) => bytes.clone(),
            None => context.disk.read(path).map_err(|reason| failed(format!("`{path}` cannot be read: {reason}")))?,
        };
        if args.diff {
            context.streams.out(diff(path, &old, bytes).as_bytes());
        } else if before.iter().any(|(known, _)| known == path) {
            // What came from standard input goes to standard output.
            context.streams.out(bytes);
        } else {
            let written = context.disk.write(path, bytes);
            written.map_err(|reason| failed(format!("`{path}` cannot be written: {reason}")))?;
        }
    }
    if !args.diff {
        // Unchanged standard input is passed on as well.
        for (_, bytes) in before.iter().filter(|(path, _)| !mended.files.contains_key(path)) {
            context.streams.out(bytes);
        }
    }
    Ok(mended)
}

fn diff(path: &str, old: &[u8], new: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let diff = TextDiff::from_lines(&*old, &*new);
    diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
