//! Laws that hold for all tables, numbers and documents.

use std::collections::BTreeMap;
use std::convert::Infallible;

use num_bigint::BigInt;
use proptest::prelude::*;

use super::float_hex::{float_from_hex, float_to_hex};
use super::float_text::{float_from_text, float_repr, float_str};
use super::hash::{hash_bigint, hash_bytes, hash_float, hash_frozenset, hash_int, hash_tuple, hash_unicode};
use super::int_text::{Integer, bin_text, decimal_text, hex_text, oct_text, parse_int, parse_long};
use super::json::{Json, JsonLayout, JsonWriter, ParseOptions, parse};
use super::{Candidate, Lookup, SetTable, Table};

#[derive(Debug, Clone)]
enum Step {
    Insert(i64, u8),
    Remove(i64),
    Pop,
    Merge(Vec<i64>),
    Clear,
}

fn keys() -> impl Strategy<Value = i64> {
    // Few keys and few distinct low bits, so that steps meet each other.
    prop_oneof![0..12i64, (0..40i64).prop_map(|n| n << 6), any::<i64>()]
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (keys(), any::<u8>()).prop_map(|(key, value)| Step::Insert(key, value)),
        6 => keys().prop_map(Step::Remove),
        2 => Just(Step::Pop),
        1 => prop::collection::vec(keys(), 0..20).prop_map(Step::Merge),
        1 => Just(Step::Clear),
    ]
}

fn same(left: &i64, right: &i64) -> Result<bool, Infallible> {
    Ok(left == right)
}

fn apply(table: &mut Table<i64, u8>, model: &mut BTreeMap<i64, u8>, step: Step) {
    match step {
        Step::Insert(key, value) => {
            let Ok(old) = table.insert(hash_int(key), key, value, same);
            assert_eq!(old, model.insert(key, value));
        }
        Step::Remove(key) => {
            let Ok(removed) = table.remove(hash_int(key), |present| same(present, &key));
            assert_eq!(removed.map(|(_, value)| value), model.remove(&key));
        }
        Step::Pop => {
            let popped = table.pop_item();
            assert_eq!(popped.is_none(), model.is_empty());
            if let Some((key, value)) = popped {
                assert_eq!(model.remove(&key), Some(value));
            }
        }
        Step::Merge(keys) => {
            table.merge_presize(keys.len());
            for key in keys {
                let Ok(_) = table.insert(hash_int(key), key, 0, same);
                model.insert(key, 0);
            }
        }
        Step::Clear => {
            table.clear();
            model.clear();
        }
    }
}

/// Every entry is found by every way of looking, and there is always an empty slot to end a walk.
fn check(table: &Table<i64, u8>, model: &BTreeMap<i64, u8>) {
    assert_eq!(table.len(), model.len());
    assert!(table.fill() < table.capacity() && table.capacity().is_power_of_two());
    let entries: BTreeMap<i64, u8> = table.iter().map(|(_, &key, &value)| (key, value)).collect();
    assert_eq!(&entries, model);
    let mut position = 0;
    for (hash, key, _) in table.iter() {
        let slot = table.next_from(position).expect("an entry is left");
        assert_eq!(table.find(hash, |present| present == key), Lookup::Found(slot));
        let mut probe = table.probe(hash);
        while table.next_candidate(&mut probe) != Candidate::Entry(slot) {}
        position = slot + 1;
    }
    assert_eq!(table.next_from(position), None);
}

fn numbers() -> impl Strategy<Value = BigInt> {
    prop_oneof![
        any::<i64>().prop_map(BigInt::from),
        any::<i128>().prop_map(BigInt::from),
        prop::collection::vec(any::<u8>(), 0..1000).prop_map(|bytes| BigInt::from_signed_bytes_le(&bytes)),
    ]
}

fn documents() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::Int),
        prop::num::f64::NORMAL.prop_map(Json::Float),
        any::<String>().prop_map(Json::String),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::Array),
            prop::collection::vec((any::<String>(), inner), 0..6).prop_map(Json::Object),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_is_a_map(steps in prop::collection::vec(steps(), 0..120)) {
        let (mut table, mut model) = (Table::new(), BTreeMap::new());
        for step in steps {
            apply(&mut table, &mut model, step);
            check(&table, &model);
        }
    }

    #[test]
    fn set_algebra(left in prop::collection::vec(keys(), 0..40), right in prop::collection::vec(keys(), 0..40)) {
        let set = |keys: &[i64]| {
            let mut set = SetTable::new();
            for &key in keys {
                let Ok(_) = set.add(hash_int(key), key, same);
            }
            set
        };
        let (left, right) = (set(&left), set(&right));
        let (Ok(union), Ok(both)) = (left.union(&right, same), left.intersection(&right, same));
        let (Ok(less), Ok(either)) = (left.difference(&right, same), left.symmetric_difference(&right, same));
        prop_assert_eq!(union.len() + both.len(), left.len() + right.len());
        prop_assert_eq!(less.len() + both.len(), left.len());
        prop_assert_eq!(either.len() + both.len(), union.len());
    }

    #[test]
    fn no_hash_is_minus_one(items in prop::collection::vec(any::<i64>(), 0..8), text in any::<String>(), float in any::<f64>()) {
        prop_assert_ne!(hash_tuple(&items), -1);
        prop_assert_ne!(hash_frozenset(items.iter().copied(), items.len()), -1);
        prop_assert_ne!(hash_float(float), -1);
        prop_assert_ne!(hash_unicode(&text), -1);
        if text.is_ascii() {
            prop_assert_eq!(hash_unicode(&text), hash_bytes(text.as_bytes()));
        }
    }

    #[test]
    fn floats_read_back(float in any::<f64>()) {
        prop_assume!(!float.is_nan());
        prop_assert_eq!(float_from_text(&float_repr(float)).map(f64::to_bits), Ok(float.to_bits()));
        prop_assert_eq!(float_from_hex(&float_to_hex(float)).map(f64::to_bits), Ok(float.to_bits()));
        prop_assert!(float_from_text(&float_str(float)).is_ok());
    }

    #[test]
    fn integers_read_back(number in numbers()) {
        for text in [bin_text(&number), oct_text(&number, true), hex_text(&number, true), decimal_text(&number)] {
            prop_assert_eq!(parse_long(&text, Some(0)), Ok(number.clone()));
        }
        prop_assert_eq!(parse_int(&decimal_text(&number), None), Ok(Integer::from(number.clone())));
        if let Integer::Int(small) = Integer::from(number.clone()) {
            prop_assert_eq!(hash_bigint(&number), hash_int(small));
        }
    }

    #[test]
    fn any_text_may_be_read(text in any::<String>(), base in 0..40u32) {
        let _ = (parse_int(&text, Some(base)), parse_long(&text, None), float_from_text(&text), float_from_hex(&text));
        let _ = parse(&text, ParseOptions::default());
    }

    #[test]
    fn documents_read_back(document in documents(), indent in prop::option::of(0..4usize), ensure_ascii in any::<bool>()) {
        let layout = JsonLayout { indent, ensure_ascii, ..JsonLayout::default() };
        let mut writer = JsonWriter::new(&layout);
        writer.value(&document);
        prop_assert_eq!(parse(&writer.finish(), ParseOptions::default()), Ok(document));
    }

    #[test]
    fn broken_documents_are_refused_without_a_panic(
        text in r#"[\[\]{}:,"\\u0-9a-f \n.eE+-]{0,40}"#,
        depth in 0..8usize,
    ) {
        let _ = parse(&text, ParseOptions { depth, ..ParseOptions::default() });
    }
}
