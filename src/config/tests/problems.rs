//! What is wrong with a job, all of it, the original's first error first.

use super::world::{codes, load, messages};

#[test]
fn what_every_job_must_have() {
    assert_eq!(codes("jobs = [job(task=Empty)]"), ["AUR0420"]);
    assert_eq!(codes("jobs = [job(task=Task(name='t'))]"), ["AUR0420", "AUR0451"]);
    assert_eq!(codes("jobs = [job(instances=Empty)]"), ["AUR0461"]);
    assert_eq!(codes("jobs = [job(health_check_config=Empty)]"), ["AUR0461"]);
}

#[test]
fn settings_of_updates() {
    let update = |more: &str| codes(&format!("jobs = [job({more})]"));
    assert_eq!(update("instances=0"), ["AUR0431"]);
    assert_eq!(update("instances=2, update_config=UpdateConfig(max_total_failures=2)"), ["AUR0431"]);
    assert_eq!(update("instances=49, constraints={'dedicated': 'x'}"), Vec::<&str>::new());
    assert_eq!(update("instances=50, constraints={'{{d}}': 'x'}, name='{{d}}').bind(d='web'"), Vec::<&str>::new());
    assert_eq!(update("instances=50, constraints={'dedicated': 'x'}"), ["AUR0432"]);
    assert_eq!(update("update_config=UpdateConfig(watch_secs=15)"), ["AUR0433"]);
    assert_eq!(update("update_config=UpdateConfig(watch_secs=16)"), Vec::<&str>::new());
    assert_eq!(update("update_config=UpdateConfig(watch_secs='{{w}}')"), ["AUR0306"]);
    assert_eq!(update("health_check_interval_secs=30"), ["AUR0439", "AUR0430"]);
}

#[test]
fn announcing() {
    let announce = |more: &str| codes(&format!("jobs = [job({more})]"));
    assert_eq!(announce("announce=Announcer(portmap={'http': ' 80 '})"), ["AUR0438", "AUR0434"]);
    assert_eq!(announce("announce=Announcer(portmap={'a': 'b', 'b': 'a'})"), ["AUR0435"]);
    assert_eq!(announce("task=command('{{thermos.ports.http}}')"), ["AUR0436"]);
}

#[test]
fn conversion() {
    let job = |more: &str| codes(&format!("jobs = [job({more})]"));
    assert_eq!(job("task=task(resources=Empty)"), ["AUR0451"]);
    assert_eq!(job("task=task(resources=Resources(cpu=0, ram=0, disk=1))"), ["AUR0453", "AUR0452", "AUR0453"]);
    assert_eq!(job("cron_collision_policy='kill_existing'"), ["AUR0456"]);
    assert_eq!(job("service=True, daemon=False"), ["AUR0439", "AUR0458"]);
    assert_eq!(job("constraints={'a': 'limit:', 'b': 'limit:1.5'}"), ["AUR0459", "AUR0459"]);
    assert_eq!(job("priority='{{mesos.instance}}'"), ["AUR0306"]);
    assert_eq!(job("task=command('{{a}} {{b}} {{a}} {{thermos.task_id}}')"), ["AUR0306", "AUR0306"]);
}

#[test]
fn names_and_orders_of_processes() {
    let task = |names: &str, orders: &str| {
        let processes = format!("[Process(name=n, cmdline='x') for n in {names}]");
        codes(&format!("jobs = [job(task=task(processes={processes}, constraints={orders}))]"))
    };
    assert_eq!(task("['a/b', '.c', '']", "[]"), ["AUR0454", "AUR0454", "AUR0454"]);
    assert_eq!(task("'ab'", "order('a', 'b') + order('b', 'a')"), ["AUR0455"]);
    assert_eq!(task("'ab'", "order('a', 'a')"), ["AUR0455"]);
    assert_eq!(task("'ab'", "order('a', 'x')"), ["AUR0455"]);
    assert_eq!(task("'ab'", "order('x', 'y')"), Vec::<&str>::new());
    assert_eq!(task("'ab'", "order()"), ["AUR0455"]);
    assert_eq!(task("'ab'", "[Constraint()]"), ["AUR0461"]);
}

#[test]
fn everything_at_once_with_the_original_s_first_error_first() {
    let text = "jobs = [job(environment='production', update_config=UpdateConfig(max_total_failures=1),
      priority='{{p}}', task=task(resources=Empty))]";
    let problems = super::world::load_key("west/ops/production/web", text, &[]).err().unwrap_or_default();
    let codes: Vec<&str> = problems.0.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["AUR0431", "AUR0437", "AUR0306", "AUR0451"]);
    assert!(problems.0.iter().all(|one| !one.places.is_empty()), "{:?}", messages(&problems));
}

#[test]
fn exceptions_of_the_object_system_have_kinds_and_hints() {
    let error = |text: &str| load(text, &[]).err().unwrap_or_default().0.remove(0);
    let unknown = error("jobs = [job(nmae='x')]");
    assert_eq!((unknown.code, unknown.help.as_deref()), ("AUR0302", Some("did you mean `name`?")));
    let later = error("jobs = [job(container=None)]");
    assert!(later.help.unwrap_or_default().contains("from release 0.7.0 on"));
    assert_eq!(error("jobs = [job(task={'processes': 3})]").code, "AUR0301");
    assert_eq!(error("jobs = [job().bind({'a b': 1})]").code, "AUR0303");
    assert_eq!(error("jobs = [job(contact='{{contact}}')]").code, "AUR0304");
}

#[test]
fn what_is_told_with_its_place_is_not_told_without() {
    let text = "p = Process(name='\u{e9}', cmdline='x')\njobs = [job(task=task(processes=[p]))]";
    let problems = load(&format!("# -*- coding: utf-8 -*-\n{text}"), &[]).err().unwrap_or_default();
    assert_eq!(problems.0.len(), 1, "{:?}", messages(&problems));
    assert!(problems.0.iter().all(|one| !one.places.is_empty()), "{:?}", messages(&problems));
}
