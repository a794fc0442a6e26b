//! Hostile input ends with a diagnostic: no crash, no hang, no unbounded memory.
//!
//! Each file of `fixtures/hostile` says in its head how it ends: `# ends: CODE`, or `# ends: done`, and with `# args:` how it
//! is run, if not by `eval`. Here the limits are small; with `HOSTILE_DEFAULTS=1` they are those of the program.

#![allow(clippy::disallowed_methods)]

#[path = "support/harness.rs"]
mod harness;
#[path = "support/sealed.rs"]
mod sealed;

use std::process::ExitCode;

/// Programs that go for a weak spot. Each may end well or with an error of the configuration, but end it must.
fn programs() -> Vec<(&'static str, String)> {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("x = {}{inner}{}\n", open.repeat(depth), close.repeat(depth))
    };
    let indented: String = (0..3_000).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect();
    vec![
        ("syntax/parentheses", nested("(", "1", ")", 100_000)),
        ("syntax/lists", nested("[", "", "]", 100_000)),
        ("syntax/open brackets", "(".repeat(1_000_000)),
        ("syntax/calls", nested("f(", "", ")", 50_000)),
        ("syntax/subscripts", format!("x = a{}\n", "[0]".repeat(100_000))),
        ("syntax/attributes", format!("x = a{}\n", ".b".repeat(100_000))),
        ("syntax/not", format!("x = {}1\n", "not ".repeat(100_000))),
        ("syntax/minus", format!("x = {}1\n", "-".repeat(100_000))),
        ("syntax/power", format!("x = {}1\n", "1 ** ".repeat(50_000))),
        ("syntax/sum", format!("x = {}1\n", "1 + ".repeat(100_000))),
        ("syntax/and", format!("x = {}1\n", "1 and ".repeat(100_000))),
        ("syntax/comparison", format!("x = {}1\n", "1 < ".repeat(100_000))),
        ("syntax/lambda", nested("lambda: ", "1", "", 50_000)),
        ("syntax/conditional", format!("x = {}1\n", "1 if 1 else ".repeat(50_000))),
        ("syntax/backquotes", nested("`", "1", "`", 10_000)),
        ("syntax/indentation", indented),
        ("syntax/elif", format!("if 0: pass\n{}", "elif 0: pass\n".repeat(20_000))),
        ("syntax/literals", format!("x = {}\n", "'a' ".repeat(100_000))),
        ("syntax/long name", format!("{} = 1\n", "n".repeat(2_000_000))),
        ("syntax/long number", format!("x = {}\n", "9".repeat(2_000_000))),
        ("syntax/null", "x = 1\0\n".to_owned()),
        ("syntax/targets", format!("{}1\n", "a = ".repeat(50_000))),
        ("syntax/comprehension", format!("x = [1 {}]\n", "for a in b ".repeat(20_000))),
        ("loops/while", "while 1: pass\n".to_owned()),
        ("loops/generator", "def g():\n  while 1: yield 1\nsum(g())\n".to_owned()),
        ("loops/list", "x = [1]\nfor i in x: x.append(i)\n".to_owned()),
        ("loops/iterator", "list(iter(int, 1))\n".to_owned()),
        ("loops/count", "import itertools\nlist(itertools.count())\n".to_owned()),
        ("loops/cycle", "import itertools\nfor i in itertools.cycle([1]): pass\n".to_owned()),
        ("loops/except", "while 1:\n  try: raise ValueError\n  except: pass\n".to_owned()),
        ("loops/finally", "def f():\n  try: return f()\n  finally: f()\nf()\n".to_owned()),
        ("recursion/function", "def f(): f()\nf()\n".to_owned()),
        ("recursion/getattr", "class A(object):\n  def __getattr__(self, n): return getattr(self, n + 'x')\nA().a\n".to_owned()),
        ("recursion/repr", "class A(object):\n  def __repr__(self): return repr(self)\nrepr(A())\n".to_owned()),
        ("recursion/eq", "class A(object):\n  def __eq__(self, o): return o == self\nA() == A()\n".to_owned()),
        ("recursion/hash", "class A(object):\n  def __hash__(self): return hash(self)\nhash(A())\n".to_owned()),
        ("recursion/call", "class A(object):\n  def __call__(self): return self()\nA()()\n".to_owned()),
        ("recursion/generator", "def g(n):\n  for x in g(n + 1): yield x\nlist(g(0))\n".to_owned()),
        ("recursion/sort", "def f(a, b): return cmp(sorted([2, 1], f), 0)\nsorted([2, 1], f)\n".to_owned()),
        ("recursion/self in list", "x = []\nx.append(x)\nprint x\nprint x == x\ny = []\ny.append(y)\nx == y\n".to_owned()),
        ("recursion/deep list", "x = []\nfor i in xrange(3000000): x = [x]\n".to_owned()),
        ("recursion/deep tuple", "x = ()\nfor i in xrange(3000000): x = (x,)\n".to_owned()),
        ("recursion/deep dict", "x = {}\nfor i in xrange(2000000): x = {1: x}\n".to_owned()),
        ("recursion/deep repr", "x = []\nfor i in xrange(100000): x = [x]\nrepr(x)\n".to_owned()),
        ("recursion/deep equality", "x = []\ny = []\nfor i in xrange(100000):\n  x = [x]\n  y = [y]\nx == y\n".to_owned()),
        ("recursion/deep hash", "x = ()\nfor i in xrange(100000): x = (x,)\nhash(x)\n".to_owned()),
        ("recursion/deep chain", "class A: pass\nx = A()\nfor i in xrange(1000000):\n  y = A()\n  y.n = x\n  x = y\n".to_owned()),
        ("recursion/closures", "f = lambda: 1\nfor i in xrange(500000): f = (lambda g: lambda: g)(f)\n".to_owned()),
        ("recursion/classes", "A = object\nfor i in xrange(20000): A = type('A', (A,), {})\nA().x\n".to_owned()),
        ("recursion/copy", "import copy\nx = []\nfor i in xrange(100000): x = [x]\ncopy.deepcopy(x)\n".to_owned()),
        ("recursion/json", "import json\njson.loads('[' * 100000 + ']' * 100000)\n".to_owned()),
        ("recursion/json out", "import json\nx = []\nfor i in xrange(100000): x = [x]\njson.dumps(x)\n".to_owned()),
        ("recursion/eval", "s = '1'\nfor i in range(20000): s = '(' + s + ')'\neval(s)\n".to_owned()),
        ("recursion/isinstance", "t = ()\nfor i in xrange(100000): t = (t,)\nisinstance(1, t)\n".to_owned()),
        ("size/text", "x = 'x' * 10 ** 12\n".to_owned()),
        ("size/list", "x = [0] * 10 ** 12\n".to_owned()),
        ("size/range", "x = range(10 ** 12)\n".to_owned()),
        ("size/doubling", "x = 'x'\nwhile 1: x += x\n".to_owned()),
        ("size/list doubling", "x = [1]\nwhile 1: x = x + x\n".to_owned()),
        ("size/extend self", "x = [1]\nwhile 1: x.extend(x)\n".to_owned()),
        ("size/dict", "d = {}\ni = 0\nwhile 1:\n  d[i] = str(i)\n  i += 1\n".to_owned()),
        ("size/format width", "'%1000000000000d' % 1\n".to_owned()),
        ("size/format precision", "'%.2000000000f' % 1.5\n".to_owned()),
        ("size/format star", "'%*d' % (10 ** 10, 1)\n".to_owned()),
        ("size/str.format", "'{0:1000000000000}'.format(1)\n".to_owned()),
        ("size/ljust", "'x'.ljust(10 ** 12)\n".to_owned()),
        ("size/expandtabs", "'\\t'.expandtabs(10 ** 12)\n".to_owned()),
        ("size/replace", "('x' * 1000000).replace('x', 'y' * 1000000)\n".to_owned()),
        ("size/join", "('y' * 1000000).join(['x'] * 1000000)\n".to_owned()),
        ("size/product", "import itertools\nlist(itertools.product(range(1000), repeat = 10))\n".to_owned()),
        ("size/combinations", "import itertools\nlist(itertools.combinations(range(1000), 500))\n".to_owned()),
        ("size/power", "x = 2 ** 10 ** 10\n".to_owned()),
        ("size/shift", "x = 1 << 10 ** 12\n".to_owned()),
        ("size/tower", "x = 9\nfor i in range(100): x = x ** x\n".to_owned()),
        ("size/factorial", "import math\nmath.factorial(10 ** 7)\n".to_owned()),
        ("size/multiplication", "x = 3 ** 100000\nwhile 1: x = x * x\n".to_owned()),
        ("size/print number", "print 7 ** 1000000\n".to_owned()),
        ("size/parse number", "int('9' * 1000000)\n".to_owned()),
        ("size/modular power", "pow(3 ** 100000, 3 ** 100000, 3 ** 100000 + 1)\n".to_owned()),
        ("size/slice", "x = range(10)\nx[::1] = [0] * 10 ** 10\n".to_owned()),
        ("regex/backtracking", "import re\nre.match('(a+)+$', 'a' * 40 + 'b')\n".to_owned()),
        ("regex/alternation", "import re\nre.match('(a|aa)+$', 'a' * 60 + 'b')\n".to_owned()),
        ("regex/back reference", "import re\nre.match(r'(a*)*\\1b', 'a' * 40)\n".to_owned()),
        ("regex/nesting", "import re\nre.compile('(' * 10000 + ')' * 10000)\n".to_owned()),
        ("regex/repetition", "import re\nre.match('((((a{1,1000}){1,1000}){1,1000}){1,1000})', 'a' * 1000)\n".to_owned()),
        ("regex/substitution", "import re\nre.sub('', 'x' * 100000, 'y' * 100000)\n".to_owned()),
        ("odd/stop in handler", "try:\n  1 / 0\nexcept ZeroDivisionError:\n  raise\n".to_owned()),
        ("odd/exit", "import sys\nsys.exit(0)\n".to_owned()),
        ("odd/hostile exception", "class E(Exception):\n  def __str__(self): 1 / 0\nraise E()\n".to_owned()),
        ("odd/surrogates", "print repr(u'\\ud800'), u'\\ud800'.encode('utf-8')\n".to_owned()),
        ("odd/mutating sort", "x = [3, 2, 1]\nx.sort(key = lambda v: x.append(v) or v)\n".to_owned()),
        ("odd/mutating dict", "d = {1: 1}\nfor k in d: d[k + 1] = 1\n".to_owned()),
        ("odd/mutating eq", "class A(object):\n  def __hash__(self): return 1\n  def __eq__(self, o): d.clear(); return False\nd = {}\nfor i in range(10): d[A()] = i\n".to_owned()),
        ("odd/generator in itself", "def f():\n  next(g)\n  yield 1\ng = f()\nnext(g)\n".to_owned()),
        ("odd/delete builtins", "import __builtin__\ndel __builtin__.len\nlen([])\n".to_owned()),
        ("odd/class cycle", "class A(object): pass\nA.__bases__ = (A,)\n".to_owned()),
    ]
}

/// Configurations run in a debug build here, so the budget may take its time.
fn main() -> ExitCode {
    let programs = programs();
    let mut ids: Vec<String> = programs.iter().map(|(name, _)| (*name).to_owned()).collect();
    ids.extend(files());
    let suite = harness::Suite { title: "hostile", ids, not_yet: Some("tests/not-yet/hostile.txt") };
    harness::main(suite, |id| {
        if let Some(name) = id.strip_prefix("amplification/") {
            return run_file(name);
        }
        let (_, text) = programs.iter().find(|(name, _)| *name == id).ok_or("no such program")?;
        run(text)
    })
}

/// Small limits, so that what never ends is told quickly in a build without optimisation too.
const ARGUMENTS: &[&str] =
    &["eval", "-", "--error-format", "json", "--max-steps", "5000000", "--max-bytes", "100000000"];

/// The files of `fixtures/hostile` as names of cases.
fn files() -> Vec<String> {
    let entries = sealed::fixtures("hostile").read_dir().into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names.iter().map(|name| format!("amplification/{name}")).collect()
}

/// By code, the limit that ends a loop in a moment in a build without optimisation too.
const SMALL: &[(&str, &str)] = &[
    ("AUR0308", "--max-text-bytes=20000"),
    ("AUR0901", "--max-steps=1000000"),
    ("AUR0902", "--max-bytes=20000000"),
    ("AUR0905", "--max-template-steps=500000"),
    ("AUR0909", "--max-source-bytes=100000"),
];

fn run_file(name: &str) -> Result<(), String> {
    let folder = sealed::fixtures("hostile");
    let text = std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string())?;
    let head = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    let ends = head("# ends:").ok_or("no line `# ends: CODE`")?;
    let own: Vec<&str> = head("# args:").unwrap_or("eval").split(' ').collect();
    let mut arguments = own.clone();
    if std::env::var_os("HOSTILE_DEFAULTS").is_none() {
        arguments.extend(SMALL.iter().filter(|(code, _)| *code == ends).map(|(_, limit)| *limit));
    }
    arguments.extend(["--error-format", "json"]);
    if own.first() == Some(&"inspect") {
        arguments.push("west/ops/devel/web");
    }
    arguments.push(name);
    let run = sealed::aurora(&folder, &arguments, &[], b"");
    let told = String::from_utf8_lossy(&run.stderr);
    let is_right = match ends {
        "done" => run.exit == 0,
        code => run.exit == 3 && told.lines().next().is_some_and(|line| line.contains(&format!("\"{code}\""))),
    };
    let head: String = told.chars().take(1_000).collect();
    if is_right { Ok(()) } else { Err(format!("exit code {}, not {ends}\n{head}", run.exit)) }
}

fn run(text: &str) -> Result<(), String> {
    let folder = sealed::fixtures("");
    let run = sealed::aurora(&folder, ARGUMENTS, &[], text.as_bytes());
    let stderr = String::from_utf8_lossy(&run.stderr);
    let head: String = stderr.chars().take(2_000).collect();
    match run.exit {
        0 => Ok(()),
        3 if stderr.trim_end().lines().next_back().is_some_and(|line| line.starts_with("{\"version\"")) => Ok(()),
        exit => Err(format!("exit code {exit}\n{head}")),
    }
}
