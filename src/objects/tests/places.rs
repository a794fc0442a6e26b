//! Effective scopes (§7.3, §7.4), provenance and explanations.

use super::*;

struct Levels {
    world: World,
    p: Type,
    t: Type,
    j: Type,
}

/// Job, task and process: each may have a name and an `a`.
fn levels() -> Levels {
    let world = World::new();
    let text = Type::string;
    let p = world.plain("P", &[("name", text()), ("cmdline", text()), ("a", text())]);
    let t = world.plain("T", &[("name", text()), ("a", text()), ("p", p.clone())]);
    let j = world.plain("J", &[("name", text()), ("a", text()), ("t", t.clone())]);
    Levels { world, p, t, j }
}

impl Levels {
    /// The resolved command line of a process in a task in a job.
    fn cmdline(&self, p: &[Keyword], t: &[Keyword], j: &[Keyword]) -> String {
        let object = self.job(p, t, j);
        let reference = Reference::parse("t.p.cmdline", Default::default()).expect("a reference");
        let (done, _) = object.interpolate(&self.world.cx).expect("an object");
        self.world.text(&done.find(&self.world.cx, &reference).expect("a part"))
    }

    fn job(&self, p: &[Keyword], t: &[Keyword], j: &[Keyword]) -> Object {
        let p = self.world.make(&self.p, p);
        let t = self.world.make(&self.t, &[t, &[kw("p", p)]].concat());
        self.world.make(&self.j, &[j, &[kw("t", t)]].concat())
    }
}

#[test]
fn precedence() {
    let levels = levels();
    let named = |name: &str| kw("name", name);
    let cmdline = |text: &str| kw("cmdline", text);
    let at = |text: &str| levels.cmdline(&[named("P"), cmdline(text)], &[named("T")], &[named("J")]);
    assert_eq!(at("{{name}}"), "P");
    assert_eq!(at("{{self.name}}"), "P");
    assert_eq!(at("{{super.name}}"), "J");
    assert_eq!(at("{{super.super.name}}"), "J");
    for text in ["{{super.super.super.name}}", "{{self.super.name}}", "{{self}}", "{{super}}"] {
        assert_eq!(at(text), text);
    }
    let unnamed = |text: &str| levels.cmdline(&[cmdline(text)], &[named("T")], &[named("J")]);
    assert_eq!(unnamed("{{name}}"), "T");
    assert_eq!(unnamed("{{self.name}}"), "T");
    assert_eq!(levels.cmdline(&[named("P"), cmdline("{{super.name}}")], &[named("T")], &[]), "T");
    assert_eq!(levels.cmdline(&[cmdline("{{name}}")], &[], &[named("J")]), "J");
}

#[test]
fn two_levels() {
    let levels = levels();
    let world = &levels.world;
    let p = world.make(&levels.p, &[kw("name", "P"), kw("cmdline", "{{super.name}}")]);
    let t = world.make(&levels.t, &[kw("name", "T"), kw("p", p)]);
    let found = t.attribute(&world.cx, "p").expect("no error").expect("set");
    assert_eq!(world.text(&found.attribute(&world.cx, "cmdline").expect("no error").expect("set")), "T");
}

#[test]
fn binds_and_attributes() {
    let levels = levels();
    let world = &levels.world;
    let attribute =
        |object: &Object, name: &str| world.text(&object.attribute(&world.cx, name).expect("no error").expect("set"));
    let p = world.bind(&world.make(&levels.p, &[kw("name", "attr"), kw("cmdline", "{{name}}")]), &[kw("name", "b")]);
    assert_eq!(attribute(&p, "cmdline"), "attr");
    let p = world.bind(&world.make(&levels.p, &[kw("cmdline", "{{name}}")]), &[kw("name", "B")]);
    let t = world.make(&levels.t, &[kw("name", "A"), kw("p", p)]);
    let inner = t.attribute(&world.cx, "p").expect("no error").expect("set");
    assert_eq!(attribute(&inner, "cmdline"), "B");
    let p = world.bind(&world.make(&levels.p, &[kw("cmdline", "{{super.a}}")]), &[kw("a", 1i64)]);
    assert_eq!(attribute(&p, "cmdline"), "1");
    let own = world.bind(&world.string("{{name}}"), &[kw("name", "own")]);
    let p = world.make(&levels.p, &[kw("name", "attr"), kw("cmdline", own)]);
    assert_eq!(attribute(&p, "cmdline"), "own");
    let p = world.make(&levels.p, &[kw("name", "{{name}}"), kw("cmdline", "c")]);
    assert_eq!(
        world.check(&p),
        "P[name] failed: Unable to interpolate: Unable to interpolate {{name}}!  Maximum replacements reached."
    );
}

#[test]
fn siblings() {
    let levels = levels();
    let world = &levels.world;
    let list = world.list_of(&levels.p);
    let t = world.plain("T", &[("name", Type::string()), ("processes", list), ("i", Type::integer())]);
    let processes = Raw::tuple(vec![
        world.make(&levels.p, &[kw("name", "first")]).into(),
        world.make(&levels.p, &[kw("name", "last")]).into(),
    ]);
    for (text, expected) in [
        ("{{processes[0].name}}", "first"),
        ("{{processes[{{i}}].name}}", "last"),
        ("{{processes[-1].name}}", "last"),
        ("{{processes[5].name}}", "{{processes[5].name}}"),
    ] {
        let task = world.make(&t, &[kw("name", text), kw("processes", processes.clone()), kw("i", 1i64)]);
        assert_eq!(world.text(&task.attribute(&world.cx, "name").expect("no error").expect("set")), expected);
    }
}

#[test]
fn provenance() {
    let levels = levels();
    let world = &levels.world;
    let at = |start: u32| Span::new(start, start + 1);
    let p = levels
        .p
        .construct(
            &world.cx,
            &[],
            &[Keyword::new("cmdline", "{{name}} {{x}}", at(1)), Keyword::new("name", "n", at(2))],
            at(9),
        )
        .expect("an object");
    let p =
        p.bind(&world.cx, &[dict(&[("x", "far".into())])], &[Keyword::new("x", "near", at(3))], at(4)).expect("bound");
    let changed = p.with(&world.cx, &[Keyword::new("name", "m", at(5))]).expect("a copy");
    let origin = |object: &Object, name: &str| object.slot(name).map(|slot| slot.origin());
    assert_eq!(origin(&changed, "cmdline"), Some(Origin::At(at(1))));
    assert_eq!(origin(&changed, "name"), Some(Origin::At(at(5))));
    assert_eq!(origin(&p, "name"), Some(Origin::At(at(2))));
    let part = changed.part(&Step::Field("cmdline".into())).expect("a part");
    let explanation = part.explain(&world.cx).expect("an explanation");
    assert_eq!((&*explanation.end, explanation.rounds.len()), ("m near", 1));
    let candidates: Vec<_> = explanation.rounds[0]
        .substitutions
        .iter()
        .map(|one| {
            let all = one.candidates.iter().map(|c| format!("{} {} {:?}", c.scope, c.text, c.origin.span().start));
            all.collect::<Vec<_>>().join(", ")
        })
        .collect();
    assert_eq!(candidates, ["P m 5", "bound near 3, bound far 4"]);
}

#[test]
fn a_place_costs_eight_bytes() {
    assert!(size_of::<Option<Slot>>() <= size_of::<Option<Object>>() + 8);
}

#[test]
fn copies_remember_what_they_changed() {
    let levels = levels();
    let world = &levels.world;
    let set = |object: &Object, value: &str, start: u32| {
        object.with(&world.cx, &[Keyword::new("name", value, Span::new(start, start + 1))]).expect("a copy")
    };
    let starts = |mut object: Object| {
        let mut all = Vec::new();
        loop {
            all.push(object.slot("name").map_or(0, |slot| slot.origin().span().start));
            match object.before() {
                Some(before) => object = before,
                None => return all,
            }
        }
    };
    let first = set(&world.make(&levels.p, &[]), "a", 1);
    assert_eq!(starts(set(&set(&first, "b", 2), "c", 3)), [3, 2, 1, 0]);
    let (resolved, _) = set(&first, "{{a}}", 2).interpolate(&world.cx).expect("an object");
    assert_eq!(starts(resolved), [2, 1, 0]);
    // Of very many copies the newest and the first are remembered.
    let many = (2..100).fold(first.clone(), |object, start| set(&object, "b", start));
    let all = starts(many);
    assert!(all.len() < 20 && all.first() == Some(&99) && all.last() == Some(&0), "{all:?}");
    world.cx.forget_origins();
    assert_eq!(starts(set(&first, "b", 2)), [2]);
}
