//! Damaged programs are parsed or refused; they never make the parser panic, and every refusal can be shown.

#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

use aurora::diagnostics::render::{Format, Style, render};
use aurora::source::SourceMap;
use aurora::syntax;

/// Damaged versions of each program.
const ROUNDS: u64 = 4;

/// What is thrown in.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ";",
    ",",
    "\n",
    "\n\n  ",
    "\t",
    " ",
    "\\\n",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "u'",
    "r'",
    "ur'",
    "b'",
    "\\x",
    "\\u12",
    "\\N{",
    "#",
    "=",
    "==",
    "**",
    "*",
    "@",
    "`",
    "->",
    "<>",
    "!",
    "$",
    "?",
    "0x",
    "0b2",
    "1e",
    "1j",
    "09",
    "9L",
    "..",
    "lambda",
    "lambda:",
    "yield ",
    "print ",
    "exec ",
    "del ",
    "global x",
    "import ",
    "from x import ",
    "class ",
    "def f(",
    "if ",
    "else:",
    "elif ",
    "try:",
    "except:",
    "finally:",
    "with ",
    "for ",
    " in ",
    " not ",
    " is ",
    " if ",
    "return",
    "raise ",
    "assert ",
    "pass",
    "\0",
    "\r",
    "\u{c}",
    "é",
    "\u{feff}",
    "\u{202e}",
    "𝒳",
    "{{",
    "}}",
    "<<",
];

/// A small generator of numbers, so that every run damages alike.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

fn programs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            programs(&path, found);
        } else if path.extension().is_some_and(|e| e == "py" || e == "aurora") {
            found.push(path);
        }
    }
}

fn damage(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len() + 1);
        let end = (at + numbers.below(40)).min(bytes.len());
        match numbers.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let copy = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len() + 1);
                drop(bytes.splice(to..to, copy));
            }
            _ => {
                let piece = PIECES[numbers.below(PIECES.len())];
                drop(bytes.splice(at..at, piece.bytes()));
            }
        }
    }
    bytes
}

fn check(bytes: &[u8]) {
    let mut sources = SourceMap::new();
    let Ok(file) = sources.add("damaged.aurora", bytes) else { return };
    if let Err(problems) = syntax::parse(&file) {
        assert!(!problems.is_empty(), "refused without a word");
        for problem in &problems {
            assert!(!problem.places.is_empty(), "no place: {problem:?}");
            for format in [Format::Fancy, Format::Concise, Format::Json] {
                assert!(!render(problem, &sources, format, Style::PLAIN).is_empty());
            }
        }
    }
}

#[test]
fn damaged_programs_are_parsed_or_refused() {
    let mut paths = Vec::new();
    programs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut paths);
    paths.sort();
    assert!(!paths.is_empty());
    let damaged = move || {
        for (seed, path) in paths.iter().enumerate() {
            let bytes = std::fs::read(path).expect("a program");
            let mut numbers = Numbers(seed as u64);
            for round in 0..ROUNDS {
                let bytes = damage(&bytes, &mut numbers);
                if std::panic::catch_unwind(|| check(&bytes)).is_err() {
                    panic!("round {round} of {}:\n{}", path.display(), String::from_utf8_lossy(&bytes));
                }
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(damaged).expect("a thread");
    assert!(thread.join().is_ok(), "see above");
}
