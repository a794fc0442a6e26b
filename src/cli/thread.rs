//! A thread with room for deep recursion, whose panics become values.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Builder};

/// Stack sizes to try in bytes, largest first. Only what is used takes memory; the smaller ones are for limited address
/// spaces. The limits on nesting and calls are made for the first.
const STACKS: [usize; 3] = [512 << 20, 128 << 20, 32 << 20];

/// Runs `work` on a thread of its own. Errors: where and why it panicked, or that no thread could be started.
pub fn with_big_stack<T: Send>(work: impl Fn() -> T + Sync) -> Result<T, String> {
    let panic = Arc::new(Mutex::new(None));
    let noted = Arc::clone(&panic);
    std::panic::set_hook(Box::new(move |info| {
        *noted.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string());
    }));
    let result = thread::scope(|scope| {
        let mut failure = io::Error::from(io::ErrorKind::OutOfMemory);
        for size in STACKS {
            match Builder::new().name("aurora".to_owned()).stack_size(size).spawn_scoped(scope, &work) {
                Ok(thread) => return thread.join().map_err(|_| "panic".to_owned()),
                Err(error) => failure = error,
            }
        }
        Err(format!("no thread could be started: {failure}"))
    });
    let reason = panic.lock().unwrap_or_else(PoisonError::into_inner).take();
    result.map_err(|fallback| reason.unwrap_or(fallback))
}

#[cfg(test)]
mod tests {
    use super::with_big_stack;

    #[test]
    fn a_panic_is_told_and_not_printed() {
        assert_eq!(with_big_stack(|| 1 + 1), Ok(2));
        let told = with_big_stack(|| assert!(std::hint::black_box(1) == 2, "one is not two"));
        assert!(told.is_err_and(|text| text.contains("one is not two") && text.contains("thread.rs")));
        drop(std::panic::take_hook());
    }
}
