//! A stack with room for deep recursion, and panics that become diagnostics.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostics::{Diagnostic, Kind};

/// Stack sizes to try in bytes, largest first. Only what is used takes memory; the smaller ones are for limited address
/// spaces. The limits on nesting and calls are made for the first.
const STACKS: [usize; 3] = [512 << 20, 128 << 20, 32 << 20];

/// Runs `work` on a stack of its own. Not on a thread of its own: waking one up and waiting for its end takes longer than
/// looking at a small file. Errors: AUR0001 with where and why it panicked, or that there is no memory for a stack.
pub fn with_big_stack<T>(work: impl Fn() -> T) -> Result<T, Diagnostic> {
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
            return Err(internal_error(&panic.lock().unwrap_or_else(PoisonError::into_inner)));
        }
    }
    let message = "internal error: there is no memory for the stack";
    let help = format!("allow the program {} MiB of address space more (`ulimit -v`)", STACKS[0] >> 20);
    Err(Diagnostic::error("AUR0001", Kind::Other, message).help(help))
}

fn internal_error(reason: &str) -> Diagnostic {
    let help = "this is a fault of aurora and not of your file; please report it together with the file";
    Diagnostic::error("AUR0001", Kind::Other, format!("internal error: {reason}")).help(help)
}

#[cfg(test)]
mod tests {
    use super::with_big_stack;
    use crate::diagnostics::render::{Format, Style, render};
    use crate::source::SourceMap;

    /// No run of the program is known that ends with AUR0001: its program is a fault made for this test, its message stands here.
    #[test]
    fn a_panic_is_told_and_not_printed() {
        assert_eq!(with_big_stack(|| 1 + 1).ok(), Some(2));
        let told = with_big_stack(|| assert!(std::hint::black_box(1) == 2, "one is not two")).err();
        drop(std::panic::take_hook());
        let shown = render(&told.expect("a diagnostic"), &SourceMap::new(), Format::Concise, Style::PLAIN);
        let (before, rest) = shown.split_once("src/cli/stack.rs:").expect("the place");
        let (_, after) = rest.split_once(": ").expect("the reason");
        assert_eq!(before, "aurora: AUR0001 internal error: panicked at ");
        assert_eq!(after.lines().next(), Some("one is not two"));
    }
}
