//! The order of things: hooks before, the action, hooks after.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value as Json;

use crate::commands::remote::{Fed, JobFile, Remote};
use crate::commands::{Failure, Prints};
use crate::config::hooks::{Action, Ending, Moment};
use crate::diagnostics::{Diagnostic, Kind, Severity};
use crate::scheduler::api::Response;
use crate::source::SourceMap;

use super::event::event;
use super::{HookArgs, HookProgram, programs_of};

/// The hooks of one command.
pub struct Hooks<'a> {
    remote: &'a Remote<'a>,
    programs: Vec<HookProgram>,
    command: &'static str,
    user: String,
    job: Option<Json>,
}

impl<'a> Hooks<'a> {
    /// Finds the programs for a command (`create`, `kill`, `restart`, `start_cron`, `update`, `cancel_update`). `job` is the
    /// job as it would be sent, for their input.
    ///
    /// # Errors
    /// If the lists of programs are not well formed.
    pub fn new(
        remote: &'a Remote<'a>,
        command: &'static str,
        args: &HookArgs,
        job: Option<Json>,
    ) -> Result<Hooks<'a>, Failure> {
        let mut programs = Vec::new();
        match &args.disable_all_hooks_reason {
            Some(reason) => remote.info(&format!("Client hooks disabled; reason given by user: {reason}")),
            None => programs = programs_of(remote.cluster(), remote.context)?,
        }
        programs.retain(|hook| hook.command == command);
        let user = (remote.context.world)(Prints::Err).user_name().unwrap_or_default();
        Ok(Hooks { remote, programs, command, user, job })
    }

    /// Runs an action between its hooks. `file` is the configuration that was given, if one was.
    ///
    /// # Errors
    /// If a hook refuses, the error of that; otherwise the action's own.
    pub fn around(
        &self,
        mut file: Option<&mut JobFile>,
        action: &Action,
        act: impl FnOnce() -> Result<Response, Failure>,
    ) -> Result<Response, Failure> {
        self.before(file.as_deref_mut(), action)?;
        let result = act();
        let (moment, ending) = match &result {
            Ok(response) => (Moment::Post, answer(response)),
            Err(failure) => (Moment::Err, self.remote.take_refusal().map_or_else(|| failed(failure), |r| answer(&r))),
        };
        self.after(file, moment, action, &ending);
        result
    }

    /// Runs all hooks before an action.
    ///
    /// # Errors
    /// If one of them says no, or fails.
    pub fn before(&self, file: Option<&mut JobFile>, action: &Action) -> Result<(), Failure> {
        let against = self.all(file, Moment::Pre, action, None)?;
        if against.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = against.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("Pre hooks stopped call to {}: {} said no", action.method, names.join(", "));
        Err(Diagnostic::error("AUR0701", Kind::Command, message).help("nothing was sent to the scheduler").into())
    }

    /// Runs all hooks after an action. What they say changes nothing any more.
    pub fn after(&self, file: Option<&mut JobFile>, moment: Moment, action: &Action, ending: &Ending) {
        match self.all(file, moment, action, Some(ending)) {
            Ok(against) if against.is_empty() => {}
            Ok(against) => self.remote.debug(&format!("{} returned false", against.join(", "))),
            Err(failure) => {
                for diagnostic in failure.diagnostics {
                    let warning = Diagnostic { severity: Severity::Warning, ..diagnostic };
                    (self.remote.context.tell)(&warning, &failure.sources.borrow());
                }
            }
        }
    }

    /// The names of the hooks that said no.
    fn all(
        &self,
        file: Option<&mut JobFile>,
        moment: Moment,
        action: &Action,
        ending: Option<&Ending>,
    ) -> Result<Vec<String>, Failure> {
        let mut against = Vec::new();
        for hook in self.programs.iter().filter(|hook| hook.moment == moment) {
            let input = event(moment, self.command, action, ending, &self.user, self.job.as_ref());
            if !self.agrees(hook, &input) {
                against.push(hook.program.name.clone());
            }
        }
        let Some(file) = file else { return Ok(against) };
        let sources: Rc<RefCell<SourceMap>> = Rc::clone(&file.sources);
        let verdict = file
            .evaluation
            .run_hooks(&file.job, moment, action, ending)
            .map_err(|problems| Failure { diagnostics: problems.0, sources: Rc::clone(&sources) })?;
        for warning in &verdict.warnings {
            (self.remote.context.tell)(warning, &sources.borrow());
        }
        against.extend(verdict.against);
        Ok(against)
    }

    /// Runs a program; it agrees by ending with 0.
    fn agrees(&self, hook: &HookProgram, input: &str) -> bool {
        self.remote.debug(&format!("running hook {}", hook.program.name));
        let name = &hook.program.name;
        let trouble = match self.remote.context.machine.feed(&hook.program, input.as_bytes(), hook.limit) {
            Ok(Fed::Ended(0)) => return true,
            Ok(Fed::Ended(code)) => {
                self.remote.info(&format!("hook `{name}` ended with {code}"));
                return false;
            }
            Ok(Fed::TooLong) => {
                format!("the hook `{name}` took longer than {} s and was ended", hook.limit.as_secs_f64())
            }
            Err(why) => format!("the hook {why}"),
        };
        let warning = Diagnostic::warning("AUR0702", Kind::Command, trouble).help(format!("{} names it", hook.file));
        (self.remote.context.tell)(&warning, &SourceMap::new());
        false
    }
}

fn answer(response: &Response) -> Ending {
    let code = response.code();
    Ending::Answer { code: code.number(), name: code.name().into_owned(), message: response.message() }
}

fn failed(failure: &Failure) -> Ending {
    let first = failure.diagnostics.first();
    Ending::Failed(first.map(|diagnostic| diagnostic.message.clone()).unwrap_or_default())
}
