//! How the program is linked.

// What cargo tells a build script stands in its environment.
#[allow(clippy::disallowed_methods)]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    // At a fixed address nothing has to be relocated when the program starts: a third of all pages that a short run touches
    // would be touched for that alone.
    // For static programs packaging/environment.sh says so.
    let is_static = std::env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|found| found.contains("crt-static"));
    let is_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if is("PROFILE", "release") && is_gnu && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
