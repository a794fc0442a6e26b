//! Replays recorded histories of dicts and sets (`fixtures/python-dialect/orders.jsonl`) and compares the final order.

mod key;

use std::convert::Infallible;

use serde_json::Value;

use super::{Lookup, SetTable, Table};
use key::Key;

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/python-dialect/orders.jsonl");

type Dict = Table<Key, ()>;

fn same(left: &Key, right: &Key) -> Result<bool, Infallible> {
    Ok(left.equals(right))
}

fn set_item(dict: &mut Dict, key: Key) {
    let hash = key.hash();
    let _ = dict.insert(hash, key, (), same);
}

fn dict_of(keys: &[Key]) -> Dict {
    let mut dict = Dict::new();
    for key in keys {
        set_item(&mut dict, key.clone());
    }
    dict
}

fn update(dict: &mut Dict, other: &Dict) {
    dict.merge_presize(other.len());
    for (hash, key, ()) in other.iter() {
        let _ = dict.insert(hash, key.clone(), (), same);
    }
}

fn merged(other: &Dict) -> Dict {
    let mut dict = Dict::new();
    update(&mut dict, other);
    dict
}

fn run_dict(ops: &[(String, Vec<Key>)]) -> Vec<Key> {
    let mut dict = Dict::new();
    for (name, keys) in ops {
        match (name.as_str(), keys.as_slice()) {
            ("set", [key]) => set_item(&mut dict, key.clone()),
            ("del", [key]) => {
                let _ = dict.remove(key.hash(), |present| same(present, key));
            }
            ("update_dict", keys) => update(&mut dict, &dict_of(keys)),
            ("update_pairs", keys) => keys.iter().for_each(|key| set_item(&mut dict, key.clone())),
            ("copy" | "dict", []) => dict = merged(&dict),
            ("rebuild_from_items" | "comprehension", []) => {
                dict = dict_of(&dict.iter().map(|(_, key, ())| key.clone()).collect::<Vec<_>>());
            }
            ("popitem", []) => {
                dict.pop_item();
            }
            ("clear", []) => dict.clear(),
            other => panic!("unknown dict operation {other:?}"),
        }
    }
    dict.iter().map(|(_, key, ())| key.clone()).collect()
}

fn set_of(keys: &[Key]) -> SetTable<Key> {
    let mut set = SetTable::new();
    for key in keys {
        let _ = set.add(key.hash(), key.clone(), same);
    }
    set
}

fn run_set(ops: &[(String, Vec<Key>)]) -> Vec<Key> {
    let mut set = SetTable::new();
    for (name, keys) in ops {
        match (name.as_str(), keys.as_slice()) {
            ("add", [key]) => {
                let _ = set.add(key.hash(), key.clone(), same);
            }
            ("remove", [key]) => {
                let _ = set.remove(key.hash(), |present| same(present, key));
            }
            ("update_list", keys) => keys.iter().for_each(|key| {
                let _ = set.add(key.hash(), key.clone(), same);
            }),
            ("ior_set", keys) => {
                let _ = set.merge(&set_of(keys), same);
            }
            ("and_set", keys) => {
                let Ok(result) = set.intersection(&set_of(keys), same);
                set = result;
            }
            ("sub_set", keys) => {
                let Ok(result) = set.difference(&set_of(keys), same);
                set = result;
            }
            ("copy", []) => set = set.copy(),
            ("set_of_list", []) => set = set_of(&set.iter().map(|(_, key)| key.clone()).collect::<Vec<_>>()),
            ("set_of_frozenset", []) => set = set.copy().copy(),
            ("clear", []) => set.clear(),
            other => panic!("unknown set operation {other:?}"),
        }
    }
    set.iter().map(|(_, key)| key.clone()).collect()
}

fn operations(case: &Value) -> Vec<(String, Vec<Key>)> {
    let text = |value: &Value| Key::parse(value.as_str().expect("a key is text"));
    let operation = |op: &Value| {
        let keys = match op.get(1) {
            None => Vec::new(),
            Some(Value::Array(keys)) => keys.iter().map(text).collect(),
            Some(key) => vec![text(key)],
        };
        (op[0].as_str().expect("an operation has a name").to_owned(), keys)
    };
    case["ops"].as_array().expect("a list of operations").iter().map(operation).collect()
}

#[test]
#[allow(clippy::disallowed_methods)]
fn recorded_orders() {
    let recorded = std::fs::read_to_string(FIXTURE).expect("the fixture is readable");
    let mut wrong = Vec::new();
    let mut count = 0;
    for (number, line) in recorded.lines().enumerate() {
        let case: Value = serde_json::from_str(line).expect("a line of JSON");
        let ops = operations(&case);
        let got = if case["kind"] == "dict" { run_dict(&ops) } else { run_set(&ops) };
        let order: Vec<Key> = case["order"]
            .as_array()
            .expect("a list of keys")
            .iter()
            .map(|key| Key::parse(key.as_str().unwrap()))
            .collect();
        if got != order {
            wrong.push((number + 1, ops.last().map(|op| op.0.clone()), got, order));
        }
        count += 1;
    }
    assert_eq!(count, 3000);
    assert!(wrong.is_empty(), "{} of {count} differ; first: {:#?}", wrong.len(), wrong.first());
}

#[test]
fn lookups_do_not_compare_different_hashes() {
    let mut dict: Table<&str, u32> = Table::new();
    for (hash, key) in [(8, "a"), (16, "b"), (0, "c")] {
        let Ok(old) = dict.insert(hash, key, 0, |_, _| -> Result<bool, Infallible> { panic!("all hashes differ") });
        assert_eq!(old, None);
    }
    assert_eq!(dict.find(16, |key| *key == "b"), Lookup::Found(1));
}

#[test]
fn a_comparison_may_fail() {
    let mut table: Table<u8, ()> = Table::new();
    assert_eq!(table.insert(5, 1, (), |_, _| Err("no")), Ok(None));
    assert_eq!(table.insert(5, 1, (), |_, _| Err("no")), Err("no"));
    assert_eq!(table.len(), 1);
}

#[test]
fn popping_goes_on_where_it_stopped() {
    let mut dict: Table<i64, ()> = Table::new();
    for key in [1, 2, 3, 0] {
        let Ok(_) = dict.insert(key, key, (), |a, b| Ok::<_, Infallible>(a == b));
    }
    let mut popped = Vec::new();
    popped.extend(dict.pop_item().map(|(key, ())| key));
    let Ok(_) = dict.insert(9, 9, (), |a, b| Ok::<_, Infallible>(a == b));
    while let Some((key, ())) = dict.pop_item() {
        popped.push(key);
    }
    // 9 hashes to slot 1, which is taken, and lands in slot 7.
    assert_eq!(popped, [0, 1, 2, 3, 9]);
}

#[test]
fn displays_and_fromkeys_choose_their_own_sizes() {
    assert_eq!(Table::<u8, ()>::with_presize(5).capacity(), 8);
    assert_eq!(Table::<u8, ()>::with_presize(8).capacity(), 16);
    let mut table: Table<i64, ()> = Table::new();
    table.resize_for(11 / 2 * 3);
    for key in 0..11 {
        let Lookup::Vacant(slot) = table.find(key, |_| false) else { panic!("a new key") };
        table.insert_vacant_without_growth(slot, key, key, ());
    }
    assert_eq!((table.len(), table.capacity()), (11, 16));
}
