//! `--format`: a template over a command's data.

use std::cell::RefCell;
use std::rc::Rc;

use minijinja::{Environment, ErrorKind, UndefinedBehavior};
use serde_json::Value;

use crate::commands::Failure;
use crate::diagnostics::{Diagnostic, Kind};
use crate::source::{Encoding, SourceMap, Span};

/// The name under which the template's text is shown in errors.
const NAME: &str = "--format";

/// Fills the template in with values by name. The result ends with a newline. Errors point into the template; `help` is for
/// names that have no value.
pub fn render(template: &str, names: &[(&str, &Value)], help: &str) -> Result<String, Failure> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let data: minijinja::Value = names.iter().map(|(name, value)| ((*name).to_owned(), convert(value))).collect();
    let result = environment.template_from_named_str(NAME, template).and_then(|parsed| parsed.render(data));
    match result {
        Ok(mut text) => {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            Ok(text)
        }
        Err(error) => Err(failure(template, &error, help)),
    }
}

/// The same value for the template engine. Numbers go over by value: their text is this crate's own affair.
fn convert(value: &Value) -> minijinja::Value {
    match value {
        Value::Null => minijinja::Value::from(()),
        Value::Bool(truth) => minijinja::Value::from(*truth),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => minijinja::Value::from(integer),
            (None, Some(float)) => minijinja::Value::from(float),
            (None, None) => minijinja::Value::from(number.to_string()),
        },
        Value::String(text) => minijinja::Value::from(text.as_str()),
        Value::Array(items) => items.iter().map(convert).collect(),
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), convert(value))).collect(),
    }
}

fn failure(template: &str, error: &minijinja::Error, help: &str) -> Failure {
    let mut reason = match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    };
    let is_unknown = error.kind() == ErrorKind::UndefinedError;
    if let Some(expression) = error.range().and_then(|range| template.get(range)).filter(|_| is_unknown) {
        reason = format!("`{}` has no value", expression.trim_matches(['{', '}', ' ']));
    }
    let message = format!("the template of `{NAME}` cannot be used: {reason}");
    let mut diagnostic = Diagnostic::error("AUR0005", Kind::Usage, message);
    if is_unknown {
        diagnostic = diagnostic.help(help);
    }
    let mut sources = SourceMap::new();
    if let Ok(file) = sources.add_text(NAME, template.to_owned(), Encoding::Utf8) {
        let whole = file.span();
        let span = error.range().map_or(whole, |range| {
            let at = |offset: usize| whole.start.saturating_add(offset as u32).min(whole.end);
            Span::new(at(range.start), at(range.end))
        });
        diagnostic = diagnostic.at(span, "");
    }
    Failure { diagnostics: vec![diagnostic], sources: Rc::new(RefCell::new(sources)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::render;

    #[test]
    fn values_are_found_by_name() {
        let tree = json!({"task": {"processes": [{"cmdline": "a"}, {"cmdline": "b"}]}});
        let wire = json!({"ramMb": 128, "numCpus": 1.5, "production": false});
        let names = [("job", &tree), ("taskConfig", &wire)];
        let render = |template| render(template, &names, "").expect("a good template");
        assert_eq!(render("{{ taskConfig.ramMb }} {{ taskConfig.numCpus }}"), "128 1.5\n");
        assert_eq!(render("{% for p in job.task.processes %}{{ p.cmdline }}\n{% endfor %}"), "a\nb\n");
        assert_eq!(render("{{ job.task|tojson }}"), "{\"processes\":[{\"cmdline\":\"a\"},{\"cmdline\":\"b\"}]}\n");
    }

    #[test]
    fn errors_point_into_the_template() {
        let tree = json!({"name": "web"});
        let failure = render("{{ job.nmae }}", &[("job", &tree)], "a hint").expect_err("no such name");
        assert_eq!(failure.diagnostics[0].code, "AUR0005");
        assert_eq!(failure.diagnostics[0].places.len(), 1);
        assert!(render("{{ job.", &[], "").is_err());
    }
}
