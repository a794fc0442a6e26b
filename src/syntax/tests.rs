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

/// Texts that CPython refuses: the line that it reports, its words, and ours.
const REFUSED: &[(&str, u32, &str, &str)] = &[
    // What begins like a number is one up to its end.
    ("a = 1\nx = 0or y\n", 2, "invalid token", "`0or` is no number"),
    ("x if 0or 2else 3\n", 1, "invalid token", "`0or` is no number"),
    ("x = 0xg\n", 1, "invalid token", "`0xg` is no number"),
    ("x = 0b'a'\n", 1, "invalid token", "`0b` is no number"),
    ("x = [\n 0778]\n", 2, "invalid token", "`0778` is no number"),
    ("x = 08 8\n", 1, "invalid token", "`08` is no number"),
    ("x = .5e+\n", 1, "invalid token", "`.5e+` is no number"),
    ("x = 1.e-\n", 1, "invalid token", "`1.e-` is no number"),
    ("x = .5e\n", 1, "invalid syntax", "an operator or a comma is missing before `e`"),
    ("x = .5_0\n", 1, "invalid syntax", "`.5_0` is no number"),
    ("x = 0x1_0\n", 1, "invalid syntax", "`0x1_0` is no number"),
    ("def f(08): pass\n", 1, "invalid token", "`08` is no number"),
    ("if a: x = 08 'b\n", 1, "invalid token", "`08` is no number"),
    // What alone can stand somewhere is missing there.
    ("def f:\n", 1, "invalid syntax", "`(` is expected here, not `:`"),
    ("def f\\\n:pass\n", 2, "invalid syntax", "`(` is expected here, not `:`"),
    ("def f", 1, "invalid syntax", "the statement breaks off: `(` is expected"),
    ("x[ .\n. - ]\n", 2, "invalid syntax", "`.` is expected here, not `-`"),
    ("a not \\\nb\n", 2, "invalid syntax", "`in` is expected after `not`"),
    ("from a\n", 1, "invalid syntax", "the statement breaks off: `import` is expected"),
    ("from . x y\n", 1, "invalid syntax", "`import` is expected here, not `y`"),
    ("{1: 2, 3}\n", 1, "invalid syntax", "`:` is expected here, not `}`"),
    ("exec\n", 1, "invalid syntax", "the statement breaks off: an expression is expected"),
    // A `yield` is no place to store in.
    ("def f():\n yield \\\n = 1\n", 3, "invalid syntax", "an expression is expected here, not `=`"),
    ("yield += x\n", 1, "invalid syntax", "an expression is expected here, not `+=`"),
    ("x = yield = 1\n", 1, "assignment to yield expression not possible", "a `yield` cannot be assigned to"),
    // A backslash joins lines, but not their numbers.
    ("   \\\nx = 1\n", 1, "unexpected indent", "this line is indented, but no block begins above it"),
    ("x = 'a\\\nb\ny = 1\n", 2, "EOL while scanning string literal", "a text is not closed on its line"),
    ("x = 'a\\\n", 1, "EOL while scanning string literal", "a text is not closed on its line"),
    // An entry of a dict has a colon, and is no header.
    ("J(c={1: 2, 3: 4}) 'x\n", 1, "EOL while scanning string literal", "a text is not closed on its line"),
    ("if {1: 2, 3: 4}: x = 'abc\n", 1, "EOL while scanning string literal", "a text is not closed on its line"),
    ("if {1: 2, 3: 4}: x = ) 'abc\n", 1, "invalid syntax", "`)` closes a bracket that was never opened"),
    // `print` is a name behind the import, wherever that stands, and only if it is imported.
    (
        "if 1: from __future__ import print_function\nprint(1, file=x)\n",
        1,
        "from __future__ imports must occur at the beginning of the file",
        "a `__future__` import comes too late",
    ),
    (
        "if lambda: 1: a; from __future__ import print_function; print(1, file=x)\n",
        1,
        "from __future__ imports must occur at the beginning of the file",
        "a `__future__` import comes too late",
    ),
    (
        "from __future__ import print_function as p\nprint 1\n",
        2,
        "invalid syntax",
        "`print` is a function in this file",
    ),
];

#[test]
fn refuses_where_and_as_cpython_does() {
    for (text, line, python, message) in REFUSED {
        let (found, first) = fault(text.as_bytes()).unwrap_or_else(|| panic!("{text:?} is read"));
        let exception = first.exception.expect("Python's words");
        assert_eq!((found, &*exception.message, &*first.message), (*line, *python, *message), "{text:?}");
    }
}

#[test]
fn reads_what_only_looks_wrong() {
    for text in [
        "from __future__ import division as print_function\nprint 1\n",
        "from __future__ import (division as print_function, generators)\nprint 1\n",
        "x = 0xfor 1\n",
        "x = 09e5, 08.5, 0b1or 2, 1if 1else 2\n",
        "f(x for x in y, *a)\n",
        "f(x for x in y, **a)\n",
        "a = b \\",
        "def f():\n x = y = yield\n",
        "x[...], x[. \\\n. .]\n",
    ] {
        let found = fault(text.as_bytes());
        assert!(found.is_none(), "{text:?}: {found:?}");
    }
}

#[test]
fn helps_only_where_the_help_helps() {
    for (text, help) in [
        ("x = f(yield y)\n", Some("put the `yield` in parentheses")),
        ("x = a + lambda: 1\n", Some("put the `lambda` in parentheses")),
        ("x = a lambda: 1\n", None),
        ("x = 1 yield\n", None),
        ("x.lambda = 1\n", None),
        ("for lambda in x: pass\n", None),
        ("import yield\n", None),
        ("class yield: pass\n", None),
        ("def not(): pass\n", None),
        ("a not b\n", None),
        ("x = 5 print 6\n", Some("`print` begins a statement: write it on a line of its own")),
        ("x = print\n", Some("`print` is a statement; `from __future__ import print_function` makes it a function")),
    ] {
        let (_, first) = fault(text.as_bytes()).unwrap_or_else(|| panic!("{text:?} is read"));
        assert_eq!(first.help.as_deref(), help, "{text:?}");
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

#[test]
fn reads_an_expression_as_cpython_does() {
    let continuation = "unexpected character after line continuation character";
    for (text, words) in [
        ("\n1", None),
        ("1 \\\n", None),
        (" \n1", None),
        (" 1", Some("unexpected indent")),
        ("\\\n1", None),
        ("# c\n\t1", Some("unexpected indent")),
        ("1\n 2", Some("unexpected indent")),
        ("a \\", Some(continuation)),
        ("\\", Some(continuation)),
        ("a +\\", Some(continuation)),
        ("(a \\", Some(continuation)),
        ("1 2 \\", Some("invalid syntax")),
    ] {
        let mut map = SourceMap::new();
        let file = map.add("test.py", text.as_bytes()).expect("a text");
        let found = super::parse_expression(&file).err().and_then(|found| found.into_iter().next());
        let found = found.and_then(|first| first.exception).map(|exception| exception.message);
        assert_eq!(found.as_deref(), words, "{text:?}");
    }
}
