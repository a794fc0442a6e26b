//! Hooks around what commands do to a job (`reference/commands.md §18`): programs of the cluster and of the project, then
//! the configuration's own objects. A hook before the action may refuse it.

mod around;
mod event;
mod programs;

pub use around::Hooks;
pub use programs::{HookProgram, programs_of};

/// The option that turns the programs off.
#[derive(clap::Args, Clone, Default, Debug)]
pub struct HookArgs {
    /// Run no hook programs of the cluster and the project, for this reason; hooks of the configuration still run
    #[arg(long = "disable_all_hooks_reason", visible_alias = "disable-all-hooks-reason", value_name = "TEXT")]
    pub disable_all_hooks_reason: Option<String>,
}
