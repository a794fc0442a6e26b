//! The table `[lint]` of `aurora.toml`.

use std::sync::OnceLock;

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use super::plan::PathPlan;
use super::selection::Choice;
use crate::config::Settings;

/// The file; other tables belong to others.
#[derive(Deserialize, Default)]
struct Document {
    #[serde(default)]
    lint: Table,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Table {
    select: Option<Vec<String>>,
    extend_select: Vec<String>,
    ignore: Vec<String>,
    bind: Vec<String>,
    exclude: Vec<String>,
    baseline: Option<String>,
    per_path: Vec<PerPath>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PerPath {
    paths: Vec<String>,
    #[serde(default)]
    select: Option<Vec<String>>,
    #[serde(default)]
    extend_select: Vec<String>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    bind: Vec<String>,
}

/// What the file says, ready to use.
#[derive(Default)]
pub struct LintSettings {
    choice: Choice,
    bindings: Vec<String>,
    exclude: GlobSet,
    /// The baseline, relative to the file's folder.
    pub baseline: Option<String>,
    special: Vec<(GlobSet, Choice, Vec<String>)>,
    /// From the folder of the file to the working directory: `team/` or nothing.
    prefix: String,
}

impl LintSettings {
    /// Reads the file's text. `prefix` leads from its folder to the working directory. Errors: in words.
    pub fn parse(text: &str, prefix: &str) -> Result<LintSettings, String> {
        let document: Document = toml::from_str(text).map_err(|error| error.to_string())?;
        let Table { select, extend_select, ignore, bind, exclude, baseline, per_path } = document.lint;
        let choice = Choice { select, extend_select, ignore };
        choice.selection()?;
        let mut special = Vec::new();
        for one in per_path {
            let PerPath { paths, select, extend_select, ignore, bind } = one;
            let choice = Choice { select, extend_select, ignore };
            choice.selection()?;
            special.push((globs(&paths)?, choice, bind));
        }
        let exclude = globs(&exclude)?;
        Ok(LintSettings { choice, bindings: bind, exclude, baseline, special, prefix: prefix.to_owned() })
    }

    /// Whether a file that was found (and not named) is left out.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.is_match(self.relative_to_folder(path))
    }

    /// The entries that hold for a file, by number.
    pub fn entries(&self, path: &str) -> Vec<usize> {
        let path = self.relative_to_folder(path);
        let hits = self.special.iter().enumerate().filter(|(_, (globs, _, _))| globs.is_match(&path));
        hits.map(|(at, _)| at).collect()
    }

    /// How to look at files for which these entries hold; what the command line says beats them all. Errors: a word of
    /// the command line stands for no rule.
    pub fn plan(
        &self,
        entries: &[usize],
        line: &Choice,
        more: &[String],
        settings: &Settings,
    ) -> Result<PathPlan, String> {
        let mut choice = self.choice.clone();
        let mut bindings = self.bindings.clone();
        for (_, own, bind) in entries.iter().filter_map(|at| self.special.get(*at)) {
            choice = choice.then(own);
            bindings.extend(bind.iter().cloned());
        }
        bindings.extend(more.iter().cloned());
        let selection = choice.then(line).selection()?;
        Ok(PathPlan { selection, bindings, settings: settings.clone(), print: OnceLock::new() })
    }

    fn relative_to_folder(&self, path: &str) -> String {
        super::places::normal(&format!("{}{path}", self.prefix))
    }
}

fn globs(patterns: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        // A folder stands for everything in it, with a slash behind it or without.
        let bare = pattern.trim_end_matches('/');
        let everything = format!("{bare}/**");
        for one in [bare, &everything].into_iter().skip(usize::from(bare != pattern)) {
            set.add(Glob::new(one).map_err(|error| format!("`{pattern}` is no pattern: {}", error.kind()))?);
        }
    }
    set.build().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::LintSettings;
    use crate::config::Settings;
    use crate::lint::Choice;

    const TEXT: &str = "[lint]\nignore = [\"AUR1011\"]\nexclude = [\"old/\", \"ancient\"]\n[[lint.per-path]]\npaths = [\"team/**\"]\n\
                        extend-select = [\"AUR1011\"]\nbind = [\"a=1\"]\n[elsewhere]\nx = 1\n";

    #[test]
    fn settings_of_a_path_change_the_general_ones() {
        let settings = LintSettings::parse(TEXT, "").unwrap_or_default();
        let plan = |path: &str| {
            let entries = settings.entries(path);
            settings.plan(&entries, &Choice::default(), &[], &Settings::default()).unwrap_or_default()
        };
        assert!(!plan("a.aurora").selection.has("AUR1011"));
        assert!(plan("team/a.aurora").selection.has("AUR1011"));
        assert_eq!(plan("team/a.aurora").bindings, ["a=1"]);
        assert!(
            settings.excludes("ancient/x.aurora")
                && settings.excludes("old/x/y.aurora")
                && !settings.excludes("older.aurora")
        );
    }

    #[test]
    fn patterns_are_relative_to_the_folder_of_the_file() {
        let settings = LintSettings::parse(TEXT, "team/").unwrap_or_default();
        assert_eq!(settings.entries("a.aurora"), [0]);
        assert!(settings.entries("../a.aurora").is_empty());
    }

    #[test]
    fn mistakes_are_told() {
        for wrong in ["[lint]\nselct = []", "[lint]\nselect = [\"AUR1999\"]", "[lint]\nexclude = [\"[\"]", "[lint"] {
            assert!(LintSettings::parse(wrong, "").is_err(), "{wrong}");
        }
    }
}
