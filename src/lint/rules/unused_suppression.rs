//! Comments that suppress nothing, or do not say why.

use crate::diagnostics::Severity;
use crate::lint::{Fixes, Rule};

/// The rule. The engine reports it once all other rules are done.
pub static RULE: Rule = Rule {
    code: "AUR1091",
    name: "unused-suppression",
    title: "a suppressing comment is not needed or not complete",
    severity: Severity::Warning,
    is_default: true,
    fixes: Fixes::Safe,
    rationale: "\
A comment `# aurora: ignore[RULE] reason` hides findings of a rule on its line, or, alone on a line, on the next line of code;
`# aurora: ignore-file[RULE] reason` hides them in the whole file. Once the finding is gone the comment only hides the next
one. A comment without rules, or without a reason, cannot be judged by whoever reads it next.",
    example: "
instances = 3  # aurora: ignore[AUR1011] the canary reads it
jobs = [SimpleTask('hello', 'echo %d' % instances)][:0]",
    mend: "Take the comment out (`--fix` does it), or complete it: rules in brackets, then the reason.",
    checks: &[],
};
