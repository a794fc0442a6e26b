//! What Python 2.7.18 says to wrong texts, and what it writes.

use num_bigint::BigInt;

use super::*;

/// Text, message for `str` input, message for `unicode` input.
#[rustfmt::skip]
const WRONG: &[(&str, &str, &str)] = &[
    ("[\"", "end is out of bounds", "end is out of bounds"),
    ("\"\\u00e9", "Invalid \\uXXXX escape: line 1 column 3 (char 2)", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
    ("", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("  ", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("{", "Expecting object: line 1 column 1 (char 0)", "Expecting object: line 1 column 1 (char 0)"),
    ("{ ", "Expecting object: line 1 column 2 (char 1)", "Expecting object: line 1 column 2 (char 1)"),
    ("[", "Expecting object: line 1 column 1 (char 0)", "Expecting object: line 1 column 1 (char 0)"),
    ("[1", "Expecting object: line 1 column 2 (char 1)", "Expecting object: line 1 column 2 (char 1)"),
    ("[1,", "Expecting object: line 1 column 3 (char 2)", "Expecting object: line 1 column 3 (char 2)"),
    ("[1 2]", "Expecting , delimiter: line 1 column 4 (char 3)", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
    ("{\"a\"", "Expecting : delimiter: line 1 column 5 (char 4)", "Expecting ':' delimiter: line 1 column 5 (char 4)"),
    ("{\"a\":", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("{\"a\" 1}", "Expecting : delimiter: line 1 column 6 (char 5)", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
    ("{\"a\":1", "Expecting object: line 1 column 6 (char 5)", "Expecting object: line 1 column 6 (char 5)"),
    ("{\"a\":1,", "Expecting object: line 1 column 7 (char 6)", "Expecting object: line 1 column 7 (char 6)"),
    ("{\"a\":1,}", "Expecting property name: line 1 column 8 (char 7)", "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"),
    ("{\"a\":1 \"b\"}", "Expecting , delimiter: line 1 column 8 (char 7)", "Expecting ',' delimiter: line 1 column 8 (char 7)"),
    ("[1,]", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("{a:1}", "Expecting property name: line 1 column 2 (char 1)", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ("{1:2}", "Expecting property name: line 1 column 2 (char 1)", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ("\"abc", "Unterminated string starting at: line 1 column 1 (char 0)", "Unterminated string starting at: line 1 column 1 (char 0)"),
    ("\"a\nb\"", "Invalid control character at: line 1 column 3 (char 2)", "Invalid control character at: line 1 column 3 (char 2)"),
    ("\"a\\qb\"", "Invalid \\escape: line 1 column 3 (char 2)", "Invalid \\escape: line 1 column 3 (char 2)"),
    ("\"\\u12\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
    ("\"\\u12G4\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
    ("nul", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("nan", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("-", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("01", "Extra data: line 1 column 2 - line 1 column 3 (char 1 - 2)", "Extra data: line 1 column 2 - line 1 column 3 (char 1 - 2)"),
    ("1.", "Extra data: line 1 column 2 - line 1 column 3 (char 1 - 2)", "Extra data: line 1 column 2 - line 1 column 3 (char 1 - 2)"),
    ("1e", "Extra data: line 1 column 2 - line 1 column 3 (char 1 - 2)", "Extra data: line 1 column 2 - line 1 column 3 (char 1 - 2)"),
    ("1 2", "Extra data: line 1 column 3 - line 1 column 4 (char 2 - 3)", "Extra data: line 1 column 3 - line 1 column 4 (char 2 - 3)"),
    ("[1] x", "Extra data: line 1 column 5 - line 1 column 6 (char 4 - 5)", "Extra data: line 1 column 5 - line 1 column 6 (char 4 - 5)"),
    ("[1]\n x y", "Extra data: line 2 column 2 - line 2 column 5 (char 5 - 8)", "Extra data: line 2 column 2 - line 2 column 5 (char 5 - 8)"),
    ("{\"a\":1}}", "Extra data: line 1 column 8 - line 1 column 9 (char 7 - 8)", "Extra data: line 1 column 8 - line 1 column 9 (char 7 - 8)"),
    ("tru", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("[tru]", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("[x]", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("{\"a\":x}", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("{\"a\":,}", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("[,]", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("\"\u{0}\"", "Invalid control character at: line 1 column 2 (char 1)", "Invalid control character at: line 1 column 2 (char 1)"),
    ("\u{feff}{}", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("[\"a\" \"b\"]", "Expecting , delimiter: line 1 column 6 (char 5)", "Expecting ',' delimiter: line 1 column 6 (char 5)"),
    ("{\"a\":1,  }", "Expecting property name: line 1 column 10 (char 9)", "Expecting property name enclosed in double quotes: line 1 column 10 (char 9)"),
    ("[1,\n\n2 3]", "Expecting , delimiter: line 3 column 3 (char 7)", "Expecting ',' delimiter: line 3 column 3 (char 7)"),
    ("{\n \"a\" 1}", "Expecting : delimiter: line 2 column 6 (char 7)", "Expecting ':' delimiter: line 2 column 6 (char 7)"),
    ("{\"a\":1\n,\nb}", "Expecting property name: line 3 column 1 (char 9)", "Expecting property name enclosed in double quotes: line 3 column 1 (char 9)"),
    ("-Inf", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("-x", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("[-]", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("\"\\", "Unterminated string starting at: line 1 column 1 (char 0)", "Unterminated string starting at: line 1 column 1 (char 0)"),
    ("\"\\\"", "Unterminated string starting at: line 1 column 1 (char 0)", "Unterminated string starting at: line 1 column 1 (char 0)"),
    ("\"\\u", "Invalid \\uXXXX escape: line 1 column 3 (char 2)", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
    ("[1,2", "Expecting object: line 1 column 4 (char 3)", "Expecting object: line 1 column 4 (char 3)"),
    ("[1  ", "Expecting object: line 1 column 4 (char 3)", "Expecting object: line 1 column 4 (char 3)"),
    ("[1, ", "Expecting object: line 1 column 4 (char 3)", "Expecting object: line 1 column 4 (char 3)"),
    ("{\"a\":1, ", "Expecting object: line 1 column 8 (char 7)", "Expecting object: line 1 column 8 (char 7)"),
    ("{\"a\":  ", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("{\"a\"  ", "Expecting : delimiter: line 1 column 7 (char 6)", "Expecting ':' delimiter: line 1 column 7 (char 6)"),
    (".5", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("+1", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("[[[", "Expecting object: line 1 column 3 (char 2)", "Expecting object: line 1 column 3 (char 2)"),
    ("{\"a\":[}", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("\"\t\"", "Invalid control character at: line 1 column 2 (char 1)", "Invalid control character at: line 1 column 2 (char 1)"),
    ("\u{b}1", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("\"abc\\", "Unterminated string starting at: line 1 column 1 (char 0)", "Unterminated string starting at: line 1 column 1 (char 0)"),
    ("\"abc\\u123", "Invalid \\uXXXX escape: line 1 column 6 (char 5)", "Invalid \\uXXXX escape: line 1 column 6 (char 5)"),
    ("[\"\n\"]", "Invalid control character at: line 1 column 3 (char 2)", "Invalid control character at: line 1 column 3 (char 2)"),
    ("[1]]", "Extra data: line 1 column 4 - line 1 column 5 (char 3 - 4)", "Extra data: line 1 column 4 - line 1 column 5 (char 3 - 4)"),
    ("[] []", "Extra data: line 1 column 4 - line 1 column 6 (char 3 - 5)", "Extra data: line 1 column 4 - line 1 column 6 (char 3 - 5)"),
    ("\"\\x41\"", "Invalid \\escape: line 1 column 2 (char 1)", "Invalid \\escape: line 1 column 2 (char 1)"),
    ("\u{c}{}", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("[1,,2]", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("{,}", "Expecting property name: line 1 column 2 (char 1)", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ("{\"a\"::1}", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("\"a\" \"b\"", "Extra data: line 1 column 5 - line 1 column 8 (char 4 - 7)", "Extra data: line 1 column 5 - line 1 column 8 (char 4 - 7)"),
    ("\"\\ud83d\\u\"", "Invalid \\uXXXX escape: line 1 column 9 (char 8)", "Invalid \\uXXXX escape: line 1 column 9 (char 8)"),
    ("\"\\ud83d\\uZZZZ\"", "Invalid \\uXXXX escape: line 1 column 9 (char 8)", "Invalid \\uXXXX escape: line 1 column 9 (char 8)"),
    ("truefalse", "Extra data: line 1 column 5 - line 1 column 10 (char 4 - 9)", "Extra data: line 1 column 5 - line 1 column 10 (char 4 - 9)"),
    ("nullx", "Extra data: line 1 column 5 - line 1 column 6 (char 4 - 5)", "Extra data: line 1 column 5 - line 1 column 6 (char 4 - 5)"),
    ("\u{e9}", "No JSON object could be decoded", "No JSON object could be decoded"),
    ("\"\u{e9}\n\"", "Invalid control character at: line 1 column 4 (char 3)", "Invalid control character at: line 1 column 3 (char 2)"),
    ("[\"\u{e9}\" x]", "Expecting , delimiter: line 1 column 7 (char 6)", "Expecting ',' delimiter: line 1 column 6 (char 5)"),
    ("[\"\u{20ac}\",", "Expecting object: line 1 column 7 (char 6)", "Expecting object: line 1 column 5 (char 4)"),
    ("{\"\u{e9}\"", "Expecting : delimiter: line 1 column 6 (char 5)", "Expecting ':' delimiter: line 1 column 5 (char 4)"),
];

fn read(text: &str) -> Result<Json, JsonError> {
    parse(text, ParseOptions::default())
}

#[test]
fn messages() {
    for (text, bytes, unicode) in WRONG {
        for (input, message) in [(JsonInput::Bytes, bytes), (JsonInput::Unicode, unicode)] {
            let result = parse(text, ParseOptions { input, ..ParseOptions::default() });
            assert_eq!(result.map_err(|error| error.message), Err((*message).to_owned()), "{text:?} {input:?}");
        }
    }
}

#[test]
fn values() {
    let number = "12345678901234567890123";
    for (text, value) in [
        (" null ", Json::Null),
        ("-0", Json::Int(0)),
        ("-12", Json::Int(-12)),
        ("1E+5", Json::Float(100_000.0)),
        ("1.5e400", Json::Float(f64::INFINITY)),
        ("-Infinity", Json::Float(f64::NEG_INFINITY)),
        (number, Json::Big(number.parse::<BigInt>().unwrap())),
        (r#""a\/\ud83d\ude00\u00e9""#, Json::String("a/\u{1f600}\u{e9}".to_owned())),
        ("[ ]", Json::Array(Vec::new())),
        (
            r#"{"b": [true], "a": {}, "b": 2}"#,
            Json::Object(vec![
                ("b".to_owned(), Json::Array(vec![Json::Bool(true)])),
                ("a".to_owned(), Json::Object(Vec::new())),
                ("b".to_owned(), Json::Int(2)),
            ]),
        ),
    ] {
        assert_eq!(read(text), Ok(value), "{text}");
    }
}

#[test]
fn limits() {
    let deep = "[".repeat(100_000);
    assert_eq!(read(&deep).map_err(|error| error.kind), Err(JsonErrorKind::TooDeep));
    assert_eq!(read(r#""\ud800\u0041""#), Ok(Json::String("\u{10d800}A".to_owned())));
    let lax = ParseOptions { strict: false, ..ParseOptions::default() };
    assert_eq!(parse("\"a\nb\"", lax), Ok(Json::String("a\nb".to_owned())));
}

fn written(value: &Json, layout: &JsonLayout) -> String {
    let mut writer = JsonWriter::new(layout);
    writer.value(value);
    writer.finish()
}

#[test]
fn writing() {
    let value = read(r#"{"a": [1, 2.0, 1e400, NaN], "b": {}, "c": [], "d": "\u00e9\u007f\ud83d\ude00\b\f\u0001\\\""}"#)
        .unwrap();
    assert_eq!(
        written(&value, &JsonLayout::default()),
        r#"{"a": [1, 2.0, Infinity, NaN], "b": {}, "c": [], "d": "\u00e9\u007f\ud83d\ude00\b\f\u0001\\\""}"#
    );
    let unicode = JsonLayout { ensure_ascii: false, ..JsonLayout::default() };
    assert_eq!(written(&Json::String("\u{e9}\u{1}\u{7f}".to_owned()), &unicode), "\"\u{e9}\\u0001\u{7f}\"");
    let indented = JsonLayout { indent: Some(2), ..JsonLayout::default() };
    assert_eq!(
        written(&read(r#"{"a": [1, {}], "b": []}"#).unwrap(), &indented),
        "{\n  \"a\": [\n    1, \n    {}\n  ], \n  \"b\": []\n}"
    );
}
