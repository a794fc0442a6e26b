//! From source text to running code.

use std::rc::Rc;

use super::Vm;
use super::frame::Frame;
use super::run::Exit;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::code::Code;
use crate::interp::compile;
use crate::interp::error::{Error, Exc, Result};
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::source::SourceFile;
use crate::syntax;

impl Vm {
    /// Adds a file to the source map.
    pub fn add_source(&mut self, name: &str, bytes: &[u8]) -> Result<Rc<SourceFile>> {
        self.charge_bytes(bytes.len() as u64)?;
        let added = self.sources.borrow_mut().add(name, bytes);
        added.map_err(|why| {
            Error::halt(Diagnostic::error("AUR0201", Kind::Syntax, format!("cannot read `{name}` as source text: {why}")))
        })
    }

    /// Parses and compiles a file. A file that does not parse raises `SyntaxError` with all its diagnostics kept.
    pub fn compile_source(&mut self, name: &str, bytes: &[u8]) -> Result<Rc<Code>> {
        let file = self.add_source(name, bytes)?;
        match syntax::parse(&file) {
            Ok(tree) => Ok(compile::module(&tree, name)),
            Err(diagnostics) => Err(self.syntax_error(name, diagnostics)),
        }
    }

    /// Parses, compiles and runs a file in a namespace that serves as its globals.
    pub fn run_source(&mut self, name: &str, bytes: &[u8], namespace: &Rc<Dict>) -> Result<()> {
        let code = self.compile_source(name, bytes)?;
        self.run_code(code, namespace).map(drop)
    }

    /// Runs compiled code in a namespace.
    pub fn run_code(&mut self, code: Rc<Code>, namespace: &Rc<Dict>) -> Result<Value> {
        let mut frame = Frame::in_namespace(code, Rc::clone(namespace), Rc::clone(namespace));
        match self.run(&mut frame)? {
            Exit::Return(value) | Exit::Yield(value) => Ok(value),
        }
    }

    /// Evaluates an expression's text in a namespace.
    pub fn eval_text(&mut self, name: &str, text: &[u8], globals: &Rc<Dict>, locals: &Rc<Dict>) -> Result<Value> {
        let file = self.add_source(name, text)?;
        let tree = match syntax::parse_expression(&file) {
            Ok(tree) => tree,
            Err(diagnostics) => return Err(self.syntax_error(name, diagnostics)),
        };
        let code = compile::expression(&tree, name, Default::default());
        let mut frame = Frame::in_namespace(code, Rc::clone(globals), Rc::clone(locals));
        match self.run(&mut frame)? {
            Exit::Return(value) | Exit::Yield(value) => Ok(value),
        }
    }

    fn syntax_error(&mut self, name: &str, diagnostics: Vec<Diagnostic>) -> Error {
        let Some(first) = diagnostics.first() else {
            return Error::new(Exc::SyntaxError, "invalid syntax");
        };
        let (class, message) = match &first.exception {
            Some(exception) => {
                let class = Exc::ALL.iter().copied().find(|c| c.name() == exception.type_name);
                (class.unwrap_or(Exc::SyntaxError), exception.message.clone())
            }
            None => (Exc::SyntaxError, "invalid syntax".to_owned()),
        };
        let line = {
            let sources = self.sources.borrow();
            first.places.first().and_then(|place| sources.locate(place.span)).map(|(_, at)| at.line)
        };
        let args = match line {
            Some(line) if class.is_a(Exc::SyntaxError) => {
                let place = Value::tuple(vec![
                    Value::str(name),
                    Value::Int(i64::from(line)),
                    Value::None,
                    Value::None,
                ]);
                vec![Value::str(&message), place]
            }
            _ => vec![Value::str(&message)],
        };
        self.syntax_diagnostics = diagnostics;
        let exception = self.new_exception(class, args);
        Error::object(exception)
    }
}
