//! Every recorded exchange of a real scheduler goes through our types and back.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::api::{Call, JobKey, ReplyError, TaskQuery, UnreadableCall};
use super::wire::{Message, MessageType, Tag, Value, decode_message, encode_message};

/// The exchanges of `fixtures/wire`, each with a name: that of its recording and its number there.
fn exchanges() -> Vec<(String, Json)> {
    let files = [
        ("recordings", include_str!("../../fixtures/wire/recordings.jsonl")),
        ("calls", include_str!("../../fixtures/wire/calls.jsonl")),
    ];
    let mut found = Vec::new();
    for (file, text) in files {
        for (line, text) in text.lines().enumerate() {
            let record: Json = serde_json::from_str(text).expect("fixtures are JSON");
            let name = record["name"].as_str().map_or_else(|| format!("{file}-{line}"), str::to_owned);
            match record.get("exchanges").and_then(Json::as_array) {
                Some(list) => {
                    found.extend(list.iter().enumerate().map(|(at, one)| (format!("{name}/{at}"), one.clone())));
                }
                None => found.push((name, record)),
            }
        }
    }
    found
}

/// Orders fields, sets and maps, whose order means nothing.
fn normal(value: &Value) -> Value {
    match value {
        Value::Struct(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|(id, value)| (*id, normal(value))).collect();
            fields.sort_by_key(|(id, _)| *id);
            Value::Struct(fields)
        }
        Value::List(tag, items) => Value::List(*tag, items.iter().map(normal).collect()),
        Value::Set(tag, items) => {
            let mut items: Vec<_> = items.iter().map(normal).collect();
            items.sort_by_key(|item| format!("{item:?}"));
            Value::Set(*tag, items)
        }
        Value::Map(keys, values, entries) => {
            let mut entries: Vec<_> = entries.iter().map(|(key, value)| (normal(key), normal(value))).collect();
            entries.sort_by_key(|entry| format!("{entry:?}"));
            Value::Map(*keys, *values, entries)
        }
        Value::Double(number) if number.is_nan() => Value::Text("NaN".to_owned()),
        other => other.clone(),
    }
}

/// What an exchange turns out to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Finding {
    /// Request and answer went through our types and came back the same.
    Same,
    /// Sent in a way that no client uses: another HTTP method or path.
    OtherHttp,
    /// The scheduler found no message in it and answered with status 500; neither do we.
    Malformed,
    /// The scheduler found no message in it and answered with status 500; we read it all the same.
    MalformedYetRead,
    /// No client writes such a message, and we read none; the scheduler made sense of it.
    Forgiven,
    /// The scheduler has no such method, and neither have we; the answer is its exception.
    NoSuchMethod,
    /// The arguments are as a server reads them, but not as a client writes them: fields that do not exist, or wrong types.
    OddArguments,
    /// The answer is an exception of the scheduler's.
    Thrown,
}

fn judge(name: &str, exchange: &Json) -> Finding {
    let request = exchange.get("request").and_then(Json::as_str).unwrap_or_default();
    let answer = exchange.get("answer").and_then(Json::as_str).unwrap_or_default();
    if exchange.get("http").is_some() {
        return Finding::OtherHttp;
    }
    let (call, sequence) = match (exchange.get("status").and_then(Json::as_i64), Call::decode(request.as_bytes())) {
        (Some(200), Ok(decoded)) => decoded,
        (Some(200), Err(UnreadableCall::UnknownMethod(_, _))) => {
            let answer = decode_message(answer.as_bytes()).expect("an answer");
            assert_eq!(answer.kind, MessageType::Exception, "{name}: it has a method that we do not know");
            return Finding::NoSuchMethod;
        }
        (Some(500), Err(UnreadableCall::Malformed(_))) => return Finding::Malformed,
        (Some(500), Ok(_)) => return Finding::MalformedYetRead,
        (Some(200), Err(UnreadableCall::Malformed(_))) => return Finding::Forgiven,
        other => panic!("{name}: {other:?}: {request}"),
    };
    let recorded = decode_message(request.as_bytes()).expect("it was decoded once");
    let ours = decode_message(call.request_numbered(sequence).as_bytes()).expect("ours is well formed");
    match call.response(answer.as_bytes()) {
        Ok(response) => {
            let ours = decode_message(call.reply(response, sequence).as_bytes()).expect("well formed");
            let recorded = decode_message(answer.as_bytes()).expect("it was decoded once");
            assert_eq!(normal(&Value::Struct(ours.body)), normal(&Value::Struct(recorded.body)), "{name}: {answer}");
        }
        Err(ReplyError::Exception(_)) => return Finding::Thrown,
        Err(problem) => panic!("{name}: {problem}: {answer}"),
    }
    let is_same = recorded.kind == MessageType::Call
        && normal(&Value::Struct(ours.body)) == normal(&Value::Struct(recorded.body));
    if is_same { Finding::Same } else { Finding::OddArguments }
}

/// How many exchanges are the same.
const SAME: usize = 669;

/// All others: the recording, the numbers in it, and what they are. Everything here was written by hand, to find out what
/// the scheduler makes of it; no client sends such a thing.
const OTHERS: [(&str, &[usize], Finding); 17] = [
    ("calls-35", &[], Finding::NoSuchMethod),
    ("hand-counts", &[1, 2, 3, 4, 5, 6, 7, 8, 10], Finding::Malformed),
    // A map of one entry that claims to have more.
    ("hand-counts", &[9], Finding::Forgiven),
    // Another version, no arguments at all.
    ("hand-envelope", &[0, 5], Finding::Malformed),
    // A number that is no kind of message.
    ("hand-envelope", &[4], Finding::Forgiven),
    // The kinds of messages that are no calls, and an argument that the method does not have.
    ("hand-envelope", &[1, 2, 3, 6], Finding::OddArguments),
    ("hand-http", &[5, 6, 7, 8, 9], Finding::OtherHttp),
    // A number in quotes.
    ("hand-numbers", &[3], Finding::MalformedYetRead),
    ("hand-numbers", &[7, 8], Finding::Malformed),
    ("hand-tags", &[4], Finding::MalformedYetRead),
    ("hand-tags", &[5, 6, 7, 8, 9, 10, 11], Finding::Malformed),
    ("hand-tags", &[12], Finding::OddArguments),
    // Escapes that a reader of bytes does not have.
    ("hand-text", &[5, 8], Finding::MalformedYetRead),
    ("hand-truncated", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Finding::Malformed),
    ("hand-unknown-method", &[1, 2, 3, 7], Finding::NoSuchMethod),
    // A method of 0.6.
    ("hand-unknown-method", &[4], Finding::Thrown),
    // Blanks of all kinds; one behind the message is allowed.
    ("hand-whitespace", &[0, 2, 3, 4, 5, 6, 7, 8, 9], Finding::MalformedYetRead),
];

#[test]
fn recorded_requests_and_answers_survive() {
    let mut others = BTreeMap::new();
    for (recording, numbers, finding) in OTHERS {
        if numbers.is_empty() {
            others.insert(recording.to_owned(), finding);
        }
        others.extend(numbers.iter().map(|number| (format!("{recording}/{number}"), finding)));
    }
    let all = exchanges();
    let found: BTreeMap<String, Finding> =
        all.iter().map(|(name, exchange)| (name.clone(), judge(name, exchange))).collect();
    assert_eq!(found.len(), all.len(), "each has a name of its own");
    let same = found.values().filter(|finding| **finding == Finding::Same).count();
    let different: BTreeMap<String, Finding> =
        found.into_iter().filter(|(_, finding)| *finding != Finding::Same).collect();
    assert_eq!(different, others);
    assert_eq!(same, SAME);
}

/// Whether a reader that compares character by character takes the text: no blanks between the parts, and only the escapes
/// that 0.5.0 knows.
fn is_exact(text: &str) -> bool {
    let mut rest = text.chars();
    let mut inside = false;
    while let Some(c) = rest.next() {
        let fits = match (inside, c) {
            (false, '"') => {
                inside = true;
                true
            }
            (true, '"') => {
                inside = false;
                true
            }
            (false, c) => "[]{},:+-.".contains(c) || c.is_ascii_digit() || c == 'E',
            (true, '\\') => match rest.next() {
                Some('u') => {
                    let digits: String = rest.by_ref().take(4).collect();
                    digits.starts_with("00") && digits.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
                }
                Some(c) => "\"\\bfnrt".contains(c),
                None => false,
            },
            (true, c) => c >= ' ',
        };
        if !fits {
            return false;
        }
    }
    !inside
}

#[test]
fn requests_are_written_for_exact_readers() {
    let mut count = 0;
    for (name, exchange) in exchanges() {
        let request = exchange.get("request").and_then(Json::as_str).unwrap_or_default();
        if let Ok((call, sequence)) = Call::decode(request.as_bytes()) {
            for call in [call.clone(), call.for_later()] {
                assert!(is_exact(&call.request_numbered(sequence)), "{name}");
            }
            count += 1;
        }
    }
    assert!(count >= SAME, "only {count}");
    assert!(
        !is_exact("[1, 2]") && !is_exact(r#"["\u001F"]"#) && !is_exact(r#"["\/"]"#) && is_exact(r#"["\u001f \\"]"#)
    );
}

#[test]
fn texts_are_written_for_exact_readers() {
    let body = vec![(1, Value::Text("\u{1f}\"\\/é中\u{7f}\n".to_owned())), (2, Value::Set(Tag::I32, vec![]))];
    let message = Message { name: "m".to_owned(), kind: MessageType::Call, sequence: 0, body };
    let text = encode_message(&message);
    assert_eq!(text, "[1,\"m\",1,0,{\"1\":{\"str\":\"\\u001f\\\"\\\\/é中\u{7f}\\n\"},\"2\":{\"set\":[\"i32\",0]}}]");
    assert_eq!(decode_message(text.as_bytes()), Ok(message));
}

#[test]
fn a_call_is_written_without_blanks() {
    let query = TaskQuery::job(&JobKey::new("ops", "prod", "web"));
    assert_eq!(
        Call::GetTasksStatus { query: Some(query) }.request(),
        r#"[1,"getTasksStatus",1,0,{"1":{"rec":{"2":{"str":"web"},"8":{"rec":{"1":{"str":"ops"}}},"9":{"str":"prod"}}}}]"#
    );
}

#[test]
fn hostile_answers_are_refused_without_a_panic() {
    let deep = format!("[1,\"m\",2,0,{}", "{\"0\":{\"rec\":".repeat(100_000));
    for text in ["", "[", "[1", "<html>", "[1,\"m\",2,0,{\"0\":{\"lst\":[\"rec\",99999999999]}}]", deep.as_str()] {
        assert!(decode_message(text.as_bytes()).is_err(), "{}", text.get(..20).unwrap_or(text));
    }
    let whole = br#"[1,"m",2,0,{"0":{"rec":{"1":{"i32":1},"9":{"map":["str","i32",1,{"a":3}]},"3":{"dbl":"NaN"}}}}]"#;
    for end in 0..whole.len() {
        assert!(decode_message(&whole[..end]).is_err());
        let mut damaged = whole.to_vec();
        for byte in [b'"', b'{', b'9', 0xff, b'\\'] {
            damaged[end] = byte;
            let _ = decode_message(&damaged);
        }
    }
}
