//! The syntax tree. Every node has its place; names are shared text.

// The fields of a node are named after its parts in the grammar.
#![allow(missing_docs)]

use std::rc::Rc;

use num_bigint::BigInt;

use crate::source::Span;

/// A name, shared by all its occurrences in a file.
pub type Name = Rc<str>;

/// A name with its place.
#[derive(Clone, Debug)]
pub struct Ident {
    /// The name.
    pub name: Name,
    /// Its place.
    pub span: Span,
}

/// A whole file.
#[derive(Debug)]
pub struct Module {
    /// The statements in order.
    pub body: Vec<Stmt>,
    /// What `from __future__ import …` switched on.
    pub future: Future,
    /// The whole text of the file.
    pub span: Span,
}

/// Flags set by `from __future__ import …`.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Future {
    /// `/` divides exactly.
    pub division: bool,
    /// `print` is a function.
    pub print_function: bool,
    /// Plain literals are unicode.
    pub unicode_literals: bool,
    /// Imports are absolute.
    pub absolute_import: bool,
}

/// A statement.
#[derive(Debug)]
pub struct Stmt {
    /// What it is.
    pub kind: StmtKind,
    /// From its first to its last character.
    pub span: Span,
}

/// The statements of Python 2.7.
#[derive(Debug)]
pub enum StmtKind {
    /// An expression for its effect.
    Expr(Expr),
    /// `a = b = value`: targets from left to right.
    Assign { targets: Vec<Expr>, value: Expr },
    /// `target op= value`.
    AugAssign { target: Expr, op: BinOp, value: Expr },
    /// `if`/`elif`/`else`; an `elif` is an `if` alone in `orelse`.
    If { test: Expr, body: Vec<Stmt>, orelse: Vec<Stmt> },
    /// `while … else`.
    While { test: Expr, body: Vec<Stmt>, orelse: Vec<Stmt> },
    /// `for target in iter … else`.
    For { target: Expr, iter: Expr, body: Vec<Stmt>, orelse: Vec<Stmt> },
    /// `try … except … else … finally`; at least one of `handlers` and `finalbody` is there.
    Try { body: Vec<Stmt>, handlers: Vec<Handler>, orelse: Vec<Stmt>, finalbody: Vec<Stmt> },
    /// `with item, item: …`.
    With { items: Vec<WithItem>, body: Vec<Stmt> },
    /// `def`.
    FunctionDef(Box<FunctionDef>),
    /// `class`.
    ClassDef(Box<ClassDef>),
    /// `return`.
    Return(Option<Expr>),
    /// `raise kind, value, traceback`.
    Raise { kind: Option<Expr>, value: Option<Expr>, traceback: Option<Expr> },
    /// `print >>dest, values`; `newline` is false after a trailing comma.
    Print { dest: Option<Expr>, values: Vec<Expr>, newline: bool },
    /// `exec code in globals, locals`.
    Exec { code: Expr, globals: Option<Expr>, locals: Option<Expr> },
    /// `del targets`.
    Delete(Vec<Expr>),
    /// `pass`.
    Pass,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `global names`.
    Global(Vec<Ident>),
    /// `assert test, message`.
    Assert { test: Expr, message: Option<Expr> },
    /// `import a.b as c, d`.
    Import(Vec<ImportAlias>),
    /// `from ..module import names`; `level` counts leading dots.
    ImportFrom { module: Option<Ident>, level: u32, names: ImportNames },
}

/// `except kind, target:` or `except kind as target:`.
#[derive(Debug)]
pub struct Handler {
    /// The class or tuple of classes; absent in a bare `except:`.
    pub kind: Option<Expr>,
    /// What the exception is stored in.
    pub target: Option<Expr>,
    /// The handler's suite.
    pub body: Vec<Stmt>,
    /// The clause's place.
    pub span: Span,
}

/// One `context as target` of a `with`.
#[derive(Debug)]
pub struct WithItem {
    /// The context manager.
    pub context: Expr,
    /// The target after `as`.
    pub target: Option<Expr>,
}

/// One `a.b.c as d`.
#[derive(Debug)]
pub struct ImportAlias {
    /// The dotted name as written.
    pub name: Ident,
    /// The name after `as`.
    pub alias: Option<Ident>,
}

/// What `from … import` takes.
#[derive(Debug)]
pub enum ImportNames {
    /// `*`.
    Star(Span),
    /// A list of names.
    Names(Vec<ImportAlias>),
}

/// A function definition.
#[derive(Debug)]
pub struct FunctionDef {
    /// Its name.
    pub name: Ident,
    /// Decorators, topmost first.
    pub decorators: Vec<Expr>,
    /// Its parameters.
    pub params: Params,
    /// Its suite.
    pub body: Vec<Stmt>,
}

/// A class definition.
#[derive(Debug)]
pub struct ClassDef {
    /// Its name.
    pub name: Ident,
    /// Decorators, topmost first.
    pub decorators: Vec<Expr>,
    /// The bases in order.
    pub bases: Vec<Expr>,
    /// Its suite.
    pub body: Vec<Stmt>,
}

/// The parameters of a function or lambda.
#[derive(Debug, Default)]
pub struct Params {
    /// Positional parameters in order.
    pub positional: Vec<Param>,
    /// `*args`.
    pub star: Option<Ident>,
    /// `**kwargs`.
    pub double_star: Option<Ident>,
}

/// One positional parameter.
#[derive(Debug)]
pub struct Param {
    /// A name, or a tuple pattern as Python 2 allows (an expression made of names and tuples).
    pub target: ParamTarget,
    /// The default value.
    pub default: Option<Expr>,
}

/// What a positional parameter is bound to.
#[derive(Debug)]
pub enum ParamTarget {
    /// A plain name.
    Name(Ident),
    /// `def f((a, (b, c)))`.
    Tuple(Vec<ParamTarget>, Span),
}

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// From its first to its last character, parentheses around it not included.
    pub span: Span,
}

impl Expr {
    /// `c` of `c` and of `a.b.c`.
    pub fn last_name(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Name(name) => Some(name),
            ExprKind::Attribute { name, .. } => Some(&name.name),
            _ => None,
        }
    }

    /// The text of a literal, if it is one that both kinds of text write alike.
    pub fn literal_text(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Literal(Literal::Bytes(bytes)) => std::str::from_utf8(bytes).ok(),
            ExprKind::Literal(Literal::Unicode(text)) => Some(text),
            _ => None,
        }
    }
}

/// The expressions of Python 2.7.
#[derive(Debug)]
pub enum ExprKind {
    /// A name.
    Name(Name),
    /// A literal; adjoining text literals are already one.
    Literal(Literal),
    /// `(a, b)`; the names of tuples in targets too.
    Tuple(Vec<Expr>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{k: v}` in source order.
    Dict(Vec<(Expr, Expr)>),
    /// `{a, b}`.
    Set(Vec<Expr>),
    /// `[element for …]`, `{…}`, `(…)`.
    Comprehension { kind: ComprehensionKind, element: Box<Expr>, clauses: Vec<Clause> },
    /// `{key: value for …}`.
    DictComprehension { key: Box<Expr>, value: Box<Expr>, clauses: Vec<Clause> },
    /// `value.name`.
    Attribute { value: Box<Expr>, name: Ident },
    /// `value[index]`; the index is a plain expression, a `Slice`, `Ellipsis`, or a `Tuple` of such.
    Subscript { value: Box<Expr>, index: Box<Expr> },
    /// `lower:upper:step`, only inside a subscript; `step_given` is true for a second colon.
    Slice { lower: Option<Box<Expr>>, upper: Option<Box<Expr>>, step: Option<Box<Expr>>, step_given: bool },
    /// `...`, only inside a subscript.
    Ellipsis,
    /// A call.
    Call(Box<Call>),
    /// `left op right`.
    Binary { op: BinOp, left: Box<Expr>, right: Box<Expr> },
    /// `op operand`.
    Unary { op: UnaryOp, operand: Box<Expr> },
    /// `first op a op b …`.
    Compare { first: Box<Expr>, rest: Vec<(CompareOp, Expr)> },
    /// `a and b and c`: two or more operands.
    And(Vec<Expr>),
    /// `a or b or c`: two or more operands.
    Or(Vec<Expr>),
    /// `body if test else orelse`.
    Conditional { test: Box<Expr>, body: Box<Expr>, orelse: Box<Expr> },
    /// `lambda params: body`.
    Lambda { params: Box<Params>, body: Box<Expr> },
    /// `` `value` ``.
    Repr(Box<Expr>),
    /// `yield value`.
    Yield(Option<Box<Expr>>),
}

/// A call's callee and arguments.
#[derive(Debug)]
pub struct Call {
    /// What is called.
    pub callee: Expr,
    /// Positional arguments in order.
    pub positional: Vec<Expr>,
    /// Keyword arguments in order.
    pub keywords: Vec<(Ident, Expr)>,
    /// `*args`.
    pub star: Option<Expr>,
    /// `**kwargs`.
    pub double_star: Option<Expr>,
}

/// The kinds of single-valued comprehension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComprehensionKind {
    /// `[…]`: its variables stay in the enclosing scope.
    List,
    /// `{…}`.
    Set,
    /// `(…)`.
    Generator,
}

/// `for target in iter if condition…`.
#[derive(Debug)]
pub struct Clause {
    /// What each element is stored in.
    pub target: Expr,
    /// What is walked.
    pub iter: Expr,
    /// The conditions that follow it.
    pub conditions: Vec<Expr>,
}

/// A literal value.
#[derive(Clone, Debug)]
pub enum Literal {
    /// A plain integer that fits 64 bits.
    Int(i64),
    /// An integer with `L`, or one that does not fit.
    Long(BigInt),
    /// A float.
    Float(f64),
    /// A byte text.
    Bytes(Rc<[u8]>),
    /// A unicode text.
    Unicode(Rc<str>),
}

/// Binary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LeftShift,
    RightShift,
    BitAnd,
    BitOr,
    BitXor,
}

impl BinOp {
    /// The operator's spelling.
    pub fn symbol(self) -> &'static str {
        match self {
            BinOp::Add => "+",
            BinOp::Sub => "-",
            BinOp::Mul => "*",
            BinOp::Div => "/",
            BinOp::FloorDiv => "//",
            BinOp::Mod => "%",
            BinOp::Pow => "**",
            BinOp::LeftShift => "<<",
            BinOp::RightShift => ">>",
            BinOp::BitAnd => "&",
            BinOp::BitOr => "|",
            BinOp::BitXor => "^",
        }
    }
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum UnaryOp {
    Not,
    Neg,
    Pos,
    Invert,
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
    In,
    NotIn,
    Is,
    IsNot,
}
