//! Values of a job and where they come from.

use std::cell::RefCell;
use std::rc::Rc;

use super::{ExplainArgs, Form, json, tree};
use crate::commands::{Context, Failure, Outcome, Prints, Result};
use crate::config::provenance::{self, Explained, Explainer, Index, Leaf, Pattern};
use crate::config::{self, Bindings, Evaluation, Problems, Selector, pick};
use crate::diagnostics::{Diagnostic, Kind, Severity, nearest};
use crate::objects::{Object, path_text};
use crate::source::SourceMap;

/// Evaluates the file, chooses the job, and explains its values.
pub fn run(args: &ExplainArgs, (key, file, paths): (&str, &str, &[String]), context: &Context) -> Result {
    let patterns = patterns(paths)?;
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(&sources) };
    let cluster = key.split_once('/').map(|(cluster, _)| cluster).or(args.config.cluster.as_deref());
    let settings = args.budget.settings(context, cluster);
    let mut evaluation = Evaluation::new((context.world)(Prints::Err), &settings, &sources).map_err(fail)?;
    let bindings = Bindings::parse(&evaluation.cx, &args.config.bindings).map_err(fail)?;
    let job = job(&mut evaluation, args, (key, file), &bindings, context).map_err(fail)?;
    let job = provenance::subject(&evaluation.cx, &job);
    let leaves = provenance::leaves(&job);
    if leaves.len() >= provenance::MOST_LEAVES {
        let words = format!("the job has more than {} values; the others are left out", provenance::MOST_LEAVES);
        (context.tell)(&Diagnostic::warning("AUR0407", Kind::Other, words), &sources.borrow());
    }
    let chosen = choose(&leaves, &patterns).map_err(|missing| fail(missing.into()))?;
    let data = evaluation.data_files();
    let modules = provenance::read(&sources.borrow());
    let functions = provenance::functions(&modules);
    let index = Index::of(&modules, &functions);
    let known = sources.borrow();
    let explainer = Explainer { cx: &evaluation.cx, sources: &known, index: &index, bindings: &bindings, data: &data };
    let mut problems = Problems::default();
    let all: Vec<Explained> = chosen.into_iter().filter_map(|leaf| problems.keep(explainer.leaf(leaf))).collect();
    let text = match args.format {
        Form::Json => json::document(key, file, &all, &known),
        Form::Tree if patterns.is_empty() => tree::list(&all, &known, context.paper),
        Form::Tree => tree::trees(&all, &known, context.paper),
    };
    drop(known);
    context.streams.page(&text);
    if problems.is_empty() { Ok(Outcome::Done) } else { Err(fail(problems)) }
}

fn patterns(paths: &[String]) -> std::result::Result<Vec<(&str, Pattern)>, Diagnostic> {
    let parse = |path: &'_ String| match Pattern::parse(path) {
        Ok(pattern) => Ok(pattern),
        Err(why) => Err(Diagnostic::error("AUR0002", Kind::Usage, format!("`{path}` is not a path: {why}"))
            .help("write it as in the configuration: `task.processes[0].cmdline`, with `*` and `**` as wildcards")),
    };
    paths.iter().map(|path| Ok((path.as_str(), parse(path)?))).collect()
}

/// The one job, bound.
fn job(
    evaluation: &mut Evaluation,
    args: &ExplainArgs,
    (key, file): (&str, &str),
    bindings: &Bindings,
    context: &Context,
) -> config::Result<Object> {
    let cx = Rc::clone(&evaluation.cx);
    if args.config.json {
        return bindings.apply(&cx, &evaluation.json_job(file)?);
    }
    evaluation.run_file(file)?;
    let jobs = evaluation.jobs()?;
    let (selector, slip) = Selector::parse(key, args.config.cluster.as_deref(), args.config.env.as_deref());
    if let Some(slip) = slip {
        let warning = Diagnostic { kind: Kind::Deprecated, severity: Severity::Warning, ..slip };
        (context.tell)(&warning, &SourceMap::new());
    }
    pick(&cx, &jobs, &selector, bindings)
}

/// The values that the paths name, each once, in the job's order. Errors: a path names nothing.
fn choose<'a>(leaves: &'a [Leaf], patterns: &[(&str, Pattern)]) -> std::result::Result<Vec<&'a Leaf>, Diagnostic> {
    for (path, pattern) in patterns {
        if !leaves.iter().any(|leaf| pattern.covers(&leaf.path)) {
            return Err(nothing_at(path, leaves));
        }
    }
    let is_chosen = |leaf: &&Leaf| patterns.is_empty() || patterns.iter().any(|(_, one)| one.covers(&leaf.path));
    Ok(leaves.iter().filter(is_chosen).collect())
}

fn nothing_at(path: &str, leaves: &[Leaf]) -> Diagnostic {
    let error = Diagnostic::error("AUR0406", Kind::Usage, format!("the job has no value at `{path}`"));
    // Paths of values, and of what holds them.
    let known: Vec<String> =
        leaves.iter().flat_map(|leaf| (1..=leaf.path.len()).map(|end| path_text(&leaf.path[..end]))).collect();
    match nearest(path, known.iter().map(String::as_str)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("leave the path out to see all values; an attribute that is not set has none"),
    }
}
