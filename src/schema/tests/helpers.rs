//! Helpers (`reference/schema.md §4`).

use super::*;

fn process(world: &(Context, Schema), name: &str) -> Object {
    make(world, "Process", &[keyword("name", name), keyword("cmdline", "c")])
}

fn call(world: &(Context, Schema), helper: Helper, positional: &[Raw], keywords: &[Keyword]) -> String {
    shown(helper.call(&world.0, &world.1, positional, keywords, Span::NONE), |output| match output {
        Output::Value(value) => value.repr(&world.0).unwrap_or_else(|error| format!("! {error:?}")),
        Output::List(all) => {
            let parts: Vec<String> =
                all.iter().map(|one| one.repr(&world.0).unwrap_or_else(|e| format!("! {e:?}"))).collect();
            format!("[{}]", parts.join(", "))
        }
    })
}

#[test]
fn orders() {
    let world = world("0.5.0");
    let p = Raw::Object(process(&world, "p"));
    assert_eq!(call(&world, Helper::Order, &[p, Raw::from("q")], &[]), "[Constraint(order=StringList(p, q))]");
    assert_eq!(call(&world, Helper::Order, &[], &[]), "[Constraint(order=StringList())]");
    assert_eq!(call(&world, Helper::Order, &[Raw::Int(3)], &[]), "! ValueError: Unknown value for process order: 3");
    let unnamed = make(&world, "Process", &[]);
    let Ok(Output::List(all)) = Helper::Order.call(&world.0, &world.1, &[unnamed.into()], &[], Span::NONE) else {
        panic!("a list");
    };
    assert!(
        all[0]
            .check(&world.0)
            .expect("a check")
            .message()
            .contains("Cannot coerce '<class 'pystachio.composite.Empty'>' to String")
    );
}

#[test]
fn simple_and_sequential_tasks() {
    let world = world("0.5.0");
    let text = call(&world, Helper::SimpleTask, &[Raw::from("n"), Raw::from("echo")], &[]);
    assert!(text.contains("resources=Resources(disk=1073741824,"), "{text}");
    assert_eq!(
        call(&world, Helper::SimpleTask, &[Raw::from("n")], &[]),
        "! TypeError: SimpleTask() takes exactly 2 arguments (1 given)"
    );
    let processes = list(&[process(&world, "a"), process(&world, "b")]);
    let text = call(&world, Helper::SequentialTask, &[], &[keyword("processes", processes)]);
    assert!(text.contains("constraints=ConstraintList(Constraint(order=StringList(a, b)))"), "{text}");
    let text = call(&world, Helper::SequentialTask, &[], &[keyword("processes", Raw::tuple(vec![]))]);
    assert!(text.contains("ConstraintList(Constraint(order=StringList()))"), "{text}");
    let text = call(&world, Helper::SequentialTask, &[], &[]);
    assert!(text.contains("constraints=ConstraintList()"), "{text}");
    let constraint = make(&world, "Constraint", &[]);
    assert_eq!(
        call(&world, Helper::SequentialTask, &[], &[keyword("constraints", list(&[constraint]))]),
        "! ValueError: Cannot turn a Task with existing constraints into a SequentialTask!"
    );
}

fn task(world: &(Context, Schema), names: &[&str], resources: Option<(f64, i64, i64)>) -> Raw {
    let processes: Vec<Object> = names.iter().map(|name| process(world, name)).collect();
    let mut keywords = vec![keyword("processes", list(&processes))];
    if let Some((cpu, ram, disk)) = resources {
        let all = [keyword("cpu", cpu), keyword("ram", ram), keyword("disk", disk)];
        keywords.push(keyword("resources", make(world, "Resources", &all)));
    }
    make(world, "Task", &keywords).into()
}

#[test]
fn combined_tasks() {
    let world = world("0.5.0");
    let (a, b) = (task(&world, &["a"], Some((1.0, 2, 3))), task(&world, &["a", "b"], Some((0.5, 5, 1))));
    let text = call(&world, Helper::CombineTasks, &[a.clone(), b.clone()], &[]);
    let resources = |text: &str| {
        let at = text.find("resources=").expect("resources");
        text[at..].lines().take(3).map(str::trim).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(resources(&text), "resources=Resources(disk=4, ram=7, cpu=1.5),");
    assert!(text.contains("finalization_wait=30"), "{text}");
    let text = call(&world, Helper::ConcatTasks, &[a.clone(), b.clone()], &[]);
    assert_eq!(resources(&text), "resources=Resources(disk=3, ram=5, cpu=1.0),");
    assert!(text.contains("ConstraintList(Constraint(order=StringList(a, b)))"), "{text}");
    let text = call(&world, Helper::CombineTasks, &[], &[keyword("name", "ignored")]);
    assert!(!text.contains("ignored"), "{text}");
    for (helper, name) in [
        (Helper::CombineTasks, "resources"),
        (Helper::CombineTasks, "constraints"),
        (Helper::ConcatTasks, "constraints"),
    ] {
        assert_eq!(
            call(&world, helper, std::slice::from_ref(&a), &[keyword(name, Raw::Empty)]),
            format!("! TypeError: Task object got multiple values for keyword argument '{name}'")
        );
    }
    assert!(
        !call(&world, Helper::ConcatTasks, std::slice::from_ref(&a), &[keyword("resources", Raw::Empty)]).contains('!')
    );
    let unset = make(&world, "Task", &[]);
    assert_eq!(call(&world, Helper::CombineTasks, &[unset.into()], &[]), "! TypeError: 'type' object is not iterable");
    assert_eq!(
        call(&world, Helper::CombineTasks, &[Raw::Int(1)], &[]),
        "! AttributeError: 'int' object has no attribute 'processes'"
    );
}

#[test]
fn unresolved_resources() {
    let world = world("0.5.0");
    let resources = make(&world, "Resources", &[keyword("cpu", "{{x}}"), keyword("ram", 1i64)]);
    let with = make(&world, "Task", &[keyword("processes", Raw::tuple(vec![])), keyword("resources", resources)]);
    let with = Raw::Object(with);
    assert_eq!(
        call(&world, Helper::CombineTasks, std::slice::from_ref(&with), &[]),
        "! TypeError: unsupported operand type(s) for +: 'float' and 'unicode'"
    );
    let text = call(&world, Helper::ConcatTasks, &[with], &[]);
    assert!(text.contains("cpu={{x}}"), "{text}");
    assert_eq!(call(&world, Helper::ResourcesSum, &[], &[]), "Resources(disk=0,\n          ram=0,\n          cpu=0.0)");
}

#[test]
fn later_releases_combine_waits_and_gpus() {
    let world = world("0.14.0");
    let a = task(&world, &["a"], None);
    let text = call(&world, Helper::CombineTasks, &[a.clone(), a.clone()], &[]);
    assert!(text.contains("finalization_wait=30") && text.contains("gpu=0"), "{text}");
    let text = call(&world, Helper::ConcatTasks, &[a.clone(), a], &[]);
    assert!(text.contains("finalization_wait=60"), "{text}");
}

#[test]
fn rendered_options() {
    let world = world("0.5.0");
    let text = |text: &str| Raw::from(text);
    assert_eq!(call(&world, Helper::JavaOptions, &[text("a"), text("bc")], &[]), "'-a -bc'");
    assert_eq!(call(&world, Helper::PythonOptions, &[text("a"), text("boo")], &[]), "'-a --boo'");
    assert_eq!(call(&world, Helper::JavaOptions, &[], &[]), "''");
    assert_eq!(call(&world, Helper::JavaOptions, &[text("")], &[]), "'-'");
    assert_eq!(call(&world, Helper::PythonOptions, &[text("")], &[]), "'--'");
    assert_eq!(call(&world, Helper::PythonOptions, &[], &[keyword("g", 1.5)]), "'-g 1.5'");
    assert_eq!(call(&world, Helper::PythonOptions, &[], &[keyword("f", true)]), "'-f True'");
    assert_eq!(call(&world, Helper::PythonOptions, &[], &[keyword("f", 0i64)]), "'-f'");
    assert_eq!(call(&world, Helper::PythonOptions, &[], &[keyword("f", Raw::text("x"))]), "u'-f x'");
    assert_eq!(
        call(&world, Helper::PythonOptions, &[Raw::Int(3)], &[]),
        "! ValueError: Got an unexpected argument to render_options: 3"
    );
}
