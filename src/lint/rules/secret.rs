//! Secrets in the configuration.

use std::borrow::Cow;
use std::collections::HashMap;

use super::texts::{pointer, texts};
use crate::diagnostics::Severity;
use crate::lint::{Check, Draft, FileView, Fixes, JobView, Rule, Sink};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Literal, Stmt, StmtKind};
use crate::syntax::walk;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AUR1107",
    name: "hard-coded-secret",
    title: "a secret stands in the configuration",
    severity: Severity::Error,
    is_default: true,
    fixes: Fixes::None,
    rationale: "\
Whatever a job says is kept in the repository and its history, in the scheduler's store and on its pages, and on every machine
that runs it. The rule knows how keys of well-known services begin, private keys, passwords in URLs, and words such as
`password=` or `token:` before a value that looks random, in the text of the file and in what its jobs are sent with. It does not
repeat what it has found.",
    example: "
run = Process(name = 'run', cmdline = 'DB_PASSWORD=q7Zr2LkX94vTbw1M ./app')
task = Task(processes = [run], resources = Resources(cpu = 1.0, ram = 512*MB, disk = 1*GB))
jobs = [Service(cluster = 'west', role = 'www', environment = 'prod', name = 'app', task = task)]",
    mend: "\
Replace the secret, as it is known to many by now, and let the process read the new one from a place that only it may read:
`DB_PASSWORD=$(cat /etc/app/db-password) ./app`.",
    checks: &[Check::File(in_file), Check::Job(in_job)],
};

/// The literals of the file itself, whether a job uses them or not.
fn in_file(view: &FileView, sink: &mut Sink) {
    for one in written(view) {
        sink.push(draft(&one.what, one.span));
    }
}

/// What a job's texts come to, unless it was found in the file's own text.
fn in_job(view: &FileView, job: &JobView, sink: &mut Sink) {
    let Some(tree) = job.tree() else { return };
    texts(tree, &mut |way, text| {
        if let Some(what) = secret(text)
            && !written(view).iter().take(MOST).any(|one| text.contains(&*one.text))
        {
            sink.push(draft(&what, job.place(&pointer(way))));
        }
    });
}

fn draft(what: &str, place: Span) -> Draft {
    let draft = Draft::new(format!("{what} stands in the configuration"), place, "in this text");
    draft.help("replace it, and read the new one from a file that only the process may read")
}

/// Secrets of the file that are looked for in a job's: a file with more has worse faults than a finding that comes twice.
const MOST: usize = 200;

/// A secret as it is written in a file.
pub struct Written {
    what: String,
    text: String,
    span: Span,
}

/// The secrets in the literals of a file's own text.
fn written(view: &FileView) -> &[Written] {
    view.secrets.get_or_init(|| {
        let mut found = Vec::new();
        if let Some(program) = view.program() {
            in_suite(&program.tree.body, &mut found);
        }
        found
    })
}

fn in_suite(body: &[Stmt], found: &mut Vec<Written>) {
    walk::statements(body, &mut |stmt| {
        match &stmt.kind {
            StmtKind::Assign { targets, value } => targets.iter().for_each(|target| named(target, value, found)),
            StmtKind::FunctionDef(def) => {
                def.params
                    .positional
                    .iter()
                    .filter_map(|param| param.default.as_ref())
                    .for_each(|one| in_expr(one, found));
                in_suite(&def.body, found);
            }
            StmtKind::ClassDef(def) => in_suite(&def.body, found),
            _ => {}
        }
        walk::expressions(stmt, &mut |expr| in_expr(expr, found));
    });
}

fn in_expr(expr: &Expr, found: &mut Vec<Written>) {
    match &expr.kind {
        ExprKind::Literal(literal) => {
            if let Some(text) = text_of(literal)
                && let Some(what) = secret(&text)
            {
                found.push(Written { what, text: text.into_owned(), span: expr.span });
            }
        }
        ExprKind::Call(call) => call.keywords.iter().for_each(|(name, value)| of_name(&name.name, value, found)),
        ExprKind::Dict(pairs) => pairs.iter().for_each(|(key, value)| named(key, value, found)),
        _ => {}
    }
    walk::children(expr, &mut |child| in_expr(child, found));
}

/// A value that is given to a variable or stands behind a key.
fn named(target: &Expr, value: &Expr, found: &mut Vec<Written>) {
    match &target.kind {
        ExprKind::Name(name) => of_name(name, value, found),
        ExprKind::Attribute { name, .. } => of_name(&name.name, value, found),
        ExprKind::Subscript { index, .. } => named(index, value, found),
        ExprKind::Literal(key) => {
            if let Some(key) = text_of(key) {
                of_name(&key, value, found);
            }
        }
        _ => {}
    }
}

fn of_name(name: &str, value: &Expr, found: &mut Vec<Written>) {
    let ExprKind::Literal(literal) = &value.kind else { return };
    let Some(text) = text_of(literal).filter(|text| text.len() >= SHORTEST) else { return };
    let name = name.to_ascii_lowercase();
    if NAMES.iter().any(|known| name.ends_with(known)) && is_literal(&text) && is_random(&text) {
        found.push(Written { what: format!("a value for `{name}`"), text: text.into_owned(), span: value.span });
    }
}

fn text_of(literal: &Literal) -> Option<Cow<'_, str>> {
    match literal {
        Literal::Bytes(bytes) => Some(String::from_utf8_lossy(bytes)),
        Literal::Unicode(text) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}

/// What a key of a service begins with, how many characters follow at least, and whose it is.
const PREFIXES: &[(&str, usize, &str)] = &[
    ("AKIA", 16, "an access key of AWS"),
    ("ASIA", 16, "an access key of AWS"),
    ("AIza", 35, "a key of Google's API"),
    ("ghp_", 36, "a token of GitHub"),
    ("gho_", 36, "a token of GitHub"),
    ("ghs_", 36, "a token of GitHub"),
    ("ghr_", 36, "a token of GitHub"),
    ("github_pat_", 22, "a token of GitHub"),
    ("glpat-", 20, "a token of GitLab"),
    ("xoxb-", 20, "a token of Slack"),
    ("xoxp-", 20, "a token of Slack"),
    ("sk_live_", 20, "a key of Stripe"),
    ("rk_live_", 20, "a key of Stripe"),
    ("npm_", 36, "a token of npm"),
    ("pypi-AgEIcHlwaS5vcmc", 20, "a token of PyPI"),
];

/// No secret is found in less: `a://u:p@h`.
const SHORTEST: usize = 9;

/// What the name of a secret's variable or option ends with.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "access_key",
    "access-key",
    "secret_key",
    "secret-key",
    "private_key",
    "credentials",
    "auth_key",
];

/// The first secret of a text in words; never the secret itself.
fn secret(text: &str) -> Option<String> {
    if text.len() < SHORTEST {
        return None;
    }
    if let Some(at) = text.find("-----BEGIN ")
        && text[at..].lines().next().is_some_and(|line| line.ends_with("PRIVATE KEY-----"))
    {
        return Some("a private key".to_owned());
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    for word in text.split(|c: char| !is_word(c)) {
        if word.len() < SHORTEST {
            continue;
        }
        let found = PREFIXES.iter().find(|(prefix, length, _)| {
            word.strip_prefix(prefix).is_some_and(|rest| rest.len() >= *length && is_mixed(rest))
        });
        if let Some((_, _, whose)) = found {
            return Some((*whose).to_owned());
        }
    }
    url_password(text).or_else(|| assignment(text))
}

/// `scheme://user:password@host`.
fn url_password(text: &str) -> Option<String> {
    if !text.contains('@') {
        return None;
    }
    for part in text.split("://").skip(1) {
        let authority = part.split(['/', ' ', '\n', '\t', '"', '\'', '?', '#']).next().unwrap_or_default();
        if let Some((user, _)) = authority.rsplit_once('@')
            && let Some((_, password)) = user.split_once(':')
            && !password.is_empty()
            && is_literal(password)
            && !is_placeholder(password)
        {
            return Some("a URL with a password".to_owned());
        }
    }
    None
}

/// `NAME=VALUE`, `--name VALUE`, `name: VALUE` with the name of a secret and a value that looks random.
fn assignment(text: &str) -> Option<String> {
    if !text.contains(['=', ':']) && !text.contains("--") {
        return None;
    }
    let words: Vec<&str> = text.split([' ', '\n', '\t', ';', ',']).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let (name, value) = match word.split_once('=').or_else(|| word.split_once(':')) {
            Some((name, "")) => (name, next),
            Some((name, value)) => (name, value),
            None if word.starts_with("--") => (*word, next),
            None => continue,
        };
        let name = name.trim_matches(['"', '\'', '{']).to_ascii_lowercase();
        let value = value.trim_matches(['"', '\'', '}']);
        if NAMES.iter().any(|known| name.ends_with(known)) && is_literal(value) && is_random(value) {
            return Some(format!("a value for `{}`", name.trim_start_matches('-')));
        }
    }
    None
}

/// Whether a value is written out: no variable, no command, no reference, no path.
fn is_literal(value: &str) -> bool {
    !value.contains(['$', '`', '{', '}', '<', '>', '%', '*']) && !value.starts_with(['/', '.', '~', '@', '-'])
}

/// Words that stand for a password and are none.
fn is_placeholder(password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    let known = ["password", "passwd", "pass", "secret", "changeme", "xxx", "user", "x"];
    known.contains(&lower.as_str()) || lower.chars().all(|c| c == 'x' || c == '*')
}

fn is_mixed(text: &str) -> bool {
    let mut seen: Vec<char> = text.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len() >= 8
}

/// Letters and digits that no person would think of: at least 12, and 3.4 bits in each.
fn is_random(value: &str) -> bool {
    let length = value.chars().count();
    let has = |test: fn(&char) -> bool| value.chars().any(|c| test(&c));
    let is_token =
        value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-' | '!' | '#' | '@'));
    if length < 12 || !is_token || !has(char::is_ascii_digit) || !has(char::is_ascii_alphabetic) {
        return false;
    }
    let mut counts: HashMap<char, f64> = HashMap::new();
    value.chars().for_each(|c| *counts.entry(c).or_default() += 1.0);
    let length = length as f64;
    let entropy: f64 = counts.values().map(|count| -(count / length) * (count / length).log2()).sum();
    // Names and versions, such as `release-2024-10`, have separators or few kinds of characters.
    let kinds = [has(char::is_ascii_uppercase), has(char::is_ascii_lowercase), has(char::is_ascii_digit)];
    let is_hex = value.len() >= 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex || (entropy >= 3.4 && kinds.iter().all(|kind| *kind))
}

#[cfg(test)]
mod tests {
    use super::secret;

    #[test]
    fn secrets_are_found() {
        for bad in [
            "DB_PASSWORD=q7Zr2LkX94vTbw1M ./app",
            "./app --api-key 0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "export AWS=AKIAQ3EGZ7LM2K5RT8WX",
            "curl https://bob:hunter2@example.com/",
            "{\"token\": \"aB3dE5gH7jK9mN1p\"}",
            "-----BEGIN RSA PRIVATE KEY-----\nabc",
        ] {
            assert!(secret(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn what_only_names_a_secret_is_none() {
        for good in [
            "DB_PASSWORD=$(cat /etc/app/password) ./app",
            "DB_PASSWORD={{password}} ./app",
            "./app --token-file=/etc/app/aB3dE5gH7jK9mN1p",
            "./app --token /etc/app/aB3dE5gH7jK9mN1p",
            "PASSWORD=changeme",
            "curl https://user:$PASSWORD@example.com/ https://example.com:8080/a@b",
            "git checkout 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
            "--secret release-2024-10-build",
            "AKIAAAAAAAAAAAAAAAAAAAAA",
            "",
        ] {
            assert_eq!(secret(good), None, "{good}");
        }
    }
}
