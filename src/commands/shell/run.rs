//! `aurora run`

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::task::{Sandboxes, live, login};
use crate::commands::remote::{Captured, Instances, Machine, Program, Remote, RemoteArgs, Target};
use crate::commands::{Context, Failure, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};

const USAGE: &str = "aurora run [OPTIONS] <KEY> [--] <COMMAND>...";

/// Run a shell command in the sandboxes of all of a job's running tasks, on their hosts
///
/// Everything behind the key is the command. `{{thermos.ports[NAME]}}`, `{{mesos.instance}}` and `{{thermos.task_id}}` in it
/// are filled in for each task. Each line of output is printed behind its host and instance when the host is done. The exit
/// code is the largest one of all.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE)]
pub struct RunArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The command's words, joined by blanks
    #[arg(value_name = "COMMAND", trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
    /// How many hosts are worked on at the same time
    #[arg(short = 't', long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: u16,
    /// Only these instances, such as 0,2,5-9; all if not given
    #[arg(long, visible_alias = "instances", value_name = "INSTANCES")]
    pub shards: Option<Instances>,
    /// Log in as this user instead of the job's role
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Use the sandbox of the executor instead of the task's
    #[arg(short = 'e', long = "executor_sandbox", visible_alias = "executor-sandbox")]
    pub executor_sandbox: bool,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub remote: RemoteArgs,
}

/// One host's work.
struct Errand {
    label: String,
    program: Program,
}

/// Runs the command everywhere.
pub fn run(args: &RunArgs, context: &Context) -> Result {
    let key = &args.key;
    let target = Target::parse(key)?;
    let words = args.words.strip_prefix(&["--".to_owned()]).unwrap_or(&args.words);
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let sandboxes = Sandboxes::of(remote.cluster(), args.executor_sandbox)?;
    let user = args.user.clone().or(target.key.role.clone()).unwrap_or_default();
    let mut errands = Vec::new();
    for task in live(&remote, &target.key, args.shards.iter().flat_map(|ids| ids.0.iter().copied()))? {
        let command = sandboxes.remote_command(&task, &words.join(" "));
        let arguments = ["-n".to_owned(), "-q".to_owned(), login(&task, &user)?, command];
        let host = task.slave_host.as_deref().unwrap_or_default();
        let label = format!("{host}[{}]", task.instance_id.map(|id| id.to_string()).unwrap_or_default());
        remote.debug(&format!("ssh {}", arguments.join(" ")));
        errands.push(Errand { label, program: Program::new("ssh", arguments) });
    }
    if errands.is_empty() {
        remote.warn(&format!("no task of {key} runs"));
    }
    let worst = work(&remote, &errands, usize::from(args.threads))?;
    Ok(Outcome::Code(u8::try_from(worst).unwrap_or(255)))
}

/// Works on the errands with so many threads, shows each as it is done, and returns the largest exit code.
fn work(remote: &Remote, errands: &[Errand], threads: usize) -> std::result::Result<i32, Failure> {
    let machine: &dyn Machine = remote.context.machine;
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads.min(errands.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(errand) = errands.get(next.fetch_add(1, Ordering::SeqCst)) {
                    if sender.send((errand, machine.capture(&errand.program))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut worst = 0;
        for (errand, result) in receiver {
            match result {
                Ok(captured) => {
                    show(remote, errand, &captured);
                    worst = worst.max(captured.code);
                }
                Err(why) => {
                    // Where it cannot be started once it cannot be started at all.
                    next.store(errands.len(), Ordering::SeqCst);
                    return Err(Diagnostic::error("AUR0611", Kind::Command, why).help("ssh must be on PATH").into());
                }
            }
        }
        Ok(worst)
    })
}

/// Prints what a host wrote, each line behind the host and the instance.
fn show(remote: &Remote, errand: &Errand, captured: &Captured) {
    let mut page = Vec::new();
    let text = captured.output.strip_suffix(b"\n").unwrap_or(&captured.output);
    if !captured.output.is_empty() {
        for line in text.split(|byte| *byte == b'\n') {
            page.extend_from_slice(errand.label.as_bytes());
            page.extend_from_slice(b":  ");
            if remote.context.paper.is_terminal {
                let line = String::from_utf8_lossy(line);
                page.extend_from_slice(crate::diagnostics::render::text::lines(&line).as_bytes());
            } else {
                page.extend_from_slice(line);
            }
            page.push(b'\n');
        }
    }
    remote.context.streams.out(&page);
    if captured.code != 0 {
        remote.warn(&format!("{}: exit code {}", errand.label, captured.code));
    }
}
