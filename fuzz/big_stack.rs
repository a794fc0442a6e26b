//! The program works on a thread with a large stack, and libFuzzer does not.

use std::thread::{Builder, scope};

/// Bytes of stack; a sanitizer makes frames several times as large as they are without.
const STACK: usize = 4 << 30;

/// Runs a target on such a stack. A panic is libFuzzer's to report, which it does before the thread ends.
pub fn run(target: fn(&[u8]), bytes: &[u8]) {
    scope(|scope| {
        let thread = Builder::new().stack_size(STACK).spawn_scoped(scope, || target(bytes));
        thread.expect("a thread").join().expect("a target that returns");
    });
}
