//! What a command acts on, as the user writes it: job keys, roles, instances (`reference/commands.md §3, §4`).

use std::collections::BTreeSet;

use crate::commands::Failure;
use crate::config::{self, is_identifier};
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::JobKey;

/// How many instances a list may name. The scheduler allows 4000 tasks for a job.
const MOST_INSTANCES: usize = 100_000;

/// A job on a cluster.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// The cluster's name.
    pub cluster: String,
    /// The job's key inside of the cluster.
    pub key: JobKey,
}

impl Target {
    /// Reads `CLUSTER/ROLE/ENV/NAME`.
    ///
    /// # Errors
    /// If it is no job key.
    pub fn parse(text: &str) -> Result<Target, Failure> {
        Ok(Target::from(config::JobKey::parse(text).map_err(|fault| *fault)?))
    }
}

impl From<config::JobKey> for Target {
    fn from(key: config::JobKey) -> Target {
        Target { cluster: key.cluster, key: JobKey::new(key.role, key.environment, key.name) }
    }
}

/// Reads `CLUSTER/ROLE`.
///
/// # Errors
/// If it has another form.
pub fn cluster_and_role(text: &str) -> Result<(String, String), Failure> {
    match text.split('/').collect::<Vec<_>>()[..] {
        [cluster, role] if is_identifier(role) => Ok((cluster.to_owned(), role.to_owned())),
        _ => {
            let message = format!("`{text}` does not name a role on a cluster");
            let error = Diagnostic::error("AUR0002", Kind::Usage, message);
            Err(error.help("the form is CLUSTER/ROLE, such as west/www-data").into())
        }
    }
}

/// A list of instances, never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Instances(pub BTreeSet<i32>);

impl std::str::FromStr for Instances {
    type Err = String;

    /// Reads `0,2,5-9`. Errors: a sentence.
    fn from_str(text: &str) -> Result<Instances, String> {
        let mut ids = BTreeSet::new();
        for part in text.split(',') {
            let (first, last) = range(part.trim())?;
            if ids.len() + usize::try_from(last - first).unwrap_or(usize::MAX) >= MOST_INSTANCES {
                return Err(format!("the list names more than {MOST_INSTANCES} instances"));
            }
            ids.extend(first..=last);
        }
        Ok(Instances(ids))
    }
}

/// One number, or two with a hyphen between them.
fn range(part: &str) -> Result<(i32, i32), String> {
    let form = || format!("`{part}` is neither an instance nor a range; write numbers and ranges such as 0,2,5-9");
    let number = |text: &str| {
        let digits = text.trim();
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            return Err(form());
        }
        digits.parse::<i32>().map_err(|_| format!("{digits} is too large for an instance"))
    };
    let Some((first, last)) = part.split_once('-') else {
        let id = number(part)?;
        return Ok((id, id));
    };
    let (first, last) = (number(first)?, number(last)?);
    if first > last {
        return Err(format!("the range {part} is empty: its first number is the larger one"));
    }
    Ok((first, last))
}

#[cfg(test)]
mod tests {
    use super::{Instances, Target, cluster_and_role};

    fn read(text: &str) -> Result<Vec<i32>, String> {
        text.parse::<Instances>().map(|ids| ids.0.into_iter().collect())
    }

    #[test]
    fn lists_are_sorted_sets() {
        assert_eq!(read("0,1-3,5"), Ok(vec![0, 1, 2, 3, 5]));
        assert_eq!(read(" 7 , 0, 0 - 1"), Ok(vec![0, 1, 7]));
        assert_eq!(read("2-2"), Ok(vec![2]));
    }

    #[test]
    fn whatever_could_mean_all_is_refused() {
        for bad in ["", ",1", "1,", "x", "-1", "1-2-4", "3-1", "1-", "--", "+1", "99999999999", "0-2147483647"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read("0-99998,0-99998").is_err(), "work is bounded");
    }

    #[test]
    fn keys_and_roles() {
        assert!(
            Target::parse("west/www-data/prod/hello").is_ok_and(|target| target.key.path() == "www-data/prod/hello")
        );
        assert!(Target::parse("west/www-data/prod").is_err());
        assert!(cluster_and_role("west/www-data").is_ok());
        assert!(
            cluster_and_role("west").is_err() && cluster_and_role("a/b/c").is_err() && cluster_and_role("a/").is_err()
        );
    }
}
