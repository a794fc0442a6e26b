//! Addresses of the scheduler's pages (`reference/commands.md §8`).

use crate::scheduler::api::JobKey;

use super::Remote;

/// The address of the scheduler's page below a base address: `scheduler`, then the parts.
pub fn page(base: &str, parts: &[&str]) -> String {
    let (scheme, rest) = base.split_once("://").unwrap_or(("http", base));
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    // As a relative reference: what follows the last slash of the base is replaced.
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut url = format!("{scheme}://{host}{folder}/scheduler");
    for part in parts {
        url.push('/');
        url.push_str(part);
    }
    url
}

impl Remote<'_> {
    /// The address of a job's page, if the scheduler's is known.
    pub fn job_url(&self, key: &JobKey) -> Option<String> {
        let base = self.web_base()?;
        let parts = [&key.role, &key.environment, &key.name].map(|part| part.as_deref().unwrap_or_default());
        Some(page(&base, &parts))
    }

    /// Tells the address of a job's page after a change, and shows it in a browser if that is wanted.
    pub fn show_job(&self, key: &JobKey, open_browser: bool) {
        let Some(url) = self.job_url(key) else { return self.warn("Unable to find scheduler web UI!") };
        self.info(&format!("Job url: {url}"));
        if open_browser && let Err(why) = self.context.machine.browse(&url) {
            self.warn(&format!("no browser could be started: {why}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn the_page_is_a_relative_reference() {
        assert_eq!(page("http://h:8081", &["r", "e", "n"]), "http://h:8081/scheduler/r/e/n");
        assert_eq!(page("http://h:8081/", &[]), "http://h:8081/scheduler");
        assert_eq!(page("http://h/x", &[]), "http://h/scheduler");
        assert_eq!(page("https://h/x/?a=/b", &["r"]), "https://h/x/scheduler/r");
    }
}
