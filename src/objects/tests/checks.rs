//! Type checks (§9).

use super::*;

fn types(world: &World) -> (Type, Type, Type) {
    let with = |ty: Type, value: Raw| Signature::with_default(&world.cx, ty, &value).expect("a default");
    let p = world.declare(
        "Process",
        &[("name", Signature::required(Type::string())), ("cmdline", Signature::required(Type::string()))],
    );
    let t = world.declare("Task", &[("processes", Signature::optional(world.list_of(&p)))]);
    let j = world.declare(
        "MesosJob",
        &[("task", Signature::required(t.clone())), ("instances", with(Type::integer(), Raw::Int(1)))],
    );
    (p, t, j)
}

#[test]
fn first_failure() {
    let world = World::new();
    let (p, t, j) = types(&world);
    let unfinished = world.make(&p, &[kw("name", "n")]);
    let task = world.make(&t, &[kw("processes", Raw::tuple(vec![unfinished.into()]))]);
    let job = world.make(&j, &[kw("task", task)]);
    assert_eq!(
        world.check(&job),
        "MesosJob[task] failed: Task[processes] failed: Element in ProcessList failed check: \
         Process[cmdline] is required."
    );
    let check = job.check(&world.cx).expect("a check");
    let (_, failure) = check.failure.as_ref().expect("a failure");
    assert_eq!(failure.path_text(), "task.processes[0].cmdline");
    assert!(matches!(&failure.reason, Reason::Required { in_type } if &**in_type == "Process"));
    assert!(check.repr().starts_with("TypeCheck(FAILED): MesosJob[task]"));
    let fine = world.make(&j, &[kw("task", world.make(&t, &[])), kw("instances", "{{n}}")]);
    assert_eq!(world.check(&fine), "MesosJob[instances] failed: u'{{n}}' not an integer");
    let bound = world.bind(&fine, &[kw("n", 3i64)]);
    assert_eq!(bound.check(&world.cx).expect("a check").repr(), "TypeCheck(OK)");
    assert_eq!(
        world.check(&world.bind(&fine, &[kw("n", "zz")])),
        "MesosJob[instances] failed: Unable to interpolate: Cannot coerce 'zz' to Integer"
    );
}

#[test]
fn all_failures() {
    let world = World::new();
    let (p, t, j) = types(&world);
    let span = Span::new(7, 9);
    let processes = Raw::tuple(vec![world.make(&p, &[]).into(), world.make(&p, &[kw("name", "{{ x }}")]).into()]);
    let task = world.make(&t, &[kw("processes", processes)]);
    let job = world.make(&j, &[kw("task", task), Keyword::new("instances", "x", span)]);
    let failures = job.check_all(&world.cx).expect("findings").failures;
    let mut shown: Vec<String> =
        failures.iter().map(|f| format!("{}: {} {}", f.path_text(), f.message, f.span.start)).collect();
    shown.sort();
    assert_eq!(
        shown,
        [
            "instances: Unable to interpolate: Cannot coerce 'x' to Integer 7",
            "task.processes[0].cmdline: Process[cmdline] is required. 0",
            "task.processes[0].name: Process[name] is required. 0",
            "task.processes[1].cmdline: Process[cmdline] is required. 0",
            "task.processes[1].name:  x  0",
        ]
    );
}

#[test]
fn containers() {
    let world = World::new();
    let ty = world.map_of(&Type::string(), &Type::integer());
    let map = |value: Raw| world.one(&ty, dict(&[("a", value)]));
    assert_eq!(
        world.check(&map("{{x}}".into())),
        "StringIntegerMap[a] value {{x}} failed check: u'{{x}}' not an integer"
    );
    assert_eq!(world.check(&map("x".into())), "! CoercionError: Cannot coerce 'x' to Integer");
    let keys = world.map_of(&Type::integer(), &Type::integer());
    assert_eq!(
        world.check(&world.one(&keys, dict(&[("{{x}}", Raw::Int(1))]))),
        "IntegerIntegerMap key {{x}} failed check: u'{{x}}' not an integer"
    );
    let infinite = world.one(&Type::integer(), f64::INFINITY);
    assert_eq!(world.check(&infinite), "! OverflowError: cannot convert float infinity to integer");
    assert_eq!(world.check(&world.string("{{ x }}")), "! InvalidRefError:  x ");
    assert_eq!(world.check(&world.string("{{x}}")), "");
}

#[test]
fn paths_of_errors() {
    let world = World::new();
    let (p, t, j) = types(&world);
    let wrong = world.make(&p, &[kw("name", Raw::None)]);
    let task = world.make(&t, &[kw("processes", Raw::tuple(vec![wrong.into()]))]);
    let error = world.make(&j, &[kw("task", task)]).interpolate(&world.cx).expect_err("an error");
    let facts = error.facts().expect("facts");
    assert_eq!(path_text(&facts.path), "task.processes[0].name");
    assert_eq!(
        (facts.value.as_deref(), facts.expected.as_ref().map(|ty| &**ty.name())),
        (Some("None"), Some("String"))
    );
}
