//! Random object trees against the original library: `fixtures/objects/random.jsonl`, made by `tests/differential/generate.py`, holds
//! trees and what the library makes of them in one pass, in three passes and in its type check.

#![allow(clippy::disallowed_methods)]

use std::path::Path;

use aurora::objects::{
    Context, Error, ErrorClass, FieldDecl, Frozen, Keyword, Limits, Object, Origin, Raw, Result, Rules, Signature,
    StructType, Type,
};
use aurora::source::Span;
use serde_json::{Value, json};

struct World {
    cx: Context,
    types: [(&'static str, Type); 3],
}

impl World {
    fn new() -> Result<World> {
        let rules = Rules { choice_unwraps: true, wide_index: true, raw_struct_hash: true, json_drops_nested: true };
        let cx = Context::new(rules, Limits::default());
        let text = Type::string;
        let with = |ty: Type, value: Raw| Signature::with_default(&cx, ty, &value);
        let p = declare(
            &cx,
            "P",
            vec![
                ("name", Signature::optional(text())),
                ("cmdline", Signature::optional(text())),
                ("n", with(Type::integer(), Raw::Int(7))?),
            ],
        )?;
        let t = declare(
            &cx,
            "T",
            vec![
                ("name", with(text(), "{{p.name}}".into())?),
                ("p", Signature::optional(p.clone())),
                ("ps", Signature::optional(Type::list(&cx, &p)?)),
                ("m", Signature::optional(Type::map(&cx, &text(), &text())?)),
                ("n", Signature::optional(Type::integer())),
            ],
        )?;
        let j = declare(
            &cx,
            "J",
            vec![
                ("name", Signature::required(text())),
                ("a", Signature::optional(text())),
                ("t", Signature::optional(t.clone())),
                ("n", with(Type::integer(), "{{t.n}}".into())?),
            ],
        )?;
        Ok(World { cx, types: [("P", p), ("T", t), ("J", j)] })
    }

    fn build(&self, spec: &Value) -> Result<Raw> {
        let cx = &self.cx;
        let made = if let Some(name) = spec["struct"].as_str() {
            let ty = self.types.iter().find(|(one, _)| *one == name).map(|(_, ty)| ty.clone());
            let keywords = self.keywords(&spec["fields"])?;
            ty.unwrap_or_else(Type::string).construct(cx, &[], &keywords, Span::NONE)?
        } else if let Some(text) = spec["text"].as_str() {
            Type::string().construct(cx, &[Raw::from(text)], &[], Span::NONE)?
        } else if let Some(items) = spec["list"].as_array() {
            return Ok(Raw::tuple(items.iter().map(|item| self.build(item)).collect::<Result<_>>()?));
        } else if let Some(pairs) = spec["map"].as_array() {
            let pair = |pair: &Value| Ok(Raw::tuple(vec![self.build(&pair[0])?, self.build(&pair[1])?]));
            let pairs = pairs.iter().map(pair).collect::<Result<Vec<_>>>()?;
            return Ok(Type::map(cx, &Type::string(), &Type::string())?.construct(cx, &pairs, &[], Span::NONE)?.into());
        } else {
            return Ok(match spec {
                Value::String(text) => Raw::from(&**text),
                Value::Number(number) => Raw::Int(number.as_i64().unwrap_or_default()),
                _ => Raw::None,
            });
        };
        Ok(self.bound(&made, &spec["bind"])?.into())
    }

    fn keywords(&self, spec: &Value) -> Result<Vec<Keyword>> {
        let pairs = spec.as_object().into_iter().flatten();
        pairs.map(|(name, value)| Ok(Keyword::new(&**name, self.build(value)?, Span::NONE))).collect()
    }

    fn bound(&self, object: &Object, spec: &Value) -> Result<Object> {
        let pairs = spec.as_object().into_iter().flatten();
        let pairs =
            pairs.map(|(name, value)| Ok((Raw::from(&**name), self.build(value)?))).collect::<Result<Vec<_>>>()?;
        if pairs.is_empty() {
            return Ok(object.clone());
        }
        let table = Raw::Frozen(Frozen::from_pairs(&self.cx, pairs)?.into());
        object.bind(&self.cx, &[table], &[], Span::NONE)
    }

    fn passes(&self, object: &Object, count: usize) -> Result<Value> {
        let (mut object, mut left) = (object.clone(), Vec::new());
        for _ in 0..count {
            (object, left) = object.interpolate(&self.cx)?;
        }
        let mut left: Vec<&str> = left.iter().map(|reference| reference.address()).collect();
        left.sort_unstable();
        left.dedup();
        Ok(json!([plain(&object.get(&self.cx)?), left]))
    }

    fn checked(&self, object: &Object) -> Result<Value> {
        Ok(json!(object.check(&self.cx)?.ok()))
    }

    fn results(&self, case: &Value) -> Result<Vec<Value>> {
        let Raw::Object(object) = self.build(&case["object"])? else { return Ok(Vec::new()) };
        let object = self.bound(&object, &case["bind"])?;
        Ok([self.passes(&object, 1), self.passes(&object, 3), self.checked(&object)]
            .into_iter()
            .map(|result| result.unwrap_or_else(|error| failure(&error)))
            .collect())
    }
}

fn declare(cx: &Context, name: &str, fields: Vec<(&str, Signature)>) -> Result<Type> {
    let decl = |(name, signature): (&str, Signature)| FieldDecl {
        name: name.into(),
        signature,
        doc: "".into(),
        origin: Origin::Unknown,
    };
    StructType::declare(cx, name, fields.into_iter().map(decl).collect(), &[])
}

fn failure(error: &Error) -> Value {
    json!({ "error": error.class().map_or("", ErrorClass::name) })
}

fn plain(raw: &Raw) -> Value {
    match raw {
        Raw::Text(text) => json!(**text),
        Raw::Bytes(bytes) => json!(String::from_utf8_lossy(bytes)),
        Raw::Int(number) => json!(number),
        Raw::Tuple(items) => items.iter().map(plain).collect(),
        Raw::Frozen(frozen) => {
            let key = |key: &Raw| plain(key).as_str().map(str::to_owned).unwrap_or_default();
            Value::Object(frozen.iter().map(|(name, value)| (key(name), plain(value))).collect())
        }
        _ => Value::Null,
    }
}

/// Which of several faults is met first depends on the order of attributes, which differs between the two Pythons.
fn agree(ours: &Value, theirs: &Value) -> bool {
    if ours["error"].is_string() && theirs["error"].is_string() {
        return true;
    }
    match theirs[0].as_bool() {
        // The check stops at the first fault; a fault that escapes and one that does not are both faults.
        Some(true) => ours == true,
        Some(false) => ours == false || ours["error"].is_string(),
        None => ours == theirs || (theirs["error"].is_string() && ours == false),
    }
}

#[test]
fn random_trees() {
    // OBJECTS_CASES names a file of more cases that the generator has made.
    let path = match std::env::var_os("OBJECTS_CASES") {
        Some(path) => path.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/objects/random.jsonl"),
    };
    let text = std::fs::read_to_string(path).expect("the cases");
    let world = World::new().expect("the types");
    let mut wrong = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let case: Value = serde_json::from_str(line).expect("a case");
        let ours = world.results(&case);
        let same = match (&ours, case["results"].as_array()) {
            (Ok(ours), Some(theirs)) => ours.iter().zip(theirs).all(|(ours, theirs)| agree(ours, theirs)),
            (Err(_), None) => true,
            _ => false,
        };
        if !same {
            let ours = ours.map_or_else(|error| failure(&error), Value::from);
            wrong.push(format!("line {}:\n  {line}\n  ours: {ours}", at + 1));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ\n{}",
        wrong.len(),
        text.lines().count(),
        wrong[..wrong.len().min(5)].join("\n")
    );
}
