//! Applying fixes as edits of texts.

use std::collections::BTreeMap;

use super::disk::Disk;
use super::engine::{Differs, Report, run};
use super::finding::{Edit, Finding, Fix};
use super::overlay::Overlay;
use super::plan::Plan;

/// Rounds of looking and mending: a fix may uncover what another rule mends.
const MOST_ROUNDS: usize = 10;

/// Times that all files are looked at, at most: with fixes that do harm among the others, halves are tried.
const MOST_TRIES: usize = 80;

/// What mending came to.
pub struct Mended {
    /// What is left.
    pub report: Report,
    /// Files with their new contents.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Findings that were mended.
    pub count: usize,
}

/// Looks and mends until nothing more can be mended. Nothing is written: the new contents lie over the disk. `accept` says
/// which findings are to be mended. Safe fixes come first, and are left out where a file would evaluate to something else
/// than before. The plan has to want results. Errors: see [`run`].
pub fn mend(
    disk: &mut Overlay,
    plan: &Plan,
    differs: Option<Differs>,
    accept: &dyn Fn(&Finding, &Fix) -> bool,
) -> Result<Mended, String> {
    let mut mended = Mended { report: run(disk, plan, differs)?, files: BTreeMap::new(), count: 0 };
    let mut tries = MOST_TRIES;
    for _ in 0..MOST_ROUNDS {
        let fixes = mended.report.findings.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
        let fixes: Vec<Fix> = fixes.filter(|(finding, fix)| accept(finding, fix)).map(|(_, fix)| fix.clone()).collect();
        let mut is_any_made = false;
        for is_safe in [true, false] {
            // Others may not stand where they stood once one was made.
            let fixes = compatible(&fixes, is_safe);
            is_any_made = is_any_made
                || !fixes.is_empty() && mended.carry_out(disk, plan, differs, (fixes, is_safe), &mut tries)?;
        }
        if !is_any_made {
            break;
        }
    }
    Ok(mended)
}

impl Mended {
    /// Makes fixes that do not get into each other's way, but for those that do harm: where all together do, halves are tried.
    /// Harm is an error of evaluation that was not there and, of a safe fix, that a file evaluates to something else. Whether
    /// any was made.
    fn carry_out(
        &mut self,
        disk: &mut Overlay,
        plan: &Plan,
        differs: Option<Differs>,
        (fixes, is_safe): (Vec<&Fix>, bool),
        tries: &mut usize,
    ) -> Result<bool, String> {
        let mut originals: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for path in fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.path.as_str()) {
            if !originals.contains_key(path) {
                originals.insert(path, disk.read(path)?);
            }
        }
        let mut good: Vec<&Fix> = Vec::new();
        let mut groups = vec![fixes];
        while let Some(mut group) = groups.pop().filter(|_| *tries > 0) {
            *tries -= 1;
            let wanted: Vec<&Fix> = good.iter().chain(&group).copied().collect();
            put(disk, &originals, &wanted);
            let report = run(disk, plan, differs)?;
            let is_same = || !is_safe || report.results == self.report.results;
            if errors(&report) <= errors(&self.report) && is_same() {
                (good, self.report) = (wanted, report);
                continue;
            }
            put(disk, &originals, &good);
            if group.len() > 1 {
                let second = group.split_off(group.len() / 2);
                groups.extend([second, group]);
            }
        }
        for path in good.iter().flat_map(|fix| &fix.edits).map(|edit| edit.path.as_str()) {
            self.files.insert(path.to_owned(), disk.read(path)?);
        }
        self.count += good.len();
        Ok(!good.is_empty())
    }
}

/// Lays the files over the disk as they are after these fixes.
fn put(disk: &mut Overlay, originals: &BTreeMap<&str, Vec<u8>>, fixes: &[&Fix]) {
    for (path, bytes) in originals {
        let edits = fixes.iter().flat_map(|fix| &fix.edits).filter(|edit| edit.path == **path);
        disk.put(path, applied(bytes, &edits.collect::<Vec<_>>()));
    }
}

/// Findings that a file or a job is no longer what it was made to be.
fn errors(report: &Report) -> usize {
    report.findings.iter().filter(|finding| EVALUATION.contains(&finding.code.as_str())).count()
}

/// Rules that tell errors of evaluation.
const EVALUATION: [&str; 2] = ["AUR1001", "AUR1002"];

/// Of the safe fixes, or of the others, those that do not get into each other's way; of two that do, the first.
fn compatible(fixes: &[Fix], is_safe: bool) -> Vec<&Fix> {
    let mut taken: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut done: Vec<&Fix> = Vec::new();
    for fix in fixes.iter().filter(|fix| fix.is_safe == is_safe) {
        let is_free = |edit: &Edit| {
            let others = taken.get(edit.path.as_str());
            others.is_none_or(|others| others.iter().all(|other| edit.end < other.start || other.end < edit.start))
        };
        // The same fix of the same place is met once with each file that includes it.
        if !fix.edits.is_empty() && !done.contains(&fix) && fix.edits.iter().all(is_free) {
            fix.edits.iter().for_each(|edit| taken.entry(&edit.path).or_default().push(edit));
            done.push(fix);
        }
    }
    done
}

/// A file after edits that do not overlap.
fn applied(bytes: &[u8], edits: &[&Edit]) -> Vec<u8> {
    let mut edits: Vec<&&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.start as usize, edit.end as usize);
        if start < at {
            continue;
        }
        out.extend(bytes.get(at..start).unwrap_or_default());
        out.extend(edit.text.as_bytes());
        at = end;
    }
    out.extend(bytes.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::{Edit, Fix, applied, compatible};

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { path: "a".to_owned(), start, end, text: text.to_owned() }
    }

    #[test]
    fn edits_are_applied_in_the_order_of_the_text() {
        let edits = [edit(4, 5, "X"), edit(0, 0, "<")];
        assert_eq!(applied(b"abcde", &edits.iter().collect::<Vec<_>>()), b"<abcdX");
    }

    #[test]
    fn of_two_fixes_that_touch_the_first_is_taken() {
        let fix = |edits| Fix { title: String::new(), is_safe: true, edits };
        let fixes = [fix(vec![edit(0, 4, "")]), fix(vec![edit(3, 9, "")]), fix(vec![edit(20, 21, "")])];
        assert_eq!(compatible(&fixes, true), [&fixes[0], &fixes[2]]);
    }
}
