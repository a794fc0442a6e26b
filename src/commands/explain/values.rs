//! Values of a job and where they come from.

use std::cell::RefCell;
use std::rc::Rc;

use super::{ExplainArgs, Form, json, tree};
use crate::commands::{Context, Failure, Outcome, Prints, Result};
use crate::config::provenance::{self, Explained, Explainer, Fault, Index, Leaf, Pattern};
use crate::config::{self, Bindings, Evaluation, Problems, Selector, pick, with_places};
use crate::diagnostics::{Diagnostic, Kind, Severity, nearest};
use crate::objects::{Object, Step, path_text};
use crate::source::SourceMap;

/// Evaluates the file, chooses the job, and explains its values.
pub fn run(args: &ExplainArgs, (key, file, paths): (&str, &str, &[String]), context: &Context) -> Result {
    let (patterns, mut told) = patterns(paths);
    if patterns.is_empty() && !told.is_empty() {
        return Err(Failure { diagnostics: told, sources: Rc::default() });
    }
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(&sources) };
    let cluster = key.split_once('/').map(|(cluster, _)| cluster).or(args.config.cluster.as_deref());
    let settings = args.budget.settings(context, cluster);
    let mut evaluation = Evaluation::new((context.world)(Prints::Err), &settings, &sources).map_err(fail)?;
    let bindings = Bindings::parse(&evaluation.cx, &args.config.bindings).map_err(fail)?;
    let (job, others) = job(&mut evaluation, args, (key, file), &bindings, context).map_err(fail)?;
    let job = provenance::subject(&evaluation.cx, &job);
    // What the paths do not name uses bindings, too; what is wrong with it is not the matter here.
    let _ = job.interpolate(&evaluation.cx);
    let unused = bindings.unused(&evaluation.cx, std::slice::from_ref(&job), &others);
    unused.iter().for_each(|warning| (context.tell)(warning, &sources.borrow()));
    let leaves = provenance::leaves(&job);
    if leaves.len() >= provenance::MOST_LEAVES {
        let words = format!("the job has more than {} values; the others are left out", provenance::MOST_LEAVES);
        (context.tell)(&Diagnostic::warning("AUR0407", Kind::Other, words), &sources.borrow());
    }
    let (chosen, missing) = choose(&leaves, &patterns);
    told.extend(missing.into_iter().map(|path| nothing_at(path, &leaves, &job, &evaluation)));
    if chosen.is_empty() && !told.is_empty() {
        return Err(fail(Problems(told)));
    }
    let data = evaluation.data_files();
    let modules = provenance::read(&sources.borrow());
    let functions = provenance::functions(&modules);
    let index = Index::of(&modules, &functions);
    let known = sources.borrow();
    let explainer = Explainer { cx: &evaluation.cx, sources: &known, index: &index, bindings: &bindings, data: &data };
    let mut problems = Problems(told);
    let mut all: Vec<Explained> = Vec::with_capacity(chosen.len());
    for leaf in chosen {
        let Some(explained) = problems.keep(explainer.leaf(leaf)) else { continue };
        if let Some(Fault { diagnostic, reference }) = &explained.fault {
            let diagnostic = with_places(&evaluation.cx, &job, &leaf.path, reference.as_deref(), diagnostic.clone());
            problems.add(diagnostic.into());
        }
        all.push(explained);
    }
    let text = match args.format {
        Form::Json => json::document(key, file, &all, &known),
        Form::Tree if patterns.is_empty() => tree::list(&all, &known, context.paper),
        Form::Tree => tree::trees(&all, &known, settings.release, context.paper),
    };
    config::exact(&known, &mut problems);
    drop(known);
    context.streams.page(&text);
    if problems.is_empty() { Ok(Outcome::Done) } else { Err(fail(problems)) }
}

/// What paths stand for, and what is wrong with those that are none.
fn patterns(paths: &[String]) -> (Vec<(&str, Pattern)>, Vec<Diagnostic>) {
    let (mut patterns, mut wrong) = (Vec::new(), Vec::new());
    for path in paths {
        match Pattern::parse(path) {
            Ok(pattern) => patterns.push((path.as_str(), pattern)),
            Err(why) => {
                wrong.push(Diagnostic::error("AUR0002", Kind::Usage, format!("`{path}` is not a path: {why}")).help(
                    "write it as in the configuration: `task.processes[0].cmdline`, with `*` and `**` as wildcards",
                ))
            }
        }
    }
    (patterns, wrong)
}

/// The one job, bound, and all jobs of the file.
fn job(
    evaluation: &mut Evaluation,
    args: &ExplainArgs,
    (key, file): (&str, &str),
    bindings: &Bindings,
    context: &Context,
) -> config::Result<(Object, Vec<Object>)> {
    let cx = Rc::clone(&evaluation.cx);
    if args.config.json {
        return Ok((bindings.apply(&cx, &evaluation.json_job(file)?)?, Vec::new()));
    }
    evaluation.run_file(file)?;
    let jobs = evaluation.jobs()?;
    let (selector, slip) = Selector::parse(key, args.config.cluster.as_deref(), args.config.env.as_deref());
    if let Some(slip) = slip {
        let warning = Diagnostic { kind: Kind::Deprecated, severity: Severity::Warning, ..slip };
        (context.tell)(&warning, &SourceMap::new());
    }
    Ok((pick(&cx, &jobs, &selector, bindings)?, jobs))
}

/// The values that the paths name, each once, in the job's order, and the paths that name nothing.
fn choose<'a, 'p>(leaves: &'a [Leaf], patterns: &[(&'p str, Pattern)]) -> (Vec<&'a Leaf>, Vec<&'p str>) {
    let names_nothing = |(_, pattern): &&(&str, Pattern)| !leaves.iter().any(|leaf| pattern.covers(&leaf.path));
    let missing = patterns.iter().filter(names_nothing).map(|(path, _)| *path).collect();
    let is_chosen = |leaf: &&Leaf| patterns.is_empty() || patterns.iter().any(|(_, one)| one.covers(&leaf.path));
    (leaves.iter().filter(is_chosen).collect(), missing)
}

fn nothing_at(path: &str, leaves: &[Leaf], job: &Object, evaluation: &Evaluation) -> Diagnostic {
    let error = Diagnostic::error("AUR0406", Kind::Usage, format!("the job has no value at `{path}`"));
    if let Some(hint) = hint(path, job, evaluation) {
        return error.help(hint);
    }
    // Paths of values, and of what holds them.
    let known: Vec<String> =
        leaves.iter().flat_map(|leaf| (1..=leaf.path.len()).map(|end| path_text(&leaf.path[..end]))).collect();
    match nearest(path, known.iter().map(String::as_str)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("leave the path out to see all values; an attribute that is not set has none"),
    }
}

/// What to say about a path whose attribute only another release has, or that this job does not set.
fn hint(path: &str, job: &Object, evaluation: &Evaluation) -> Option<String> {
    let mut at = job.clone();
    for word in path.split(['.', '[']).map(|word| word.trim_end_matches(']').trim_matches(['\'', '"'])) {
        let Some(fields) = at.ty().as_struct() else {
            let step = word.parse().map_or_else(|_| Step::Key(word.into()), Step::Index);
            at = at.part(&step)?;
            continue;
        };
        if fields.slot(word).is_none() {
            return evaluation.release_hint(word, at.ty());
        }
        match at.part(&Step::Field(word.into())) {
            Some(part) => at = part,
            None => return Some(format!("`{word}` is known and not set: what is not set has no value")),
        }
    }
    None
}
