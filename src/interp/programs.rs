//! Programs that several evaluations share: a file that many others include is parsed and compiled once.

use std::any::Any;
use std::cell::OnceCell;
use std::rc::Rc;

use foldhash::HashMap;

use super::code::Code;
use crate::source::SourceFile;
use crate::syntax::ast::Module;

/// A file that was read: its text, its tree, its code.
pub struct Program {
    /// The bytes as they were given.
    pub bytes: Vec<u8>,
    /// The file in the source map.
    pub file: Rc<SourceFile>,
    /// Its syntax tree.
    pub tree: Module,
    /// Its instructions.
    pub code: Rc<Code>,
    /// What a floor above found out about the tree and wants to keep.
    pub notes: OnceCell<Rc<dyn Any>>,
}

/// Programs by the name of their file. They belong to one source map, which the evaluations must share.
#[derive(Default)]
pub struct Programs(HashMap<String, Rc<Program>>);

impl Programs {
    /// The program of this name, if it was made of these bytes.
    pub fn get(&self, name: &str, bytes: &[u8]) -> Option<Rc<Program>> {
        self.0.get(name).filter(|program| program.bytes == bytes).cloned()
    }

    /// The program of this name as it was met last.
    pub fn named(&self, name: &str) -> Option<Rc<Program>> {
        self.0.get(name).cloned()
    }

    /// Keeps a program.
    pub fn keep(&mut self, program: Rc<Program>) {
        self.0.insert(program.file.name.clone(), program);
    }

    /// Forgets the program of this name.
    pub fn forget(&mut self, name: &str) {
        self.0.remove(name);
    }
}
