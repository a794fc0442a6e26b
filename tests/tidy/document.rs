//! The help agrees with the user's document, whose commands and options are in `fixtures/document/options.txt`.

use crate::docs::{aurora, commands};
use crate::sources::{assert_none, read, root};

/// What stands for "nothing is given" in the document.
const NOTHING: [&str; 3] = ["False", "None", "[]"];

/// The lines of a help text that describe an option.
fn block<'a>(help: &'a str, option: &str) -> Option<Vec<&'a str>> {
    let is_head = |line: &str| line.trim_start().starts_with('-') && line.starts_with("  ");
    let names = |line: &str| -> Vec<String> {
        let words = line.split([' ', ',', '=']).filter(|word| word.starts_with('-'));
        words.map(str::to_owned).collect()
    };
    let lines: Vec<&str> = help.lines().collect();
    let start = lines.iter().position(|line| is_head(line) && names(line).iter().any(|name| name == option))?;
    let end = lines[start + 1..].iter().position(|line| is_head(line)).map_or(lines.len(), |at| start + 1 + at);
    Some(lines[start..end].to_vec())
}

#[test]
fn every_option_of_the_document_is_in_the_help() {
    let table = read(&root().join("fixtures/document/options.txt"));
    let mut findings = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let help = aurora(&["help", words[0]]);
        if !help.contains("Usage: aurora") {
            findings.push(format!("{}: no help", words[0]));
        }
        let [_, option, short, default] = words[..] else { continue };
        let Some(block) = block(&help, option) else {
            findings.push(format!("{line}: not in the help"));
            continue;
        };
        if short != "-" && !block[0].trim_start().starts_with(short) {
            findings.push(format!("{line}: the short form is not shown in {:?}", block[0]));
        }
        let text = block.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
        let shown = format!("[default: {default}]");
        if NOTHING.contains(&default) {
            if text.contains("[default: ") {
                findings.push(format!("{line}: the help states a default: {text}"));
            }
        } else if !text.contains(&shown) {
            findings.push(format!("{line}: the help does not state {shown}: {text}"));
        }
    }
    assert_none("the help differs from the document", findings);
}

#[test]
fn every_command_has_examples() {
    let has = |arguments: &[&str]| aurora(arguments).contains("Examples:\n  ");
    let lacks = |name: &String| name != "help" && !(has(&["help", name]) && has(&[name, "-h"]));
    assert_none("no examples in the long or the short help", commands().into_iter().filter(lacks).collect());
}

#[test]
fn every_name_with_underscores_has_one_with_hyphens() {
    let dashed = |name: &str| name.replace('_', "-");
    let mut findings = Vec::new();
    let help = aurora(&["help"]);
    for command in commands() {
        if command.contains('_') && !help.contains(&format!("[alias: {}]", dashed(&command))) {
            let words: Vec<&str> = help.split_whitespace().collect();
            if !words.contains(&format!("{}]", dashed(&command)).as_str()) {
                findings.push(command.clone());
            }
        }
        let page = aurora(&["help", &command]);
        let heads = page.lines().filter(|line| line.trim_start().starts_with('-'));
        let words = heads.flat_map(|line| line.split([' ', ',', '=']));
        for option in words.filter(|word| word.starts_with("--") && word.contains('_')) {
            let alias = format!("{}]", dashed(option));
            let in_list = format!("{},", dashed(option));
            if !page.split_whitespace().any(|word| word == alias || word == in_list) {
                findings.push(format!("{command} {option}"));
            }
        }
    }
    findings.dedup();
    assert_none("no alias with hyphens in the help", findings);
}
