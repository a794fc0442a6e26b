//! `aurora config list`

use std::cell::RefCell;
use std::rc::Rc;

use super::{BudgetArgs, Context, Failure, Outcome, Prints, Result};
use crate::config::{Bindings, Evaluation, Problems, candidates};
use crate::source::SourceMap;

/// List the keys of the jobs that a configuration defines
#[derive(clap::Args, Debug)]
pub struct ConfigListArgs {
    /// The configuration file
    #[arg(value_name = "FILE")]
    pub file: String,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub budget: BudgetArgs,
}

/// Prints `jobs=[KEY, KEY]`.
pub fn run(args: &ConfigListArgs, context: &Context) -> Result {
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(&sources) };
    let world = (context.world)(Prints::Err);
    let mut evaluation = Evaluation::new(world, &args.budget.settings(context, None), &sources).map_err(fail)?;
    let keys = keys(&mut evaluation, &args.file).map_err(fail)?;
    context.streams.out(format!("jobs=[{}]\n", keys.join(", ")).as_bytes());
    Ok(Outcome::Done)
}

/// The keys of a file's jobs. Errors: of the file.
pub fn keys(evaluation: &mut Evaluation, file: &str) -> crate::config::Result<Vec<String>> {
    evaluation.run_file(file)?;
    let jobs = evaluation.jobs()?;
    let found = candidates(&evaluation.cx, &jobs, &Bindings::default())?;
    Ok(found.iter().map(|candidate| candidate.shown()).collect())
}
