//! Tables of bindings (§1.1).

use super::*;

fn environment(world: &World, positional: &[Raw], keywords: &[Keyword]) -> String {
    match Environment::construct(&world.cx, positional, keywords) {
        Ok(made) => made.repr(&world.cx).unwrap_or_else(|error| format!("! {error:?}")),
        Err(error) => format!("! {error:?}"),
    }
}

#[test]
fn construction() {
    let world = World::new();
    let nested = dict(&[("c", Raw::Int(2)), ("d", dict(&[]))]);
    assert_eq!(
        environment(&world, &[dict(&[("b", nested)])], &[kw("a", 1i64)]),
        "Environment({Ref(a): '1', Ref(b.c): '2'})"
    );
    assert_eq!(environment(&world, &[dict(&[("a", Raw::Int(1))])], &[kw("a", 2i64)]), "Environment({Ref(a): '2'})");
    assert_eq!(environment(&world, &[dict(&[("p[x]", Raw::Float(1e11))])], &[]), "Environment({Ref(p[x]): '1e+11'})");
    assert_eq!(environment(&world, &[], &[]), "Environment({})");
    let long = "x".repeat(60);
    assert_eq!(
        environment(&world, &[], &[kw("b", &*long), kw("a", "y")]),
        format!("Environment({{Ref(a): 'y',\n Ref(b): '{long}'}})")
    );
    let number_key = Raw::Foreign(Rc::new(Plain::Dict(vec![(Raw::Int(1), Raw::Int(1))])));
    let cases = [
        (Raw::Int(3), "! ValueError: Environment expects dict or Environment, got 3"),
        (number_key, "! InvalidRefError: Invalid address: 1"),
        (dict(&[("a b", Raw::Int(1))]), "! InvalidRefError: Badly formed address .a b"),
        (
            dict(&[("a", Raw::text("é"))]),
            "! UnicodeEncodeError: 'ascii' codec can't encode character u'\\xe9' in position 0: ordinal not in range(128)",
        ),
        (
            dict(&[("a", Raw::None)]),
            "! ValueError: Environment values must be strings, numbers, Objects or other Environments. \
             Got <type 'NoneType'> instead.",
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(environment(&world, &[value], &[]), expected);
    }
}

#[test]
fn lookups() {
    let world = World::new();
    let p = world.plain("P", &[("name", Type::string()), ("cmdline", Type::string())]);
    let object = world.make(&p, &[kw("name", "in"), kw("cmdline", "{{name}} {{z}}")]);
    let text = |text: &str, bindings: &[(&str, Raw)]| {
        let bound = world.string(text).bind(&world.cx, &[dict(bindings)], &[], Span::NONE).expect("bound");
        world.interpolated(&bound)
    };
    let p_value = Raw::Object(object);
    assert_eq!(text("{{p.name}}", &[("p.name", "direct".into()), ("p", p_value.clone())]), "u'direct'");
    assert_eq!(text("{{p.name}}", &[("p", p_value.clone())]), "u'in'");
    assert_eq!(
        text("{{p.cmdline}}", &[("p", p_value.clone()), ("name", "out".into()), ("z", "zz".into())]),
        "u'in zz'"
    );
    assert_eq!(text("{{p.nothing}}", &[("p", p_value.clone())]), "u'{{p.nothing}}' | p.nothing");
    assert_eq!(text("{{p.a.b}}", &[("p", "text".into()), ("p.a.b", "deep".into())]), "u'deep'");
    assert_eq!(text("{{p}}", &[("p", p_value)]), "u'P(cmdline=in {{z}},\\n  name=in)' | z");
    let accented = dict(&[("x", Raw::bytes(b"\xc3\xa9"))]);
    let bound = world.string("{{x}}").bind(&world.cx, &[accented], &[], Span::NONE).expect("bound");
    assert!(world.interpolated(&bound).starts_with("! UnicodeDecodeError"));
    let wrapped = Raw::Object(world.one(&Type::string(), Raw::text("é")));
    assert_eq!(text("{{x}}", &[("x", wrapped)]), "u'\\xe9'");
}
