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
use crate::lint::{Top, normal};
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
    Now(Vec<String>),
    /// A revision's files.
    At(&'a str, Vec<String>),
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
        return Err(not_there(missing, revision, target.against, &mut *old_world).into());
    }
    let mut now = (context.world)(Prints::Err);
    for (old_file, file) in old_files.iter().zip(target.files).filter(|(_, file)| named.contains(file)) {
        if is_missing(&mut *old_world, old_file) && is_missing(&mut *now, file) {
            return Err(neither(file, target.against).into());
        }
    }
    let selector = selector.as_ref();
    let cluster = target.key.and_then(|key| key.split_once('/')).map(|(cluster, _)| cluster);
    let settings = args.budget.settings(context, cluster.or(args.config.cluster.as_deref()));
    let settings = &settings;
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let after = Version { args, settings, selector, named, title: None, sources: &sources }
        .jobs(target.files, &|| Ok((context.world)(Prints::Err)))?;
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
    let one = |path: String| match target.files {
        [_] => Ok(vec![path]),
        _ => Err(usage("`--against` with a file compares one file with it, so give one file")),
    };
    let against = target.against;
    if let Ok(PathKind::File) = (context.world)(Prints::Err).stat(against) {
        return Ok(Old::Now(one(against.to_owned())?));
    }
    match against.split_once(':').filter(|(revision, path)| !revision.is_empty() && !path.is_empty()) {
        Some((revision, path)) => Ok(Old::At(revision, one(from_here(path, context))?)),
        None => Ok(Old::At(against, target.files.to_vec())),
    }
}

/// The path of REV:PATH from the working directory. As git has it, it begins at the top of the repository, and at the working
/// directory if it says so with `./` or `../`.
fn from_here(path: &str, context: &Context) -> String {
    let says_so = |start: &str| path.starts_with(start);
    let is_from_here = ["./", "../", "/"].into_iter().any(says_so);
    let top = if is_from_here { None } else { Top::of(&mut *(context.world)(Prints::Nowhere)) };
    top.map_or_else(|| normal(path), |top| top.from_here(path))
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

/// `asked` is what the user wrote, `REV:PATH`.
fn not_there(file: &str, revision: &str, asked: &str, world: &mut dyn Host) -> Diagnostic {
    let path = asked.split_once(':').map_or(file, |(_, path)| path);
    let error = Diagnostic::error("AUR0801", Kind::Usage, format!("there is no `{path}` in `{revision}`"));
    match is_missing(world, path) {
        false => error.help(format!("a path begins at the top of the repository; did you mean `{revision}:./{path}`?")),
        true => error.help("a path begins at the top of the repository, or with `./` at the working directory"),
    }
}

fn not_found(selector: &Selector, keys: &[String]) -> Diagnostic {
    // What has slashes was meant as a key.
    let is_part = !selector.is_key && selector.name.contains('/');
    let wanted = if is_part { selector.name.clone() } else { selector.to_string() };
    let error = Diagnostic::error("AUR0413", Kind::JobNotFound, format!("neither version has a job `{wanted}`"));
    let has_its_parts = |key: &&str| is_part && wanted.split('/').all(|part| key.split('/').any(|own| own == part));
    let keys = || keys.iter().map(String::as_str);
    match keys().find(has_its_parts).or_else(|| nearest(&wanted, keys())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`aurora diff --against REV --all FILE` compares all jobs"),
    }
}
