//! `aurora diff --against`: two versions of a configuration, without a scheduler.

mod document;
mod markdown;
mod shown;
mod text;
mod versions;

use crate::commands::{Context, Outcome, Result};
use crate::config::changes::{Named, Verdict};

use super::args::DiffArgs;

/// A job and what became of it.
type Reviewed = (Named, Verdict);

/// Compares the files with another version of them and shows what changes for each job.
pub fn run(args: &DiffArgs, against: &str, context: &Context) -> Result {
    let (key, files) = args.key_and_files()?;
    let jobs = versions::review(args, &versions::Target { key, files, against }, context)?;
    let has_changes = jobs.iter().any(|(_, verdict)| *verdict != Verdict::Same);
    match args.format.format.as_deref() {
        None => context.streams.page(&text::render(&jobs, context.paper)),
        Some("markdown") => context.streams.out(markdown::render(&jobs, against).as_bytes()),
        Some(_) => {
            args.format.write(context, &document::document(&jobs, against))?;
        }
    }
    Ok(if has_changes && args.exit_code { Outcome::Findings } else { Outcome::Done })
}

/// How many jobs have each verdict.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Sum {
    added: usize,
    removed: usize,
    renamed: usize,
    changed: usize,
    same: usize,
}

impl Sum {
    fn of(jobs: &[Reviewed]) -> Sum {
        let mut sum = Sum::default();
        for (_, verdict) in jobs {
            *match verdict {
                Verdict::Added => &mut sum.added,
                Verdict::Removed => &mut sum.removed,
                Verdict::Renamed(..) => &mut sum.renamed,
                Verdict::Changed(_) => &mut sum.changed,
                Verdict::Same => &mut sum.same,
            } += 1;
        }
        sum
    }

    /// `2 jobs changed, 1 added, 7 unchanged`.
    fn sentence(self) -> String {
        let counts = [
            (self.changed, "changed"),
            (self.added, "added"),
            (self.removed, "removed"),
            (self.renamed, "renamed"),
            (self.same, "unchanged"),
        ];
        let mut words = Vec::new();
        for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
            let noun = match (words.is_empty(), count) {
                (false, _) => "",
                (true, 1) => " job",
                (true, _) => " jobs",
            };
            words.push(format!("{count}{noun} {word}"));
        }
        if words.is_empty() { "no jobs".to_owned() } else { words.join(", ") }
    }
}
