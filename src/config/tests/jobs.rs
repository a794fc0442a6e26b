//! Choice, bindings, interpolation and conversion of jobs.

use super::world::{codes, data, load, load_key, messages};
use crate::config::job_configuration::{CronCollisionPolicy, TaskConstraint};

#[test]
fn the_list_may_be_anything_that_can_be_walked() {
    for jobs in ["jobs = [job()]", "jobs = (job() for _ in range(1))", "jobs = List(Job)([job()])"] {
        assert!(load(jobs, &[]).is_ok(), "{jobs}");
    }
    assert_eq!(codes("jobs = 5"), ["AUR0415"]);
    assert_eq!(codes("jobs = ['a', job(), 3]"), ["AUR0415", "AUR0415"]);
    assert_eq!(codes("jobs = []"), ["AUR0411"]);
    assert_eq!(codes("jobs = [job(), job()]"), ["AUR0414"]);
    assert_eq!(codes("jobs = [job(name='wed')]"), ["AUR0413"]);
}

#[test]
fn a_job_without_environment_is_found_by_its_name_only() {
    let text = "jobs = [job(environment=Empty)]";
    assert!(load_key("west/ops/devel/web", text, &[]).is_err());
    let loaded = load_key("web", text, &[]).unwrap_or_else(|problems| panic!("{:?}", messages(&problems)));
    assert_eq!(loaded.key().to_string(), "west/ops/devel/web");
    assert_eq!(loaded.warnings.len(), 1);
}

#[test]
fn bindings_of_the_command_line_beat_those_of_the_job_and_no_attributes() {
    let text = "jobs = [job(task=command('{{a}} {{b.c}} {{role}}')).bind(a=1, b={'c': 2})]";
    assert!(data(text, &["a=x", "a=y=z", "b.c=", "role=me"]).contains("\"cmdline\": \"y=z  ops\""));
    assert!(data(text, &[]).contains("\"cmdline\": \"1 2 ops\""));
    assert_eq!(data(text, &["a", "1x=2"]), "AUR0403 `-E a` has no value; AUR0404 `1x` cannot be bound: 1x");
}

#[test]
fn the_standard_bindings_beat_the_command_line() {
    let text = "jobs = [job(task=command('{{mesos.role}} {{mesos.cluster}} {{thermos.user}} {{mesos.instance}}'))]";
    let bindings = ["mesos.role=x", "mesos.cluster=x", "thermos.user=x", "mesos.instance=7"];
    assert!(data(text, &bindings).contains("\"cmdline\": \"ops west ops 7\""));
}

#[test]
fn three_interpolations_strip_three_escapes() {
    let command = |text: &str| {
        let data = data(&format!("jobs = [job(task=command('{text}')).bind(x=1)]"), &[]);
        data.split("\"cmdline\": \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or(&data).to_owned()
    };
    assert_eq!(command("{{&x}} {{&&x}} {{&&&x}} {{&&&&x}}"), "1 1 {{x}} {{&x}}");
    assert_eq!(command("{{&&y}} {{&&&y}}"), "{{y}} {{y}}");
    assert_eq!(command("{{&y}}"), "AUR0306 `{{y}}` has no value");
    assert_eq!(command("{{&x}} {{mesos.instance}}"), "AUR0306 `{{x}}` has no value");
}

#[test]
fn ports_come_from_commands_and_the_portmap() {
    let ports = |announce: &str, command: &str| {
        let text = format!("jobs = [job(constraints={{'dedicated': 'x'}}, {announce}task=command('{command}'))]");
        let loaded = load(&text, &[]).unwrap_or_else(|problems| panic!("{:?}", messages(&problems)));
        loaded.thrift.task_config.requested_ports.into_iter().collect::<Vec<_>>().join(" ")
    };
    let announcer = |portmap: &str| format!("announce=Announcer(portmap={portmap}), ");
    assert_eq!(ports("announce=Announcer(), ", "{{thermos.ports[admin]}}"), "admin http");
    assert_eq!(ports("announce=Announcer(), ", "{{thermos.ports[aurora]}}"), "http");
    assert_eq!(ports(&announcer("{}"), "{{thermos.ports[x]}}"), "x");
    let chain = announcer("{'http': 80, 'https': 'aurora', 'aurora': 'http'}");
    assert_eq!(ports(&chain, "{{thermos.ports[http]}} {{thermos.ports[https]}}"), "");
    assert_eq!(ports(&announcer("{'http': 80.0}"), "x"), "80.0");
    assert_eq!(ports("", "{{&thermos.ports[x]}} {{thermos.ports[y].z}}"), "x y");
}

#[test]
fn values_are_converted() {
    let text = "jobs = [Service(cluster='west', role='ops', environment='prod', name='web', instances='2', priority=2**40,
      contact='a@b', cron_schedule='* * * * *', cron_collision_policy='RUN_OVERLAP', production=True,
      constraints={'host': 'limit:2', 'rack': '!a,b'}, task_links={'l': 'http://%host%:{{thermos.ports[q]}}/{{mesos.instance}}'},
      task=task(resources=Resources(cpu='0.5', ram=1.5*MB, disk=GB + 1)))]";
    let loaded = load(text, &[]).unwrap_or_else(|problems| panic!("{:?}", messages(&problems)));
    let job = loaded.thrift;
    assert_eq!(job.cron_collision_policy, CronCollisionPolicy::RunOverlap);
    assert_eq!((job.instance_count, job.owner.user.as_str()), (2.into(), "me"));
    let task = job.task_config;
    assert_eq!((task.is_service, task.production), (true, true));
    assert_eq!((task.num_cpus, task.ram_mb, task.disk_mb), (0.5, 1.into(), 1024.into()));
    assert_eq!(task.priority, num_bigint::BigInt::from(1_i64 << 40));
    assert_eq!(task.task_links.get("l").map(String::as_str), Some("http://%host%:%port:q%/%shard_id%"));
    assert!(task.requested_ports.is_empty());
    assert!(matches!(&task.constraints[..], [host, rack]
        if host.constraint == TaskConstraint::Limit(2.into())
            && matches!(&rack.constraint, TaskConstraint::Value { negated: true, values } if values.len() == 2)));
    assert!(task.executor_config.data.contains("\"cron_schedule\": \"* * * * *\""));
    assert!(!task.executor_config.data.contains("cron_collision_policy"));
}
