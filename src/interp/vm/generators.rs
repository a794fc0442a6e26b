//! Entering and leaving generators.

use std::rc::Rc;

use super::Vm;
use super::run::Exit;
use crate::interp::error::{Error, Exc, Result, type_error, value_error};
use crate::interp::generator::Generator;
use crate::interp::value::Value;

impl Vm {
    /// Goes on with a generator, handing it a value (`None` for `next()`); `None` when it is finished.
    pub fn resume_generator(&mut self, generator: &Rc<Generator>, send: Option<Value>) -> Result<Option<Value>> {
        let Some(mut frame) = self.enter_generator(generator)? else { return Ok(None) };
        if generator.started.replace(true) {
            frame.push(send.unwrap_or(Value::None));
        } else if send.as_ref().is_some_and(|v| !v.is_none()) {
            generator.started.set(false);
            generator.running.set(false);
            *generator.frame.borrow_mut() = Some(frame);
            return Err(type_error("can't send non-None value to a just-started generator"));
        }
        self.go_on(generator, frame)
    }

    /// Raises an error where the generator waits; what it yields next, or `None` when it finishes.
    pub fn throw_into_generator(&mut self, generator: &Rc<Generator>, error: Error) -> Result<Option<Value>> {
        let Some(mut frame) = self.enter_generator(generator)? else { return Err(error) };
        if !generator.started.replace(true) {
            generator.running.set(false);
            return Err(error);
        }
        // A suspended frame stands behind its `yield`; the error is raised there.
        self.pending_throw = Some(error);
        frame.push(Value::None);
        self.go_on(generator, frame)
    }

    /// `close()`: raises `GeneratorExit` inside.
    pub fn close_generator(&mut self, generator: &Rc<Generator>) -> Result<()> {
        if generator.frame.borrow().is_none() && !generator.running.get() {
            return Ok(());
        }
        if !generator.started.get() {
            generator.frame.borrow_mut().take();
            return Ok(());
        }
        match self.throw_into_generator(generator, Error::with_args(Exc::GeneratorExit, Vec::new())) {
            Ok(Some(_)) => Err(Error::new(Exc::RuntimeError, "generator ignored GeneratorExit")),
            Ok(None) => Ok(()),
            Err(error) if self.error_is(&error, Exc::GeneratorExit) || self.error_is(&error, Exc::StopIteration) => {
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn enter_generator(&mut self, generator: &Rc<Generator>) -> Result<Option<Box<super::frame::Frame>>> {
        if generator.running.get() {
            return Err(value_error("generator already executing"));
        }
        let frame = generator.frame.borrow_mut().take();
        if frame.is_some() {
            generator.running.set(true);
        }
        Ok(frame)
    }

    fn go_on(&mut self, generator: &Rc<Generator>, mut frame: Box<super::frame::Frame>) -> Result<Option<Value>> {
        let result = self.run(&mut frame);
        generator.running.set(false);
        let exit = match result {
            Err(error) if self.error_is(&error, Exc::StopIteration) => return Ok(None),
            other => other?,
        };
        match exit {
            Exit::Return(_) => Ok(None),
            Exit::Yield(value) => {
                *generator.frame.borrow_mut() = Some(frame);
                Ok(Some(value))
            }
        }
    }
}
