//! Job keys: `CLUSTER/ROLE/ENV/NAME` (`reference/loading.md §5.1`).

use std::fmt;

use crate::diagnostics::{Diagnostic, Kind};

/// The name of one job.
#[derive(Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct JobKey {
    /// Any text, even none.
    pub cluster: String,
    /// An identifier.
    pub role: String,
    /// An identifier.
    pub environment: String,
    /// An identifier.
    pub name: String,
}

impl JobKey {
    /// Reads a key. Errors: not four parts, or a part that is no identifier.
    pub fn parse(text: &str) -> Result<JobKey, Box<Diagnostic>> {
        let parts: Vec<&str> = text.split('/').collect();
        let [cluster, role, environment, name] = parts[..] else {
            let message = match (text, parts.len()) {
                ("", _) => "an empty text is not a job key".to_owned(),
                (_, 1) => format!("`{text}` is not a job key: it has 1 part and not four"),
                (_, count) => format!("`{text}` is not a job key: it has {count} parts and not four"),
            };
            return Err(Box::new(Diagnostic::error("AUR0410", Kind::BadJobKey, message).help(FORM)));
        };
        if let Some((word, part)) = JobKey::slip(text) {
            let message = format!("`{text}` is not a job key: `{part}` cannot be {}", with_article(word));
            return Err(Box::new(Diagnostic::error("AUR0410", Kind::BadJobKey, message).help(IDENTIFIER)));
        }
        let owned = str::to_owned;
        Ok(JobKey { cluster: owned(cluster), role: owned(role), environment: owned(environment), name: owned(name) })
    }

    /// The first of a key's last three parts that is no identifier: which one, and its text.
    pub fn slip(text: &str) -> Option<(&'static str, &str)> {
        let parts = text.split('/').skip(1);
        ["role", "environment", "name"].into_iter().zip(parts).find(|(_, part)| !is_identifier(part))
    }
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{}", self.cluster, self.role, self.environment, self.name)
    }
}

/// A word for a part of a key with its article.
pub fn with_article(word: &str) -> String {
    let article = if word == "environment" { "an" } else { "a" };
    format!("{article} {word}")
}

const FORM: &str = "a job key is CLUSTER/ROLE/ENV/NAME, such as west/www-data/prod/hello";

/// What an identifier is made of, for help.
pub const IDENTIFIER: &str = "use letters, digits, `_`, `-` and `.` only";

/// Whether a text can be a role, environment or job name. As in the original one line end at the end is let through.
pub fn is_identifier(text: &str) -> bool {
    let text = text.strip_suffix('\n').unwrap_or(text);
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// What the user asked for: a full key, or in the old form a job's name alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selector {
    /// `None` matches any; an empty text only an empty one.
    pub cluster: Option<String>,
    /// As `cluster`.
    pub role: Option<String>,
    /// As `cluster`.
    pub environment: Option<String>,
    /// The job's name.
    pub name: String,
    /// Whether it was given as a key.
    pub is_key: bool,
}

impl From<JobKey> for Selector {
    fn from(key: JobKey) -> Selector {
        Selector {
            cluster: Some(key.cluster),
            role: Some(key.role),
            environment: Some(key.environment),
            name: key.name,
            is_key: true,
        }
    }
}

impl Selector {
    /// A key, or failing that a whole text as a job's name with the given cluster and environment. The second part is
    /// what was wrong with the text as a key.
    pub fn parse(text: &str, cluster: Option<&str>, environment: Option<&str>) -> (Selector, Option<Diagnostic>) {
        match JobKey::parse(text) {
            Ok(key) => (key.into(), None),
            Err(why) => {
                let selector = Selector {
                    cluster: cluster.map(str::to_owned),
                    role: None,
                    environment: environment.map(str::to_owned),
                    name: text.to_owned(),
                    is_key: false,
                };
                (selector, Some(*why))
            }
        }
    }

    /// Whether a job's own texts are the ones asked for.
    pub fn matches(&self, cluster: &str, role: &str, environment: &str, name: &str) -> bool {
        let agrees = |wanted: &Option<String>, text: &str| wanted.as_deref().is_none_or(|wanted| wanted == text);
        agrees(&self.cluster, cluster)
            && agrees(&self.role, role)
            && agrees(&self.environment, environment)
            && self.name == name
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |part: &Option<String>| match part.as_deref() {
            None | Some("") => "*".to_owned(),
            Some(text) => text.to_owned(),
        };
        write!(f, "{}/{}/{}/{}", part(&self.cluster), part(&self.role), part(&self.environment), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::{JobKey, Selector, is_identifier};

    #[test]
    fn identifiers_are_as_in_the_original() {
        for good in ["devel", "dev-prod", "Dev_prod-", "deV.prod", ".devprod..", "a\n"] {
            assert!(is_identifier(good), "{good:?}");
        }
        for bad in ["", "\n", "dev/prod", "dev prod", "a\nb", "é", "a\n\n"] {
            assert!(!is_identifier(bad), "{bad:?}");
        }
    }

    #[test]
    fn a_key_has_four_parts_and_any_cluster() {
        assert_eq!(JobKey::parse("/r/e/n").map(|key| key.to_string()).ok().as_deref(), Some("/r/e/n"));
        assert!(JobKey::parse("c/r/e/n/").is_err());
        assert!(JobKey::parse("c/r o/e/n").is_err());
    }

    #[test]
    fn a_bare_name_leaves_the_rest_open() {
        let (selector, why) = Selector::parse("west/ops/cart", None, Some("prod"));
        assert!(why.is_some());
        assert_eq!(selector.to_string(), "*/*/prod/west/ops/cart");
        assert!(selector.matches("a", "b", "prod", "west/ops/cart"));
        assert!(!selector.matches("a", "b", "test", "west/ops/cart"));
    }
}
