//! `aurora eval`

use std::cell::RefCell;
use std::rc::Rc;

use crate::config::{Evaluation, Problems};
use crate::diagnostics::{Diagnostic, Kind};
use crate::interp::value::{Module, Value};
use crate::source::SourceMap;

use super::{BudgetArgs, Context, Failure, Outcome, Prints, Result};

/// Evaluate a file as a program, then print the value of each expression
///
/// The names of the configuration schema are in scope. What the file itself prints goes to standard output. Each
/// expression is evaluated in the file's namespace after it has run, and the `repr` of its value is printed on a line
/// of its own.
#[derive(clap::Args, Debug)]
pub struct EvalArgs {
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Expressions to evaluate in the file's namespace
    #[arg(value_name = "EXPRESSION", allow_negative_numbers = true)]
    pub expressions: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)] // a doc comment would become help
    pub budget: BudgetArgs,
}

/// Runs the file and prints the expressions.
pub fn run(args: &EvalArgs, context: &Context) -> Result {
    let sources = Rc::new(RefCell::new(SourceMap::new()));
    let fail = |problems: Problems| Failure { diagnostics: problems.0, sources: Rc::clone(&sources) };
    let world = (context.world)(Prints::Out);
    let mut evaluation = Evaluation::new(world, &args.budget.settings(context, None), &sources).map_err(fail)?;
    run_as_script(&mut evaluation);
    let result = evaluate(args, context, &mut evaluation);
    evaluation.vm.finish_output();
    result.map(|()| Outcome::Done).map_err(fail)
}

fn evaluate(args: &EvalArgs, context: &Context, evaluation: &mut Evaluation) -> std::result::Result<(), Problems> {
    if args.file == "-" {
        let bytes = context.streams.read_in().map_err(|reason| unreadable(&reason))?;
        evaluation.run_bytes("<stdin>", &bytes)?;
    } else {
        evaluation.run_file(&args.file)?;
    }
    for (index, expression) in args.expressions.iter().enumerate() {
        print_expression(evaluation, index + 1, expression)?;
    }
    Ok(())
}

/// Makes the file's namespace that of a script: named `__main__` and holding nothing but what the file itself defines.
/// The schema stays in scope behind it, among the built-in names.
fn run_as_script(evaluation: &mut Evaluation) {
    let builtins = evaluation.vm.all_builtins();
    let namespace = &evaluation.namespace;
    for (name, value) in namespace.items() {
        builtins.set_str(&name, value);
        namespace.remove_str(&name);
    }
    namespace.set_name("__name__", Value::str("__main__"));
    namespace.set_name("__doc__", Value::None);
    let module = Module { name: "__main__".to_owned(), dict: Rc::clone(namespace), later: Default::default() };
    evaluation.vm.modules.set_name("__main__", Value::Module(Rc::new(module)));
}

fn print_expression(evaluation: &mut Evaluation, number: usize, text: &str) -> std::result::Result<(), Problems> {
    let namespace = Rc::clone(&evaluation.namespace);
    let vm = &mut evaluation.vm;
    // As the function `eval` does.
    let text = text.trim_start_matches([' ', '\t']);
    let value = vm.eval_text(&format!("expression {number}"), text.as_bytes(), &namespace, &namespace);
    let line = value.and_then(|value| vm.repr(&value));
    let mut line = evaluation.checked(line)?;
    line.push(b'\n');
    evaluation.vm.host().write_out(&line);
    Ok(())
}

fn unreadable(reason: &str) -> Diagnostic {
    Diagnostic::error("AUR0003", Kind::Include, format!("standard input cannot be read: {reason}"))
}
