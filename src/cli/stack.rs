//! A stack with room for deep recursion, and panics that become values.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Arc, Mutex, PoisonError};

/// Stack sizes to try in bytes, largest first. Only what is used takes memory; the smaller ones are for limited address
/// spaces. The limits on nesting and calls are made for the first.
const STACKS: [usize; 3] = [512 << 20, 128 << 20, 32 << 20];

/// Runs `work` on a stack of its own. Not on a thread of its own: waking one up and waiting for its end takes longer than
/// looking at a small file. Errors: where and why it panicked, or that there is no memory for a stack.
pub fn with_big_stack<T>(work: impl Fn() -> T) -> Result<T, String> {
    let panic = Arc::new(Mutex::new(String::new()));
    let noted = Arc::clone(&panic);
    set_hook(Box::new(move |info| {
        *noted.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string();
    }));
    // A panic before `work` has begun: the stack could not be had.
    let begun = Cell::new(false);
    let begin = || {
        begun.set(true);
        work()
    };
    for size in STACKS {
        // What `work` has borrowed is not looked at once it has panicked.
        if let Ok(result) = catch_unwind(AssertUnwindSafe(|| stacker::grow(size, begin))) {
            return Ok(result);
        }
        if begun.get() {
            break;
        }
    }
    Err(panic.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

#[cfg(test)]
mod tests {
    use super::with_big_stack;

    #[test]
    fn a_panic_is_told_and_not_printed() {
        assert_eq!(with_big_stack(|| 1 + 1), Ok(2));
        let told = with_big_stack(|| assert!(std::hint::black_box(1) == 2, "one is not two"));
        assert!(told.is_err_and(|text| text.contains("one is not two") && text.contains("stack.rs")));
        drop(std::panic::take_hook());
    }
}
