//! What there is to look at, and how.

use std::collections::BTreeSet;

use super::{LintArgs, usage};
use crate::commands::{Context, Failure};
use crate::lint::{Choice, Disk, Overlay, PathPlan, Plan, normal};

/// Everything that a run needs.
pub struct Task<'a> {
    /// The machine, with standard input in the place of a file if it is read.
    pub disk: Overlay<'a>,
    /// The files and the rules.
    pub plan: Plan,
}

/// Reads arguments and settings. Errors: they do not make sense, or a path does not exist.
pub fn task<'a>(args: &LintArgs, context: &Context<'a>) -> Result<Task<'a>, Failure> {
    let mut disk = Overlay::new(context.disk);
    let (named, is_whole) = named(args, context, &mut disk)?;
    let choice =
        Choice { select: args.select.clone(), extend_select: args.extend_select.clone(), ignore: args.ignore.clone() };
    let general = PathPlan {
        selection: choice.selection().map_err(usage)?,
        bindings: args.bindings.clone(),
        settings: args.budget.settings(),
    };
    let found = disk.find(&named).map_err(usage)?;
    let paths: BTreeSet<String> = found.iter().map(|path| normal(path)).collect();
    let mut world = disk.world();
    let surroundings = (world.user_name().ok(), world.working_dir().ok());
    let plan = Plan {
        paths: paths.into_iter().collect(),
        is_whole,
        general,
        special: Vec::new(),
        fingerprint: format!("{} {surroundings:?}", env!("CARGO_PKG_VERSION")),
        uses_cache: !args.no_cache,
    };
    Ok(Task { disk, plan })
}

/// The paths that the user named, and whether they are all there is.
fn named(args: &LintArgs, context: &Context, disk: &mut Overlay) -> Result<(Vec<String>, bool), Failure> {
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
        return Ok((paths, false));
    }
    if paths.is_empty() {
        paths.push(".".to_owned());
    }
    let is_whole = paths.iter().any(|path| normal(path).is_empty());
    Ok((paths, is_whole))
}
