//! The modules that a program may import.
