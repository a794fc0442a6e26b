//! Applying fixes as edits of texts.

use std::collections::BTreeMap;

use super::disk::Disk;
use super::engine::{Differs, Report, run};
use super::finding::{Edit, Finding, Fix};
use super::overlay::Overlay;
use super::plan::Plan;

/// Rounds of looking and mending: a fix may uncover what another rule mends.
const MOST_ROUNDS: usize = 10;

/// A byte order mark, which is not part of the text that edits count in.
const MARK: &[u8] = b"\xef\xbb\xbf";

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
/// which findings are to be mended. Errors: see [`run`].
pub fn mend(
    disk: &mut Overlay,
    plan: &Plan,
    differs: Option<Differs>,
    accept: &dyn Fn(&Finding, &Fix) -> bool,
) -> Result<Mended, String> {
    let mut mended = Mended { report: run(disk, plan, differs)?, files: BTreeMap::new(), count: 0 };
    for _ in 0..MOST_ROUNDS {
        let fixes = mended.report.findings.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
        let fixes: Vec<Fix> = fixes.filter(|(finding, fix)| accept(finding, fix)).map(|(_, fix)| fix.clone()).collect();
        let all: Vec<&Fix> = fixes.iter().collect();
        let (count, edits) = compatible(&all);
        if count == 0 {
            break;
        }
        if mended.carry_out(disk, plan, differs, count, &edits)? {
            continue;
        }
        // One of them did harm: each is tried by itself, and those that do harm are left.
        let mut is_done = false;
        for fix in all {
            let (count, edits) = compatible(&[fix]);
            if count > 0 && mended.carry_out(disk, plan, differs, count, &edits)? {
                is_done = true;
                // The places of the others may have moved.
                break;
            }
        }
        if !is_done {
            break;
        }
    }
    Ok(mended)
}

impl Mended {
    /// Makes edits and looks again. What brings errors of evaluation that were not there is taken back; then the answer is no.
    fn carry_out(
        &mut self,
        disk: &mut Overlay,
        plan: &Plan,
        differs: Option<Differs>,
        count: usize,
        edits: &BTreeMap<&str, Vec<&Edit>>,
    ) -> Result<bool, String> {
        let mut before = Vec::new();
        for (path, edits) in edits {
            let bytes = disk.read(path)?;
            let changed = applied(&bytes, edits);
            disk.put(path, changed);
            before.push((*path, bytes));
        }
        let report = run(disk, plan, differs)?;
        if errors(&report) > errors(&self.report) {
            before.into_iter().for_each(|(path, bytes)| disk.put(path, bytes));
            return Ok(false);
        }
        for (path, _) in before {
            self.files.insert(path.to_owned(), disk.read(path)?);
        }
        self.count += count;
        self.report = report;
        Ok(true)
    }
}

/// Findings that a file or a job is no longer what it was made to be.
fn errors(report: &Report) -> usize {
    report.findings.iter().filter(|finding| EVALUATION.contains(&finding.code.as_str())).count()
}

/// Rules that tell errors of evaluation.
const EVALUATION: [&str; 2] = ["AUR1001", "AUR1002"];

/// Fixes that do not get into each other's way, as edits by file: their number, and the edits.
fn compatible<'a>(fixes: &[&'a Fix]) -> (usize, BTreeMap<&'a str, Vec<&'a Edit>>) {
    let mut taken: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut count = 0;
    let mut done: Vec<&Fix> = Vec::new();
    for fix in fixes {
        // The same fix of the same place is met once with each file that includes it.
        if done.contains(fix) {
            continue;
        }
        let is_free = |edit: &Edit| {
            let others = taken.get(edit.path.as_str());
            others.is_none_or(|others| others.iter().all(|other| edit.end < other.start || other.end < edit.start))
        };
        if !fix.edits.is_empty() && fix.edits.iter().all(is_free) {
            fix.edits.iter().for_each(|edit| taken.entry(&edit.path).or_default().push(edit));
            count += 1;
            done.push(fix);
        }
    }
    (count, taken)
}

/// A file after edits that do not overlap.
fn applied(bytes: &[u8], edits: &[&Edit]) -> Vec<u8> {
    let (mark, text) = match bytes.strip_prefix(MARK) {
        Some(text) => (MARK, text),
        None => (&[][..], bytes),
    };
    let mut edits: Vec<&&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut out = mark.to_vec();
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.start as usize, edit.end as usize);
        if start < at {
            continue;
        }
        out.extend(text.get(at..start).unwrap_or_default());
        out.extend(edit.text.as_bytes());
        at = end;
    }
    out.extend(text.get(at..).unwrap_or_default());
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
        assert_eq!(applied(b"\xef\xbb\xbfabcde", &edits.iter().collect::<Vec<_>>()), b"\xef\xbb\xbf<abcdX");
    }

    #[test]
    fn of_two_fixes_that_touch_the_first_is_taken() {
        let fix = |edits| Fix { title: String::new(), is_safe: true, edits };
        let fixes = [fix(vec![edit(0, 4, "")]), fix(vec![edit(3, 9, "")]), fix(vec![edit(20, 21, "")])];
        let (count, edits) = compatible(&fixes.iter().collect::<Vec<_>>());
        assert_eq!((count, edits["a"].len()), (2, 2));
    }
}
