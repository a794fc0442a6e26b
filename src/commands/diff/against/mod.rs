//! `aurora diff --against`: two versions of a configuration, without a scheduler.

mod compared;
mod document;
mod likeness;
mod markdown;
mod renames;
mod shown;
mod text;
mod version;
mod versions;

use crate::commands::{Context, Failure, Outcome, Result};
use crate::config::changes::{Named, Verdict};

use super::args::DiffArgs;
use compared::Broken;

/// A job and what became of it.
type Reviewed = (Named, Verdict);

/// What a comparison found.
struct Review {
    /// The jobs that could be compared.
    jobs: Vec<Reviewed>,
    /// The files that a version could not evaluate.
    broken: Vec<Broken>,
    /// Why it could not.
    errors: Option<Failure>,
}

/// Compares the files with another version of them and shows what changes for each job. What can be compared is shown even if
/// a file cannot be evaluated, since the change that breaks or mends it is one that people review; it ends with the error then.
pub fn run(args: &DiffArgs, against: &str, context: &Context) -> Result {
    let (key, files) = args.key_and_files()?;
    let review = versions::review(args, &versions::Target { key, files, against }, context)?;
    let has_changes = review.jobs.iter().any(|(_, verdict)| *verdict != Verdict::Same);
    match args.format.format.as_deref() {
        None => context.streams.page(&text::render(&review, context.paper)),
        Some("markdown") => context.streams.out(markdown::render(&review, against).as_bytes()),
        Some(_) => {
            args.format.write(context, &document::document(&review, against))?;
        }
    }
    match review.errors {
        Some(errors) => Err(errors),
        None if has_changes && args.exit_code => Ok(Outcome::Findings),
        None => Ok(Outcome::Done),
    }
}

/// How many jobs have each verdict.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Sum {
    added: usize,
    removed: usize,
    renamed: usize,
    changed: usize,
    same: usize,
    /// Files that were left out.
    broken: usize,
}

impl Sum {
    fn of(review: &Review) -> Sum {
        let mut sum = Sum { broken: review.broken.len(), ..Sum::default() };
        for (_, verdict) in &review.jobs {
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

    /// `2 jobs changed, 1 added, 7 unchanged; 1 file not compared`.
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
        let jobs = if words.is_empty() { "no jobs".to_owned() } else { words.join(", ") };
        match self.broken {
            0 => jobs,
            1 => format!("{jobs}; 1 file not compared"),
            count => format!("{jobs}; {count} files not compared"),
        }
    }
}
