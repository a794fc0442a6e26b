//! Evaluates two versions of the files and compares their jobs.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::compared::compared;
use super::version::{Version, is_missing};
use super::{Review, Reviewed};
use crate::commands::diff::args::{DiffArgs, usage};
use crate::commands::{Context, Failure, Prints};
use crate::config::changes::Verdict;
use crate::config::{JobKey, Selector};
use crate::diagnostics::{Diagnostic, Kind, Severity, nearest};
use crate::interp::host::{Host, PathKind};
use crate::lint::normal;
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

/// What became of the jobs that were asked for, in the order of their keys; files that a version cannot evaluate are left out
/// and named. Errors: neither version has the job, or a file or revision is not there.
pub fn review(args: &DiffArgs, target: &Target, context: &Context) -> Result<Review, Failure> {
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
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let after = Version { args, settings, selector, named, title: None, sources: &sources }
        .jobs(&new_files, &|| Ok((context.world)(Prints::Err)))?;
    let before = Version { args, settings, selector, named, title, sources: &sources }
        .jobs(old_files, &|| world(&old, context))?;
    let diagnostics: Vec<Diagnostic> =
        [&before, &after].into_iter().flat_map(|version| version.diagnostics.clone()).collect();
    let errors = (!diagnostics.is_empty()).then_some(Failure { diagnostics, sources });
    let (mut jobs, mut waiting) = compared(before, after);
    let mut known: Vec<String> = Vec::new();
    if let Some(selector) = selector {
        known.extend(jobs.iter().map(|(job, _)| job.key.to_string()));
        jobs.retain(|reviewed| is_wanted(selector, reviewed));
        waiting.iter_mut().for_each(|broken| broken.waiting.retain(|key| is(selector, key)));
        if jobs.is_empty() && waiting.iter().all(|broken| broken.waiting.is_empty()) {
            return Err(errors.unwrap_or_else(|| not_found(selector, &known).into()));
        }
    }
    Ok(Review { jobs, broken: waiting, errors })
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

fn is(selector: &Selector, key: &JobKey) -> bool {
    selector.matches(&key.cluster, &key.role, &key.environment, &key.name)
}

fn is_wanted(selector: &Selector, (job, verdict): &Reviewed) -> bool {
    is(selector, &job.key) || matches!(verdict, Verdict::Renamed(from, _) if is(selector, from))
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
