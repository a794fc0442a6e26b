//! Numbers that stand for the identity of a value: what `id()`, default hashes and default ordering go by.
//!
//! A value gets its number when a program first asks for it. When the value is gone, the next new value of its kind takes
//! the number over, as CPython's allocator hands out the memory that was given back last: `id(C()) == id(C())` holds
//! there, and scripts show it. Numbers and not addresses decide, so that every build and every machine agree.

use std::cell::{Cell, RefCell};

/// Kinds of values among which numbers are handed on.
pub const INSTANCE: usize = 0;
/// Bound and unbound methods.
pub const METHOD: usize = 1;
/// Functions of the program.
pub const FUNCTION: usize = 2;
/// Lists.
pub const LIST: usize = 3;
/// Dictionaries.
pub const DICT: usize = 4;
const KINDS: usize = 5;

/// The numbers of values that are gone, the last one on top.
struct Free {
    machine: u32,
    kinds: [Vec<u32>; KINDS],
}

thread_local! {
    /// How many numbers wait to be taken over: nearly always none, and then nothing else is looked at.
    static WAITING: Cell<u32> = const { Cell::new(0) };
    static FREE: RefCell<Free> = const { RefCell::new(Free { machine: 0, kinds: [const { Vec::new() }; KINDS] }) };
}

/// Begins the numbers of a new machine on this thread. Those of earlier ones are not handed on any more.
pub fn next_machine() -> u32 {
    WAITING.set(0);
    FREE.with_borrow_mut(|free| {
        free.kinds.iter_mut().for_each(Vec::clear);
        free.machine = free.machine.wrapping_add(1);
        free.machine
    })
}

/// The number of one value: no number until it is asked for, or that of the last value of the kind that is gone.
pub struct Number<const KIND: usize> {
    machine: Cell<u32>,
    number: Cell<u32>,
}

impl<const KIND: usize> Default for Number<KIND> {
    fn default() -> Number<KIND> {
        let number = Number { machine: Cell::new(0), number: Cell::new(0) };
        if WAITING.get() > 0 {
            number.take_over();
        }
        number
    }
}

impl<const KIND: usize> Number<KIND> {
    #[cold]
    fn take_over(&self) {
        FREE.with_borrow_mut(|free| {
            if let Some(last) = free.kinds[KIND].pop() {
                WAITING.set(WAITING.get() - 1);
                self.machine.set(free.machine);
                self.number.set(last);
            }
        });
    }

    /// The number, which is `next` if the value has none of this machine.
    pub fn get_or(&self, machine: u32, next: impl FnOnce() -> u32) -> u32 {
        if self.number.get() == 0 || self.machine.get() != machine {
            self.machine.set(machine);
            self.number.set(next());
        }
        self.number.get()
    }
}

impl<const KIND: usize> Drop for Number<KIND> {
    fn drop(&mut self) {
        if self.number.get() == 0 {
            return;
        }
        // Without the list the thread is ending; then nobody asks any more.
        let _ = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.machine == self.machine.get() {
                free.kinds[KIND].push(self.number.get());
                WAITING.set(WAITING.get() + 1);
            }
        });
    }
}
