//! The API's methods: for each a pair of pure functions, the request's bytes and what an answer's bytes mean
//! (`reference/scheduler-api.md §3, §7, §14`).

use std::collections::BTreeSet;

use super::{
    AddInstancesConfig, InstanceKey, JobConfiguration, JobKey, JobUpdateKey, JobUpdateQuery, JobUpdateRequest, Lock,
    LockKey, LockValidation, ResourceAggregate, Response, ScheduleStatus, SessionKey, TaskQuery,
};
use crate::scheduler::wire::{Malformed, Message, MessageType, Struct, decode_message, encode_message, record};

record! {
    /// What the server sends if it cannot carry out the call at all.
    Exception {
        1 message: String,
        2 kind: i32,
    }

    /// The result of every method.
    Reply {
        0 success: Response,
    }
}

/// Whether a call changes something. Those that do are never repeated without being asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Effect {
    Reads,
    Changes,
}

/// One table makes the enum, the names, and both directions of the arguments.
macro_rules! calls {
    ($($(#[$doc:meta])* $variant:ident $method:literal $effect:ident { $($id:literal $field:ident: $type:ty,)* })*) => {
        /// A call with its arguments. An absent argument is left out.
        #[derive(Clone, PartialEq, Debug)]
        #[allow(missing_docs)]
        pub enum Call {
            $($(#[$doc])* $variant { $($field: Option<$type>,)* },)*
        }

        mod arguments {
            #![allow(missing_docs)]
            use std::collections::BTreeSet;

            use crate::scheduler::api::{AddInstancesConfig, InstanceKey, JobConfiguration, JobKey, JobUpdateKey, JobUpdateQuery, JobUpdateRequest, Lock, LockKey, LockValidation, ResourceAggregate, ScheduleStatus, SessionKey, TaskQuery};
            use crate::scheduler::wire::record;

            record! { $($variant { $($id $field: $type,)* })* }
        }

        impl Call {
            /// The method's name.
            pub fn method(&self) -> &'static str {
                match self {
                    $(Call::$variant { .. } => $method,)*
                }
            }

            /// Whether the call changes something on the cluster.
            pub fn changes(&self) -> bool {
                let effect = match self {
                    $(Call::$variant { .. } => Effect::$effect,)*
                };
                effect == Effect::Changes
            }

            fn arguments(&self) -> Struct {
                match self.clone() {
                    $(Call::$variant { $($field,)* } => arguments::$variant { $($field,)* unknown: Vec::new() }.to_fields(),)*
                }
            }

            fn read(method: &str, fields: &Struct) -> Option<Call> {
                // One method has two forms; only the later one has a fourth argument.
                if method == "addInstances" && fields.iter().any(|(id, _)| *id == 4) {
                    let read = arguments::AddCopies::from_fields(fields);
                    return Some(Call::AddCopies { key: read.key, count: read.count });
                }
                #[allow(unreachable_patterns)]
                match method {
                    $($method => {
                        #[allow(unused_variables)]
                        let read = arguments::$variant::from_fields(fields);
                        Some(Call::$variant { $($field: read.$field,)* })
                    })*
                    _ => None,
                }
            }
        }
    };
}

calls! {
    GetVersion "getVersion" Reads {}
    GetTasksStatus "getTasksStatus" Reads { 1 query: TaskQuery, }
    GetTasksWithoutConfigs "getTasksWithoutConfigs" Reads { 1 query: TaskQuery, }
    GetJobs "getJobs" Reads { 1 role: String, }
    GetJobSummary "getJobSummary" Reads { 1 role: String, }
    GetRoleSummary "getRoleSummary" Reads {}
    GetQuota "getQuota" Reads { 1 role: String, }
    PopulateJobConfig "populateJobConfig" Reads { 1 description: JobConfiguration, }
    GetPendingReason "getPendingReason" Reads { 1 query: TaskQuery, }
    GetConfigSummary "getConfigSummary" Reads { 1 job: JobKey, }
    GetLocks "getLocks" Reads {}
    CreateJob "createJob" Changes { 1 description: JobConfiguration, 2 session: SessionKey, 3 lock: Lock, }
    ScheduleCronJob "scheduleCronJob" Changes { 1 description: JobConfiguration, 2 session: SessionKey, 3 lock: Lock, }
    DescheduleCronJob "descheduleCronJob" Changes { 2 session: SessionKey, 3 lock: Lock, 4 job: JobKey, }
    StartCronJob "startCronJob" Changes { 3 session: SessionKey, 4 job: JobKey, }
    RestartShards "restartShards" Changes {
        3 shard_ids: BTreeSet<i32>, 4 session: SessionKey, 5 job: JobKey, 6 lock: Lock,
    }
    KillTasks "killTasks" Changes {
        1 query: TaskQuery, 2 session: SessionKey, 3 lock: Lock, 4 job: JobKey, 5 instances: BTreeSet<i32>, 6 message: String,
    }
    AddInstances "addInstances" Changes { 1 config: AddInstancesConfig, 2 lock: Lock, 3 session: SessionKey, }
    /// The same method as releases from 0.13 on have it: copies of an instance, numbered behind the largest.
    AddCopies "addInstances" Changes { 3 key: InstanceKey, 4 count: i32, }
    AcquireLock "acquireLock" Changes { 1 lock_key: LockKey, 2 session: SessionKey, }
    ReleaseLock "releaseLock" Changes { 1 lock: Lock, 2 validation: LockValidation, 3 session: SessionKey, }
    ReplaceCronTemplate "replaceCronTemplate" Changes { 1 config: JobConfiguration, 2 lock: Lock, 3 session: SessionKey, }
    SetQuota "setQuota" Changes { 1 role: String, 2 quota: ResourceAggregate, 3 session: SessionKey, }
    ForceTaskState "forceTaskState" Changes { 1 task_id: String, 2 status: ScheduleStatus, 3 session: SessionKey, }
    StartJobUpdate "startJobUpdate" Changes { 1 request: JobUpdateRequest, 2 session: SessionKey, 3 message: String, }
    PauseJobUpdate "pauseJobUpdate" Changes { 1 key: JobUpdateKey, 2 session: SessionKey, 3 message: String, }
    ResumeJobUpdate "resumeJobUpdate" Changes { 1 key: JobUpdateKey, 2 session: SessionKey, 3 message: String, }
    AbortJobUpdate "abortJobUpdate" Changes { 1 key: JobUpdateKey, 2 session: SessionKey, 3 message: String, }
    RollbackJobUpdate "rollbackJobUpdate" Changes { 1 key: JobUpdateKey, 2 message: String, }
    PulseJobUpdate "pulseJobUpdate" Changes { 1 key: JobUpdateKey, 2 session: SessionKey, }
    GetJobUpdateSummaries "getJobUpdateSummaries" Reads { 1 query: JobUpdateQuery, }
    GetJobUpdateDetails "getJobUpdateDetails" Reads { 1 key: JobUpdateKey, }
}

/// Why bytes are no answer to a call.
#[derive(Clone, PartialEq, Debug)]
pub enum ReplyError {
    /// Not a Thrift message in TJSON.
    Malformed(Malformed),
    /// The server's own exception, such as an unknown method (kind 1).
    Exception(Exception),
    /// A message, but not an answer to this call.
    Mismatch(String),
}

impl std::fmt::Display for ReplyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReplyError::Malformed(why) => write!(f, "the answer is not a Thrift message: {why}"),
            ReplyError::Exception(thrown) => {
                write!(f, "the scheduler says: {}", thrown.message.as_deref().unwrap_or("(no message)"))
            }
            ReplyError::Mismatch(what) => f.write_str(what),
        }
    }
}

/// Why bytes are no call.
#[derive(Clone, PartialEq, Debug)]
pub enum UnreadableCall {
    /// Not a Thrift message in TJSON.
    Malformed(Malformed),
    /// No method of this name; the message's sequence number is kept for the answer.
    UnknownMethod(String, i32),
}

impl Call {
    /// The request's body.
    pub fn request(&self) -> String {
        self.request_numbered(0)
    }

    /// The request's body with a sequence number.
    pub fn request_numbered(&self, sequence: i32) -> String {
        let name = self.method().to_owned();
        encode_message(&Message { name, kind: MessageType::Call, sequence, body: self.arguments() })
    }

    /// What an answer's body means.
    ///
    /// # Errors
    /// If the body is no answer to this call, or the server's exception.
    pub fn response(&self, body: &[u8]) -> Result<Response, ReplyError> {
        let message = decode_message(body).map_err(ReplyError::Malformed)?;
        if message.kind == MessageType::Exception {
            return Err(ReplyError::Exception(Exception::from_fields(&message.body)));
        }
        if message.kind != MessageType::Reply || message.name != self.method() {
            return Err(ReplyError::Mismatch(format!(
                "the answer is one to `{}`, not to `{}`",
                message.name,
                self.method()
            )));
        }
        let missing = || ReplyError::Mismatch("the answer holds no result".to_owned());
        Reply::from_fields(&message.body).success.ok_or_else(missing)
    }

    /// Reads a request, as a scheduler does, with its sequence number.
    ///
    /// # Errors
    /// If it is no TJSON message, or of a method that this client does not know.
    pub fn decode(body: &[u8]) -> Result<(Call, i32), UnreadableCall> {
        let message = decode_message(body).map_err(UnreadableCall::Malformed)?;
        match Call::read(&message.name, &message.body) {
            Some(call) => Ok((call, message.sequence)),
            None => Err(UnreadableCall::UnknownMethod(message.name, message.sequence)),
        }
    }

    /// An answer's body, as a scheduler writes it.
    pub fn reply(&self, response: Response, sequence: i32) -> String {
        let body = Reply { success: Some(response), unknown: Vec::new() }.to_fields();
        encode_message(&Message { name: self.method().to_owned(), kind: MessageType::Reply, sequence, body })
    }
}
