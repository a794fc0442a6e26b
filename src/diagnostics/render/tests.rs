use crate::diagnostics::{Argument, Diagnostic, Exception, Frame, Kind};
use crate::source::{SourceMap, Span};

use super::{Format, Style, render, text};

/// The place of `needle` in the file `name`.
fn span(sources: &SourceMap, name: &str, needle: &str) -> Span {
    let file = sources.files().iter().find(|f| f.name == name).expect("the file");
    let at = file.text.find(needle).expect("the needle") as u32;
    Span::new(file.base + at, file.base + at + needle.len() as u32)
}

fn argument(name: &str, value: &str) -> Argument {
    Argument { name: name.to_owned(), value: value.to_owned() }
}

fn two_files() -> (SourceMap, Diagnostic) {
    let mut sources = SourceMap::new();
    sources.add("lib/base.aurora", b"import os\n\ndef make(n):\n  return Job(cpu = n)\n").expect("added");
    sources.add("main.aurora", b"include('lib/base.aurora')\njobs = [make('two')]\n").expect("added");
    let mut diagnostic = Diagnostic::error("AUR0301", Kind::Coercion, "`cpu` must be a number")
        .at(span(&sources, "main.aurora", "'two'"), "this text")
        .at(span(&sources, "lib/base.aurora", "cpu = n"), "set here")
        .help("write `make(2)`");
    diagnostic.trace = vec![
        Frame {
            span: span(&sources, "main.aurora", "make('two')"),
            name: "<module>".to_owned(),
            arguments: Vec::new(),
        },
        Frame {
            span: span(&sources, "lib/base.aurora", "Job(cpu = n)"),
            name: "make".to_owned(),
            arguments: vec![argument("n", "'two'")],
        },
    ];
    (sources, diagnostic)
}

#[test]
fn fancy_shows_every_file_main_place_first() {
    let (sources, diagnostic) = two_files();
    let shown = render(&diagnostic, &sources, Format::Fancy, Style { color: false, unicode: false, width: 60 });
    assert_eq!(
        shown,
        "\
AUR0301

  x `cpu` must be a number
   ,-[main.aurora:2:14]
 1 | include('lib/base.aurora')
 2 | jobs = [make('two')]
   :              ^^|^^
   :                `-- this text
   `----
   ,-[lib/base.aurora:4:14]
 3 | def make(n):
 4 |   return Job(cpu = n)
   :              ^^^|^^^
   :                 `-- set here
   `----
  help: write `make(2)`
  trace, outermost call first:
    main.aurora:2:9 in <module>
    lib/base.aurora:4:10 in make(n='two')

"
    );
}

#[test]
fn concise_has_one_line_for_each_place() {
    let (sources, diagnostic) = two_files();
    assert_eq!(
        render(&diagnostic, &sources, Format::Concise, Style::PLAIN),
        "main.aurora:2:14: AUR0301 `cpu` must be a number\n  lib/base.aurora:4:14: set here\n  help: write `make(2)`\n"
    );
}

#[test]
fn json_is_one_line_with_every_key() {
    let (sources, mut diagnostic) = two_files();
    diagnostic.exception = Some(Exception { type_name: "TypeError".to_owned(), message: "no\u{1b}[1m".to_owned() });
    let line = render(&diagnostic, &sources, Format::Json, Style::PLAIN);
    assert_eq!(line.lines().count(), 1);
    assert!(!line.contains('\u{1b}'));
    let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(value["version"], 1);
    assert_eq!(value["kind"], "coercion");
    assert_eq!(value["severity"], "error");
    assert_eq!(value["places"][0]["file"], "main.aurora");
    assert_eq!(value["places"][0]["end_column"], 19);
    assert_eq!(value["trace"][1]["name"], "make");
    assert_eq!(value["trace"][1]["arguments"][0]["name"], "n");
    assert_eq!(value["trace"][1]["arguments"][0]["value"], "'two'");
    assert_eq!(value["exception"]["type"], "TypeError");
    assert_eq!(value["exception"]["message"], "no\u{1b}[1m");
}

#[test]
fn nothing_steers_the_terminal_in_any_form() {
    let mut sources = SourceMap::new();
    let name = "a\u{1b}]0;x\u{7}\n.aurora";
    sources.add(name, "x = '\u{1b}[31m\u{202e}'  # \u{9b}2J\r\ny = 1\n".as_bytes()).expect("added");
    let main = span(&sources, name, "[31m");
    let diagnostic = Diagnostic::error("AUR0101", Kind::Syntax, "bad \u{1b}[2J text\u{7}\r\nnext")
        .at(main, "\u{1b}c")
        .help("\u{8}\u{8}");
    for format in [Format::Fancy, Format::Concise, Format::Json] {
        let shown = render(&diagnostic, &sources, format, Style::PLAIN);
        let bad: Vec<char> = shown.chars().filter(|c| *c != '\n' && text::is_hazardous(*c)).collect();
        assert!(bad.is_empty(), "{format:?}: {bad:?}\n{shown}");
    }
}

#[test]
fn long_lines_and_messages_are_cut_around_the_place() {
    let mut sources = SourceMap::new();
    let text = format!("x = '{}' + oops + '{}'\n", "a".repeat(5_000), "b".repeat(5_000));
    sources.add("long.aurora", text.as_bytes()).expect("added");
    let diagnostic =
        Diagnostic::error("AUR0201", Kind::Name, "m".repeat(100_000)).at(span(&sources, "long.aurora", "oops"), "here");
    let shown = render(&diagnostic, &sources, Format::Fancy, Style { width: 40, ..Style::PLAIN });
    assert!(shown.contains(" + oops + "), "{shown}");
    assert!(shown.contains("[long.aurora:1:5010]"), "{shown}");
    assert!(shown.contains("characters left out"), "{shown}");
    assert!(shown.len() < 10_000);
    assert!(render(&diagnostic, &sources, Format::Concise, Style::PLAIN).len() < 10_000);
}

#[test]
fn odd_spans_do_not_panic() {
    let mut sources = SourceMap::new();
    sources.add("empty.aurora", b"").expect("added");
    sources.add("é.aurora", "é = 'ü'\r\n\tx".as_bytes()).expect("added");
    let end = sources.files()[1].span().end;
    for start in 0..end + 4 {
        for length in [0, 1, 5, 1_000_000] {
            let diagnostic = Diagnostic::warning("AUR0101", Kind::Syntax, "m")
                .at(Span::new(start, start + length), "l")
                .at(Span::new(start.saturating_sub(3), start), "k");
            for format in [Format::Fancy, Format::Concise, Format::Json] {
                for width in [0, 1, 33, 200] {
                    assert!(!render(&diagnostic, &sources, format, Style { width, ..Style::PLAIN }).is_empty());
                }
            }
        }
    }
}

#[test]
fn a_long_chain_shows_its_ends() {
    let mut sources = SourceMap::new();
    sources.add("loop.aurora", b"def f(): f()\nf()\n").expect("added");
    let mut diagnostic = Diagnostic::error("AUR0201", Kind::Runtime, "maximum recursion depth exceeded");
    diagnostic.trace = (0..1000)
        .map(|n| Frame { span: span(&sources, "loop.aurora", "f()"), name: format!("f{n}"), arguments: Vec::new() })
        .collect();
    let shown = render(&diagnostic, &sources, Format::Fancy, Style::PLAIN);
    assert!(shown.contains("in f3\n    … 988 more …\n    loop.aurora:1:5 in f992\n"), "{shown}");
    let concise = render(&diagnostic, &sources, Format::Concise, Style::PLAIN);
    assert!(concise.starts_with("loop.aurora:1:5: AUR0201 maximum"), "{concise}");
}

/// Every line that could be broken is, and no cell of the frame is cut off.
#[test]
fn a_narrow_terminal_gets_whole_words_and_no_colour_unless_asked() {
    let (sources, diagnostic) = two_files();
    for width in [1, 30, 40, 80] {
        let style = Style { width, unicode: true, color: false };
        let shown = render(&diagnostic, &sources, Format::Fancy, style);
        assert!(!shown.contains('\u{1b}'), "{shown}");
        let words: String = shown.split_whitespace().collect();
        for part in ["`cpu`mustbeanumber", "[main.aurora:2:14]", "[lib/base.aurora:4:14]", "write`make(2)`"] {
            assert!(words.contains(part), "width {width}: no {part}\n{shown}");
        }
        let longest = shown.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(longest <= width.max(44), "width {width}: {longest}\n{shown}");
        let painted = render(&diagnostic, &sources, Format::Fancy, Style { color: true, ..style });
        assert!(painted.contains('\u{1b}'), "{painted}");
    }
}

/// One diagnostic after the other, each with the files of its own.
#[test]
fn the_other_forms_have_no_colour_and_no_width() {
    let (sources, diagnostic) = two_files();
    for format in [Format::Concise, Format::Json] {
        let wide = render(&diagnostic, &sources, format, Style::PLAIN);
        let narrow = render(&diagnostic, &sources, format, Style { color: true, unicode: false, width: 10 });
        assert_eq!(wide, narrow);
    }
}

#[test]
fn arguments_are_escaped_and_shortened() {
    let (sources, mut diagnostic) = two_files();
    let secret = "s3cr3t".repeat(1000);
    diagnostic.trace[1].arguments = vec![argument("a", "'\u{1b}[2J\n\u{202e}'"), argument("token", &secret)];
    let shown = render(&diagnostic, &sources, Format::Fancy, Style::PLAIN);
    assert!(shown.contains("in make(a='\\x1b[2J\\n\\u202e', token="), "{shown}");
    assert!(!shown.contains(&secret), "{shown}");
    assert!(shown.len() < 2_000, "{shown}");
}
