//! One command per file: arguments, one function, an outcome.
