//! Links between pages lead somewhere.

use std::path::Path;

use crate::sources::{assert_none, files, name, read, root};

/// The targets of `[text](target)` outside of code.
fn targets(page: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut is_code = false;
    for (index, line) in page.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let links = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(links.map(|(target, _)| (index + 1, target.to_owned())));
    }
    found
}

#[test]
fn every_link_leads_to_a_file() {
    let mut pages: Vec<_> = ["docs", "examples"].into_iter().flat_map(files).collect();
    pages.extend(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(|page| root().join(page)));
    let mut findings = Vec::new();
    let mut count = 0;
    for page in pages.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let folder = page.parent().unwrap_or(Path::new("."));
        for (line, target) in targets(&read(&page)) {
            let path = target.split('#').next().unwrap_or_default();
            let is_elsewhere = path.contains("://") || path.is_empty();
            count += 1;
            if !is_elsewhere && !folder.join(path).exists() {
                findings.push(format!("{}:{line}: {target}", name(&page)));
            }
        }
    }
    assert!(count > 50, "links are found");
    assert_none("links that lead nowhere", findings);
}
