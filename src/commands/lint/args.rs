//! The arguments of `aurora lint`.

use crate::commands::BudgetArgs;

const EXAMPLES: &str = "\
Formats of --output: fancy, concise, json, sarif, github, gitlab, junit. Rules are named by code (AUR1011), by the
beginning of codes (AUR10), by name (unused-name), or ALL. Exit codes: 0 nothing found, 1 findings, 2 wrong usage.
Examples:
  aurora lint
  aurora lint --select AUR10,secret --output concise team/
  aurora lint --output fancy --output sarif=lint.sarif --output junit=lint.xml
  aurora lint --changed-since origin/main
  git ls-files '*.aurora' | aurora lint --files-from -";

/// Look for faults in configurations
///
/// Finds all `.aurora` files of the repository (rules of .gitignore are respected), evaluates each of them and all their
/// jobs, and reports every problem. A comment `# aurora: ignore[AUR1011] reason` suppresses findings of its line.
/// Settings are read from the nearest `aurora.toml`; `docs/lint.md` describes them.
#[derive(clap::Args, Clone, Debug)]
#[command(after_long_help = EXAMPLES)]
pub struct LintArgs {
    /// Files and folders (default: the working directory); `-` reads standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// Read further paths, one a line, from a file; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<String>,
    /// The name of the file that standard input holds, for messages and includes
    #[arg(long, value_name = "NAME", default_value = "stdin.aurora", hide_default_value = true)]
    pub stdin_filename: String,
    /// Report only on files that differ from this git revision, or read or include something that does
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
    /// Report only these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Option<Vec<String>>,
    /// Report these rules as well
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub extend_select: Vec<String>,
    /// Do not report these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Mend what can be mended without a change to what the files evaluate to
    #[arg(long)]
    pub fix: bool,
    /// With --fix or --diff: also mend what changes the meaning of a file
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    pub diff: bool,
    /// Mend what can be mended, report nothing, and end with 0
    #[arg(long, conflicts_with = "diff")]
    pub fix_only: bool,
    /// Report only what goes beyond the counts in this file
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<String>,
    /// Write the counts of what is found now to the file of --baseline
    #[arg(long)]
    pub write_baseline: bool,
    /// Write FORMAT to standard output, or to a file; may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub output: Vec<String>,
    /// Count the findings of each rule in place of listing them, as text or with `--output json`
    #[arg(long)]
    pub statistics: bool,
    /// Bind a name in the templates of all files
    #[arg(short = 'E', value_name = "NAME=VALUE", allow_hyphen_values = true)]
    pub bindings: Vec<String>,
    /// Evaluate everything anew and keep nothing
    #[arg(long)]
    pub no_cache: bool,
    /// List all rules
    #[arg(long)]
    pub list_rules: bool,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub budget: BudgetArgs,
}
