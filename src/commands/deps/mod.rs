//! `aurora deps`

mod args;
mod document;
mod graph;
mod tree;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Context, Failure, Outcome, Prints, Result};
use crate::config::{Evaluation, Problems, Settings};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::interp::programs::Programs;
use crate::lint::normal;
use crate::source::SourceMap;
use graph::{Graph, Way};

pub use args::DepsArgs;

/// Evaluates the files and shows what they include, or who includes them.
pub fn run(args: &DepsArgs, context: &Context) -> Result {
    let here = || vec![".".to_owned()];
    let way = if args.reverse { Way::Up } else { Way::Down };
    let mut reader = Reader::new(args.budget.settings(context, None), context);
    let searched = match (args.reverse, args.paths.is_empty(), args.within.is_empty()) {
        (true, _, true) | (false, true, _) => here(),
        (true, _, false) => args.within.clone(),
        (false, false, _) => args.paths.clone(),
    };
    let named: BTreeSet<String> = args.paths.iter().map(|path| normal(path)).collect();
    let found = find(context, &searched)?;
    for path in &found {
        reader.read(path, !args.reverse && named.contains(path));
    }
    let graph = std::mem::take(&mut reader.graph);
    let roots = match (args.reverse, args.paths.is_empty()) {
        (true, _) => find(context, &args.paths).unwrap_or_else(|_| named.iter().cloned().collect()),
        (false, _) => roots(&graph, &found, &named),
    };
    if !args.format.write(context, &document::document(&graph, &roots, way))? {
        context.streams.page(&tree::draw(&graph, &roots, way));
    }
    // A file that is made to be included may lack names on its own, and is known through those who include it.
    let failed = reader.failed.iter().filter(|path| !is_included(&graph, path)).count();
    if failed > 0 {
        let (subject, them) = if failed == 1 { ("1 file", "it") } else { (&*format!("{failed} files"), "them") };
        let message = format!("{subject} cannot be evaluated to the end: includes behind the error are not known");
        let note = Diagnostic { severity: Severity::Note, ..Diagnostic::error("AUR0802", Kind::Lint, message) };
        (context.tell)(&note.help(format!("`aurora lint` shows what is wrong with {them}")), &SourceMap::new());
    }
    if reader.problems.is_empty() {
        return Ok(Outcome::Done);
    }
    Err(Failure { diagnostics: reader.problems.0, sources: reader.sources })
}

/// All `.aurora` files of folders, and files, sorted. Errors: a path that does not exist.
fn find(context: &Context, paths: &[String]) -> std::result::Result<Vec<String>, Failure> {
    let usage = |message| Diagnostic::error("AUR0002", Kind::Usage, message);
    let found = context.disk.find(paths).map_err(usage)?;
    let found: BTreeSet<String> = found.iter().map(|path| normal(path)).collect();
    Ok(found.into_iter().collect())
}

/// Where trees begin: files that were named, and of those that were found the ones that no other includes.
fn roots(graph: &Graph, found: &[String], named: &BTreeSet<String>) -> Vec<String> {
    found.iter().filter(|path| named.contains(*path) || !is_included(graph, path)).cloned().collect()
}

fn is_included(graph: &Graph, path: &str) -> bool {
    graph.files.get(path).is_some_and(|file| !file.included_by.is_empty())
}

/// Texts that are kept at most while files are evaluated one after the other.
const MOST_TEXTS: usize = 256;

/// Evaluates files and collects what they include.
struct Reader<'a> {
    settings: Settings,
    context: &'a Context<'a>,
    sources: Rc<RefCell<SourceMap>>,
    programs: Rc<RefCell<Programs>>,
    graph: Graph,
    problems: Problems,
    /// Files that were not named and cannot be evaluated.
    failed: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(settings: Settings, context: &'a Context<'a>) -> Reader<'a> {
        Reader {
            settings,
            context,
            sources: Rc::default(),
            programs: Rc::default(),
            graph: Graph::default(),
            problems: Problems::default(),
            failed: Vec::new(),
        }
    }

    /// Evaluates one file. What is wrong with it is reported if it was named.
    fn read(&mut self, path: &str, is_named: bool) {
        // A run over many files keeps its memory. Texts that errors speak of stay.
        if self.problems.is_empty() && self.sources.borrow().files().len() >= MOST_TEXTS {
            (self.sources, self.programs) = Default::default();
        }
        let world = (self.context.world)(Prints::Nowhere);
        let evaluated = Evaluation::new(world, &self.settings, &self.sources).and_then(|mut evaluation| {
            evaluation.vm.programs = Some(Rc::clone(&self.programs));
            let result = evaluation.run_file(path);
            self.graph.add(path, &evaluation);
            result
        });
        self.programs.borrow_mut().forget(path);
        match evaluated {
            Ok(()) => {}
            Err(problems) if is_named => self.problems.0.extend(problems.0),
            Err(_) => self.failed.push(path.to_owned()),
        }
    }
}
