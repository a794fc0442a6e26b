//! Settings: values of options that are not given. A flag beats the environment, that beats the project's `aurora.toml`, and
//! that beats the user's `~/.config/aurora/config.toml`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind as ClapError};
use toml::{Table, Value};

use crate::diagnostics::{Diagnostic, Kind, nearest};

/// Options that can be set, by their long names. All others say what a single command shall do, and are given to it.
pub const NAMES: &[&str] = &[
    "allow-env",
    "ca-file",
    "color",
    "error-format",
    "hermetic",
    "max-bytes",
    "max-depth",
    "max-file-bytes",
    "max-files",
    "max-integer-bits",
    "max-nesting",
    "max-rounds",
    "max-seconds",
    "max-source-bytes",
    "max-steps",
    "max-template-steps",
    "max-text-bytes",
    "max-value-bytes",
    "pager",
    "quiet",
    "release",
    "retry-for",
    "timeout",
    "verbose",
];

/// Those that are on or off.
const SWITCHES: &[&str] = &["hermetic", "quiet", "verbose"];

/// Names a program to run, which is the user's to say and not a project's.
const USERS_ONLY: &str = "pager";

/// Tables of `aurora.toml` that others read.
const OTHERS: &[&str] = &["hooks", "lint"];

/// The largest file of settings that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Values by the options' long names, and where they come from.
#[derive(Clone, Default, Debug)]
pub struct Settings {
    values: BTreeMap<String, Vec<String>>,
    /// The variable or the file of each value.
    origins: BTreeMap<String, String>,
    /// The files that were read.
    pub files: Vec<String>,
}

impl Settings {
    /// Reads the environment and both files. Errors: a file cannot be read, is no TOML, or sets what there is not.
    pub fn load() -> Result<Settings, Box<Diagnostic>> {
        let mut settings = Settings::default();
        settings.add_environment();
        if let Some(path) = project_file() {
            settings.add_file(&path, false)?;
        }
        if let Some(path) = user_file() {
            settings.add_file(&path, true)?;
        }
        Ok(settings)
    }

    /// The pager that is set.
    pub fn pager(&self) -> Option<&str> {
        self.value("pager")
    }

    /// The value of a setting.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.first().map(String::as_str)
    }

    /// What is wrong with the settings, if the arguments alone are understood.
    pub fn fault(&self, error: &clap::Error, without: impl Fn() -> Result<(), clap::Error>) -> Option<Box<Diagnostic>> {
        let is_about_value = matches!(error.kind(), ClapError::InvalidValue | ClapError::ValueValidation);
        if self.values.is_empty() || !is_about_value || without().is_err() {
            return None;
        }
        let text = error.render().to_string();
        let first = text.lines().next().unwrap_or_default();
        let option = match error.get(ContextKind::InvalidArg) {
            Some(ContextValue::String(shown)) => shown.split([' ', '=']).next().unwrap_or_default(),
            _ => "",
        };
        let name = option.trim_start_matches('-').replace('_', "-");
        let origin = self.origins.get(&name).map_or("the settings", String::as_str);
        let help = SWITCHES.contains(&name.as_str()).then(|| "a switch is true or false".to_owned());
        Some(fault(origin, first.trim_start_matches("error: ").to_owned(), help))
    }

    /// `AURORA_MAX_STEPS` for `max-steps`, and so on.
    fn add_environment(&mut self) {
        for name in NAMES {
            let variable = format!("AURORA_{}", name.to_uppercase().replace('-', "_"));
            let Some(value) = env::var(&variable).ok().filter(|value| !value.is_empty()) else { continue };
            let value = match (SWITCHES.contains(name), value.to_ascii_lowercase().as_str()) {
                (true, "1" | "yes" | "on") => "true".to_owned(),
                (true, "0" | "no" | "off") => "false".to_owned(),
                _ => value,
            };
            self.values.insert((*name).to_owned(), vec![value]);
            self.origins.insert((*name).to_owned(), variable);
        }
    }

    /// What is set already stays.
    fn add_file(&mut self, path: &Path, is_users: bool) -> Result<(), Box<Diagnostic>> {
        let shown = path.display().to_string();
        let text = match read(path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(()),
            Err(error) => return Err(fault(&shown, format!("cannot be read: {error}"), None)),
        };
        self.files.push(shown.clone());
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            fault(&shown, format!("line {}: {}", line.unwrap_or(1), error.message()), None)
        })?;
        for (key, value) in &table {
            if OTHERS.contains(&key.as_str()) {
                continue;
            }
            let name = key.replace('_', "-");
            if !NAMES.contains(&name.as_str()) {
                let near = nearest(&name, NAMES.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| format!("can be set: {}", NAMES.join(", ")));
                return Err(fault(&shown, format!("`{key}` is no setting"), Some(help)));
            }
            if name == USERS_ONLY && !is_users {
                let help = "it names a program, so it stands in the user's own settings or in AURORA_PAGER".to_owned();
                return Err(fault(&shown, format!("`{key}` cannot be set by a project"), Some(help)));
            }
            let values = words(value).ok_or_else(|| {
                fault(&shown, format!("`{key}` must be a text, a number, true, false, or a list of them"), None)
            })?;
            // The environment beats the files: who says NO_COLOR there means it.
            if name == "color" && env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
                continue;
            }
            if !self.values.contains_key(&name) {
                self.origins.insert(name.clone(), shown.clone());
                self.values.insert(name, values);
            }
        }
        Ok(())
    }

    /// Makes the settings the defaults of all options that have their names.
    pub fn apply(&self, command: Command) -> Command {
        if self.values.is_empty() {
            return command;
        }
        let own = command.mut_args(|arg| {
            let name = arg.get_long().map(|long| long.replace('_', "-"));
            match name.and_then(|name| self.values.get(&name)) {
                // The tree of commands lives as long as the process, and so may its defaults.
                Some(values) => arg.default_values(values.iter().map(|value| &*value.clone().leak())),
                None => arg,
            }
        });
        own.mut_subcommands(|sub| self.apply(sub))
    }
}

/// A setting as an option's values. `false` and an empty list are what a missing option is.
fn words(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Integer(number) => Some(vec![number.to_string()]),
        Value::Float(number) => Some(vec![number.to_string()]),
        Value::Boolean(value) => Some(vec![value.to_string()]),
        Value::Array(items) => {
            let items: Option<Vec<Vec<String>>> = items.iter().map(words).collect();
            Some(items?.into_iter().flatten().collect())
        }
        Value::Datetime(_) | Value::Table(_) => None,
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    let found = fs::metadata(path)?;
    if !found.is_file() || found.len() > LARGEST {
        return Err(std::io::Error::new(ErrorKind::InvalidInput, "it is no regular file of at most 1 MB"));
    }
    fs::read_to_string(path)
}

fn user_file() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder =
        set("XDG_CONFIG_HOME").filter(|path| path.is_absolute()).or_else(|| Some(set("HOME")?.join(".config")))?;
    Some(folder.join("aurora/config.toml"))
}

/// The nearest `aurora.toml` of the working directory and the folders above it, up to the top of the repository.
fn project_file() -> Option<PathBuf> {
    let start = env::current_dir().ok()?;
    // The way to it as a person would write it: `../aurora.toml`.
    let mut way = PathBuf::new();
    for folder in start.ancestors() {
        let path = way.join("aurora.toml");
        if path.exists() {
            return Some(path);
        }
        way.push("..");
        if folder.join(".git").exists() || folder.join(".hg").exists() {
            return None;
        }
    }
    None
}

fn fault(path: &str, what: String, help: Option<String>) -> Box<Diagnostic> {
    let diagnostic = Diagnostic::error("AUR0007", Kind::Usage, format!("{path}: {what}"));
    let help = help.unwrap_or_else(|| "settings are lines such as `release = \"0.17.0\"`".to_owned());
    Box::new(diagnostic.help(help))
}
