//! The `aurora` program: hands its arguments to the library's command line.

/// An evaluation is small allocations above all; with the C library's allocator they take a quarter of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    aurora::cli::main()
}
