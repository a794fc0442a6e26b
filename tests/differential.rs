//! Random struct types, values, templates and bindings against the original object library, pystachio 0.8.10, which
//! `tests/differential/run.sh` fetches. `DIFFERENTIAL_CASES=10000 DIFFERENTIAL_SEED=7` runs more, or others.

#![allow(clippy::disallowed_methods, reason = "the test runs the library")]

use std::path::Path;
use std::process::Command;
use std::rc::Rc;

use aurora::objects::{
    Context, FieldDecl, Frozen, Keyword, Limits, Object, Origin, Raw, Result, Rules, Signature, StructType, Type,
};
use aurora::source::Span;
use serde_json::Value;

/// Cases of the test.
const CASES: &str = "1000";

/// The types of one case.
struct World {
    cx: Context,
    structs: Vec<Type>,
}

impl World {
    fn new(specs: &Value) -> Result<World> {
        // What releases before 0.8 do otherwise is switched to 0.8's way here, and tested elsewhere.
        let rules = Rules { choice_unwraps: true, wide_index: true, raw_struct_hash: true, json_drops_nested: true };
        let mut world = World { cx: Context::new(rules, Limits::default()), structs: Vec::new() };
        for spec in specs.as_array().into_iter().flatten() {
            let fields = spec["fields"].as_array().into_iter().flatten();
            let fields = fields.map(|field| world.field(field)).collect::<Result<Vec<_>>>()?;
            let made = StructType::declare(&world.cx, spec["name"].as_str().unwrap_or_default(), fields, &[])?;
            world.structs.push(made);
        }
        Ok(world)
    }

    fn field(&self, spec: &Value) -> Result<FieldDecl> {
        let ty = self.ty(&spec["type"])?;
        let signature = match spec.get("default") {
            Some(default) => Signature::with_default(&self.cx, ty, &self.raw(default)?)?,
            None if spec["required"] == true => Signature::required(ty),
            None => Signature::optional(ty),
        };
        let name = spec["name"].as_str().unwrap_or_default();
        Ok(FieldDecl { name: name.into(), signature, doc: "".into(), origin: Origin::Unknown })
    }

    fn ty(&self, spec: &Value) -> Result<Type> {
        let cx = &self.cx;
        match spec.as_str() {
            Some("String") => return Ok(Type::string()),
            Some("Integer") => return Ok(Type::integer()),
            Some("Float") => return Ok(Type::float()),
            Some(_) => return Ok(Type::boolean()),
            None => {}
        }
        if let Some(words) = spec["enum"].as_array() {
            let words = words.iter().map(|word| Rc::from(word.as_str().unwrap_or_default())).collect();
            return Type::enumeration(cx, None, words);
        }
        if let Some(element) = spec.get("list") {
            return Type::list(cx, &self.ty(element)?);
        }
        match spec["map"].as_array().map(Vec::as_slice) {
            Some([key, value]) => Type::map(cx, &self.ty(key)?, &self.ty(value)?),
            _ => Ok(self.structs[spec["struct"].as_u64().unwrap_or_default() as usize].clone()),
        }
    }

    fn raw(&self, spec: &Value) -> Result<Raw> {
        Ok(match spec {
            Value::String(text) => Raw::from(&**text),
            Value::Bool(truth) => Raw::Bool(*truth),
            Value::Number(number) => match number.as_i64() {
                Some(integer) => Raw::Int(integer),
                None => Raw::Float(number.as_f64().unwrap_or_default()),
            },
            Value::Object(_) if spec.get("struct").is_some() => self.object(spec)?.into(),
            Value::Object(_) => match (spec["list"].as_array(), spec["map"].as_array()) {
                (Some(items), _) => Raw::tuple(items.iter().map(|item| self.raw(item)).collect::<Result<_>>()?),
                (None, Some(pairs)) => {
                    let pair = |pair: &Value| Ok((self.raw(&pair[0])?, self.raw(&pair[1])?));
                    let pairs = pairs.iter().map(pair).collect::<Result<Vec<_>>>()?;
                    Raw::Frozen(Frozen::from_pairs(&self.cx, pairs)?.into())
                }
                (None, None) => Raw::None,
            },
            _ => Raw::None,
        })
    }

    fn object(&self, spec: &Value) -> Result<Object> {
        let ty = &self.structs[spec["struct"].as_u64().unwrap_or_default() as usize];
        let fields = spec["fields"].as_object().into_iter().flatten();
        let keyword = |(name, value): (&String, &Value)| Ok(Keyword::new(&**name, self.raw(value)?, Span::NONE));
        let keywords = fields.map(keyword).collect::<Result<Vec<_>>>()?;
        self.bound(&ty.construct(&self.cx, &[], &keywords, Span::NONE)?, &spec["bind"])
    }

    fn bound(&self, object: &Object, spec: &Value) -> Result<Object> {
        let pairs = spec.as_object().into_iter().flatten();
        let pairs =
            pairs.map(|(name, value)| Ok((Raw::from(&**name), self.raw(value)?))).collect::<Result<Vec<_>>>()?;
        if pairs.is_empty() {
            return Ok(object.clone());
        }
        let table = Raw::Frozen(Frozen::from_pairs(&self.cx, pairs)?.into());
        object.bind(&self.cx, &[table], &[], Span::NONE)
    }
}

/// What differs, if anything does.
fn difference(case: &Value) -> Option<String> {
    let ours = World::new(&case["types"]).and_then(|world| {
        let object = world.object(&case["object"])?;
        let object = world.bound(&object, &case["bind"])?;
        let json = object.interpolate(&world.cx).and_then(|(done, _)| done.json_dumps(&world.cx)).ok();
        let json: Value = json.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Ok((json, object.check(&world.cx).map(|check| check.ok()).ok()))
    });
    match (ours, case["built"] == true) {
        (Err(_), false) => None,
        (Err(error), true) => Some(format!("the library builds it: {}", error.message())),
        (Ok(_), false) => Some("the library refuses to build it".to_owned()),
        (Ok((json, _)), true) if json != case["json"] => Some(format!("JSON: {json}")),
        // A check stops at its first fault. Which one that is depends on the order of attributes, which differs between the
        // Pythons; a fault that escapes from the check and one that does not are both faults.
        (Ok((_, ok)), true) if (ok == Some(true)) != (case["ok"] == true) => Some(format!("check: {ok:?}")),
        _ => None,
    }
}

#[test]
fn random_types_agree_with_the_library() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pystachio");
    let setting = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
    let output = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/run.sh"))
        .arg(folder)
        .args([setting("DIFFERENTIAL_CASES", CASES), setting("DIFFERENTIAL_SEED", "1")])
        .output()
        .expect("the script runs");
    let told = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(77) && std::env::var_os("CI").is_none() {
        eprintln!("SKIPPED: the library is not to be had, so nothing was compared: {told}");
        return;
    }
    assert!(output.status.success(), "{told}");
    let cases = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut wrong = Vec::new();
    for (at, line) in cases.lines().enumerate() {
        let case: Value = serde_json::from_str(line).expect("a case");
        wrong.extend(difference(&case).map(|what| format!("case {}: {what}\n  {line}", at + 1)));
    }
    let count = cases.lines().count();
    assert!(wrong.is_empty(), "{} of {count} differ\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
    println!("{count} cases agree");
}
