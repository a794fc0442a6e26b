//! Paths that a person writes: `task.processes[0].cmdline`, `task.processes[*].name`, `update_config.*`, `**.ram`.

use crate::objects::Step;

/// A path in which `*` stands for any one step and `**` for any number of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern(Vec<Part>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    /// A name, an index or a key; it may hold `*` for any characters.
    Word(String),
    /// Any number of steps, also none.
    Any,
}

/// More parts than this no path of a job has.
const MOST_PARTS: usize = 64;

impl Pattern {
    /// Reads a path. Errors: what is wrong with it, in a sentence.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if parts.len() >= MOST_PARTS {
                return Err(format!("a path has at most {MOST_PARTS} steps"));
            }
            let (word, behind) = match rest.strip_prefix('[') {
                Some(inside) => bracket(inside)?,
                None => {
                    let end = rest.find(['.', '[']).unwrap_or(rest.len());
                    (rest[..end].to_owned(), &rest[end..])
                }
            };
            if word.is_empty() {
                return Err("a step of the path is empty".to_owned());
            }
            parts.push(if word == "**" { Part::Any } else { Part::Word(word) });
            rest = match behind.strip_prefix('.') {
                Some("") => return Err("the path ends with a dot".to_owned()),
                Some(more) => more,
                None if behind.is_empty() || behind.starts_with('[') => behind,
                None => return Err(format!("`{behind}` follows a bracket: write a dot in front of a name")),
            };
        }
        if parts.is_empty() { Err("the path is empty".to_owned()) } else { Ok(Pattern(parts)) }
    }

    /// Whether it names the value at `path`, or something that the value is part of.
    pub fn covers(&self, path: &[Step]) -> bool {
        let words: Vec<String> = path.iter().map(word).collect();
        (0..=words.len()).any(|end| matches(&self.0, &words[..end]))
    }
}

/// The inside of a bracket without quotes, and what follows the bracket.
fn bracket(inside: &str) -> Result<(String, &str), String> {
    if let Some(quote) = inside.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let quoted = &inside[1..];
        let end = quoted.find(quote).ok_or("a quoted key does not end")?;
        let behind = quoted[end + 1..].strip_prefix(']').ok_or("a bracket does not close")?;
        return Ok((quoted[..end].to_owned(), behind));
    }
    let end = inside.find(']').ok_or("a bracket does not close")?;
    Ok((inside[..end].to_owned(), &inside[end + 1..]))
}

fn word(step: &Step) -> String {
    match step {
        Step::Field(name) | Step::Key(name) => name.to_string(),
        Step::Index(at) => at.to_string(),
    }
}

fn matches(parts: &[Part], words: &[String]) -> bool {
    // Rows of a table instead of recursion: `**` would make it exponential.
    let mut reachable: Vec<bool> = (0..=words.len()).map(|at| at == 0).collect();
    for part in parts {
        let mut next = vec![false; words.len() + 1];
        match part {
            Part::Any => {
                let mut seen = false;
                for (at, is_here) in reachable.iter().enumerate() {
                    seen |= *is_here;
                    next[at] = seen;
                }
            }
            Part::Word(pattern) => {
                for (at, text) in words.iter().enumerate() {
                    next[at + 1] = reachable[at] && is_like(pattern, text);
                }
            }
        }
        reachable = next;
    }
    reachable.last().copied().unwrap_or_default()
}

/// Whether a text is what a pattern with `*` describes.
pub fn is_like(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::Pattern;
    use crate::objects::Step;

    fn path() -> Vec<Step> {
        vec![Step::Field("task".into()), Step::Field("processes".into()), Step::Index(0), Step::Field("cmdline".into())]
    }

    #[test]
    fn paths_and_globs_match() {
        for good in [
            "task.processes[0].cmdline",
            "task.processes[*].cmdline",
            "task.processes[0].*",
            "task.processes",
            "task",
            "**.cmdline",
            "**",
            "task.**.cmd*",
            "*.*.0.*line",
        ] {
            assert!(Pattern::parse(good).expect(good).covers(&path()), "{good}");
        }
        for bad in ["task.processes[1].cmdline", "tas", "task.processes[0].cmdline.x", "**.name", "cmdline"] {
            assert!(!Pattern::parse(bad).expect(bad).covers(&path()), "{bad}");
        }
        let key = [Step::Field("constraints".into()), Step::Key("host.a".into())];
        for good in ["constraints['host.a']", "constraints[\"host.a\"]", "constraints[host.a]"] {
            assert!(Pattern::parse(good).expect(good).covers(&key), "{good}");
        }
    }

    #[test]
    fn slips_are_told() {
        for bad in ["", "a.", ".a", "a..b", "a[", "a[]", "a['b", "a['b'", "a[0]b"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }
}
