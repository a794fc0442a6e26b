//! For each value of each `realistic` case, `aurora explain` gives a chain whose last link's text shows the value or the
//! template that it came from.

#![allow(clippy::disallowed_methods)]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;
use std::process::ExitCode;

use cases::Case;
use serde_json::Value;

fn main() -> ExitCode {
    let root = sealed::fixtures("conformance");
    let mut cases = cases::cases(&root);
    cases.retain(|id, case| id.starts_with("realistic/") && case.expected["ok"] == true);
    let ids = cases.keys().cloned().collect();
    harness::main(harness::Suite { title: "explain", ids, not_yet: None }, |id| run(&root, &cases[id]))
}

fn run(root: &Path, case: &Case) -> Result<(), String> {
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
    let faults: Vec<String> = values.iter().filter_map(|value| check(value).err()).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// The last link, and those of all references, show what they are there for.
fn check(value: &Value) -> Result<(), String> {
    let text = |of: &Value, key: &str| of[key].as_str().unwrap_or_default().to_owned();
    let path = text(value, "path");
    let wanted = [text(value, "value"), text(value, "template")];
    shown(&value["chain"], &wanted).map_err(|why| format!("{path}: {why}"))?;
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
    Ok(())
}

fn shown(chain: &Value, wanted: &[String]) -> Result<(), String> {
    let last = chain.as_array().and_then(|links| links.last()).ok_or("no chain")?;
    let source = last["source"].as_str().unwrap_or_default();
    let is_placed = last["file"].is_string() || last["kind"] == "default" || last["kind"] == "standard";
    if !is_placed {
        return Err(format!("no place: {last}"));
    }
    let is_there = wanted.iter().any(|wanted| plain(source).contains(&plain(wanted)));
    if is_there || pieces(source, wanted) || is_expression(source) {
        return Ok(());
    }
    Err(format!("`{source}` shows nothing of {wanted:?}"))
}

/// A text without blanks and escapes, which a literal may spell otherwise.
fn plain(text: &str) -> String {
    let text = text.replace("\\n", "").replace("\\t", "");
    text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect()
}

/// Whether a literal that the value was put together from stands in the source.
fn pieces(source: &str, wanted: &[String]) -> bool {
    let literals = source.split(['\'', '"']).skip(1).step_by(2);
    let mut pieces = literals.flat_map(|literal| literal.split(['%', '{', '}'])).map(str::trim);
    pieces.any(|piece| piece.len() >= 3 && wanted.iter().any(|wanted| wanted.contains(piece)))
}

/// Whether the source computes the value: then the expression is what it was made from. A plain name or literal does not.
fn is_expression(source: &str) -> bool {
    let value = source.split_once('=').map_or(source, |(_, value)| value).trim();
    let is_simple = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '\'' | '"');
    // A factor that the value was divided by stands in the link before.
    !value.chars().all(is_simple) || value.parse::<f64>().is_ok()
}
