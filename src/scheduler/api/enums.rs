//! The API's enumerations (`reference/scheduler-api.md §5`).

use crate::scheduler::wire::numbers;

numbers! {
    /// How a call went.
    ResponseCode {
        0 InvalidRequest INVALID_REQUEST,
        1 Ok OK,
        2 Error ERROR,
        3 Warning WARNING,
        4 AuthFailed AUTH_FAILED,
        5 LockError LOCK_ERROR,
        6 ErrorTransient ERROR_TRANSIENT,
    }

    /// The state of a task.
    ScheduleStatus {
        0 Pending PENDING,
        1 Starting STARTING,
        2 Running RUNNING,
        3 Finished FINISHED,
        4 Failed FAILED,
        5 Killed KILLED,
        6 Killing KILLING,
        7 Lost LOST,
        9 Assigned ASSIGNED,
        10 SandboxDeleted SANDBOX_DELETED,
        11 Init INIT,
        12 Restarting RESTARTING,
        13 Preempting PREEMPTING,
        16 Throttled THROTTLED,
        17 Draining DRAINING,
        18 Partitioned PARTITIONED,
    }

    /// What happens when a cron job's time comes while its last run is active.
    CronCollisionPolicy {
        0 KillExisting KILL_EXISTING,
        1 CancelNew CANCEL_NEW,
        2 RunOverlap RUN_OVERLAP,
    }

    /// Whether releasing a lock requires to hold it.
    LockValidation {
        0 Checked CHECKED,
        1 Unchecked UNCHECKED,
    }

    /// The state of an update that the scheduler carries out.
    JobUpdateStatus {
        0 RollingForward ROLLING_FORWARD,
        1 RollingBack ROLLING_BACK,
        2 RollForwardPaused ROLL_FORWARD_PAUSED,
        3 RollBackPaused ROLL_BACK_PAUSED,
        4 RolledForward ROLLED_FORWARD,
        5 RolledBack ROLLED_BACK,
        6 Aborted ABORTED,
        7 Error ERROR,
        8 Failed FAILED,
        9 RollForwardAwaitingPulse ROLL_FORWARD_AWAITING_PULSE,
        10 RollBackAwaitingPulse ROLL_BACK_AWAITING_PULSE,
    }
}

impl ScheduleStatus {
    /// The states of tasks that count as the job's own, as releases since 0.5.0 know them; the ones to query for.
    pub const ACTIVE: [ScheduleStatus; 9] = [
        ScheduleStatus::Pending,
        ScheduleStatus::Starting,
        ScheduleStatus::Running,
        ScheduleStatus::Killing,
        ScheduleStatus::Assigned,
        ScheduleStatus::Restarting,
        ScheduleStatus::Preempting,
        ScheduleStatus::Throttled,
        ScheduleStatus::Draining,
    ];

    /// Whether the task is one of the job's own.
    pub fn is_active(self) -> bool {
        self == ScheduleStatus::Partitioned || ScheduleStatus::ACTIVE.contains(&self)
    }

    /// Whether the task has ended for good.
    pub fn is_terminal(self) -> bool {
        use ScheduleStatus::{Failed, Finished, Killed, Lost, SandboxDeleted};
        matches!(self, Finished | Failed | Killed | Lost | SandboxDeleted)
    }
}

impl JobUpdateStatus {
    /// Whether the update has not ended.
    pub fn is_active(self) -> bool {
        matches!(self.number(), 0..=3 | 9 | 10)
    }
}
