//! Completion of words in a shell: commands and options, keys of the jobs in a file, clusters, codes, releases.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::rc::Rc;

use clap::builder::ValueHint;
use clap::{Arg, ArgAction, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter};
use clap_complete::env::{CompleteEnv, Shells};

use crate::commands::{Outcome, Prints, Result, Streams, config_list};
use crate::config::{Bindings, Evaluation, JobKey, Release, Settings, pick, provenance};
use crate::diagnostics::{CODES, Diagnostic, Kind};
use crate::lint::RULES;
use crate::objects::path_text;
use crate::scheduler::clusters::{Clusters, FileName, cluster_files, parse_clusters};
use crate::source::SourceMap;

use super::args::Cli;
use super::dialect::with_later_commands;
use super::stack;
use super::stdio::Stdio;
use super::world::World;

/// The variable by which a shell's script asks for completions.
const VARIABLE: &str = "AURORA_COMPLETE";

/// Files that are evaluated for their keys when none is named.
const MOST_FILES: usize = 10;

/// Steps of one evaluation: a shell waits.
const STEPS: u64 = 2_000_000;

/// What `explain` calls its words.
const CODE_OR_KEY: &str = "CODE | KEY FILE PATH";

const EXAMPLES: &str = "\
Examples:
  source <(aurora completion bash)                               in ~/.bashrc
  source <(aurora completion zsh)                                in ~/.zshrc
  aurora completion fish | source                                in ~/.config/fish/config.fish
  aurora completion powershell | Out-String | Invoke-Expression  in $PROFILE";

/// Print a script that completes commands, options, job keys and clusters in a shell
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct CompletionArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = ["bash", "elvish", "fish", "powershell", "zsh"])]
    pub shell: String,
}

/// Prints the script.
pub fn run(args: &CompletionArgs, streams: &dyn Streams) -> Result {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    let written = match shells.completer(&args.shell) {
        Some(shell) => shell.write_registration(VARIABLE, "aurora", "aurora", "aurora", &mut script),
        None => Err(io::Error::other("the shell is not known")),
    };
    match written {
        Ok(()) => {
            streams.out(&script);
            Ok(Outcome::Done)
        }
        Err(error) => Err(Diagnostic::error("AUR0001", Kind::Other, error.to_string()).into()),
    }
}

/// Answers a shell's script, if it is one that asks. `true`: answered.
pub fn answer(arguments: &[OsString]) -> bool {
    if std::env::var_os(VARIABLE).is_none() {
        return false;
    }
    let env =
        CompleteEnv::with_factory(|| with_completers(with_later_commands(Cli::command()))).var(VARIABLE).bin("aurora");
    env.try_complete(arguments.iter().cloned(), std::env::current_dir().ok().as_deref()).unwrap_or(true)
}

/// Attaches what completes an argument, by the name of its value, in all commands below this one.
fn with_completers(command: Command) -> Command {
    command.mut_subcommands(|sub| with_completers(sub.mut_args(completed)))
}

fn completed(arg: Arg) -> Arg {
    let names: Vec<String> = arg.get_value_names().into_iter().flatten().map(|name| name.to_string()).collect();
    let is = |wanted: &str| names.iter().any(|name| name == wanted);
    if matches!(arg.get_action(), ArgAction::SetTrue | ArgAction::Count) {
        return arg;
    }
    let words = WORDS.iter().find_map(|(name, words)| is(name).then_some(*words));
    // The command of `run` is one of another machine.
    if let Some(words) = words.filter(|_| !arg.is_trailing_var_arg_set()) {
        return arg.add(ArgValueCompleter::new(move |current: &OsStr| last_of_list(words(), current)));
    }
    if is(CODE_OR_KEY) {
        // Hidden in the help, where the usage says it better; the engine does not offer what is hidden.
        return arg.hide(false).add(ArgValueCompleter::new(codes_keys_and_files));
    }
    match (is("KEY") || is("KEY/INSTANCE"), is("FILE") || is("PATH")) {
        (true, true) => arg.add(ArgValueCompleter::new(keys_and_files)),
        (true, false) => arg.add(ArgValueCompleter::new(keys)),
        (false, true) => arg.value_hint(ValueHint::AnyPath),
        (false, false) if names.iter().any(|name| name.starts_with("CLUSTER")) => {
            arg.add(ArgValueCompleter::new(clusters))
        }
        (false, false) => arg,
    }
}

/// Makes a list of words.
type Words = fn() -> Vec<String>;

/// What may stand for a value, by the value's name.
const WORDS: &[(&str, Words)] = &[
    ("COMMAND", || Cli::command().get_subcommands().map(|sub| sub.get_name().to_owned()).collect()),
    ("RELEASE", || Release::all().map(|release| release.to_string()).collect()),
    ("RULES", || RULES.iter().map(|rule| rule.code.to_owned()).collect()),
];

/// Completes what stands behind the last comma.
fn last_of_list(words: Vec<String>, current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let before = &current[..current.rfind(',').map_or(0, |at| at + 1)];
    matching(words.into_iter().map(|word| format!("{before}{word}")).collect(), OsStr::new(&*current))
}

/// Codes, names of rules, keys of jobs and files, for `explain`; behind a key and a file the paths of the job's values.
fn codes_keys_and_files(current: &OsStr) -> Vec<CompletionCandidate> {
    let words: Vec<OsString> = std::env::args_os().filter(|word| word != current).collect();
    let key = words.iter().find_map(|word| JobKey::parse(&word.to_string_lossy()).ok());
    let file = words.iter().find(|word| is_config(Path::new(word)));
    if let (Some(key), Some(file)) = (key, file) {
        let paths = stack::with_big_stack(|| paths_of(&key, &file.to_string_lossy()));
        return matching(paths.unwrap_or_default(), current);
    }
    let rules = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    let codes = CODES.iter().map(|code| code.code).chain(rules);
    // Without a first letter there are too many codes to choose from.
    let codes = if current.is_empty() { Vec::new() } else { codes.map(str::to_owned).collect() };
    let mut found = matching(codes, current);
    found.extend(keys_and_files(current));
    found
}

fn keys_and_files(current: &OsStr) -> Vec<CompletionCandidate> {
    let mut found = keys(current);
    found.extend(PathCompleter::file().complete(current));
    found
}

/// Keys of the jobs in the files that stand on the line, or else in those of the working directory; and clusters, for keys
/// of jobs that no file has.
fn keys(current: &OsStr) -> Vec<CompletionCandidate> {
    let named: Vec<OsString> = std::env::args_os().filter(|word| is_config(Path::new(word))).collect();
    let files = if named.is_empty() { nearby() } else { named };
    let found = stack::with_big_stack(|| {
        files.iter().flat_map(|file| keys_of(&file.to_string_lossy())).collect::<BTreeSet<String>>()
    });
    let mut found: Vec<String> = found.unwrap_or_default().into_iter().collect();
    if found.is_empty() {
        found = cluster_names().into_iter().map(|name| format!("{name}/")).collect();
    }
    matching(found, current)
}

fn clusters(current: &OsStr) -> Vec<CompletionCandidate> {
    matching(cluster_names(), current)
}

fn matching(words: Vec<String>, current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    words.into_iter().filter(|word| word.starts_with(&*current)).map(CompletionCandidate::new).collect()
}

fn is_config(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "aurora") && path.is_file()
}

fn nearby() -> Vec<OsString> {
    let entries = std::fs::read_dir(".").into_iter().flatten().flatten();
    let mut files: Vec<OsString> =
        entries.map(|entry| entry.path()).filter(|path| is_config(path)).map(OsString::from).collect();
    files.sort();
    files.truncate(MOST_FILES);
    files
}

/// Keys of one file's jobs, of those that can be asked for: not where a part is missing or is a template without a value. None if
/// the file cannot be evaluated.
fn keys_of(file: &str) -> Vec<String> {
    let mut settings = Settings::default();
    settings.limits.steps = STEPS;
    let world = Box::new(World::new(Rc::new(Stdio::silent()), Prints::Err));
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let evaluation = Evaluation::new(world, &settings, &sources);
    let keys = evaluation.and_then(|mut evaluation| config_list::keys(&mut evaluation, file));
    keys.unwrap_or_default().into_iter().filter(|key| !key.contains(['{', '}'])).collect()
}

/// Paths of one job's values; none if there is no such job.
fn paths_of(key: &JobKey, file: &str) -> Vec<String> {
    let mut settings = Settings::default();
    settings.limits.steps = STEPS;
    let world = Box::new(World::new(Rc::new(Stdio::silent()), Prints::Err));
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let paths = Evaluation::new(world, &settings, &sources).and_then(|mut evaluation| {
        evaluation.run_file(file)?;
        let jobs = evaluation.jobs()?;
        let job = pick(&evaluation.cx, &jobs, &key.clone().into(), &Bindings::default())?;
        let job = provenance::subject(&evaluation.cx, &job);
        Ok(provenance::leaves(&job).iter().map(|leaf| path_text(&leaf.path)).collect())
    });
    paths.unwrap_or_default()
}

fn cluster_names() -> Vec<String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let (root, home) = (variable("AURORA_CONFIG_ROOT"), variable("HOME"));
    let files = cluster_files(root.as_deref(), home.as_deref(), |path| Path::new(path).is_dir());
    let texts: Vec<(String, String)> = files
        .into_iter()
        .filter_map(|FileName { path, .. }| Some((path.clone(), std::fs::read_to_string(&path).ok()?)))
        .collect();
    let texts = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let Clusters(all) = parse_clusters(texts, &mut SourceMap::new()).unwrap_or_default().clusters;
    all.into_keys().collect()
}
