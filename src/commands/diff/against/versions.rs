//! Evaluates two versions of the files and compares their jobs.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::Reviewed;
use crate::commands::diff::args::{DiffArgs, usage};
use crate::commands::inspect::{tree, wire};
use crate::commands::{Context, Failure, Prints};
use crate::config::changes::{self, JobFacts, Named, Verdict};
use crate::config::{self, Bindings, Candidate, Configuration, Evaluation, Problems, Selector, Settings, Shared};
use crate::diagnostics::{Diagnostic, Kind, Severity, nearest};
use crate::interp::host::{Host, PathKind};
use crate::lint::normal;
use crate::objects::Object;
use crate::source::SourceMap;

/// What to compare.
pub struct Target<'a> {
    /// Only the job that this names; `None`: all.
    pub key: Option<&'a str>,
    /// The files as they are now.
    pub files: &'a [String],
    /// What the user wants to compare with.
    pub against: &'a str,
}

/// Where the version to compare with comes from.
enum Old<'a> {
    /// This machine's files.
    Now(Vec<&'a str>),
    /// A revision's files.
    At(&'a str, Vec<&'a str>),
}

/// What became of the jobs that were asked for, in the order of their keys. Errors: one of the versions cannot be evaluated,
/// or neither has the job.
pub fn review(args: &DiffArgs, target: &Target, context: &Context) -> Result<Vec<Reviewed>, Failure> {
    let selector = selector(args, target, context);
    let files = expanded(target, context)?;
    let named = target.files;
    let target = &Target { files: &files, ..*target };
    let old = old(target, context)?;
    let (old_files, title) = match &old {
        Old::Now(files) => (files, None),
        Old::At(revision, files) => (files, Some(*revision)),
    };
    let mut old_world = world(&old, context)?;
    if let (Old::At(revision, files), true) = (&old, target.against.contains(':'))
        && let Some(missing) = files.iter().find(|file| is_missing(&mut *old_world, file))
    {
        return Err(not_there(missing, revision).into());
    }
    let mut now = (context.world)(Prints::Err);
    for (old_file, file) in old_files.iter().zip(target.files).filter(|(_, file)| named.contains(file)) {
        if is_missing(&mut *old_world, old_file) && is_missing(&mut *now, file) {
            return Err(neither(file, target.against).into());
        }
    }
    let new_files: Vec<&str> = target.files.iter().map(String::as_str).collect();
    let selector = selector.as_ref();
    let cluster = target.key.and_then(|key| key.split_once('/')).map(|(cluster, _)| cluster);
    let settings = args.budget.settings(context, cluster.or(args.config.cluster.as_deref()));
    let settings = &settings;
    let after = Version { args, settings, selector, named, title: None }
        .jobs(&new_files, &|| Ok((context.world)(Prints::Err)))?;
    let before = Version { args, settings, selector, named, title }.jobs(old_files, &|| world(&old, context))?;
    let mut jobs = changes::review(before, after);
    if let Some(selector) = selector {
        let keys: Vec<String> = jobs.iter().map(|(job, _)| job.key.to_string()).collect();
        jobs.retain(|(job, verdict)| is_wanted(selector, job, verdict));
        if jobs.is_empty() {
            return Err(not_found(selector, &keys).into());
        }
    }
    Ok(jobs)
}

fn selector(args: &DiffArgs, target: &Target, context: &Context) -> Option<Selector> {
    let (selector, slip) = Selector::parse(target.key?, args.config.cluster.as_deref(), args.config.env.as_deref());
    if let Some(slip) = slip {
        let warning = Diagnostic { kind: Kind::Deprecated, severity: Severity::Warning, ..slip };
        (context.tell)(&warning, &SourceMap::new());
    }
    Some(selector)
}

/// The files that are meant: a folder stands for all configurations in it, in the one version or the other.
fn expanded(target: &Target, context: &Context) -> Result<Vec<String>, Failure> {
    let mut now = (context.world)(Prints::Err);
    let mut files: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut folders_left = MOST_FOLDERS;
    for path in target.files {
        let kind = now.stat(path);
        if let Ok(PathKind::File) = kind {
            files.push(path.clone());
            seen.insert(path.clone());
            continue;
        }
        let is_folder_now = matches!(kind, Ok(PathKind::Directory));
        let mut found = BTreeSet::new();
        if is_folder_now {
            let all = context.disk.find(std::slice::from_ref(path)).map_err(|message| usage(&message))?;
            found.extend(all.iter().map(|path| normal(path)));
        }
        // A revision knows files that are gone.
        if let (false, Ok(mut then)) = (target.against.contains(':'), (context.revision)(target.against, Prints::Err))
            && matches!(then.stat(path), Ok(PathKind::Directory))
        {
            add_configurations(&mut *then, &normal(path), &mut folders_left, &mut found)?;
        }
        if found.is_empty() && !is_folder_now {
            found.insert(path.clone());
        }
        files.extend(found.into_iter().filter(|file| seen.insert(file.clone())));
    }
    Ok(files)
}

/// Folders of a revision that are looked into: links can lead in circles.
const MOST_FOLDERS: usize = 20_000;

fn add_configurations(
    world: &mut dyn Host,
    folder: &str,
    folders_left: &mut usize,
    found: &mut BTreeSet<String>,
) -> Result<(), Diagnostic> {
    *folders_left = folders_left.checked_sub(1).ok_or_else(|| {
        usage(&format!("the revision has more than {MOST_FOLDERS} folders here: name a folder further down"))
    })?;
    for name in world.list_dir(folder).unwrap_or_default() {
        let path = if matches!(folder, "" | ".") { name.clone() } else { format!("{folder}/{name}") };
        match world.stat(&path) {
            Ok(PathKind::File) if name.ends_with(".aurora") => {
                found.insert(path);
            }
            Ok(PathKind::Directory) if !name.starts_with('.') => {
                add_configurations(world, &path, folders_left, found)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A file that is there is meant as a file; anything else names a revision.
fn old<'a>(target: &Target<'a>, context: &Context) -> Result<Old<'a>, Diagnostic> {
    let one = |path: &'a str| match target.files {
        [_] => Ok(vec![path]),
        _ => Err(usage("`--against` with a file compares one file with it, so give one file")),
    };
    let against = target.against;
    if let Ok(PathKind::File) = (context.world)(Prints::Err).stat(against) {
        return Ok(Old::Now(one(against)?));
    }
    match against.split_once(':').filter(|(revision, path)| !revision.is_empty() && !path.is_empty()) {
        Some((revision, path)) => Ok(Old::At(revision, one(path)?)),
        None => Ok(Old::At(against, target.files.iter().map(String::as_str).collect())),
    }
}

fn world(old: &Old, context: &Context) -> Result<Box<dyn Host>, Diagnostic> {
    match old {
        Old::Now(_) => Ok((context.world)(Prints::Err)),
        Old::At(revision, _) => (context.revision)(revision, Prints::Err),
    }
}

fn is_missing(world: &mut dyn Host, path: &str) -> bool {
    matches!(world.stat(path), Ok(PathKind::Missing))
}

/// One of the two versions.
struct Version<'a> {
    args: &'a DiffArgs,
    settings: &'a Settings,
    selector: Option<&'a Selector>,
    /// The files and folders that the user named.
    named: &'a [String],
    /// The revision, for messages; `None` for this machine's files.
    title: Option<&'a str>,
}

impl Version<'_> {
    /// All jobs of the files; a file that is not there has none. Errors: of any file, and of any job that was asked for.
    fn jobs(
        &self,
        files: &[&str],
        world: &dyn Fn() -> Result<Box<dyn Host>, Diagnostic>,
    ) -> Result<Vec<Named>, Failure> {
        let sources = Rc::new(RefCell::new(SourceMap::new()));
        let mut problems = Problems::default();
        let mut found = Vec::new();
        let mut included: BTreeSet<String> = BTreeSet::new();
        let mut failed: Vec<(&str, Problems)> = Vec::new();
        for file in files {
            let mut world = world()?;
            if is_missing(&mut *world, file) {
                continue;
            }
            let jobs = Evaluation::new(world, self.settings, &sources).and_then(|mut evaluation| {
                let jobs = self.of_file(&mut evaluation, file, &mut problems);
                included.extend(evaluation.includes().iter().map(|(_, path)| normal(path)));
                jobs
            });
            match jobs {
                Ok(jobs) => found.extend(jobs),
                Err(found) => failed.push((file, found)),
            }
        }
        // A file of a folder may be one that others include, and lack names on its own.
        let is_meant = |file: &str| self.named.iter().any(|named| named == file) || !included.contains(&normal(file));
        failed.into_iter().filter(|(file, _)| is_meant(file)).for_each(|(_, found)| problems.add(found));
        if problems.is_empty() {
            return Ok(found);
        }
        let mut diagnostics = problems.0;
        if let Some(title) = self.title {
            diagnostics.iter_mut().for_each(|one| one.message = format!("{} (in `{title}`)", one.message));
        }
        Err(Failure { diagnostics, sources })
    }

    fn of_file(&self, evaluation: &mut Evaluation, file: &str, problems: &mut Problems) -> config::Result<Vec<Named>> {
        let cx = Rc::clone(&evaluation.cx);
        let bindings = Bindings::parse(&cx, &self.args.config.bindings)?;
        let shared = evaluation.shared(bindings.clone())?;
        let jobs = if self.args.config.json {
            vec![evaluation.json_job(file)?]
        } else {
            evaluation.run_file(file)?;
            match evaluation.jobs() {
                Err(none) if none.0.iter().all(|one| one.code == "AUR0411") => Vec::new(),
                jobs => jobs?,
            }
        };
        Ok(jobs.iter().filter_map(|job| self.named(&shared, job, &bindings, problems)).collect())
    }

    /// A job with its key. Its errors are problems only if it is one that was asked for.
    fn named(&self, shared: &Shared, job: &Object, bindings: &Bindings, problems: &mut Problems) -> Option<Named> {
        let candidate = problems.keep(Candidate::of(&shared.cx, job, bindings))?;
        let bound = bindings.apply(&shared.cx, job);
        let named = bound.and_then(|job| Configuration::of(shared, &job)).and_then(|job| facts(&job));
        if self.selector.is_none_or(|selector| candidate.is(selector)) { problems.keep(named) } else { named.ok() }
    }
}

/// A job for comparison: what is sent, and how it is updated.
fn facts(job: &Configuration) -> config::Result<Named> {
    let update = tree(job)?.get("update_config").cloned();
    Ok(Named { key: job.key(), facts: JobFacts::of_wire(&wire(&job.thrift)?).with("update_config", update) })
}

fn is_wanted(selector: &Selector, job: &Named, verdict: &Verdict) -> bool {
    let is = |key: &config::JobKey| selector.matches(&key.cluster, &key.role, &key.environment, &key.name);
    is(&job.key) || matches!(verdict, Verdict::Renamed(from, _) if is(from))
}

fn neither(file: &str, against: &str) -> Diagnostic {
    let message = format!("`{file}` is neither here nor in `{against}`");
    Diagnostic::error("AUR0003", Kind::Include, message).help("paths are relative to the working directory")
}

fn not_there(file: &str, revision: &str) -> Diagnostic {
    let message = format!("there is no `{file}` in `{revision}`");
    Diagnostic::error("AUR0801", Kind::Usage, message).help("paths are relative to the working directory")
}

fn not_found(selector: &Selector, keys: &[String]) -> Diagnostic {
    let message = format!("neither version has a job `{selector}`");
    let error = Diagnostic::error("AUR0413", Kind::JobNotFound, message);
    match nearest(&selector.to_string(), keys.iter().map(String::as_str)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`aurora diff --against REV --all FILE` compares all jobs"),
    }
}
