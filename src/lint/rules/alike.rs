//! Data that differ only by a name, such as that of the environment. What a rule looks at, and no rule itself.

use serde_json::{Map, Value};

/// Elements in which partners are looked for: each is compared with each.
const MOST: usize = 300;

/// The name that one side has where the other one has another.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The name in the first data.
    pub one: &'a str,
    /// The name in the second.
    pub two: &'a str,
}

impl Names<'_> {
    /// Whether two texts are the same word by word, but for the names. A name is a whole word: `test` is none in `latest`.
    fn are_all(self, one: &str, two: &str) -> bool {
        let is_same = |(one, two): (&str, &str)| {
            one == two || one.eq_ignore_ascii_case(self.one) && two.eq_ignore_ascii_case(self.two)
        };
        let (one, two) = (words(one), words(two));
        one.len() == two.len() && one.into_iter().zip(two).all(is_same)
    }

    /// Of some texts of the first data the one that a text of the second stands for.
    fn partner<'b>(self, two: &str, mut of: impl Iterator<Item = &'b str>) -> Option<&'b str> {
        of.find(|one| self.are_all(one, two))
    }

    /// The second data with all of their texts, keys and names of list elements that differ from those of the first only by
    /// the names as they are in the first. The data are as deep as the schema is.
    pub fn aligned(self, one: &Value, two: &Value) -> Value {
        match (one, two) {
            _ if length(one).max(length(two)) > MOST => two.clone(),
            (Value::String(one), Value::String(two)) if self.are_all(one, two) => Value::from(one.as_str()),
            (Value::Object(one), Value::Object(two)) => Value::Object(self.objects(one, two)),
            (Value::Array(one), Value::Array(two)) => {
                Value::Array(two.iter().enumerate().map(|(at, item)| self.element(one, two, at, item)).collect())
            }
            _ => two.clone(),
        }
    }

    fn objects(self, one: &Map<String, Value>, two: &Map<String, Value>) -> Map<String, Value> {
        let free = || one.keys().filter(|key| !two.contains_key(*key)).map(String::as_str);
        let mut made = Map::new();
        for (key, value) in two {
            let partner = if one.contains_key(key) { Some(key.as_str()) } else { self.partner(key, free()) };
            // Two keys cannot stand for the same one.
            let key = partner.filter(|key| !made.contains_key(*key)).unwrap_or(key);
            let value = one.get(key).map_or_else(|| value.clone(), |one| self.aligned(one, value));
            made.insert(key.to_owned(), value);
        }
        made
    }

    fn element(self, one: &[Value], two: &[Value], at: usize, item: &Value) -> Value {
        let partner = match label(item) {
            Some(own) if one.iter().any(|one| label(one) == Some(own)) => Some(own),
            Some(own) => {
                let is_free = |name: &&str| !two.iter().any(|two| label(two) == Some(name));
                self.partner(own, one.iter().filter_map(label).filter(is_free))
            }
            // What has no name has only its place.
            None => return one.get(at).map_or_else(|| item.clone(), |one| self.aligned(one, item)),
        };
        let partner = partner.and_then(|name| one.iter().find(|one| label(one) == Some(name)));
        partner.map_or_else(|| item.clone(), |one| self.aligned(one, item))
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    }
}

/// What an element of a list is known by: its name, or it is a text.
fn label(item: &Value) -> Option<&str> {
    item.as_str().or_else(|| item.get("name")?.as_str())
}

/// Letters and digits that stand together, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != is_word).unwrap_or(rest.len());
        let (word, next) = rest.split_at(end);
        found.push(word);
        rest = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Names;
    use serde_json::json;

    const NAMES: Names = Names { one: "test", two: "prod" };

    #[test]
    fn a_name_is_a_whole_word() {
        for (one, two) in [
            ("./app --env=test", "./app --env=prod"),
            ("db_test test latest", "db_prod prod latest"),
            ("ENV=TEST", "ENV=PROD"),
            ("test product", "prod product"),
            ("test of test", "prod of test"),
            ("", ""),
        ] {
            assert!(NAMES.are_all(one, two), "{one} {two}");
        }
        for (one, two) in
            [("latest", "laprod"), ("testuct", "product"), ("prod", "test"), ("test", "prod "), ("a", "b")]
        {
            assert!(!NAMES.are_all(one, two), "{one} {two}");
        }
    }

    #[test]
    fn keys_and_names_are_matched() {
        let one = json!({"links": {"test": "a"}, "all": [{"name": "run-test", "x": 1}, {"name": "b"}], "order": ["run-test"]});
        let two = json!({"links": {"prod": "a"}, "all": [{"name": "b"}, {"name": "run-prod", "x": 2}], "order": ["c", "run-prod"]});
        let aligned = json!({"links": {"test": "a"}, "all": [{"name": "b"}, {"name": "run-test", "x": 2}], "order": ["c", "run-test"]});
        assert_eq!(NAMES.aligned(&one, &two), aligned);
        let (one, two) = (json!({"test": 1, "prod": 2}), json!({"prod": 1}));
        assert_eq!(NAMES.aligned(&one, &two), two);
    }
}
