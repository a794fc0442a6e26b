//! `aurora scp`

use super::task::{Sandboxes, live, login};
use crate::commands::add_instances::split;
use crate::commands::remote::{Program, Remote, RemoteArgs, Target};
use crate::commands::{Context, Failure, Outcome, Result};
use crate::diagnostics::{Diagnostic, Kind};

/// Copy files from and to the sandboxes of instances, with scp
///
/// A place is KEY/INSTANCE:PATH, or a path of this machine. A path that begins with neither `/` nor `~` is below the sandbox.
/// The exit code is that of scp.
#[derive(clap::Args, Debug)]
pub struct ScpArgs {
    /// What is copied
    #[arg(value_name = "SOURCE", required = true)]
    pub sources: Vec<String>,
    /// Where it goes
    #[arg(value_name = "DESTINATION")]
    pub destination: String,
    /// Copy folders with what is in them
    #[arg(short = 'r', long)]
    pub recursive: bool,
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

/// Finds the hosts and hands the terminal to scp.
pub fn scp(args: &ScpArgs, context: &Context) -> Result {
    // `--`: what follows are places, whatever they begin with.
    let mut arguments: Vec<String> = args.recursive.then(|| "-r".to_owned()).into_iter().collect();
    arguments.push("--".to_owned());
    let places = args.sources.iter().chain([&args.destination]);
    let is_remote = |place: &&String| remote_place(place).is_some();
    if !places.clone().any(|place| is_remote(&place)) {
        let error = Diagnostic::error("AUR0002", Kind::Usage, "none of the places is an instance's");
        return Err(error.help("write CLUSTER/ROLE/ENV/NAME/INSTANCE:PATH for one of them").into());
    }
    for place in places {
        arguments.push(match remote_place(place) {
            Some((instance, path)) => locate(instance, path, args, context)?,
            None => local(place),
        });
    }
    let code = context.machine.run(&Program::new("scp", arguments));
    let code = code.map_err(|why| Diagnostic::error("AUR0611", Kind::Command, why).help("scp must be on PATH"))?;
    Ok(Outcome::Code(u8::try_from(code).unwrap_or(255)))
}

/// The instance and the path of a place that is not this machine's.
fn remote_place(place: &str) -> Option<(&str, &str)> {
    place
        .split_once(':')
        .filter(|(instance, _)| instance.matches('/').count() == 4 && !instance.starts_with(['/', '.']))
}

/// A path of this machine, so written that scp does not take it for a host's.
fn local(path: &str) -> String {
    if path.contains(':') && !path.starts_with(['/', '.']) { format!("./{path}") } else { path.to_owned() }
}

/// `user@host:path` for a place of an instance.
fn locate(instance: &str, path: &str, args: &ScpArgs, context: &Context) -> std::result::Result<String, Failure> {
    let (key, number) = split(instance)?;
    let target = Target::parse(key)?;
    let remote = Remote::open(context, &target.cluster, &args.remote)?;
    let tasks = live(&remote, &target.key, Some(number))?;
    let Some(task) = tasks.first() else {
        let error = Diagnostic::error("AUR0612", Kind::Command, format!("instance {number} of {key} does not run"));
        return Err(error.help(format!("`aurora status {key}` shows which instances run")).into());
    };
    let user = args.user.clone().or(target.key.role.clone()).unwrap_or_default();
    let login = login(task, &user)?;
    if path.starts_with(['/', '~']) {
        return Ok(format!("{login}:{path}"));
    }
    let sandboxes = Sandboxes::of(remote.cluster(), args.executor_sandbox)?;
    Ok(format!("{login}:{}/{path}", sandboxes.folder(task)))
}

#[cfg(test)]
mod tests {
    use super::{local, remote_place};

    #[test]
    fn places_are_told_apart() {
        assert_eq!(remote_place("w/r/e/n/3:logs/a"), Some(("w/r/e/n/3", "logs/a")));
        assert_eq!(remote_place("w/r/e/n/3:"), Some(("w/r/e/n/3", "")));
        for here in ["file", "/w/r/e/n:x", "./a/b/c/d/e:f", "a:b", "w/r/e/n:x"] {
            assert_eq!(remote_place(here), None, "{here}");
        }
        assert_eq!([local("a:b"), local("./a:b"), local("ab")], ["./a:b", "./a:b", "ab"]);
    }
}
