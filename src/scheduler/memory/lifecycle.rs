//! How tasks move from state to state: PENDING, ASSIGNED, RUNNING, and the ways they end.

use super::state::TaskFate;
use super::store::{Store, key_of};
use crate::scheduler::api::{AssignedTask, ScheduleStatus, ScheduledTask, TaskConfig, TaskEvent};

impl Store {
    /// Puts a new task into the queue.
    pub fn start(&mut self, task: &TaskConfig, instance: i32, ancestor: Option<String>, now: i64) {
        self.counter += 1;
        let path = key_of(task).path().replace(['/', '.'], "-");
        let id = format!("{now}-{path}-{instance}-{:08x}", self.counter);
        let fate = self.next_fate(instance);
        let assigned = now.saturating_add(self.pace.assign);
        let running = assigned.saturating_add(self.pace.run);
        let mut plan = Vec::new();
        if fate != TaskFate::StaysPending {
            plan.extend([(assigned, ScheduleStatus::Assigned), (running, ScheduleStatus::Running)]);
        }
        if let TaskFate::FailsAfter(after) = fate {
            plan.push((running.saturating_add(after), ScheduleStatus::Failed));
        }
        self.plans.insert(id.clone(), plan);
        let message = ancestor.as_ref().map(|_| "Rescheduled".to_owned());
        let mut scheduled = ScheduledTask {
            assigned_task: Some(AssignedTask {
                task_id: Some(id),
                task: Some(task.clone()),
                assigned_ports: Some(Default::default()),
                instance_id: Some(instance),
                ..Default::default()
            }),
            failure_count: Some(0),
            ancestor_id: ancestor,
            ..Default::default()
        };
        move_to(&mut scheduled, ScheduleStatus::Pending, message, now);
        self.tasks.push(scheduled);
    }

    fn next_fate(&mut self, instance: i32) -> TaskFate {
        match self.fates.get_mut(&instance) {
            Some(fates) if fates.len() > 1 => fates.remove(0),
            Some(fates) => fates.first().copied().unwrap_or(TaskFate::Runs),
            None => TaskFate::Runs,
        }
    }

    /// Carries out all moves that are due, in the order of their times.
    pub fn move_tasks(&mut self, now: i64) {
        while let Some((due, id, status)) = self.next_move(now) {
            if let Some(plan) = self.plans.get_mut(&id) {
                plan.remove(0);
            }
            self.apply(&id, status, due);
        }
    }

    fn next_move(&self, now: i64) -> Option<(i64, String, ScheduleStatus)> {
        let moves = self.plans.iter().filter_map(|(id, plan)| plan.first().map(|(due, status)| (*due, id, *status)));
        let (due, id, status) = moves.filter(|(due, ..)| *due <= now).min_by_key(|(due, ..)| *due)?;
        Some((due, id.clone(), status))
    }

    fn apply(&mut self, id: &str, status: ScheduleStatus, due: i64) {
        let ended = status.is_terminal();
        let Some(at) = self.tasks.iter().position(|task| task.task_id() == Some(id)) else { return };
        let Some(task) = self.tasks.get_mut(at) else { return };
        let before = task.status;
        if status == ScheduleStatus::Assigned {
            place(task, at);
        }
        if status == ScheduleStatus::Failed {
            task.failure_count = Some(task.failure_count.unwrap_or(0).saturating_add(1));
        }
        move_to(task, status, None, due);
        let service = task.config().and_then(|config| config.is_service) == Some(true);
        let again = before == Some(ScheduleStatus::Restarting) || (before == Some(ScheduleStatus::Running) && service);
        if ended
            && again
            && let (Some(config), Some(instance)) = (task.config().cloned(), task.instance())
        {
            self.start(&config, instance, Some(id.to_owned()), due);
        }
        if ended {
            self.plans.remove(id);
        }
    }

    /// Kills a task; one that never had a host disappears.
    pub fn kill_task(&mut self, id: &str, now: i64) {
        let status = self.tasks.iter().find(|task| task.task_id() == Some(id)).and_then(|task| task.status);
        match status {
            Some(ScheduleStatus::Pending | ScheduleStatus::Throttled) => {
                self.tasks.retain(|task| task.task_id() != Some(id));
                self.plans.remove(id);
            }
            Some(ScheduleStatus::Killing) | None => {}
            Some(_) => self.end_through(id, ScheduleStatus::Killing, now),
        }
    }

    /// Restarts a task; one that waits for a host waits on.
    pub fn restart_task(&mut self, id: &str, now: i64) {
        let status = self.tasks.iter().find(|task| task.task_id() == Some(id)).and_then(|task| task.status);
        if let Some(ScheduleStatus::Assigned | ScheduleStatus::Starting | ScheduleStatus::Running) = status {
            self.end_through(id, ScheduleStatus::Restarting, now);
        }
    }

    fn end_through(&mut self, id: &str, through: ScheduleStatus, now: i64) {
        if let Some(task) = self.tasks.iter_mut().find(|task| task.task_id() == Some(id)) {
            move_to(task, through, None, now);
        }
        let end = now.saturating_add(self.pace.kill);
        self.plans.insert(id.to_owned(), vec![(end, ScheduleStatus::Finished)]);
    }
}

/// Gives the task a host and ports.
fn place(task: &mut ScheduledTask, number: usize) {
    let Some(assigned) = task.assigned_task.as_mut() else { return };
    let host = number % 4;
    assigned.slave_id = Some(format!("slave-{host}"));
    assigned.slave_host = Some(format!("127.0.0.{}", host + 1));
    let names = assigned.task.as_ref().and_then(|task| task.requested_ports.clone()).unwrap_or_default();
    assigned.assigned_ports = Some(names.0.into_iter().zip(31000..).collect());
}

fn move_to(task: &mut ScheduledTask, status: ScheduleStatus, message: Option<String>, now: i64) {
    task.status = Some(status);
    let event = TaskEvent {
        timestamp: Some(now),
        status: Some(status),
        message,
        scheduler: Some("localhost".to_owned()),
        unknown: Vec::new(),
    };
    task.task_events.get_or_insert_default().push(event);
}
