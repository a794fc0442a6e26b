//! Structs (§5, §10, §11, §12.1).

use super::*;

#[test]
fn construction() {
    let world = World::new();
    let inner = world.plain("In", &[("x", Type::string())]);
    let s = world.plain(
        "S",
        &[("a", Type::string()), ("n", Type::integer()), ("i", inner.clone()), ("l", world.list_of(&Type::string()))],
    );
    assert_eq!(world.construct(&s, &[dict(&[("a", "x".into())])], &[kw("n", 1i64)]), "S(a=x,\n  n=1)");
    assert_eq!(world.construct(&s, &[dict(&[("a", "x".into())])], &[kw("a", "y")]), "S(a=y)");
    let cases: &[(&[Raw], &[Keyword], &str)] = &[
        (&[Raw::None], &[], "! ValueError: Expected dictionary argument, got None"),
        (&["x".into()], &[], "! ValueError: Expected dictionary argument, got 'x'"),
        (&[list(vec![Raw::Int(1)])], &[], "! ValueError: Expected dictionary argument, got [1]"),
        (&[], &[kw("zz", 1i64)], "! AttributeError: Unknown schema attribute zz"),
        (&[], &[kw("i", "{{x}}")], "! ValueError: Expected dictionary argument, got '{{x}}'"),
        (&[], &[kw("l", "{{x}}")], "! ValueError: ListContainer expects an iterable, got '{{x}}'"),
        (&[], &[kw("i", dict(&[("q", Raw::Int(1))]))], "! AttributeError: Unknown schema attribute q"),
        (&[], &[kw("a", Raw::None)], "! CoercionError: Cannot coerce 'None' to String"),
    ];
    for (positional, keywords, expected) in cases {
        assert_eq!(world.construct(&s, positional, keywords), *expected);
    }
    let number_key = Raw::Foreign(Rc::new(Plain::Dict(vec![(Raw::Int(1), Raw::Int(1))])));
    assert_eq!(world.construct(&s, &[number_key], &[]), "! TypeError: _update_schema_data() keywords must be strings");
    let none = world.make(&s, &[kw("a", Raw::None)]);
    assert!(none.has("a"));
}

#[test]
fn updates_and_defaults() {
    let world = World::new();
    let with = |ty: Type, value: Raw| Signature::with_default(&world.cx, ty, &value).expect("a default");
    let s = world.declare(
        "S",
        &[
            ("a", with(Type::string(), "d".into())),
            ("b", Signature::optional(Type::string())),
            ("c", with(Type::string(), Raw::Empty)),
        ],
    );
    let object = world.make(&s, &[]);
    assert!(object.has("a") && !object.has("b") && !object.has("c"));
    assert!(!world.make(&s, &[kw("a", Raw::Empty)]).has("a"));
    let bound = world.bind(&object, &[kw("x", 1i64)]);
    let changed = bound.with(&world.cx, &[kw("b", "{{x}}")]).expect("a copy");
    assert_eq!(world.repr(&changed), "S(a=d,\n  b=1)");
    let lost = world.bind(&world.string("{{q}}"), &[kw("q", 1i64)]);
    let s = world.declare("S", &[("a", with(Type::string(), lost.into()))]);
    assert_eq!(world.repr(&world.make(&s, &[])), "S(a={{q}})");
    let error = world.string("a").with(&world.cx, &[]).expect_err("an error");
    assert_eq!(format!("{error:?}"), "TypeError: 'String' object is not callable");
}

#[test]
fn identity() {
    let world = World::new();
    let (x, y) = (Type::string(), Type::integer());
    let s = world.plain("S", &[("a", x.clone()), ("b", y.clone())]);
    let same = world.plain("S", &[("b", y.clone()), ("a", x.clone())]);
    let other = world.plain("T", &[("a", x), ("b", y)]);
    let (a, b, c) = (world.make(&s, &[]), world.make(&same, &[]), world.make(&other, &[]));
    assert!(s.is_instance(&b) && same.is_instance(&a) && !s.is_instance(&c));
    assert!(a.eq(&world.cx, &Raw::Object(c)).expect("equality"));
    let sub = s.subclass(&world.cx, "Sub").expect("a type");
    assert!(!s.is_instance(&world.make(&sub, &[])));
    assert_eq!(world.construct(&sub, &[], &[kw("extra", 1i64)]), "! AttributeError: Unknown schema attribute extra");
}

#[test]
fn accessors() {
    let world = World::new();
    let s = world.plain("S", &[("a", Type::string()), ("has_a", Type::string()), ("p", Type::integer())]);
    let object = world.make(&s, &[kw("a", "{{p}}"), kw("p", 5i64)]);
    assert_eq!(object.accessor("has_a").expect("an accessor"), Accessor::Has("a".into()));
    assert_eq!(object.accessor("a").expect("an accessor"), Accessor::Value("a".into()));
    assert_eq!(
        format!("{:?}", object.accessor("nope").expect_err("an error")),
        "AttributeError: S has no attribute nope"
    );
    assert_eq!(world.repr(&object.attribute(&world.cx, "a").expect("no error").expect("set")), "String(5)");
    assert!(object.attribute(&world.cx, "has_a").expect("no error").is_none());
    let find = |address: &str| {
        let reference = Reference::parse(address, Default::default()).expect("a reference");
        match object.find(&world.cx, &reference) {
            Ok(found) => world.text(&found),
            Err(error) => format!("! {error:?}"),
        }
    };
    assert_eq!(find("a"), "5");
    assert_eq!(find("[a]"), "! NamingError: Cannot dereference object S by [a]");
    assert_eq!(find("zz"), "! NotFound: Could not find zz in object S");
    assert_eq!(find("has_a"), "! NotFound: Could not find has_a in object S");
    assert_eq!(find("a.b"), "! Unnamable: Object is not indexable: String");
}

#[test]
fn json() {
    let world = World::new();
    let s = world.plain(
        "S",
        &[
            ("a", Type::string()),
            ("m", world.map_of(&Type::integer(), &Type::boolean())),
            ("l", world.list_of(&Type::float())),
        ],
    );
    let pair = Raw::tuple(vec![Raw::Int(1), Raw::from("true")]);
    let map = world.one(&world.map_of(&Type::integer(), &Type::boolean()), pair);
    let object = world.make(
        &s,
        &[
            kw("a", Raw::text("\"\\/<>&\n\u{7f}\u{2028}\u{1f600}")),
            kw("m", map),
            kw("l", list(vec!["{{x}}".into(), Raw::Float(f64::NAN), Raw::Float(0.1 + 0.2)])),
        ],
    );
    assert_eq!(
        object.json_dumps(&world.cx).expect("JSON"),
        r#"{"a": "\"\\/<>&\n\u007f\u2028\ud83d\ude00", "m": {"1": true}, "l": ["{{x}}", NaN, 0.30000000000000004]}"#
    );
    let read = |text: &str, strict: bool| match s.json_loads(&world.cx, text, strict, Span::NONE) {
        Ok(object) => world.repr(&object),
        Err(error) => format!("! {error:?}"),
    };
    assert_eq!(read(r#"{"a": "x", "zz": 1}"#, false), "S(a=x)");
    assert_eq!(read(r#"{"a": "x", "a": "y"}"#, false), "S(a=y)");
    assert_eq!(read(r#"{"zz": 1}"#, true), "! AttributeError: Unknown schema attribute zz");
    assert_eq!(read("[1]", false), "! AttributeError: 'list' object has no attribute 'items'");
    assert_eq!(read("[1]", true), "! ValueError: Expected dictionary argument, got [1]");
    assert!(read("{", false).starts_with("! ValueError: Expecting object"));
}

#[test]
fn texts() {
    let world = World::new();
    let s = world.plain(
        "Long",
        &[("a", Type::string()), ("i", world.plain("In", &[("x", Type::string()), ("y", Type::string())]))],
    );
    let object = world.make(&s, &[kw("a", "1"), kw("i", dict(&[("x", "2".into()), ("y", "3".into())]))]);
    assert_eq!(world.repr(&object), "Long(a=1,\n     i=In(y=3,\n   x=2))");
    let accented = world.make(&s, &[kw("a", Raw::text("é"))]);
    assert_eq!(
        world.repr(&accented),
        "! UnicodeEncodeError: 'ascii' codec can't encode character u'\\xe9' in position 0: ordinal not in range(128)"
    );
    let big = world.one(&Type::float(), 1e30);
    assert_eq!((world.repr(&big), world.text(&big)), ("Float(1e+30)".to_owned(), "1e+30".to_owned()));
}
