//! `aurora list`

mod row;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::json;

use super::{BudgetArgs, ConfigArgs, Context, Failure, FormatArgs, Outcome, Prints, Result};
use crate::config::{self, Bindings, Candidate, Configuration, Evaluation, Problems};
use crate::diagnostics::{Diagnostic, Kind};
use crate::lint::normal;
use crate::objects::{self, Object};
use crate::source::SourceMap;
use row::{Place, Row};

const NAMES: &str = "\
The document of --format json has `version` (1) and `jobs`: objects with `key`, `cluster`, `role`, `environment`, `name`, `kind`
(service, cron or job), `instances`, `cpus`, `ram_mb`, `disk_mb`, `gpus`, `production`, `tier`, `cron_schedule`, `ports`,
`contact`, `file`, and `place` (`file` and `line` where the job was made, which may be in an included file).
Examples:
  aurora list web.aurora
  aurora list --format json web.aurora
  aurora list --format '{% for job in jobs %}{{ job.key }} {{ job.instances }}{{ \"\\n\" }}{% endfor %}' services/";

/// List the jobs that configurations define
///
/// Shows key, kind, instances and resources of each job, in the order of the files. Nothing is sent anywhere. A folder stands for
/// all `.aurora` files in it; rules of .gitignore are respected.
#[derive(clap::Args, Debug)]
#[command(after_long_help = NAMES)]
pub struct ListArgs {
    /// Configuration files, and folders of them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub format: FormatArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: ConfigArgs,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub budget: BudgetArgs,
}

/// Evaluates the files and lists their jobs. What is wrong with one job or file does not hide the others.
pub fn run(args: &ListArgs, context: &Context) -> Result {
    let usage = |message| Diagnostic::error("AUR0002", Kind::Usage, message);
    let found = context.disk.find(&args.files).map_err(usage)?;
    let named: BTreeSet<String> = args.files.iter().map(|path| normal(path)).collect();
    let files: Vec<String> = unique(found.iter().map(|path| normal(path)));
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let mut problems = Problems::default();
    let mut rows = Vec::new();
    let settings = args.budget.settings(context, None);
    let mut included: BTreeSet<String> = BTreeSet::new();
    let mut failed: Vec<(&String, Problems)> = Vec::new();
    let mut unused = Unused::default();
    for file in &files {
        let world = (context.world)(if args.format.format.is_some() { Prints::Err } else { Prints::Nowhere });
        let jobs = Evaluation::new(world, &settings, &sources).and_then(|mut evaluation| {
            let jobs = of_file(args, &mut evaluation, file, &mut problems, &mut unused);
            included.extend(evaluation.includes().iter().map(|(_, path)| normal(path)));
            jobs
        });
        match jobs {
            Ok(jobs) => rows.extend(jobs),
            Err(found) => failed.push((file, found)),
        }
    }
    // A file that was found in a folder may be one that others include, and lack jobs or names on its own.
    let is_meant = |file: &String, found: &Problems| {
        let has_none = found.0.iter().all(|one| one.code == "AUR0411");
        named.contains(file) || !(has_none || included.contains(file))
    };
    problems.0.extend(failed.into_iter().filter(|(file, found)| is_meant(file, found)).flat_map(|(_, found)| found.0));
    // With nothing to show and something wrong there is no list to speak of.
    let is_worth_it = problems.is_empty() || !rows.is_empty();
    if is_worth_it && !args.format.write(context, &json!({"version": 1, "jobs": rows}))? {
        context.streams.page(&row::table(&rows, files.len() > 1).render(context.paper));
    }
    // What could not be evaluated may well have used the rest.
    if problems.is_empty() {
        unused.warnings(files.len()).iter().for_each(|warning| (context.tell)(warning, &sources.borrow()));
    }
    if problems.is_empty() { Ok(Outcome::Done) } else { Err(Failure { diagnostics: problems.0, sources }) }
}

/// The bindings of `-E` that no file so far has used.
#[derive(Default)]
struct Unused {
    numbers: Option<BTreeSet<u32>>,
    bindings: Bindings,
    /// What the last file has to say about them.
    told: Vec<Diagnostic>,
}

impl Unused {
    /// After a file's jobs were looked at.
    fn note(&mut self, cx: &objects::Context, bindings: &Bindings, jobs: &[Object]) {
        let numbers = bindings.never_used(cx);
        self.told = bindings.unused(cx, jobs, &[]);
        self.numbers = Some(match self.numbers.take() {
            Some(known) => known.intersection(&numbers).copied().collect(),
            None => numbers,
        });
        self.bindings = bindings.clone();
    }

    fn warnings(self, files: usize) -> Vec<Diagnostic> {
        match self.numbers {
            Some(numbers) if files > 1 => self.bindings.used_in_none(&numbers),
            _ => self.told,
        }
    }
}

/// Each once, in their order.
fn unique(paths: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    paths.filter(|path| seen.insert(path.clone())).collect()
}

/// The jobs of one file that can be sent. What is wrong with the others goes to `problems`. Errors: of the file.
fn of_file(
    args: &ListArgs,
    evaluation: &mut Evaluation,
    file: &str,
    problems: &mut Problems,
    unused: &mut Unused,
) -> config::Result<Vec<Row>> {
    let bindings = Bindings::parse(&evaluation.cx, &args.config.bindings)?;
    let shared = evaluation.shared(bindings.clone())?;
    let jobs = if args.config.json {
        vec![evaluation.json_job(file)?]
    } else {
        evaluation.run_file(file)?;
        evaluation.jobs()?
    };
    let sources = evaluation.vm.sources.borrow();
    let mut rows = Vec::with_capacity(jobs.len());
    let mut made_jobs = Vec::new();
    for (at, job) in jobs.iter().enumerate() {
        let row = Candidate::of(&shared.cx, job, &bindings).and_then(|candidate| {
            let made = bindings.apply(&shared.cx, job).and_then(|bound| Configuration::of(&shared, &bound));
            let made = made.map_err(|found| match jobs.len() {
                1 => found,
                count => candidate.name_in(found, shared.element(at, count)),
            })?;
            made_jobs.push(made.job.clone());
            let place =
                sources.locate(candidate.place()).map(|(file, at)| Place { file: file.name.clone(), line: at.line });
            Ok(Row::of(&made, file, place))
        });
        rows.extend(problems.keep(row));
    }
    unused.note(&shared.cx, &bindings, &made_jobs);
    Ok(rows)
}
