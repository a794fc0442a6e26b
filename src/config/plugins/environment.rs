//! The default environment and the environments' names (`reference/loading.md §6.3, §6.4 d`).

use crate::diagnostics::{Diagnostic, Kind, shown};
use crate::objects::{Context, Keyword, Object, Origin, Raw};

use super::super::problem::Result;
use super::super::read;

/// What a job without an environment gets.
const DEFAULT: &str = "devel";

/// The job with an environment, and a warning if it had none.
pub fn default(cx: &Context, job: &Object) -> Result<(Object, Vec<Diagnostic>)> {
    if job.has("environment") {
        return Ok((job.clone(), Vec::new()));
    }
    let change = Keyword { name: "environment".into(), value: Raw::text(DEFAULT), origin: Origin::Standard };
    let warning =
        Diagnostic::warning("AUR0440", Kind::Deprecated, format!("the job sets no environment; `{DEFAULT}` is taken"))
            .help(format!("add environment='{DEFAULT}' to the Job"))
            .at(read::place(job, "name"), "this Job");
    Ok((job.with(cx, &[change])?, vec![warning]))
}

/// Errors: the environment is none of the four kinds.
pub fn check(cx: &Context, job: &Object) -> Result<()> {
    let environment = read::raw_text(&read::required(cx, job, "environment")?.get(cx)?);
    if is_known(&environment) {
        return Ok(());
    }
    let message = format!("`{}` is not an environment", shown(&environment));
    let help = match environment.to_lowercase().as_str() {
        "production" | "prod" => "did you mean `prod`?",
        "development" | "dev" | "devel" => "did you mean `devel`?",
        "testing" | "test" => "did you mean `test`?",
        _ => "use `prod`, `devel`, `test`, or `staging` with an optional number, such as `staging2`",
    };
    Err(Diagnostic::error("AUR0437", Kind::EnvironmentName, message)
        .help(help)
        .at(read::place(job, "environment"), "set here")
        .into())
}

fn is_known(environment: &str) -> bool {
    // The pattern of the staging names lets one line end at the end through.
    let staging = environment.strip_prefix("staging").map(|rest| rest.strip_suffix('\n').unwrap_or(rest));
    matches!(environment, "prod" | "devel" | "test")
        || staging.is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn four_kinds_of_environments() {
        for good in ["prod", "devel", "test", "staging", "staging1", "staging042"] {
            assert!(is_known(good), "{good}");
        }
        for bad in ["", "Prod", "production", "staging-1", "staging1a", " test", "test\n", "{{env}}", "staging١"] {
            assert!(!is_known(bad), "{bad}");
        }
    }
}
