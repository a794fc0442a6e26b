//! Each code has a run that ends with it: a folder of `fixtures/errors`, where program, arguments and message stand together.
//!
//! Codes that need a scheduler in a certain state, a terminal or another program are reached by other tests; the table says
//! where, and with which words of the message.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/harness.rs"]
mod harness;
#[path = "support/runs.rs"]
mod runs;
#[path = "support/sealed.rs"]
mod sealed;

use std::path::Path;
use std::process::ExitCode;

use aurora::diagnostics::CODES;
use aurora::scheduler::api::ResponseCode;
use aurora::scheduler::memory::Pace;
use aurora::scheduler::memory::serve::Fault;
use cluster::{Cluster, service};

/// Code, the file of the test that reaches it, and words that stand there.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("AUR0001", "docs/errors/AUR0001.md", "There is none: every known way to trigger it"),
    ("AUR0605", "tests/faults.rs", "AUR0605"),
    ("AUR0606", "tests/faults.rs", r#""AUR0606""#),
    ("AUR0609", "tests/remote.rs", "the wait for instances 0,1 was interrupted"),
    ("AUR0614", "tests/remote.rs", "instances 1 of west/www-data/prod/hello were not killed"),
    ("AUR0701", "tests/update.rs", "Pre hooks stopped call to"),
    ("AUR0702", "tests/update.rs", "cannot be run"),
    ("AUR0704", "src/config/hooks/tests.rs", r#"Some("AUR0704")"#),
    ("AUR0711", "tests/update.rs", "was rolled back: instance 0 did not stay up"),
    ("AUR0712", "tests/update.rs", "AUR0712"),
    ("AUR0714", "tests/update.rs", "was interrupted"),
    ("AUR0716", "tests/update.rs", "AUR0716"),
    ("AUR0717", "tests/update.rs", "AUR0717"),
];

fn main() -> ExitCode {
    let root = sealed::fixtures("errors");
    let mut ids: Vec<String> = CODES.iter().map(|known| known.code.to_owned()).collect();
    ids.extend(runs::folders(&root).into_iter().filter(|name| !CODES.iter().any(|known| known.code == name)));
    harness::main(harness::Suite { title: "errors", ids, not_yet: None }, |id| check(&root, id))
}

fn check(root: &Path, code: &str) -> Result<(), String> {
    let folder = root.join(code);
    if !CODES.iter().any(|known| known.code == code) {
        return Err("there is no such code".to_owned());
    }
    if let Some((_, file, words)) = ELSEWHERE.iter().find(|(known, _, _)| *known == code) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = std::fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
        return if text.contains(words) { Ok(()) } else { Err(format!("{file} does not hold {words:?}")) };
    }
    if code == "AUR0004" {
        return full_disk();
    }
    if !folder.join("case").is_file() {
        return Err(format!("no run ends with it: add `fixtures/errors/{code}`"));
    }
    let case = runs::read(&folder)?;
    match &case.scheduler {
        None => runs::run(&folder)?,
        Some(state) => runs::judge(&folder, &case, &with_scheduler(state, &case)?)?,
    }
    let shown = std::fs::read_to_string(folder.join("stderr")).unwrap_or_default();
    if shown.contains(code) { Ok(()) } else { Err(format!("the message has another code:\n{shown}")) }
}

/// Runs a case against a scheduler at which `west/www-data/prod/hello` runs: `running`; `slow`, so that killed instances do
/// not end in time; `refusing` every call but the first; `refusing-later`, from the fifth call on; `closed` to the user; `locked` by
/// somebody else; `foreign`, of another version.
fn with_scheduler(state: &str, case: &runs::Case) -> Result<sealed::Run, String> {
    let pace = if state == "slow" { Pace { kill: 10_000_000, ..Pace::default() } } else { Pace::default() };
    let cluster = Cluster::start(move |memory| memory.set_pace(pace));
    cluster.write("hello.aurora", &service(2));
    cluster.write("new.aurora", &service(2).replace("sleep 60", "sleep 61"));
    let created = cluster.run(&["create", "west/www-data/prod/hello", "hello.aurora"]);
    if created.exit != 0 {
        return Err(format!("no job: {}", cluster::text(&created.stderr)));
    }
    let refusal = Some(match state {
        "closed" => Fault::Code(ResponseCode::AuthFailed),
        "locked" => Fault::Code(ResponseCode::LockError),
        "foreign" => Fault::Version(4),
        _ => Fault::Code(ResponseCode::Error),
    });
    let good = match state {
        "foreign" => 0,
        "refusing" | "closed" | "locked" => 1,
        "refusing-later" => 4,
        _ => usize::MAX,
    };
    if good < usize::MAX {
        let calls = std::iter::repeat_with(|| None).take(good);
        cluster.server.plan(calls.chain(std::iter::repeat_with(|| refusal.clone()).take(20)));
    }
    let mut run = cluster.run_with(&case.words(), &case.pairs());
    for stream in [&mut run.stdout, &mut run.stderr] {
        let shown = cluster::text(stream).replace(&cluster.server.uri(), "http://SCHEDULER");
        // A temporary folder and how long it took are different each time.
        *stream = shown.replace(&cluster.folder().display().to_string(), "FOLDER").into_bytes();
    }
    Ok(run)
}

/// Output that has no room.
fn full_disk() -> Result<(), String> {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").map_err(|error| error.to_string())?;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_aurora"));
    let output = command.arg("version").env_clear().stdout(full).output().map_err(|error| error.to_string())?;
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    if shown.contains("AUR0004") && output.status.code() != Some(0) { Ok(()) } else { Err(shown) }
}
