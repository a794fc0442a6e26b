//! What a name that led to an uncaught error was perhaps meant to be.
//!
//! All is read off the error's words, off the text at its place and off what is there when the program has ended: nothing is noted
//! on the way. Where one of them does not tell for sure what the name belongs to, there is no suggestion.

use std::rc::Rc;

use super::Vm;
use super::attributes::name_text;
use crate::diagnostics::nearest;
use crate::interp::class::Class;
use crate::interp::error::Exc;
use crate::interp::modules;
use crate::interp::tables::Dict;
use crate::interp::value::{Module, Value};
use crate::source::Span;

impl Vm {
    /// Help for an uncaught error with a message, raised at a place.
    pub(super) fn meant(&mut self, class: &Rc<Class>, message: &str, place: Span) -> Option<String> {
        let is_a = |exc: Exc| class.derives_from(exc.def());
        if is_a(Exc::NameError) {
            return did_you_mean(self.near_name(message)?);
        }
        if is_a(Exc::AttributeError) {
            return did_you_mean(self.near_attribute(message, place)?);
        }
        if is_a(Exc::ImportError) {
            return did_you_mean(self.near_import(message, place)?);
        }
        if is_a(Exc::TypeError) {
            return self.near_parameter(message);
        }
        None
    }

    /// The nearest known name to one that is not defined.
    fn near_name(&mut self, message: &str) -> Option<String> {
        let wanted = message.strip_suffix("' is not defined")?.rsplit('\'').next()?;
        nearest_of(wanted, self.namespaces().into_iter().flat_map(|dict| texts(dict.keys())).collect())
    }

    /// The nearest attribute of the module or the class that the message is about.
    fn near_attribute(&mut self, message: &str, place: Span) -> Option<String> {
        let (owner, name) = message.strip_suffix('\'')?.split_once(" has no attribute '")?;
        if owner == "'module' object" {
            let module = self.module_before(name, place)?;
            return self.near_in_module(&module, name);
        }
        let type_name = match owner.split_once(['\'', ' ']) {
            Some(("", rest)) => rest.strip_suffix("' object")?,
            Some(("type", rest)) => rest.strip_prefix("object '")?.strip_suffix('\'')?,
            Some(("class", rest)) => rest,
            Some((type_name, "instance")) => type_name,
            _ => return None,
        };
        let Value::Class(class) = self.known(type_name)? else { return None };
        if &*class.name() != type_name {
            return None;
        }
        nearest_of(name, class.mro().flat_map(|class| texts(class.dict.keys())).collect())
    }

    /// The nearest module, or the nearest name of the module that a name is imported from.
    fn near_import(&mut self, message: &str, place: Span) -> Option<String> {
        if let Some(name) = message.strip_prefix("cannot import name ") {
            let line = self.line_at(place)?;
            let from = line.rsplit_once("from ").filter(|(before, _)| before.trim().is_empty())?.1;
            let Value::Module(module) = self.modules.get_name(from.split_whitespace().next()?)? else { return None };
            return self.near_in_module(&module, name);
        }
        let name = message.strip_prefix("No module named ")?;
        // The words leave out the packages on the way to a module.
        let whole = self.text_at(place).filter(|text| text.ends_with(&format!(".{name}")));
        nearest(whole.as_deref().unwrap_or(name), modules::names()).map(str::to_owned)
    }

    /// The nearest parameter of a function, or all that it has.
    fn near_parameter(&mut self, message: &str) -> Option<String> {
        let (function, rest) = message.split_once("() got an unexpected keyword argument '")?;
        let name = rest.strip_suffix('\'')?;
        let Value::Function(found) = self.known(function)? else { return None };
        let code = Rc::clone(&found.code);
        let parameters: Vec<&str> = code.locals.get(..code.arg_count)?.iter().map(|one| &**one).collect();
        if &*code.name != function || parameters.contains(&name) || parameters.iter().any(|one| one.starts_with('.')) {
            return None;
        }
        match (nearest(name, parameters.iter().copied()), &parameters[..]) {
            (Some(near), _) => did_you_mean(near.to_owned()),
            (None, []) => Some(format!("`{function}` has no parameters")),
            (None, all) => Some(format!("the parameters of `{function}` are `{}`", all.join("`, `"))),
        }
    }

    /// The nearest name that a module has.
    fn near_in_module(&mut self, module: &Rc<Module>, name: &str) -> Option<String> {
        let names = texts(self.names_of(module).ok()?.keys());
        if names.iter().any(|known| known == name) { None } else { nearest_of(name, names) }
    }

    /// The module whose attribute the text at a place asks for.
    fn module_before(&mut self, name: &str, place: Span) -> Option<Rc<Module>> {
        let text = self.text_at(place)?;
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
        let is_end = |after: &str| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let pattern = format!(".{name}");
        let mut all = text.match_indices(&pattern).filter(|(at, found)| is_end(&text[at + found.len()..]));
        let (at, _) = all.next()?;
        let before = &text[..at];
        let path = &before[before.rfind(|c| !is_part(c)).map_or(0, |end| end + 1)..];
        let first = path.split('.').next()?;
        let mut value = self.known(first).or_else(|| self.modules.get_name(first))?;
        for part in path.split('.').skip(1) {
            let Value::Module(module) = &value else { return None };
            value = self.names_of(module).ok()?.get_name(part)?;
        }
        match value {
            Value::Module(module) => Some(module),
            _ => None,
        }
    }

    /// What a name of the program or a built-in one stands for.
    fn known(&mut self, name: &str) -> Option<Value> {
        self.namespaces().iter().rev().find_map(|dict| dict.get_name(name))
    }

    fn text_at(&self, place: Span) -> Option<String> {
        let sources = self.sources.borrow();
        Some(sources.file_at(place.start)?.slice(place).to_owned())
    }

    fn line_at(&self, place: Span) -> Option<String> {
        let sources = self.sources.borrow();
        let (file, at) = sources.locate(place)?;
        Some(file.line(at.line).to_owned())
    }

    fn namespaces(&mut self) -> Vec<Rc<Dict>> {
        let mut all = vec![self.all_builtins()];
        all.extend(self.namespace.clone());
        if let Some(Value::Module(main)) = self.modules.get_name("__main__") {
            all.push(Rc::clone(&main.dict));
        }
        all
    }
}

fn did_you_mean(name: String) -> Option<String> {
    Some(format!("did you mean `{name}`?"))
}

fn texts(names: Vec<Value>) -> Vec<String> {
    names.iter().map(name_text).collect()
}

/// The nearest name; those that are not for users only to one that begins like them.
fn nearest_of(name: &str, names: Vec<String>) -> Option<String> {
    let is_open = |known: &&String| name.starts_with('_') || !known.starts_with('_');
    nearest(name, names.iter().filter(is_open).map(String::as_str)).map(str::to_owned)
}
