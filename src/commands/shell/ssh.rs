//! `aurora ssh`

use std::str::FromStr;

use super::task::{Sandboxes, live, login, port};
use crate::commands::remote::{Program, Remote, RemoteArgs, Target};
use crate::commands::{Context, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};

const USAGE: &str = "aurora ssh [OPTIONS] <KEY> <INSTANCE> [ARGUMENT]...";

/// Open a shell, or run a command, in the sandbox of one instance's task, on its host
///
/// Everything behind the instance's number is the command; without one it is a shell. `{{thermos.ports[NAME]}}`,
/// `{{mesos.instance}}` and `{{thermos.task_id}}` in it are filled in. The exit code is that of ssh.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE)]
pub struct SshArgs {
    /// The job's key, CLUSTER/ROLE/ENV/NAME
    #[arg(value_name = "KEY")]
    pub key: String,
    /// The instance's number, then the command's words
    #[arg(value_name = "INSTANCE", trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    pub words: Vec<String>,
    /// Log in as this user instead of the job's role
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// Use the sandbox of the executor instead of the task's
    #[arg(short = 'e', long = "executor_sandbox", visible_alias = "executor-sandbox")]
    pub executor_sandbox: bool,
    /// Forward a local port to the task's port of this name; may be repeated
    #[arg(short = 'L', value_name = "PORT:NAME")]
    pub tunnels: Vec<Tunnel>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub remote: RemoteArgs,
}

/// A local port, and the name of a task's port.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tunnel {
    local: u16,
    name: String,
}

impl FromStr for Tunnel {
    type Err = String;

    /// Reads `PORT:NAME`. Errors: a sentence.
    fn from_str(text: &str) -> std::result::Result<Tunnel, String> {
        let parts = text.split_once(':').filter(|(_, name)| !name.is_empty());
        let local = parts.and_then(|(port, _)| port.parse::<u16>().ok());
        match (local, parts) {
            (Some(local), Some((_, name))) => Ok(Tunnel { local, name: name.to_owned() }),
            _ => Err("a tunnel is a local port and the name of a task's port, such as 8080:http".to_owned()),
        }
    }
}

/// Finds the task and hands the terminal to ssh.
pub fn ssh(args: &SshArgs, context: &Context) -> Result {
    let target = Target::parse(&args.key)?;
    let (shard, words) = args.words.split_first().ok_or_else(|| usage("an instance is needed"))?;
    let is_number = shard.bytes().all(|byte| byte.is_ascii_digit());
    let instance: i32 = shard
        .parse()
        .ok()
        .filter(|_| is_number)
        .ok_or_else(|| usage(&format!("`{shard}` is not the number of an instance")))?;
    let words = words.strip_prefix(&["--".to_owned()]).unwrap_or(words);
    let command = if words.is_empty() { "bash".to_owned() } else { words.join(" ") };
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let sandboxes = Sandboxes::of(remote.cluster(), args.executor_sandbox)?;
    let tasks = live(&remote, &target.key, Some(instance))?;
    let Some(task) = tasks.first() else {
        let message = format!("instance {instance} of {} does not run", args.key);
        let error = Diagnostic::error("AUR0612", Kind::Command, message);
        return Err(error.help(format!("`aurora status {}` shows which instances run", args.key)).into());
    };
    let owner = task.task.as_ref().and_then(|task| task.owner.as_ref()?.role.clone());
    let user = args.user.clone().or(owner).or(target.key.role.clone()).unwrap_or_default();
    let login = login(task, &user)?;
    let mut arguments = vec!["-t".to_owned()];
    for tunnel in &args.tunnels {
        let Some(number) = port(task, &tunnel.name) else {
            let id = task.task_id.as_deref().unwrap_or_default();
            let message = format!("task {id} has no port named {}", tunnel.name);
            let names: Vec<String> = task.assigned_ports.iter().flatten().map(|(name, _)| name.clone()).collect();
            let error = Diagnostic::error("AUR0612", Kind::Command, message);
            return Err(error.help(format!("its ports: {}", names.join(", "))).into());
        };
        let host = task.slave_host.as_deref().unwrap_or_default();
        arguments.extend(["-L".to_owned(), format!("{}:{host}:{number}", tunnel.local)]);
    }
    arguments.extend([login, sandboxes.remote_command(task, &command)]);
    remote.debug(&format!("ssh {}", arguments.join(" ")));
    let code = context.machine.run(&Program::new("ssh", arguments));
    let code = code.map_err(|why| Diagnostic::error("AUR0611", Kind::Command, why).help("ssh must be on PATH"))?;
    Ok(Outcome::Code(u8::try_from(code).unwrap_or(255)))
}

fn usage(message: &str) -> Diagnostic {
    Diagnostic::error("AUR0002", Kind::Usage, message).help(format!("usage: {USAGE}"))
}
