//! The `aurora` program: hands its arguments to the library's command line.

/// An evaluation makes and drops many small values, on several threads at once. This allocator does that faster than the C
/// library's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    aurora::cli::main()
}
