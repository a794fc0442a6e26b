//! Why a piece of text could not be read, in a sentence.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::ast::Future;
use super::grammar::Rule;
use super::layout::Token;
use super::lower::invalid_number;
use super::marks::{is_broken_number, is_reserved, text_end};
use super::problem::{Phase, Problem, code};
use super::slips::{misspelt, misspelt_header};
use super::tokens::open_brackets;
use super::words::words;
use crate::source::Span;

/// The text around a failure.
pub(super) struct Context<'t> {
    pub text: &'t str,
    /// The tokens of the piece that cannot be read.
    pub tokens: &'t [Token],
    /// Where the piece begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    pub base: u32,
    pub unclosed: Option<usize>,
    pub future: Future,
}

impl Context<'_> {
    /// The global span of a local range.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start as u32, self.base + end as u32)
    }

    /// The tokens before a local offset.
    fn tokens_before(&self, at: usize) -> &[Token] {
        &self.tokens[..self.tokens.partition_point(|token| (token.start as usize) < at)]
    }

    /// The token at a local offset, of a text literal what it begins with; empty at the piece's end.
    fn token(&self, at: usize) -> &str {
        let index = self.tokens.partition_point(|token| (token.end as usize) <= at);
        let Some(token) = self.tokens.get(index) else { return "" };
        let written = &self.text[at..token.end as usize];
        match written.find(['\'', '"']) {
            Some(quote) => &written[..=quote],
            None => written,
        }
    }

    /// The token before a local offset; empty where the piece begins.
    fn last_word(&self, at: usize) -> &str {
        let last = self.tokens_before(at).last();
        last.map_or("", |token| &self.text[token.start as usize..token.end as usize])
    }

    /// The text of the piece before a local offset, without blanks.
    pub(super) fn before(&self, at: usize) -> &str {
        self.text[self.start..at].trim_end_matches([' ', '\t', '\x0c'])
    }
}

/// Makes a diagnostic of a failure to read `rule`.
pub(super) fn explain(rule: Rule, error: &Error<Rule>, context: &Context<'_>) -> Problem {
    stopped(rule, error, context, failed_at(error, context))
}

/// Where pest gave up.
fn failed_at(error: &Error<Rule>, context: &Context<'_>) -> usize {
    let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
    context.tokens.get(at).map_or(context.end, |token| token.start as usize)
}

/// Why the piece before a token that cannot be read cannot be read either; `None` if it is not at fault.
pub(super) fn explain_prefix(rule: Rule, outcome: Option<&Error<Rule>>, context: &Context<'_>) -> Option<Problem> {
    let error = outcome?;
    let at = failed_at(error, context);
    (at < context.end).then(|| stopped(rule, error, context, at))
}

/// The sentence for the token at which reading stops.
fn stopped(rule: Rule, error: &Error<Rule>, context: &Context<'_>, at: usize) -> Problem {
    let at = with_letters(context, at);
    let token = context.token(at);
    let place = context.span(at, at + token.len());
    if at >= context.end {
        return at_end(rule, error, context);
    }
    if is_broken_number(token) {
        return *invalid_number(token, place);
    }
    if let Some(problem) = underscored(context, at, token) {
        return problem;
    }
    let brackets = open_brackets(context.text, context.tokens_before(at));
    if matches!(token, ")" | "]" | "}")
        && context.unclosed.is_none()
        && let Some(problem) = closing_problem(context, at, token, brackets.last().copied())
    {
        return problem;
    }
    if let Some(problem) = special(rule, context, at, token, brackets.last().copied()) {
        return problem;
    }
    if let (Some(open), Some(_)) = (brackets.last(), context.unclosed) {
        let opener = &context.text[*open..open + 1];
        return Problem::invalid(code::UNCLOSED, format!("`{opener}` is never closed"))
            .at(place, "the rest does not fit inside it")
            .at(context.span(*open, open + 1), "opened here")
            .help(format!("close it with `{}`", closer(opener)));
    }
    unexpected(rule, error, context, at, &brackets)
}

fn closer(opener: &str) -> &'static str {
    match opener {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// A closing bracket without, or of another kind than, its opening one.
fn closing_problem(context: &Context<'_>, at: usize, token: &str, open: Option<usize>) -> Option<Problem> {
    let place = context.span(at, at + 1);
    let Some(open) = open else {
        let message = format!("`{token}` closes a bracket that was never opened");
        return Some(Problem::invalid(code::LONE_BRACKET, message).at(place, "no bracket is open here"));
    };
    let opener = &context.text[open..open + 1];
    if closer(opener) == token {
        return None;
    }
    let message = format!("`{token}` does not close `{opener}`");
    let problem = Problem::invalid(code::WRONG_BRACKET, message).at(place, format!("expected `{}`", closer(opener)));
    Some(problem.at(context.span(open, open + 1), "opened here"))
}

/// The text breaks off.
fn at_end(rule: Rule, error: &Error<Rule>, context: &Context<'_>) -> Problem {
    let end = context.end;
    if let Some(open) = context.unclosed {
        let file_end = context.text.len();
        let last = file_end - usize::from(context.text.ends_with(['\n', '\r']));
        let first_line = !context.text[..last].contains(['\n', '\r']);
        let python = if first_line { "unexpected EOF while parsing" } else { "invalid syntax" };
        let opener = &context.text[open..open + 1];
        return Problem::new(Phase::Parse, code::UNCLOSED, python, format!("`{opener}` is never closed"))
            .at(context.span(last, last), "the file ends here")
            .at(context.span(open, open + 1), "opened here")
            .help(format!("close it with `{}`", closer(opener)));
    }
    let end = joined_end(context.text, end);
    let place = context.span(end, end);
    if expects(error, Rule::colon) && is_header(rule) {
        let header = words(rule).unwrap_or("this line");
        return Problem::invalid(code::MISSING_COLON, format!("the `:` at the end of {header} is missing"))
            .at(place, "expected `:`");
    }
    if expects(error, Rule::word_else) && context.text[context.start..end].contains(" if ") {
        return Problem::invalid(code::UNEXPECTED, "the statement breaks off: `else` is expected")
            .at(place, "it ends here")
            .help("`value if condition else other` always has both values");
    }
    let message = match expected(rule, error) {
        Some(expected) => format!("the statement breaks off: {expected} is expected"),
        None => "the statement breaks off".to_owned(),
    };
    Problem::invalid(code::UNEXPECTED, message).at(place, "it ends here")
}

/// The end of the logical line that a piece's end lies in: a backslash may join an empty line to it.
fn joined_end(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = end;
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b' ' | b'\t' | b'\x0c'), _) => at += 1,
            (Some(b'\\'), Some(b'\r')) if bytes.get(at + 2) == Some(&b'\n') => at += 3,
            (Some(b'\\'), Some(b'\n' | b'\r')) => at += 2,
            _ if at < bytes.len() && text[end..at].contains('\\') => return at,
            _ => return end,
        }
    }
}

/// Whether a rule is the header of a compound statement.
pub(super) fn is_header(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::if_header
            | Rule::elif_header
            | Rule::else_header
            | Rule::while_header
            | Rule::for_header
            | Rule::try_header
            | Rule::except_header
            | Rule::finally_header
            | Rule::with_header
            | Rule::def_header
            | Rule::class_header
    )
}

fn positives(error: &Error<Rule>) -> &[Rule] {
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    }
}

fn expects(error: &Error<Rule>, rule: Rule) -> bool {
    positives(error).contains(&rule)
}

/// What could have stood there: the most telling one.
fn expected(rule: Rule, error: &Error<Rule>) -> Option<&'static str> {
    let positives = positives(error);
    let telling = [
        Rule::name,
        Rule::prefix,
        Rule::sign,
        Rule::test,
        Rule::tests,
        Rule::target,
        Rule::word_in,
        Rule::word_import,
        Rule::open,
        Rule::colon,
        Rule::dot,
    ];
    let found = telling.into_iter().find(|telling| positives.contains(telling))?;
    words(match found {
        // Where a name can stand among other operands, any expression can.
        Rule::name if positives.len() > 3 => Rule::test,
        // The program of `exec` is read like a target, so that `in` stays free, and is none.
        Rule::sign | Rule::target if rule == Rule::exec_statement => Rule::test,
        found => found,
    })
}

/// A number that goes on with `_`.
fn underscored(context: &Context<'_>, at: usize, token: &str) -> Option<Problem> {
    let number = context.tokens_before(at).last().filter(|number| number.end as usize == at)?;
    let (start, end) = (number.start as usize, at + token.len());
    let digits = context.text[start..at].trim_start_matches('.');
    if !token.starts_with('_') || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let message = format!("`{}` is no number", &context.text[start..end]);
    let problem = Problem::invalid(code::NUMBER, message).at(context.span(start, end), "cannot be read");
    Some(problem.help("Python 2 has no `_` between digits"))
}

/// Faults that have a sentence of their own.
fn special(rule: Rule, context: &Context<'_>, at: usize, token: &str, open: Option<usize>) -> Option<Problem> {
    let place = context.span(at, at + token.len());
    let rest = &context.text[at..context.end];
    let before = context.before(at);
    let python3 =
        |message: &str, help: &str| Some(Problem::invalid(code::OTHER_PYTHON, message).at(place, "").help(help));
    if let Some(prefix) = text_prefix(rest) {
        return match prefix.to_ascii_lowercase().as_str() {
            "f" | "fr" | "rf" => python3("Python 2 has no f-strings", "use `'…' % (…)` or `'{}'.format(…)`"),
            _ => Some(Problem::invalid(code::TEXT, format!("`{prefix}` cannot stand before a text")).at(place, "")),
        };
    }
    let opener = open.and_then(|open| context.text.get(open..open + 1));
    let asks = matches!(rule, Rule::if_header | Rule::elif_header | Rule::while_header);
    match token {
        ":" if rest.starts_with(":=") => python3("Python 2 has no `:=`", "assign on a line of its own"),
        ":" if rule == Rule::def_header && before.ends_with(['(', ',']) => Some(
            Problem::invalid(code::UNEXPECTED, "`)` or a parameter is expected here, not `:`").at(place, "unexpected"),
        ),
        ":" if rule == Rule::def_header && ends_line(rest) && open.is_some() => open.map(|open| {
            Problem::invalid(code::UNEXPECTED, "the `(` before this `:` is not closed")
                .at(place, "expected `)` in front of it")
                .at(context.span(open, open + 1), "opened here")
                .help("close it with `)`")
        }),
        ":" if rule == Rule::def_header && open.is_some() => {
            python3("Python 2 has no annotations of parameters", "remove what follows the `:`")
        }
        ":" if rule == Rule::expression_statement && ends_line(rest) && misspelt_header(context, at).is_some() => {
            misspelt_header(context, at)
        }
        ":" if rule == Rule::expression_statement && open.is_none() => {
            python3("Python 2 has no annotations of names, and no block begins here", "remove what follows the `:`")
        }
        ":" if rule != Rule::def_header && opener == Some("(") && ends_in_name(before) => Some(
            Problem::invalid(code::UNEXPECTED, "`:` cannot stand here")
                .at(place, "unexpected")
                .help("an argument is named with `=`: name=value"),
        ),
        "=" if rule == Rule::print_statement && opener == Some("(") && ends_in_name(before) => {
            python3("here `print` is a statement and takes no `=`", PRINT_ARGUMENTS)
        }
        "=" if opener == Some("{") && !rest.starts_with("==") => Some(
            Problem::invalid(code::UNEXPECTED, "`=` cannot stand here")
                .at(place, "unexpected")
                .help("in a dictionary a `:` stands between key and value"),
        ),
        "*" | "**" if matches!(opener, Some("[" | "{")) && before.trim_end().ends_with(['[', '{', ',']) => python3(
            &format!("Python 2 has no `{token}` in front of an element"),
            "put lists together with `+`, and dictionaries with dict(first, **second)",
        ),
        "," | ")" if rule == Rule::def_header && before.trim_end().ends_with('*') => {
            python3("Python 2 has no parameters that take a keyword only", "use `**kwargs`")
        }
        "-" if rest.starts_with("->") => {
            python3("Python 2 has no annotations of results", "remove `->` and what follows")
        }
        "=" if asks && !rest.starts_with("==") => Some(
            Problem::invalid(code::UNEXPECTED, "a condition cannot assign")
                .at(place, "")
                .help("to compare, write `==`"),
        ),
        "=" if rest.starts_with("=>") => Some(
            Problem::invalid(code::UNEXPECTED, "`=>` is no operator")
                .at(place, "")
                .help("write `>=`, or `:` in a dict"),
        ),
        "*" if rule == Rule::def_header => {
            python3("Python 2 has no parameters that take a keyword only", "use `**kwargs`")
        }
        "from" if rule == Rule::raise_statement => python3("Python 2 has no `raise … from …`", "remove the `from`"),
        "if" if rule == Rule::else_header => {
            Some(Problem::invalid(code::UNEXPECTED, "`else if` is written `elif`").at(place, "").help("write `elif`"))
        }
        "&" if before.ends_with('&') => Some(operator_of_c(context, at, "&&", "and")),
        "|" if before.ends_with('|') => Some(operator_of_c(context, at, "||", "or")),
        "!" => {
            Some(Problem::invalid(code::UNEXPECTED, "`!` is no operator").at(place, "").help("write `not`, or `!=`"))
        }
        "?" | "$" => {
            Some(Problem::invalid(code::UNEXPECTED, format!("`{token}` has no meaning outside texts")).at(place, ""))
        }
        _ if before.trim_start() == "print" && context.future.print_function => Some(
            Problem::invalid(code::OTHER_PYTHON, "`print` is a function in this file")
                .at(place, "")
                .help("put what it prints in parentheses, or remove `from __future__ import print_function`"),
        ),
        _ if !token.is_ascii() => Some(
            Problem::invalid(code::UNEXPECTED, format!("`{token}` cannot stand outside texts and comments"))
                .at(place, "not ASCII")
                .help("names have the letters of ASCII, digits and `_`; check for quotes or blanks of another kind"),
        ),
        _ => None,
    }
}

fn operator_of_c(context: &Context<'_>, at: usize, written: &str, word: &str) -> Problem {
    let problem = Problem::invalid(code::UNEXPECTED, format!("`{written}` is no operator"));
    problem.at(context.span(at, at + 1), "").help(format!("write `{word}`"))
}

/// The start of the letters directly before the quote at `at`, if there are some: what cannot begin a text was read as a name.
fn with_letters(context: &Context<'_>, at: usize) -> usize {
    let before = &context.text[context.start..at];
    let word = before.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let is_prefix = |start: &usize| text_prefix(&context.text[*start..]).is_some_and(|prefix| prefix.len() == word);
    Some(at - word).filter(|start| word > 0 && is_prefix(start)).unwrap_or(at)
}

/// Letters directly before a quote.
fn text_prefix(rest: &str) -> Option<&str> {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let prefix = &rest[..letters];
    (letters > 0 && letters < 4 && rest[letters..].starts_with(['\'', '"']) && !is_reserved(prefix, false))
        .then_some(prefix)
}

/// A word of the language where none can stand.
fn reserved(error: &Error<Rule>, word: &str, place: Span) -> Problem {
    let message = format!("`{word}` is a word of the language and cannot stand here");
    let problem = Problem::invalid(code::UNEXPECTED, message).at(place, "reserved word");
    let operator = expects(error, Rule::infix);
    // Parentheses make an operand of what binds too loosely for one; they do not make a name.
    let operands = [Rule::prefix, Rule::test, Rule::tests, Rule::plain_argument];
    let operand = !operator && operands.into_iter().any(|operand| expects(error, operand));
    match word {
        "print" if operator => problem.help("`print` begins a statement: write it on a line of its own"),
        "print" => problem.help("`print` is a statement; `from __future__ import print_function` makes it a function"),
        "yield" | "lambda" if operand => problem.help(format!("put the `{word}` in parentheses")),
        _ => problem,
    }
}

/// Nothing better is known.
fn unexpected(rule: Rule, error: &Error<Rule>, context: &Context<'_>, at: usize, brackets: &[usize]) -> Problem {
    let token = context.token(at);
    let shown = match token {
        token if token.ends_with(['\'', '"']) => "a text".to_owned(),
        token => format!("`{token}`"),
    };
    let place = context.span(at, at + token.len());
    if is_reserved(token, context.future.print_function) {
        return reserved(error, token, place);
    }
    let operand =
        matches!(token.as_bytes().first(), Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | b'\'' | b'"' | b'{'));
    if operand
        && expects(error, Rule::infix)
        && let Some(problem) = misspelt(context, at)
    {
        return problem;
    }
    if operand && expects(error, Rule::infix) {
        let message = format!("an operator or a comma is missing before {shown}");
        let last = text_over_lines(context.text, at).map_or(Span::NONE, |last| context.span(last, last + 1));
        let problem = Problem::invalid(code::UNEXPECTED, message).at(last, "its end").at(place, "unexpected");
        return match brackets.last() {
            Some(_) => problem.help("put a `,` before it"),
            None => problem,
        };
    }
    let place = match text_over_lines(context.text, at) {
        Some(last) => context.span(last, last + 1),
        None => place,
    };
    // A key that could still go on needs its value; a header may end where it could go on, so its colon tells nothing.
    let incomplete = expects(error, Rule::colon) && !is_header(rule);
    let message = match expected(rule, error) {
        _ if incomplete => format!("`:` is expected here, not {shown}"),
        _ if expects(error, Rule::word_in) && context.last_word(at) == "not" => {
            "`in` is expected after `not`".to_owned()
        }
        Some(expected) if !expects(error, Rule::infix) => format!("{expected} is expected here, not {shown}"),
        _ => format!("{shown} cannot stand here"),
    };
    Problem::invalid(code::UNEXPECTED, message).at(place, "unexpected")
}

/// What to write in place of the arguments of Python 3's `print`.
const PRINT_ARGUMENTS: &str = "write `print >>sys.stderr, text`, or `print text,` without an end of line; or begin the file with \
                               `from __future__ import print_function`";

/// Whether a text ends in a name, as before the `=` or `:` of an argument.
fn ends_in_name(before: &str) -> bool {
    before.trim_end().ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether nothing but a comment follows a colon in its line.
fn ends_line(rest: &str) -> bool {
    let behind = rest.strip_prefix(':').unwrap_or(rest);
    let line = behind.split(['\n', '\r']).next().unwrap_or_default().trim();
    line.is_empty() || line.starts_with('#')
}

/// The last byte of a text literal over several lines: CPython places it where it ends.
fn text_over_lines(text: &str, at: usize) -> Option<usize> {
    let end = match text.as_bytes().get(at) {
        Some(b'\'' | b'"') => text_end(text.as_bytes(), at).ok()?,
        _ => return None,
    };
    text[at..end].contains(['\n', '\r']).then_some(end - 1)
}

/// A clause without the statement that it belongs to.
pub(super) fn orphan_clause(word: &str, place: Span) -> Problem {
    let owner = match word {
        "else" => "`if`, `for`, `while` or `try`",
        "elif" => "`if`",
        _ => "`try`",
    };
    let message = format!("this `{word}` belongs to no {owner}");
    let problem = Problem::invalid(code::CLAUSE, message).at(place, "");
    problem.help("indent it like the statement that it belongs to")
}

/// Statements that a first word gives away.
pub(super) fn refused_word(word: &str, statement: &str, place: Span) -> Option<Problem> {
    let rest = statement[word.len()..].trim_start();
    let begins_name = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let python3 =
        |message: &str, help: &str| Some(Problem::invalid(code::OTHER_PYTHON, message).at(place, "").help(help));
    match word {
        "nonlocal" if begins_name => {
            python3("Python 2 has no `nonlocal`", "keep the value in a list or dict that both functions see")
        }
        "async" | "await" if begins_name => python3("Python 2 has no coroutines", "remove the word"),
        "if" | "while" | "for" | "try" | "with" | "def" | "class" => Some(
            Problem::invalid(code::UNEXPECTED, format!("`{word}` cannot follow another statement on its line"))
                .at(place, "")
                .help("begin a new line"),
        ),
        _ => None,
    }
}
