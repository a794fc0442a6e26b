//! Facts of `reference/objects.md §2, §3`.

use super::*;

fn address(text: &str) -> String {
    match Reference::parse(text, IndexStyle::Narrow) {
        Ok(reference) => reference.address().to_owned(),
        Err(error) => format!("! {}", error.message),
    }
}

#[test]
fn addresses() {
    let cases = [
        ("a", "a"),
        (".a", "a"),
        ("[a]", "[a]"),
        ("[0][a].b", "[0][a].b"),
        ("_", "_"),
        ("a[-1]", "a[-1]"),
        ("a[b-c]", "a[b-c]"),
        ("", "! Invalid address: ''"),
        ("1x", "! 1x"),
        ("&", "! &"),
        ("#a", "! #a"),
        (" a ", "!  a "),
        ("é", "! é"),
        ("a b", "! Badly formed address .a b"),
        ("a-b", "! Badly formed address .a-b"),
        ("a.1", "! Badly formed address .a.1"),
        ("a.", "! Badly formed address .a."),
        ("a..b", "! Badly formed address .a..b"),
        ("a[]", "! Badly formed address .a[]"),
        ("a[0]b", "! Badly formed address .a[0]b"),
        ("a.[0]", "! Badly formed address .a.[0]"),
        ("a[b.c]", "! Badly formed address .a[b.c]"),
        ("a:b", "! Badly formed address .a:b"),
        ("a\n", "! Badly formed address .a\n"),
        (".", "! Badly formed address ."),
        ("..a", "! Badly formed address ..a"),
    ];
    for (text, expected) in cases {
        assert_eq!(address(text), expected, "{text:?}");
    }
    assert!(Reference::parse("a[b.c/d]", IndexStyle::Wide).is_ok());
}

#[test]
fn paths() {
    let Ok(reference) = Reference::parse("a.b[c].d", IndexStyle::Narrow) else { panic!("must parse") };
    let path = reference.path();
    assert_eq!(path.skip(1).address(), "b[c].d");
    assert_eq!(path.skip(2).address(), "[c].d");
    assert_eq!(path.skip(2).prefix(1), "[c]");
    assert_eq!(path.prefix(3), "a.b[c]");
    assert_eq!(path.skip(1).first(), Some(Component::Field("b")));
    assert_eq!(reference.join(path.skip(2)).address(), "a.b[c].d[c].d");
    assert_eq!(reference.join(path.skip(1)).path().skip(4).address(), "b[c].d");
}

fn pieces(text: &str) -> String {
    match parse(text, IndexStyle::Narrow) {
        Err(error) => format!("! {}", error.message),
        Ok(fragments) => {
            let mut out = String::new();
            for piece in &fragments.pieces {
                match piece {
                    Fragment::Literal(text) => out += &format!("({text})"),
                    Fragment::Escape(text) => out += &format!("&({text})"),
                    Fragment::Reference(reference) => out += &format!("@{}", reference.address()),
                }
            }
            out
        }
    }
}

#[test]
fn templates() {
    let cases = [
        ("", ""),
        ("a", "(a)"),
        ("{{}}", "({{}})"),
        ("{{{a}}}", "({)@a(})"),
        ("{{{{a}}}}", "({{)@a(}})"),
        ("{{a}", "({{a})"),
        ("{a}}", "({a}})"),
        ("{{.a}}", "@a"),
        ("{{a[{{b}}]}}", "({{a[)@b(]}})"),
        ("{{&a}}", "&(a)"),
        ("{{&a&}}", "&(a)"),
        ("{{&&a}}", "&(&a)"),
        ("{{&a b}}", "&(a b)"),
        ("{{&&}}", "&(&)"),
        ("{{&&&}}", "&(&)"),
        ("{{&a&&}}", "&(a&)"),
        ("{{&}}", "! &"),
        ("{{ a }}", "!  a "),
        ("{{a\n}}", "! Badly formed address .a\n"),
        ("{{range $i}}", "! Badly formed address .range $i"),
        ("{{{{&a}}}}", "({{)&(a)(}})"),
        ("{{&{{b}}}}", "({{&)@b(}})"),
        ("x{{a}}y{{b}}", "(x)@a(y)@b"),
        ("<<thermos.ports[http]>> <<a.b>> <<thermos>>", "@thermos.ports[http]( <<a.b>> <<thermos>>)"),
    ];
    for (text, expected) in cases {
        assert_eq!(pieces(text), expected, "{text:?}");
    }
}

/// Each opening costs its own length, not that of the line.
#[test]
fn many_openings() {
    for opening in ["{{", "{{a", "<<", "<<thermos.a", "{{{{&}"] {
        let text = opening.repeat(200_000);
        let fragments = parse(&text, IndexStyle::Narrow).expect("fragments");
        assert_eq!(fragments.pieces.len(), 1, "{opening}");
    }
    let text = "{{a}}{{&b}}<<mesos.c>>".repeat(20_000);
    assert_eq!(parse(&text, IndexStyle::Narrow).expect("fragments").pieces.len(), 60_000);
}
