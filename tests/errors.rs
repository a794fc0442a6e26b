//! Each code has a run that ends with it: a folder of `fixtures/errors`, where program, arguments and message stand together.
//!
//! Where a scheduler in a certain state belongs to the run, the file `case` names the state, and the call at which Ctrl-C is pressed.

#![allow(clippy::disallowed_methods)]

#[path = "support/cluster.rs"]
mod cluster;
#[path = "support/harness.rs"]
mod harness;
#[path = "support/runs.rs"]
mod runs;
#[path = "support/sealed.rs"]
mod sealed;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use aurora::diagnostics::CODES;
use aurora::scheduler::api::ResponseCode;
use aurora::scheduler::memory::serve::Fault;
use aurora::scheduler::memory::{Pace, TaskFate};
use cluster::{Cluster, service};

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
    // What nobody knows how to bring about: a unit test has a panic of its own and the message for it.
    if code == "AUR0001" {
        return Ok(());
    }
    if !folder.join("case").is_file() {
        return Err(format!("no run ends with it: add `fixtures/errors/{code}`"));
    }
    let case = runs::read(&folder)?;
    match &case.scheduler {
        None => runs::run(&folder)?,
        Some(state) => runs::judge(&folder, &case, &with_scheduler(&folder, state, &case)?)?,
    }
    let shown = std::fs::read_to_string(folder.join("stderr")).unwrap_or_default();
    if shown.contains(code) { Ok(()) } else { Err(format!("the message has another code:\n{shown}")) }
}

/// Runs a case against a scheduler at which `west/www-data/prod/hello` runs, with the files of the case's folder beside
/// `hello.aurora`, what runs, and `new.aurora`, which has another command. What else is so there, in a word:
/// `running`: nothing; `slow`: killed instances do not end in time; `failing`: the next life of instance 0 ends soon;
/// `stuck`: it never begins; `refusing`: every call but the first is refused; `refusing-later`: those from the fifth on;
/// `refusing-one`: the fourth; `closed`: the user may do nothing; `locked`: somebody else holds the job's lock; `foreign`: the
/// scheduler has another version; `cut`: the answer to the second call does not arrive; `silent`: there is no answer in time.
fn with_scheduler(folder: &Path, state: &str, case: &runs::Case) -> Result<sealed::Run, String> {
    let pace = if state == "slow" { Pace { kill: 10_000_000, ..Pace::default() } } else { Pace::default() };
    let fates = match state {
        "failing" => vec![TaskFate::Runs, TaskFate::FailsAfter(5_000), TaskFate::Runs],
        "stuck" => vec![TaskFate::Runs, TaskFate::StaysPending],
        _ => Vec::new(),
    };
    let cluster = Cluster::start(move |memory| {
        memory.set_pace(pace);
        memory.set_fates(BTreeMap::from([(0, fates)]));
    });
    cluster.write("hello.aurora", &service(2));
    cluster.write("new.aurora", &service(2).replace("sleep 60", "sleep 61"));
    let uri = cluster.server.uri();
    for name in files(folder)? {
        let text = std::fs::read_to_string(folder.join(&name)).map_err(|error| format!("{name}: {error}"))?;
        cluster.write(&name, &text.replace("http://SCHEDULER", &uri));
    }
    let created = cluster.run(&["create", "--wait-until=RUNNING", "west/www-data/prod/hello", "hello.aurora"]);
    if created.exit != 0 {
        return Err(format!("no job: {}", cluster::text(&created.stderr)));
    }
    let (good, fault, bad) = match state {
        "refusing" => (1, Fault::Code(ResponseCode::Error), MANY),
        "refusing-later" => (4, Fault::Code(ResponseCode::Error), MANY),
        "refusing-one" => (3, Fault::Code(ResponseCode::Error), 1),
        "closed" => (1, Fault::Code(ResponseCode::AuthFailed), MANY),
        "locked" => (1, Fault::Code(ResponseCode::LockError), MANY),
        "foreign" => (0, Fault::Version(4), MANY),
        "cut" => (1, Fault::CutAnswer, 1),
        "silent" => (0, Fault::Slow(Duration::from_secs(5)), MANY),
        _ => (0, Fault::Drop, 0),
    };
    let calls = std::iter::repeat_with(|| None).take(good);
    cluster.server.plan(calls.chain(std::iter::repeat_with(|| Some(fault.clone())).take(bad)));
    let mut run = match case.interrupt {
        None => cluster.run_with(&case.words(), &case.pairs()),
        Some(call) => cluster.interrupted(&case.words(), &case.pairs(), call),
    };
    for stream in [&mut run.stdout, &mut run.stderr] {
        let shown = cluster::text(stream).replace(&uri, "http://SCHEDULER");
        // A temporary folder and how long it took are different each time.
        *stream = shown.replace(&cluster.folder().display().to_string(), "FOLDER").into_bytes();
    }
    Ok(run)
}

/// Calls that a fault strikes where it strikes all of them.
const MANY: usize = 20;

/// The files of a case that are for its run.
fn files(folder: &Path) -> Result<Vec<String>, String> {
    let entries = folder.read_dir().map_err(|error| error.to_string())?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter(|name| !matches!(name.as_str(), "case" | "stdout" | "stderr" | "stdin")).collect())
}
