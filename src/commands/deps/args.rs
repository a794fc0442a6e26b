//! The arguments of `aurora deps`.

use crate::commands::{BudgetArgs, FormatArgs};

const NAMES: &str = "\
The document of --format json has `version` (1), `roots`, and `files`, sorted: objects with `file`, `includes` and `included_by`
(direct ones), `reads` (files that an evaluation of it read as data), and `missing` (it is asked for and not there).
Exit codes: 0 done, 2 wrong usage, 3 a file that was named cannot be evaluated (what is known until then is shown).
Examples:
  aurora deps web.aurora
  aurora deps --reverse lib/base.aurora
  aurora deps --reverse --format '{% for one in files %}{{ one.file }}{{ \"\\n\" }}{% endfor %}' lib/base.aurora";

/// Show which files include which
///
/// Evaluates the files, so an include whose path is computed is known as well. A folder stands for all `.aurora` files in it;
/// rules of .gitignore are respected.
#[derive(clap::Args, Clone, Debug)]
#[command(after_long_help = NAMES)]
pub struct DepsArgs {
    /// Files and folders (default: the working directory)
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// Show who includes the files, directly or not
    #[arg(long, requires = "paths")]
    pub reverse: bool,
    /// With --reverse: where to look for who includes them (default: the working directory); may be repeated
    #[arg(long, value_name = "PATH", requires = "reverse")]
    pub within: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub budget: BudgetArgs,
}
