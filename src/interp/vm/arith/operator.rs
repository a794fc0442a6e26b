//! The binary operators with the names of their special methods.

use crate::syntax::ast::BinOp;

/// A binary operator as classes overload it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    TrueDivide,
    FloorDiv,
    Mod,
    DivMod,
    Pow,
    LeftShift,
    RightShift,
    BitAnd,
    BitOr,
    BitXor,
}

impl Operator {
    /// The operator of a binary expression without the division import.
    pub fn of(op: BinOp) -> Operator {
        match op {
            BinOp::Add => Operator::Add,
            BinOp::Sub => Operator::Sub,
            BinOp::Mul => Operator::Mul,
            BinOp::Div => Operator::Div,
            BinOp::FloorDiv => Operator::FloorDiv,
            BinOp::Mod => Operator::Mod,
            BinOp::Pow => Operator::Pow,
            BinOp::LeftShift => Operator::LeftShift,
            BinOp::RightShift => Operator::RightShift,
            BinOp::BitAnd => Operator::BitAnd,
            BinOp::BitOr => Operator::BitOr,
            BinOp::BitXor => Operator::BitXor,
        }
    }

    /// The stem of its special methods (`add` of `__add__`) and its spellings in messages, plain and augmented.
    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Operator::Add => ("add", "+", "+="),
            Operator::Sub => ("sub", "-", "-="),
            Operator::Mul => ("mul", "*", "*="),
            Operator::Div => ("div", "/", "/="),
            Operator::TrueDivide => ("truediv", "/", "/="),
            Operator::FloorDiv => ("floordiv", "//", "//="),
            Operator::Mod => ("mod", "%", "%="),
            Operator::DivMod => ("divmod", "divmod()", "divmod()"),
            Operator::Pow => ("pow", "** or pow()", "**="),
            Operator::LeftShift => ("lshift", "<<", "<<="),
            Operator::RightShift => ("rshift", ">>", ">>="),
            Operator::BitAnd => ("and", "&", "&="),
            Operator::BitOr => ("or", "|", "|="),
            Operator::BitXor => ("xor", "^", "^="),
        }
    }

    /// `__add__`.
    pub fn method(self) -> String {
        format!("__{}__", self.row().0)
    }

    /// `__radd__`.
    pub fn reflected(self) -> String {
        format!("__r{}__", self.row().0)
    }

    /// `__iadd__`.
    pub fn augmented(self) -> String {
        format!("__i{}__", self.row().0)
    }

    /// Its spelling in an error message.
    pub fn symbol(self, inplace: bool) -> &'static str {
        let (_, plain, augmented) = self.row();
        if inplace { augmented } else { plain }
    }
}
