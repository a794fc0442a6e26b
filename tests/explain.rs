//! For each value of each `realistic` case, `aurora explain` gives a chain whose last link's text shows the value or the
//! template that it came from. `Shown` lists the ways in which a text may do so, and how often each may be needed.

#![allow(clippy::disallowed_methods)]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use cases::Case;
use serde_json::Value;

fn main() -> ExitCode {
    let root = sealed::fixtures("conformance");
    let mut cases = cases::cases(&root);
    cases.retain(|id, case| id.starts_with("realistic/") && case.expected["ok"] == true);
    let ids = cases.keys().cloned().collect();
    let counts = Mutex::new(BTreeMap::new());
    let suite = harness::Suite { title: "explain", ids, not_yet: None };
    let code = harness::main(suite, |id| run(&root, &cases[id], &counts));
    let counts = counts.into_inner().expect("no test holds it");
    println!("values by how their last link shows them: {counts:?}");
    if is_rare(&counts) { code } else { ExitCode::FAILURE }
}

/// How a last link shows its value. All but `Held` are exceptions, each for a reason.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Shown {
    /// The source holds the value or the template, as it is.
    Held,
    /// It holds a literal that spells the value otherwise: quotes, escapes, joined or indented lines, `6` for `6.0`.
    Spelt,
    /// An expression computes the value where the attribute was set, and the link says what it gave. That is recorded: it
    /// must be the very template.
    Gave,
    /// A definition holds the text with `%s`, `{}` or `+` in it of which the value is one filling: the template that it came
    /// from in the configuration's own language.
    Filled,
    /// A definition holds a product of numbers and sizes, such as `96 * GB`, and the link says what it gives.
    Product,
}

/// Whether not more than one value in six needs an exception.
fn is_rare(counts: &BTreeMap<Shown, usize>) -> bool {
    let all: usize = counts.values().sum();
    let held = counts.get(&Shown::Held).copied().unwrap_or_default();
    // A filter on the command line may leave no case.
    all < 1_000 || held * 6 >= all * 5
}

fn run(root: &Path, case: &Case, counts: &Mutex<BTreeMap<Shown, usize>>) -> Result<(), String> {
    let mut arguments = vec!["explain", "--format", "json"];
    if case.json {
        arguments.push("--json");
    }
    case.bindings.iter().for_each(|binding| arguments.extend(["-E", binding.as_str()]));
    arguments.extend([case.key.as_str(), case.config.as_str()]);
    let run = sealed::aurora(root, &arguments, &[], b"");
    if run.exit != 0 {
        return Err(format!("exit code {}\n{}", run.exit, String::from_utf8_lossy(&run.stderr)));
    }
    let document: Value = serde_json::from_slice(&run.stdout).map_err(|error| error.to_string())?;
    let values = document["values"].as_array().ok_or("no values")?;
    if values.len() < 20 {
        return Err(format!("only {} values", values.len()));
    }
    let mut faults = Vec::new();
    for value in values {
        match check(value) {
            Ok(shown) => *counts.lock().expect("a map").entry(shown).or_default() += 1,
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// The last link, and those of all references, show what they are there for.
fn check(value: &Value) -> Result<Shown, String> {
    let text = |of: &Value, key: &str| of[key].as_str().unwrap_or_default().to_owned();
    let path = text(value, "path");
    let (resolved, template) = (text(value, "value"), text(value, "template"));
    let shown = shown(&value["chain"], &resolved, &template).map_err(|why| format!("{path}: {why}"))?;
    for reference in value["references"].as_array().into_iter().flatten() {
        let chain = reference["chain"].as_array().map(Vec::as_slice).unwrap_or_default();
        let last = chain.last().ok_or_else(|| format!("{path}: {} has no chain", reference["reference"]))?;
        let is_bound = last["kind"] == "command-line"
            || last["kind"] == "default"
            || last["kind"] == "standard"
            || last["file"].is_string();
        if !is_bound {
            return Err(format!("{path}: {} leads nowhere: {last}", reference["reference"]));
        }
    }
    Ok(shown)
}

fn shown(chain: &Value, value: &str, template: &str) -> Result<Shown, String> {
    let last = chain.as_array().and_then(|links| links.last()).ok_or("no chain")?;
    let source = last["source"].as_str().unwrap_or_default();
    let kind = last["kind"].as_str().unwrap_or_default();
    if !last["file"].is_string() && kind != "default" && kind != "standard" {
        return Err(format!("no place: {last}"));
    }
    let wanted = [value, template];
    if wanted.iter().any(|wanted| holds(source, wanted)) {
        return Ok(Shown::Held);
    }
    match last["gave"].as_str() {
        Some(gave) if gave != template => return Err(format!("`{source}` gave `{gave}` and not `{template}`")),
        Some(_) if kind == "definition" && is_product(source, template) => return Ok(Shown::Product),
        Some(_) if kind != "definition" => return Ok(Shown::Gave),
        _ => {}
    }
    let literals = literals(source);
    if is_spelt(source, &literals, &wanted) {
        return Ok(Shown::Spelt);
    }
    if kind == "definition" && literals.iter().any(|literal| wanted.iter().any(|wanted| literal.fills(wanted))) {
        return Ok(Shown::Filled);
    }
    Err(format!("`{source}` shows nothing of {wanted:?}"))
}

/// Whether a text holds another one that does not go on at either end: `1` is not in `10`.
fn holds(text: &str, wanted: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(wanted)
        .any(|(at, _)| !is_part(text[..at].chars().next_back()) && !is_part(text[at + wanted.len()..].chars().next()))
}

fn is_spelt(source: &str, literals: &[Literal], wanted: &[&str]) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let all: String = literals.iter().map(|literal| literal.text.as_str()).collect();
    let words = || source.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-');
    wanted.iter().any(|wanted| {
        let is_text =
            literals.iter().map(|literal| &literal.text).chain([&all]).any(|one| holds(&plain(one), &plain(wanted)));
        let is_number = wanted.parse::<f64>().is_ok_and(|number| words().any(|word| word.parse() == Ok(number)));
        let is_truth = matches!(*wanted, "true" | "false") && words().any(|word| word.eq_ignore_ascii_case(wanted));
        is_text || is_number || is_truth
    })
}

/// A literal of the source, and whether a `+` stands in front of it or behind it.
struct Literal {
    text: String,
    is_joined: (bool, bool),
}

impl Literal {
    /// Whether the value is this text with its placeholders filled, or with more where the `+` is.
    fn fills(&self, value: &str) -> bool {
        let parts = fixed_parts(&self.text);
        let letters = parts.concat().chars().filter(|c| c.is_alphanumeric() || *c == '*').count();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        let is_open = parts.len() > 1 || self.is_joined.0 || self.is_joined.1;
        let mut rest = value;
        let are_there = parts.iter().all(|part| {
            let found = rest.split_once(part.as_str());
            rest = found.map_or(rest, |(_, behind)| behind);
            found.is_some()
        });
        let starts = self.is_joined.0 || value.starts_with(first.as_str());
        let ends = self.is_joined.1 || value.ends_with(last.as_str());
        is_open && letters >= 3 && are_there && starts && ends
    }
}

/// What stands between the placeholders `%s`, `%(name)d`, `{}` of a text.
fn fixed_parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        let name = behind.strip_prefix('(').and_then(|named| named.split_once(')'));
        let flags = name.map_or(behind, |(_, behind)| behind);
        let conversion = flags.trim_start_matches(|c: char| c.is_ascii_digit() || "-+# .".contains(c));
        let braced = behind.split_once('}').filter(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
        rest = match (c, braced) {
            ('%', _) if behind.starts_with('%') => &behind[1..],
            ('%', _) if conversion.starts_with(['d', 'i', 'f', 'r', 's', 'x']) => {
                parts.push(String::new());
                &conversion[1..]
            }
            ('{', Some((_, behind))) => {
                parts.push(String::new());
                behind
            }
            _ => behind,
        };
        if rest.len() == behind.len() || c == '%' && behind.starts_with('%') {
            parts.last_mut().expect("it begins with one").push(c);
        }
    }
    parts
}

/// The literals of texts in a source, their escapes resolved.
fn literals(source: &str) -> Vec<Literal> {
    let mut found: Vec<Literal> = Vec::new();
    let mut rest = source;
    while let Some(start) = rest.find(['\'', '"']) {
        let is_joined = rest[..start].trim_end().ends_with('+');
        let quote = &rest[start..=start];
        let long = quote.repeat(3);
        let quote = if rest[start..].starts_with(&long) { long.as_str() } else { quote };
        rest = &rest[start + quote.len()..];
        let mut text = String::new();
        while !rest.is_empty() && !rest.starts_with(quote) {
            let escaped = rest.strip_prefix('\\');
            let mut behind = escaped.unwrap_or(rest).chars();
            match (escaped.is_some(), behind.next()) {
                (true, Some('n')) => text.push('\n'),
                (true, Some('t')) => text.push('\t'),
                (true, Some('\n')) | (_, None) => {}
                (_, Some(c)) => text.push(c),
            }
            rest = behind.as_str();
        }
        rest = rest.strip_prefix(quote).unwrap_or(rest);
        found.push(Literal { text, is_joined: (is_joined, rest.trim_start().starts_with('+')) });
    }
    found
}

/// Whether a product of numbers and sizes in a source gives the value.
fn is_product(source: &str, value: &str) -> bool {
    let factor = |text: &str| match text {
        "KB" => Some(1024f64),
        "MB" => Some(1024f64.powi(2)),
        "GB" => Some(1024f64.powi(3)),
        "TB" => Some(1024f64.powi(4)),
        number => number.parse().ok(),
    };
    let Ok(value) = value.parse::<f64>() else { return false };
    let mut runs = source.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '*' | ' '));
    runs.any(|run| run.split('*').map(|text| factor(text.trim())).product::<Option<f64>>() == Some(value))
}
