//! The Thermos and Aurora structs, constants and helpers, declared as data (`reference/schema.md`).
