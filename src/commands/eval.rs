//! `aurora eval`

use std::cell::RefCell;
use std::rc::Rc;

use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::budget::Limits;
use crate::interp::error;
use crate::interp::host::{Host, HostError};
use crate::interp::tables::Dict;
use crate::interp::value::{Module, Value};
use crate::interp::vm::Vm;
use crate::source::SourceMap;

use super::{Context, Failure, Outcome, Prints, Result};

/// Evaluate a file as a program, then print the value of each expression
///
/// What the file itself prints goes to standard output. Each expression is evaluated in the file's namespace after it
/// has run, and the `repr` of its value is printed on a line of its own.
#[derive(clap::Args, Debug)]
pub struct EvalArgs {
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Expressions to evaluate in the file's namespace
    #[arg(value_name = "EXPRESSION", allow_negative_numbers = true)]
    pub expressions: Vec<String>,
}

/// Runs the file and prints the expressions.
pub fn run(args: &EvalArgs, context: &Context) -> Result {
    let mut host = (context.world)(Prints::Out);
    let (name, bytes) = read(&args.file, &mut *host, context)?;
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let mut vm = Vm::new(host, Limits::default(), Rc::clone(&sources));
    let namespace = main_module(&vm);
    let result = vm.run_source(&name, &bytes, &namespace).and_then(|()| {
        for (index, expression) in args.expressions.iter().enumerate() {
            print_expression(&mut vm, index + 1, expression, &namespace)?;
        }
        Ok(())
    });
    vm.finish_output();
    match result {
        Ok(()) => Ok(Outcome::Done),
        Err(error) => Err(Failure { diagnostics: vm.report(error), sources }),
    }
}

/// The file's shown name and its bytes.
fn read(file: &str, host: &mut dyn Host, context: &Context) -> std::result::Result<(String, Vec<u8>), Diagnostic> {
    let (name, result) = if file == "-" {
        ("<stdin>", context.streams.read_in())
    } else {
        let bytes = host.read_file(file).map_err(|error| match error {
            HostError::Os(_, text) => text,
            HostError::Refused(sentence) => sentence,
        });
        (file, bytes)
    };
    match result {
        Ok(bytes) => Ok((name.to_owned(), bytes)),
        Err(reason) => Err(Diagnostic::error("AUR0003", Kind::Include, format!("`{name}` cannot be read: {reason}"))),
    }
}

/// The namespace of a program that is run as a script.
fn main_module(vm: &Vm) -> Rc<Dict> {
    let dict = Rc::new(Dict::new());
    dict.set_name("__name__", Value::str("__main__"));
    dict.set_name("__doc__", Value::None);
    let module = Module { name: "__main__".to_owned(), dict: Rc::clone(&dict) };
    vm.modules.set_name("__main__", Value::Module(Rc::new(module)));
    dict
}

fn print_expression(vm: &mut Vm, number: usize, text: &str, namespace: &Rc<Dict>) -> error::Result<()> {
    let value = vm.eval_text(&format!("expression {number}"), text.as_bytes(), namespace, namespace)?;
    let mut line = vm.repr(&value)?;
    line.push(b'\n');
    vm.host().write_out(&line);
    Ok(())
}
