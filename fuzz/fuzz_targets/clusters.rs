//! `cargo +nightly fuzz run clusters`
#![no_main]
#![allow(dead_code, reason = "one of the targets is used")]

#[path = "../big_stack.rs"]
mod big_stack;
#[path = "../../tests/fuzz/memory.rs"]
mod memory;
#[path = "../../tests/fuzz/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| big_stack::run(targets::clusters, bytes));
