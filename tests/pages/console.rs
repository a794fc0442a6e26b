//! Blocks of a page.
//!
//! - A `console` block has lines `$ COMMAND`, each followed by what it prints, both streams. `…` stands for any text in a line,
//!   and alone on a line for any lines. A command must succeed, unless the next one is `echo $?`.
//! - An `sh` block is a script whose commands must all succeed; what it prints does not matter.
//! - A block below the comment `<!-- file: NAME -->` is written into that file first.
//! - A block below `<!-- not run: REASON -->` is left out. The test counts these.
//!
//! `SHOW_PAGES=1` prints what comes out, for a page to be written from.
//!
//! The blocks of a page run one after the other in one shell, in a scratch copy of what the repository has for users.

use crate::session::Session;

/// A block, or a file that later blocks need.
enum Step {
    /// Commands and what each prints.
    Console(Vec<(String, String)>),
    /// A script.
    Script(String),
    /// A name and a content.
    File(String, String),
    /// The reason why it does not run.
    LeftOut(String),
}

/// Runs a page's blocks. Errors: what differs.
pub fn run(page: &str) -> Result<(), String> {
    let steps = steps(page)?;
    if !steps.iter().any(|(_, step)| matches!(step, Step::Console(_) | Step::Script(_))) {
        return Ok(());
    }
    let mut session = Session::start();
    for (line, step) in steps {
        let place = |why: String| format!("line {line}: {why}");
        match step {
            Step::LeftOut(_) => {}
            Step::File(name, text) => session.write(&name, &text).map_err(place)?,
            Step::Script(script) => {
                let ran = session.run(&format!("( set -e\n{script}\n)"));
                if ran.code != 0 {
                    return Err(place(format!("the script ends with {}:\n{script}\n{}", ran.code, ran.output)));
                }
            }
            Step::Console(commands) => console(&mut session, &commands).map_err(place)?,
        }
    }
    Ok(())
}

fn console(session: &mut Session, commands: &[(String, String)]) -> Result<(), String> {
    for (at, (command, shown)) in commands.iter().enumerate() {
        let ran = session.run(command);
        if std::env::var_os("SHOW_PAGES").is_some() {
            println!("$ {command}\n{}", ran.output);
        }
        if !matches(shown, &ran.output) {
            return Err(format!("$ {command}\n--- the page shows\n{shown}\n--- it prints\n{}", ran.output));
        }
        let is_asked = commands.get(at + 1).is_some_and(|(next, _)| next == "echo $?");
        if ran.code != 0 && !is_asked {
            return Err(format!("$ {command}\nends with {}; `$ echo $?` behind it would say so", ran.code));
        }
    }
    Ok(())
}

/// The reasons of blocks that are left out.
pub fn left_out(page: &str) -> Vec<String> {
    let reason = |(_, step)| if let Step::LeftOut(reason) = step { Some(reason) } else { None };
    steps(page).unwrap_or_default().into_iter().filter_map(reason).collect()
}

/// The blocks with the lines they begin on.
fn steps(page: &str) -> Result<Vec<(usize, Step)>, String> {
    let mut steps = Vec::new();
    let mut note: Option<&str> = None;
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(comment) = line.trim().strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->")) {
            note = Some(comment);
            continue;
        }
        let Some(language) = line.trim_start().strip_prefix("```") else {
            if !line.trim().is_empty() {
                note = None;
            }
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let mut body = Vec::new();
        for (_, line) in lines.by_ref().take_while(|(_, line)| !line.trim_start().starts_with("```")) {
            body.push(line.get(indent..).unwrap_or_default());
        }
        let note = note.take().unwrap_or_default();
        let step = match (note.split_once(": "), language) {
            (Some(("file", name)), _) => Step::File(name.to_owned(), format!("{}\n", body.join("\n"))),
            (Some(("not run", reason)), "sh" | "console") => Step::LeftOut(reason.to_owned()),
            (_, "console") => Step::Console(commands(&body).map_err(|why| format!("line {}: {why}", at + 1))?),
            (_, "sh") => Step::Script(body.join("\n")),
            _ => continue,
        };
        steps.push((at + 1, step));
    }
    Ok(steps)
}

/// Commands with what follows each.
fn commands(body: &[&str]) -> Result<Vec<(String, String)>, String> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for line in body {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), String::new())),
            // A command that goes on behind a backslash.
            (None, Some((command, shown))) if shown.is_empty() && command.ends_with('\\') => {
                command.push('\n');
                command.push_str(line);
            }
            (None, Some((_, shown))) => shown.push_str(&format!("{line}\n")),
            (None, None) => return Err("a console block begins with `$ `".to_owned()),
        }
    }
    Ok(commands)
}

/// Whether a text is what is shown, line by line.
fn matches(shown: &str, printed: &str) -> bool {
    let shown: Vec<&str> = shown.trim_end().lines().map(str::trim_end).collect();
    let printed: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
    lines_match(&shown, &printed)
}

fn lines_match(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == "…" => {
            (0..=printed.len()).any(|skipped| lines_match(rest, printed.get(skipped..).unwrap_or_default()))
        }
        Some((first, rest)) => {
            printed.split_first().is_some_and(|(line, others)| line_matches(first, line) && lines_match(rest, others))
        }
    }
}

fn line_matches(shown: &str, printed: &str) -> bool {
    let mut parts = shown.split('…');
    let (Some(first), rest) = (parts.next(), parts.collect::<Vec<_>>()) else { return false };
    let Some(mut left) = printed.strip_prefix(first) else { return false };
    let Some((last, middle)) = rest.split_last() else { return left.is_empty() };
    for part in middle {
        let Some(at) = left.find(part) else { return false };
        left = left.get(at + part.len()..).unwrap_or_default();
    }
    left.ends_with(last)
}
