//! The `aurora` program: hands its arguments to the library's command line.

fn main() -> std::process::ExitCode {
    aurora::cli::main()
}
