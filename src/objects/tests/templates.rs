//! References in text (§3, §7, §8).

use super::*;

#[test]
fn tokens() {
    let world = World::new();
    let cases = [
        ("{{}}", "u'{{}}'"),
        ("{{{a}}}", "u'{AA}'"),
        ("{{{{a}}}}", "u'{{AA}}' | AA"),
        ("{{{{{a}}}}}", "u'{{{AA}}}' | AA"),
        ("{{a}", "u'{{a}'"),
        ("{a}}", "u'{a}}'"),
        ("{{.a}}", "u'AA'"),
        ("{{.Names}}", "u'{{Names}}' | Names"),
        ("{{a[{{b}}]}}", "u'{{a[a]}}' | a[a]"),
        ("{{&a}}", "u'{{a}}'"),
        ("{{&a&}}", "u'{{a}}'"),
        ("{{&&a}}", "u'{{&a}}'"),
        ("{{&a b}}", "u'{{a b}}'"),
        ("{{&&}}", "u'{{&}}'"),
        ("{{&a&&}}", "u'{{a}}'"),
        ("{{&}}", "! InvalidRefError: &"),
        ("{{ a }}", "! InvalidRefError:  a "),
        ("{{#a}}", "! InvalidRefError: #a"),
        ("{{{{&a}}}}", "u'{{{{a}}}}'"),
        ("{{&{{b}}}}", "u'{{a}}'"),
        ("{{&a}}{{a}}", "u'{{a}}AA'"),
        ("{{x}} {{y}} {{x}}", "u'{{x}} {{y}} {{x}}' | x y x"),
    ];
    for (text, expected) in cases {
        let object = world.bind(&world.string(text), &[kw("a", "AA"), kw("b", "a")]);
        assert_eq!(world.interpolated(&object), expected, "{text}");
    }
}

/// `v0` refers to `v1` and so on; the last one is text.
fn chain(world: &World, hops: usize) -> String {
    let mut keywords: Vec<Keyword> =
        (0..hops - 1).map(|at| kw(&format!("v{at}"), format!("{{{{v{}}}}}", at + 1).as_str())).collect();
    keywords.push(kw(&format!("v{}", hops - 1), "end"));
    world.interpolated(&world.bind(&world.string("{{v0}}"), &keywords))
}

#[test]
fn rounds() {
    let world = World::new();
    assert_eq!(chain(&world, 99), "u'end'");
    assert_eq!(chain(&world, 100), "! Uninterpolatable: Unable to interpolate end!  Maximum replacements reached.");
    let cycle = world.bind(&world.string("{{a}}"), &[kw("a", "{{b}}"), kw("b", "{{a}}")]);
    assert_eq!(
        world.check(&cycle),
        "Unable to interpolate: Unable to interpolate {{a}}!  Maximum replacements reached."
    );
    let growing = world.bind(&world.string("{{x}}"), &[kw("x", "{{x}}{{x}}")]);
    let error = growing.interpolate(&world.cx).expect_err("an error");
    assert!(error.is(ErrorClass::TooMuchText));
    assert!(error.message().len() < 5000);
}

#[test]
fn scopes_of_binds() {
    let world = World::new();
    let cx = &world.cx;
    let open = world.string("{{a}}");
    let one = dict(&[("a", Raw::Int(1))]);
    let two = dict(&[("a", Raw::Int(2))]);
    assert_eq!(world.text(&world.bind(&world.bind(&open, &[kw("a", 1i64)]), &[kw("a", 2i64)])), "2");
    assert_eq!(world.text(&open.bind(cx, &[one.clone(), two.clone()], &[], Span::NONE).expect("bound")), "2");
    assert_eq!(
        world.text(&open.bind(cx, std::slice::from_ref(&one), &[kw("a", 3i64)], Span::NONE).expect("bound")),
        "3"
    );
    let behind = open.in_scope(cx, std::slice::from_ref(&one), &[], Span::NONE).expect("placed");
    assert_eq!(world.text(&behind.in_scope(cx, std::slice::from_ref(&two), &[], Span::NONE).expect("placed")), "1");
    assert_eq!(world.text(&open.modulo(cx, &two, Span::NONE).expect("an object")), "2");
    let mut many = open.clone();
    for at in 0..2000i64 {
        many = world.bind(&many, &[kw("a", at)]);
    }
    assert_eq!(world.text(&many), "1999");
}

#[test]
fn useless_binds() {
    let world = World::new();
    let cx = &world.cx;
    let bind = |value: Raw| world.string("{{a}}").bind(cx, &[value], &[], Span::NONE);
    let text = |value: Raw| world.text(&bind(value).expect("bound"));
    assert_eq!(text("x".into()), "! TypeError: expected a string or other character buffer object");
    assert_eq!(text(5i64.into()), "! TypeError: expected a string or other character buffer object");
    assert_eq!(text(world.string("x").into()), "! AttributeError: 'String' object has no attribute 'find'");
    let refused = "! ValueError: Environment values must be strings, numbers, Objects or other Environments. Got";
    assert_eq!(
        bind(list(vec![])).err().map(|error| format!("! {error:?}")),
        Some(format!("{refused} <type 'list'> instead."))
    );
    assert!(bind(Raw::None).is_err() && bind(Raw::Empty).is_err());
}

#[test]
fn escapes_and_repetition() {
    let world = World::new();
    let p = world.plain("P", &[("name", Type::string()), ("cmdline", Type::string())]);
    let object = world.make(&p, &[kw("name", "n"), kw("cmdline", "{{&name}}")]);
    let (done, _) = object.interpolate(&world.cx).expect("an object");
    let cmdline = done.slot("cmdline").expect("cmdline").value.get(&world.cx).expect("a value");
    assert_eq!(cmdline.repr(&world.cx).expect("text"), "u'{{name}}'");
    let accessed = object.attribute(&world.cx, "cmdline").expect("no error").expect("set");
    assert_eq!(world.text(&accessed), "n");
    assert_eq!(world.repr(&object), "P(cmdline=n,\n  name=n)");
    assert!(object.json_dumps(&world.cx).expect("JSON").contains("\"cmdline\": \"{{name}}\""));
}

#[test]
fn angle_spelling() {
    let world = World::new();
    let text = world.string("<<thermos.ports[http]>> <<mesos.instance>> << a");
    assert_eq!(
        world.interpolated(&text),
        "u'{{thermos.ports[http]}} {{mesos.instance}} << a' | thermos.ports[http] mesos.instance"
    );
}

#[test]
fn limits() {
    let limits = Limits { steps: 2000, ..Limits::default() };
    let world = World { cx: Context::new(Rules::default(), limits) };
    let keywords: Vec<Keyword> = (0..200).map(|at| kw(&format!("v{at}"), "{{w}}")).collect();
    let text: String = (0..200).map(|at| format!("{{{{v{at}}}}}")).collect();
    let mut object = world.bind(&world.string(&text), &keywords);
    for _ in 0..20 {
        object = object.bind(&world.cx, &[], &[kw("w", "{{w}}")], Span::NONE).expect("bound");
    }
    assert_eq!(object.interpolate(&world.cx).expect_err("an error").class(), Some(ErrorClass::Budget));
}

#[test]
fn deep_bindings() {
    let world = World::new();
    let mut object = world.string("x");
    let deep = loop {
        match world.string("{{x}}").bind(&world.cx, &[], &[kw("x", object.clone())], Span::NONE) {
            Ok(next) => object = next,
            Err(error) => break error,
        }
    };
    assert!(deep.is(ErrorClass::Runtime));
    assert_eq!(world.text(&object), "x");
}
