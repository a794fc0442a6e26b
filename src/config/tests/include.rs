//! `include` (`reference/loading.md §2.4`).

use super::world::{messages, run};

fn printed(files: &[(&str, &str)]) -> String {
    match run(files) {
        (printed, Ok(_)) => printed,
        (_, Err(problems)) => messages(&problems).join("; "),
    }
}

#[test]
fn paths_are_relative_to_the_including_file() {
    let files = [
        ("sub/a.aurora", "include('b')\nprint x"),
        ("sub/b", "include('deep/c')\nx = x + 1"),
        ("sub/deep/c", "include('../d')\nx = x + 1"),
        ("sub/deep/../d", "x = 1"),
    ];
    assert_eq!(printed(&files), "3\n");
}

#[test]
fn a_function_includes_relative_to_the_file_that_is_running() {
    let files = [
        ("sub/a", "include('lib/f')\nf()\nprint x"),
        ("sub/lib/f", "def f():\n  include('x')"),
        ("sub/x", "x = 'beside the caller'"),
        ("sub/lib/x", "x = 'beside the function'"),
    ];
    assert_eq!(printed(&files), "beside the caller\n");
}

#[test]
fn the_same_file_runs_each_time_and_gives_nothing_back() {
    let files = [("a", "n = 0\nprint include('b'), include('b')\nprint n"), ("b", "n = n + 1")];
    assert_eq!(printed(&files), "None None\n2\n");
}

#[test]
fn a_failed_include_stays_the_base_of_the_next() {
    let files = [
        ("a", "try:\n  include('lib/missing')\nexcept IOError, e:\n  print e\ninclude('x')\nprint x"),
        ("x", "x = 'beside'"),
        ("lib/x", "x = 'in lib'"),
    ];
    assert_eq!(printed(&files), "[Errno 2] No such file or directory: 'lib/missing'\nin lib\n");
}

#[test]
fn a_missing_file_is_told() {
    assert!(printed(&[("a", "include('b')")]).starts_with("AUR0401 the included file `b` cannot be read"));
    assert!(printed(&[]).starts_with("AUR0003"));
}

#[test]
fn a_circle_is_told() {
    // Many files inside of each other need more room than a test's thread has.
    let run = || printed(&[("a", "include('b')"), ("b", "include('a')")]);
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("a thread");
    let circle = thread.join().expect("no panic");
    assert!(circle.starts_with("AUR0402 files include each other without end: `"), "{circle}");
}
