//! Scalars and enumerations (§4, §10, §12.2).

use super::*;

fn coerced(world: &World, value: &Raw) -> [String; 4] {
    [Type::string(), Type::integer(), Type::float(), Type::boolean()].map(|ty| {
        let object = world.one(&ty, value.clone());
        match object.interpolate(&world.cx).and_then(|(object, _)| object.get(&world.cx)?.repr(&world.cx)) {
            Ok(text) => text,
            Err(error) if error.is(ErrorClass::Coercion) => "error".to_owned(),
            Err(error) => format!("{error:?}"),
        }
    })
}

#[test]
fn coercion_of_texts() {
    let world = World::new();
    let cases: &[(&str, [&str; 4])] = &[
        ("", ["u''", "error", "error", "error"]),
        (" ", ["u' '", "error", "error", "error"]),
        ("1", ["u'1'", "1", "1.0", "True"]),
        (" 1", ["u' 1'", "1", "1.0", "error"]),
        ("\t1\n", ["u'\\t1\\n'", "1", "1.0", "error"]),
        ("+1", ["u'+1'", "1", "1.0", "error"]),
        ("-1", ["u'-1'", "-1", "-1.0", "error"]),
        ("010", ["u'010'", "10", "10.0", "error"]),
        ("0x10", ["u'0x10'", "error", "error", "error"]),
        ("1L", ["u'1L'", "error", "error", "error"]),
        ("1_000", ["u'1_000'", "error", "error", "error"]),
        ("1,000", ["u'1,000'", "error", "error", "error"]),
        ("--1", ["u'--1'", "error", "error", "error"]),
        ("1.0", ["u'1.0'", "error", "1.0", "error"]),
        ("1e3", ["u'1e3'", "error", "1000.0", "error"]),
        (".5", ["u'.5'", "error", "0.5", "error"]),
        ("5.", ["u'5.'", "error", "5.0", "error"]),
        ("nan", ["u'nan'", "error", "nan", "error"]),
        ("-Infinity", ["u'-Infinity'", "error", "-inf", "error"]),
        ("1e400", ["u'1e400'", "error", "inf", "error"]),
        ("1e-400", ["u'1e-400'", "error", "0.0", "error"]),
        ("tRue", ["u'tRue'", "error", "error", "True"]),
        ("FALSE", ["u'FALSE'", "error", "error", "False"]),
        ("0", ["u'0'", "0", "0.0", "False"]),
        ("2", ["u'2'", "2", "2.0", "error"]),
        ("yes", ["u'yes'", "error", "error", "error"]),
        (" true", ["u' true'", "error", "error", "error"]),
        ("\u{661}", ["u'\\u0661'", "1", "1.0", "error"]),
    ];
    for (text, expected) in cases {
        assert_eq!(coerced(&world, &Raw::text(text)), *expected, "{text:?}");
        if text.is_ascii() {
            assert_eq!(coerced(&world, &Raw::from(*text)), *expected, "{text:?}");
        }
    }
    let digits = "123456789012345678901234567890";
    assert_eq!(coerced(&world, &Raw::from(digits))[1], format!("{digits}L"));
}

#[test]
fn coercion_of_numbers() {
    let world = World::new();
    let overflow = "OverflowError: cannot convert float infinity to integer";
    let cases: &[(Raw, [&str; 4])] = &[
        (Raw::Bool(true), ["u'True'", "1", "1.0", "True"]),
        (Raw::Bool(false), ["u'False'", "0", "0.0", "False"]),
        (Raw::Int(-7), ["u'-7'", "-7", "-7.0", "True"]),
        (Raw::Long(Rc::new(5.into())), ["u'5'", "5", "5.0", "True"]),
        (Raw::Float(-1.5), ["u'-1.5'", "-1", "-1.5", "True"]),
        (Raw::Float(0.1), ["u'0.1'", "0", "0.1", "True"]),
        (Raw::Float(1e15), ["u'1e+15'", "1000000000000000", "1000000000000000.0", "True"]),
        (Raw::Float(f64::NAN), ["u'nan'", "error", "nan", "True"]),
        (Raw::Float(f64::INFINITY), ["u'inf'", overflow, "inf", "True"]),
        (Raw::None, ["error"; 4]),
        (Raw::tuple(vec![]), ["error"; 4]),
        (Raw::Empty, ["error"; 4]),
    ];
    for (value, expected) in cases {
        assert_eq!(coerced(&world, value), *expected, "{:?}", value.repr(&world.cx));
    }
}

#[test]
fn messages() {
    let world = World::new();
    let integer = |value: Raw| world.interpolated(&world.one(&Type::integer(), value));
    assert_eq!(integer(Raw::from("x")), "! CoercionError: Cannot coerce 'x' to Integer");
    assert_eq!(integer(Raw::None), "! CoercionError: Cannot coerce 'None' to Integer");
    assert_eq!(integer(world.string("5").into()), "! CoercionError: Cannot coerce '5' to Integer");
    assert_eq!(integer(Raw::from("{{x}}")), "u'{{x}}' | x");
    assert_eq!(
        integer(Raw::bytes(b"\xc3\xa9")),
        "! UnicodeDecodeError: 'ascii' codec can't decode byte 0xc3 in position 0: ordinal not in range(128)"
    );
    let accented = world.one(&Type::integer(), Raw::text("é"));
    assert_eq!(
        world.check(&accented),
        "! UnicodeEncodeError: 'ascii' codec can't encode character u'\\xe9' in position 15: ordinal not in range(128)"
    );
    assert_eq!(
        world.construct(&Type::string(), &[], &[]),
        "! TypeError: __init__() takes exactly 2 arguments (1 given)"
    );
    assert_eq!(world.construct(&Type::string(), &[], &[kw("value", 5i64)]), "String(5)");
}

#[test]
fn mixed_texts() {
    let world = World::new();
    let bound =
        |ty: Type, text: &str, keywords: &[Keyword]| world.interpolated(&world.bind(&world.one(&ty, text), keywords));
    assert_eq!(bound(Type::float(), "{{x}}.5", &[kw("x", 1i64)]), "1.5");
    assert_eq!(bound(Type::integer(), "{{a}}{{b}}", &[kw("a", 1i64)]), "u'1{{b}}' | b");
    assert_eq!(bound(Type::string(), "{{x}}", &[kw("x", 1e11)]), "u'1e+11'");
    assert_eq!(bound(Type::string(), "{{x}}", &[kw("x", true)]), "u'True'");
    assert_eq!(bound(Type::float(), "{{x}}", &[kw("x", 1.0 / 3.0)]), "0.333333333333");
    let third = world.one(&Type::float(), 1.0 / 3.0);
    assert_eq!(bound(Type::float(), "{{x}}", &[kw("x", third)]), "0.333333333333");
}

#[test]
fn enumerations() {
    let world = World::new();
    let ty = Type::enumeration(&world.cx, Some("N"), vec!["a".into(), "b".into()]).expect("a type");
    assert_eq!(world.construct(&ty, &["a".into()], &[]), "N(a)");
    let refused = "! ValueError: N only accepts the following values: a, b";
    assert_eq!(world.construct(&ty, &["c".into()], &[]), refused);
    assert_eq!(world.construct(&ty, &[Raw::Int(1)], &[]), refused);
    assert_eq!(world.construct(&ty, &[Raw::None], &[]), "! CoercionError: Cannot coerce 'None' to String");
    let open = world.one(&ty, "{{x}}");
    assert_eq!(world.check(&open), "u'{{x}}' not in the enumeration (a, b)");
    assert_eq!(
        world.check(&world.bind(&open, &[kw("x", "c")])),
        "Unable to interpolate: Cannot coerce 'c' to N: c is not one of a, b"
    );
    assert_eq!(world.check(&world.bind(&open, &[kw("x", "b")])), "");
    let again = Type::enumeration(&world.cx, Some("N"), vec!["a".into(), "b".into()]).expect("a type");
    let (x, y) = (world.one(&ty, "a"), world.one(&again, "a"));
    assert!(ty.is_instance(&y));
    assert!(!x.eq(&world.cx, &Raw::Object(y)).expect("equality"));
    let holder = world.plain("H", &[("e", ty.clone())]);
    let held = |value: Raw| world.make(&holder, &[kw("e", value)]).slot("e").expect("set").value.clone();
    let equal = |object: Object| object.eq(&world.cx, &Raw::Object(world.one(&ty, "a"))).expect("equality");
    assert!(equal(held(world.one(&ty, "a").into())) && !equal(held("a".into())));
    let unnamed = Type::enumeration(&world.cx, None, vec!["A".into(), "B".into()]).expect("a type");
    assert_eq!(&**unnamed.name(), "Enum_A_B");
    assert_eq!(unnamed.repr(), "<class 'pystachio.typing.Enum_A_B'>");
}

#[test]
fn equality_order_and_hash() {
    let world = World::new();
    let eq = |a: &Object, b: &Object| a.eq(&world.cx, &Raw::Object(b.clone())).expect("equality");
    let (text, number) = (world.string("1"), world.one(&Type::string(), 1i64));
    assert!(eq(&text, &number));
    let (integer, float) = (world.one(&Type::integer(), 1i64), world.one(&Type::float(), 1.0));
    assert!(!eq(&integer, &float));
    assert!(!text.eq(&world.cx, &Raw::from("1")).expect("equality"));
    assert_eq!(integer.order(&world.cx, &Raw::Object(float)).expect("order"), Some(std::cmp::Ordering::Less));
    let two = world.one(&Type::integer(), "2");
    assert_eq!(two.order(&world.cx, &Raw::Object(integer)).expect("order"), Some(std::cmp::Ordering::Greater));
    let open = world.bind(&world.string("{{x}}"), &[kw("x", "a")]);
    let closed = world.string("a");
    assert!(eq(&open, &closed));
    assert_ne!(open.hash(&world.cx).expect("hash"), closed.hash(&world.cx).expect("hash"));
    assert_eq!(closed.hash(&world.cx).expect("hash"), crate::cpython::hash::hash_bytes(b"a"));
}
