//! The configuration file that a command is given.

use std::cell::RefCell;
use std::rc::Rc;

use crate::commands::{BudgetArgs, ConfigArgs, Context, Failure, Prints};
use crate::config::{self, Bindings, Configuration, Evaluation, Problems, Selector, picked};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::objects::Object;
use crate::scheduler::api::{self, JobKey};
use crate::source::SourceMap;

/// A configuration file that has been evaluated, and the job in it that the user named.
pub struct JobFile {
    /// The evaluation, with the file's namespace: hooks are in it.
    pub evaluation: Evaluation,
    /// The job with the bindings of the command line.
    pub job: Object,
    /// The files of diagnostics' places.
    pub sources: Rc<RefCell<SourceMap>>,
    bindings: Bindings,
    /// All jobs of the file, without the bindings.
    all: Vec<Object>,
    /// Which of these the job is, from 0.
    at: usize,
}

/// A job that has passed all checks.
pub struct LoadedJob {
    /// Where it comes from.
    pub file: JobFile,
    /// The job, checked and converted.
    pub configuration: Configuration,
    /// What is sent.
    pub job: api::JobConfiguration,
}

impl LoadedJob {
    /// The cluster that the job names.
    pub fn cluster(&self) -> String {
        self.configuration.key().cluster
    }

    /// The job's key inside of the cluster.
    pub fn key(&self) -> JobKey {
        self.job.key.clone().unwrap_or_default()
    }
}

/// Evaluates a file and finds the job of a key, or in the old form of a bare name. What the file prints goes where `prints`
/// says.
///
/// # Errors
/// Of the file, or of the choice.
pub fn open_job_file(
    context: &Context,
    key: &str,
    file: &str,
    args: &ConfigArgs,
    budget: &BudgetArgs,
    prints: Prints,
) -> Result<JobFile, Failure> {
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(&sources) };
    let cluster = key.split_once('/').map(|(cluster, _)| cluster).or(args.cluster.as_deref());
    let settings = budget.settings(context, cluster);
    let mut evaluation = Evaluation::new((context.world)(prints), &settings, &sources).map_err(fail)?;
    let bindings = Bindings::parse(&evaluation.cx, &args.bindings).map_err(fail)?;
    let (selector, slip) = Selector::parse(key, args.cluster.as_deref(), args.env.as_deref());
    if let Some(slip) = slip {
        if key.contains('/') {
            return Err(slip.into());
        }
        let warning = Diagnostic { kind: Kind::Deprecated, severity: Severity::Warning, ..slip };
        (context.tell)(&warning, &sources.borrow());
    }
    let all = jobs(&mut evaluation, file, args.json).map_err(fail)?;
    // A file of JSON holds one job; that it is another one than the user names must not go unnoticed.
    let (at, job) = picked(&evaluation.cx, &all, &selector, &bindings).map_err(fail)?;
    Ok(JobFile { evaluation, job, sources, bindings, all, at })
}

/// The jobs of a file, or of a text of JSON in its place.
fn jobs(evaluation: &mut Evaluation, file: &str, is_json: bool) -> config::Result<Vec<Object>> {
    if !is_json {
        evaluation.run_file(file)?;
        return evaluation.jobs();
    }
    let job = match file.trim_start().starts_with('{') {
        true => evaluation.json_job_of("<argument>", file.as_bytes())?,
        false => evaluation.json_job(file)?,
    };
    Ok(vec![job])
}

impl JobFile {
    /// Checks the job and converts it; warnings are told.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(self, context: &Context) -> Result<LoadedJob, Failure> {
        let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(&self.sources) };
        let shared = self.evaluation.shared(self.bindings.clone()).map_err(fail)?;
        let configuration = Configuration::of(&shared, &self.job);
        let warnings = configuration.as_ref().map(|configuration| &*configuration.warnings).unwrap_or_default();
        // What ended at a limit is not evaluated again.
        let is_limited = |problems: &Problems| problems.0.iter().any(|one| one.kind == Kind::Budget);
        let unused = match &configuration {
            Err(problems) if is_limited(problems) => Vec::new(),
            _ => self.bindings.unused(&self.evaluation.cx, &[], &self.all),
        };
        warnings.iter().chain(&unused).for_each(|warning| (context.tell)(warning, &self.sources.borrow()));
        let configuration =
            configuration.map_err(|problems| fail(shared.with_call(problems, self.at, self.all.len())))?;
        let job = api::JobConfiguration::from_config(&configuration.thrift)
            .map_err(|large| Diagnostic::error("AUR0608", Kind::Other, large.to_string()))?;
        Ok(LoadedJob { file: self, configuration, job })
    }
}
