//! Many jobs at once: the work that a large configuration makes, counted in steps and not in time.

use super::*;
use crate::objects::Raw;

fn job(world: &(Context, Schema), at: usize) -> Object {
    let process = make(
        world,
        "Process",
        &[
            keyword("name", "{{role}}_server"),
            keyword(
                "cmdline",
                "./run --shard={{mesos.instance}} --port={{thermos.ports[http]}} --heap={{profile.heap}} -c {{cluster}}",
            ),
        ],
    );
    let resources = [keyword("cpu", 1.0), keyword("ram", 1i64 << 30), keyword("disk", 1i64 << 30)];
    let resources = make(world, "Resources", &resources);
    let setup =
        make(world, "Process", &[keyword("name", "setup"), keyword("cmdline", "echo {{role}} {{environment}}")]);
    let order =
        make(world, "Constraint", &[keyword("order", Raw::tuple(vec!["setup".into(), "{{role}}_server".into()]))]);
    let task = make(
        world,
        "Task",
        &[
            keyword("name", "{{role}}-task"),
            keyword("processes", list(&[process, setup])),
            keyword("constraints", list(&[order])),
            keyword("resources", resources),
        ],
    );
    make(
        world,
        "Job",
        &[
            keyword("name", format!("job{at}").as_str()),
            keyword("role", "www"),
            keyword("cluster", "west"),
            keyword("environment", "prod"),
            keyword("task", task),
            keyword("instances", "{{profile.instances}}"),
        ],
    )
}

/// Binds, interpolates three times, checks and serialises; gives the text.
fn process(world: &(Context, Schema), job: &Object) -> String {
    let (cx, _) = world;
    let bindings = [keyword("profile.heap", "1g"), keyword("profile.instances", 3i64)];
    let mut job = job.bind(cx, &[], &bindings, Span::NONE).expect("bound");
    for _ in 0..3 {
        job = job.interpolate(cx).expect("an object").0;
    }
    assert!(job.check(cx).expect("a check").ok());
    job.json_of_raw(cx).expect("JSON")
}

#[test]
fn work_grows_with_the_number_of_jobs_only() {
    let world = world("0.5.0");
    let jobs: Vec<Object> = (0..100).map(|at| job(&world, at)).collect();
    let before = world.0.steps();
    let text = process(&world, &jobs[0]);
    let first = world.0.steps() - before;
    for job in &jobs[1..] {
        process(&world, job);
    }
    let all = world.0.steps() - before;
    assert!(all <= first * 100, "{first} steps for one job, {all} for a hundred");
    assert!(
        text.contains(
            "\"cmdline\": \"./run --shard={{mesos.instance}} --port={{thermos.ports[http]}} --heap=1g -c west\""
        ),
        "{text}"
    );
}
