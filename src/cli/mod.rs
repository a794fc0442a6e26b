//! The command line: arguments, terminal, signals, exit codes.
