//! Calls for releases after 0.5.0, which have renamed arguments and fields: they are sent the old and the new ones, and skip
//! what they do not know (`reference/scheduler-api.md §12, §13`).

use super::{Call, JobConfiguration, JobKey, Resource, TaskConfig, TaskQuery};
use crate::scheduler::wire::Set;

impl Call {
    /// The call as releases from 0.6 to 0.22 understand it. What it asks for or does stays the same.
    pub fn for_later(mut self) -> Call {
        match &mut self {
            Call::GetTasksStatus { query }
            | Call::GetTasksWithoutConfigs { query }
            | Call::GetPendingReason { query } => {
                query.iter_mut().for_each(by_key);
            }
            Call::KillTasks { query: Some(query), job, instances, .. } => {
                by_key(query);
                // From 0.13 on these two say all, and the query is not read any more.
                *job = query.job_keys.as_ref().and_then(|keys| keys.0.first().cloned());
                instances.clone_from(&query.instance_ids);
            }
            Call::CreateJob { description, .. }
            | Call::ScheduleCronJob { description, .. }
            | Call::PopulateJobConfig { description }
            | Call::ReplaceCronTemplate { config: description, .. } => {
                description.iter_mut().for_each(JobConfiguration::complete);
            }
            Call::AddInstances { config: Some(config), .. } => {
                let key = config.key.as_ref();
                config.task_config.iter_mut().for_each(|task| task.complete(key));
            }
            Call::StartJobUpdate { request: Some(request), .. } => {
                request.task_config.iter_mut().for_each(|task| task.complete(None));
            }
            _ => {}
        }
        self
    }
}

/// Names the job of a query by its key. From 0.13 on the owner of a query counts for nothing, so that the rest of it would
/// be about jobs of all roles; 0.12 refuses to kill with one.
fn by_key(query: &mut TaskQuery) {
    let role = query.owner.as_ref().and_then(|owner| owner.role.clone());
    let (Some(role), Some(environment), Some(name)) = (role, &query.environment, &query.job_name) else { return };
    query.job_keys = Some(Set(vec![JobKey::new(role, environment, name)]));
    (query.owner, query.environment, query.job_name) = (None, None, None);
}

impl JobConfiguration {
    fn complete(&mut self) {
        let key = self.key.as_ref();
        self.task_config.iter_mut().for_each(|task| task.complete(key));
    }
}

impl TaskConfig {
    /// Adds the fields that later releases read instead of the old ones: the job's key, and the resources as a set.
    pub fn complete(&mut self, key: Option<&JobKey>) {
        let own = || {
            let role = self.owner.as_ref()?.role.as_ref()?;
            Some(JobKey::new(role, self.environment.as_ref()?, self.job_name.as_ref()?))
        };
        if self.job.is_none() {
            self.job = key.cloned().or_else(own);
        }
        if self.resources.is_none() {
            let ports = self.requested_ports.iter().flat_map(|ports| &ports.0);
            let named = ports.map(|port| Resource { named_port: Some(port.clone()), ..Resource::default() });
            let amounts = [
                Resource { num_cpus: self.num_cpus, ..Resource::default() },
                Resource { ram_mb: self.ram_mb, ..Resource::default() },
                Resource { disk_mb: self.disk_mb, ..Resource::default() },
            ];
            let all = amounts.into_iter().filter(|amount| *amount != Resource::default()).chain(named);
            self.resources = Some(all.collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheduler::api::ScheduleStatus;

    #[test]
    fn a_job_is_named_by_its_key() {
        let key = JobKey::new("ops", "prod", "web");
        let query = TaskQuery::job(&key).statuses([ScheduleStatus::Running]).instances(&[3].into());
        let kill =
            Call::KillTasks { query, session: None, lock: None, job: None, instances: None, message: None }.for_later();
        let text = "[1,\"killTasks\",1,0,{\"1\":{\"rec\":{\"5\":{\"set\":[\"i32\",1,2]},\"7\":{\"set\":[\"i32\",1,3]},\
            \"11\":{\"set\":[\"rec\",1,{\"1\":{\"str\":\"ops\"},\"2\":{\"str\":\"prod\"},\"3\":{\"str\":\"web\"}}]}}},\
            \"4\":{\"rec\":{\"1\":{\"str\":\"ops\"},\"2\":{\"str\":\"prod\"},\"3\":{\"str\":\"web\"}}},\
            \"5\":{\"set\":[\"i32\",1,3]}}]";
        assert_eq!(kill.request(), text);
        assert_eq!(kill.clone().for_later(), kill, "once is enough");
    }

    #[test]
    fn a_task_says_the_same_in_both_ways() {
        let mut task = TaskConfig {
            num_cpus: Some(0.5),
            ram_mb: Some(64),
            disk_mb: Some(32),
            requested_ports: Some(["http".to_owned()].into_iter().collect()),
            ..TaskConfig::default()
        };
        task.complete(Some(&JobKey::new("ops", "prod", "web")));
        let kinds =
            |resource: &Resource| (resource.num_cpus, resource.ram_mb, resource.disk_mb, resource.named_port.clone());
        let all: Vec<_> = task.resources.iter().flat_map(|set| &set.0).map(kinds).collect();
        let expected = [
            (Some(0.5), None, None, None),
            (None, Some(64), None, None),
            (None, None, Some(32), None),
            (None, None, None, Some("http".to_owned())),
        ];
        assert_eq!(all, expected);
        assert_eq!((task.cpus(), task.ram(), task.disk()), (Some(0.5), Some(64), Some(32)));
        task = TaskConfig { num_cpus: None, ram_mb: None, disk_mb: None, requested_ports: None, ..task };
        assert_eq!((task.cpus(), task.ram(), task.disk()), (Some(0.5), Some(64), Some(32)));
    }
}
