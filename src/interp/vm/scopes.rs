//! What `globals()`, `locals()`, `vars()`, `dir()` and `eval()` see of the code that calls them.

use std::rc::Rc;

use super::Vm;
use super::frame::Frame;
use crate::interp::error::Result;
use crate::interp::tables::Dict;
use crate::interp::value::Value;

/// The namespaces of a running frame.
pub(super) struct View {
    globals: Rc<Dict>,
    names: Option<Rc<Dict>>,
}

impl View {
    pub(super) fn of(frame: &Frame) -> View {
        View { globals: Rc::clone(&frame.globals), names: frame.names.clone() }
    }
}

impl Vm {
    /// The global namespace of the code that is running.
    pub fn global_names(&mut self) -> Result<Rc<Dict>> {
        Ok(self.views.last().map(|view| Rc::clone(&view.globals)).unwrap_or_default())
    }

    /// The local names of the code that is running: its namespace, or a picture of a function's variables.
    pub fn local_names(&mut self) -> Result<Rc<Dict>> {
        if let Some(dict) = self.local_picture.take() {
            return Ok(dict);
        }
        match self.views.last() {
            Some(View { names: Some(names), .. }) => Ok(Rc::clone(names)),
            Some(view) => Ok(Rc::clone(&view.globals)),
            None => Ok(Rc::default()),
        }
    }

    /// Takes a picture of a function's variables when the function about to be called looks at them.
    pub(super) fn picture_locals(&mut self, frame: &Frame, callee: &Value) {
        self.local_picture = None;
        let Value::Native(native) = callee else { return };
        if native.owner.is_some() || frame.names.is_some() {
            return;
        }
        if !matches!(native.def.name, "locals" | "vars" | "dir" | "eval") {
            return;
        }
        self.local_picture = Some(self.variables_of(frame));
    }

    /// A picture of a function's variables.
    pub(super) fn variables_of(&self, frame: &Frame) -> Rc<Dict> {
        let dict = Dict::new();
        // CPython walks each group from its end.
        for (name, value) in frame.code.locals.iter().zip(&frame.locals).rev() {
            let in_cell = frame.code.cell_names.iter().any(|(cell, _)| cell == name);
            if let (Some(value), false) = (value, in_cell) {
                dict.set_name(name, value.clone());
            }
        }
        if let Some(added) = &frame.added {
            for (name, value) in added.items() {
                if dict.get_str(&name).is_none() {
                    dict.set_str(&name, value);
                }
            }
        }
        let (own, free) = frame.cells.split_at(frame.code.cell_names.len().min(frame.cells.len()));
        let own = frame.code.cell_names.iter().map(|(name, _)| name).zip(own).rev();
        for (name, cell) in own.chain(frame.code.free_names.iter().zip(free).rev()) {
            if let Some(value) = &*cell.value.borrow() {
                dict.set_name(name, value.clone());
            }
        }
        Rc::new(dict)
    }
}
