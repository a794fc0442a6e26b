//! Every recorded exchange of a real scheduler goes through our types and back.

use serde_json::Value as Json;

use super::api::{Call, JobKey, ReplyError, TaskQuery};
use super::wire::{Message, MessageType, Tag, Value, decode_message, encode_message};

/// The exchanges of `fixtures/wire`.
fn exchanges() -> Vec<Json> {
    let texts = [include_str!("../../fixtures/wire/recordings.jsonl"), include_str!("../../fixtures/wire/calls.jsonl")];
    let mut found = Vec::new();
    for line in texts.iter().flat_map(|text| text.lines()) {
        let record: Json = serde_json::from_str(line).expect("fixtures are JSON");
        match record.get("exchanges") {
            Some(list) => found.extend(list.as_array().expect("a list").iter().cloned()),
            None => found.push(record),
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

#[test]
fn recorded_requests_and_answers_survive() {
    let (mut requests, mut answers) = (0, 0);
    for exchange in exchanges() {
        let request = exchange.get("request").and_then(Json::as_str).unwrap_or_default();
        let clean = exchange.get("http").is_none() && exchange.get("status").and_then(Json::as_i64) == Some(200);
        let Ok((call, sequence)) = Call::decode(request.as_bytes()) else { continue };
        if !clean {
            continue;
        }
        let recorded = decode_message(request.as_bytes()).expect("it was decoded once");
        if recorded.kind == MessageType::Call {
            let ours = decode_message(call.request_numbered(sequence).as_bytes()).expect("ours is well formed");
            let known: Vec<i16> = ours.body.iter().map(|(id, _)| *id).collect();
            let body: Vec<_> = recorded.body.iter().filter(|(id, _)| known.contains(id)).cloned().collect();
            // Only requests written by hand, to try what servers make of them, have arguments that do not exist.
            assert!(body.len() == recorded.body.len() || exchange.get("note").is_some(), "{request}");
            assert_eq!(normal(&Value::Struct(ours.body)), normal(&Value::Struct(body)), "{request}");
            requests += 1;
        }
        let answer = exchange.get("answer").and_then(Json::as_str).unwrap_or_default();
        match call.response(answer.as_bytes()) {
            Ok(response) => {
                let ours = decode_message(call.reply(response, sequence).as_bytes()).expect("well formed");
                let recorded = decode_message(answer.as_bytes()).expect("it was decoded once");
                assert_eq!(normal(&Value::Struct(ours.body)), normal(&Value::Struct(recorded.body)), "{answer}");
                answers += 1;
            }
            Err(ReplyError::Exception(_)) => {}
            Err(problem) => panic!("{problem}: {answer}"),
        }
    }
    assert!(requests > 600 && answers > 600, "only {requests} requests and {answers} answers were compared");
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
