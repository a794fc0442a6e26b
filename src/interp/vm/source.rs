//! From source text to running code.

use std::cell::OnceCell;
use std::rc::Rc;

use super::Vm;
use super::frame::Frame;
use super::run::Exit;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::code::Code;
use crate::interp::compile;
use crate::interp::error::{Error, Exc, Result, type_error};
use crate::interp::programs::Program;
use crate::interp::tables::Dict;
use crate::interp::value::Value;
use crate::source::{Encoding, SourceFile, Span, misfit};
use crate::syntax;

/// The bytes of source text that is `unicode`: UTF-8, marked so unless ASCII.
pub fn unicode_source(text: &str) -> Vec<u8> {
    let mark: &[u8] = if text.is_ascii() { b"" } else { b"\xef\xbb\xbf" };
    [mark, text.as_bytes()].concat()
}

impl Vm {
    /// Adds a file to the source map.
    pub fn add_source(&mut self, name: &str, bytes: &[u8]) -> Result<Rc<SourceFile>> {
        self.charge_source(bytes.len() as u64)?;
        let added = self.sources.borrow_mut().add(name, bytes);
        added.map_err(|why| {
            let message = format!("cannot read `{name}` as source text: {why}");
            let error = Diagnostic::error("AUR0201", Kind::Syntax, message).at(self.unreadable(name, bytes), "here");
            Error::halt(error.help("save the file as UTF-8, or declare the encoding that it has: # coding: latin-1"))
        })
    }

    /// The place of what makes a file no source text. The file is kept with a mark for each byte that is no text, to be shown.
    fn unreadable(&self, name: &str, bytes: &[u8]) -> Span {
        let place = || {
            let found = misfit(bytes)?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let (before, within) = (text(bytes.get(..found.start)?), text(bytes.get(found)?));
            let file = self.sources.borrow_mut().add_text(name, text(bytes), Encoding::Utf8).ok()?;
            let start = file.base + u32::try_from(before.len()).ok()?;
            Some(Span::new(start, start + u32::try_from(within.len()).ok()?))
        };
        place().unwrap_or_default()
    }

    /// Parses and compiles a file. A file that does not parse raises `SyntaxError` with all its diagnostics kept.
    pub fn compile_source(&mut self, name: &str, bytes: &[u8]) -> Result<Rc<Code>> {
        if let Some(program) = self.programs.as_ref().and_then(|programs| programs.borrow().get(name, bytes)) {
            self.charge_source(bytes.len() as u64)?;
            return Ok(Rc::clone(&program.code));
        }
        let file = self.add_source(name, bytes)?;
        let tree = match syntax::parse_within(&file, self.limits.nesting) {
            Ok(tree) => tree,
            Err(diagnostics) => return Err(self.syntax_error(name, diagnostics)),
        };
        let code = compile::module(&tree, name);
        if let Some(programs) = &self.programs {
            let (bytes, code, notes) = (bytes.to_vec(), Rc::clone(&code), OnceCell::new());
            let program = Program { bytes, file, tree, code, notes };
            programs.borrow_mut().keep(Rc::new(program));
        }
        Ok(code)
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
        let tree = match syntax::parse_expression_within(&file, self.limits.nesting) {
            Ok(tree) => tree,
            Err(diagnostics) => return Err(self.syntax_error(name, diagnostics)),
        };
        let code = compile::expression(&tree, name, Default::default());
        let mut frame = Frame::in_namespace(code, Rc::clone(globals), Rc::clone(locals));
        match self.run(&mut frame)? {
            Exit::Return(value) | Exit::Yield(value) => Ok(value),
        }
    }

    /// The `exec` statement. Without namespaces it runs in those of the code around it; inside a function what it
    /// assigns is seen by that function only where the name is already a variable.
    pub(super) fn exec(&mut self, frame: &mut Frame, code: &Value, globals: &Value, locals: &Value) -> Result<()> {
        let (code, globals, locals) = match code {
            // `exec(code, globals, locals)` is a tuple of the three.
            Value::Tuple(parts) if globals.is_none() && (2..=3).contains(&parts.len()) => {
                (parts[0].clone(), parts[1].clone(), parts.get(2).cloned().unwrap_or(Value::None))
            }
            _ => (code.clone(), globals.clone(), locals.clone()),
        };
        let explicit = !globals.is_none();
        let global_names = match globals.base() {
            Value::None => Rc::clone(&frame.globals),
            Value::Dict(dict) => Rc::clone(dict),
            other => {
                let kind = self.type_name(other);
                return Err(type_error(format!("exec: arg 2 must be a dictionary or None, not {kind}")));
            }
        };
        let local_names = match locals.base() {
            Value::Dict(dict) => Rc::clone(dict),
            Value::None if explicit => Rc::clone(&global_names),
            Value::None => match &frame.names {
                Some(names) => Rc::clone(names),
                None => self.variables_of(frame),
            },
            other => {
                let kind = self.type_name(other);
                return Err(type_error(format!("exec: arg 3 must be a mapping or None, not {kind}")));
            }
        };
        let code = match code.base() {
            Value::Code(code) => Rc::clone(code),
            Value::Str(text) => self.compile_source("<string>", text.bytes())?,
            Value::Unicode(text) => self.compile_source("<string>", &unicode_source(text.text()))?,
            _ => return Err(type_error("exec: arg 1 must be a string, file, or code object")),
        };
        let mut inner = Frame::in_namespace(code, global_names, Rc::clone(&local_names));
        self.run(&mut inner)?;
        if !explicit && frame.names.is_none() {
            frame.added = Some(Rc::clone(&local_names));
            for (slot, name) in frame.locals.iter_mut().zip(&frame.code.locals) {
                *slot = local_names.get_name(name);
            }
        }
        Ok(())
    }

    /// `compile(source, file, mode)`.
    pub fn compile_text(&mut self, text: &[u8], name: &str, mode: &str) -> Result<Value> {
        let code = match mode {
            "eval" => {
                let file = self.add_source(name, text)?;
                match syntax::parse_expression_within(&file, self.limits.nesting) {
                    Ok(tree) => compile::expression(&tree, name, Default::default()),
                    Err(diagnostics) => return Err(self.syntax_error(name, diagnostics)),
                }
            }
            "exec" | "single" => self.compile_source(name, text)?,
            _ => {
                return Err(crate::interp::error::value_error("compile() arg 3 must be 'exec', 'eval' or 'single'"));
            }
        };
        Ok(Value::Code(code))
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
                let place = Value::tuple(vec![Value::str(name), Value::Int(i64::from(line)), Value::None, Value::None]);
                vec![Value::str(&message), place]
            }
            _ => vec![Value::str(&message)],
        };
        self.syntax_diagnostics = diagnostics;
        let exception = self.new_exception(class, args);
        Error::object(exception)
    }
}
