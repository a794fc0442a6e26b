//! What there is to look at, and how.

use std::collections::{BTreeSet, HashMap};

use super::{LintArgs, usage};
use crate::commands::{Context, Failure};
use crate::interp::host::PathKind;
use crate::lint::{Choice, Disk, LintSettings, Overlay, Plan, normal};

/// Everything that a run needs.
pub struct Task<'a> {
    /// The machine, with standard input in the place of a file if it is read.
    pub disk: Overlay<'a>,
    /// The files and the rules.
    pub plan: Plan,
    /// The baseline's file.
    pub baseline: Option<String>,
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
pub fn task<'a>(args: &LintArgs, context: &Context<'a>) -> Result<Task<'a>, Failure> {
    let mut disk = Overlay::new(context.disk);
    let Named { paths: named, is_whole } = named(args, context, &mut disk)?;
    let (settings, folder) = settings(&disk)?;
    let paths = files(&disk, &named, &settings)?;
    let choice =
        Choice { select: args.select.clone(), extend_select: args.extend_select.clone(), ignore: args.ignore.clone() };
    let evaluation = args.budget.settings(context, None);
    let plan = |entries: &[usize]| settings.plan(entries, &choice, &args.bindings, &evaluation).map_err(usage);
    let general = plan(&[])?;
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
                special.push(plan(&entries)?);
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
    };
    let configured = settings.baseline.as_ref().map(|file| normal(&format!("{folder}{file}")));
    Ok(Task { disk, plan, baseline: args.baseline.clone().or(configured) })
}

/// The files, sorted: those that were named, and those that were found and are not excluded.
fn files(disk: &Overlay, named: &[String], settings: &LintSettings) -> Result<Vec<String>, Failure> {
    let found = disk.find(named).map_err(usage)?;
    let named: BTreeSet<String> = named.iter().map(|path| normal(path)).collect();
    let paths: BTreeSet<String> = found.iter().map(|path| normal(path)).collect();
    Ok(paths.into_iter().filter(|path| named.contains(path) || !settings.excludes(path)).collect())
}

struct Named {
    paths: Vec<String>,
    /// Whether they are all there is.
    is_whole: bool,
}

/// The paths that the user named.
fn named(args: &LintArgs, context: &Context, disk: &mut Overlay) -> Result<Named, Failure> {
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
    for (steps, folder) in std::iter::once(String::new()).chain(above(disk)).enumerate() {
        let path = format!("{folder}aurora.toml");
        if has(disk, &path) {
            let bytes = disk.read(&path).map_err(|reason| usage(format!("`{path}` cannot be read: {reason}")))?;
            let prefix: String = parts.iter().skip(parts.len() - steps).map(|part| format!("{part}/")).collect();
            let settings = LintSettings::parse(&String::from_utf8_lossy(&bytes), &prefix);
            let settings =
                settings.map_err(|reason| usage(format!("`{path}` cannot be used: {}", reason.trim_end())))?;
            return Ok((settings, folder));
        }
        if has(disk, &format!("{folder}.git")) {
            break;
        }
    }
    Ok((LintSettings::default(), String::new()))
}
