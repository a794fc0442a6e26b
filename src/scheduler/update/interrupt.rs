//! The user's wish to stop, shared with a signal handler.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Raised once: stop after the current step. Raised twice: leave at once. Clones share the wish.
#[derive(Clone, Default, Debug)]
pub struct Interrupt(Arc<AtomicU8>);

impl Interrupt {
    /// Nobody wishes to stop.
    pub fn new() -> Interrupt {
        Interrupt::default()
    }

    /// Called for each interrupt; safe in a signal handler.
    pub fn raise(&self) {
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |level| Some(level.saturating_add(1)));
    }

    /// Whether to stop after the current step.
    pub fn wants_stop(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= 1
    }

    /// Whether to leave at once.
    pub fn wants_out(&self) -> bool {
        self.0.load(Ordering::SeqCst) >= 2
    }
}
