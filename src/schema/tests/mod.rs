//! Facts of `reference/schema.md` and the orders of `reference/objects.md §13`.

mod helpers;
mod load;
mod orders;

use super::*;
use crate::objects::{Context, Keyword, Limits, Object, Raw, Result};
use crate::source::Span;

pub(super) fn world(release: &str) -> (Context, Schema) {
    let release = Release::parse(release).expect("a release");
    let cx = Context::new(release.rules(), Limits::default());
    let schema = Schema::new(&cx, release).expect("a schema");
    (cx, schema)
}

pub(super) fn keyword(name: &str, value: impl Into<Raw>) -> Keyword {
    Keyword::new(name, value, Span::NONE)
}

pub(super) fn make(world: &(Context, Schema), name: &str, keywords: &[Keyword]) -> Object {
    world.1.ty(name).expect("a type").construct(&world.0, &[], keywords, Span::NONE).expect("an object")
}

pub(super) fn list(objects: &[Object]) -> Raw {
    Raw::tuple(objects.iter().cloned().map(Raw::Object).collect())
}

pub(super) fn shown<T>(result: Result<T>, show: impl FnOnce(T) -> String) -> String {
    match result {
        Ok(value) => show(value),
        Err(error) => format!("! {error:?}"),
    }
}

#[test]
fn every_release_has_a_schema() {
    for release in Release::all() {
        let cx = Context::new(release.rules(), Limits::default());
        let schema = Schema::new(&cx, release).unwrap_or_else(|error| panic!("{release}: {error:?}"));
        assert!(schema.ty("Job").is_ok(), "{release}");
    }
}

#[test]
fn final_shapes() {
    let world = world("0.22.0");
    let names = |name: &str| world.1.fields(name).iter().map(|f| f.name).collect::<Vec<_>>().join(", ");
    assert_eq!(
        names("Job"),
        "name, role, contact, cluster, environment, instances, task, announce, tier, cron_schedule, \
         cron_collision_policy, update_config, constraints, metadata, service, max_task_failures, production, priority, \
         health_check_config, lifecycle, task_links, executor_config, enable_hooks, partition_policy, sla_policy, container"
    );
    assert_eq!(
        names("UpdateConfig"),
        "batch_size, watch_secs, max_per_shard_failures, max_total_failures, rollback_on_failure, \
         wait_for_batch_completion, pulse_interval_secs, sla_aware, update_strategy"
    );
    assert_eq!(
        names("HealthCheckConfig"),
        "health_checker, initial_interval_secs, interval_secs, max_consecutive_failures, min_consecutive_successes, \
         timeout_secs"
    );
    assert_eq!(names("Announcer"), "primary_port, portmap, zk_path");
    assert_eq!(
        names("MesosTaskInstance"),
        "task, instance, role, announce, environment, health_check_config, lifecycle"
    );
    assert_eq!(
        names("Process"),
        "cmdline, name, resources, max_failures, daemon, ephemeral, min_duration, final, logger"
    );
    assert_eq!(names("Resources"), "cpu, ram, disk, gpu");
}

#[test]
fn release_ranges() {
    let range = |name, field| Schema::releases_of(name, field).map(|(a, b)| format!("{a} {b}"));
    assert_eq!(range("Job", "daemon").as_deref(), Some("0.5.0 0.5.0"));
    assert_eq!(range("Job", "tier").as_deref(), Some("0.10.0 0.22.0"));
    assert_eq!(range("UpdateConfig", "restart_threshold").as_deref(), Some("0.5.0 0.11.0"));
    assert_eq!(range("Job", "nothing"), None);
    assert_eq!(Release::parse("0.17"), Release::parse("0.17.0"));
    assert_eq!(Release::parse("0.4.0"), None);
    assert_eq!(Release::parse("0.23.0"), None);
    assert_eq!(Release::parse("0.+7.0"), None);
}
