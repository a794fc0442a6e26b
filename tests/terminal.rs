//! On a real terminal (a pseudo-terminal of `script`, from util-linux) nothing of a configuration steers it.

#![allow(clippy::disallowed_methods)]

use std::path::Path;
use std::process::{Command, Stdio};

/// What a stranger may put into a text: titles, cursor moves, colours, C1 controls, carriage returns, bidirectional marks.
const HOSTILE: &str = r"\x1b]0;title\x07\x1b[2J\x1b[31mINJECTED\x9b2J\x08\x7f\r\x0c";
const WIDE: &str = r"\u202eevil\u2066\u2028\ufeff\u009b2J\x1b[31mINJECTED";

fn configuration() -> String {
    format!(
        "# \u{1b}[31mINJECTED \u{202e}\n\
         import sys\n\
         print '{HOSTILE}'\n\
         print u'{WIDE}'.encode('utf-8')\n\
         sys.stderr.write('{HOSTILE}')\n\
         task = Task(name = 'web', processes = [Process(name = 'run', cmdline = u'{WIDE}\\x1b[2J\\x07')],\n\
           resources = Resources(cpu = 1, ram = 1 * GB, disk = 1 * GB))\n\
         jobs = [Job(cluster = 'west', role = 'ops', environment = 'devel', name = 'web', task = task, contact = u'{WIDE}')]\n"
    )
}

/// Runs the program on a terminal; what arrived there, without the carriage returns that a terminal adds itself.
fn on_terminal(folder: &Path, arguments: &str) -> Option<String> {
    on_terminal_with(folder, "", arguments)
}

/// The same with variables, as a shell writes them in front of a command.
fn on_terminal_with(folder: &Path, variables: &str, arguments: &str) -> Option<String> {
    let command = format!("{variables} '{}' {arguments}", env!("CARGO_BIN_EXE_aurora"));
    let output = Command::new("script")
        .args(["-q", "-e", "-c", &command, "/dev/null"])
        .current_dir(folder)
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .env("LOGNAME", "tester")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"))
}

/// The text without the colours that the program paints with.
fn unpainted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once("\u{1b}[") {
        out.push_str(head);
        let numbers = tail.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        match numbers.strip_prefix('m') {
            Some(tail) => rest = tail,
            None => {
                out.push('\u{1b}');
                rest = tail;
            }
        }
    }
    out + rest
}

fn steers(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn no_text_of_a_configuration_steers_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("main.aurora", &configuration());
    write(
        "raise.aurora",
        &format!("# \u{1b}[31mINJECTED\nraise ValueError('{HOSTILE}')  # \u{1b}[31mINJECTED\u{1b}]0;x\u{7}\n"),
    );
    write("syntax.aurora", "x = = '\u{1b}[31mINJECTED\u{1b}[2J\u{202e}'\n");
    write("name\u{1b}[31mINJECTED.aurora", "1 / 0\n");
    let runs = [
        "eval main.aurora \"jobs[0].task()\" \"'\\x1b[2J'\" \"u'\\u202e'\"",
        "eval raise.aurora",
        "eval raise.aurora --error-format concise",
        "eval raise.aurora --error-format json",
        "eval syntax.aurora",
        "eval name*",
        "inspect west/ops/devel/web main.aurora",
        "inspect west/ops/devel/web main.aurora --inputs",
        "inspect --raw west/ops/devel/web main.aurora",
        "inspect --all --format '{{ job.contact }} {{ job.task.processes[0].cmdline }}' main.aurora",
        "explain west/ops/devel/web main.aurora",
        "explain west/ops/devel/web main.aurora task.processes[0].cmdline",
        "lint main.aurora",
        "lint --no-cache raise.aurora syntax.aurora",
        "diff main.aurora --against raise.aurora",
    ];
    let mut shown = 0;
    for arguments in runs {
        for color in ["never", "always"] {
            let Some(text) = on_terminal(folder.path(), &format!("{arguments} --color {color}")) else {
                assert!(std::env::var_os("CI").is_none(), "`script` is not installed; it is in util-linux");
                eprintln!("SKIPPED: `script` is not installed, so terminals were not tested");
                return;
            };
            let text = if color == "always" { unpainted(&text) } else { text };
            assert!(!text.is_empty(), "{arguments}: nothing arrived");
            assert!(!text.contains(steers), "{arguments} --color {color}: {text:?}");
            shown += usize::from(text.contains("[31mINJECTED"));
        }
    }
    assert!(shown > 10, "the hostile text is shown, as text: {shown}");
}

#[test]
fn no_color_keeps_a_terminal_plain() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("main.aurora"), configuration()).expect("a file");
    std::fs::write(folder.path().join("bad.aurora"), "x = = 1\n").expect("a file");
    for arguments in
        ["eval bad.aurora", "inspect west/ops/devel/web main.aurora", "explain west/ops/devel/web main.aurora"]
    {
        let Some(painted) = on_terminal_with(folder.path(), "", arguments) else {
            assert!(std::env::var_os("CI").is_none(), "`script` is not installed; it is in util-linux");
            eprintln!("SKIPPED: `script` is not installed, so NO_COLOR was not tested");
            return;
        };
        assert!(painted.contains("\u{1b}["), "a terminal has colours: {painted:?}");
        let plain = on_terminal_with(folder.path(), "NO_COLOR=1", arguments).expect("it ran before");
        assert!(!plain.contains('\u{1b}'), "{arguments}: {plain:?}");
        assert_eq!(plain, unpainted(&painted), "{arguments}: the same words");
        // An empty variable is as none, and the option says more than the variable.
        let empty = on_terminal_with(folder.path(), "NO_COLOR=", arguments).expect("it ran before");
        assert_eq!(empty, painted, "{arguments}");
        let asked = on_terminal_with(folder.path(), "NO_COLOR=1", &format!("{arguments} --color always"));
        assert_eq!(asked.as_deref(), Some(painted.as_str()), "{arguments}");
    }
}
