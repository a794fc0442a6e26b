//! The typed, templated object system (`reference/objects.md`).
