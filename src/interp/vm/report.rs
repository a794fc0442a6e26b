//! An error that left the program, as diagnostics.

use super::Vm;
use super::limits::TOO_DEEP;
use crate::diagnostics::{Diagnostic, Exception as Words, Frame as Step, Kind, Place};
use crate::interp::error::{Error, Exc, Fault, TraceEntry};
use crate::source::Span;

impl Vm {
    /// The diagnostics of an uncaught error: usually one; all problems of a file that does not parse.
    pub fn report(&mut self, error: Error) -> Vec<Diagnostic> {
        let raised = match *error.0 {
            Fault::Halt(diagnostic) => return vec![diagnostic],
            Fault::Raised(raised) => raised,
        };
        let mut raised = raised;
        let value = self.materialize(&mut raised.exception);
        let class = self.class_of_exception(&value);
        let type_name = class.name().to_string();
        let message = match self.str(&value) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(_) => format!("<unprintable {type_name} object>"),
        };
        let words = Words { type_name: type_name.clone(), message: message.clone() };
        // A text that nests too deeply raises `MemoryError`, as in CPython.
        let is_of_syntax = class.derives_from(Exc::SyntaxError.def())
            || self.syntax_diagnostics.first().is_some_and(|first| {
                let told = first.exception.as_ref().map(|words| words.type_name.as_str());
                told == Some("MemoryError") && class.derives_from(Exc::MemoryError.def())
            });
        if is_of_syntax && !self.syntax_diagnostics.is_empty() {
            let trace = self.steps_of(&raised.trace);
            let mut found = std::mem::take(&mut self.syntax_diagnostics);
            for diagnostic in &mut found {
                diagnostic.trace.clone_from(&trace);
                self.show_call(diagnostic);
            }
            return found;
        }
        let is_too_deep = class.derives_from(Exc::RuntimeError.def()) && message.starts_with(TOO_DEEP);
        let (code, kind) = if is_too_deep { ("AUR0906", Kind::Runtime) } else { classify(&class) };
        let place = self.own_place(&raised.trace);
        let text = if message.is_empty() { type_name.clone() } else { format!("{type_name}: {message}") };
        let mut diagnostic = Diagnostic::error(code, kind, text).at(place, "");
        diagnostic.trace = self.steps_of(&raised.trace);
        diagnostic.exception = Some(words);
        if class.derives_from(Exc::ImportError.def())
            && let Some(refusal) = self.refused_imports.pop()
        {
            diagnostic.code = refusal.code;
            diagnostic.help = refusal.help;
        }
        if is_too_deep {
            diagnostic.help = Some(format!(
                "look for a function that calls itself without end; at most {} calls may be nested (--max-depth)",
                self.limits.depth
            ));
        }
        if diagnostic.help.is_none() {
            diagnostic.help = self.meant(&class, &message, place);
        }
        vec![diagnostic]
    }

    /// A text that was made by the program belongs to no file: the place that runs it goes first.
    fn show_call(&self, diagnostic: &mut Diagnostic) {
        let sources = self.sources.borrow();
        let main = diagnostic.places.first().and_then(|place| sources.file_at(place.span.start));
        let call = diagnostic.trace.last().filter(|_| main.is_some_and(|file| file.name.starts_with('<')));
        if let Some(call) = call {
            diagnostic.places.insert(0, Place { span: call.span, label: "the text is run here".to_owned() });
        }
    }

    /// The innermost place that lies in the user's files.
    fn own_place(&self, trace: &[TraceEntry]) -> Span {
        let sources = self.sources.borrow();
        let own = |span: Span| sources.file_at(span.start).is_some_and(|file| !file.name.starts_with('<'));
        let shown = trace.iter().find(|entry| own(entry.span)).or_else(|| trace.iter().find(|e| !e.span.is_none()));
        shown.map_or(Span::NONE, |entry| entry.span)
    }

    fn steps_of(&self, trace: &[TraceEntry]) -> Vec<Step> {
        let sources = self.sources.borrow();
        trace
            .iter()
            .rev()
            .filter(|entry| sources.file_at(entry.span.start).is_some_and(|file| !file.name.starts_with('<')))
            .map(|entry| Step { span: entry.span, name: entry.name.to_string(), arguments: entry.arguments.clone() })
            .collect()
    }
}

/// Code and kind of an uncaught exception by its class.
fn classify(class: &std::rc::Rc<crate::interp::class::Class>) -> (&'static str, Kind) {
    let table = [
        (Exc::SyntaxError, "AUR0202", Kind::Syntax),
        (Exc::NameError, "AUR0203", Kind::Name),
        (Exc::TypeError, "AUR0204", Kind::Type),
        (Exc::AttributeError, "AUR0205", Kind::Runtime),
        (Exc::ImportError, "AUR0206", Kind::Runtime),
        (Exc::IOError, "AUR0207", Kind::Runtime),
        (Exc::SystemExit, "AUR0208", Kind::Runtime),
    ];
    for (exc, code, kind) in table {
        if class.derives_from(exc.def()) {
            return (code, kind);
        }
    }
    ("AUR0209", Kind::Runtime)
}
