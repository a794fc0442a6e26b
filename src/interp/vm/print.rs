//! The `print` statement and the standard streams.

use super::Vm;
use crate::interp::error::{Error, Result};
use crate::interp::value::Value;

impl Vm {
    /// Prints one value, after a space if the stream's last output asks for one.
    pub(super) fn print_value(&mut self, to: Option<&Value>, value: &Value) -> Result<()> {
        let target = self.print_target(to)?;
        let space = self.take_softspace(target.as_ref())?;
        if space {
            self.write_to(target.as_ref(), &Value::str(" "))?;
        }
        let text = match (value.base(), &target) {
            // Only real files encode; other objects get the unicode text itself.
            (Value::Unicode(text), Some(_)) => Value::Unicode(std::rc::Rc::clone(text)),
            _ => Value::bytes(self.str(value)?),
        };
        self.write_to(target.as_ref(), &text)?;
        // A text that ends in white space other than a blank needs no separating space.
        let last = match &text {
            Value::Str(s) => s.bytes().last().copied(),
            Value::Unicode(s) => s.text().as_bytes().last().copied(),
            _ => None,
        };
        let is_text = matches!(value.base(), Value::Str(_) | Value::Unicode(_));
        let soft = !(is_text && last.is_some_and(|b| matches!(b, b'\t'..=b'\r')));
        self.set_softspace(target.as_ref(), soft)
    }

    /// Ends a line.
    pub(super) fn print_newline(&mut self, to: Option<&Value>) -> Result<()> {
        let target = self.print_target(to)?;
        self.write_to(target.as_ref(), &Value::str("\n"))?;
        self.set_softspace(target.as_ref(), false)
    }

    /// The object to print to; `None` for the real standard output.
    fn print_target(&mut self, to: Option<&Value>) -> Result<Option<Value>> {
        let target = match to {
            Some(value) if !value.is_none() => value.clone(),
            _ => match self.sys_stream("stdout") {
                Some(value) => value,
                None => return Ok(None),
            },
        };
        Ok(Some(target))
    }

    /// Ends a line that a trailing comma left open, as Python does when a program ends.
    pub fn finish_output(&mut self) {
        let stream = self.sys_stream("stdout");
        if matches!(self.take_softspace(stream.as_ref()), Ok(true)) {
            // The program is over: what a stream of its own says no longer matters.
            let _ = self.write_to(stream.as_ref(), &Value::str("\n"));
        }
    }

    /// `sys.stdout` or `sys.stderr` once `sys` is imported.
    pub fn sys_stream(&mut self, name: &str) -> Option<Value> {
        match self.modules.get_name("sys") {
            Some(Value::Module(sys)) => sys.dict.get_name(name),
            _ => None,
        }
    }

    /// Writes text to a file-like object, or to the real standard output.
    pub fn write_to(&mut self, target: Option<&Value>, text: &Value) -> Result<()> {
        match target {
            None => {
                let bytes = match text {
                    Value::Str(s) => s.bytes().to_vec(),
                    other => self.str(other)?,
                };
                self.charge_bytes(bytes.len() as u64)?;
                self.host.write_out(&bytes);
                Ok(())
            }
            Some(target) => {
                let write = self.getattr_name(target, "write")?;
                self.call_with(&write, std::slice::from_ref(text)).map(drop)
            }
        }
    }

    /// Tells `sys.stdout`, just made, of the space that the next text of an open line begins with.
    pub fn hand_softspace_to(&mut self, stream: &Value) -> Result<()> {
        let soft = std::mem::take(&mut self.softspace);
        self.set_softspace(Some(stream), soft)
    }

    fn take_softspace(&mut self, target: Option<&Value>) -> Result<bool> {
        match target {
            None => Ok(std::mem::take(&mut self.softspace)),
            Some(target) => match self.getattr_opt(target, "softspace")? {
                Some(value) => {
                    let soft = self.truth(&value)?;
                    if soft {
                        self.set_softspace(Some(target), false)?;
                    }
                    Ok(soft)
                }
                None => Ok(false),
            },
        }
    }

    fn set_softspace(&mut self, target: Option<&Value>, soft: bool) -> Result<()> {
        match target {
            None => {
                self.softspace = soft;
                Ok(())
            }
            Some(target) => {
                match self.setattr(target, &Value::str("softspace"), Value::Int(i64::from(soft))) {
                    Ok(()) => Ok(()),
                    Err(error) if self.is_halt(&error) => Err(error),
                    // A stream that does not keep it simply prints without it.
                    Err(_) => Ok(()),
                }
            }
        }
    }

    /// Whether an error cannot be caught.
    pub fn is_halt(&self, error: &Error) -> bool {
        matches!(*error.0, crate::interp::error::Fault::Halt(_))
    }
}
