//! Telling the user what an engine does, while it does it: lines in a log, a bar on a terminal, or events for programs.

use std::cell::RefCell;

use crate::commands::remote::{Bar, Remote, list};
use crate::scheduler::api::JobUpdateStatus;
use crate::scheduler::update::{Event, Interrupt, Plan, Report, Settings, is_large_change};

use super::own_lock::OwnLock;
use super::progress::Progress;
use super::{events, plan_page};

/// For how many seconds a large change waits.
const COUNT_DOWN: u32 = 5;

/// How events are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// To people, on standard error.
    Text,
    /// To programs, on standard output.
    Json,
}

/// Tells events.
pub struct Teller<'a> {
    remote: &'a Remote<'a>,
    interrupt: &'a Interrupt,
    tone: Tone,
    settings: Settings,
    waits: bool,
    own: Option<&'a OwnLock<'a>>,
    bar: RefCell<Option<Box<dyn Bar>>>,
    progress: RefCell<Progress>,
}

/// How an update gets out of a state in which it stands still.
fn what_next(status: JobUpdateStatus) -> &'static str {
    use JobUpdateStatus::{RollBackAwaitingPulse, RollBackPaused, RollForwardAwaitingPulse, RollForwardPaused};
    match status {
        RollForwardPaused | RollBackPaused => ": `aurora update --resume` lets it go on",
        RollForwardAwaitingPulse | RollBackAwaitingPulse => ": it waits for a heartbeat",
        _ => "",
    }
}

impl<'a> Teller<'a> {
    /// Nothing told yet.
    pub fn new(remote: &'a Remote<'a>, interrupt: &'a Interrupt, tone: Tone) -> Teller<'a> {
        Teller {
            remote,
            interrupt,
            tone,
            settings: Settings::default(),
            waits: false,
            own: None,
            bar: RefCell::new(None),
            progress: RefCell::default(),
        }
    }

    /// For an update with these settings; `waits`: before a large change it counts down.
    pub fn with_plans(mut self, settings: Settings, waits: bool) -> Teller<'a> {
        self.settings = settings;
        self.waits = waits;
        self
    }

    /// For an update that notes its lock.
    pub fn with_lock(mut self, own: &'a OwnLock<'a>) -> Teller<'a> {
        self.own = Some(own);
        self
    }

    /// So much will be done.
    fn expect(&self, progress: Progress) {
        if self.tone == Tone::Text && !self.remote.is_quiet() && progress.total() > 0 {
            *self.bar.borrow_mut() = self.remote.context.machine.bar(progress.total());
            *self.progress.borrow_mut() = progress;
        }
    }

    /// Tells a step.
    pub fn hear(&self, event: &Event) {
        if let (Event::Locked(lock), Some(own)) = (event, self.own) {
            own.taken(lock);
        }
        match self.tone {
            Tone::Json => self.write(&events::step(event, &self.settings)),
            Tone::Text => self.say(event),
        }
        self.progress.borrow_mut().hear(event);
        self.show(None);
        if let Event::Planned(plan) = event {
            self.count_down(plan);
        }
    }

    /// Tells the end.
    pub fn end(&self, report: &Report) {
        self.bar.borrow_mut().take();
        if self.tone == Tone::Json {
            self.write(&events::ended(report));
        }
    }

    /// A line of JSON, at once.
    fn write(&self, document: &serde_json::Value) {
        self.remote.context.streams.out(format!("{document}\n").as_bytes());
        // Writing to standard error, be it nothing, first writes out what is buffered.
        self.remote.context.streams.err(b"");
    }

    fn say(&self, event: &Event) {
        let line = match event {
            Event::Planned(plan) => return self.plan(plan),
            Event::Chosen(ids) => {
                self.expect(Progress::of_instances(ids));
                return self.remote.info(&format!("Instances to be restarted: {}", list(ids)));
            }
            Event::Killing(ids) => format!("Killing instances: {}", list(ids)),
            Event::Killed(ids) => format!("Killed: {}", list(ids)),
            Event::Adding(ids) => format!("Adding instances: {}", list(ids)),
            Event::Added(ids) => format!("Added: {}", list(ids)),
            Event::Restarting(ids) => format!("Restarting instances: {}", list(ids)),
            Event::Watching(ids) => format!("Watching instances: {}", list(ids)),
            Event::Updating(ids) => format!("Updating instances: {}", list(ids)),
            Event::Healthy(ids) if ids.is_empty() => return,
            Event::Healthy(ids) => format!("Instances up and healthy: {}", list(ids)),
            Event::Failed(ids) => return self.line(true, &format!("Failed instances: {}", list(ids))),
            Event::RollingBack(ids) => return self.line(true, &format!("Reverting update for: {}", list(ids))),
            Event::Retrying { method, reason, wait_ms } => {
                let seconds = wait_ms / 1000;
                return self.line(true, &format!("{method}: {reason}; trying again in {seconds} s"));
            }
            Event::Started(id) => format!("The scheduler's update has the id {id}"),
            Event::State(status) => format!("The scheduler's update is {}{}", status.name(), what_next(*status)),
            Event::Locked(_) => return self.remote.debug("the job is locked for this update"),
            Event::Released => return self.remote.debug("the lock is released"),
        };
        self.line(false, &line);
    }

    fn line(&self, is_warning: bool, text: &str) {
        match &*self.bar.borrow() {
            Some(bar) => {
                let level = if is_warning { " WARN" } else { " INFO" };
                bar.line(&format!("{level}] {}", crate::diagnostics::render::text::one_line(text)));
            }
            None if is_warning => self.remote.warn(text),
            None => self.remote.info(text),
        }
    }

    fn plan(&self, plan: &Plan) {
        let page = plan_page::page(plan, &self.settings, crate::commands::Paper::PLAIN);
        self.remote.info(&format!("Plan\n{}", page.trim_end()));
        self.expect(Progress::of(plan));
    }

    /// Shows on the bar how far it is, and what is being done, or else these words.
    fn show(&self, words: Option<&str>) {
        if let Some(bar) = &*self.bar.borrow() {
            let progress = self.progress.borrow();
            bar.show(progress.done(), progress.total(), words.unwrap_or(progress.doing()));
        }
    }

    /// Waits before a large change, unless the user does not want that.
    fn count_down(&self, plan: &Plan) {
        let (now, then) = plan.sizes();
        if !self.waits || !is_large_change(now, then) {
            return;
        }
        let warning = format!("this update is a large change: from {now} to {then} instances");
        self.line(true, &format!("{warning}. Press ^C within {COUNT_DOWN} seconds to abort"));
        for left in (1..=COUNT_DOWN).rev() {
            if self.interrupt.wants_stop() {
                return;
            }
            self.show(Some(&format!("starting in {left} s")));
            self.remote.context.machine.clock().sleep_ms(1000);
        }
    }
}
