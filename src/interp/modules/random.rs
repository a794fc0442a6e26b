//! `_random`: the Mersenne twister (MT19937), seeded as CPython seeds it.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use num_bigint::BigInt;

use super::support;
use crate::interp::error::{Result, type_error, value_error};
use crate::interp::host_value::HostValue;
use crate::interp::native::{NativeDef, Shape, TypeDef};
use crate::interp::types;
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;

const SIZE: usize = 624;
const MIDDLE: usize = 397;

struct State {
    words: [u32; SIZE],
    at: usize,
}

struct Twister(RefCell<State>);

impl HostValue for Twister {
    fn type_def(&self) -> &'static TypeDef {
        &TWISTER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static TWISTER: TypeDef = TypeDef {
    name: "Twister",
    module: "_random",
    base: Some(&types::object::OBJECT),
    methods: &[
        NativeDef::plain("getrandbits", Shape::One, |vm, args| {
            let bits = vm.int_arg(&args[1])?;
            vm.check_bits(bits.unsigned_abs())?;
            let mut state = of(&args[0])?.0.borrow_mut();
            let mut number = BigInt::from(0);
            let (mut left, mut shift) = (bits, 0u32);
            while left > 0 {
                let word = state.next() >> if left < 32 { 32 - left } else { 0 };
                number += BigInt::from(word) << shift;
                left -= 32;
                shift += 32;
            }
            Ok(Value::long(number))
        }),
        NativeDef::plain("getstate", Shape::NoArgs, |_, args| {
            let state = of(&args[0])?.0.borrow();
            let mut words: Vec<Value> = state.words.iter().map(|word| Value::long(BigInt::from(*word))).collect();
            words.push(Value::long(BigInt::from(state.at)));
            Ok(Value::tuple(words))
        }),
        NativeDef::plain("random", Shape::NoArgs, |vm, args| {
            vm.charge(1)?;
            let mut state = of(&args[0])?.0.borrow_mut();
            let (high, low) = (state.next() >> 5, state.next() >> 6);
            Ok(Value::Float((f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0))
        }),
        NativeDef::plain("seed", Shape::One, |vm, args| {
            let number = match args[1].base() {
                Value::Int(number) => BigInt::from(*number),
                Value::Long(number) => (**number).clone(),
                Value::Bool(flag) => BigInt::from(*flag),
                _ => return Err(type_error("an integer is required")),
            };
            vm.charge(SIZE as u64)?;
            let (_, key) = number.to_u32_digits();
            let key = if key.is_empty() { vec![0] } else { key };
            *of(&args[0])?.0.borrow_mut() = State::of_key(&key);
            Ok(Value::None)
        }),
        NativeDef::plain("setstate", Shape::One, |vm, args| {
            let values = vm.collect(&args[1])?;
            let mut words = Vec::with_capacity(SIZE + 1);
            for value in &values {
                words.push(vm.int_arg(value)? as u32);
            }
            let (Some(at), true) = (words.pop(), words.len() == SIZE) else {
                return Err(value_error("state vector is the wrong size"));
            };
            let mut state = of(&args[0])?.0.borrow_mut();
            state.words.copy_from_slice(&words);
            state.at = (at as usize).min(SIZE);
            Ok(Value::None)
        }),
    ],
    new: Some(|_, _, _| Ok(Value::Host(Rc::new(Twister(RefCell::new(State::of_key(&[0]))))))),
    ..TypeDef::EMPTY
};

fn of(value: &Value) -> Result<&Twister> {
    if let Value::Host(host) = value
        && let Some(twister) = host.as_any().downcast_ref::<Twister>()
    {
        return Ok(twister);
    }
    Err(type_error("a twister is required"))
}

impl State {
    fn of_number(seed: u32) -> State {
        let mut words = [seed; SIZE];
        for i in 1..SIZE {
            let before = words[i - 1];
            words[i] = (before ^ before >> 30).wrapping_mul(1_812_433_253).wrapping_add(i as u32);
        }
        State { words, at: SIZE }
    }

    fn of_key(key: &[u32]) -> State {
        let mut state = State::of_number(19_650_218);
        let words = &mut state.words;
        let (mut i, mut j) = (1, 0);
        for _ in 0..SIZE.max(key.len()) {
            let before = words[i - 1];
            let mixed = words[i] ^ (before ^ before >> 30).wrapping_mul(1_664_525);
            words[i] = mixed.wrapping_add(key[j]).wrapping_add(j as u32);
            i += 1;
            j = (j + 1) % key.len();
            if i >= SIZE {
                words[0] = words[SIZE - 1];
                i = 1;
            }
        }
        for _ in 1..SIZE {
            let before = words[i - 1];
            words[i] = (words[i] ^ (before ^ before >> 30).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= SIZE {
                words[0] = words[SIZE - 1];
                i = 1;
            }
        }
        words[0] = 0x8000_0000;
        state
    }

    fn next(&mut self) -> u32 {
        if self.at >= SIZE {
            for i in 0..SIZE {
                let joined = self.words[i] & 0x8000_0000 | self.words[(i + 1) % SIZE] & 0x7fff_ffff;
                let twist = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
                self.words[i] = self.words[(i + MIDDLE) % SIZE] ^ joined >> 1 ^ twist;
            }
            self.at = 0;
        }
        let mut word = self.words[self.at];
        self.at += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }
}

/// Makes the module.
pub fn make(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = support::module(vm, "_random", &[]);
    support::add_types(vm, &module, &[&TWISTER]);
    Ok(module)
}
