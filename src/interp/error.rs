//! What stops an evaluation: Python exceptions, and refusals that no `except` can catch.

use crate::diagnostics::Diagnostic;
use crate::source::Span;

use super::native::TypeDef;
use super::value::Value;

/// The result of anything that can run program code.
pub type Result<T> = std::result::Result<T, Error>;

/// An exception on its way, or a stop. One word wide.
pub struct Error(pub Box<Fault>);

/// What an [`Error`] carries.
pub enum Fault {
    /// A Python exception.
    Raised(Raised),
    /// A budget is used up or a capability is refused: nothing in the program can catch it.
    Halt(Diagnostic),
}

/// A Python exception with its traceback so far.
pub struct Raised {
    /// The exception.
    pub exception: Exception,
    /// Frames it has passed, innermost first.
    pub trace: Vec<TraceEntry>,
}

/// An exception, made into an object only when the program looks at it.
pub enum Exception {
    /// A built-in exception with one message.
    Message(Exc, String),
    /// A built-in exception with arguments.
    Args(Exc, Vec<Value>),
    /// An exception object (an instance of any class that can be raised).
    Object(Value),
}

/// One frame of a traceback.
#[derive(Clone)]
pub struct TraceEntry {
    /// The place that was being evaluated.
    pub span: Span,
    /// The function's name, or `<module>`.
    pub name: std::rc::Rc<str>,
    /// What it was called with, in a few words; filled in when the error leaves it.
    pub arguments: Vec<crate::diagnostics::Argument>,
}

impl Error {
    /// A built-in exception with a message.
    pub fn new(class: Exc, message: impl Into<String>) -> Error {
        Error::from_exception(Exception::Message(class, message.into()))
    }

    /// A built-in exception with arguments.
    pub fn with_args(class: Exc, args: Vec<Value>) -> Error {
        Error::from_exception(Exception::Args(class, args))
    }

    /// An exception that is already an object.
    pub fn object(value: Value) -> Error {
        Error::from_exception(Exception::Object(value))
    }

    /// A stop that cannot be caught.
    pub fn halt(diagnostic: Diagnostic) -> Error {
        Error(Box::new(Fault::Halt(diagnostic)))
    }

    fn from_exception(exception: Exception) -> Error {
        Error(Box::new(Fault::Raised(Raised { exception, trace: Vec::new() })))
    }

    /// The built-in class if it is a plain built-in exception that is not yet an object.
    pub fn builtin(&self) -> Option<Exc> {
        match &*self.0 {
            Fault::Raised(Raised { exception: Exception::Message(class, _) | Exception::Args(class, _), .. }) => {
                Some(*class)
            }
            _ => None,
        }
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &*self.0 {
            Fault::Raised(Raised { exception: Exception::Message(class, text), .. }) => {
                write!(f, "{}: {text}", class.name())
            }
            Fault::Raised(Raised { exception: Exception::Args(class, args), .. }) => {
                write!(f, "{}{args:?}", class.name())
            }
            Fault::Raised(Raised { exception: Exception::Object(value), .. }) => write!(f, "{value:?}"),
            Fault::Halt(diagnostic) => write!(f, "{}: {}", diagnostic.code, diagnostic.message),
        }
    }
}

/// `TypeError`.
pub fn type_error(message: impl Into<String>) -> Error {
    Error::new(Exc::TypeError, message)
}

/// `ValueError`.
pub fn value_error(message: impl Into<String>) -> Error {
    Error::new(Exc::ValueError, message)
}

/// `AttributeError`.
pub fn attribute_error(message: impl Into<String>) -> Error {
    Error::new(Exc::AttributeError, message)
}

/// `IndexError`.
pub fn index_error(message: impl Into<String>) -> Error {
    Error::new(Exc::IndexError, message)
}

/// `KeyError` with the key itself as argument, as a mapping raises it.
pub fn key_error(key: Value) -> Error {
    Error::with_args(Exc::KeyError, vec![key])
}

/// `OverflowError`.
pub fn overflow_error(message: impl Into<String>) -> Error {
    Error::new(Exc::OverflowError, message)
}

macro_rules! exceptions {
    ($($name:ident : $base:ident),* $(,)?) => {
        /// The built-in exception classes.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[allow(missing_docs)]
        pub enum Exc { BaseException, $($name),* }

        /// The classes' descriptions by name.
        #[allow(non_upper_case_globals, missing_docs)]
        pub mod classes {
            use crate::interp::native::TypeDef;
            use crate::interp::types::exception;

            pub use crate::interp::types::exception::BASE_EXCEPTION as BaseException;
            $(pub static $name: TypeDef = TypeDef {
                name: stringify!($name),
                module: "exceptions",
                base: Some(&$base),
                new: Some(exception::new),
                subclassable: true,
                ..TypeDef::EMPTY
            };)*
        }

        impl Exc {
            /// All of them, bases before their subclasses.
            pub const ALL: &'static [Exc] = &[Exc::BaseException, $(Exc::$name),*];

            /// The class's name.
            pub fn name(self) -> &'static str {
                self.def().name
            }

            /// The direct base; `None` for `BaseException`.
            pub fn parent(self) -> Option<Exc> {
                match self {
                    Exc::BaseException => None,
                    $(Exc::$name => Some(Exc::$base),)*
                }
            }

            /// The class's description.
            pub fn def(self) -> &'static TypeDef {
                match self {
                    Exc::BaseException => &classes::BaseException,
                    $(Exc::$name => &classes::$name,)*
                }
            }
        }
    };
}

exceptions! {
    SystemExit: BaseException,
    KeyboardInterrupt: BaseException,
    GeneratorExit: BaseException,
    Exception: BaseException,
    StopIteration: Exception,
    StandardError: Exception,
    BufferError: StandardError,
    ArithmeticError: StandardError,
    FloatingPointError: ArithmeticError,
    OverflowError: ArithmeticError,
    ZeroDivisionError: ArithmeticError,
    AssertionError: StandardError,
    AttributeError: StandardError,
    EnvironmentError: StandardError,
    IOError: EnvironmentError,
    OSError: EnvironmentError,
    EOFError: StandardError,
    ImportError: StandardError,
    LookupError: StandardError,
    IndexError: LookupError,
    KeyError: LookupError,
    MemoryError: StandardError,
    NameError: StandardError,
    UnboundLocalError: NameError,
    ReferenceError: StandardError,
    RuntimeError: StandardError,
    NotImplementedError: RuntimeError,
    SyntaxError: StandardError,
    IndentationError: SyntaxError,
    TabError: IndentationError,
    SystemError: StandardError,
    TypeError: StandardError,
    ValueError: StandardError,
    UnicodeError: ValueError,
    UnicodeDecodeError: UnicodeError,
    UnicodeEncodeError: UnicodeError,
    UnicodeTranslateError: UnicodeError,
    Warning: Exception,
    DeprecationWarning: Warning,
    PendingDeprecationWarning: Warning,
    RuntimeWarning: Warning,
    SyntaxWarning: Warning,
    UserWarning: Warning,
    FutureWarning: Warning,
    ImportWarning: Warning,
    UnicodeWarning: Warning,
    BytesWarning: Warning,
}

impl Exc {
    /// Whether it is `other` or derives from it.
    pub fn is_a(self, other: Exc) -> bool {
        let mut class = Some(self);
        while let Some(current) = class {
            if current == other {
                return true;
            }
            class = current.parent();
        }
        false
    }
}
