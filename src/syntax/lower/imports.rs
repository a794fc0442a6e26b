//! Imports, and the future ones that change how the rest is read.

use pest::iterators::{Pair, Pairs};

use super::Lowering;
use crate::source::Span;
use crate::syntax::ast::{Ident, ImportAlias, ImportNames, StmtKind};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Lowered, Phase, Problem, code};

// Functions are named after their rules; `from` is a word of the language here.
#[allow(clippy::wrong_self_convention)]
impl<'f> Lowering<'f> {
    /// The rule `import_statement`.
    pub(super) fn import_statement(&mut self, pairs: Pairs<'f, Rule>) -> Lowered<StmtKind> {
        let mut aliases = Vec::new();
        for pair in pairs.filter(|pair| pair.as_rule() == Rule::import_alias) {
            aliases.push(self.import_alias(pair)?);
        }
        Ok(StmtKind::Import(aliases))
    }

    /// The rules `import_alias` and `from_alias`.
    fn import_alias(&mut self, pair: Pair<'f, Rule>) -> Lowered<ImportAlias> {
        let span = self.span_of(&pair);
        let mut inner = pair.into_inner().filter(|part| part.as_rule() != Rule::word_as);
        let Some(name) = inner.next() else { return self.invalid(span, "a name is expected here") };
        let name = match name.as_rule() {
            Rule::dotted_name => self.dotted_name(name)?,
            _ => self.name(name),
        };
        let alias = inner.next().map(|alias| self.name(alias));
        let stored = alias.clone().unwrap_or_else(|| name.clone());
        self.storable(stored)?;
        Ok(ImportAlias { name, alias })
    }

    /// The rule `dotted_name`: one text with its dots, without white space.
    fn dotted_name(&mut self, pair: Pair<'f, Rule>) -> Lowered<Ident> {
        let span = self.span_of(&pair);
        let mut parts = Vec::new();
        for part in pair.into_inner() {
            parts.push(self.name(part).name);
        }
        let name = match parts.len() {
            1 => parts.remove(0),
            _ => parts.join(".").into(),
        };
        Ok(Ident { name, span })
    }

    /// The rule `from_statement`.
    pub(super) fn from_statement(&mut self, pairs: Pairs<'f, Rule>, whole: Span) -> Lowered<StmtKind> {
        let mut module = None;
        let mut level = 0;
        let mut names = ImportNames::Names(Vec::new());
        for pair in pairs {
            let span = self.span_of(&pair);
            match pair.as_rule() {
                Rule::dots => level = pair.as_str().len() as u32,
                Rule::dotted_name => module = Some(self.dotted_name(pair)?),
                Rule::star => names = ImportNames::Star(span),
                Rule::from_names => names = ImportNames::Names(self.from_names(pair, false)?),
                Rule::from_group => {
                    if let Some(inner) = pair.into_inner().next() {
                        names = ImportNames::Names(self.from_names(inner, true)?);
                    }
                }
                _ => {}
            }
        }
        if level == 0 && module.as_ref().is_some_and(|module| &*module.name == "__future__") {
            self.switch_on(&names, whole)?;
        }
        Ok(StmtKind::ImportFrom { module, level, names })
    }

    /// The rule `from_names`; a comma may end it only inside parentheses.
    fn from_names(&mut self, pair: Pair<'f, Rule>, parenthesised: bool) -> Lowered<Vec<ImportAlias>> {
        let mut names = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() != Rule::trailing_comma {
                names.push(self.import_alias(part)?);
            } else if !parenthesised {
                let python = "trailing comma not allowed without surrounding parentheses";
                let message = "an import may end in a comma only inside parentheses";
                let problem = Problem::new(Phase::Tree, code::NOT_HERE, python, message);
                return Err(Box::new(problem.at(self.span_of(&part), "this comma")));
            }
        }
        Ok(names)
    }

    /// `from __future__ import …`: what it switches on for the rest of the file.
    fn switch_on(&mut self, names: &ImportNames, whole: Span) -> Lowered<()> {
        if !self.future_allowed {
            let python = "from __future__ imports must occur at the beginning of the file";
            let problem = Problem::new(Phase::Future, code::FUTURE, python, "a `__future__` import comes too late");
            return Err(Box::new(
                problem.at(whole, "here").help("move it to the top; only the documentation text may precede it"),
            ));
        }
        let names = match names {
            ImportNames::Star(span) => return Err(unknown_feature("*", *span)),
            ImportNames::Names(names) => names,
        };
        for alias in names {
            match &*alias.name.name {
                "division" => self.future.division = true,
                "print_function" => self.future.print_function = true,
                "unicode_literals" => self.future.unicode_literals = true,
                "absolute_import" => self.future.absolute_import = true,
                "nested_scopes" | "generators" | "with_statement" => {}
                "braces" => {
                    let problem =
                        Problem::new(Phase::Future, code::FUTURE, "not a chance", "blocks are indented, not in braces");
                    return Err(Box::new(problem.at(alias.name.span, "")));
                }
                name => return Err(unknown_feature(name, alias.name.span)),
            }
        }
        Ok(())
    }
}

fn unknown_feature(name: &str, span: Span) -> Box<Problem> {
    let python = format!("future feature {name} is not defined");
    let problem =
        Problem::new(Phase::Future, code::FUTURE, &python, format!("`__future__` has no `{name}` in Python 2.7"));
    let help =
        "it has absolute_import, division, generators, nested_scopes, print_function, unicode_literals, with_statement";
    Box::new(problem.at(span, "unknown").help(help))
}
