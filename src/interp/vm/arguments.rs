//! The arguments of a call that an error left, in a few words for its report.

use std::rc::Rc;

use super::Vm;
use super::frame::{BlockKind, Frame};
use crate::diagnostics::Argument;
use crate::interp::error::{Raised, TraceEntry};
use crate::interp::value::Value;

/// Arguments of one call that are told, and characters of each: enough to know them again, not enough for a secret.
const MOST_ARGUMENTS: usize = 6;
const MOST_CHARACTERS: usize = 40;

/// Bits of an integer whose digits are told.
const MOST_BITS: u64 = 256;

impl Vm {
    /// Notes that an error passes a frame; with the arguments, if it does not end there.
    pub(super) fn note_frame(&mut self, raised: &mut Raised, frame: &Frame) {
        let is_again = std::mem::take(&mut self.keep_trace);
        let is_left = frame.blocks.last().is_none_or(|block| block.kind == BlockKind::CleanUp);
        if !is_again {
            let arguments = if is_left { self.arguments(frame) } else { Vec::new() };
            raised.trace.push(TraceEntry { span: frame.span(), name: Rc::clone(&frame.code.name), arguments });
        } else if let Some(last) = raised.trace.last_mut()
            && is_left
            && last.arguments.is_empty()
            && Rc::ptr_eq(&last.name, &frame.code.name)
        {
            // A handler raised it again: the frame is on the list without them.
            last.arguments = self.arguments(frame);
        }
    }

    /// What the parameters of a call hold now. No code of the program runs for that, and nothing is looked at in full.
    pub(super) fn arguments(&mut self, frame: &Frame) -> Vec<Argument> {
        let code = &frame.code;
        let count = code.arg_count + usize::from(code.star) + usize::from(code.double_star);
        let slots = code.locals.iter().zip(&frame.locals).take(count).take(MOST_ARGUMENTS);
        slots
            .filter_map(|(name, value)| Some((name, value.as_ref()?)))
            // The parameter of a generator expression has no name that anyone wrote.
            .filter(|(name, _)| !name.starts_with('.'))
            .map(|(name, value)| Argument { name: name.to_string(), value: self.in_words(value) })
            .collect()
    }

    fn in_words(&mut self, value: &Value) -> String {
        match value {
            Value::None => "None".to_owned(),
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::Int(number) => number.to_string(),
            Value::Long(number) if number.bits() <= MOST_BITS => shortened(&number.to_string()),
            Value::Float(number) => crate::cpython::float_text::float_repr(*number),
            Value::Str(text) => {
                // Four bytes make at most one character.
                let bytes = text.bytes();
                let start = &bytes[..bytes.len().min(4 * (MOST_CHARACTERS + 1))];
                format!("'{}'", shortened(&String::from_utf8_lossy(start)))
            }
            Value::Unicode(text) => format!("u'{}'", shortened(text.text())),
            Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => {
                format!("<{}>", self.type_name(value))
            }
            Value::Tuple(items) => format!("<tuple of {}>", items.len()),
            Value::List(list) => format!("<list of {}>", list.items.borrow().len()),
            other => format!("<{}>", self.type_name(other)),
        }
    }
}

/// The first characters.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
