//! Facts of `reference/objects.md`, section by section.
