//! The arguments of `aurora explain`.

use clap::ValueEnum;

use crate::commands::{BudgetArgs, ConfigArgs};
use crate::diagnostics::{Diagnostic, Kind};
use crate::lint::Rule;
use crate::lint::rules::{self, RULES};

const USAGE: &str =
    "aurora explain <CODE|RULE>...\n       aurora explain [OPTIONS] <CLUSTER/ROLE/ENV/NAME> <FILE> [PATH]...";

const EXAMPLES: &str = "\
Paths: the names of the configuration, such as `task.processes[0].cmdline`, `update_config.batch_size` or
`constraints['host']`. `*` stands for one step or a part of it, `**` for any number of steps. A path of something with parts
means all of them. Without a path every value of the job is listed with its place.
Examples:
  aurora explain AUR0306
  aurora explain unused-name
  aurora explain west/www-data/prod/hello hello.aurora
  aurora explain west/www-data/prod/hello hello.aurora 'task.processes[*].cmdline'
  aurora explain --format json west/www-data/prod/hello hello.aurora '**.ram'";

/// Explain a diagnostic's code, or where a job's values come from
///
/// With codes, such as AUR0101, or names of rules of `lint`, such as unused-name: what each means, an example that triggers
/// it, how to mend it.
///
/// With a job's key and a file: the values of the job, each with the places that set it, the bindings that its references
/// used, and what these beat. The job need not be valid for that.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE, after_long_help = EXAMPLES)]
pub struct ExplainArgs {
    /// Codes or names of rules; or the job's key, the configuration file, and paths of values
    #[arg(value_name = "CODE | KEY FILE PATH", num_args = 1.., required = true, hide = true)]
    pub words: Vec<String>,
    /// How values are shown: as a tree for people, or as one JSON document (docs/explain-format.md)
    #[arg(long, value_name = "tree|json", hide_possible_values = true, default_value = "tree")]
    pub format: Form,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub config: ConfigArgs,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub budget: BudgetArgs,
}

/// The forms of an explanation.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// For people
    Tree,
    /// For programs
    Json,
}

/// What is to be explained.
pub enum Subject<'a> {
    /// Codes of diagnostics, or names of rules.
    Codes(&'a [String]),
    /// Values of a job.
    Values {
        /// The job's key.
        key: &'a str,
        /// The configuration file.
        file: &'a str,
        /// Paths; none means all.
        paths: &'a [String],
    },
}

impl ExplainArgs {
    /// What is asked for. A lone word is a code or a rule, and so are several that all look like one.
    pub fn subject(&self) -> Result<Subject<'_>, Box<Diagnostic>> {
        match self.words.as_slice() {
            codes if codes.iter().all(|word| is_code(word) || rule(word).is_some()) => Ok(Subject::Codes(codes)),
            [key] if key.contains('/') => Err(Box::new(usage("a job key needs a configuration file behind it"))),
            [_] => Ok(Subject::Codes(&self.words)),
            [key, file, paths @ ..] => Ok(Subject::Values { key, file, paths }),
            [] => Err(Box::new(usage("a code or rule, or a job key and a file are needed"))),
        }
    }
}

/// The rule of a code or name.
pub fn rule(word: &str) -> Option<&'static Rule> {
    let word = word.trim();
    rules::find(word).or_else(|| RULES.iter().find(|rule| rule.name.eq_ignore_ascii_case(word)).copied())
}

/// Whether a word looks like a code.
pub fn is_code(word: &str) -> bool {
    let word = word.trim();
    word.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("AUR"))
        && word.get(3..).is_some_and(|tail| !tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit()))
}

fn usage(message: &str) -> Diagnostic {
    Diagnostic::error("AUR0002", Kind::Usage, message).help(format!("usage: {USAGE}"))
}
