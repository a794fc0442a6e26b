//! From the syntax tree to instructions.
