//! What there is to look at, and how.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::{LintArgs, usage};
use crate::commands::{self, Failure};
use crate::config::{Bindings, Problems};
use crate::interp::host::PathKind;
use crate::lint::{Choice, Disk, LintSettings, Overlay, PathPlan, Plan, normal};
use crate::objects::{Context, Limits};
use crate::schema::Release;

/// Everything that a run needs.
pub struct Task<'a> {
    /// The machine, with standard input in the place of a file if it is read.
    pub disk: Overlay<'a>,
    /// The files and the rules.
    pub plan: Plan,
    /// The baseline's file.
    pub baseline: Option<String>,
    /// Where files of settings may be, the nearest first.
    pub settings: Vec<String>,
}

impl Task<'_> {
    /// A file as the baseline names it: by the way from the baseline's folder, so that it is the same from wherever the run
    /// is started.
    pub fn baseline_key(&self, baseline: &str, path: &str) -> String {
        let here = self.disk.world().working_dir().unwrap_or_default();
        let whole = |path: &str| match path.starts_with('/') {
            true => normal(path),
            false => normal(&format!("{here}/{path}")),
        };
        let folder = whole(baseline).rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let whole = whole(path);
        whole.strip_prefix(&folder).map_or_else(|| path.to_owned(), str::to_owned)
    }
}

/// Reads arguments and settings. Errors: they do not make sense, or a path does not exist.
pub fn task<'a>(args: &LintArgs, context: &commands::Context<'a>) -> Result<Task<'a>, Failure> {
    let mut disk = Overlay::new(context.disk);
    let Named { paths: named, is_whole } = named(args, context, &mut disk)?;
    let (settings, folder) = settings(&disk)?;
    let (paths, is_any_left_out) = files(&disk, &named, &settings)?;
    let is_whole = is_whole && !is_any_left_out;
    let choice =
        Choice { select: args.select.clone(), extend_select: args.extend_select.clone(), ignore: args.ignore.clone() };
    let evaluation = args.budget.settings(context, None);
    let plan = |entries: &[usize]| settings.plan(entries, &choice, &args.bindings, &evaluation).map_err(usage);
    let general = plan(&[])?;
    check_bindings(&general)?;
    let mut special = Vec::new();
    let mut known: HashMap<Vec<usize>, usize> = HashMap::new();
    let mut by_path = HashMap::new();
    for path in &paths {
        let entries = settings.entries(path);
        if entries.is_empty() {
            continue;
        }
        let at = match known.get(&entries) {
            Some(at) => *at,
            None => {
                let own = plan(&entries)?;
                check_bindings(&own)?;
                special.push(own);
                known.insert(entries, special.len() - 1);
                special.len() - 1
            }
        };
        by_path.insert(path.clone(), at);
    }
    let mut world = disk.world();
    let surroundings = (world.user_name().ok(), world.working_dir().ok());
    let plan = Plan {
        paths,
        is_whole,
        general,
        special,
        by_path,
        // What another build found out may not be what this one would.
        fingerprint: format!(
            "{} {} {surroundings:?}",
            env!("CARGO_PKG_VERSION"),
            option_env!("AURORA_BUILD_REVISION").unwrap_or_default()
        ),
        uses_cache: !args.no_cache,
        wants_results: args.fix || args.fix_only || args.diff,
    };
    let configured = settings.baseline.as_ref().map(|file| normal(&format!("{folder}{file}")));
    let settings = settings_paths(&disk);
    Ok(Task { disk, plan, baseline: args.baseline.clone().or(configured), settings })
}

/// Errors: a binding of the command line or of the settings is none.
fn check_bindings(plan: &PathPlan) -> Result<(), Failure> {
    if plan.bindings.is_empty() {
        return Ok(());
    }
    let cx = Context::new(Release::default().rules(), Limits::default());
    let failure = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::default() };
    Bindings::parse(&cx, &plan.bindings).map(|_| ()).map_err(failure)
}

/// The files, sorted: those that were named, and those that were found and are not excluded. And whether any is excluded.
fn files(disk: &Overlay, named: &[String], settings: &LintSettings) -> Result<(Vec<String>, bool), Failure> {
    let here = disk.world().working_dir().unwrap_or_default();
    // A path from the root of the file system is another name of a file that may have been found as well.
    let short = |path: &String| {
        let path = normal(path);
        let below = path.strip_prefix(&here).and_then(|rest| rest.strip_prefix('/')).map(str::to_owned);
        below.unwrap_or(path)
    };
    let found = disk.find(named).map_err(usage)?;
    let named: BTreeSet<String> = named.iter().map(short).collect();
    let mut paths: BTreeSet<String> = found.iter().map(short).collect();
    let count = paths.len();
    paths.retain(|path| named.contains(path) || !settings.excludes(path));
    let is_any_left_out = paths.len() < count;
    Ok((paths.into_iter().collect(), is_any_left_out))
}

struct Named {
    paths: Vec<String>,
    /// Whether they are all there is.
    is_whole: bool,
}

/// The paths that the user named.
fn named(args: &LintArgs, context: &commands::Context, disk: &mut Overlay) -> Result<Named, Failure> {
    let mut paths: Vec<String> = Vec::new();
    if args.paths.iter().any(|path| path == "-") {
        let name = normal(&args.stdin_filename);
        disk.put(&name, context.streams.read_in().map_err(|reason| usage(format!("standard input: {reason}")))?);
        paths.push(name);
    }
    paths.extend(args.paths.iter().filter(|path| *path != "-").cloned());
    if let Some(list) = &args.files_from {
        let bytes = match list.as_str() {
            "-" => context.streams.read_in(),
            file => disk.read(file),
        };
        let bytes = bytes.map_err(|reason| usage(format!("`{list}` cannot be read: {reason}")))?;
        let text = String::from_utf8_lossy(&bytes);
        paths.extend(text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned));
        return Ok(Named { paths, is_whole: false });
    }
    if paths.is_empty() {
        paths.push(".".to_owned());
    }
    // A folder inside of a repository is not all of it.
    let is_here = paths.iter().any(|path| normal(path).is_empty());
    let is_whole = is_here && (has(disk, ".git") || above(disk).all(|folder| !has(disk, &format!("{folder}.git"))));
    Ok(Named { paths, is_whole })
}

fn has(disk: &Overlay, path: &str) -> bool {
    disk.world().stat(path).is_ok_and(|kind| kind != PathKind::Missing)
}

/// `../`, `../../` and so on, as many as there are folders above the working directory.
fn above(disk: &Overlay) -> impl Iterator<Item = String> + use<> {
    let here = disk.world().working_dir().unwrap_or_default();
    let depth = here.split('/').filter(|part| !part.is_empty()).count();
    (1..=depth).map(|steps| "../".repeat(steps))
}

/// The nearest `aurora.toml`, up to the top of the repository, and the way to its folder.
fn settings(disk: &Overlay) -> Result<(LintSettings, String), Failure> {
    let here = disk.world().working_dir().unwrap_or_default();
    let parts: Vec<&str> = here.split('/').filter(|part| !part.is_empty()).collect();
    for (steps, path) in settings_paths(disk).into_iter().enumerate() {
        if has(disk, &path) {
            let folder = path.strip_suffix(SETTINGS).unwrap_or_default().to_owned();
            let bytes = disk.read(&path).map_err(|reason| usage(format!("`{path}` cannot be read: {reason}")))?;
            let prefix: String = parts.iter().skip(parts.len() - steps).map(|part| format!("{part}/")).collect();
            let settings = LintSettings::parse(&String::from_utf8_lossy(&bytes), &prefix);
            let settings =
                settings.map_err(|reason| usage(format!("`{path}` cannot be used: {}", reason.trim_end())))?;
            return Ok((settings, folder));
        }
    }
    Ok((LintSettings::default(), String::new()))
}

const SETTINGS: &str = "aurora.toml";

/// Where a file of settings may be: from the working directory up to the top of the repository.
fn settings_paths(disk: &Overlay) -> Vec<String> {
    let mut paths = Vec::new();
    for folder in std::iter::once(String::new()).chain(above(disk)) {
        paths.push(format!("{folder}{SETTINGS}"));
        if has(disk, &format!("{folder}.git")) {
            break;
        }
    }
    paths
}
