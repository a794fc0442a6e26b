# Sourced by the other scripts, from the top of the repository: the target of the static build and what building for it
# needs. Sets `target` and `binary`, and exports what cargo and maturin read, so that both build the very same program.
#
# With the musl target (`rustup target add x86_64-unknown-linux-musl`, Debian's musl-tools) it is linked to musl. Where these
# cannot be had, it is linked to a static glibc.

machine=$(uname -m)
target=$machine-unknown-linux-musl
has_target() { [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; }
if ! has_target; then
    timeout 300 rustup target add "$target" >&2 || echo "the Rust target $target is missing: rustup target add $target" >&2
fi
if ! command -v musl-gcc >/dev/null; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq musl-tools; } >&2 || true
    fi
    command -v musl-gcc >/dev/null || echo "musl-gcc is missing: install musl-tools" >&2
fi
if has_target && command -v musl-gcc >/dev/null; then
    # For the crates that hold C. The linker is the usual one: Rust brings musl's start files and library itself, and
    # musl-gcc would make a program that looks static and asks for musl's loader.
    export "CC_${target//-/_}=musl-gcc"
else
    echo "linking to a static glibc instead of musl" >&2
    target=$machine-unknown-linux-gnu
    export RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static"
fi
# At a fixed address nothing has to be relocated when the program starts (docs/performance.md).
export RUSTFLAGS="${RUSTFLAGS:-} -C relocation-model=static"
export CARGO_PROFILE_RELEASE_STRIP=symbols
# What `aurora version` shows.
if [ -z "${AURORA_BUILD_REVISION:-}" ] && revision=$(git rev-parse --short=12 HEAD 2>/dev/null); then
    export AURORA_BUILD_REVISION=$revision
fi
if [ -z "${AURORA_BUILD_DATE:-}" ] && stamp=$(git log -1 --format=%cs 2>/dev/null); then
    export AURORA_BUILD_DATE=$stamp
fi
binary=${CARGO_TARGET_DIR:-target}/$target/release/aurora
