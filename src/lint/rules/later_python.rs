//! What a later Python reads differently.

use std::collections::BTreeSet;

use super::python_two::find;
use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, Rule, Sink};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1115",
    name: "later-python",
    title: "a later Python reads this differently",
    severity: Severity::Note,
    is_default: false,
    fixes: Fixes::None,
    rationale: "\
Configurations are Python 2.7. A file that is to be read by a later Python as well, be it only by an editor or another tool, does
without what was taken out: statements (`print x`, `exec x`, `raise E, 'text'`, `except E, e`), spellings (backquotes, `<>`, `0755`,
`10L`, `ur''`, `def f((a, b))`), names (`xrange`, `unicode`, `dict.iteritems`, `itertools.izip`), arguments (`sorted(x, cmp = f)`,
`map(None, x)`) and modules (`StringIO`, `urllib2`). It does without the division of integers by `/`, which silently gives another
number there (where one number is whole and nothing tells of the other, the finding says that it may be), and takes no index of what `zip`, `map`, `filter` or `keys` gives, which is no list there. What stands in a `try` that
catches the missing name, or below a question for `version_info`, is left alone, and so is `print (x)`, which both read alike. The rule is off unless it is selected.",
    example: "
half = 7 / 2
print half
run = Process(name = 'run', cmdline = './app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', instances = half, task = task)]",
    mend: "Write what both read alike: `7 // 2`, and `from __future__ import print_function` before `print(half)`.",
    checks: &[Check::File(check)],
};

fn check(view: &FileView, sink: &mut Sink) {
    let Some(program) = view.program() else { return };
    let all = view.all_names();
    // A file that is included may define a name, and code that no text shows may as well.
    let own: BTreeSet<&str> = all.iter().flat_map(|names| &names.defined).map(|one| one.name.as_str()).collect();
    let is_reflective = all.iter().any(|names| names.is_reflective);
    let (found, bound) = find(program);
    for old in found {
        let is_own = |name: &str| is_reflective || own.contains(name) || bound.contains(name);
        if !old.name.is_some_and(is_own) {
            let message = format!("{} is read differently by a later Python", old.what);
            sink.push(Draft::new(message, old.span, "").help(old.help));
        }
    }
}
