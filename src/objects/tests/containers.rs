//! Lists, maps and choices (§6, §15.1).

use super::*;

#[test]
fn lists() {
    let world = World::new();
    let cx = &world.cx;
    let ty = world.list_of(&Type::integer());
    assert_eq!(&**ty.name(), "IntegerList");
    let refused = |value: Raw| world.construct(&ty, &[value], &[]);
    assert_eq!(refused("ab".into()), "! ValueError: ListContainer expects an iterable, got 'ab'");
    assert_eq!(refused(dict(&[])), "! ValueError: ListContainer expects an iterable, got {}");
    assert_eq!(refused(Raw::None), "! ValueError: ListContainer expects an iterable, got None");
    let other = world.one(&world.list_of(&Type::string()), list(vec![]));
    assert_eq!(refused(other.into()), "! ValueError: ListContainer expects an iterable, got StringList()");
    let object = world.one(&ty, list(vec!["1".into(), Raw::Int(2), Raw::Int(3)]));
    assert_eq!(world.repr(&object), "IntegerList(1, 2, 3)");
    let item = |key: Raw| match object.item(cx, &key) {
        Ok(item) => world.text(&item),
        Err(error) => format!("! {error:?}"),
    };
    assert_eq!((item(0i64.into()), item((-1i64).into())), ("1".to_owned(), "3".to_owned()));
    assert_eq!(item(3i64.into()), "! IndexError: tuple index out of range");
    assert_eq!(item("x".into()), "! TypeError: tuple indices must be integers, not str");
    let slice = |start, stop, step| {
        let all = object.slice(cx, Slice { start, stop, step }).expect("a slice");
        all.iter().map(|one| world.text(one)).collect::<Vec<_>>().join(",")
    };
    assert_eq!(slice(Some(1), None, None), "2,3");
    assert_eq!(slice(None, None, Some(-1)), "3,2,1");
    assert_eq!(slice(Some(-2), Some(100), Some(2)), "2");
    assert!(object.contains(cx, &Raw::Int(1)).expect("an answer"));
    assert!(!object.contains(cx, &Raw::from("1")).expect("an answer"));
    assert!(object.contains(cx, &world.one(&Type::integer(), "2").into()).expect("an answer"));
}

#[test]
fn list_references() {
    let world = World::new();
    let ty = world.list_of(&Type::string());
    let object = world.one(&ty, list(vec!["x".into(), "y".into()]));
    let text = |address: &str| {
        let open = world.string(&format!("{{{{{address}}}}}"));
        world.interpolated(&world.bind(&open, &[kw("l", object.clone())]))
    };
    assert_eq!(text("l[0]"), "u'x'");
    assert_eq!(text("l[01]"), "u'y'");
    assert_eq!(text("l[-1]"), "u'y'");
    assert_eq!(text("l[-3]"), "! IndexError: tuple index out of range");
    assert_eq!(text("l[2]"), "u'{{l[2]}}' | l[2]");
    assert_eq!(text("l[a]"), "u'{{l[a]}}' | l[a]");
    assert_eq!(text("l.a"), "u'{{l.a}}' | l.a");
    assert_eq!(text("l"), "u'StringList(x, y)'");
}

#[test]
fn maps() {
    let world = World::new();
    let cx = &world.cx;
    let ty = world.map_of(&Type::string(), &Type::integer());
    assert_eq!(&**ty.name(), "StringIntegerMap");
    let pair = |a: Raw, b: Raw| Raw::tuple(vec![a, b]);
    let cases: Vec<(Vec<Raw>, &str)> = vec![
        (vec![], "StringIntegerMap()"),
        (vec![dict(&[("b", Raw::Int(2)), ("a", Raw::Int(1))])], "StringIntegerMap(a => 1, b => 2)"),
        (vec![pair("b".into(), Raw::Int(2)), pair("a".into(), Raw::Int(1))], "StringIntegerMap(b => 2, a => 1)"),
        (vec!["12".into()], "StringIntegerMap(1 => 2)"),
        (vec![list(vec![Raw::Int(1), Raw::Int(2)])], "StringIntegerMap(1 => 2)"),
        (vec![Raw::None], "! ValueError: Unexpected input to MapContainer: (None,)"),
        (vec![Raw::Empty], "! ValueError: Unexpected input to MapContainer: (<class 'pystachio.composite.Empty'>,)"),
        (
            vec![list(vec![pair("a".into(), Raw::Int(1))])],
            "! ValueError: Unexpected input to MapContainer: ([('a', 1)],)",
        ),
    ];
    for (arguments, expected) in cases {
        assert_eq!(world.construct(&ty, &arguments, &[]), expected);
    }
    let twice = ty
        .construct(cx, &[pair("k".into(), Raw::Int(1)), pair("k".into(), Raw::Int(2))], &[], Span::NONE)
        .expect("a map");
    assert_eq!(world.text(&twice.item(cx, &"k".into()).expect("an entry")), "1");
    assert_eq!(world.interpolated(&twice), "frozendict({u'k': 2})");
    assert_eq!(format!("{:?}", twice.item(cx, &"z".into()).expect_err("an error")), "KeyError: z not found");
    assert!(!twice.contains(cx, &"z".into()).expect("an answer"));
    let eq = |a: &[Raw], b: &[Raw]| {
        let make = |arguments: &[Raw]| ty.construct(cx, arguments, &[], Span::NONE).expect("a map");
        make(a).eq(cx, &make(b).into()).expect("equality")
    };
    let (a, b) = (pair("a".into(), Raw::Int(1)), pair("b".into(), Raw::Int(2)));
    assert!(eq(&[a.clone(), b.clone()], &[a.clone(), b.clone()]) && !eq(&[a.clone(), b.clone()], &[b, a]));
}

#[test]
fn map_references() {
    let world = World::new();
    let ty = world.map_of(&Type::integer(), &Type::string());
    let pair = |a: Raw, b: &str| Raw::tuple(vec![a, b.into()]);
    let object =
        ty.construct(&world.cx, &[pair(Raw::Int(1), "x"), pair("{{k}}".into(), "y")], &[], Span::NONE).expect("a map");
    let object = world.bind(&object, &[kw("k", 2i64)]);
    let text = |address: &str| {
        let open = world.string(&format!("{{{{{address}}}}}"));
        world.interpolated(&world.bind(&open, &[kw("m", object.clone())]))
    };
    assert_eq!(text("m[1]"), "u'x'");
    assert_eq!(text("m[01]"), "u'x'");
    assert_eq!(text("m[2]"), "u'{{m[2]}}' | m[2]");
    assert_eq!(text("m[q]"), "! CoercionError: Cannot coerce 'q' to Integer");
}

#[test]
fn choices() {
    let world = World { cx: Context::new(Rules { choice_unwraps: true, ..Rules::default() }, Limits::default()) };
    let cx = &world.cx;
    let choice = |types: Vec<Type>| Type::choice(cx, None, types).expect("a type");
    let text_first = choice(vec![Type::string(), Type::integer()]);
    assert_eq!(&**text_first.name(), "Choice_String_Integer");
    assert_eq!(world.interpolated(&world.one(&text_first, 5i64)), "u'5'");
    let number_first = choice(vec![Type::integer(), Type::string()]);
    assert_eq!(world.interpolated(&world.one(&number_first, "5")), "5");
    assert_eq!(world.repr(&world.one(&number_first, "5")), "Choice_Integer_String('5')");
    let (a, b) = (world.plain("A", &[("a", Type::string())]), world.plain("B", &[("b", Type::string())]));
    let records = choice(vec![a, b.clone()]);
    let mapping = world.one(&records, dict(&[("b", Raw::Int(3))]));
    assert_eq!(world.interpolated(&mapping), "! AttributeError: Unknown schema attribute b");
    let given = world.one(&records, world.make(&b, &[kw("b", 3i64)]));
    assert_eq!(world.interpolated(&given), "frozendict({'b': u'3'})");
    let numbers = choice(vec![Type::integer()]);
    let wrong = world.one(&numbers, "x");
    assert_eq!(world.interpolated(&wrong), "! CoercionError: Cannot coerce 'x' to Choice_Integer");
    assert_eq!(world.check(&wrong), "Choice_Integer typecheck failed: value x did not match any of its alternatives");
    let holder = world.plain("H", &[("c", records)]);
    let object = world.make(&holder, &[kw("c", world.make(&b, &[kw("b", "{{z}}")]))]);
    let (done, _) = object.interpolate(cx).expect("an object");
    assert!(matches!(done.slot("c").expect("c").value.ty().kind(), Kind::Choice(_)));
    let through = world.bind(&world.string("{{s.c.b}}"), &[kw("s", object)]);
    assert_eq!(world.interpolated(&through), "u'{{s.c.b}}' | s.c.b");
}

#[test]
fn deep_lists() {
    let world = World::new();
    let cx = &world.cx;
    let (mut ty, mut value) = (Type::string(), Raw::from("{{x}}"));
    let error = loop {
        match Type::list(cx, &ty) {
            Ok(next) => ty = next,
            Err(error) => break error,
        }
        value = Raw::tuple(vec![value]);
    };
    assert!(error.is(ErrorClass::Runtime));
    // The types go deeper than the objects may: a binding around them counts as well.
    match ty.construct(cx, &[value], &[], Span::NONE) {
        Err(error) => assert!(error.is(ErrorClass::Runtime)),
        Ok(object) => {
            let object = world.bind(&object, &[kw("x", "y")]);
            let results = [
                object.interpolate(cx).map(|_| ()),
                object.check(cx).map(|_| ()),
                object.repr(cx).map(|_| ()),
                object.json_dumps(cx).map(|_| ()),
                object.hash(cx).map(|_| ()),
                object.eq(cx, &object.clone().into()).map(|_| ()),
            ];
            for result in results {
                assert!(result.is_ok() || result.is_err_and(|error| error.is(ErrorClass::Runtime)));
            }
        }
    }
}

#[test]
fn insertion_order_of_raw_maps() {
    let world = World::new();
    let pairs = ["b", "a", "b", "j", "r"].map(|key| (Raw::from(key), Raw::Int(1)));
    let frozen = Frozen::from_pairs(&world.cx, pairs).expect("a map");
    let order: Vec<String> =
        frozen.inserted(&world.cx).expect("pairs").iter().map(|(key, _)| key.str(&world.cx).expect("text")).collect();
    assert_eq!(order, ["b", "a", "j", "r"]);
    assert_eq!(frozen.len(), 4);
}
