//! Facts of CPython 2.7 that the object system and the interpreter both rest on: hashes, hash tables, number text, JSON text.
