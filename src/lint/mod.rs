//! Rules over configuration files.
