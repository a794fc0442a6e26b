//! Memory as the program gets it: with the C library's allocator a parser takes a fifth longer than where it is used.

/// As in `src/main.rs`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
