//! What a rule is.

use crate::diagnostics::Severity;

use super::facts::Repository;
use super::sink::{Found, Sink};
use super::view::{FileView, JobView};

/// A rule: one file in `rules/`, one line in its table.
pub struct Rule {
    /// The stable code, `AUR1xxx`.
    pub code: &'static str,
    /// A name of small letters and dashes, which can stand for the code.
    pub name: &'static str,
    /// What it finds, in a few words: the headline of its page.
    pub title: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whether it is on when nothing is selected.
    pub is_default: bool,
    /// Whether its fixes exist, and keep what the file evaluates to.
    pub fixes: Fixes,
    /// Why it matters.
    pub rationale: &'static str,
    /// A piece of configuration that it finds fault with.
    pub example: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// The checks; most rules have one.
    pub checks: &'static [Check],
}

/// What a rule can mend.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fixes {
    /// Nothing.
    None,
    /// Its findings, without a change to what the file evaluates to.
    Safe,
    /// Its findings, with a change to what the file evaluates to: only with `--unsafe-fixes`.
    Unsafe,
}

/// What a rule looks at.
pub enum Check {
    /// One file: its text, its tree, what it evaluated to.
    File(fn(&FileView, &mut Sink)),
    /// One file, for what only all files together can judge ([`Sink::push_unless_used`]). Runs even where the rule is off.
    Evidence(fn(&FileView, &mut Sink)),
    /// One job of a file.
    Job(fn(&FileView, &JobView, &mut Sink)),
    /// The facts of all files together.
    Repository(fn(&Repository, &mut Found)),
}

impl Rule {
    /// The page that `aurora explain` prints and `docs/rules` holds.
    pub fn page(&self) -> String {
        let severity = severity_name(self.severity);
        let default = if self.is_default { "on by default" } else { "off unless selected" };
        let fix = match self.fixes {
            Fixes::None => "no automatic fix",
            Fixes::Safe => "fixed by `--fix`",
            Fixes::Unsafe => "fixed by `--fix --unsafe-fixes`",
        };
        format!(
            "# {}: {}\n\nRule `{}`: {severity}, {default}, {fix}.\n\n{}\n\n## Example\n\n```python\n{}\n```\n\n## How to mend it\n\n{}\n",
            self.code,
            self.title,
            self.name,
            self.rationale.trim(),
            self.example.trim_matches('\n'),
            self.mend.trim(),
        )
    }
}

/// The word for a severity.
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
