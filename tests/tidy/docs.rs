//! The pages keep step with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use aurora::diagnostics::CODES;
use aurora::lint::{Fixes, RULES, severity_name};

use crate::sources::{assert_none, files, is_test_file, program_lines, read, root, rust_files};

/// What each page of a code must hold.
const SECTIONS: [&str; 2] = ["\n## Example\n", "\n## How to mend it\n"];

/// Codes that stand in the program's text, with the place of one use.
fn used_codes() -> Vec<(String, String)> {
    let mut used = Vec::new();
    let is_user = |name: &str| name != "src/diagnostics/codes.rs" && !is_test_file(name);
    for (name, text) in rust_files("src").into_iter().filter(|(name, _)| is_user(name)) {
        for (number, line) in program_lines(&text) {
            for part in line.split("\"AUR").skip(1) {
                let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
                if digits.len() == 4 && part[4..].starts_with('"') {
                    used.push((format!("AUR{digits}"), format!("{name}:{number}")));
                }
            }
        }
    }
    used
}

#[test]
fn every_code_is_in_the_table() {
    let mut findings = Vec::new();
    for (code, place) in used_codes() {
        if !CODES.iter().any(|known| known.code == code) && !RULES.iter().any(|rule| rule.code == code) {
            findings.push(format!("{code} at {place}"));
        }
    }
    assert_none("not in `src/diagnostics/codes.rs`", findings);
    assert!(CODES.is_sorted_by_key(|known| known.code), "the table is sorted");
}

#[test]
fn every_code_has_a_page_that_explain_prints() {
    let mut findings = Vec::new();
    for known in CODES {
        let path = root().join(format!("docs/errors/{}.md", known.code));
        let Ok(page) = std::fs::read_to_string(path) else {
            findings.push(format!("{}: no page", known.code));
            continue;
        };
        if !page.starts_with(&format!("# {}: {}\n", known.code, known.title)) {
            findings.push(format!("{}: the headline is not `# {}: {}`", known.code, known.code, known.title));
        }
        findings.extend(SECTIONS.iter().filter(|s| !page.contains(**s)).map(|s| format!("{}: no {s:?}", known.code)));
        let printed = aurora(&["explain", known.code]);
        if printed != page {
            findings.push(format!("{}: `aurora explain` does not print the page", known.code));
        }
    }
    let known: BTreeSet<String> = CODES.iter().map(|known| format!("{}.md", known.code)).collect();
    let pages = files("docs/errors").into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    findings.extend(pages.filter(|page| !known.contains(page)).map(|page| format!("{page}: no such code")));
    assert_none("codes and pages", findings);
}

/// `UPDATE_FIXTURES=1` writes the pages anew.
#[test]
fn the_pages_of_the_rules_are_what_the_rules_say() {
    assert!(RULES.is_sorted_by_key(|rule| rule.code), "the table is sorted");
    let mut index =
        "# Rules of `aurora lint`\n\n| code | name | what it finds | severity | default | fix |\n".to_owned();
    index.push_str("|---|---|---|---|---|---|\n");
    let mut pages = BTreeMap::new();
    for rule in RULES {
        let fix = match rule.fixes {
            Fixes::None => "",
            Fixes::Safe => "safe",
            Fixes::Unsafe => "unsafe",
        };
        let (code, severity, default) =
            (rule.code, severity_name(rule.severity), if rule.is_default { "on" } else { "off" });
        let (name, title) = (rule.name, rule.title);
        index.push_str(&format!("| [{code}]({code}.md) | `{name}` | {title} | {severity} | {default} | {fix} |\n"));
        pages.insert(format!("{code}.md"), rule.page());
        assert!(aurora(&["explain", code]) == rule.page(), "`aurora explain {code}` does not print its page");
    }
    pages.insert("README.md".to_owned(), index);
    let folder = root().join("docs/rules");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::create_dir_all(&folder).expect("the folder is made");
        pages.iter().for_each(|(name, page)| std::fs::write(folder.join(name), page).expect("the page is written"));
    }
    let mut findings = Vec::new();
    for (name, page) in &pages {
        if std::fs::read_to_string(folder.join(name)).unwrap_or_default() != *page {
            findings.push(format!("docs/rules/{name} differs from the rule; UPDATE_FIXTURES=1 writes it anew"));
        }
    }
    let names = files("docs/rules").into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    findings.extend(names.filter(|name| !pages.contains_key(name)).map(|name| format!("{name}: no such rule")));
    assert_none("rules and pages", findings);
}

/// The names of all commands, as the help lists them.
pub fn commands() -> Vec<String> {
    let help = aurora(&["help"]);
    let (_, commands) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = commands.lines().take_while(|line| !line.is_empty());
    lines.filter_map(|l| l.strip_prefix("  ")?.split(' ').next()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// `UPDATE_FIXTURES=1` writes the page anew.
#[test]
fn the_command_reference_is_the_help() {
    let mut page = "# Commands\n\nThe program's own help, command by command.\n".to_owned();
    page.push_str(&format!("\n## aurora\n\n```text\n{}```\n", aurora(&["help"])));
    for command in commands().iter().filter(|command| *command != "help") {
        page.push_str(&format!("\n## aurora {command}\n\n```text\n{}```\n", aurora(&["help", command])));
    }
    let page: String = page.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let path = root().join("docs/commands.md");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    assert!(read(&path) == page, "docs/commands.md differs from the help; UPDATE_FIXTURES=1 writes it anew");
}

/// `UPDATE_FIXTURES=1` writes the page anew.
#[test]
fn the_configuration_reference_is_the_schema() {
    let page = aurora(&["schema"]);
    let path = root().join("docs/configuration.md");
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    assert!(
        read(&path) == page,
        "docs/configuration.md differs from `aurora schema`; UPDATE_FIXTURES=1 writes it anew"
    );
}

#[test]
fn every_command_in_the_readme_exists() {
    let known = commands();
    let readme = read(&root().join("README.md"));
    let starts = ["aurora ", "cargo run --release -- ", "cargo run -- "];
    let mut findings = Vec::new();
    for line in readme.lines().map(|line| line.trim().trim_start_matches("$ ")) {
        let Some(rest) = starts.iter().find_map(|start| line.strip_prefix(start)) else { continue };
        let command = rest.split_whitespace().next().unwrap_or_default();
        if !command.starts_with('-') && !known.iter().any(|name| name == command) {
            findings.push(line.to_owned());
        }
    }
    assert_none("the README names commands that do not exist", findings);
}

/// Modules that only other modules import begin with an underscore.
#[test]
fn the_page_of_the_language_names_every_module() {
    let page = read(&root().join("docs/dialect.md"));
    let table = read(&root().join("src/interp/modules/mod.rs"));
    let (_, rows) = table.split_once("static MODULES: &[ModuleDef] = &[").expect("the table of modules");
    let (rows, _) = rows.split_once("];").expect("its end");
    let names: Vec<&str> = rows.lines().filter_map(|row| row.split('"').nth(1)).collect();
    assert!(names.len() > 40, "the table is read");
    // Parts of a module that is named.
    let inner = ["json.decoder", "json.encoder", "sre_constants"];
    let is_public = |name: &&str| !name.starts_with('_') || name.ends_with("__");
    let lacks = |name: &&str| !inner.contains(name) && !page.contains(&format!("`{name}`"));
    let findings = names.into_iter().filter(is_public).filter(lacks).map(str::to_owned);
    assert_none("docs/dialect.md does not name these modules", findings.collect());
}

pub fn aurora(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_aurora")).args(arguments).env_clear().output().expect("the program runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}
