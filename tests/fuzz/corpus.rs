//! What the mutations start from: files of the other fixtures, and words of each language.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::targets::TARGETS;

/// Seeds and words of one target.
pub struct Corpus {
    /// Well-formed inputs.
    pub seeds: Vec<Vec<u8>>,
    /// Pieces that the language gives a meaning.
    pub words: &'static [&'static str],
}

/// Longer files are cut into windows by the mutations; files beyond this are not read, in bytes.
const LARGEST: u64 = 64 << 10;

/// The corpus of a target; every seed is a fixture or a line of one.
pub fn of(target: &str) -> Corpus {
    let (seeds, words) = match target {
        "parse" => (files(&["conformance", "python-dialect", "fuzz/parse"], &["aurora", "py"]), PYTHON),
        "evaluate" => (files(&["conformance", "python-dialect", "fuzz/evaluate"], &["aurora", "py"]), PYTHON),
        "mustache" => (templates(), MUSTACHE),
        "references" => (addresses(), MUSTACHE),
        "json_mode" => (json_jobs(), JSON),
        "clusters" => (cluster_files(), JSON),
        _ => (exchanges(), TJSON),
    };
    Corpus { seeds, words }
}

/// Writes the seeds of every target into folders of their own; of very many, every so manieth.
pub fn write(folder: &Path) -> ExitCode {
    const MOST: usize = 400;
    for (target, _) in TARGETS {
        let seeds = of(target).seeds;
        let folder = folder.join(target);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (at, seed) in seeds.iter().enumerate().step_by(seeds.len().div_ceil(MOST).max(1)) {
            std::fs::write(folder.join(format!("{at:05}")), seed).expect("a seed");
        }
    }
    ExitCode::SUCCESS
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Files below some folders with one of these endings, in a fixed order.
fn files(folders: &[&str], endings: &[&str]) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| fixtures().join(folder)).collect();
    while let Some(folder) = open.pop() {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.retain(|path| path.metadata().is_ok_and(|found| (1..=LARGEST).contains(&found.len())));
    paths.into_iter().filter_map(|path| std::fs::read(path).ok()).collect()
}

fn text(name: &str) -> String {
    std::fs::read_to_string(fixtures().join(name)).unwrap_or_default()
}

/// Each text in a configuration that holds a reference, with bindings behind it.
fn templates() -> Vec<Vec<u8>> {
    let mut found = files(&["fuzz/mustache"], &["txt"]);
    for file in files(&["conformance"], &["aurora"]) {
        let file = String::from_utf8_lossy(&file).into_owned();
        let lines = file.lines().map(str::trim).filter(|line| line.contains("{{") || line.contains("<<"));
        found.extend(
            lines.map(|line| format!("{line}\nprofile={{{{x}}}}{{{{x}}}}\nx=1\nname={{{{profile}}}}").into_bytes()),
        );
    }
    found
}

/// The references of all templates, some to a seed.
fn addresses() -> Vec<Vec<u8>> {
    let mut found = files(&["fuzz/references"], &["txt"]);
    let mut all = Vec::new();
    for template in templates() {
        let template = String::from_utf8_lossy(&template).into_owned();
        for part in template.split("{{").skip(1).filter_map(|part| part.split("}}").next()) {
            all.push(part.to_owned());
        }
    }
    all.sort();
    all.dedup();
    found.extend(all.chunks(4).map(|some| some.join("\n").into_bytes()));
    found
}

/// JSON files, and what jobs look like in JSON.
fn json_jobs() -> Vec<Vec<u8>> {
    let mut found = files(&["conformance", "cli", "fuzz/json_mode"], &["json"]);
    for line in text("conformance/expected.jsonl").lines() {
        let Ok(case) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let data = case.get("executor_config_text").and_then(|data| data.as_str());
        found.extend(data.filter(|data| data.len() < 8_192).map(|data| data.as_bytes().to_vec()));
    }
    found.push(JOB.as_bytes().to_vec());
    found
}

fn cluster_files() -> Vec<Vec<u8>> {
    let mut found = files(&["fuzz/clusters"], &["json"]);
    found.extend(CLUSTERS.iter().map(|text| text.as_bytes().to_vec()));
    found
}

/// Recorded requests and answers.
fn exchanges() -> Vec<Vec<u8>> {
    let mut found = files(&["fuzz/tjson"], &["json"]);
    for name in ["wire/recordings.jsonl", "wire/calls.jsonl"] {
        for line in text(name).lines() {
            let Ok(record) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            let alone = [record.clone()];
            for exchange in
                record.get("exchanges").and_then(|list| list.as_array()).map_or(&alone[..], |list| &list[..])
            {
                for side in ["request", "answer", "response"] {
                    let text = exchange.get(side).and_then(|text| text.as_str());
                    found.extend(text.filter(|text| text.len() < 8_192).map(|text| text.as_bytes().to_vec()));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

const JOB: &str = r#"{"cluster": "west", "role": "ops", "environment": "prod", "name": "web", "instances": "{{n}}",
"task": {"name": "web", "processes": [{"name": "run", "cmdline": "echo {{thermos.ports[http]}} {{mesos.instance}}"}],
"resources": {"cpu": 1.5, "ram": 1073741824, "disk": 2147483648}, "constraints": [{"order": ["run"]}]},
"update_config": {"batch_size": 2}, "constraints": {"host": "limit:1"}, "announce": {"portmap": {"a": "b", "b": 80}}}"#;

const CLUSTERS: &[&str] = &[
    r#"[{"name": "west", "scheduler_uri": "http://host:8081", "auth_mechanism": "UNAUTHENTICATED"}]"#,
    "// one\n[{\"name\": \"east\", \"zk\": \"zk.example\", \"zk_port\": 2181, \"scheduler_zk_path\": \"/aurora\"}, /* two */\n # three\n]",
    r#"{"a": {"name": "a", "zk": ["one", "two"], "proxy_url": "https://p", "slave_root": "/var", "slave_run_directory": "latest"}}"#,
];

const PYTHON: &[&str] = &[
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
    "\n  ",
    "\t",
    "\\\n",
    "'",
    "\"",
    "'''",
    "u'",
    "r'",
    "\\x",
    "\\N{",
    "#",
    "=",
    "**",
    "*",
    "@",
    "`",
    "<>",
    "0x",
    "1e",
    "1j",
    "9L",
    "..",
    "lambda:",
    "yield ",
    "print ",
    "exec ",
    "del ",
    "global x",
    "import re\n",
    "from x import *\n",
    "class A(object):\n",
    "def f(x):\n",
    "if x:\n",
    "else:\n",
    "try:\n",
    "except:\n",
    "finally:\n",
    "with x as y:\n",
    "for i in x:\n",
    "while 1:\n",
    " in ",
    " not ",
    " is ",
    "return",
    "raise ",
    "pass\n",
    "\0",
    "\r",
    "\u{c}",
    "é",
    "\u{feff}",
    "\u{202e}",
    "{{",
    "}}",
    "<<",
    "include('main.aurora')\n",
    "Job(",
    "Task(",
    "Process(",
    "jobs = [",
    "range(",
    "sorted(",
    "reversed(",
    "xrange(10**9)",
    "repr(",
    "hash(",
    "eval(",
    "__import__('os')",
    "isinstance(",
    "getattr(",
    "type(",
    "super(",
    "dict(",
    "set(",
    "'%s' % ",
    ".format(",
    ".join(",
    " * 10**9",
    " ** ",
    " << 99",
    "{{x}}",
    "(environment = '{{x}}')",
    ".bind(",
    "List(String)(",
    "Map(String, String)(",
    "Struct",
    "Default(Integer, ",
    "Required(",
];

const MUSTACHE: &[&str] = &[
    "{{",
    "}}",
    "{{&",
    "{{{",
    "[",
    "]",
    ".",
    "{{x}}",
    "{{x.y[0]}}",
    "{{&x}}",
    "[0]",
    "<<",
    ">>",
    "<<thermos.x>>",
    "\n",
    "=",
    "{{profile}}",
    "profile={{x}}{{x}}\n",
    "x={{profile}}\n",
    "[a/b]",
    "[.]",
    "_",
    " ",
    "\u{0}",
    "é",
    "-",
    "\\",
    "a",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\udc00",
    "null",
    "true",
    "false",
    "0",
    "-",
    "1e9",
    "NaN",
    "Infinity",
    "-Infinity",
    "\"\"",
    "//",
    "/*",
    "*/",
    "#",
    "\"task\":",
    "\"name\":",
    "\"zk\":",
    "\"{{x}}\"",
    "[[[[[[[[",
    "é",
    "\n",
];

const TJSON: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\u0000",
    "[1,",
    "{\"rec\":",
    "{\"str\":\"x\"}",
    "{\"i32\":",
    "{\"i64\":",
    "{\"lst\":[",
    "{\"set\":[",
    "{\"map\":[",
    "{\"tf\":1}",
    "{\"dbl\":",
    "\"rec\",",
    "\"str\",",
    "4294967296",
    "-1",
    "1000000000000",
    "\"1\":",
    "\"NaN\"",
    "[[[[[[[[",
    "{\"0\":{\"rec\":",
    "{\"i8\":",
    "{\"i16\":",
];
