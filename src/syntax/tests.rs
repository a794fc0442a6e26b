//! Every program of `fixtures` is read, or refused where CPython refuses it.

#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use crate::diagnostics::Diagnostic;
use crate::source::SourceMap;

fn fixtures(below: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(below)];
    while let Some(path) = waiting.pop() {
        for entry in path.read_dir().expect("a fixtures folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e)) {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty());
    files
}

/// The line and Python's words of the first fault.
fn fault(bytes: &[u8]) -> Option<(u32, Diagnostic)> {
    let mut map = SourceMap::new();
    let file = map.add("test.py", bytes).expect("a text");
    let diagnostics = super::parse(&file).err()?;
    let first = diagnostics.into_iter().next().expect("a diagnostic");
    let line = file.line_column(first.places.first().expect("a place").span.start).line;
    Some((line, first))
}

#[test]
fn reads_every_program_of_the_dialect_or_refuses_it_where_cpython_does() {
    for path in fixtures("python-dialect", &["py"]) {
        let expected = std::fs::read_to_string(path.with_extension("err")).unwrap_or_default();
        let expected =
            expected.trim().strip_prefix("SyntaxError line ").map(|line| line.parse::<u32>().expect("a line"));
        let found = fault(&std::fs::read(&path).expect("a file"));
        assert_eq!(found.as_ref().map(|(line, _)| *line), expected, "{}: {found:?}", path.display());
    }
}

#[test]
fn reads_every_configuration_unless_its_case_is_about_syntax() {
    for path in fixtures("conformance", &["aurora"]) {
        let found = fault(&std::fs::read(&path).expect("a file"));
        let about = path.to_string_lossy();
        let refused = about.contains("syntax") || about.contains("broken");
        assert!(refused || found.is_none(), "{}: {found:?}", path.display());
    }
}

/// Texts that nest as deeply as texts can.
fn deep() -> Vec<String> {
    let times = |text: &str, count: usize| text.repeat(count);
    let mut texts = Vec::new();
    for count in [80, 90, 91, 490, 3_000] {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{1:", "}"),
            ("f(", ")"),
            ("a[", "]"),
            ("(lambda a=", ": 1)"),
            ("[x for x in ", "]"),
        ] {
            texts.push(format!("x = {}1{}\n", times(open, count), times(close, count)));
            texts.push(format!("x = {}\n", times(open, count)));
        }
        texts.push(format!("x = {}1{}\n", times("`1+", count), times("`", count)));
        for open in
            ["not ", "- ", "lambda: ", "lambda a=", "1 if 1 else ", "1 ** ", "1 + ", "1 and ", "1 < ", "a.", "x = "]
        {
            texts.push(format!("{}a\n", times(open, count)));
        }
        texts.push(format!("x = a{}\n", times("()", count)));
        texts.push(format!("x = a{}\n", times(".b[0]", count)));
        texts.push(format!("def f({}a{}): pass\n", times("(", count), times(",)", count)));
        texts.push(format!("{}\n", times("if 1: ", count)));
        texts.push(format!("{}'\n", times("if 1: ", count)));
        texts.push(format!("if 1: pass\n{}", times("elif 1: pass\n", count)));
        texts.push(
            (0..count.min(300)).map(|depth| format!("{}if 1:\n", times(" ", depth))).collect::<String>() + "pass\n",
        );
        texts.push(times("for x in y: pass\n", count));
    }
    texts
}

#[test]
fn no_text_overflows_the_stack() {
    for text in deep() {
        let mut map = SourceMap::new();
        let file = map.add("deep", text.as_bytes()).expect("a text");
        // Read, refused, walked and dropped: on the small stack of a test's thread.
        let _ = format!("{:?}", super::parse(&file).map(|module| module.body.len()));
    }
}

#[test]
fn counts_arguments_but_no_parameters() {
    let list = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(",\n");
    let (value, named) = (|_| "1".to_owned(), |at| format!("a{at}=1"));
    let too_many = Some("more than 255 arguments".to_owned());
    let generators = Some("Generator expression must be parenthesized if not sole argument".to_owned());
    for (text, words, line) in [
        (format!("f(\n{})\n", list(255, &value)), None, 0),
        (format!("f(\n{}, *a, **b)\n", list(255, &value)), None, 0),
        (format!("f(\n{})\n", list(256, &value)), too_many.clone(), 2),
        (format!("f(\n{}, {})\n", list(128, &value), list(128, &named)), too_many.clone(), 2),
        (format!("f(1)(\n\n{}, 1 + 1=2)\n", list(255, &named)), too_many.clone(), 3),
        (format!("f({},\nx for x in y)\n", list(255, &value)), generators, 1),
        (format!("f({}, *a, *b)\n", list(256, &value)), Some("invalid syntax".to_owned()), 256),
        // Neither grows faster than the text.
        (format!("f(\n{})\n", list(50_000, &named)), too_many, 2),
        (format!("def f({}): pass\n", list(50_000, &|at| format!("a{at}"))), None, 0),
        (
            format!(
                "def f({}):\n global b{}\n",
                list(20_000, &|at| format!("a{at}")),
                list(20_000, &|at| format!("b{at}")).replace('\n', "")
            ),
            None,
            0,
        ),
    ] {
        let found = fault(text.as_bytes());
        let found = found.map(|(line, first)| (line, first.exception.map(|exception| exception.message)));
        assert_eq!(found, words.map(|words| (line, Some(words))), "{} …", &text[..20]);
    }
}
