//! Imports: built-in modules, modules that the host adds, and refusals.

use std::rc::Rc;

use super::Vm;
use super::frame::Frame;
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::error::{Error, Exc, Result};
use crate::interp::modules::{self, ModuleDef, ModuleSource};
use crate::interp::tables::Dict;
use crate::interp::value::{Fill, Module, Value};

/// Supplies modules beyond the built-in ones: name → module, `None` if it does not know it.
pub type Importer = Rc<dyn Fn(&mut Vm, &str) -> Result<Option<Value>>>;

impl Vm {
    /// Imports a dotted module and everything above it; the innermost.
    pub fn import_module(&mut self, name: &str) -> Result<Value> {
        if let Some(module) = self.modules.get_name(name) {
            return Ok(module);
        }
        let mut parent: Option<Value> = None;
        let mut start = 0;
        loop {
            let end = name[start..].find('.').map_or(name.len(), |dot| start + dot);
            let full = &name[..end];
            let module = match self.modules.get_name(full) {
                Some(module) => module,
                None => {
                    let module = self.find_module(full, &name[start..])?;
                    self.modules.set_name(full, module.clone());
                    if let Some(parent) = &parent {
                        self.setattr(parent, &Value::str(&name[start..end]), module.clone())?;
                    }
                    module
                }
            };
            if end == name.len() {
                return Ok(module);
            }
            parent = Some(module);
            start = end + 1;
        }
    }

    fn find_module(&mut self, name: &str, rest: &str) -> Result<Value> {
        if let Some(importer) = self.importer.clone()
            && let Some(module) = importer(self, name)?
        {
            return Ok(module);
        }
        if let Some(module) = modules::find(name) {
            return Ok(Value::Module(self.make_module(module)?));
        }
        if let Some(help) = modules::refusal(name) {
            let diagnostic = Diagnostic::error(
                "AUR0210",
                Kind::Refused,
                format!("the module `{name}` is not available to a configuration"),
            )
            .help(help);
            self.refused_imports.push(diagnostic);
        }
        Err(Error::new(Exc::ImportError, format!("No module named {rest}")))
    }

    pub(super) fn import_op(&mut self, frame: &mut Frame, name: &Value) -> Result<()> {
        let _level = frame.pop();
        let wanted = frame.pop();
        let name = super::attributes::name_text(name);
        if name.is_empty() {
            return Err(Error::new(Exc::ValueError, "Attempted relative import in non-package"));
        }
        let module = self.import_module(&name)?;
        let module = match (&wanted, name.split_once('.')) {
            (Value::None, Some((first, _))) => self.import_module(first)?,
            _ => module,
        };
        frame.push(module);
        Ok(())
    }

    pub(super) fn import_from_op(&mut self, frame: &mut Frame, name: &Value) -> Result<()> {
        let module = frame.stack.last().cloned().unwrap_or(Value::None);
        let text = super::attributes::name_text(name);
        let value = match self.getattr_opt(&module, &text)? {
            Some(value) => value,
            None => {
                let full = match &module {
                    Value::Module(m) => format!("{}.{text}", m.name),
                    _ => text.clone(),
                };
                match self.import_module(&full) {
                    Ok(value) => value,
                    Err(error) if self.error_is(&error, Exc::ImportError) => {
                        return Err(Error::new(Exc::ImportError, format!("cannot import name {text}")));
                    }
                    Err(error) => return Err(error),
                }
            }
        };
        frame.push(value);
        Ok(())
    }

    pub(super) fn import_star_op(&mut self, frame: &mut Frame) -> Result<()> {
        let module = frame.pop();
        let Value::Module(module) = &module else { return Ok(()) };
        let names = self.names_of(module)?;
        let public: Vec<(Value, Value)> = match names.get_name("__all__") {
            Some(all) => {
                let mut public = Vec::new();
                for name in self.collect(&all)? {
                    let value = self.getattr(&Value::Module(Rc::clone(module)), &name)?;
                    public.push((name, value));
                }
                public
            }
            None => names
                .items()
                .into_iter()
                .filter(|(name, _)| !super::attributes::name_text(name).starts_with('_'))
                .collect(),
        };
        for (name, value) in public {
            match &frame.names {
                Some(names) => names.set_str(&name, value),
                None => {
                    let text = super::attributes::name_text(&name);
                    match frame.code.locals.iter().position(|local| **local == *text) {
                        Some(at) => frame.locals[at] = Some(value),
                        None => frame.globals.set_str(&name, value),
                    }
                }
            }
        }
        Ok(())
    }

    /// A new module with `__name__` and `__doc__`.
    pub fn new_module(&mut self, name: &str) -> Rc<Module> {
        let dict = Rc::new(Dict::new());
        dict.set_name("__name__", Value::str(name));
        dict.set_name("__doc__", Value::None);
        Rc::new(Module { name: name.to_owned(), dict, later: Default::default() })
    }

    /// A new module whose names are put in place when a program first asks for one.
    pub fn later_module(&mut self, name: &str, fill: Fill) -> Rc<Module> {
        let module = self.new_module(name);
        module.later.set(Some(fill));
        module
    }

    /// The namespace of a module, complete. Errors: what making it raises.
    pub fn names_of<'a>(&mut self, module: &'a Rc<Module>) -> Result<&'a Rc<Dict>> {
        while self.fill_further(module)? {}
        Ok(&module.dict)
    }

    /// Puts the names in place that a module gets next; false if there are no more.
    pub(super) fn fill_further(&mut self, module: &Rc<Module>) -> Result<bool> {
        match module.later.take() {
            Some(fill) => fill(self, module).map(|()| true),
            None => Ok(false),
        }
    }

    /// Makes a module that the program ships with. One that is written in the dialect is run, at once or `later`.
    fn make_module(&mut self, def: &'static ModuleDef) -> Result<Rc<Module>> {
        let source = match def.source {
            ModuleSource::Native(make) => return make(self),
            ModuleSource::Embedded(source) => source,
        };
        let module = self.new_module(def.name);
        // The module must be known while it runs, as its classes look their module up.
        self.modules.set_name(def.name, Value::Module(Rc::clone(&module)));
        if let Err(error) = self.run_embedded(&module, source, 0) {
            self.modules.remove_str(&Value::str(def.name));
            return Err(error);
        }
        if !def.rest.is_empty() {
            module.later.set(Some(fill_rest::<0>));
        }
        Ok(module)
    }

    /// Imports `sys` without running it before it is looked into, since it is in scope of programs that never do that.
    pub fn import_sys_later(&mut self) -> Value {
        let fill: Fill = |vm, module| match modules::find("sys").map(|def| &def.source) {
            Some(ModuleSource::Embedded(source)) => vm.run_embedded(module, source, 0),
            _ => Ok(()),
        };
        let module = Value::Module(self.later_module("sys", fill));
        self.modules.set_name("sys", module.clone());
        module
    }

    /// Runs one of the texts of a module. Each has a name of its own, by which its program is found again.
    fn run_embedded(&mut self, module: &Rc<Module>, source: &str, part: usize) -> Result<()> {
        let name = match part {
            0 => format!("<{}>", module.name),
            part => format!("<{}, {}>", module.name, part + 1),
        };
        self.run_source(&name, source.as_bytes(), &module.dict)
    }
}

/// Runs one part of a module's rest, and has the next one run when a name is still missed.
fn fill_rest<const PART: usize>(vm: &mut Vm, module: &Rc<Module>) -> Result<()> {
    let rest = modules::find(&module.name).map(|def| def.rest).unwrap_or_default();
    let fills: [Fill; modules::MOST_PARTS] = [fill_rest::<0>, fill_rest::<1>];
    if PART + 1 < rest.len() {
        module.later.set(fills.get(PART + 1).copied());
    }
    match rest.get(PART) {
        Some(source) => vm.run_embedded(module, source, PART + 1),
        None => Ok(()),
    }
}
