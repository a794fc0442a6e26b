//! What secrets look like in a text. What a rule looks at, and no rule itself.

use std::collections::HashMap;

/// What a key of a service begins with, how many characters follow at least, and whose it is.
const PREFIXES: &[(&str, usize, &str)] = &[
    ("AKIA", 16, "an access key of AWS"),
    ("ASIA", 16, "an access key of AWS"),
    ("AIza", 35, "a key of Google's API"),
    ("SG.", 60, "a key of SendGrid"),
    ("dop_v1_", 64, "a token of DigitalOcean"),
    ("gho_", 36, "a token of GitHub"),
    ("ghp_", 36, "a token of GitHub"),
    ("ghr_", 36, "a token of GitHub"),
    ("ghs_", 36, "a token of GitHub"),
    ("ghu_", 36, "a token of GitHub"),
    ("github_pat_", 22, "a token of GitHub"),
    ("glpat-", 20, "a token of GitLab"),
    ("hvs.", 24, "a token of Vault"),
    ("npm_", 36, "a token of npm"),
    ("pypi-AgEIcHlwaS5vcmc", 20, "a token of PyPI"),
    ("rk_live_", 20, "a key of Stripe"),
    ("sk-ant-", 20, "a key of Anthropic"),
    ("sk-proj-", 20, "a key of OpenAI"),
    ("sk_live_", 20, "a key of Stripe"),
    ("xoxa-", 20, "a token of Slack"),
    ("xoxb-", 20, "a token of Slack"),
    ("xoxp-", 20, "a token of Slack"),
    ("xoxr-", 20, "a token of Slack"),
    ("xoxs-", 20, "a token of Slack"),
];

/// No secret is found in less: `a://u:p@h`.
pub const SHORTEST: usize = 9;

/// What the name of a secret's variable or option ends with, `-` being written `_`.
const NAMES: &[&str] = &[
    "_pass",
    "access_key",
    "account_key",
    "api_key",
    "apikey",
    "auth_key",
    "credentials",
    "encryption_key",
    "master_key",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "pwd",
    "secret",
    "secret_key",
    "secret_key_base",
    "signing_key",
    "token",
];

/// Programs that take a password right behind `-p`.
const MYSQL: &[&str] =
    &["mariadb", "mariadb-dump", "mysql", "mysqladmin", "mysqlcheck", "mysqldump", "mysqlimport", "mysqlshow"];

/// Whether a variable, a key or an option of this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    // The shell keeps its folder under these names.
    if matches!(name, "PWD" | "OLDPWD") {
        return false;
    }
    let name = name.to_ascii_lowercase().replace('-', "_");
    name == "pass" || NAMES.iter().any(|known| name.ends_with(known))
}

/// The first secret of a text in words; never the secret itself.
pub fn secret(text: &str) -> Option<String> {
    if text.len() < SHORTEST {
        return None;
    }
    if let Some(at) = text.find("-----BEGIN ")
        && text[at..].lines().next().is_some_and(|line| line.ends_with("PRIVATE KEY-----"))
    {
        return Some("a private key".to_owned());
    }
    let known = known_key(text).or_else(|| webhook(text));
    if let Some(known) = known {
        return Some(known.to_owned());
    }
    url_password(text).or_else(|| bearer(text)).or_else(|| assignment(text)).or_else(|| option(text))
}

/// A key that begins as those of a service do.
fn known_key(text: &str) -> Option<&'static str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    for word in text.split(|c: char| !is_word(c)).filter(|word| word.len() >= SHORTEST) {
        // A point is a part of some keys, and ends others.
        for word in [word].into_iter().chain(word.split('.').filter(|part| part.len() >= SHORTEST)) {
            let found = PREFIXES.iter().find(|(prefix, length, _)| {
                word.strip_prefix(prefix).is_some_and(|rest| rest.len() >= *length && is_key(rest))
            });
            if let Some((_, _, whose)) = found {
                return Some(whose);
            }
        }
    }
    None
}

/// `hooks.slack.com/services/TEAM/HOOK/SECRET`.
fn webhook(text: &str) -> Option<&'static str> {
    let rest = text.split("hooks.slack.com/services/").nth(1)?;
    let secret = rest.split('/').nth(2)?.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    (secret.len() >= 20 && is_key(secret)).then_some("a web hook of Slack")
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
            && is_password(password)
        {
            return Some("a URL with a password".to_owned());
        }
    }
    None
}

/// `Bearer TOKEN`.
fn bearer(text: &str) -> Option<String> {
    for word in ["Bearer ", "bearer "] {
        for rest in text.split(word).skip(1) {
            let token = rest.trim_start().split([' ', '\n', '\t', '"', '\'', '\\']).next().unwrap_or_default();
            if is_literal(token) && is_random(token) {
                return Some("a token behind `Bearer`".to_owned());
            }
        }
    }
    None
}

/// `NAME=VALUE`, `--name VALUE`, `name: VALUE` with the name of a secret and a value that looks random.
fn assignment(text: &str) -> Option<String> {
    if !text.contains(['=', ':']) && !text.contains("--") {
        return None;
    }
    let words: Vec<&str> = text.split([' ', '\n', '\t', ';', ',', '&', '?']).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let (name, value) = match word.split_once('=').or_else(|| word.split_once(':')) {
            Some((name, "")) => (name, next),
            Some((name, value)) => (name, value),
            None if word.starts_with("--") => (*word, next),
            None => continue,
        };
        let name = name.trim_matches(['"', '\'', '{']);
        let value = value.trim_matches(['"', '\'', '}']);
        if is_secret_name(name) && is_literal(value) && is_random(value) {
            return Some(format!("a value for `{}`", name.trim_start_matches('-').to_ascii_lowercase()));
        }
    }
    None
}

/// `curl -u USER:PASSWORD` and `mysql -pPASSWORD`.
fn option(text: &str) -> Option<String> {
    if !["curl", "mysql", "mariadb"].iter().any(|program| text.contains(program)) {
        return None;
    }
    let text = text.replace("\\\n", " ").replace("&&", "\n");
    for command in text.split(['\n', ';', '|', '(', ')']) {
        let words: Vec<&str> = command.split_whitespace().collect();
        let Some(at) = words.iter().position(|word| MYSQL.contains(&base(word)) || base(word) == "curl") else {
            continue;
        };
        let options = words.get(at + 1..).unwrap_or_default();
        if base(words[at]) != "curl" {
            let password = |word: &&str| word.strip_prefix("-p").is_some_and(|text| is_password(unquoted(text)));
            if options.iter().any(password) {
                return Some(format!("a password for `{}`", base(words[at])));
            }
            continue;
        }
        for (at, word) in options.iter().enumerate() {
            let user = match word.strip_prefix("--user=").or_else(|| word.strip_prefix("-u")) {
                Some(user) if !user.is_empty() => user,
                None if *word != "--user" && !is_last_u(word) => continue,
                _ => options.get(at + 1).copied().unwrap_or_default(),
            };
            if unquoted(user).split_once(':').is_some_and(|(_, password)| is_password(password)) {
                return Some("a password for `curl`".to_owned());
            }
        }
    }
    None
}

/// Several options in one word, of which the last is `u`: `-su`.
fn is_last_u(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|flags| flags.ends_with('u') && flags.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// The name of a program.
fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

/// Whether a value is written out: no variable, no command, no reference, no path.
pub fn is_literal(value: &str) -> bool {
    !value.contains(['$', '`', '{', '}', '<', '>', '%', '*']) && !value.starts_with(['/', '.', '~', '@', '-'])
}

/// Whether a text stands where a password does, and may be one.
fn is_password(text: &str) -> bool {
    !text.is_empty() && is_literal(text) && !is_placeholder(text)
}

/// Words that stand for a secret and are none.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let whole = ["password", "passwd", "pass", "secret", "token", "user", "x"];
    let parts = ["changeme", "change_me", "change-me", "dummy", "example", "placeholder", "redacted", "xxx", "your"];
    whole.contains(&lower.as_str())
        || is_constant_name(text)
        || parts.iter().any(|part| lower.contains(part))
        || lower.chars().all(|c| matches!(c, 'x' | '*' | '.'))
}

/// `APP_PASSWORD`: several words in capitals, the last one of a secret's kind, stand where a script puts the secret.
fn is_constant_name(text: &str) -> bool {
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    text.chars().all(is_capital) && text.contains('_') && is_secret_name(text)
}

/// Whether what follows a service's prefix is a key: of several characters with digits among them, and no word that stands for
/// one.
fn is_key(text: &str) -> bool {
    let mut seen: Vec<char> = text.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len() >= 8 && seen.iter().any(char::is_ascii_digit) && !is_placeholder(text)
}

/// What kind a character of a random value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Other,
}

impl Class {
    fn of(c: char) -> Class {
        match c {
            'a'..='z' => Class::Lower,
            'A'..='Z' => Class::Upper,
            '0'..='9' => Class::Digit,
            _ => Class::Other,
        }
    }
}

/// Letters and digits that no person would think of. Of three kinds of characters at least 12 are wanted, of two kinds 24, each
/// with 3.4 bits. Names and versions, such as `release-2024-10` and `ServiceKey2`, change from kind to kind less often.
pub fn is_random(value: &str) -> bool {
    if is_placeholder(value) {
        return false;
    }
    if is_web_token(value) {
        return true;
    }
    // In what may be a path a part must be random on its own.
    if value.contains('/') {
        return value.split('/').any(|part| part.len() >= 16 && is_random(part));
    }
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '=' | '_' | '-' | '!' | '#' | '@');
    if value.len() < 12 || !value.chars().all(is_token) {
        return false;
    }
    let classes: Vec<Class> = value.chars().map(Class::of).collect();
    let has = |class| classes.contains(&class);
    let (lower, upper) = (has(Class::Lower), has(Class::Upper));
    if !has(Class::Digit) || !(lower || upper) {
        return false;
    }
    if value.len() >= 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return true;
    }
    let changes = classes.windows(2).filter(|pair| pair[0] != pair[1]).count() as f64 / (value.len() - 1) as f64;
    let is_varied = match lower && upper {
        true => changes > 0.33,
        false => value.len() >= 24 && !has(Class::Other) && changes > 0.2,
    };
    is_varied && entropy(value) >= 3.4
}

/// `HEADER.CLAIMS.SIGNATURE`, where the first two are JSON in base 64.
fn is_web_token(value: &str) -> bool {
    let is_part =
        |part: &str| part.len() >= 10 && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    value.starts_with("eyJ") && value.split('.').count() == 3 && value.split('.').all(is_part)
}

/// Bits in each character.
fn entropy(value: &str) -> f64 {
    let mut counts: HashMap<char, f64> = HashMap::new();
    value.chars().for_each(|c| *counts.entry(c).or_default() += 1.0);
    let length = value.chars().count() as f64;
    counts.values().map(|count| -(count / length) * (count / length).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::secret;

    #[test]
    fn secrets_are_found() {
        for bad in [
            "DB_PASSWORD=q7Zr2LkX94vTbw1M ./app",
            "DB_PASS=q7Zr2LkX94vTbw1M ./app",
            "SECRET_KEY_BASE=0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "./app --api-key 0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "./app --token k3v9q2z7m1x8c4b6n5w0t3y7",
            "curl 'https://example.com/?a=1&token=aB3dE5gH7jK9mN1p&b=2'",
            "export AWS=AKIAQ3EGZ7LM2K5RT8WX",
            "curl https://bob:hunter2@example.com/",
            "curl -s -u bob:hunter2 https://example.com/",
            "curl 'https://example.com/?a=1&b=2' \\\n  -fsSu bob:hunter2",
            "cd /tmp && /usr/bin/curl --user 'bob:hunter2' https://example.com/",
            "mysqldump -u root -phunter2 shop",
            "./app --db jdbc:postgresql://app:HUNTER_2@db/x",
            "{\"token\": \"aB3dE5gH7jK9mN1p\"}",
            "-----BEGIN RSA PRIVATE KEY-----\nabc",
            "AWS_SECRET_ACCESS_KEY=aB3dE5gH7jK9mN1p/aB3dE5gH7jK9mN1p",
        ] {
            assert!(secret(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn keys_of_services_are_known_by_their_beginning() {
        // The beginnings stand apart from the rest, so that nothing in this file is like a key.
        let rest = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z".repeat(3);
        for prefix in [
            "SG.",
            "ghu_",
            "ghs_",
            "gho_",
            "ghr_",
            "github_pat_",
            "xoxa-",
            "xoxb-",
            "xoxp-",
            "sk-proj-",
            "sk-ant-",
            "hvs.",
            "npm_",
            "glpat-",
        ] {
            assert!(secret(&format!("./app --with {prefix}{rest}")).is_some(), "{prefix}");
            assert_eq!(secret(&format!("./app --with {prefix}{}", "x".repeat(64))), None, "{prefix}");
            assert_eq!(
                secret(&format!("./app --with {prefix}your-key-goes-in-here-instead-of-this-1")),
                None,
                "{prefix}"
            );
        }
        let hook = "https://hooks.slack.com/services/";
        assert!(secret(&format!("curl {hook}T1/B2/{}", &rest[..24])).is_some());
        assert_eq!(secret(&format!("curl {hook}T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX")), None);
        let token = format!("eyJ{rest}.eyJ{rest}.{rest}");
        assert!(secret(&format!("curl -H 'Authorization: Bearer {token}' example.com")).is_some());
        assert_eq!(secret("curl -H 'Authorization: Bearer $TOKEN' example.com"), None);
    }

    #[test]
    fn what_only_names_a_secret_is_none() {
        for good in [
            "DB_PASSWORD=$(cat /etc/app/password) ./app",
            "DB_PASSWORD={{password}} ./app",
            "./app --token-file=/etc/app/aB3dE5gH7jK9mN1p",
            "./app --token /etc/app/aB3dE5gH7jK9mN1p",
            "./app --secret=Vault/Team1/ServiceAccountKey2024",
            "./app --secret=ServiceAccountKey2024",
            "./app --secret=my-service-production-v2-eu-west-1",
            "./app --token=<token> --password=xxxxxxxxxxxx1 --secret=your-Secret-1-2-3",
            "PWD=aB3dE5gH7jK9mN1p ./app",
            "PASSWORD=changeme",
            "curl https://user:$PASSWORD@example.com/ https://example.com:8080/a@b",
            "curl -u user:$PASSWORD -u user:password -u {{user}}:{{password}} https://example.com",
            "curl -u admin: https://example.com && mkdir -pv a && sort -u a:b",
            "./app --db jdbc:postgresql://app:APP_PASSWORD@db/x",
            "mysql -p -u root && mysql -p$PASSWORD && mysql -p{{password}} && mysql -P3306",
            "git checkout 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
            "--secret release-2024-10-build",
            "AKIAAAAAAAAAAAAAAAAAAAAA AKIAIOSFODNN7EXAMPLE",
            "",
        ] {
            assert_eq!(secret(good), None, "{good}");
        }
    }
}
