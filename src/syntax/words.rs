//! Words for people: every rule of the grammar has them.

use super::grammar::Rule;

/// What a rule stands for, in the words of a message. The match is exhaustive so that a new rule does not compile
/// until somebody names it; `None` is for rules that only group others.
pub(super) fn words(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::EOI => "the end of the statement",
        Rule::expression_statement => "an expression or an assignment",
        Rule::equals => "`=`",
        Rule::augmented => "an operator such as `+=`",
        Rule::print_statement => "`print`",
        Rule::print_target => "`>>` and a file",
        Rule::exec_statement => "`exec`",
        Rule::del_statement => "`del`",
        Rule::pass_statement => "`pass`",
        Rule::break_statement => "`break`",
        Rule::continue_statement => "`continue`",
        Rule::return_statement => "`return`",
        Rule::raise_statement => "`raise`",
        Rule::global_statement => "`global`",
        Rule::assert_statement => "`assert`",
        Rule::import_statement => "`import`",
        Rule::from_statement => "`from … import …`",
        Rule::import_alias | Rule::dotted_name => "the name of a module",
        Rule::from_group | Rule::from_names | Rule::from_alias => "names to import",
        Rule::dots => "dots",
        Rule::dot => "`.`",
        Rule::star => "`*`",
        Rule::if_header => "`if …:`",
        Rule::elif_header => "`elif …:`",
        Rule::else_header => "`else:`",
        Rule::while_header => "`while …:`",
        Rule::for_header => "`for … in …:`",
        Rule::try_header => "`try:`",
        Rule::except_header => "`except …:`",
        Rule::finally_header => "`finally:`",
        Rule::with_header => "`with …:`",
        Rule::with_item => "a context manager",
        Rule::def_header => "`def …(…):`",
        Rule::class_header => "`class …:`",
        Rule::bases => "base classes in parentheses",
        Rule::decorator => "a decorator",
        Rule::open => "`(`",
        Rule::colon => "`:`",
        Rule::parameters => "parameters",
        Rule::positional | Rule::name_tuple => "a parameter",
        Rule::rest_keywords => "`**` and a name",
        Rule::rest_positional => "`*` and a name",
        Rule::trailing_comma => "`,`",
        Rule::tests | Rule::test | Rule::plain_test | Rule::plain | Rule::plain_tests => "an expression",
        Rule::eval_input => "an expression",
        Rule::yield_value => "`yield`",
        Rule::lambda_head => "`lambda`",
        Rule::prefix | Rule::sign => "an expression",
        Rule::infix | Rule::arithmetic => "an operator",
        Rule::targets | Rule::target => "something to assign to",
        Rule::call => "arguments in parentheses",
        Rule::single_star | Rule::double_star | Rule::plain_argument => "an argument",
        Rule::keyword_value => "`=` and a value",
        Rule::attribute => "an attribute",
        Rule::subscript => "an index in brackets",
        Rule::index | Rule::slice | Rule::upper | Rule::step | Rule::ellipsis => "an index or a slice",
        Rule::parenthesised => "an expression in parentheses",
        Rule::list => "a list",
        Rule::braced | Rule::dict_rest | Rule::set_rest => "a dict or a set",
        Rule::backquote => "a backquote",
        Rule::backquoted => "an expression in backquotes",
        Rule::clauses | Rule::for_clause | Rule::list_clauses | Rule::list_for_clause => "`for … in …`",
        Rule::condition => "`if`",
        Rule::word_as => "`as`",
        Rule::word_else => "`else`",
        Rule::word_for => "`for`",
        Rule::word_if => "`if`",
        Rule::word_import => "`import`",
        Rule::word_in => "`in`",
        Rule::word_lambda => "`lambda`",
        Rule::word_yield => "`yield`",
        Rule::name => "a name",
        Rule::number => "a number",
        Rule::string => "a text",
        Rule::value
        | Rule::parameter
        | Rule::operation
        | Rule::led
        | Rule::further
        | Rule::signed
        | Rule::trailer
        | Rule::closer
        | Rule::atom
        | Rule::argument => return None,
    })
}
