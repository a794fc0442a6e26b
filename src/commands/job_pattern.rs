//! Patterns over the keys of jobs, such as `west/www-data/*/web-?` (`reference/commands.md §21`).

use globset::{Glob, GlobMatcher};

use super::remote::{Remote, load_clusters};
use super::{Context, Failure};
use crate::config::is_identifier;
use crate::diagnostics::{Diagnostic, Kind};
use crate::scheduler::api::{Call, JobConfiguration, JobKey, Response};

/// Which jobs are meant.
#[derive(Debug)]
pub struct JobPattern {
    text: String,
    /// The role, if it is one and no pattern.
    pub role: Option<String>,
    cluster: GlobMatcher,
    /// Patterns for role, environment and name, as far as they are given.
    parts: Vec<GlobMatcher>,
}

impl JobPattern {
    /// Whether a text can be no key because of what is special in patterns.
    pub fn is_special(text: &str) -> bool {
        text.contains(['*', '?', '['])
    }

    /// Reads a pattern of up to four parts. A part that is left out fits everything.
    ///
    /// # Errors
    /// If there are more parts or an empty one, or one is no pattern.
    pub fn parse(text: &str) -> Result<JobPattern, Failure> {
        let words: Vec<&str> = text.split('/').collect();
        if words.len() > 4 || words.iter().any(|word| word.is_empty()) {
            return Err(wrong(format!("`{text}` does not name a role on a cluster")));
        }
        let glob = |word: &&str| Glob::new(word).map(|glob| glob.compile_matcher());
        let parts: Result<Vec<GlobMatcher>, globset::Error> = words.iter().map(glob).collect();
        let mut parts = parts.map_err(|error| wrong(format!("`{text}` is no pattern: {}", error.kind())))?;
        let role = words.get(1).filter(|word| is_identifier(word)).map(|word| (*word).to_owned());
        Ok(JobPattern { text: text.to_owned(), role, cluster: parts.remove(0), parts })
    }

    /// Reads `CLUSTER/ROLE`, or a pattern that has something special in it.
    ///
    /// # Errors
    /// As of [`JobPattern::parse`], and if it is only the start of a key.
    pub fn parse_role(text: &str) -> Result<JobPattern, Failure> {
        match text.split('/').count() == 2 || JobPattern::is_special(text) {
            true => JobPattern::parse(text),
            false => Err(wrong(format!("`{text}` does not name a role on a cluster"))),
        }
    }

    /// The clusters' names: the one that is named, known or not, or those that fit.
    ///
    /// # Errors
    /// If a cluster file is faulty, or no cluster fits.
    pub fn clusters(&self, context: &Context) -> Result<Vec<String>, Failure> {
        let first = self.text.split('/').next().unwrap_or_default();
        if !JobPattern::is_special(first) {
            return Ok(vec![first.to_owned()]);
        }
        let (known, _) = load_clusters(context)?;
        let fits: Vec<String> = known.0.into_keys().filter(|name| self.cluster.is_match(name)).collect();
        if fits.is_empty() {
            let error = Diagnostic::error("AUR0615", Kind::Command, format!("no cluster fits `{first}`"));
            return Err(error.help("`aurora clusters` lists those that are known").into());
        }
        Ok(fits)
    }

    /// Asks a cluster for the jobs of the role, or of all roles if it is a pattern.
    ///
    /// # Errors
    /// If the scheduler is not reached, or refuses.
    pub fn ask(&self, remote: &Remote) -> Result<Response, Failure> {
        match &self.role {
            Some(role) => remote.info(&format!("Retrieving jobs for role {role}")),
            None => remote.info("Retrieving the jobs of all roles"),
        }
        remote.read(&Call::GetJobs { role: self.role.clone() })
    }

    /// The jobs of an answer that fit.
    pub fn choose<'r>(&self, response: &'r Response) -> Vec<&'r JobConfiguration> {
        response.jobs().iter().filter(|job| job.key.as_ref().is_none_or(|key| self.holds(key))).collect()
    }

    fn holds(&self, key: &JobKey) -> bool {
        let words = [&key.role, &key.environment, &key.name];
        self.parts.iter().zip(words).all(|(part, word)| part.is_match(word.as_deref().unwrap_or_default()))
    }
}

fn wrong(message: String) -> Failure {
    let error = Diagnostic::error("AUR0002", Kind::Usage, message);
    error.help("the form is CLUSTER/ROLE, such as west/www-data, or a pattern: west/www-data/prod/web-*").into()
}

#[cfg(test)]
mod tests {
    use super::{JobKey, JobPattern};

    #[test]
    fn parts_that_are_left_out_fit_everything() {
        let key = JobKey::new("www", "prod", "web-1");
        for (pattern, expected) in [
            ("west", true),
            ("west/www", true),
            ("west/*/prod", true),
            ("west/www/*/web-?", true),
            ("west/www/[dp]*", true),
            ("west/ads", false),
            ("west/www/devel", false),
            ("west/www/prod/web", false),
        ] {
            assert_eq!(JobPattern::parse(pattern).map(|found| found.holds(&key)).ok(), Some(expected), "{pattern}");
        }
        for bad in ["", "/www", "west/", "west/a/b/c/d", "west/[", "west//prod"] {
            assert!(JobPattern::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_role_is_asked_for_if_it_is_one() {
        assert_eq!(JobPattern::parse_role("west/www/*").ok().and_then(|found| found.role).as_deref(), Some("www"));
        assert_eq!(JobPattern::parse_role("west/w*").ok().and_then(|found| found.role), None);
        for start in ["west", "west/www/prod", "west/www/prod/web-1"] {
            assert!(JobPattern::parse_role(start).is_err(), "{start}");
        }
    }
}
